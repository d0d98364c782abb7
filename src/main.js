#!/usr/bin/env node
// JavaScript, and so is what is imported first: Node would load what takes types out before it is told where that is kept.
// Nothing is imported above this: an earlier Node would end at what it lacks, in a stack.
const LEAST_NODE = 24;
if (Number.parseInt(process.versions.node, 10) < LEAST_NODE) {
  process.stderr.write(`hutong: Node ${LEAST_NODE} or later is needed, this is ${process.versions.node}\n`);
  process.exit(2);
}
const { keepCompiledCode } = await import("./commands/cli/code-cache.js");

// Before anything else is loaded, so that all of it is found there.
const valuesFolder = keepCompiledCode(process.env);
const { keepValuesIn } = await import("./input/kept-value.ts");
keepValuesIn(valuesFolder);
const { runCommand } = await import("./commands/run-command.ts");

/** @type {import("./commands/cli/command.ts").Console} */
const console_ = {
  stdin: process.stdin,
  env: process.env,
  columns: process.stdout.isTTY ? process.stdout.columns : null,
  write: (text) =>
    new Promise((resolve, reject) => {
      if (text === "") resolve();
      else process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    }),
  ...(process.stderr.isTTY && { redraw: (line) => void process.stderr.write(`\r\u001B[2K${line}`) }),
  tell: (text) => void process.stderr.write(`${text}\n`),
};

// Who reads the log may end before a gateway does, and a disk that keeps it may fill: the gateway goes on without one.
process.stderr.on("error", () => undefined);
// A reader that has seen enough (`| head`) closes the pipe: that ends the work and is no failure.
process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`hutong: standard output cannot be written (${error.code}); what it holds is not whole\n`);
  process.exit(2);
});
process.exitCode = await runCommand(process.argv.slice(2), console_);
