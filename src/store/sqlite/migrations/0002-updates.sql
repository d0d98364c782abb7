-- What became of a message after it was accepted. `resolutions` and the two beside it are the latest state, kept with the message
-- so that wiping it is one statement; message_update is the order in which its readers learn of it.
ALTER TABLE message ADD COLUMN resolutions TEXT;
ALTER TABLE message ADD COLUMN deleted_at INTEGER;
ALTER TABLE message ADD COLUMN is_pending INTEGER NOT NULL DEFAULT 0;
CREATE INDEX message_pending ON message (at) WHERE is_pending = 1;

CREATE TABLE message_update (
  conversation INTEGER NOT NULL REFERENCES conversation (row),
  -- From 1 in each conversation, without gap.
  number INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- Why a link's verdict changed, and which link; null for a deletion.
  cause TEXT,
  link INTEGER,
  PRIMARY KEY (conversation, number)
) STRICT, WITHOUT ROWID;
