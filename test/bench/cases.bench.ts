import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import type { Role } from "../../src/access/roles.ts";
import { signToken } from "../../src/access/tokens.ts";
import { openApp } from "../../src/app.ts";
import { connect, type Client } from "../../src/client/index.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { percentile } from "./chat-clients.ts";

const SECRET = "x".repeat(32);
const COMPLAINANTS = 50;
const LINKS = 20;
const WANTED_READERS = 10_000;
/** Files that are no reader's: the program's, the store's, the people's. */
const OTHER_FILES = 1_000;
const READERS = Math.min(WANTED_READERS, Math.floor((mostFiles() - OTHER_FILES) / 2));

/** A reader is two open files of this process, its own end and the gateway's. Where there is no bound it is far off. */
function mostFiles(): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const soft = Number(userLimits?.open_files?.soft);
  return Number.isFinite(soft) ? soft : Number.MAX_SAFE_INTEGER;
}
const IN_A_GROUP = 500;
const PLENTY = 100_000;
const GOALS = { ackMs: 20, pushMs: 2_000 };

/**
 * A complaint until it is answered, which is on disk then, beside a message until `sent`; and a decision until the last of 10,000
 * readers has heard the link's other verdict. Gateway and readers share a process, so their reading counts too.
 */
export async function bench(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-bench-cases-"));
  const app = await openApp({
    ...DEFAULT_CONFIG,
    resolve: { ...DEFAULT_CONFIG.resolve, mode: "off" },
    port: 0,
    secret: SECRET,
    data: join(folder, "data"),
    limits: LIMITS,
  });
  const url = new URL("/v1/ws", app.url.replace(/^http/u, "ws")).href;
  const tokenOf = (user: string, roles: readonly Role[] = []) =>
    signToken(user, new TextEncoder().encode(SECRET), 3_600, new Date(), { roles });
  const clients: Client[] = [];
  const sockets: WebSocket[] = [];
  const enter = async (user: string): Promise<Client> => {
    const client = connect(url, await tokenOf(user), { device: "d" });
    clients.push(client);
    await client.ready();
    return client;
  };
  const ask = async (path: string, body?: object, version = 0): Promise<{ readonly [name: string]: unknown }> => {
    const headers = {
      authorization: `Bearer ${await tokenOf("mo", ["moderator"])}`,
      "content-type": "application/json",
      "if-match": `"${version}"`,
    };
    const asked = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
    const answer = await fetch(new URL(path, app.url), asked);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { readonly [name: string]: unknown };
  };
  try {
    const writer = await enter("writer");
    await complaints(print, writer, enter);
    const open = async (user: string, onLink: () => void): Promise<void> => {
      const socket = new WebSocket(url, "hutong.v1");
      sockets.push(socket);
      const token = await tokenOf(user);
      await new Promise<void>((resolve, reject) => {
        socket.once("error", reject);
        socket.once("open", () => socket.send(JSON.stringify({ type: "hello", id: "h", token, device: "d" })));
        socket.on("message", (data: Buffer) => {
          const text = data.toString("utf8", 0, 400);
          // Until its first sync a device is told nothing.
          if (text.includes('"type":"welcome"')) socket.send('{"type":"sync","id":"s","have":{},"updates":{}}');
          if (text.includes('"type":"synced"')) resolve();
          if (text.includes('"type":"link"')) onLink();
        });
      });
    };
    await pushes(print, writer, open, ask);
  } finally {
    for (const client of clients) client.close();
    for (const socket of sockets) socket.terminate();
    await app.close();
    rmSync(folder, { recursive: true });
  }
}

/** As many as the benchmark makes within a minute. */
const LIMITS = {
  maxSendsPerWindow: PLENTY,
  maxFramesPerWindow: PLENTY,
  maxComplaintsPerWindow: PLENTY,
  maxComplaintsPerAddress: PLENTY,
  maxOpenComplaints: PLENTY,
  maxGroupsPerWindow: PLENTY,
  maxGroups: PLENTY,
  maxGroupsByStrangers: PLENTY,
  maxRequestsPerWindow: PLENTY,
};

function tellLatency(print: (line: string) => void, what: string, latencies: readonly number[], goal: string): void {
  const sorted = Float64Array.from(latencies).sort();
  const [half, most] = [percentile(sorted, 0.5), percentile(sorted, 0.99)];
  print(`${what.padEnd(44)} p50 ${half.toFixed(1).padStart(6)} ms   p99 ${most.toFixed(1).padStart(6)} ms${goal}`);
}

async function complaints(
  print: (line: string) => void,
  writer: Client,
  enter: (user: string) => Promise<Client>,
): Promise<void> {
  const [acks, sends]: [number[], number[]] = [[], []];
  const people: { readonly client: Client; readonly conversation: string; readonly seqs: readonly number[] }[] = [];
  for (let each = 0; each < COMPLAINANTS; each += 1) {
    const client = await enter(`ann${each}`);
    const seqs: number[] = [];
    let conversation = "";
    for (let link = 0; link < LINKS; link += 1) {
      const startMs = performance.now();
      const sent = await writer.send(`ann${each}`, `https://site${each * LINKS + link}.example/`);
      sends.push(performance.now() - startMs);
      conversation = sent.conversation;
      seqs.push(sent.seq);
    }
    people.push({ client, conversation, seqs });
  }
  for (let link = 0; link < LINKS; link += 1)
    for (const { client, conversation, seqs } of people) {
      const startMs = performance.now();
      await client.complain({ conversation, seq: seqs[link] ?? 0, index: 0 }, "harmful", { note: "asks for a card" });
      acks.push(performance.now() - startMs);
    }
  tellLatency(print, `${acks.length} complaints until they are answered`, acks, `   goal p99 ${GOALS.ackMs} ms`);
  tellLatency(print, `${sends.length} messages until sent, beside them`, sends, "");
}

async function pushes(
  print: (line: string) => void,
  writer: Client,
  open: (user: string, onLink: () => void) => Promise<void>,
  ask: (path: string, body?: object, version?: number) => Promise<{ readonly [name: string]: unknown }>,
): Promise<void> {
  let heard = 0;
  let toldAll: (() => void) | null = null;
  const readers = Array.from({ length: READERS }, (_, each) => `reader${each}`);
  const heardOne = (): void => {
    heard += 1;
    if (heard === READERS) toldAll?.();
  };
  const ENTERING = 100;
  for (let from = 0; from < READERS; from += ENTERING)
    await Promise.all(readers.slice(from, from + ENTERING).map((user) => open(user, heardOne)));
  for (let from = 0; from < READERS; from += IN_A_GROUP - 1) {
    const group = await writer.group(readers.slice(from, from + IN_A_GROUP - 1));
    await writer.send(group, "https://spread.example/a");
  }
  const all = new Promise<void>((resolve) => (toldAll = resolve));
  const startMs = performance.now();
  const effect = { entry: "spread.example", kind: "phishing" };
  const { version } = await ask("/v1/lists/decisions/entries");
  await ask("/v1/lists/decisions/entries", { effect, reason: "a copy" }, Number(version));
  const answeredMs = performance.now() - startMs;
  await all;
  const tookMs = performance.now() - startMs;
  print(
    `a decision until ${READERS} readers heard of it        ${Math.round(tookMs)} ms, answered after ${Math.round(answeredMs)} ms   goal ${GOALS.pushMs} ms`,
  );
}
