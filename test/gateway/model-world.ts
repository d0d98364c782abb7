import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "../../src/client/index.ts";
import { connect } from "../../src/client/index.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { TestGateway } from "../support/gateway.ts";
import { startGateway } from "../support/gateway.ts";
import { freePort } from "../support/programs/free-port.ts";

export const USERS = ["alice", "bob", "carol"] as const;
export type User = (typeof USERS)[number];
/** Where messages go: a user, or the group of all three. */
export type Target = User | "group";

/** A message as one device was told of it. */
interface Told {
  readonly seq: number;
  readonly from: string;
  readonly text: string;
}

/** One user's device. What it was told stays when it is away. */
export interface Device {
  readonly user: User;
  readonly client: () => Client;
  readonly isHere: () => boolean;
  /** By conversation, in the order of the telling. */
  readonly told: ReadonlyMap<string, readonly Told[]>;
  /** Ends the connection and keeps the position, as an application that is closed does. */
  leave(): void;
  /** Comes back with that position. */
  comeBack(): Promise<void>;
}

/** A real gateway on a file, and devices that are the client library. */
export interface World {
  readonly devices: readonly Device[];
  readonly group: string;
  /** Ends the gateway in order, and starts another one on the same file and port. */
  restart(): Promise<void>;
  /** A device that was never there before reads everything. */
  readAfresh(user: User): Promise<Device>;
  close(): Promise<void>;
}

const OWNERS: readonly User[] = ["alice", "alice", "bob", "bob", "carol"];
const BACKOFF = { firstMs: 5, longestMs: 20 };

export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-model-"));
  const port = await freePort();
  const open = async () => {
    const store = openSqliteStore(join(folder, "chat.sqlite"));
    const limits = { maxRetrySpreadMs: 5, maxSendsPerWindow: 100_000, maxFramesPerWindow: 100_000 };
    return { store, gateway: await startGateway({ store, port, limits }) };
  };
  let running = await open();
  const all: Device[] = [];
  const enter = async (user: User, device: string) => {
    const entered = await openDevice(() => running.gateway, user, device);
    all.push(entered);
    return entered;
  };
  const devices: Device[] = [];
  for (const [index, user] of OWNERS.entries()) devices.push(await enter(user, `d${index}`));
  const group = await devices[0]?.client().group(["bob", "carol"]);

  async function stop(): Promise<void> {
    await running.gateway.close();
    await running.store.close();
  }

  return {
    devices,
    group: group ?? "",
    async restart() {
      await stop();
      running = await open();
    },
    readAfresh: (user) => enter(user, `fresh${all.length}`),
    async close() {
      for (const device of all) device.client().close();
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function openDevice(gateway: () => TestGateway, user: User, device: string): Promise<Device> {
  const told = new Map<string, Told[]>();
  let isHere = true;
  let away: { have: Record<string, number>; updates: Record<string, number>; epoch: string } | null = null;

  async function enter(): Promise<Client> {
    const options = { device, from: away ?? ("start" as const), backoff: BACKOFF };
    const entered = connect(gateway().ws, () => gateway().token(user), options);
    const note = (conversation: string, message: Told) => {
      const ofConversation = told.get(conversation) ?? [];
      told.set(conversation, [...ofConversation, message]);
    };
    entered.on("message", ({ conversation, seq, from, text }) => note(conversation, { seq, from, text }));
    entered.on("sent", ({ conversation, seq, text }) => note(conversation, { seq, from: user, text }));
    await entered.ready();
    return entered;
  }

  let client = await enter();
  return {
    user,
    told,
    client: () => client,
    isHere: () => isHere,
    leave() {
      away = { have: client.have, updates: client.updates, epoch: client.welcome?.epoch ?? "" };
      client.close();
      isHere = false;
    },
    async comeBack() {
      client = await enter();
      isHere = true;
    },
  };
}
