import fc from "fast-check";
import { expect, test } from "vitest";
import type { SentFrame } from "../../src/protocol/client-frames.ts";
import { randomRuns, SEED } from "../support/random-runs.ts";
import type { Device, Target, User, World } from "./model-world.ts";
import { openWorld, USERS } from "./model-world.ts";

interface Kept {
  readonly from: User;
  readonly text: string;
}

/** What a chat is, without sockets, files and crashes: lists of messages, and what each key stands for. */
interface Model {
  /** By place: two names in order, or `group`. */
  readonly places: Map<string, Kept[]>;
  readonly keys: { user: User; key: string; place: string; seq: number }[];
  /** By place, once the first message has told it. */
  readonly conversations: Map<string, string>;
  readonly here: boolean[];
  said: number;
}

type Command = fc.AsyncCommand<Model, World>;

function placeOf(from: User, to: Target): string {
  return to === "group" ? "group" : [from, to].sort().join("+");
}

function deviceOf(world: World, index: number): Device {
  const device = world.devices[index];
  if (device === undefined) throw new Error("no such device");
  return device;
}

interface Sending {
  readonly device: number;
  readonly to: Target;
}

/** Sends all at once and enters what the gateway made of it: any order of devices, but each one's own order, and no gap. */
async function sendAll(model: Model, world: World, sendings: readonly Sending[], meanwhile?: () => Promise<void>) {
  const able = sendings.filter(({ device }) => model.here[device]);
  const sent = able.map(async ({ device: index, to }) => {
    const device = deviceOf(world, index);
    const key = `k${model.said}`;
    const text = `${device.user} ${model.said}`;
    model.said += 1;
    const frame = await device.client().send(to === "group" ? world.group : to, text, { key });
    return { index, key, text, from: device.user, place: placeOf(device.user, to), frame };
  });
  await meanwhile?.();
  const answered = await Promise.all(sent);
  answered.sort((one, other) => one.frame.seq - other.frame.seq);
  const lastOf = new Map<string, number>();
  for (const { index, key, text, from, place, frame } of answered) {
    const messages = model.places.get(place) ?? [];
    model.places.set(place, messages);
    messages.push({ from, text });
    expect(frame.seq).toBe(messages.length);
    expect(frame.conversation).toBe(model.conversations.get(place) ?? frame.conversation);
    model.conversations.set(place, frame.conversation);
    model.keys.push({ user: from, key, place, seq: frame.seq });
    // The texts of one device count upwards.
    const count = Number(text.split(" ")[1]);
    expect(count).toBeGreaterThan(lastOf.get(`${index} ${place}`) ?? -1);
    lastOf.set(`${index} ${place}`, count);
  }
}

const together = (sendings: readonly Sending[]): Command => ({
  check: () => true,
  run: (model, world) => sendAll(model, world, sendings),
  toString: () => `send ${sendings.map(({ device, to }) => `${device}→${to}`).join(" ")}`,
});

const aroundARestart = (sendings: readonly Sending[]): Command => ({
  check: () => true,
  run: (model, world) => sendAll(model, world, sendings, () => world.restart()),
  toString: () => `restart under ${sendings.map(({ device, to }) => `${device}→${to}`).join(" ")}`,
});

/** The key of an earlier message again, from any device of its sender: with its words it is that message, with others nothing. */
const again = (device: number, which: number, to: Target): Command => ({
  check: ({ keys, here }) => keys.length > 0 && here[device] === true,
  async run({ keys, conversations, places }, world) {
    const { user, client } = deviceOf(world, device);
    const own = keys.filter((each) => each.user === user);
    const known = own[which % Math.max(1, own.length)];
    if (known === undefined) return;
    const target = to === "group" ? world.group : to;
    await expect(client().send(target, "other words", { key: known.key })).rejects.toMatchObject({
      code: "key_reused",
    });
    const text = places.get(known.place)?.[known.seq - 1]?.text ?? "";
    const id = conversations.get(known.place) ?? "";
    const isThere = placeOf(user, to) === known.place;
    const frame: SentFrame = await client().send(isThere ? target : id, text, { key: known.key });
    expect([frame.conversation, frame.seq]).toEqual([id, known.seq]);
  },
  toString: () => `again(${device}, ${which}, ${to})`,
});

const leave = (device: number): Command => ({
  check: ({ here }) => here[device] === true,
  async run({ here }, world) {
    deviceOf(world, device).leave();
    here[device] = false;
  },
  toString: () => `leave(${device})`,
});

const comeBack = (device: number): Command => ({
  check: ({ here }) => here[device] === false,
  async run(model, world) {
    await deviceOf(world, device).comeBack();
    model.here[device] = true;
    await check(model, deviceOf(world, device));
  },
  toString: () => `comeBack(${device})`,
});

/** A device that is there has been told everything, once, in order. */
async function check({ places, conversations }: Model, device: Device): Promise<void> {
  // Its answer comes after all that was told before.
  await device.client().conversations();
  const told: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  for (const [place, messages] of places) {
    if (place !== "group" && !place.split("+").includes(device.user)) continue;
    const id = conversations.get(place) ?? "";
    expected[id] = messages.map(({ from, text }, index) => ({ seq: index + 1, from, text }));
  }
  for (const [id, messages] of device.told) told[id] = messages;
  expect(told).toEqual(expected);
}

const lookAt = (device: number): Command => ({
  check: ({ here }) => here[device] === true,
  run: (model, world) => check(model, deviceOf(world, device)),
  toString: () => `look(${device})`,
});

const device = fc.nat({ max: 4 });
const target = fc.constantFrom<Target[]>(...USERS, "group");
const sendings = (maxLength: number) => fc.array(fc.record({ device, to: target }), { minLength: 1, maxLength });
const COMMANDS = [
  sendings(8).map(together),
  sendings(8).map(together),
  sendings(5).map(aroundARestart),
  fc.tuple(device, fc.nat({ max: 50 }), target).map((args) => again(...args)),
  device.map(leave),
  device.map(comeBack),
  device.map(lookAt),
];

/** More for a longer look: TEST_RUNS=40 TEST_SEED=2. */
const RUNS = randomRuns(12);

test(
  "[P1] [P2] [P3] [P4] whatever people do on their devices, and however often the gateway restarts, the chat is its simple model",
  {
    timeout: 240_000 + 5_000 * RUNS,
  },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 30, size: "max" }), async (commands) => {
        const world = await openWorld();
        try {
          const model: Model = {
            // The making of a group is the first message of it.
            places: new Map([["group", [{ from: "alice", text: "" }]]]),
            keys: [],
            conversations: new Map([["group", world.group]]),
            here: world.devices.map(() => true),
            said: 0,
          };
          await fc.asyncModelRun(() => ({ model, real: world }), commands);
          for (const [index, each] of world.devices.entries()) {
            if (!model.here[index]) await each.comeBack();
            await check(model, each);
          }
          for (const user of USERS) await check(model, await world.readAfresh(user));
        } finally {
          await world.close();
        }
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: RUNS > 20 },
    );
  },
);
