import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LinkReport } from "../../../src/report/report.ts";
import { connect, type Client } from "../../../src/client/index.ts";
import { signToken } from "../../../src/access/tokens.ts";
import { runCli } from "../programs/cli.ts";
import { spawnServe } from "../programs/spawn-serve.ts";
import { TEST_SECRET_TEXT } from "../secret.ts";

const UNLIMITED = ["maxFollowsPerWindow", "maxSendsPerWindow", "maxRequestsPerWindow"].flatMap((name) => [
  "--limit",
  `${name}=100000000`,
]);

/** The reports of `hutong check`, a list for each text. */
export async function checkTexts(texts: readonly string[], options: readonly string[]): Promise<LinkReport[][]> {
  const stdin = texts.map((text, id) => `${JSON.stringify({ id, text })}\n`).join("");
  const { stdout } = await runCli(["check", "--jsonl", ...options], { stdin });
  const lines = stdout.trim().split("\n");
  return lines.map((line) => (JSON.parse(line) as { links: LinkReport[] }).links);
}

/** A gateway as it is shipped, but for its limits on how much one user may ask, in a process and on a data folder of its own. */
export async function withGateway<T>(
  options: readonly string[],
  use: (gateway: { readonly http: string; readonly enter: (user: string) => Client }) => Promise<T>,
): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), "hutong-lab-"));
  const server = await spawnServe(["--port", "0", "--data", data, ...options, ...UNLIMITED], TEST_SECRET_TEXT);
  const clients: Client[] = [];
  try {
    return await use({
      http: server.http,
      enter(user) {
        const token = () => signToken(user, new TextEncoder().encode(TEST_SECRET_TEXT), 3_600, new Date());
        const client = connect(server.ws, token, { device: "lab" });
        clients.push(client);
        return client;
      },
    });
  } finally {
    for (const client of clients) client.close();
    await server.stop();
    rmSync(data, { recursive: true });
  }
}

/** Final reports by name, whether they are waited for first or come first. */
export function createEnds(): (name: string) => PromiseWithResolvers<LinkReport> {
  const ends = new Map<string, PromiseWithResolvers<LinkReport>>();
  return (name) => {
    const end = ends.get(name) ?? Promise.withResolvers<LinkReport>();
    ends.set(name, end);
    return end;
  };
}
