import { randomBytes } from "node:crypto";
import { openSqliteStore } from "../store/sqlite/store.ts";
import { readOptions, type Command } from "./cli/command.ts";
import { DATA_OPTION, existingDatabaseIn, userFrom, withDatabase } from "./cli/data-folder.ts";

/** Few enough that a running gateway's writes do not wait long for a step. */
const STEP_ROWS = 200;

export const erase: Command = {
  name: "erase",
  usage: "hutong erase [options] USER",
  summary: "takes one user out for good, also while the gateway runs: their words and their name",
  options: DATA_OPTION,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, DATA_OPTION, console.env);
    const user = userFrom(positionals);
    return withDatabase("erase", console, async () => {
      const store = openSqliteStore(existingDatabaseIn(values.data));
      try {
        // No user id begins so.
        const pseudonym = `~${randomBytes(12).toString("base64url")}`;
        const step = { pseudonym, at: new Date(), limit: STEP_ROWS };
        while (!(await store.erase(user, step)));
        console.tell(`nothing is left of this user; ${pseudonym} stands where the name stood`);
      } finally {
        await store.close();
      }
    });
  },
};
