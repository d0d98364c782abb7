-- compatible from: 1
-- Rulebooks that are or were in force; the highest number is. Numbers are given under a lock on the table.
CREATE TABLE rulebook (
  number bigint PRIMARY KEY,
  -- A file's name without its folders, or the id of a shipped one.
  reference text NOT NULL,
  text text NOT NULL,
  -- SHA-256 of the text, hexadecimal.
  hash text NOT NULL,
  since bigint NOT NULL
);
