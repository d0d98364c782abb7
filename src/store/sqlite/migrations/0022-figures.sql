-- What figures of cases count. A row for each time that a case was opened.
CREATE TABLE case_round (
  case_id TEXT NOT NULL,
  round INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  -- What decided about the link when it was complained of; null: it is about no link, or that is not known.
  rule TEXT,
  -- Names, a JSON array.
  lists TEXT,
  -- Both with edition and versions, JSON.
  judged TEXT,
  PRIMARY KEY (case_id, round)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_round_opened ON case_round (opened_at);

-- A row for each decision of a case.
CREATE TABLE case_decision (
  case_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  round INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_user TEXT NOT NULL,
  -- Milliseconds since the round was opened or the appeal made; null: not known.
  waited INTEGER,
  -- 1: taken back, or overturned by one that stands.
  is_reversed INTEGER NOT NULL,
  PRIMARY KEY (case_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_decision_at ON case_decision (at);

INSERT INTO case_round (case_id, round, opened_at)
  SELECT case_id, round, min(at) FROM complaint WHERE kind <> 'decision' GROUP BY case_id, round;
INSERT INTO case_round (case_id, round, opened_at)
  SELECT id, round, opened_at FROM case_file WHERE true ON CONFLICT DO NOTHING;
INSERT INTO case_decision (case_id, number, round, at, by_user, is_reversed)
  SELECT f.id, d.value ->> 'number', d.value ->> 'round', d.value ->> 'atMs', d.value ->> 'by',
    d.value ->> 'undone' IS NOT NULL OR EXISTS (
      SELECT 1 FROM json_each(f.state, '$.decisions') AS o WHERE o.value ->> 'reviews' = d.value ->> 'number'
        AND o.value ->> 'outcome' = 'overturned' AND o.value ->> 'undone' IS NULL)
  FROM case_file AS f, json_each(f.state, '$.decisions') AS d;
