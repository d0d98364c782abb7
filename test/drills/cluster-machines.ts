import { setTimeout as later } from "node:timers/promises";
import { startNats, type NatsServer } from "../support/programs/nats-server.ts";
import { type PostgresServer, startPostgres } from "../support/programs/postgres-server.ts";
import { type Served, spawnServe } from "../support/programs/spawn-serve.ts";
import { type SplitProxy, startSplitProxy } from "../support/split-proxy.ts";
import { freePort } from "../support/programs/free-port.ts";

/** One gateway, and its ways to the servers. */
export interface Machine {
  /** Stays the same over restarts. */
  readonly ws: string;
  readonly toStore: SplitProxy;
  readonly toBus: SplitProxy;
  /** How it ended by itself, each time. */
  readonly crashes: readonly string[];
  /** Starts it again until it listens, as a supervisor does. */
  start(): Promise<void>;
  kill(): Promise<void>;
  /** SIGTERM. Resolves with the exit code; null when it had to be killed. */
  stop(): Promise<number | null>;
  /** SIGSTOP, until the returned function lets it go on. */
  freeze(): () => void;
  /** Figures of `/metrics`. */
  metrics(): Promise<ReadonlyMap<string, number>>;
}

export interface Cluster {
  readonly machines: readonly [Machine, ...Machine[]];
  readonly database: PostgresServer;
  /** Of the database itself, past all proxies. */
  readonly databaseUrl: string;
  readonly nats: NatsServer;
  close(): Promise<void>;
}

const STARTS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 20_000;

/** So many gateways of the real program on one PostgreSQL and one NATS, each behind proxies of its own. */
export async function startCluster(gateways: number, secret: string): Promise<Cluster> {
  const [database, nats] = await Promise.all([startPostgres(), startNats()]);
  const closing: (() => Promise<unknown>)[] = [() => database.close(), () => nats.close()];
  const close = async (): Promise<void> => {
    for (const each of closing.toReversed()) await each();
  };
  try {
    const databaseUrl = await database.urlOf("cluster");
    const machines: Machine[] = [];
    for (let index = 0; index < gateways; index += 1) {
      const toStore = await startSplitProxy(databaseUrl);
      closing.push(() => toStore.close());
      const toBus = await startSplitProxy(nats.url);
      closing.push(() => toBus.close());
      const machine = await startMachine(toStore, toBus, secret);
      closing.push(() => machine.kill());
      machines.push(machine);
    }
    const [first, ...others] = machines;
    if (first === undefined) throw new RangeError("a cluster has at least one gateway");
    return { machines: [first, ...others], database, databaseUrl, nats, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startMachine(toStore: SplitProxy, toBus: SplitProxy, secret: string): Promise<Machine> {
  const unlimited = ["maxSendsPerWindow", "maxFramesPerWindow", "maxRefusalsPerWindow"];
  // A device whose own machine stalls between welcome and sync would be told what its sync asks for as well.
  const longestHold = ["--limit", "pushHoldMs=10000"];
  const options = [
    "--store",
    toStore.url,
    "--bus",
    toBus.url,
    "--resolve",
    "off",
    ...unlimited.flatMap((name) => ["--limit", `${name}=100000000`]),
    ...longestHold,
  ];
  const crashes: string[] = [];
  const port = await freePort();
  let served: Served = await spawnServe([...options, "--port", String(port)], secret);
  const { ws } = served;
  watch(served);

  /** What ends it is a signal of the drill's, or it has crashed. */
  function watch(running: Served): void {
    void running.ended.then(({ code, said }) => {
      if (code !== null && code !== 0) crashes.push(`exit code ${code}: ${said}`);
    });
  }

  async function start(): Promise<void> {
    for (const endsMs = performance.now() + STARTS_WITHIN_MS; ;) {
      try {
        served = await spawnServe([...options, "--port", String(port)], secret);
        watch(served);
        return;
      } catch (error) {
        // Neither the database nor the bus need be there at this moment.
        if (performance.now() > endsMs) throw error;
        await later(200);
      }
    }
  }

  return {
    ws,
    toStore,
    toBus,
    crashes,
    start,
    kill: () => served.kill(),
    async stop() {
      const running = served;
      const late = setTimeout(() => void running.kill(), STOPS_WITHIN_MS);
      return running.stop().finally(() => clearTimeout(late));
    },
    freeze() {
      const { pid } = served;
      process.kill(pid, "SIGSTOP");
      return () => void process.kill(pid, "SIGCONT");
    },
    metrics: () => served.metrics(),
  };
}
