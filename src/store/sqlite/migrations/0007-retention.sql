-- The first message whose content retention has not taken yet.
ALTER TABLE conversation ADD COLUMN kept_seq INTEGER NOT NULL DEFAULT 1;
