-- compatible from: 1
-- What figures of cases count. A row for each time that a case was opened.
CREATE TABLE case_round (
  case_id text COLLATE "C" NOT NULL,
  round bigint NOT NULL,
  opened_at bigint NOT NULL,
  -- What decided about the link when it was complained of; null: it is about no link, or that is not known.
  rule text COLLATE "C",
  -- Names, a JSON array.
  lists text COLLATE "C",
  -- Both with edition and versions, JSON.
  judged text COLLATE "C",
  PRIMARY KEY (case_id, round)
);
CREATE INDEX case_round_opened ON case_round (opened_at);

-- A row for each decision of a case.
CREATE TABLE case_decision (
  case_id text COLLATE "C" NOT NULL,
  number bigint NOT NULL,
  round bigint NOT NULL,
  at bigint NOT NULL,
  by_user text COLLATE "C" NOT NULL,
  -- Milliseconds since the round was opened or the appeal made; null: not known.
  waited bigint,
  -- 1: taken back, or overturned by one that stands.
  is_reversed bigint NOT NULL,
  PRIMARY KEY (case_id, number)
);
CREATE INDEX case_decision_at ON case_decision (at);

INSERT INTO case_round (case_id, round, opened_at)
  SELECT case_id, round, min(at) FROM complaint WHERE kind <> 'decision' GROUP BY case_id, round;
INSERT INTO case_round (case_id, round, opened_at)
  SELECT id, round, opened_at FROM case_file ON CONFLICT DO NOTHING;
INSERT INTO case_decision (case_id, number, round, at, by_user, is_reversed)
  SELECT f.id, (d ->> 'number')::bigint, (d ->> 'round')::bigint, (d ->> 'atMs')::bigint, d ->> 'by',
    (d ->> 'undone' IS NOT NULL OR EXISTS (
      SELECT 1 FROM json_array_elements(f.state::json -> 'decisions') AS o WHERE o ->> 'reviews' = d ->> 'number'
        AND o ->> 'outcome' = 'overturned' AND o ->> 'undone' IS NULL))::int
  -- Not jsonb, which takes no \u0000 in a note.
  FROM case_file AS f, json_array_elements(f.state::json -> 'decisions') AS d;
