import { expect, test } from "vitest";
import { readOptions } from "../../../src/commands/cli/command.ts";
import { OPTION_NAMES } from "../../../src/commands/cli/variables.ts";
import { COMMANDS } from "../../../src/commands/commands.ts";

test("the options whose variables are known without loading a command are those of all commands", async () => {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const options = new Set(commands.flatMap(({ options }) => Object.keys(options)));
  expect(OPTION_NAMES).toEqual([...options].toSorted());
});

test.for([
  ["10.0.0.0/8, 172.16.0.0/12", ["10.0.0.0/8", "172.16.0.0/12"]],
  // As a block of YAML and an editor's last line write it.
  ["10.0.0.0/8,\n172.16.0.0/12\n", ["10.0.0.0/8", "172.16.0.0/12"]],
  [" 10.0.0.0/8 ,", ["10.0.0.0/8"]],
  [" , ", []],
  ["a name, of two words", ["a name", "of two words"]],
] as const)("a list in a variable stands between commas, whatever blanks are beside them: %j", ([text, list]) => {
  const options = { "trusted-proxy": { kind: "list", value: "CIDR", help: "" } } as const;
  expect(readOptions([], options, { HUTONG_TRUSTED_PROXY: text }).values["trusted-proxy"]).toEqual(list);
});
