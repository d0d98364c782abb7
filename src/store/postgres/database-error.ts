const SAYS = {
  unreachable: "the database cannot be reached",
  refused: "the database does not let this user in",
  no_password:
    "the server asks for a password: expected one in the URL, in PGPASSWORD, or in a password file that others may not read",
  no_database: "the server has no such database: make it first",
  no_right: "the user may not make or use the tables: expected a database, or a schema, of the user's own",
  no_schema: "the search_path names no schema that is there",
  read_only: "the database takes no writes: its transactions are read-only by default",
  no_slot: "the server, or the user, has no connection left: expected at least 10 for each gateway",
  tls: "the server's certificate does not verify, or it takes no TLS: sslmode and sslrootcert say what is expected",
  pooler:
    "a pooler such as PgBouncer gives each transaction another connection: expected pool_mode = session and no options in the URL, or the server's own port",
  importing: "an import into this database was not finished: run hutong import again",
  no_tables: "the database has no tables of this program yet: run hutong migrate",
  older_schema: "the database's tables are older than this program: run hutong migrate",
  newer_schema: "the database was changed by a later program that this one cannot work beside: update this one",
  too_old: "the server is older than PostgreSQL 15",
  tls_file: "a file of sslrootcert, sslcert or sslkey cannot be read",
  standby: "the server is a standby: expected the primary",
  no_primary: "of the servers that are named and answer none takes writes: expected the primary among them",
  not_utf8: "the database's encoding is not UTF-8",
  no_fsync: "the server runs with fsync = off: what it acknowledges is not on disk",
} as const;

/** A database cannot be used as it has to be. Its message repeats neither address nor password. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly code: keyof typeof SAYS;

  constructor(code: DatabaseError["code"], options?: ErrorOptions) {
    super(SAYS[code], options);
    this.code = code;
  }
}
