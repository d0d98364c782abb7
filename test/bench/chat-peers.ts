import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { signToken } from "../../src/access/tokens.ts";
import type { NatsServer } from "../support/programs/nats-server.ts";
import type { PostgresServer } from "../support/programs/postgres-server.ts";
import type { Spawned } from "../support/programs/spawn-listening.ts";
import { spawnListening } from "../support/programs/spawn-listening.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { TEST_SECRET_TEXT } from "../support/secret.ts";

/** What one client says to a server and hears from it, as text frames; frames are told apart by how they begin. */
interface Wire {
  readonly subprotocol: string | undefined;
  /** Where a user goes, whose name ends in a number; with several gateways not everybody goes to one. */
  url(server: Spawned, user?: string): string;
  /** Said one after the other, each after an answer to the one before. */
  greeting(user: string): Promise<readonly string[]>;
  /** @param to  A user or a group. */
  send(number: number, key: string, to: string, text: string): string;
  /** Makes a group of who says it and of others; the answer has its name, which `send` takes. */
  group(members: readonly string[]): string;
  groupIn(answer: string): string;
  readonly acknowledgement: string;
  readonly message: string;
}

export interface Peer extends Wire {
  readonly name: string;
  readonly isDurable: boolean;
  start(folder: string, port?: number): Promise<Spawned>;
}

const hutongWire: Wire = {
  subprotocol: "hutong.v1",
  url: ({ ws }) => ws,
  async greeting(user) {
    const token = await signToken(user, new TextEncoder().encode(TEST_SECRET_TEXT), 3_600, new Date());
    // As real clients do. Until its first sync a device is told nothing (`pushHoldMs`).
    const sync = { type: "sync", id: "s", have: {}, updates: {} };
    return [JSON.stringify({ type: "hello", id: "h", token, device: user }), JSON.stringify(sync)];
  },
  send: (number, key, to, text) => JSON.stringify({ type: "send", id: String(number), key, to, text }),
  group: (members) => JSON.stringify({ type: "group", id: "g", members }),
  groupIn: (answer) => z.object({ conversation: z.string() }).parse(JSON.parse(answer)).conversation,
  acknowledgement: '{"type":"sent"',
  message: '{"type":"messa',
};

/** The real program, judging links offline, with rates out of the way. */
function serve(place: readonly string[], port: number, main?: string): Promise<Spawned> {
  const limits = ["maxSendsPerWindow=100000000", "maxFramesPerWindow=100000000", "hardMarkBytes=16777216"];
  const options = [...place, "--port", String(port), "--resolve", "off"];
  return spawnServe([...options, ...limits.flatMap((limit) => ["--limit", limit])], TEST_SECRET_TEXT, undefined, main);
}

export const HUTONG: Peer = {
  ...hutongWire,
  name: "hutong serve: links checked, on disk",
  isDurable: true,
  start: (folder, port = 0) => serve(["--data", folder], port),
};

const BUILT = join(import.meta.dirname, "../../dist/main.js");
/** The program as `npm run build` has made it for the package; null where that was not done. */
export const HUTONG_BUILT: Peer | null = existsSync(BUILT)
  ? {
      ...HUTONG,
      name: "hutong serve, of the package",
      start: (folder, port = 0) => serve(["--data", folder], port, BUILT),
    }
  : null;

/** The program of another release's checkout. */
export function hutongOf(checkout: string): Peer {
  const names = ["src/main.js", "src/main.ts"].map((name) => join(checkout, name));
  const main = names.find((name) => existsSync(name));
  return { ...HUTONG, start: (folder, port = 0) => serve(["--data", folder], port, main) };
}

/** The same on a server of this machine; a database for each folder. */
export function hutongOnPostgres(server: PostgresServer): Peer {
  return {
    ...hutongWire,
    name: "hutong serve on PostgreSQL, on disk",
    isDurable: true,
    start: async (folder, port = 0) => serve(["--store", await server.urlOf(basename(folder).toLowerCase())], port),
  };
}

/**
 * Several on one database, which tell each other by NATS. With two each pair's writer and reader are on different ones, and each
 * gateway has as many writers as the other.
 */
export function hutongTogether(server: PostgresServer, nats: NatsServer, count: number): Peer {
  const running = new WeakMap<Spawned, readonly Spawned[]>();
  return {
    ...hutongWire,
    name: count === 1 ? "hutong on PostgreSQL and NATS, one gateway" : `the same, ${count} gateways`,
    isDurable: true,
    url(first, user = "") {
      const gateways = running.get(first) ?? [];
      const number = Number(/\d*$/u.exec(user)?.[0]) + (user.startsWith("reader") ? 1 : 0);
      return gateways[number % gateways.length]?.ws ?? first.ws;
    },
    async start(folder, port = 0) {
      const name = basename(folder).toLowerCase();
      const bus = `${nats.url}/${name.replaceAll(/[^\w-]/gu, "")}`;
      const place = ["--store", await server.urlOf(name), "--bus", bus];
      const first = await serve(place, port);
      const all = [first];
      while (all.length < count) all.push(await serve(place, 0));
      const together: Spawned = {
        ...first,
        kill: async () => void (await Promise.all(all.map((each) => each.kill()))),
      };
      running.set(together, all);
      return together;
    },
  };
}

export const RELAY: Peer = {
  ...hutongWire,
  name: "bare ws relay: stores nothing",
  isDurable: false,
  start: () => spawnListening("relay-process.ts", []),
};

export const RELAY_WITH_SQLITE: Peer = {
  ...hutongWire,
  name: "ws relay, a transaction a message",
  isDurable: true,
  start: (folder) => spawnListening("relay-process.ts", [join(folder, "relay.sqlite")]),
};

/**
 * Spoken to in its own protocol (https://socket.io/docs/v4/socket-io-protocol/) over the same bare WebSocket client as the others, so
 * that no peer is measured by its client.
 */
export const SOCKET_IO: Peer = {
  name: "socket.io: stores nothing",
  isDurable: false,
  subprotocol: undefined,
  url: ({ port }) => `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`,
  greeting: async (user) => ["40", `420${JSON.stringify(["hello", user])}`],
  send: (number, key, to, text) => `42${number}${JSON.stringify(["send", { key, to, text }])}`,
  group: (members) => `421${JSON.stringify(["group", members])}`,
  groupIn: (answer) => z.tuple([z.string()]).parse(JSON.parse(answer.slice("431".length)))[0],
  acknowledgement: "43",
  message: '42["message"',
  start: () => spawnListening(join(import.meta.dirname, "socketio-process.ts"), []),
};
