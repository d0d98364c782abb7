import { setTimeout as later } from "node:timers/promises";
import { signToken } from "../../src/access/tokens.ts";
import { BOT_USER } from "../../src/chat/ids.ts";
import { connect } from "../../src/client/index.ts";
import { createDraws, type Draws } from "../support/draws.ts";
import { ClusterDevice } from "./cluster-device.ts";
import { drawFaults, type Fault } from "./cluster-faults.ts";
import { type Cluster, type Machine, startCluster } from "./cluster-machines.ts";
import {
  type Acknowledged,
  type ClusterFaults,
  clusterFaultsOf,
  differencesOf,
  lostOf,
  readTruth,
  type Truth,
} from "./cluster-truth.ts";

interface ClusterRun {
  /** How long things break. */
  readonly seconds: number;
  readonly seed: number;
  readonly print: (line: string) => void;
}

/** Milliseconds. */
interface Spread {
  readonly count: number;
  readonly median: number;
  readonly most: number;
  readonly longest: number;
}

export interface ClusterOutcome extends ClusterFaults {
  /** How often each kind of fault happened. */
  readonly faults: ReadonlyMap<string, number>;
  /** Gateways that ended though nobody ended them. */
  readonly crashed: number;
  readonly acknowledged: number;
  readonly stored: number;
  readonly questions: number;
  readonly devices: number;
  readonly connections: number;
  /** Frames that devices were told, all together. */
  readonly frames: number;
  readonly gapsRead: number;
  /** From a fault's end to the first acknowledgement, by each gateway, of something that was written after it. */
  readonly backMs: Spread;
  readonly slowest: string;
  /** From the acknowledgement of last words, while NATS is dead, until every device was told them. */
  readonly lastWordsMs: Spread;
  /** From the acknowledgement of last words, whose gateway is killed at once, until every device was told them. */
  readonly orphanedMs: Spread;
  /** From when the way to NATS is whole again that swallowed their hint, until every device was told last words. */
  readonly unhintedMs: Spread;
  /** From when nothing is written any more until every device has everything. */
  readonly restMs: number;
  /** Of the first faults, what they are about. */
  readonly tales: readonly string[];
}

/** After how somebody says the last words, nobody says anything. */
const WAYS_TO_END = ["without NATS", "and is killed", "and its hint is lost"] as const;
const GATEWAYS = 3;
const USERS = ["alice", "bob", "carol", "dan", "eve", "fay"] as const;
const DEVICE_NAMES = ["one", "two"] as const;
const EVERY_MS = 250;
/** Between two messages of a device that stays on one gateway to tell when it takes messages. */
const PROBE_EVERY_MS = 100;
/** A question to the bot, of each so many messages. */
const QUESTION_SHARE = 0.05;
const REST_BETWEEN_MS = 600;
const BACK_WITHIN_MS = 30_000;
/** A question that a killed gateway took is answered when its lease has run out, after a minute. */
const ALL_AT_REST_WITHIN_MS = 150_000;
/** Once something is wrong: whatever else is on its way comes meanwhile. */
const WRONG_AT_REST_WITHIN_MS = 5_000;

/**
 * Three gateways of the real program on one PostgreSQL and one NATS, behind proxies of the drill's own. People write to each other
 * on all of them and move between them, while whatever there is breaks and is mended. At the end everything that was acknowledged,
 * and everything that each device was told, is compared with the tables of the database.
 */
export async function runCluster({ seconds, seed, print }: ClusterRun): Promise<ClusterOutcome> {
  const secret = crypto.randomUUID() + crypto.randomUUID();
  const cluster = await startCluster(GATEWAYS, secret);
  const stage = new Stage(cluster, secret, seed);
  try {
    await stage.open();
    await stage.breakThings(seconds, print);
    return await stage.end();
  } finally {
    stage.close();
    await cluster.close();
  }
}

