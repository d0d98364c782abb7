-- compatible from: 1
-- Of a decided case that was drawn: `waiting` for another person's word, or `disputed` by it; null: neither.
ALTER TABLE case_file ADD COLUMN check_state text COLLATE "C";
CREATE INDEX case_file_check ON case_file (check_state, people DESC, opened_at, id) WHERE check_state IS NOT NULL;
ALTER TABLE case_decision ADD COLUMN is_drawn bigint NOT NULL DEFAULT 0;
-- Whether another person agrees with it; null: nobody has said.
ALTER TABLE case_decision ADD COLUMN agrees bigint;
