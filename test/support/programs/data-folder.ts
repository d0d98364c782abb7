import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import type { Client, ConnectOptions } from "../../../src/client/index.ts";
import { connect } from "../../../src/client/index.ts";
import { signToken } from "../../../src/access/tokens.ts";
import { hasTool } from "../tools.ts";
import { firstLine, MAIN, startCli } from "./cli.ts";
import type { RawSocket } from "../raw-socket.ts";
import { openRaw } from "../raw-socket.ts";
import { TEST_SECRET_TEXT } from "../secret.ts";

type Finished = (end: () => void | Promise<void>) => void;

export interface Served {
  /** Ends with a slash. */
  readonly http: string;
  readonly ws: string;
  /** The data folder as this process sees it. */
  readonly folder: string;
  readonly child: ChildProcess;
  join(user: string, options?: Partial<ConnectOptions>): Promise<Client>;
  /** A bare socket that has said hello. */
  raw(user: string): Promise<RawSocket>;
  /** By SIGTERM, in order. */
  stop(): Promise<void>;
  /** By SIGKILL: nothing is flushed. */
  kill(): Promise<void>;
}

/** The real `hutong serve` on a data folder, in a process of its own. */
export function serve(
  data: string,
  onTestFinished: Finished,
  options: readonly string[] = [],
  secret = TEST_SECRET_TEXT,
): Promise<Served> {
  return served(startCli(argsFor(data, options), { HUTONG_SECRET: secret }), () => data, onTestFinished);
}

/** A file system of a few megabytes, which a process in a mount namespace of its own gets without being root outside of it. */
export const SMALL_DISK = {
  unshare: ["-r", "-m"],
  probe: "mount -t tmpfs -o size=4m tmpfs /mnt",
} as const;

/** @throws {Error} under CI when none can be had. */
export function canMountSmallDisk(): boolean {
  return hasTool(
    spawnSync("unshare", [...SMALL_DISK.unshare, "sh", "-c", SMALL_DISK.probe]).status === 0,
    "no small disk can be mounted here (unshare, mount), so a full one is not proven",
  );
}

/** The same with its data folder on a small disk that only the gateway sees; this process reaches it by way of /proc. */
export function serveOnSmallDisk(data: string, onTestFinished: Finished, options: readonly string[]): Promise<Served> {
  const script = 'mount -t tmpfs -o size=4m tmpfs "$1" && shift && exec "$@"';
  const program = [process.execPath, MAIN, ...argsFor(data, options)];
  const child = spawn("unshare", [...SMALL_DISK.unshare, "sh", "-c", script, "sh", data, ...program], {
    env: { ...process.env, HUTONG_SECRET: TEST_SECRET_TEXT },
    stdio: "pipe",
  });
  return served(child, () => `/proc/${child.pid}/root${data}`, onTestFinished);
}

function argsFor(data: string, options: readonly string[]): string[] {
  return ["serve", "--port", "0", "--data", data, "--resolve", "off", ...options];
}

async function served(child: ChildProcess, folder: () => string, onTestFinished: Finished): Promise<Served> {
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  };
  onTestFinished(() => end("SIGKILL"));
  const url = await firstLine(child);
  const secret = new TextEncoder().encode(TEST_SECRET_TEXT);
  const tokenFor = (user: string) => signToken(user, secret, 3_600, new Date());
  const ws = `${url.replace("http", "ws")}v1/ws`;
  return {
    http: url,
    ws,
    folder: folder(),
    child,
    async raw(user) {
      const socket = await openRaw(ws);
      onTestFinished(() => socket.ws.terminate());
      socket.say({ type: "hello", id: "h", token: await tokenFor(user), device: "raw" });
      await socket.next("welcome");
      return socket;
    },
    async join(user, given = {}) {
      const client = connect(ws, () => tokenFor(user), {
        device: "d",
        backoff: { firstMs: 10, longestMs: 50 },
        ...given,
      });
      onTestFinished(() => client.close());
      await client.ready();
      return client;
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}
