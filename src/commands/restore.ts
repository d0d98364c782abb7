import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { LISTS_FOLDER, SECRET_FILE } from "../config.ts";
import { LOG_KEY_FILE } from "../log/keys.ts";
import { restore as restoreFile } from "../store/sqlite/backup.ts";
import { lockDataFolder } from "../store/sqlite/folder-lock.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { databaseIn, withDatabase } from "./cli/data-folder.ts";
import { MESSAGES_OPTIONS, refuseDatabase } from "./cli/messages-store.ts";

const OPTIONS = {
  ...MESSAGES_OPTIONS,
  replace: { kind: "flag", help: "also in the place of conversations that are there; they are lost" },
} as const;

/** What stands beside a database and in no backup of it, with what is missing without it. */
const BESIDE: readonly (readonly [file: string, without: string])[] = [
  [SECRET_FILE, "unless HUTONG_SECRET is set, another is drawn, and no token from before holds"],
  [LOG_KEY_FILE, "unless HUTONG_LOG_KEY is set, the log is not signed until it is back"],
  [LISTS_FOLDER, "no threat list is known until it is back, or lists are added again"],
];

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
    if (file === "-") throw new UsageError("FILE: expected a file: a backup goes through no pipe");
    return withDatabase("restore", console, () => {
      const database = databaseIn(values.data);
      const folder = dirname(database);
      const isNew = !existsSync(folder);
      const lock = lockDataFolder(folder, "restore", new Date());
      let isBack = false;
      try {
        const { conversations, messages, replaced } = restoreFile(file, database, { replace: values.replace });
        isBack = true;
        if (replaced === "damaged")
          console.tell("a damaged message store was replaced: what could be read of it is lost");
        else if (replaced !== null && replaced.conversations > 0) {
          console.tell(
            `${replaced.messages} messages of ${replaced.conversations} conversations were replaced and are lost`,
          );
        }
        console.tell(`${messages} messages of ${conversations} conversations are back; clients will start afresh`);
        // What a folder lacked before is no news.
        for (const [name, without] of replaced === null ? BESIDE : [])
          if (!existsSync(join(folder, name))) console.tell(`${name} is not here: ${without}`);
      } finally {
        if (isNew && !isBack) lock.discard();
        else lock.close();
      }
    });
  },
};
