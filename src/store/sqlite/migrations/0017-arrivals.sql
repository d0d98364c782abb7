-- Messages stand in the order of their arrival, so that a message touches the end of the file and not a page of its own
-- conversation. Two indexes that are tables are written behind, many rows at once and sorted (arrivals.ts).
ALTER TABLE message RENAME TO message_by_place;
DROP INDEX message_key;
DROP INDEX message_pending;
DROP TRIGGER question_of_wiped;
DROP TRIGGER link_host_wiped;
DROP TRIGGER inbox_of_message;
DROP TRIGGER inbox_of_joined;

CREATE TABLE message (
  -- In the order of arrival; never used twice, since no message is ever taken out.
  row INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation (row),
  seq INTEGER NOT NULL,
  sender TEXT NOT NULL,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  -- JSON array of link reports made at receipt for the sender; null without links.
  reports TEXT,
  resolutions TEXT,
  deleted_at INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0,
  -- JSON of what happened to the conversation itself; null for what somebody wrote.
  event TEXT,
  -- JSON of the context that reports were made in; null without links.
  context TEXT,
  -- Of a message whose text was taken: what tells its retry from another message under its key.
  digest BLOB,
  -- Until when, and by whom, a message whose links are pending is followed. Milliseconds; null: by nobody.
  claimed_until INTEGER,
  claimed_by TEXT,
  -- JSON array of what threat lists said of each link when it was judged last; null: what `reports` says of them.
  listed TEXT
) STRICT;
INSERT INTO message (conversation, seq, sender, key, at, text, reports, resolutions, deleted_at, is_pending, event, context,
    digest, claimed_until, claimed_by, listed)
  SELECT conversation, seq, sender, key, at, text, reports, resolutions, deleted_at, is_pending, event, context, digest,
    claimed_until, claimed_by, listed
  FROM message_by_place ORDER BY at, conversation, seq;
DROP TABLE message_by_place;

-- The place of a message in its conversation.
CREATE TABLE message_place (
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  row INTEGER NOT NULL,
  PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO message_place SELECT conversation, seq, row FROM message ORDER BY conversation, seq;

-- One message for each key of a sender, for ever.
CREATE TABLE message_key (
  sender TEXT NOT NULL,
  key TEXT NOT NULL,
  row INTEGER NOT NULL,
  PRIMARY KEY (sender, key)
) STRICT, WITHOUT ROWID;
INSERT INTO message_key SELECT sender, key, row FROM message ORDER BY sender, key;

-- The message up to which each of the two is written.
CREATE TABLE message_index (
  name TEXT PRIMARY KEY,
  up_to INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO message_index
  SELECT name, (SELECT coalesce(max(row), 0) FROM message)
  FROM (SELECT 'message_place' AS name UNION ALL SELECT 'message_key');

CREATE INDEX message_pending ON message (at) WHERE is_pending = 1;
-- A message whose text was taken asks nothing any more, and links nowhere.
CREATE TRIGGER question_of_wiped AFTER UPDATE OF deleted_at ON message WHEN NEW.deleted_at IS NOT NULL
BEGIN
  DELETE FROM question WHERE conversation = NEW.conversation AND seq = NEW.seq;
END;
CREATE TRIGGER link_host_wiped AFTER UPDATE OF deleted_at ON message WHEN NEW.deleted_at IS NOT NULL BEGIN
  DELETE FROM link_host WHERE at = NEW.at AND conversation = NEW.conversation AND seq = NEW.seq;
END;
-- Who joins is no member yet when the message of the joining is stored. It is one of the last, so it is found from the end.
CREATE TRIGGER inbox_of_joined AFTER UPDATE OF is_bot, from_seq ON member
  WHEN NEW.is_bot = 1 AND NEW.until_seq IS NULL AND NEW.from_seq > 1
    AND (OLD.is_bot = 0 OR OLD.until_seq IS NOT NULL)
BEGIN
  UPDATE bot SET last_sn = last_sn + 1 WHERE user = NEW.user;
  INSERT INTO inbox (user, sn, conversation, seq, at)
    SELECT b.user, b.last_sn, m.conversation, m.seq, m.at FROM bot b CROSS JOIN message m
      WHERE b.user = NEW.user AND m.row = (
        SELECT row FROM message WHERE conversation = NEW.conversation AND seq = NEW.from_seq ORDER BY row DESC LIMIT 1);
  DELETE FROM inbox WHERE (user, sn) IN (SELECT user, last_sn - 100000 FROM bot WHERE user = NEW.user);
END;

CREATE TRIGGER inbox_of_message AFTER INSERT ON message
  WHEN EXISTS (SELECT 1 FROM member WHERE conversation = NEW.conversation AND is_bot = 1)
BEGIN
  UPDATE bot SET last_sn = last_sn + 1 WHERE user IN (
    SELECT user FROM member
    WHERE conversation = NEW.conversation AND is_bot = 1 AND until_seq IS NULL AND user <> NEW.sender);
  INSERT INTO inbox (user, sn, conversation, seq, at)
    SELECT b.user, b.last_sn, NEW.conversation, NEW.seq, NEW.at FROM member m JOIN bot b ON b.user = m.user
    WHERE m.conversation = NEW.conversation AND m.is_bot = 1 AND m.until_seq IS NULL AND m.user <> NEW.sender;
  DELETE FROM inbox WHERE (user, sn) IN (
    SELECT b.user, b.last_sn - 100000 FROM member m JOIN bot b ON b.user = m.user
    WHERE m.conversation = NEW.conversation AND m.is_bot = 1 AND m.until_seq IS NULL AND m.user <> NEW.sender);
END;
