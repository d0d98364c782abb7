import { dirname } from "node:path";
import { restore as restoreFile } from "../store/sqlite/backup.ts";
import { lockDataFolder } from "../store/sqlite/folder-lock.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { databaseIn, withDatabase } from "./cli/data-folder.ts";
import { MESSAGES_OPTIONS, refuseDatabase } from "./cli/messages-store.ts";

const OPTIONS = {
  ...MESSAGES_OPTIONS,
  replace: { kind: "flag", help: "also in the place of conversations that are there; they are lost" },
} as const;

export const restore: Command = {
  name: "restore",
  usage: "hutong restore [options] FILE",
  summary: "puts a backup in the place of a data folder's conversations, while no gateway runs on it",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    refuseDatabase(
      values.store,
      'PostgreSQL brings back its own backups, while no gateway runs: pg_restore --clean --if-exists --no-owner --single-transaction --dbname="$HUTONG_STORE" FILE, then hutong epoch --store URL',
    );
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError("expected one FILE");
    return withDatabase("restore", console, () => {
      const database = databaseIn(values.data);
      const lock = lockDataFolder(dirname(database), "restore", new Date());
      try {
        const { conversations, messages, replaced } = restoreFile(file, database, { replace: values.replace });
        if (replaced === "damaged")
          console.tell("a damaged message store was replaced: what could be read of it is lost");
        else if (replaced !== null && replaced.conversations > 0) {
          console.tell(
            `${replaced.messages} messages of ${replaced.conversations} conversations were replaced and are lost`,
          );
        }
        console.tell(`${messages} messages of ${conversations} conversations are back; clients will start afresh`);
      } finally {
        lock.close();
      }
    });
  },
};
