import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WebSocket } from "ws";
import { signToken } from "../../src/access/tokens.ts";
import { DATABASE_FILE } from "../../src/config.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { openRaw } from "../support/raw-socket.ts";
import { openBot } from "../support/satori-bot.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";

const READERS = 50;
const MESSAGES = 200;
const IN_FLIGHT = 10;
const ROUNDS = 5;
/** Linux counts processor time in these. */
const TICKS_PER_SECOND = 100;
const EVENT = '{"op":0';
const MESSAGE = '{"type":"message"';

interface Way {
  readonly name: string;
  /** Where somebody writes. */
  readonly group: string;
  /** Resolves when every reader has had so many messages. */
  readonly heard: (messages: number) => Promise<void>;
}

/** Processor time of a process so far, of user and system. Milliseconds. */
function processorMs(pid: number): number {
  const [, stat = ""] = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ");
  const fields = stat.split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

/** Counts what begins in one way, and looks at no more of it, so that readers weigh the same. */
function countedOn(sockets: readonly WebSocket[], start: string): Way["heard"] {
  let heard = 0;
  let awaited = { count: Number.POSITIVE_INFINITY, done: (): void => {} };
  for (const ws of sockets) {
    ws.removeAllListeners("message");
    ws.on("message", (data: Buffer) => {
      if (data.toString("latin1", 0, start.length) !== start) return;
      heard += 1;
      if (heard >= awaited.count) awaited.done();
    });
  }
  return (messages) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    heard = 0;
    awaited = { count: messages * sockets.length, done: resolve };
    return promise;
  };
}

/**
 * What telling 50 bots costs: one person writes in a group, and each message is an event for every bot. Over Satori, where it comes
 * from the bot's inbox, beside the same bots and as many people over `hutong.v1`; in turns, in one run of the program.
 */
export async function bench(print: (line: string) => void): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "hutong-bots-"));
  const limits = ["maxSendsPerWindow=100000000", "maxFramesPerWindow=100000000", "maxGroupsByStrangers=1000"];
  const names = (kind: string) => Array.from({ length: READERS }, (_, each) => `${kind}${each}`);
  const store = openSqliteStore(join(data, DATABASE_FILE));
  for (const bot of [...names("satori"), ...names("bot")]) await store.markBot(bot);
  await store.close();
  const options = ["--port", "0", "--data", data, "--resolve", "off", ...limits.flatMap((each) => ["--limit", each])];
  const server = await spawnServe(options, TEST_SECRET_TEXT);
  const opened: WebSocket[] = [];
  const keep = (ws: WebSocket): WebSocket => {
    opened.push(ws);
    return ws;
  };
  const tokenOf = (user: string, roles: readonly "bot"[]) =>
    signToken(user, TEST_SECRET, 3_600, new Date(), { roles: [...roles] });
  const enter = async (user: string, roles: readonly "bot"[] = []) => {
    const socket = await openRaw(server.ws);
    socket.say({ type: "hello", id: "h", token: await tokenOf(user, roles), device: "d" });
    await socket.next("welcome");
    socket.say({ type: "sync", id: "s", have: {} });
    await socket.next("synced");
    keep(socket.ws);
    return socket;
  };
  try {
    const writer = await enter("writer");
    const groupOf = async (kind: string): Promise<string> => {
      writer.say({ type: "group", id: kind, members: names(kind), title: kind });
      return (await writer.next("group")).conversation;
    };
    const groups = [await groupOf("satori"), await groupOf("bot"), await groupOf("person")] as const;
    const satori = await Promise.all(
      names("satori").map(async (name) => keep((await openBot(server, { token: await tokenOf(name, ["bot"]) })).ws)),
    );
    const own = await Promise.all(names("bot").map(async (name) => (await enter(name, ["bot"])).ws));
    const people = await Promise.all(names("person").map(async (name) => (await enter(name)).ws));
    const ways: readonly Way[] = [
      { name: `${READERS} bots over Satori`, group: groups[0], heard: countedOn(satori, EVENT) },
      { name: `${READERS} bots over hutong.v1`, group: groups[1], heard: countedOn(own, MESSAGE) },
      { name: `${READERS} people over hutong.v1`, group: groups[2], heard: countedOn(people, MESSAGE) },
    ];
    let key = 0;
    const write = async (group: string, count: number): Promise<void> => {
      let left = count;
      const one = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          key += 1;
          writer.say({ type: "send", id: `${key}`, key: `${key}`, to: group, text: `message ${key}` });
          await writer.next("sent");
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, one));
    };
    const figures = new Map(ways.map(({ name }) => [name, { rates: [] as number[], costs: [] as number[] }]));
    // The first round warms up.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { name, group, heard } of ways) {
        const all = heard(MESSAGES);
        const [startMs, spentMs] = [performance.now(), processorMs(server.pid)];
        await Promise.all([write(group, MESSAGES), all]);
        const events = MESSAGES * READERS;
        const { rates, costs } = figures.get(name) ?? { rates: [], costs: [] };
        if (round === 0) continue;
        rates.push((events / (performance.now() - startMs)) * 1_000);
        costs.push(((processorMs(server.pid) - spentMs) / events) * 1_000);
      }
    }
    print(`  ${MESSAGES} messages a round, ${IN_FLIGHT} in flight; medians of ${ROUNDS} rounds, in turns`);
    for (const [name, { rates, costs }] of figures) {
      const rate = Math.round(median(rates)).toLocaleString("en");
      print(
        `  ${name.padEnd(26)} ${rate.padStart(8)} events/s, ${median(costs).toFixed(1)} µs of the gateway's processor time each`,
      );
    }
  } finally {
    for (const ws of opened) ws.terminate();
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
