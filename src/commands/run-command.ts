import { BusError } from "../bus/bus-error.ts";
import { InputError } from "../input/input-error.ts";
import { expectedWord } from "../policy/vocabulary.ts";
import { DataFolderError } from "../store/data-folder.ts";
import { DatabaseError } from "../store/postgres/database-error.ts";
import { StoreError } from "../store/store-error.ts";
import { describeFault } from "../telemetry/log.ts";
import { inputMessage, type Console, type ExitCode } from "./cli/command.ts";
import { COMMANDS } from "./commands.ts";
import { variableWarnings, withSecretFiles } from "./cli/variables.ts";
import { commandHelp, overview } from "./help.ts";

const DEFAULT_COLUMNS = 80;
/** Exit code of a fault of ours. Source: EX_SOFTWARE of sysexits.h. */
const FAULT = 70;
const NO_CODE = "--disallow-code-generation-from-strings";

/** Runs one command. Wrong use, bad input and what the system or the data folder refuses are told in one line. */
export async function runCommand(argv: readonly string[], console: Console): Promise<ExitCode | typeof FAULT> {
  const [first, second] = argv;
  // As with git and npm: what a word behind `help` means is that command's help.
  const asksFor = first === "help" && second !== undefined && !second.startsWith("-");
  const [name, ...rest] = asksFor ? [second, "--help"] : argv;
  const columns = console.columns ?? DEFAULT_COLUMNS;
  if (name === "--version" || name === "-v" || name === "version") {
    const { programVersion } = await import("../input/program-version.ts");
    await console.write(`hutong ${programVersion()}\n`);
    return 0;
  }
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    await console.write(await overview(columns));
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined && name.startsWith("-")) {
    console.tell("hutong: expected a command before its options, such as hutong serve --port 8080");
    return 2;
  }
  if (load === undefined) {
    console.tell(`hutong: unknown command; ${expectedWord(name, Object.keys(COMMANDS))}`);
    return 2;
  }
  const command = await load();
  if (rest.includes("--help") || rest.includes("-h")) {
    await console.write(commandHelp(command, columns));
    return 0;
  }
  for (const warning of variableWarnings(console.env)) console.tell(`hutong: ${warning}`);
  try {
    return await command.run(rest, { ...console, env: withSecretFiles(console.env) });
  } catch (error) {
    if (error instanceof InputError) {
      console.tell(`hutong ${name}: ${inputMessage(error, rest, console.env)}`);
      return 2;
    }
    if (
      error instanceof DataFolderError ||
      error instanceof DatabaseError ||
      error instanceof BusError ||
      (error instanceof Error && "syscall" in error)
    ) {
      console.tell(`hutong ${name}: ${error.message}`);
      return error instanceof DataFolderError && error.isSetting ? 2 : 1;
    }
    if (error instanceof StoreError && error.code === "unavailable") {
      // A server that ended in the middle is no fault of ours. What it had stored by then it does not say.
      console.tell(`hutong ${name}: the store could not answer, and some of it may be done: run it again`);
      return 1;
    }
    // Of all we load only better-sqlite3 makes code of texts: a function for each form of row.
    if (error instanceof EvalError) {
      console.tell(
        `hutong ${name}: Node may make no code of texts, which better-sqlite3 does; expected a start without ${NO_CODE}`,
      );
      return 1;
    }
    console.tell(faultText(name, error));
    return FAULT;
  }
}

/** What we may say of a fault of ours: what kind and where. Its message might repeat a user's words. */
function faultText(name: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => /^\s+at /u.test(line)) : [];
  return [
    `hutong ${name}: a fault of this program, not of what it was given: ${describeFault(error).fault}`,
    ...stack,
  ].join("\n");
}
