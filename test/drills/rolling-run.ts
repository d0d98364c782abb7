import { setTimeout as pause } from "node:timers/promises";
import { signToken } from "../../src/access/tokens.ts";
import { connect, type Client } from "../../src/client/index.ts";
import { startNats } from "../support/programs/nats-server.ts";
import { startPostgres } from "../support/programs/postgres-server.ts";
import { shippedClusterConfig, startProxy, type ProxyProgram } from "../support/programs/proxies.ts";
import { spawnServe, type Served } from "../support/programs/spawn-serve.ts";
import { freePort } from "../support/programs/free-port.ts";

interface RollingRun {
  /** Each writes to the next one, all the time. */
  readonly users: number;
  /** Times that each of three gateways is stopped and started again. */
  readonly rounds: number;
  readonly balancer: ProxyProgram;
  readonly print: (line: string) => void;
}

export interface RollingOutcome {
  readonly restarts: number;
  readonly acknowledged: number;
  /** Acknowledged, and never told to whom they were for. */
  readonly lost: number;
  readonly twice: number;
  readonly outOfOrder: number;
  /** Sends that the client library gave up. */
  readonly failed: number;
  /** Told later than two seconds after `send` was called. */
  readonly late: number;
  /** From the call of `send` to the reader's event, restarts and waiting included. Milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly longest: number };
}

const GATEWAYS = 3;
const LATE_MS = 2_000;
/** Between two messages of one user. */
const EVERY_MS = 200;
/** Without a restart, before the first and after the last. */
const CALM_MS = 1_500;
/** Until what was acknowledged last has come. */
const SETTLED_WITHIN_MS = 30_000;

/** The shipped balancer over three real gateways, each stopped by SIGTERM in its turn and started again, while clients write. */
export async function runRolling({ users, rounds, balancer, print }: RollingRun): Promise<RollingOutcome> {
  const [server, nats] = await Promise.all([startPostgres(), startNats()]);
  const secret = crypto.randomUUID() + crypto.randomUUID();
  const store = await server.urlOf("rolling");
  const place = ["--store", store, "--bus", nats.url, "--origin", "https://chat.example"];
  const common = ["--resolve", "off", ...place];
  const start = (port: number) => spawnServe([...common, "--port", `${port}`, "--trusted-proxy", "127.0.0.1"], secret);
  const gateways: Served[] = [];
  const clients: Client[] = [];
  let proxy: Awaited<ReturnType<typeof startProxy>> | null = null;
  const checked = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  // The balancer's certificate was made for this run.
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  try {
    for (let index = 0; index < GATEWAYS; index += 1) gateways.push(await start(await freePort()));
    const ports = gateways.map(({ port }) => port);
    const places = ports.map((port) => `127.0.0.1:${port}`);
    proxy = await startProxy(balancer, 0, (site) => shippedClusterConfig(balancer, places, site), {
      isTls: true,
    });
    const sentAtMs = new Map<string, number>();
    const acknowledged = new Set<string>();
    const heard: string[][] = [];
    const latencies: number[] = [];
    let failed = 0;
    for (let index = 0; index < users; index += 1) {
      const token = () => signToken(`user${index}`, new TextEncoder().encode(secret), 3_600, new Date());
      const client = connect(`wss://127.0.0.1:${proxy.port}/v1/ws`, token, { device: "d", from: "start" });
      const own: string[] = [];
      heard.push(own);
      client.on("message", ({ text }) => {
        own.push(text);
        latencies.push(performance.now() - (sentAtMs.get(text) ?? Number.NaN));
      });
      clients.push(client);
    }
    await Promise.all(clients.map((client) => client.ready()));
    const writing = new AbortController();
    const sending: Promise<unknown>[] = [];
    const write = async (client: Client, index: number): Promise<void> => {
      for (let count = 0; !writing.signal.aborted; count += 1) {
        const text = `${index} ${count}`;
        sentAtMs.set(text, performance.now());
        sending.push(
          client.send(`user${(index + 1) % users}`, text).then(
            () => acknowledged.add(text),
            () => (failed += 1),
          ),
        );
        await pause(EVERY_MS);
      }
    };
    const lanes = clients.map(write);
    await pause(CALM_MS);
    for (let restart = 0; restart < rounds * GATEWAYS; restart += 1) {
      const index = restart % GATEWAYS;
      await gateways[index]?.stop();
      gateways[index] = await start(ports[index] ?? 0);
      // As an operator waits for it before the next one.
      while (!(await fetch(`${gateways[index].http}/readyz`)).ok) await pause(50);
      await pause(CALM_MS);
      print(`restart ${restart + 1}, ${acknowledged.size} acknowledged`);
    }
    writing.abort();
    await Promise.all(lanes);
    await Promise.all(sending);
    const told = () => heard.reduce((sum, own) => sum + own.length, 0);
    for (const endsMs = performance.now() + SETTLED_WITHIN_MS; told() < acknowledged.size;) {
      if (performance.now() > endsMs) break;
      await pause(50);
    }
    const all = new Set(heard.flat());
    const sorted = latencies.toSorted((one, other) => one - other);
    const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN);
    return {
      restarts: rounds * GATEWAYS,
      acknowledged: acknowledged.size,
      lost: [...acknowledged].filter((text) => !all.has(text)).length,
      twice: told() - all.size,
      outOfOrder: heard.reduce((sum, own) => sum + disorderOf(own), 0),
      failed,
      late: latencies.filter((each) => !(each <= LATE_MS)).length,
      latencyMs: { p50: at(0.5), p99: at(0.99), longest: at(1) },
    };
  } finally {
    for (const client of clients) client.close();
    await proxy?.close();
    for (const each of gateways) await each.kill();
    await Promise.all([nats.close(), server.close()]);
    if (checked === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = checked;
  }
}

/** Words that came before an earlier one of their writer. */
function disorderOf(texts: readonly string[]): number {
  const numbers = texts.map((text) => Number(text.split(" ")[1]));
  return numbers.filter((number, index) => index > 0 && number <= (numbers[index - 1] ?? -1)).length;
}
