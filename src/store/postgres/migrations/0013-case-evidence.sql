-- compatible from: 1
-- What a link was when somebody complained, for as long as its case needs it: its message may be deleted meanwhile.
CREATE TABLE case_evidence (
  case_id text COLLATE "C" NOT NULL,
  -- As a complaint names it.
  target_key text COLLATE "C" NOT NULL,
  about_user text COLLATE "C" NOT NULL,
  -- Of the message.
  at bigint NOT NULL,
  chat text COLLATE "C" NOT NULL,
  -- As it stood in the text; null: the complaint is about the message.
  link text COLLATE "C",
  -- JSON of what the network had told; null: nothing.
  resolution text COLLATE "C",
  -- Gone from then on; null: its case is open.
  until_at bigint,
  PRIMARY KEY (case_id, target_key)
);
CREATE INDEX case_evidence_user ON case_evidence (about_user);
CREATE INDEX case_evidence_end ON case_evidence (until_at) WHERE until_at IS NOT NULL;
