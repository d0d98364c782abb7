import { backUp } from "../store/sqlite/backup.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { DATA_OPTION, databaseIn, withDatabase } from "./cli/data-folder.ts";

export const backup: Command = {
  name: "backup",
  usage: "hutong backup [options] FILE",
  summary: "writes every conversation to a new file, also while the gateway runs",
  options: DATA_OPTION,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, DATA_OPTION, console.env);
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError("expected one FILE");
    return withDatabase("backup", console, () => {
      const { conversations, messages } = backUp(databaseIn(values.data), file);
      console.tell(`${messages} messages of ${conversations} conversations are in ${file}`);
    });
  },
};
