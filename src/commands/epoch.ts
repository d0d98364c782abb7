import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { withDatabase } from "./cli/data-folder.ts";
import { MESSAGES_OPTIONS, openMessages } from "./cli/messages-store.ts";

export const epoch: Command = {
  name: "epoch",
  usage: "hutong epoch [options]",
  summary: "renews the epoch after a backup was brought back, so that clients start afresh",
  options: MESSAGES_OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, MESSAGES_OPTIONS, console.env);
    if (positionals.length > 0) throw new UsageError("expected options only");
    return withDatabase("epoch", console, async () => {
      const store = await openMessages(values);
      try {
        const was = store.epoch;
        const now = await store.renewEpoch(was);
        console.tell(`the epoch was ${was} and is ${now}; clients will start afresh`);
      } finally {
        await store.close();
      }
    });
  },
};
