-- `user` wants no one-to-one messages from `blocked`.
CREATE TABLE block (
  user TEXT NOT NULL,
  blocked TEXT NOT NULL,
  PRIMARY KEY (user, blocked)
) STRICT, WITHOUT ROWID;
