-- How a user wants links of an app, in a conversation or of a class opened.
CREATE TABLE exact_choice (
  user TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('app', 'class', 'conversation')),
  name TEXT NOT NULL,
  choice TEXT NOT NULL CHECK (choice IN ('in_place', 'external', 'block')),
  PRIMARY KEY (user, kind, name)
) STRICT, WITHOUT ROWID;
