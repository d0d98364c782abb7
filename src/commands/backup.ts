import { backUp } from "../store/sqlite/backup.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { databaseIn, withDatabase } from "./cli/data-folder.ts";
import { MESSAGES_OPTIONS, refuseDatabase } from "./cli/messages-store.ts";

export const backup: Command = {
  name: "backup",
  usage: "hutong backup [options] FILE",
  summary: "writes every conversation to a new file, also while the gateway runs",
  options: MESSAGES_OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, MESSAGES_OPTIONS, console.env);
    refuseDatabase(
      values.store,
      'PostgreSQL writes its own backups, also while gateways run: pg_dump --format=custom --no-owner --file=FILE --dbname="$HUTONG_STORE", by a pg_dump no older than the server',
    );
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError("expected one FILE");
    if (file === "-") throw new UsageError("FILE: expected a file: a backup goes through no pipe");
    return withDatabase("backup", console, () => {
      const { conversations, messages } = backUp(databaseIn(values.data), file);
      console.tell(`${messages} messages of ${conversations} conversations are in ${file}`);
    });
  },
};
