-- A case is one subject and one direction, for ever.
CREATE TABLE case_file (
  id TEXT PRIMARY KEY,
  -- `link HOST`, `message CONVERSATION SEQ` or `user NAME`.
  subject TEXT NOT NULL,
  direction TEXT NOT NULL,
  host TEXT,
  stage TEXT NOT NULL,
  round INTEGER NOT NULL,
  version INTEGER NOT NULL,
  -- Who complained in this round.
  people INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  -- JSON of all of it.
  state TEXT NOT NULL,
  UNIQUE (subject, direction)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_file_queue ON case_file (stage, people DESC, opened_at, id);

-- What one person said of one thing, once for ever; or, of kind `decision`, what was decided about them.
CREATE TABLE complaint (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  target_key TEXT NOT NULL,
  -- JSON.
  target TEXT NOT NULL,
  conversation TEXT,
  -- Who wrote what it is about, or who it is about.
  about_user TEXT NOT NULL,
  case_id TEXT NOT NULL,
  round INTEGER NOT NULL,
  at INTEGER NOT NULL,
  host TEXT,
  category TEXT,
  note TEXT,
  withdrawn_at INTEGER,
  UNIQUE (user_id, kind, target_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX complaint_case ON complaint (case_id, round);
CREATE INDEX complaint_user ON complaint (user_id, at, id);
CREATE INDEX complaint_about ON complaint (about_user);

-- What a case changes now, if anything. Numbers grow with every change of any of them.
CREATE TABLE case_effect (
  case_id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  -- JSON; null: nothing.
  effect TEXT,
  until_at INTEGER,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_effect_end ON case_effect (until_at) WHERE effect IS NOT NULL;