/** The people, and what they were promised. */
class Stage {
  readonly #cluster: Cluster;
  readonly #secret: Uint8Array;
  readonly #draws: Draws;
  readonly #seed: number;
  readonly #devices: ClusterDevice[] = [];
  /** One device on each gateway, which never moves. */
  readonly #probes: ClusterDevice[] = [];
  readonly #acknowledged = new Map<string, Acknowledged>();
  readonly #ackWaiters = new Map<string, () => void>();
  readonly #contradictions: string[] = [];
  readonly #counted = new Map<string, number>();
  readonly #back: { readonly ms: number; readonly after: string }[] = [];
  readonly #lastWords: number[] = [];
  readonly #orphaned: number[] = [];
  readonly #unhinted: number[] = [];
  #groups: readonly string[] = [];
  #hasLost = false;
  /** What was waited for in vain. */
  readonly #late: string[] = [];

  constructor(cluster: Cluster, secret: string, seed: number) {
    this.#cluster = cluster;
    this.#secret = new TextEncoder().encode(secret);
    this.#seed = seed;
    this.#draws = createDraws(seed);
  }

  /** Everybody comes in, and the groups are made. */
  async open(): Promise<void> {
    const { machines } = this.#cluster;
    const probes = machines.map((_, index) => `probe${index}`);
    const [first] = machines;
    const founder = connect(first.ws, await this.#tokenOf(USERS[0]), { device: "founder", from: "start" });
    await founder.ready();
    this.#groups = [
      await founder.group([...USERS.slice(1), ...probes], "all"),
      await founder.group(USERS.slice(1, 3), "three"),
    ];
    founder.close();
    for (const [index, user] of USERS.entries()) {
      for (const name of DEVICE_NAMES) {
        const groups = index < 3 ? this.#groups : this.#groups.slice(0, 1);
        await this.#enter(user, name, [
          user === "alice" ? "bob" : "alice",
          USERS[(index + 1) % USERS.length] ?? "",
          ...groups,
        ]);
      }
    }
    for (const [index, user] of probes.entries()) {
      const probe = await this.#enter(user, "stays", [probes[(index + 1) % probes.length] ?? ""], machines[index]);
      this.#probes.push(probe);
    }
    this.#write(true);
  }

  async breakThings(seconds: number, print: (line: string) => void): Promise<void> {
    const endsMs = performance.now() + seconds * 1_000;
    let told = 0;
    let looks = 0;
    for (let rounds = 1; performance.now() < endsMs && !this.#isWrong(); rounds += 1) {
      const faults = drawFaults(this.#draws, this.#cluster, this.#devices);
      await this.#breakWith(faults);
      await later(this.#draws.below(REST_BETWEEN_MS));
      if (rounds % 8 === 4) await this.#sayLastWords(WAYS_TO_END[looks++ % WAYS_TO_END.length] ?? "without NATS");
      if (performance.now() - told < 10_000) continue;
      told = performance.now();
      print(`${rounds} rounds, ${this.#acknowledged.size} acknowledged`);
    }
    // Each at least once, and on what all that left behind.
    for (const how of WAYS_TO_END) if (!this.#isWrong()) await this.#sayLastWords(how);
  }

  async end(): Promise<ClusterOutcome> {
    this.#write(false);
    const startedAtMs = performance.now();
    await this.#untilAtRest(true);
    const restMs = Math.round(performance.now() - startedAtMs);
    // Something that should not come would come now.
    await later(2_000);
    // Where something was wrong not all is at rest: what is acknowledged while it is read may be missing in it.
    const acknowledged = new Map(this.#acknowledged);
    const truth = await readTruth(this.#cluster.databaseUrl);
    const found = clusterFaultsOf(truth, acknowledged, this.#devices);
    const crashes = this.#cluster.machines.flatMap((machine) => machine.crashes);
    let gapsRead = 0;
    for (const machine of this.#cluster.machines) gapsRead += (await machine.metrics()).get("gaps_read") ?? 0;
    const sum = (of: (device: ClusterDevice) => number): number =>
      this.#devices.reduce((total, device) => total + of(device), 0);
    const slowest = this.#back.toSorted((one, other) => other.ms - one.ms)[0]?.after ?? "";
    return {
      ...found,
      twice: found.twice + this.#contradictions.length,
      tales: [...crashes, ...this.#late, ...this.#contradictions, ...found.tales].slice(0, 20),
      faults: this.#counted,
      crashed: crashes.length,
      acknowledged: this.#acknowledged.size,
      stored: [...truth.messages.values()].reduce((total, kept) => total + kept.length, 0),
      questions: [...truth.messages.values()].flat().filter(({ sender }) => sender === BOT_USER).length,
      devices: this.#devices.length,
      connections: sum(({ connections }) => connections),
      frames: sum(({ frames }) => frames),
      gapsRead,
      backMs: spreadOf(this.#back.map(({ ms }) => ms)),
      slowest,
      lastWordsMs: spreadOf(this.#lastWords),
      orphanedMs: spreadOf(this.#orphaned),
      unhintedMs: spreadOf(this.#unhinted),
      restMs,
    };
  }

  close(): void {
    for (const device of this.#devices) device.end();
  }

  /** Whether a promise is broken already, which nothing that comes mends. */
  #isWrong(): boolean {
    const isTold = ({ faults }: ClusterDevice) => faults.twice + faults.unordered + faults.refused > 0;
    return this.#hasLost || this.#late.length > 0 || this.#contradictions.length > 0 || this.#devices.some(isTold);
  }

  #tokenOf(user: string): Promise<string> {
    return signToken(user, this.#secret, 360_000, new Date());
  }

  async #enter(user: string, name: string, others: readonly string[], home?: Machine): Promise<ClusterDevice> {
    const [first, ...rest] = this.#cluster.machines.map(({ ws }) => ws);
    const draws = createDraws(this.#seed * 1_000 + this.#devices.length);
    const device = new ClusterDevice({
      user,
      name,
      token: await this.#tokenOf(user),
      addresses: () => (home === undefined ? [first ?? "", ...rest] : [home.ws]),
      targets: () => (home === undefined && draws.chance(QUESTION_SHARE) ? [BOT_USER] : others),
      draws,
      onAck: ({ key }, { conversation, seq, at }) => {
        const known = this.#acknowledged.get(key);
        if (known !== undefined && (known.conversation !== conversation || known.seq !== seq))
          this.#contradictions.push(`twice: ${key} at ${known.seq} and at ${seq}`);
        this.#acknowledged.set(key, { conversation, seq, at });
        this.#ackWaiters.get(key)?.();
        this.#ackWaiters.delete(key);
      },
    });
    device.isPatient = home === undefined;
    this.#devices.push(device);
    return device;
  }

  #write(isOn: boolean): void {
    for (const device of this.#devices) {
      const everyMs = this.#probes.includes(device) ? PROBE_EVERY_MS : EVERY_MS;
      device.everyMs = isOn ? everyMs : null;
    }
  }

  /** Resolves when it is acknowledged. */
  #writeBy(device: ClusterDevice, to: string): Promise<void> {
    const key = device.write(to);
    return new Promise((resolve) => {
      this.#ackWaiters.set(key, resolve);
    });
  }

  /** Resolves when it is acknowledged, or when that comes too late. */
  async #sayLast(device: ClusterDevice, to: string): Promise<void> {
    const late = later(ALL_AT_REST_WITHIN_MS, "late", { ref: false });
    if ((await Promise.race([this.#writeBy(device, to), late])) === "late")
      this.#late.push(`last words of ${device.user} are not acknowledged`);
  }

  async #breakWith(faults: readonly Fault[]): Promise<void> {
    for (const { kind } of faults) this.#counted.set(kind, (this.#counted.get(kind) ?? 0) + 1);
    const ends = await Promise.allSettled(faults.map((fault) => fault.happen()));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
    const after = faults.map(({ kind }) => kind).join(", ");
    const endedAtMs = performance.now();
    // Each gateway, by its own device; what one write waits for holds back no later one.
    await Promise.all(
      this.#probes.map(async (probe) => {
        const [to = ""] = this.#groups;
        const late = later(BACK_WITHIN_MS, "late", { ref: false });
        const isFirst = { answered: false };
        const tries = async (): Promise<void> => {
          while (!isFirst.answered) {
            void this.#writeBy(probe, to).then(() => (isFirst.answered = true));
            await later(50);
          }
        };
        if ((await Promise.race([tries(), late])) === "late") isFirst.answered = true;
        this.#back.push({ ms: performance.now() - endedAtMs, after });
      }),
    );
  }

  /** On each gateway somebody says one thing more, and nobody anything after it. */
  async #sayLastWords(how: (typeof WAYS_TO_END)[number]): Promise<void> {
    const { machines, nats } = this.#cluster;
    this.#write(false);
    await this.#untilAtRest(false);
    const [group = ""] = this.#groups;
    if (how === "without NATS") {
      await nats.kill();
      await Promise.all(this.#probes.map((probe) => this.#sayLast(probe, group)));
      this.#lastWords.push(await this.#untilAtRest(false));
      await nats.start();
    } else {
      const index = this.#draws.below(machines.length);
      const machine = machines[index];
      const probe = this.#probes[index];
      if (machine === undefined || probe === undefined) return;
      if (how === "and is killed") {
        await this.#sayLast(probe, group);
        await machine.kill();
        this.#orphaned.push(await this.#untilAtRest(false, [probe]));
        await machine.start();
      } else {
        machine.toBus.hinder("to", "drops");
        await this.#sayLast(probe, group);
        // Its batch leaves at the end of the turn that stored it.
        await later(100);
        machine.toBus.heal();
        this.#unhinted.push(await this.#untilAtRest(false));
      }
    }
    this.#write(true);
  }

  /**
   * Waits until everything is acknowledged and every device has everything. Once something is wrong it waits for little more.
   *
   * @param withBot  Until every question is answered, too.
   * @param without  Whose gateway is away.
   * @returns Milliseconds.
   */
  async #untilAtRest(withBot: boolean, without: readonly ClusterDevice[] = []): Promise<number> {
    const startedAtMs = performance.now();
    const devices = this.#devices.filter((device) => !without.includes(device));
    for (;;) {
      const atMs = performance.now();
      // What is acknowledged while it is read may be missing in it.
      const acknowledged = [...this.#acknowledged];
      const truth = await readTruth(this.#cluster.databaseUrl);
      this.#hasLost ||= lostOf(truth, acknowledged).length > 0;
      const isAnswered = !withBot || truth.openQuestions === 0;
      if (isAnswered && devices.every((device) => isAtRest(device, truth))) return atMs - startedAtMs;
      const withinMs = this.#isWrong() ? WRONG_AT_REST_WITHIN_MS : ALL_AT_REST_WITHIN_MS;
      if (atMs - startedAtMs > withinMs) {
        const waiting = devices.filter((device) => !isAtRest(device, truth));
        this.#late.push(
          ...waiting.map((device) => {
            const [difference = ""] = differencesOf(device, truth);
            return `${device.user} ${device.name}: ${device.unacknowledged} unacknowledged after ${withinMs} ms; ${difference}`;
          }),
        );
        return atMs - startedAtMs;
      }
      await later(50);
    }
  }
}

function isAtRest(device: ClusterDevice, truth: Truth): boolean {
  return device.unacknowledged === 0 && differencesOf(device, truth).length === 0;
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return { count: sorted.length, median: at(0.5), most: at(0.95), longest: at(1) };
}
