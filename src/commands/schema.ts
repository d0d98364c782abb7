import { appJsonSchema } from "../apps/app-file.ts";
import { rulebookJsonSchema } from "../policy/rulebook/schema.ts";
import { expectedWord } from "../policy/vocabulary.ts";
import { fixtureJsonSchema } from "../replay/fixture.ts";
import { configJsonSchema } from "./cli/config-file.ts";
import { readOptions, UsageError, type Command, wordsOf } from "./cli/command.ts";

const SCHEMAS: Readonly<Record<string, () => Record<string, unknown> | Promise<Record<string, unknown>>>> = {
  rulebook: rulebookJsonSchema,
  fixture: fixtureJsonSchema,
  app: appJsonSchema,
  // Who asks for another need not wait for the gateway's parts.
  config: async () => configJsonSchema((await import("./serve.ts")).serve.options),
};

export const schema: Command = {
  name: "schema",
  usage: "hutong schema rulebook|fixture|app|config",
  summary:
    "the JSON Schema of a rulebook file, of a line of a fixture file, of an app's file, or of a file of options, for editors that complete and check it as it is typed",
  options: {},
  words: wordsOf(Object.keys(SCHEMAS)),
  async run(argv, console) {
    const { positionals } = readOptions(argv, {}, console.env);
    const word = positionals[0] ?? "";
    const make = Object.hasOwn(SCHEMAS, word) ? SCHEMAS[word] : undefined;
    if (make === undefined || positionals.length !== 1) throw new UsageError(expectedWord(word, Object.keys(SCHEMAS)));
    await console.write(`${JSON.stringify(await make(), null, 2)}\n`);
    return 0;
  },
};
