import { setTimeout as later } from "node:timers/promises";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { BOT_USER } from "../../src/chat/ids.ts";
import { connect } from "../../src/client/index.ts";
import { ClusterDevice } from "../drills/cluster-device.ts";
import { type Acknowledged, clusterFaultsOf, differencesOf, readTruth, type Truth } from "../drills/cluster-truth.ts";
import { createDraws } from "../support/draws.ts";
import { temporaryFolder } from "../support/folder.ts";
import { earlierRelease, schemaHere, unpack } from "../support/programs/earlier-release.ts";
import { hasNats, startNats } from "../support/programs/nats-server.ts";
import { postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { type Served, spawnServe } from "../support/programs/spawn-serve.ts";
import { SEED } from "../support/random-runs.ts";
import { hasTool } from "../support/tools.ts";
import { freePort } from "../support/programs/free-port.ts";

const EVERY_MS = 100;
const CHATS_MS = 3_000;
/** Of each device in each chat, however slow the machine is. */
const LEAST_WRITTEN = 4;
const QUESTION_SHARE = 0.1;
/** Until everything is told to everybody: a lost hint is made good within 30 s at the latest (C3). */
const TOLD_WITHIN_MS = 30_000;
/** What should not come would have come. */
const NOTHING_MORE_MS = 1_000;

const release = earlierRelease();
/** A shallow clone ends before it; `.ci/run` takes that for a fault. */
const hasHistory = hasTool(release !== null, "no earlier release: git, and a clone whose history is whole");
const canRun = hasNats() && postgresMissing() === null && hasHistory;

const FLAWLESS = { lost: 0, twice: 0, unordered: 0, incomplete: 0, unanswered: 0, refused: 0, tales: [] };

test.skipIf(!canRun)(
  "[C9] people on the last release with an earlier schema and on this one are told everything once and in order, while the schema rises and after",
  { timeout: 240_000 },
  async () => {
    if (release === null) throw new Error("no earlier release");
    expect(release.schema).toBeLessThan(schemaHere());
    const earlierMain = unpack(release, temporaryFolder(afterAll));
    const [database, nats] = await Promise.all([startPostgres(), startNats()]);
    const closing: (() => Promise<unknown>)[] = [() => database.close(), () => nats.close()];
    try {
      const url = await database.urlOf("releases");
      const secret = crypto.randomUUID() + crypto.randomUUID();
      // A device whose machine stalls between welcome and sync would be told what its sync asks for as well.
      const longestHold = ["--limit", "pushHoldMs=10000"];
      const place = ["--store", url, "--bus", nats.url, "--resolve", "off", ...longestHold];
      const start = async (port: number, main?: string): Promise<Served> => {
        const served = await spawnServe([...place, "--port", `${port}`], secret, undefined, main);
        closing.push(() => served.kill());
        return served;
      };

      // The earlier one runs; then this one comes up beside it and brings the schema up below it.
      let earlier = await start(await freePort(), earlierMain);
      expect(await schemaOf(url)).toBe(release.schema);
      const people = await createPeople(earlier.ws, secret);
      closing.push(() => Promise.resolve(people.end()));
      people.enter("alice", "one", earlier.ws);
      people.enter("bob", "one", earlier.ws);
      await people.chat(url);

      const today = await start(0);
      expect(await schemaOf(url)).toBe(schemaHere());
      // Everybody is on both.
      people.enter("alice", "two", today.ws);
      people.enter("bob", "two", today.ws);
      people.enter("carol", "one", earlier.ws);
      people.enter("dan", "one", today.ws);
      await people.chat(url);
      expect(await people.faults(url)).toEqual(FLAWLESS);

      // The earlier one, as it is started again on what this one has left.
      expect(await earlier.stop()).toBe(0);
      earlier = await start(earlier.port, earlierMain);
      await people.chat(url);
      expect(await people.faults(url)).toEqual(FLAWLESS);

      // Each wrote, and each gateway took messages since it was started.
      for (const { count } of people.written()) expect(count).toBeGreaterThan(3);
      for (const gateway of [earlier, today]) expect((await gateway.metrics()).get("messages")).toBeGreaterThan(0);
    } finally {
      for (const close of closing.toReversed()) await close();
    }
  },
);

async function schemaOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ value: string }>("SELECT value FROM setting WHERE name = 'schema'");
    return Number(rows[0]?.value);
  } finally {
    await client.end();
  }
}

/** Bare sockets that hide nothing, each on one gateway, which write to each other, to a group and to the bot. */
async function createPeople(ws: string, secret: string) {
  const key = new TextEncoder().encode(secret);
  const users = ["alice", "bob", "carol", "dan"];
  const tokens = new Map<string, string>();
  for (const user of users) tokens.set(user, await signToken(user, key, 3_600, new Date()));
  const founder = connect(ws, tokens.get("alice") ?? "", { device: "founder", from: "start" });
  await founder.ready();
  const group = await founder.group(users.slice(1), "all");
  founder.close();
  const devices: ClusterDevice[] = [];
  const acknowledged = new Map<string, Acknowledged>();

  /** Messages that were acknowledged, of each device. */
  function writtenBy() {
    return devices.map(({ user, name }) => ({
      user,
      name,
      count: [...acknowledged.keys()].filter((each) => each.startsWith(`${user}-${name}-`)).length,
    }));
  }

  function isTold(device: ClusterDevice, truth: Truth): boolean {
    return device.unacknowledged === 0 && differencesOf(device, truth).length === 0;
  }

  return {
    enter(user: string, name: string, home: string): void {
      const draws = createDraws(SEED * 1_000 + devices.length);
      const others = users.filter((other) => other !== user);
      const device = new ClusterDevice({
        user,
        name,
        token: tokens.get(user) ?? "",
        addresses: () => [home],
        targets: () => (draws.chance(QUESTION_SHARE) ? [BOT_USER] : [...others, group]),
        draws,
        onAck: (sending, { conversation, seq, at }) => acknowledged.set(sending.key, { conversation, seq, at }),
      });
      devices.push(device);
    },

    /** Everybody writes for a while. Resolves when everybody was told everything, or it takes too long. */
    async chat(url: string): Promise<void> {
      const before = writtenBy();
      const isAnySilent = () =>
        writtenBy().some(({ count }, index) => count - (before[index]?.count ?? 0) < LEAST_WRITTEN);
      for (const device of devices) device.everyMs = EVERY_MS;
      await later(CHATS_MS);
      for (const endsMs = performance.now() + TOLD_WITHIN_MS; performance.now() < endsMs && isAnySilent();)
        await later(50);
      for (const device of devices) device.everyMs = null;
      for (const endsMs = performance.now() + TOLD_WITHIN_MS; performance.now() < endsMs; await later(50)) {
        const truth = await readTruth(url);
        if (truth.openQuestions === 0 && devices.every((device) => isTold(device, truth))) break;
      }
      await later(NOTHING_MORE_MS);
    },

    faults: async (url: string) => clusterFaultsOf(await readTruth(url), acknowledged, devices),

    written: writtenBy,

    end(): void {
      for (const device of devices) device.end();
    },
  };
}
