import { COMMANDS } from "./commands.ts";
import { variableOf, type Command } from "./cli/command.ts";
import { wrapped } from "./cli/wrapped.ts";

/** What `hutong --help` prints: every command in a line. */
export async function overview(columns: number): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const width = Math.max(...commands.map(({ name }) => name.length));
  const rows = commands.map(({ name, summary }) => wrapped(`  ${name.padEnd(width)} `, summary, columns));
  return [
    "hutong: a chat gateway that decides for every shared link",
    "",
    "usage: hutong COMMAND [options]",
    "",
    ...rows,
    "",
    "hutong COMMAND --help lists a command's options, hutong --version the version.",
    "Each option has an environment variable: --data is HUTONG_DATA. Data goes to",
    "stdout, all else to stderr. Exit codes: 0 ok, 1 the checked thing failed, 2",
    "wrong use or a wrong setting.",
    "",
  ].join("\n");
}

/** What `hutong COMMAND --help` prints. */
export function commandHelp(command: Command, columns: number): string {
  const rows = Object.entries(command.options).map(([name, { value, help }]) => {
    const label = `  --${name}${value === undefined ? "" : ` ${value}`}`;
    return wrapped(
      label.length > 26 ? `${label}\n${" ".repeat(28)}` : label.padEnd(28),
      `${help} [${variableOf(name)}]`,
      columns,
    );
  });
  return [command.usage, "", wrapped("", command.summary, columns), "", ...rows, ""].join("\n");
}
