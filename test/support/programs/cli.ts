import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../../src/commands/run-command.ts";

/** The program's source. */
export const SOURCE_MAIN = fileURLToPath(new URL("../../../src/main.js", import.meta.url));
/** The program from its source, or as it is published where the run says so. */
export const MAIN = process.env["TEST_MAIN"] ?? SOURCE_MAIN;

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real command line in a process of its own. @param main  Its source, or another release's. */
export function startCli(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd: string = process.cwd(),
  main: string = MAIN,
): ChildProcess {
  return spawn(process.execPath, [main, ...args], { env: { ...process.env, ...env }, cwd, stdio: "pipe" });
}

/** Runs it to its end. */
export function runCli(
  args: readonly string[],
  { stdin = "", env = {}, main }: { stdin?: string; env?: Record<string, string>; main?: string } = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = startCli(args, env, undefined, main);
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    child.stdin?.end(stdin);
  });
}

/** Runs it in this process, as in a pipe: quicker where a test needs no process of its own. */
export async function runHere(
  args: readonly string[],
  {
    stdin = "",
    env = {},
    columns = null,
  }: { stdin?: string | Uint8Array; env?: Record<string, string>; columns?: number | null } = {},
): Promise<CliResult> {
  let stdout = "";
  let stderr = "";
  const code = await runCommand(args, {
    stdin: (async function* given() {
      if (stdin !== "") yield Buffer.from(stdin);
    })(),
    env,
    columns,
    write: async (text) => void (stdout += text),
    tell: (text) => void (stderr += `${text}\n`),
  });
  return { code, stdout, stderr };
}

/** The first line a process prints. */
export function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      const end = text.indexOf("\n");
      if (end !== -1) resolve(text.slice(0, end));
    });
    child.on("close", () => reject(new Error("the process ended before its first line")));
  });
}
