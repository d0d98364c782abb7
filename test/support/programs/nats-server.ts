import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { hasTool } from "../tools.ts";
import { freePort } from "./free-port.ts";

export interface NatsServer {
  readonly url: string;
  kill(): Promise<void>;
  /** @param settings  Left out: as before. */
  start(settings?: string): Promise<void>;
  /** Stops it where it stands (SIGSTOP), until the returned function lets it go on. */
  freeze(): () => void;
  close(): Promise<void>;
}

const PROGRAM = "nats-server";
const STARTS_WITHIN_MS = 30_000;

/** Whether NATS is tested here. */
export function hasNats(): boolean {
  const isThere = spawnSync(PROGRAM, ["--version"]).status === 0;
  return hasTool(isThere, "no NATS: install Debian's nats-server");
}

/** A real server on a free port of loopback. @param first  Its settings, as in its file. */
export async function startNats(first = ""): Promise<NatsServer> {
  const port = await freePort();
  const file = join(mkdtempSync(join(tmpdir(), "hutong-nats-")), "nats.conf");
  let running: ChildProcess | null = null;

  async function start(settings?: string): Promise<void> {
    if (settings !== undefined) writeFileSync(file, settings);
    const child = spawn(PROGRAM, ["-c", file, "-a", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    running = child;
    for (const endsMs = performance.now() + STARTS_WITHIN_MS; performance.now() < endsMs;) {
      if (await answers(port)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error("nats-server does not answer");
  }

  async function kill(): Promise<void> {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  }

  await start(first);
  return {
    url: `nats://127.0.0.1:${port}`,
    kill,
    start,
    freeze() {
      const child = running;
      child?.kill("SIGSTOP");
      return () => void child?.kill("SIGCONT");
    },
    async close() {
      await kill();
      rmSync(dirname(file), { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("data", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
