-- The group of who complains, as it was then; null: not known.
ALTER TABLE complaint ADD COLUMN reporter TEXT;
CREATE INDEX complaint_at ON complaint (at);
-- Whether those who complained in a round were right, as its last decision stands; null: it is not decided.
ALTER TABLE case_round ADD COLUMN was_right INTEGER;
UPDATE case_round SET was_right = (
  SELECT CASE WHEN o.value IS NULL THEN d.value ->> 'outcome' <> 'dismissed'
    ELSE (o.value ->> 'outcome' = 'dismissed') = (d.value ->> 'outcome' = 'overturned') END
  FROM case_file f JOIN json_each(f.state, '$.decisions') d
    LEFT JOIN json_each(f.state, '$.decisions') o ON o.value ->> 'number' = d.value ->> 'reviews'
  WHERE f.id = case_round.case_id AND d.value ->> 'round' = case_round.round AND d.value ->> 'undone' IS NULL
  ORDER BY d.value ->> 'number' DESC LIMIT 1);
