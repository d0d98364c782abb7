import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PREVIOUS_SECRET_FILE, SECRET_FILE } from "../config.ts";
import { onDisk } from "../store/data-folder.ts";
import { importFolder, type Compared, type ImportOutcome } from "../store/import/import.ts";
import { LOG_KEY_FILE } from "../log/keys.ts";
import { openSource } from "../store/import/source.ts";
import { lockDataFolder } from "../store/sqlite/folder-lock.ts";
import { readOptions, UsageError, type Command, type Console, type ExitCode } from "./cli/command.ts";
import { existingDatabaseIn, withDatabase } from "./cli/data-folder.ts";
import { databaseUrl, STORE_OPTION } from "./cli/messages-store.ts";
import { progressBar } from "./cli/progress-bar.ts";

const OPTIONS = {
  from: { kind: "text", value: "DIR", help: "the data folder, on which no gateway runs" },
  ...STORE_OPTION,
} as const;

export const importData: Command = {
  name: "import",
  usage: "hutong import [options]",
  summary: "brings a data folder into an empty PostgreSQL database; clients go on where they were",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    if (positionals.length > 0) throw new UsageError("expected options only");
    if (values.from === undefined) throw new UsageError("expected a data folder", { field: "--from" });
    const url = databaseUrl(values.store);
    const { from } = values;
    const outcomes: ImportOutcome[] = [];
    const code = await withDatabase("import", console, async () => {
      outcomes.push(await bringOver(existingDatabaseIn(from), url, console));
    });
    const [outcome] = outcomes;
    return outcome === undefined ? code : tell(outcome, console);
  },
};

async function bringOver(database: string, url: string, console: Console): Promise<ImportOutcome> {
  const folder = dirname(database);
  const lock = lockDataFolder(folder, "import", new Date());
  const progress = progressBar(console, "import");
  try {
    const source = openSource(database);
    try {
      const secrets = {
        secret: secretFile(folder, SECRET_FILE),
        previous: secretFile(folder, PREVIOUS_SECRET_FILE),
        logKey: secretFile(folder, LOG_KEY_FILE),
      };
      const onProgress = (done: number, total: number): void => progress.show(done, total);
      return await importFolder({ source, secrets, url, onProgress });
    } finally {
      source.close();
    }
  } finally {
    progress.end();
    lock.close();
  }
}

function secretFile(folder: string, name: string): string | null {
  const file = join(folder, name);
  return existsSync(file) ? onDisk(file, () => readFileSync(file, "utf8")).trim() : null;
}

async function tell(outcome: ImportOutcome, console: Console): Promise<ExitCode> {
  switch (outcome.kind) {
    case "in_use":
      console.tell(
        `hutong import: ${outcome.others} connections of gateways or commands are on the database: stop them`,
      );
      return 1;
    case "of_another":
      console.tell("hutong import: an import of another data folder into this database was not finished");
      return 1;
    case "not_empty": {
      const there = outcome.holds.map(({ table, rows }) => `${table} (${rows})`).join(", ");
      console.tell(`hutong import: expected an empty database; it holds rows of ${there}`);
      return 1;
    }
    case "done": {
      await console.write(tableOf(outcome.compared));
      if (outcome.compared.every(({ isSame }) => isSame)) return 0;
      console.tell(
        "hutong import: the two differ, and no gateway starts on the database: make it anew and import again",
      );
      return 1;
    }
  }
}

function tableOf(compared: readonly Compared[]): string {
  const rows = [
    ["table", "in the folder", "in the database", "content"],
    ...compared.map(({ table, inFolder, inDatabase, isSame }) => [
      table,
      String(inFolder),
      String(inDatabase),
      isSame ? "the same" : "DIFFERS",
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return `${rows.map(line).join("\n")}\n`;
}
