-- Tokens that are refused although they have not run out: of a user those made until `at`, or the one of a `jti`. `digest` is
-- SHA-256 of the user id or of the `jti`. A number is never used twice, so that a gateway sees a repeated revocation too.
CREATE TABLE revocation (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'token')),
  digest TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (kind, digest)
) STRICT;
