-- What a link was when somebody complained, for as long as its case needs it: its message may be deleted meanwhile.
CREATE TABLE case_evidence (
  case_id TEXT NOT NULL,
  -- As a complaint names it.
  target_key TEXT NOT NULL,
  about_user TEXT NOT NULL,
  -- Of the message.
  at INTEGER NOT NULL,
  chat TEXT NOT NULL,
  -- As it stood in the text; null: the complaint is about the message.
  link TEXT,
  -- JSON of what the network had told; null: nothing.
  resolution TEXT,
  -- Gone from then on; null: its case is open.
  until_at INTEGER,
  PRIMARY KEY (case_id, target_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_evidence_user ON case_evidence (about_user);
CREATE INDEX case_evidence_end ON case_evidence (until_at) WHERE until_at IS NOT NULL;
