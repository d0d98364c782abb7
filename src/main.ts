#!/usr/bin/env node
import { UsageError, type Console, type ExitCode } from "./commands/command.ts";
import { COMMANDS } from "./commands/commands.ts";
import { commandHelp, overview } from "./commands/help.ts";
import { inputFault } from "./check/input-fault.ts";
import { DataFolderError } from "./store/data-folder.ts";

const DEFAULT_COLUMNS = 80;

const console_: Console = {
  stdin: process.stdin,
  env: process.env,
  columns: process.stdout.isTTY ? process.stdout.columns : null,
  write: (text) =>
    new Promise((resolve, reject) => {
      if (text === "") resolve();
      else process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    }),
  tell: (text) => void process.stderr.write(`${text}\n`),
};

/** Runs one command. Wrong use, bad input and a data folder that cannot be used are told in one line; a fault of ours is thrown on. */
async function run(argv: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = argv;
  const columns = console_.columns ?? DEFAULT_COLUMNS;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    await console_.write(await overview(columns));
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    console_.tell(`hutong: unknown command; expected one of ${Object.keys(COMMANDS).join(", ")}`);
    return 2;
  }
  const command = await load();
  if (rest.includes("--help") || rest.includes("-h")) {
    await console_.write(commandHelp(command, columns));
    return 0;
  }
  try {
    return await command.run(rest, console_);
  } catch (error) {
    const fault = error instanceof UsageError ? error.message : inputFault(error);
    if (fault === null && error instanceof DataFolderError) {
      console_.tell(`hutong ${name}: ${error.message}`);
      return 1;
    }
    if (fault === null) throw error;
    console_.tell(`hutong ${name}: ${fault}`);
    return 2;
  }
}

// A reader that has seen enough (`| head`) closes the pipe: that ends the work and is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.exitCode = await run(process.argv.slice(2));
