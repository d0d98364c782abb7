import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** What some benchmarks take from the command line. */
export type BenchOptions = typeof values;

/** A benchmark file: prints its table line by line. */
interface BenchModule {
  bench(print: (line: string) => void, options: BenchOptions): Promise<void>;
}

interface Bench {
  /** What it measures, in one line. */
  readonly does: string;
  /** Whether it runs other projects beside ours, from test/bench/package.json. */
  readonly hasPeers: boolean;
}

/** Each is `NAME.bench.ts` of this folder. */
const BENCHES: Readonly<Record<string, Bench>> = {
  apps: { does: "identifying apps, by the size of the registry", hasPeers: false },
  bots: { does: "events a second to 50 bots over Satori, beside the same over hutong.v1", hasPeers: false },
  cases: { does: "a complaint until it is answered, a decision until 10,000 readers know", hasPeers: false },
  chat: { does: "messages a second and latency, beside ws and socket.io", hasPeers: true },
  check: { does: "the whole judging of a message, without a network", hasPeers: false },
  cluster: { does: "one gateway and two on PostgreSQL and NATS, beside SQLite and a relay", hasPeers: false },
  console: { does: "how long a moderator with 300 open cases waits for the next one", hasPeers: false },
  flood: { does: "latency of others while one client floods", hasPeers: false },
  following: { does: "latency of sent while links resolve slowly", hasPeers: false },
  hints: { does: "what gateways hear of each other, from 2 to 64 of them, worked out", hasPeers: false },
  links: { does: "link finding, beside linkifyjs, linkify-it and autolinker", hasPeers: true },
  log: { does: "the decision log: appending, verifying 100,000 entries, one proof", hasPeers: false },
  lookalikes: { does: "what is told of a host by its name: fresh hosts, known ones, loading", hasPeers: false },
  lists: { does: "threat lists of 10 M entries, beside a Set, an ad blocker and SQLite", hasPeers: true },
  policy: { does: "decisions a second, beside four rule engines; compile, audit and diff", hasPeers: true },
  rejudging: { does: "a list change that 10,000 kept messages are judged anew by", hasPeers: false },
  start: { does: "starts of the program, beside an empty program of Node", hasPeers: false },
  store: { does: "messages a second on SQLite and PostgreSQL, alone and end to end", hasPeers: false },
  swap: { does: "how long the loop is held while a rulebook takes another's place", hasPeers: false },
  telemetry: { does: "what telemetry takes of a message while nothing is exported", hasPeers: false },
  resolve: { does: "requests a second beside a bare client; the cache on disk", hasPeers: false },
};

/**
 * `npm run bench -- NAME…` or `-- all`; without a name the benchmarks are listed. Exits with 2 on a wrong name.
 * `--entries N` and `--alone` are for `lists`; `--beside DIR`, another checkout with its packages installed, is for `store`.
 */
const { positionals: wanted, values } = parseArgs({
  allowPositionals: true,
  options: { entries: { type: "string" }, alone: { type: "boolean" }, beside: { type: "string" } },
});
const names = wanted.includes("all") ? Object.keys(BENCHES) : wanted;
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (names.length === 0 || unknown.length > 0) {
  const tell = unknown.length > 0 ? console.error : console.log;
  for (const name of unknown) tell(`no benchmark is named ${name}`);
  tell("npm run bench -- NAME…, or all of them: npm run bench -- all\n");
  for (const [name, { does }] of Object.entries(BENCHES)) tell(`${name.padEnd(10)} ${does}`);
  if (unknown.length > 0) process.exitCode = 2;
} else if (names.some((name) => BENCHES[name]?.hasPeers === true) && !havePeers()) {
  process.exitCode = 1;
} else {
  console.log(`Node ${process.version}`);
  for (const name of names) {
    console.log(`\n${name}`);
    const module = (await import(`./${name}.bench.ts`)) as BenchModule;
    await module.bench((line) => console.log(line), values);
  }
}

/** Installs the projects that ours is compared with, where they are missing. */
function havePeers(): boolean {
  if (existsSync(join(import.meta.dirname, "node_modules"))) return true;
  console.error("The projects to compare with are not installed: npm ci --prefix test/bench");
  const { status } = spawnSync("npm", ["ci", "--prefix", import.meta.dirname], { stdio: ["ignore", 2, 2] });
  return status === 0;
}
