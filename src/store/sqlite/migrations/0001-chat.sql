CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('one_to_one', 'group')),
  title TEXT,
  made_at INTEGER NOT NULL,
  -- The two of a one-to-one conversation in code unit order; null for groups, so that UNIQUE leaves groups alone.
  one TEXT,
  other TEXT,
  UNIQUE (one, other)
) STRICT;

CREATE TABLE member (
  user TEXT NOT NULL,
  conversation INTEGER NOT NULL REFERENCES conversation (row),
  read_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user, conversation)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_of_conversation ON member (conversation);

CREATE TABLE message (
  conversation INTEGER NOT NULL REFERENCES conversation (row),
  seq INTEGER NOT NULL,
  sender TEXT NOT NULL,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  -- JSON array of link reports made at receipt for the sender; null without links.
  evidence TEXT,
  PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;
-- One message for each key of a sender, for ever.
CREATE UNIQUE INDEX message_key ON message (sender, key);

CREATE TABLE choice (
  user TEXT PRIMARY KEY,
  choice TEXT NOT NULL CHECK (choice IN ('in_place', 'external', 'block'))
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  os TEXT NOT NULL,
  version TEXT,
  locale TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (user, device)
) STRICT, WITHOUT ROWID;
