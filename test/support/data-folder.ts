import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client, ConnectOptions } from "../../src/client/index.ts";
import { connect } from "../../src/client/index.ts";
import { signToken } from "../../src/gateway/tokens.ts";
import { firstLine, startCli } from "./cli.ts";

const SECRET = "a secret of thirty-two bytes or more, for data folders";

type Finished = (end: () => void | Promise<void>) => void;

export function temporaryFolder(onTestFinished: Finished): string {
  const folder = mkdtempSync(join(tmpdir(), "hutong-data-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Served {
  readonly ws: string;
  readonly child: ChildProcess;
  join(user: string, options?: Partial<ConnectOptions>): Promise<Client>;
  /** By SIGTERM, in order. */
  stop(): Promise<void>;
  /** By SIGKILL: nothing is flushed. */
  kill(): Promise<void>;
}

/** The real `hutong serve` on a data folder, in a process of its own. */
export async function serve(data: string, onTestFinished: Finished, options: readonly string[] = []): Promise<Served> {
  const args = ["serve", "--port", "0", "--data", data, "--resolve", "off", ...options];
  const child = startCli(args, { HUTONG_SECRET: SECRET });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  };
  onTestFinished(() => end("SIGKILL"));
  const url = await firstLine(child);
  const ws = `${url.replace("http", "ws")}v1/ws`;
  return {
    ws,
    child,
    async join(user, given = {}) {
      const token = () => signToken(user, new TextEncoder().encode(SECRET), 3_600, new Date());
      const client = connect(ws, token, { device: "d", backoff: { firstMs: 10, longestMs: 50 }, ...given });
      onTestFinished(() => client.close());
      await client.ready();
      return client;
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}
