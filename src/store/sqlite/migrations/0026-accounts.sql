-- Since when an account is known: moderators see the age of who complains.
CREATE TABLE account (
  user_id TEXT PRIMARY KEY,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Of those who came before: the message that they joined a conversation with, where it is known, or when a device was seen.
INSERT INTO account (user_id, since)
  SELECT user, min(at) FROM (
    SELECT user, seen_at AS at FROM device
    UNION ALL
    SELECT m.user, x.at FROM member m JOIN message_place p ON p.conversation = m.conversation AND p.seq = m.from_seq
      JOIN message x ON x.row = p.row WHERE m.user IN (SELECT user FROM device)
  ) GROUP BY user;
