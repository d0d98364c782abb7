-- The decision log: a Merkle tree (RFC 6962) of canonical JSON, numbered from 0 without gap.
CREATE TABLE log_entry (
  number INTEGER PRIMARY KEY,
  body BLOB NOT NULL,
  -- SHA-256 of a zero byte and the body.
  hash BLOB NOT NULL
) STRICT;
-- Roots of complete subtrees of 256^level entries.
CREATE TABLE log_node (
  level INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;
-- One row, made with the first entry or checkpoint. `key` is the public key that signs, `checkpoint` what it signed last.
CREATE TABLE log_head (
  single INTEGER PRIMARY KEY CHECK (single = 1),
  size INTEGER NOT NULL,
  epoch TEXT,
  key TEXT,
  checkpoint TEXT
) STRICT;
-- What opens a commitment. They go with their owner; the entry stays as it is.
CREATE TABLE log_salt (
  entry INTEGER NOT NULL,
  field TEXT NOT NULL,
  owner TEXT,
  salt BLOB NOT NULL,
  PRIMARY KEY (entry, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX log_salt_owner ON log_salt (owner) WHERE owner IS NOT NULL;
-- The name in the log of who decides.
CREATE TABLE log_person (
  owner TEXT PRIMARY KEY,
  pseudonym TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- What the log was told last of what stands outside these tables.
CREATE TABLE log_state (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
