-- compatible from: 1
-- The host that an effect on a link names: what blocks a host is asked by its name and those above it.
ALTER TABLE case_effect ADD COLUMN host text COLLATE "C";
UPDATE case_effect SET host = lower(substring(effect::json ->> 'entry' from '^(?:[A-Za-z]+://)?([^/?:]+)'))
WHERE effect IS NOT NULL;
CREATE INDEX case_effect_host ON case_effect (host) WHERE host IS NOT NULL;
