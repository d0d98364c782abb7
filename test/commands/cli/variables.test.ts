import { expect, test } from "vitest";
import { OPTION_NAMES } from "../../../src/commands/cli/variables.ts";
import { COMMANDS } from "../../../src/commands/commands.ts";

test("the options whose variables are known without loading a command are those of all commands", async () => {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const options = new Set(commands.flatMap(({ options }) => Object.keys(options)));
  expect(OPTION_NAMES).toEqual([...options].toSorted());
});
