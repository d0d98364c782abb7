-- compatible from: 1
-- The threat lists of all gateways: one catalog, and the texts that it names.
CREATE TABLE threat_lists (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  -- One more with each change.
  generation bigint NOT NULL,
  -- JSON of sources, settings, counts and exceptions.
  catalog text NOT NULL
);

CREATE TABLE threat_list_text (
  -- A name that is never given twice.
  file text NOT NULL,
  piece int NOT NULL,
  -- The pieces of a text, one after another, are gzip.
  bytes bytea NOT NULL,
  PRIMARY KEY (file, piece)
);
ALTER TABLE threat_list_text ALTER COLUMN bytes SET STORAGE EXTERNAL;
