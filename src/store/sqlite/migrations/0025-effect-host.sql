-- The host that an effect on a link names: what blocks a host is asked by its name and those above it.
ALTER TABLE case_effect ADD COLUMN host TEXT;
UPDATE case_effect SET host = lower(
  substr(rest, 1, min(instr(rest || '/', '/'), instr(rest || '?', '?'), instr(rest || ':', ':')) - 1))
FROM (SELECT case_id AS id, CASE WHEN instr(effect ->> 'entry', '://') > 0
    THEN substr(effect ->> 'entry', instr(effect ->> 'entry', '://') + 3) ELSE effect ->> 'entry' END AS rest
  FROM case_effect WHERE effect ->> 'entry' IS NOT NULL)
WHERE case_id = id;
CREATE INDEX case_effect_host ON case_effect (host) WHERE host IS NOT NULL;
