import { InputError } from "../../input/input-error.ts";
import { ADDRESS_FORM, readDatabaseAddress } from "../../store/postgres/address.ts";
import type { PostgresStore } from "../../store/postgres/store.ts";
import { openSqliteStoreToRead, openSqliteStoreToWrite } from "../../store/sqlite/read-only.ts";
import type { Store } from "../../store/store.ts";
import { UsageError } from "./command.ts";
import { DATA_OPTION, existingDatabaseIn } from "./data-folder.ts";

export const STORE_OPTION = {
  store: {
    kind: "text",
    value: "URL",
    help: "PostgreSQL in the place of the data folder, postgres://… (none)",
  },
} as const;

/** Where a gateway keeps its messages. */
export const MESSAGES_OPTIONS = { ...DATA_OPTION, ...STORE_OPTION } as const;

/** @throws {UsageError} that repeats nothing of the URL: it may hold a password. */
export function storeUrl(given: string | undefined): string | null {
  if (given === undefined) return null;
  try {
    readDatabaseAddress(given, process.env);
    return given;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(error.message, { field: "--store" });
  }
}

/** The database of a command that is about one alone. @throws {UsageError} without `--store`. */
export function databaseUrl(given: string | undefined): string {
  const url = storeUrl(given);
  if (url === null) throw new UsageError(`expected ${ADDRESS_FORM}`, { field: "--store" });
  return url;
}

/** Opens one whose tables are there: commands change no schema. @throws {DatabaseError} */
export async function openExistingDatabase(url: string): Promise<PostgresStore> {
  // Loaded here: who works on a data folder need not wait for it.
  const { openPostgresStore } = await import("../../store/postgres/store.ts");
  return openPostgresStore(url, { migrates: false });
}

/** Opens it. @throws {UsageError} without `--store`; {DatabaseError} */
export async function openDatabase(given: string | undefined): Promise<PostgresStore> {
  return openExistingDatabase(databaseUrl(given));
}

/** Of a command about the data folder alone. @throws {UsageError} that says what to do for PostgreSQL instead. */
export function refuseDatabase(store: string | undefined, instead: string): void {
  if (store !== undefined) throw new UsageError(instead, { field: "--store" });
}

interface Place {
  readonly data: string | undefined;
  readonly store: string | undefined;
}

/** Opens the messages that are there. @throws {DatabaseFileError} or {DatabaseError} when they cannot be. */
export async function openMessages({ data, store }: Place): Promise<Store> {
  const url = storeUrl(store);
  return url === null ? openSqliteStoreToWrite(existingDatabaseIn(data)) : openExistingDatabase(url);
}

/** The same of a command that writes nothing: of a data folder that may only be read too. */
export async function openMessagesToRead({ data, store }: Place): Promise<Store> {
  const url = storeUrl(store);
  return url === null ? openSqliteStoreToRead(existingDatabaseIn(data)) : openExistingDatabase(url);
}
