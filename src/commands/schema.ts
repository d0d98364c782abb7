import { rulebookJsonSchema } from "../policy/rulebook/schema.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";

export const schema: Command = {
  name: "schema",
  usage: "hutong schema rulebook",
  summary: "the JSON Schema of a rulebook file, for editors that complete and check it as it is typed",
  options: {},
  async run(argv, console) {
    const { positionals } = readOptions(argv, {}, console.env);
    if (positionals.length !== 1 || positionals[0] !== "rulebook") throw new UsageError("expected one word: rulebook");
    await console.write(`${JSON.stringify(rulebookJsonSchema(), null, 2)}\n`);
    return 0;
  },
};
