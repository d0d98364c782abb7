-- compatible from: 1
-- A case is one subject and one direction, for ever.
CREATE TABLE case_file (
  id text COLLATE "C" PRIMARY KEY,
  -- `link HOST`, `message CONVERSATION SEQ` or `user NAME`.
  subject text COLLATE "C" NOT NULL,
  direction text COLLATE "C" NOT NULL,
  host text COLLATE "C",
  stage text COLLATE "C" NOT NULL,
  round bigint NOT NULL,
  version bigint NOT NULL,
  -- Who complained in this round.
  people bigint NOT NULL,
  opened_at bigint NOT NULL,
  due_at bigint NOT NULL,
  -- JSON of all of it.
  state text COLLATE "C" NOT NULL,
  UNIQUE (subject, direction)
);
CREATE INDEX case_file_queue ON case_file (stage, people DESC, opened_at, id);

-- What one person said of one thing, once for ever; or, of kind `decision`, what was decided about them.
CREATE TABLE complaint (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  target_key text COLLATE "C" NOT NULL,
  -- JSON.
  target text COLLATE "C" NOT NULL,
  conversation text COLLATE "C",
  -- Who wrote what it is about, or who it is about.
  about_user text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  round bigint NOT NULL,
  at bigint NOT NULL,
  host text COLLATE "C",
  category text COLLATE "C",
  note text COLLATE "C",
  withdrawn_at bigint,
  UNIQUE (user_id, kind, target_key)
);
CREATE INDEX complaint_case ON complaint (case_id, round);
CREATE INDEX complaint_user ON complaint (user_id, at, id);
CREATE INDEX complaint_about ON complaint (about_user);

-- What a case changes now, if anything. Numbers grow with every change of any of them.
CREATE TABLE case_effect (
  case_id text COLLATE "C" PRIMARY KEY,
  number bigint NOT NULL UNIQUE,
  -- JSON; null: nothing.
  effect text COLLATE "C",
  until_at bigint,
  at bigint NOT NULL
);
CREATE INDEX case_effect_end ON case_effect (until_at) WHERE effect IS NOT NULL;
