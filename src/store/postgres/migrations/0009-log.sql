-- compatible from: 1
-- The decision log: a Merkle tree (RFC 6962) of canonical JSON, numbered from 0 without gap.
CREATE TABLE log_entry (
  number bigint PRIMARY KEY,
  body bytea NOT NULL,
  -- SHA-256 of a zero byte and the body.
  hash bytea NOT NULL
);
-- Roots of complete subtrees of 256^level entries.
CREATE TABLE log_node (
  level bigint NOT NULL,
  number bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (level, number)
);
-- One row, made with the first entry or checkpoint. `key` is the public key that signs, `checkpoint` what it signed last.
CREATE TABLE log_head (
  single bigint PRIMARY KEY CHECK (single = 1),
  size bigint NOT NULL,
  epoch text,
  key text,
  checkpoint text
) WITH (fillfactor = 50);
-- What opens a commitment. They go with their owner; the entry stays as it is.
CREATE TABLE log_salt (
  entry bigint NOT NULL,
  field text COLLATE "C" NOT NULL,
  owner text COLLATE "C",
  salt bytea NOT NULL,
  PRIMARY KEY (entry, field)
);
CREATE INDEX log_salt_owner ON log_salt (owner) WHERE owner IS NOT NULL;
-- The name in the log of who decides.
CREATE TABLE log_person (
  owner text COLLATE "C" PRIMARY KEY,
  pseudonym text NOT NULL
);
-- What the log was told last of what stands outside these tables.
CREATE TABLE log_state (
  name text COLLATE "C" PRIMARY KEY,
  value text NOT NULL
);

-- Appends in the order given; the index of the first. The head's row is locked until the transaction ends, so that numbers have
-- no gap and an entry that is seen has all before it.
CREATE FUNCTION append_to_log(bodies bytea[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  first bigint;
  size_now bigint;
  tile bigint;
  above int;
  hashes bytea[];
BEGIN
  INSERT INTO log_head AS h (single, size) VALUES (1, cardinality(bodies))
    ON CONFLICT (single) DO UPDATE SET size = h.size + excluded.size
    RETURNING size INTO size_now;
  first := size_now - cardinality(bodies);
  INSERT INTO log_entry (number, body, hash)
    SELECT first + g.place - 1, g.body, sha256('\x00'::bytea || g.body) FROM unnest(bodies) WITH ORDINALITY AS g (body, place);
  FOR tile IN SELECT generate_series(first / 256, size_now / 256 - 1) LOOP
    above := 1;
    SELECT array_agg(hash ORDER BY number) INTO hashes FROM log_entry WHERE number BETWEEN tile * 256 AND tile * 256 + 255;
    LOOP
      -- 256 neighbours to one, by halves.
      WHILE cardinality(hashes) > 1 LOOP
        SELECT array_agg(sha256('\x01'::bytea || hashes[2 * i - 1] || hashes[2 * i]) ORDER BY i) INTO hashes
          FROM generate_series(1, cardinality(hashes) / 2) AS i;
      END LOOP;
      INSERT INTO log_node (level, number, hash) VALUES (above, tile, hashes[1]);
      EXIT WHEN tile % 256 <> 255;
      tile := tile / 256;
      SELECT array_agg(hash ORDER BY number) INTO hashes
        FROM log_node WHERE level = above AND number BETWEEN tile * 256 AND tile * 256 + 255;
      above := above + 1;
    END LOOP;
  END LOOP;
  RETURN first;
END $$;
