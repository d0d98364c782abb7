import { expect, test } from "vitest";
import type { ServerFrame } from "../../src/protocol/client-frames.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { createLossyBuses } from "../support/doubles/lossy-bus.ts";
import { createDraws, type Draws } from "../support/draws.ts";
import { startGateway, type TestGateway } from "../support/gateway.ts";
import { enterUnsynced, type RawSocket } from "../support/raw-socket.ts";
import { randomRuns, SEED } from "../support/random-runs.ts";

const USERS = ["alice", "bob", "carol", "dan"] as const;
const DEVICES = [...USERS, ...USERS];
const GATEWAYS = 3;
const STEPS = 150;

/** What one device was told of one conversation, in the order of the telling. */
interface Heard {
  readonly seqs: number[];
  readonly updates: number[];
  readonly deleted: Set<number>;
  /** Whether the last told of the device's own user is that they left: from there on only a sync tells of updates. */
  hasLeft: boolean;
}

/** A bare socket that says at each coming where it stands, and nothing else keeps order for it. */
class Device {
  readonly heard = new Map<string, Heard>();
  readonly user: string;
  readonly #name: string;
  #socket: RawSocket | null = null;
  #taken = 0;
  #sends = 0;

  constructor(user: string, name: string) {
    this.user = user;
    this.#name = name;
  }

  get isHere(): boolean {
    return this.#socket !== null;
  }

