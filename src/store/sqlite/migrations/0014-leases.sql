-- What one gateway does for all. `fence` grows whenever another takes it over.
CREATE TABLE lease (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until INTEGER NOT NULL,
  fence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Messages to somebody who answers by program, until they are settled.
CREATE TABLE question (
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  answerer TEXT NOT NULL,
  -- JSON of the context that the answer is made in.
  context TEXT NOT NULL,
  claimed_until INTEGER,
  claimed_by TEXT,
  PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;
-- A message whose text was taken asks nothing any more.
CREATE TRIGGER question_of_wiped AFTER UPDATE OF deleted_at ON message WHEN NEW.deleted_at IS NOT NULL
BEGIN
  DELETE FROM question WHERE conversation = NEW.conversation AND seq = NEW.seq;
END;

-- The same name as in PostgreSQL, so that a fault of what is kept names a column that is there.
ALTER TABLE message RENAME COLUMN evidence TO reports;
