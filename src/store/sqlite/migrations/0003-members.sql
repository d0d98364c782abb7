-- Who may remove others; null for two people and for groups made before there was one.
ALTER TABLE conversation ADD COLUMN admin TEXT;
-- What of a conversation a member may see: from their joining on, and until their leaving if they left.
ALTER TABLE member ADD COLUMN from_seq INTEGER NOT NULL DEFAULT 1;
ALTER TABLE member ADD COLUMN until_seq INTEGER;
-- JSON of what happened to the conversation itself; null for what somebody wrote.
ALTER TABLE message ADD COLUMN event TEXT;
