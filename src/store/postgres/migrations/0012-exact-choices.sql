-- compatible from: 1
-- How a user wants links of an app, in a conversation or of a class opened.
CREATE TABLE exact_choice (
  user_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('app', 'class', 'conversation')),
  name text COLLATE "C" NOT NULL,
  choice text NOT NULL CHECK (choice IN ('in_place', 'external', 'block')),
  PRIMARY KEY (user_id, kind, name)
);
