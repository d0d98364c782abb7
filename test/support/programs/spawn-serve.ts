import { once } from "node:events";
import { firstLine, startCli } from "./cli.ts";
import type { Spawned } from "./spawn-listening.ts";

export interface Served extends Spawned {
  readonly http: string;
  /** The figures of `/metrics` that carry no label, by name without `hutong_`; labelled ones summed. */
  metrics(): Promise<ReadonlyMap<string, number>>;
  /** The last lines of its stderr. */
  said(): string;
  /** Resolves when it has ended, by whatever. */
  readonly ended: Promise<Ended>;
  /** SIGTERM. Resolves with the exit code. */
  stop(): Promise<number | null>;
}

interface Ended {
  /** Null: a signal ended it. */
  readonly code: number | null;
  /** The last lines of its stderr. */
  readonly said: string;
}

/**
 * The program as an operator starts it, `hutong serve`, in a process of its own.
 *
 * @param secret  Signs tokens: 32 characters or more. Empty: the one that is kept.
 * @param cwd     Where it runs. Left out: where the tests do.
 * @param main    Another release's `main.ts`.
 */
export async function spawnServe(
  options: readonly string[],
  secret: string,
  cwd?: string,
  main?: string,
): Promise<Served> {
  const child = startCli(["serve", ...options], { HUTONG_SECRET: secret }, cwd, main);
  // Read to its end, or a full pipe would stop the program.
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2_000)));
  const line = await firstLine(child).catch((error: unknown) => {
    throw new Error(`hutong serve: ${said}`, { cause: error });
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code) => resolve({ code, said }));
  });
  const { port, origin } = new URL(line);

  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
    return child.exitCode;
  }

  return {
    pid: child.pid ?? 0,
    port: Number(port),
    ws: `ws://127.0.0.1:${port}/v1/ws`,
    http: origin,
    async metrics() {
      const sums = new Map<string, number>();
      for (const each of (await (await fetch(`${origin}/metrics`)).text()).split("\n")) {
        const [, name, value] = /^hutong_(\w+?)(?:_total)?(?:\{.*\})? (\S+)$/u.exec(each) ?? [];
        if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + Number(value));
      }
      return sums;
    },
    said: () => said,
    ended,
    stop: () => end("SIGTERM"),
    async kill() {
      await end("SIGKILL");
    },
  };
}
