import { SqliteError } from "better-sqlite3";

const MESSAGES = {
  not_found: "there is no database of a gateway here",
  no_backup: "there is no such backup",
  broken_backup: "this backup is cut, damaged or no backup: use another",
  packed_backup: "this backup is packed: unpack it first",
  postgres_backup: "this is a backup of PostgreSQL: pg_restore or psql brings it back into a database",
  copied_log:
    "this is a copy of the database's file, and its latest messages are in the -wal beside it: put both as hutong.sqlite and hutong.sqlite-wal into an empty folder, and give hutong backup that folder",
  damaged_place: "damaged, or no database of a gateway: --replace puts the backup in its place",
  damaged: "the message store is damaged or no database: restore a backup",
  earlier_schema: "the data folder is an earlier program's: start this one's gateway on it once, and stop it again",
  newer_schema: "the message store was written by a later program: use that one",
  not_ours: "no database of a gateway",
  locked: "the message store is held by another program",
  read_only: "the message store may only be read, and this writes into its folder: work on a backup of it",
  unreadable: "the message store cannot be read or written",
  not_empty: "the data folder holds conversations already: --replace puts the backup in their place, and they are lost",
  exists: "the file is there already: name another",
} as const;

/** A database file is not what it has to be. The message names no content of it. */
export class DatabaseFileError extends Error {
  override readonly name = "DatabaseFileError";
  readonly code: keyof typeof MESSAGES;

  /** @param options.path  Whose file or folder it is; told first. */
  constructor(
    code: keyof typeof MESSAGES,
    { path, detail, ...options }: ErrorOptions & { readonly path?: string; readonly detail?: string } = {},
  ) {
    const whose = path === undefined ? "" : `${path}: `;
    super(`${whose}${MESSAGES[code]}${detail === undefined ? "" : ` (${detail})`}`, options);
    this.code = code;
  }
}

/**
 * What an error of SQLite says of the file; other errors stay what they are.
 *
 * @param path  Told with an error of the system.
 */
export function fileFault(error: unknown, path?: string): unknown {
  if (!(error instanceof SqliteError)) return error;
  const { code } = error;
  if (/^SQLITE_(BUSY|LOCKED)/u.test(code)) return new DatabaseFileError("locked", { cause: error });
  if (/^SQLITE_(CORRUPT|NOTADB)/u.test(code)) return new DatabaseFileError("damaged", { cause: error });
  if (code.startsWith("SQLITE_READONLY"))
    return new DatabaseFileError("read_only", { cause: error, ...(path !== undefined && { path }) });
  if (/^SQLITE_(CANTOPEN|IOERR|FULL|PERM|AUTH)/u.test(code)) {
    return new DatabaseFileError("unreadable", {
      cause: error,
      detail: path === undefined ? code : `${path}: ${error.message}, ${code}`,
    });
  }
  if (code === "SQLITE_ERROR") return new DatabaseFileError("not_ours", { cause: error });
  return error;
}
