-- Users who are programs. `last_sn` is the last number of the bot's inbox.
CREATE TABLE bot (
  user TEXT PRIMARY KEY,
  last_sn INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
-- So that the bots of a conversation are found without a look at everybody in it.
ALTER TABLE member ADD COLUMN is_bot INTEGER NOT NULL DEFAULT 0;
CREATE INDEX member_bot ON member (conversation, user) WHERE is_bot = 1;

-- What a bot is to be told, in order; what it says stays with the message. At most 100,000 rows a bot.
CREATE TABLE inbox (
  user TEXT NOT NULL,
  -- From 1 for each bot, without gap.
  sn INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  -- Of the update of that message; null: the message itself.
  number INTEGER,
  at INTEGER NOT NULL,
  PRIMARY KEY (user, sn)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER bot_enters AFTER INSERT ON member WHEN EXISTS (SELECT 1 FROM bot WHERE user = NEW.user)
BEGIN
  UPDATE member SET is_bot = 1 WHERE user = NEW.user AND conversation = NEW.conversation;
END;

-- Who joins is no member yet when the message of the joining is stored.
CREATE TRIGGER inbox_of_joined AFTER UPDATE OF is_bot, from_seq ON member
  WHEN NEW.is_bot = 1 AND NEW.until_seq IS NULL AND NEW.from_seq > 1
    AND (OLD.is_bot = 0 OR OLD.until_seq IS NOT NULL)
BEGIN
  UPDATE bot SET last_sn = last_sn + 1 WHERE user = NEW.user;
  INSERT INTO inbox (user, sn, conversation, seq, at)
    SELECT b.user, b.last_sn, m.conversation, m.seq, m.at FROM bot b
      JOIN message m ON m.conversation = NEW.conversation AND m.seq = NEW.from_seq WHERE b.user = NEW.user;
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

CREATE TRIGGER inbox_of_update AFTER INSERT ON message_update
  WHEN EXISTS (SELECT 1 FROM member WHERE conversation = NEW.conversation AND is_bot = 1)
BEGIN
  UPDATE bot SET last_sn = last_sn + 1 WHERE user IN (
    SELECT user FROM member
    WHERE conversation = NEW.conversation AND is_bot = 1 AND until_seq IS NULL AND from_seq <= NEW.seq);
  INSERT INTO inbox (user, sn, conversation, seq, number, at)
    SELECT b.user, b.last_sn, NEW.conversation, NEW.seq, NEW.number, NEW.at FROM member m JOIN bot b ON b.user = m.user
    WHERE m.conversation = NEW.conversation AND m.is_bot = 1 AND m.until_seq IS NULL AND m.from_seq <= NEW.seq;
  DELETE FROM inbox WHERE (user, sn) IN (
    SELECT b.user, b.last_sn - 100000 FROM member m JOIN bot b ON b.user = m.user
    WHERE m.conversation = NEW.conversation AND m.is_bot = 1 AND m.until_seq IS NULL AND m.from_seq <= NEW.seq);
END;
