import { setTimeout as later } from "node:timers/promises";
import type { Draws } from "../support/draws.ts";
import { WAYS } from "../support/split-proxy.ts";
import type { ClusterDevice } from "./cluster-device.ts";
import type { Cluster, Machine } from "./cluster-machines.ts";

/** One thing that breaks, and is whole again when it is over. */
export interface Fault {
  /** For the table of what happened. */
  readonly kind: string;
  /** What of it nothing else breaks meanwhile. */
  readonly target: string;
  /** Resolves when it is over. */
  happen(): Promise<void>;
}

type Maker = (draws: Draws, cluster: Cluster, devices: readonly ClusterDevice[]) => Fault;

const SHORTEST_MS = 500;
const LONGEST_MS = 8_000;
const LONGEST_DOWN_MS = 2_000;

/** Milliseconds; short ones more often than long ones. */
function lengthOf(draws: Draws): number {
  return SHORTEST_MS + Math.floor(draws.number() ** 2 * (LONGEST_MS - SHORTEST_MS));
}

function machineOf(draws: Draws, { machines }: Cluster): readonly [string, Machine] {
  const machine = draws.of(machines);
  return [`gateway ${machines.indexOf(machine)}`, machine];
}

const gatewayKilled: Maker = (draws, cluster) => {
  const [target, machine] = machineOf(draws, cluster);
  const downMs = draws.below(LONGEST_DOWN_MS);
  return {
    kind: "gateway killed",
    target,
    async happen() {
      await machine.kill();
      await later(downMs);
      await machine.start();
    },
  };
};

const gatewayStopped: Maker = (draws, cluster) => {
  const [target, machine] = machineOf(draws, cluster);
  const downMs = draws.below(LONGEST_DOWN_MS);
  return {
    kind: "gateway stopped",
    target,
    async happen() {
      await machine.stop();
      await later(downMs);
      await machine.start();
    },
  };
};

const gatewayFrozen: Maker = (draws, cluster) => {
  const [target, machine] = machineOf(draws, cluster);
  const ms = lengthOf(draws);
  return {
    kind: "gateway frozen",
    target,
    async happen() {
      const thaw = machine.freeze();
      await later(ms).finally(thaw);
    },
  };
};

const natsKilled: Maker = (draws, { nats }) => {
  const downMs = lengthOf(draws);
  return {
    kind: "NATS killed",
    target: "NATS",
    async happen() {
      await nats.kill();
      await later(downMs);
      await nats.start();
    },
  };
};

const natsFrozen: Maker = (draws, { nats }) => {
  const ms = lengthOf(draws);
  return {
    kind: "NATS frozen",
    target: "NATS",
    async happen() {
      const thaw = nats.freeze();
      await later(ms).finally(thaw);
    },
  };
};

function databaseEnded(kind: string, signal: NodeJS.Signals): Maker {
  return (draws, { database }) => {
    const downMs = draws.below(LONGEST_DOWN_MS);
    return {
      kind,
      target: "PostgreSQL",
      async happen() {
        await database.kill(signal);
        await later(downMs);
        await database.start();
      },
    };
  };
}

const databaseFrozen: Maker = (draws, { database }) => {
  const ms = lengthOf(draws);
  return {
    kind: "PostgreSQL frozen",
    target: "PostgreSQL",
    async happen() {
      const thaw = database.freeze();
      await later(ms).finally(thaw);
    },
  };
};

function split(from: "toStore" | "toBus"): Maker {
  return (draws, cluster) => {
    const [name, machine] = machineOf(draws, cluster);
    const server = from === "toStore" ? "PostgreSQL" : "NATS";
    const how = draws.of(["holds", "drops", "cuts"] as const);
    const ways = draws.of<readonly (typeof WAYS)[number][]>([["to"], ["from"], WAYS]);
    const ms = lengthOf(draws);
    const proxy = machine[from];
    const sides = ways.length === WAYS.length ? "both ways" : `${ways.join()} it`;
    return {
      kind: how === "cuts" ? `way to ${server} cut` : `way to ${server} ${how} ${sides}`,
      target: `${name}, ${server}`,
      async happen() {
        if (how === "cuts") return proxy.cut();
        for (const way of ways) proxy.hinder(way, how);
        await later(ms).finally(() => proxy.heal());
      },
    };
  };
}

const clientsCut: Maker = (draws, _, devices) => {
  const share = draws.number();
  return {
    kind: "clients cut",
    target: "clients",
    async happen() {
      for (const device of devices) if (draws.chance(share)) device.cut();
    },
  };
};

const MAKERS: readonly [Maker, ...Maker[]] = [
  gatewayKilled,
  gatewayKilled,
  gatewayStopped,
  gatewayFrozen,
  gatewayFrozen,
  natsKilled,
  natsFrozen,
  databaseEnded("PostgreSQL killed", "SIGKILL"),
  databaseEnded("PostgreSQL fast-stopped", "SIGINT"),
  databaseFrozen,
  split("toStore"),
  split("toStore"),
  split("toBus"),
  split("toBus"),
  clientsCut,
];

/** So often two things break at one time. */
const PAIR_SHARE = 0.35;

/** What breaks next: one thing, or two that are not the same. */
export function drawFaults(
  draws: Draws,
  cluster: Cluster,
  devices: readonly ClusterDevice[],
): readonly [Fault, ...Fault[]] {
  const first = draws.of(MAKERS)(draws, cluster, devices);
  if (!draws.chance(PAIR_SHARE)) return [first];
  const second = draws.of(MAKERS)(draws, cluster, devices);
  return first.target.split(",")[0] === second.target.split(",")[0] ? [first] : [first, second];
}
