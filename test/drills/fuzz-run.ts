import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../src/client/index.ts";
import { signToken } from "../../src/access/tokens.ts";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import type { Served } from "../support/programs/spawn-serve.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { createDraws } from "../support/draws.ts";
import { fuzzFrame } from "./fuzz-frames.ts";
import { createFuzzSession } from "./fuzz-session.ts";

interface FuzzRun {
  readonly frames: number;
  readonly seed: number;
  /** Connections that talk at the same time. */
  readonly lanes: number;
  readonly print: (line: string) => void;
}

export interface FuzzOutcome {
  readonly frames: number;
  readonly connections: number;
  readonly answers: ReadonlyMap<string, number>;
  readonly closes: ReadonlyMap<number, number>;
  /** Frames that were owed an answer and got none, and answers that nothing was owed for. */
  readonly unanswered: number;
  readonly unasked: number;
  /** Answers of a type or a code that the protocol does not list, or another code than the frame earned. */
  readonly wrong: readonly string[];
  /** Closes with a code that neither the protocol nor RFC 6455 lists for what was done. */
  readonly unknownCloses: readonly number[];
  readonly faults: number;
  /** Of somebody who only talks meanwhile. */
  readonly innocent: { readonly sent: number; readonly read: number };
  readonly connectionsLeft: number;
  /** After a fifth of the frames, and at the end with nobody connected. Bytes. */
  readonly residentBytes: { readonly early: number; readonly late: number };
  /** Of the shutdown, which waits for every message still to be answered. */
  readonly exitCode: number | null;
}

/** RFC 6455, section 7.4.1: protocol error, invalid UTF-8, policy, too big; 1005 and 1006 mean that no code came. */
const STANDARD_CLOSES = [1000, 1002, 1005, 1006, 1007, 1008, 1009];

/** Random and mutated frames over real sockets to the real program; what comes back is held against the protocol. */
export async function runFuzz({ frames, seed, lanes, print }: FuzzRun): Promise<FuzzOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-fuzz-"));
  const secret = crypto.randomUUID() + crypto.randomUUID();
  const signed = (user: string, by = secret) => signToken(user, new TextEncoder().encode(by), 36_000, new Date());
  const limits = ["maxSendsPerWindow", "maxFramesPerWindow", "maxRefusalsPerWindow", "maxRequestsPerWindow"];
  const options = ["--data", folder, "--port", "0", ...limits.flatMap((name) => ["--limit", `${name}=100000000`])];
  const gateway = await spawnServe(options, secret);
  const { ws } = gateway;
  const draws = createDraws(seed);
  const answers = new Map<string, number>();
  const closes = new Map<number, number>();
  const wrong: string[] = [];
  const tokens = ["x", await signed("mallory", "another secret of thirty-two bytes"), await signed("mallory")];
  const world = { users: ["bob"], conversations: [] as string[], tokens };
  const counts = { said: 0, connections: 0, unanswered: 0, unasked: 0 };
  let earlyBytes = 0;

  const alice = connect(ws, await signed("alice"), { device: "d" });
  const bob = connect(ws, await signed("bob"), { device: "d", from: "start" });
  let innocentSent = 0;
  let innocentRead = 0;
  bob.on("message", ({ from }) => (innocentRead += from === "alice" ? 1 : 0));

  const session = createFuzzSession({
    gateway: ws,
    draws,
    frame: (id) => fuzzFrame(draws, world, id),
    heard: (name) => answers.set(name, (answers.get(name) ?? 0) + 1),
    wrong: (what) => wrong.push(what),
    learn(conversation) {
      world.conversations.push(conversation);
      if (world.conversations.length > 50) world.conversations.shift();
    },
    count(what, by) {
      counts[what] += by;
    },
  });

  async function lane(): Promise<void> {
    while (counts.said < frames) {
      const user = `fuzz${counts.connections}`;
      counts.connections += 1;
      // Few at a time, so that what a name collects stays small.
      world.users = [user, ...world.users].slice(0, 12);
      const code = await session(user, await signed(user));
      closes.set(code, (closes.get(code) ?? 0) + 1);
      await alice.send("bob", "still here");
      innocentSent += 1;
      if (earlyBytes === 0 && counts.said > frames / 5) earlyBytes = await residentBytes(gateway);
      if (counts.connections % 1_000 === 0) print(`${counts.said} frames`);
    }
  }

  try {
    await Promise.all([alice.ready(), bob.ready()]);
    await Promise.all(Array.from({ length: lanes }, lane));
    await bob.conversations();
    for (const client of [alice, bob]) client.close();
    let metrics = await gateway.metrics();
    while ((metrics.get("connections") ?? 0) > 0) metrics = await gateway.metrics();
    const known = new Set<number>([...STANDARD_CLOSES, ...Object.values(CLOSE_CODES)]);
    return {
      frames: counts.said,
      connections: counts.connections,
      answers,
      closes,
      unanswered: counts.unanswered,
      unasked: counts.unasked,
      wrong,
      unknownCloses: [...closes.keys()].filter((code) => !known.has(code)),
      faults: metrics.get("faults") ?? 0,
      innocent: { sent: innocentSent, read: innocentRead },
      connectionsLeft: metrics.get("connections") ?? -1,
      residentBytes: { early: earlyBytes, late: await residentBytes(gateway) },
      exitCode: await gateway.stop(),
    };
  } finally {
    for (const client of [alice, bob]) client.close();
    await gateway.kill();
    rmSync(folder, { recursive: true });
  }
}

async function residentBytes(gateway: Served): Promise<number> {
  return (await gateway.metrics()).get("resident_bytes") ?? 0;
}
