import { randomBytes } from "node:crypto";
import { readOptions, type Command } from "./cli/command.ts";
import { userFrom, withDatabase } from "./cli/data-folder.ts";
import { MESSAGES_OPTIONS, openMessages } from "./cli/messages-store.ts";

/** Few enough that a running gateway's writes do not wait long for a step. */
const STEP_ROWS = 200;

export const erase: Command = {
  name: "erase",
  usage: "hutong erase [options] USER",
  summary: "takes one user out for good, also while the gateway runs: their words and their name",
  options: MESSAGES_OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, MESSAGES_OPTIONS, console.env);
    const user = userFrom(positionals);
    return withDatabase("erase", console, async () => {
      const store = await openMessages(values);
      try {
        // No user id begins so.
        const pseudonym = `~${randomBytes(12).toString("base64url")}`;
        const isKnown = await store.knowsUser(user);
        const step = { pseudonym, at: new Date(), limit: STEP_ROWS, isKnown };
        // Of an unknown one too: an erasing that was killed may have left something.
        while (!(await store.erase(user, step)));
        if (!isKnown) {
          console.tell("hutong erase: no such user here; expected the name as it is written in the messages");
          return 1;
        }
        console.tell(`nothing is left of this user; ${pseudonym} stands where the name stood`);
        return 0;
      } finally {
        await store.close();
      }
    });
  },
};