  async come(gateway: TestGateway): Promise<void> {
    const socket = await enterUnsynced(gateway, this.user, { device: this.#name });
    this.#socket = socket;
    this.#taken = 0;
    const have = Object.fromEntries([...this.heard].map(([id, { seqs }]) => [id, seqs.at(-1) ?? 0]));
    const updates = Object.fromEntries([...this.heard].map(([id, told]) => [id, told.updates.at(-1) ?? 0]));
    socket.say({ type: "sync", id: "s", have, updates });
  }

  async leave(): Promise<void> {
    const socket = this.#socket;
    if (socket === null) return;
    // Everything that was asked is answered first: what is not would be told twice under its key, by promise.
    while (socket.heard.filter(({ type }) => type === "sent" || type === "error").length < this.#sends)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await socket.untilQuiet();
    this.#take();
    this.#socket = null;
    this.#sends = 0;
    socket.ws.close();
    await socket.closed;
  }

  send(to: string): void {
    this.#sends += 1;
    const key = crypto.randomUUID();
    this.#socket?.say({ type: "send", id: key, key, to, text: `words ${key}` });
  }

  say(frame: object): void {
    this.#socket?.say(frame);
  }

  /** Takes what has come. */
  told(): ReadonlyMap<string, Heard> {
    this.#take();
    return this.heard;
  }

  #take(): void {
    const { heard = [] } = this.#socket ?? {};
    for (; this.#taken < heard.length; this.#taken += 1) this.#hear(heard[this.#taken]);
  }

  #hear(frame: ServerFrame | undefined): void {
    if (frame?.type === "message" || frame?.type === "sent") {
      const told = this.#of(frame.conversation);
      told.seqs.push(frame.seq);
      const event = frame.type === "message" ? frame.event : undefined;
      if (event?.users.includes(this.user) === true) told.hasLeft = event.kind === "left" || event.kind === "removed";
      if (frame.type === "message" && frame.deletedAt !== undefined) told.deleted.add(frame.seq);
    }
    if (frame?.type === "deleted") {
      const told = this.#of(frame.conversation);
      // Deleting again is answered with the first update again.
      const isRepeat = frame.re !== undefined && (told.hasLeft || told.deleted.has(frame.seq));
      if (!isRepeat) told.updates.push(frame.update);
      told.deleted.add(frame.seq);
    }
    if (frame?.type === "synced") {
      for (const [id, update] of Object.entries(frame.updates)) {
        const told = this.#of(id);
        if (update > (told.updates.at(-1) ?? 0)) told.updates.push(update);
      }
    }
  }

  #of(conversation: string): Heard {
    const known = this.heard.get(conversation) ?? { seqs: [], updates: [], deleted: new Set(), hasLeft: false };
    this.heard.set(conversation, known);
    return known;
  }
}

function anyOf<T>(draws: Draws, list: readonly T[]): T | undefined {
  return list[draws.below(Math.max(1, list.length))];
}

/** One thing that happens, whatever it meets. */
async function step(draws: Draws, devices: readonly Device[], gateways: readonly TestGateway[], groups: string[]) {
  const device = anyOf(draws, devices);
  const gateway = anyOf(draws, gateways);
  if (device === undefined || gateway === undefined) return;
  if (!device.isHere) {
    await device.come(gateway);
    return;
  }
  const draw = draws.below(100);
  const group = anyOf(draws, groups);
  if (draw < 8) await device.leave();
  else if (draw < 64) device.send(draws.chance(0.5) ? (group ?? "alice") : draws.of(USERS));
  else if (draw < 72 && groups.length < 3) {
    device.say({ type: "group", id: "g", members: USERS.filter(() => draws.chance(0.6)), title: "group" });
  } else if (draw < 82) {
    const change = draws.chance(0.6) ? { add: [draws.of(USERS)] } : { remove: [device.user] };
    if (group !== undefined) device.say({ type: "members", id: "m", conversation: group, ...change });
  } else {
    const [conversation, { seqs } = { seqs: [] }] = anyOf(draws, [...device.told()]) ?? [];
    const seq = anyOf(draws, seqs);
    if (conversation !== undefined && seq !== undefined) device.say({ type: "delete", id: "d", conversation, seq });
  }
}

/** What of a device contradicts the store; empty when it was told everything once and in order. */
async function faultsOf(device: Device, store: Store): Promise<string[]> {
  const faults: string[] = [];
  const told = device.told();
  const heads = await store.heads(device.user);
  for (const [id, { seqs, updates, deleted }] of told) {
    if (seqs.some((seq, index) => seq <= (seqs[index - 1] ?? 0))) faults.push(`${id}: messages ${seqs.join(" ")}`);
    if (updates.some((each, index) => each <= (updates[index - 1] ?? 0)))
      faults.push(`${id}: updates ${updates.join(" ")}`);
    // Who has left is told of updates by a sync only.
    if (heads.get(id)?.isMember !== true) continue;
    for (const { seq, deletedAt } of await store.messagesAfter(device.user, id, 0, 1_000))
      if (deletedAt !== null && !deleted.has(seq)) faults.push(`${id}: not told that ${seq} was deleted`);
  }
  for (const id of heads.keys()) {
    const has = new Set(told.get(id)?.seqs);
    for (const { seq } of await store.messagesAfter(device.user, id, 0, 1_000)) {
      if (has.has(seq)) continue;
      faults.push(`${id}: lacks ${seq}`);
    }
  }
  return faults;
}

/** A random walk of devices over gateways whose bus cannot be trusted, and what it came to. */
async function walk(seed: number) {
  const draws = createDraws(seed);
  const store = openSqliteStore(":memory:");
  const net = createLossyBuses(GATEWAYS, draws, { lost: 0.15, doubled: 0.15, delayed: 0.3 });
  const limits = { maxSendsPerWindow: 100_000, maxFramesPerWindow: 100_000, maxGroupsPerWindow: 100_000 };
  const gateways = await Promise.all(net.buses.map((bus) => startGateway({ store, bus, limits })));
  const devices = DEVICES.map((user, index) => new Device(user, `d${index}`));
  const groups: string[] = [];
  for (let done = 0; done < STEPS; done += 1) {
    await step(draws, devices, gateways, groups);
    if (draws.chance(0.3)) await new Promise((resolve) => setTimeout(resolve, draws.below(20)));
    const known = new Set(devices.flatMap((device) => [...device.told().keys()]));
    for (const id of known) {
      const [first] = groups.includes(id) ? [] : await store.storedMessagesAfter(id, 0, 1);
      if (first?.kind === "group") groups.push(id);
    }
  }
  net.heal();
  const [gateway] = gateways;
  if (gateway !== undefined) for (const device of devices) if (!device.isHere) await device.come(gateway);
  const faults = await faultsAtRest(devices, store);
  for (const device of devices) await device.leave();
  let gaps = 0;
  for (const each of gateways) {
    const metrics = await (await fetch(`${each.http}/metrics`)).text();
    gaps += Number(/hutong_gaps_read_total (\d+)/u.exec(metrics)?.[1] ?? 0);
    expect(each.events.filter(({ event }) => event === "fault")).toEqual([]);
    await each.close();
  }
  await store.close();
  return { faults, seen: { ...net.told, gaps } };
}

/** What contradicts the store when nothing is under way any more. */
async function faultsAtRest(devices: readonly Device[], store: Store): Promise<string[]> {
  let faults: string[] = [];
  for (let look = 0; look < 400; look += 1) {
    faults = (await Promise.all(devices.map((device) => faultsOf(device, store)))).flat();
    // What came twice or out of order stays so.
    if (faults.length === 0 || faults.some((fault) => /messages|updates/u.test(fault))) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return faults;
}

test("[C3] whatever a bus loses, doubles, delays and reorders, every device is told everything once and in order", async () => {
  const all = { lost: 0, doubled: 0, delayed: 0, gaps: 0 };
  for (let run = 0; run < randomRuns(4); run += 1) {
    const seed = SEED + run;
    const { faults, seen } = await walk(seed);
    expect({ seed, faults }).toEqual({ seed, faults: [] });
    all.lost += seen.lost;
    all.doubled += seen.doubled;
    all.delayed += seen.delayed;
    all.gaps += seen.gaps;
  }
  // The bus did what it is for, and the store was read for it.
  for (const count of Object.values(all)) expect(count).toBeGreaterThan(20);
});
