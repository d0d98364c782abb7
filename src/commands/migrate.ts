import { DatabaseError } from "../store/postgres/database-error.ts";
import { isTooNew, migrate as bringUp, standingOf, type Standing } from "../store/postgres/migrate.ts";
import { onOneConnection } from "../store/postgres/opening.ts";
import { openServers } from "../store/postgres/servers.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { databaseUrl, STORE_OPTION } from "./cli/messages-store.ts";

const OPTIONS = {
  ...STORE_OPTION,
  check: { kind: "flag", help: "only says how far the database is, and changes nothing" },
} as const;

export const migrate: Command = {
  name: "migrate",
  usage: "hutong migrate [options]",
  summary: "brings a database's tables to this program's schema, also while gateways run",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    if (positionals.length > 0) throw new UsageError("expected options only");
    const run = values.check ? "check" : "migrate";
    return onOneConnection(openServers(databaseUrl(values.store)), ignore, async (client) => {
      try {
        const from =
          run === "check"
            ? null
            : await bringUp(client, () => console.tell("hutong migrate: another program does it; waiting for it"));
        const standing = await standingOf(client);
        console.tell(`hutong migrate: ${from === null ? checked(standing) : migrated(from, standing)}`);
        return from === null && isTooNew(standing) ? 1 : 0;
      } catch (error) {
        if (!(error instanceof DatabaseError) || error.code !== "newer_schema") throw error;
        console.tell(`hutong migrate: ${tooOld(await standingOf(client))}`);
        return 1;
      }
    });
  },
};

/** What breaks the connection is told by the statement that it breaks. */
function ignore(): void {}

function migrated(from: number, { schema, known }: Standing): string {
  if (from < known) return `the database was at schema ${from} and is at ${schema}`;
  return nothingToDo({ schema, known });
}

function nothingToDo({ schema, known }: Pick<Standing, "schema" | "known">): string {
  if (schema === known) return `the database is at schema ${schema}, which is this program's: nothing to do`;
  return `the database is at schema ${schema} of a later program, with which this one (${known}) can go on: nothing to do`;
}

function checked(standing: Standing): string {
  const { schema, known } = standing;
  if (isTooNew(standing)) return tooOld(standing);
  if (schema >= known) return nothingToDo(standing);
  return `the database is at schema ${schema} and this program at ${known}: hutong migrate, or any start of a gateway, brings it there`;
}

function tooOld({ schema, compatibleFrom, known }: Standing): string {
  return `the database is at schema ${schema}, which takes a program of ${compatibleFrom} or later; this one is of ${known}: update this program`;
}
