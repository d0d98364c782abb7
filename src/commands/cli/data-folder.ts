import { existsSync } from "node:fs";
import { join } from "node:path";
import { DATA_FOLDER, DATABASE_FILE } from "../../config.ts";
import { KeptJsonError } from "../../input/json.ts";
import { DatabaseFileError } from "../../store/sqlite/database-file-error.ts";
import { userIdSchema } from "../../protocol/client-frames.ts";
import { UsageError, type Console, type ExitCode } from "./command.ts";

/** The option that says where a gateway keeps its data. */
export const DATA_OPTION = {
  data: { kind: "text", value: "DIR", help: "the gateway's data folder (data)" },
} as const;

/** Where the messages of a data folder are. */
export function databaseIn(data: string | undefined): string {
  return join(data ?? DATA_FOLDER, DATABASE_FILE);
}

/** The same, where there must be one. */
export function existingDatabaseIn(data: string | undefined): string {
  const database = databaseIn(data);
  if (!existsSync(database)) throw new DatabaseFileError("not_found", { path: data ?? DATA_FOLDER });
  return database;
}

/** The one user a command is about, in the form that the gateway keeps names in. */
export function userFrom(positionals: readonly string[]): string {
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new UsageError("expected one USER");
  const { success, data, error } = userIdSchema.safeParse(given);
  if (!success) throw new UsageError(`USER: ${error.issues[0]?.message ?? "expected a user id"}`);
  return data;
}

/** Runs what may fail for the file's sake: then its reason is told, and the exit code is 1. Nothing returned is 0. */
export async function withDatabase(
  command: string,
  console: Console,
  run: () => Promise<ExitCode | void> | ExitCode | void,
): Promise<ExitCode> {
  try {
    return (await run()) ?? 0;
  } catch (error) {
    if (!(error instanceof DatabaseFileError || error instanceof KeptJsonError)) throw error;
    console.tell(`hutong ${command}: ${error.message}`);
    return 1;
  }
}
