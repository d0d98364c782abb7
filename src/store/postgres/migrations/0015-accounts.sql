-- compatible from: 1
-- Since when an account is known: moderators see the age of who complains.
CREATE TABLE account (
  user_id text COLLATE "C" PRIMARY KEY,
  since bigint NOT NULL
);
-- Of those who came before: the message that they joined a conversation with, or when a device was seen.
INSERT INTO account (user_id, since)
  SELECT user_id, min(at) FROM (
    SELECT user_id, seen_at AS at FROM device
    UNION ALL
    SELECT m.user_id, x.at FROM member m JOIN message x ON x.conversation = m.conversation AND x.seq = m.from_seq
      WHERE m.user_id IN (SELECT user_id FROM device)
  ) AS seen GROUP BY user_id;
