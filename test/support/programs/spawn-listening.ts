import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface Spawned {
  readonly pid: number;
  readonly port: number;
  readonly ws: string;
  /** SIGKILL: no handler runs, nothing is flushed. */
  kill(): Promise<void>;
}

/** Starts a program, of this folder or at an absolute path, that prints its port first. */
export async function spawnListening(script: string, args: readonly string[]): Promise<Spawned> {
  const child: ChildProcess = spawn(process.execPath, [new URL(script, import.meta.url).pathname, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("the child has no stdout");
  const ended = once(child, "exit").then(() => {
    throw new Error("the child ended before it listened");
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, "line"), ended])) as [string];
  ended.catch(() => {});
  const port = Number(line);
  return {
    pid: child.pid ?? 0,
    port,
    ws: `ws://127.0.0.1:${port}/v1/ws`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    },
  };
}
