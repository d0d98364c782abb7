import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "../../src/client/index.ts";
import { connect } from "../../src/client/index.ts";
import { signToken } from "../../src/access/tokens.ts";
import type { MessageFrame } from "../../src/protocol/client-frames.ts";
import { drawsFrom } from "../support/draws.ts";
import { startPostgres } from "../support/programs/postgres-server.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { faultsOf } from "./kill-faults.ts";
import type { Device, KillFaults } from "./kill-faults.ts";
import { freePort } from "../support/programs/free-port.ts";

export const KILL_STORES = ["sqlite", "postgres"] as const;
type KillStore = (typeof KILL_STORES)[number];

interface KillRun {
  /** Even; each writes to one other and to a group of ten, from one device, and reads on a second. */
  readonly users: number;
  readonly kills: number;
  /** Messages that each user has under way at any time. */
  readonly inFlight: number;
  readonly seed: number;
  /** What keeps the messages. A server of PostgreSQL is started for it. */
  readonly store: KillStore;
  /** The program. Left out: this checkout's. */
  readonly main?: string;
  readonly print: (line: string) => void;
}

export interface KillOutcome extends KillFaults {
  readonly kills: number;
  readonly conversations: number;
  readonly acknowledged: number;
  /** From the kill, after which the program is started again at once, to the first acknowledgement, median and longest. Milliseconds. */
  readonly backMs: { readonly median: number; readonly longest: number };
}

const GROUP_SIZE = 10;
const BACKOFF = { firstMs: 10, longestMs: 100 };
/** A kill comes after up to so many acknowledgements a user, or after up to so many milliseconds without waiting for any. */
const MAX_ACKS_BEFORE_KILL = 8;
const MAX_MS_BEFORE_KILL = 400;

/**
 * The real program under load, killed with SIGKILL again and again at random moments and started again on the same store.
 * The clients only do what the client library does. At the end everything they were told is compared with what is kept.
 */
export async function runKills({ users, kills, inFlight, seed, store, main, print }: KillRun): Promise<KillOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-kill-"));
  const secret = crypto.randomUUID() + crypto.randomUUID();
  const unlimited = ["maxSendsPerWindow", "maxFramesPerWindow", "maxRefusalsPerWindow"].flatMap((name) => [
    "--limit",
    `${name}=100000000`,
  ]);
  const database = store === "postgres" ? await startPostgres() : null;
  const place = database === null ? ["--data", folder] : ["--store", await database.urlOf("kill")];
  const start = (port: number) => spawnServe([...place, "--port", String(port), ...unlimited], secret, undefined, main);
  const draw = drawsFrom(seed);
  const clients: Client[] = [];
  const port = await freePort();
  let gateway = await start(port);
  const { ws } = gateway;

  async function enter(user: string, device: string): Promise<Client> {
    const token = await signToken(user, new TextEncoder().encode(secret), 36_000, new Date());
    const client = connect(ws, token, { device, from: "start", backoff: BACKOFF });
    clients.push(client);
    return client;
  }

  try {
    const names = Array.from({ length: users }, (_, index) => `user${index}`);
    const devices: Device[] = [];
    const writers: Client[] = [];
    for (const user of names) {
      for (const device of ["writes", "reads"]) {
        const client = await enter(user, device);
        const heard: MessageFrame[] = [];
        const own: { conversation: string; seq: number; text: string }[] = [];
        client.on("message", (message) => heard.push(message));
        client.on("sent", (sent) => own.push(sent));
        devices.push({ user, heard, own });
        if (device === "writes") writers.push(client);
      }
    }
    await Promise.all(clients.map((client) => client.ready()));
    const groups: string[] = [];
    for (let first = 0; first < users; first += GROUP_SIZE) {
      groups.push((await writers[first]?.group(names.slice(first + 1, first + GROUP_SIZE))) ?? "");
    }

    const acknowledged = new Map<string, { readonly conversation: string; readonly seq: number }>();
    const writing = new AbortController();
    let onAck = () => {};
    const write = async (index: number, lane: number): Promise<void> => {
      // The same conversation always gets the same lane, so that its sender's own order can be checked.
      const to = lane % 2 === 0 ? (names[index ^ 1] ?? "") : (groups[Math.floor(index / GROUP_SIZE)] ?? "");
      for (let count = 0; !writing.signal.aborted; count += 1) {
        const link = count % 4 === 0 ? " https://item.taobao.com/item.htm?id=610233489917" : "";
        const text = `${index} ${lane} ${count}${link}`;
        const sent = await writers[index]?.send(to, text);
        if (sent !== undefined) acknowledged.set(text, sent);
        onAck();
      }
    };
    const lanes = names.flatMap((_, index) => Array.from({ length: inFlight }, (_, lane) => write(index, lane)));

    const nextAck = () =>
      new Promise<void>((resolve) => {
        onAck = resolve;
      });
    const backMs: number[] = [];
    for (let kill = 1; kill <= kills; kill += 1) {
      if (draw() < 0.5) {
        const target = acknowledged.size + 1 + Math.floor(draw() * MAX_ACKS_BEFORE_KILL * users);
        while (acknowledged.size < target) await nextAck();
      } else {
        // A moment in the middle of coming back, too: nothing but the clock decides.
        const waitMs = draw() * MAX_MS_BEFORE_KILL;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
      const killedAtMs = performance.now();
      await gateway.kill();
      gateway = await start(port);
      if (kill === kills || draw() < 0.5) {
        await nextAck();
        backMs.push(performance.now() - killedAtMs);
      }
      if (kill % 10 === 0) print(`${kill} kills, ${acknowledged.size} acknowledged`);
    }
    writing.abort();
    await Promise.all(lanes);

    // What is kept, as a device reads it that was never there before; asked twice on every conversation, by two members or more.
    const kept = await Promise.all(
      names.map(async (user) => {
        const messages: MessageFrame[] = [];
        const auditor = await enter(user, "audits");
        auditor.on("message", (message) => messages.push(message));
        await auditor.ready();
        return messages;
      }),
    );
    // Every device has been told everything before a later sync of its own is answered.
    await Promise.all(clients.map((client) => client.conversations()));
    const sorted = backMs.sort((one, other) => one - other);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    const faults = faultsOf(kept, acknowledged, devices);
    const conversations = new Set(kept.flat().map(({ conversation }) => conversation)).size;
    return {
      kills,
      conversations,
      acknowledged: acknowledged.size,
      ...faults,
      backMs: { median: Math.round(median), longest: Math.round(sorted.at(-1) ?? 0) },
    };
  } finally {
    for (const client of clients) client.close();
    await gateway.kill();
    await database?.close();
    rmSync(folder, { recursive: true });
  }
}
