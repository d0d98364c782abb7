-- compatible from: 1
-- The group of who complains, as it was then; null: not known.
ALTER TABLE complaint ADD COLUMN reporter text COLLATE "C";
CREATE INDEX complaint_at ON complaint (at);
-- Whether those who complained in a round were right, as its last decision stands; null: it is not decided.
ALTER TABLE case_round ADD COLUMN was_right bigint;
-- What takes JSON apart takes no NUL, which a note may hold.
UPDATE case_round SET was_right = (
  SELECT (CASE WHEN o IS NULL THEN d ->> 'outcome' <> 'dismissed'
    ELSE (o ->> 'outcome' = 'dismissed') = (d ->> 'outcome' = 'overturned') END)::int
  FROM case_file f CROSS JOIN json_array_elements(replace(f.state, '\u0000', '\u0020')::json -> 'decisions') AS d
    LEFT JOIN LATERAL (
      SELECT e AS o FROM json_array_elements(replace(f.state, '\u0000', '\u0020')::json -> 'decisions') AS e WHERE e ->> 'number' = d ->> 'reviews'
    ) AS reviewed ON true
  WHERE f.id = case_round.case_id AND (d ->> 'round')::bigint = case_round.round AND d ->> 'undone' IS NULL
  ORDER BY (d ->> 'number')::bigint DESC LIMIT 1);
