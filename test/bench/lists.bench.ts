import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { signToken } from "../../src/access/tokens.ts";
import { connect } from "../../src/client/index.ts";
import { canonicalAddress } from "../../src/findings/lists/canonical-address.ts";
import { covers, entryText } from "../../src/findings/lists/entry.ts";
import { ListIndex } from "../../src/findings/lists/index/list-index.ts";
import { frontHostsOf } from "../../src/findings/lists/index/manifest.ts";
import { TEST_SECRET_TEXT } from "../support/secret.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { entriesOf, hostOf, lineOf, pageOf, sharesOf, writeLines, writeTexts, type TextList } from "./lists-texts.ts";
import type { ListsOrder } from "./lists-worker.ts";
import { latenciesOf, row } from "./sent-latency.ts";

const DEFAULT_ENTRIES = 10_000_000;
const SCANNED_LOOK_UPS = 2_000_000;
const SENDERS = 50;
const OPENINGS = 5;
const PEERS = ["hutong", "Set", "@ghostery/adblocker", "better-sqlite3"] as const;
/** Peers take most of the time and memory. */
const ALONE = "--alone";

/** Threat lists of ten million entries, beside a Set, an ad blocker's engine and a database. `--entries N` for shorter runs, `--alone` without the peers. */
export async function bench(print: (line: string) => void): Promise<void> {
  const given = process.argv.indexOf("--entries");
  const entries = given < 0 ? DEFAULT_ENTRIES : Number(process.argv[given + 1]);
  const root = mkdtempSync(join(tmpdir(), "hutong-lists-"));
  const folder = join(root, "index");
  mkdirSync(folder);
  // Ended before the folder goes.
  const worker = new Worker(new URL("lists-worker.ts", import.meta.url), { workerData: { folder } });
  try {
    const lists = writeTexts(root, entries);
    print(`lists: ${entries} entries in ${lists.length} texts`);
    await importUnderChat(print, worker, lists, root);
    await opened(print, folder);
    await exact(print, folder, lists, entries);
    print("  peer                   bytes/entry   opened ms   ordinary/s   listed/s   of them found");
    for (const peer of process.argv.includes(ALONE) ? (["hutong"] as const) : PEERS)
      beside(print, peer, folder, lists, entries);
    await changed(print, worker, folder, root, entries);
    print("  with those changes, which take some away:");
    beside(print, "hutong", folder, lists, entries);
    await merged(print, worker, folder);
  } finally {
    await worker.terminate();
    rmSync(root, { recursive: true });
  }
}

/** Resolves with the thread's processor time, in milliseconds. */
async function done(worker: Worker, order: ListsOrder): Promise<number> {
  const answer = once(worker, "message");
  worker.postMessage(order);
  const [cpuMs] = (await answer) as [number];
  return cpuMs;
}

/** The import in a thread, and what others notice of it who chat on the same machine. */
async function importUnderChat(
  print: (line: string) => void,
  worker: Worker,
  lists: readonly TextList[],
  root: string,
) {
  const server = await spawnServe(["--port", "0", "--data", join(root, "chat"), "--resolve", "off"], TEST_SECRET_TEXT);
  const secret = new TextEncoder().encode(TEST_SECRET_TEXT);
  const clients = Array.from({ length: SENDERS }, (_, index) =>
    connect(server.ws, () => signToken(`sender${index}`, secret, 3_600, new Date()), { device: "bench" }),
  );
  try {
    await Promise.all(clients.map((client) => client.ready()));
    await latenciesOf(clients);
    const quiet = await latenciesOf(clients);
    print(row("chat, nothing else", quiet));
    const beforeBytes = residentBytes();
    let mostBytes = 0;
    const watch = setInterval(() => (mostBytes = Math.max(mostBytes, residentBytes())), 50);
    const start = performance.now();
    const build = done(worker, { do: "build", lists });
    const busy = await latenciesOf(clients);
    const cpuMs = await build;
    const seconds = (performance.now() - start) / 1e3;
    clearInterval(watch);
    print(row("chat, an import beside it", busy));
    print(`  ratio ${(busy.p99 / quiet.p99).toFixed(2)} at p99 (goal 3)`);
    const index = await ListIndex.open(join(root, "index"));
    const { hostCount = 0, entryCount = 0 } = index?.manifest.base ?? {};
    index?.close();
    print(
      `  imported ${entryCount} entries, ${hostCount} hosts, read twice, in ${seconds.toFixed(1)} s, of the processor ${(cpuMs / 1e3).toFixed(1)} (goal 20 at 10 M)`,
    );
    print(`  ${((mostBytes - beforeBytes) / 2 ** 20).toFixed(0)} MiB more at the peak, clients included (goal 300)`);
  } finally {
    for (const client of clients) client.close();
    await server.stop();
  }
}

/** Opening a generation whose files are warm. */
async function opened(print: (line: string) => void, folder: string): Promise<void> {
  const times: number[] = [];
  const cpuTimes: number[] = [];
  for (let turn = 0; turn < OPENINGS; turn += 1) {
    const start = performance.now();
    const before = process.cpuUsage();
    (await ListIndex.open(folder))?.close();
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    cpuTimes.push((user + system) / 1e3);
    await sleep(20);
  }
  const [ms, cpuMs] = [times, cpuTimes].map((all) => all.toSorted((a, b) => a - b)[OPENINGS >> 1]?.toFixed(1));
  print(`  opened in ${ms} ms, of the processor ${cpuMs}, medians of ${OPENINGS} (goal 25)`);
}

/** Every look-up beside one pass over the texts: what covers an address, by list and text. */
async function exact(print: (line: string) => void, folder: string, lists: readonly TextList[], entries: number) {
  const count = Math.min(SCANNED_LOOK_UPS, entries);
  const asked: string[] = [];
  const byHost = new Map<string, number[]>();
  const { domains, urls } = sharesOf(entries);
  let state = 7;
  const random = (below: number): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % below;
  for (let index = 0; index < count; index += 1) {
    const any = random(2 ** 32);
    const number = random(entries);
    const page = pageOf(urls.from + (any % urls.count));
    const forms = [
      `https://www.ordinary-${any.toString(36)}.com/a?b=${any}`,
      `https://${hostOf(number)}/`,
      `http://a.b.${hostOf(number)}:8443/x`,
      page,
      `${page}&more=1`,
      `${page}/deeper`,
      `https://www.${hostOf(domains.from + (any % domains.count))}./%7Ex`,
      `https://${hostOf(number).slice(1)}/`,
    ];
    const address = forms[any % forms.length] ?? "";
    asked.push(address);
    const host = canonicalAddress(address)?.host ?? "";
    for (let at = 0; at !== -1; at = host.indexOf(".", at + 1)) {
      const parent = at === 0 ? host : host.slice(at + 1);
      const known = byHost.get(parent);
      if (known === undefined) byHost.set(parent, [index]);
      else known.push(index);
    }
  }
  const expected = asked.map((): Set<string> | null => null);
  for (const list of lists) {
    for (const entry of entriesOf(list)) {
      for (const index of byHost.get(entry.host) ?? []) {
        const visited = canonicalAddress(asked[index] ?? "");
        if (visited === null || !covers(entry, visited)) continue;
        (expected[index] ??= new Set()).add(`${list.name} ${entry.isException} ${entry.covers} ${entryText(entry)}`);
      }
    }
  }
  const index = await ListIndex.open(folder);
  let missed = 0;
  let invented = 0;
  let covered = 0;
  for (const [at, address] of asked.entries()) {
    const wanted = expected[at] ?? new Set<string>();
    const found = new Set(
      (index?.covering(address) ?? []).map(
        ({ list, entry }) => `${list.name} ${entry.isException} ${entry.covers} ${entryText(entry)}`,
      ),
    );
    if (wanted.size > 0) covered += 1;
    for (const entry of wanted) if (!found.has(entry)) missed += 1;
    for (const entry of found) if (!wanted.has(entry)) invented += 1;
  }
  index?.close();
  print(
    `  ${count} look-ups beside a scan of the texts, ${covered} of them listed: ${missed} missed, ${invented} invented (goal 0, 0)`,
  );
}

/** Runs it, and tells for how long this thread's loop was held meanwhile: by the clock, and at work. In milliseconds. */
async function heldBy(run: () => Promise<void>): Promise<{ ms: number; cpuMs: number }> {
  // One of its own each time: what lies between two would count as held.
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await sleep(20);
  let cpuMs = 0;
  let before = threadCpuMs();
  // Between two of its turns this thread did what held it; another process in its place costs none of this time.
  const ticks = setInterval(() => {
    const now = threadCpuMs();
    cpuMs = Math.max(cpuMs, now - before);
    before = now;
  }, 1);
  await run();
  await sleep(20);
  clearInterval(ticks);
  delays.disable();
  return { ms: delays.max / 1e6, cpuMs };
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e3;
}

/** One in a hundred entries changes: from the order to the answer, while the loop of this thread is watched. */
async function changed(print: (line: string) => void, worker: Worker, folder: string, root: string, entries: number) {
  const { domains } = sharesOf(entries);
  const half = Math.round(entries / 200);
  const names = Object.keys(sharesOf(entries));
  const textOf = (name: string, from: number): TextList => {
    const file = join(root, name);
    writeLines(file, half, (index) => lineOf("domains", from + index));
    return { name: "domains", format: "domains", file };
  };
  let index = await ListIndex.open(folder);
  const told: string[] = [];
  const held: { ms: number; cpuMs: number }[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const at = turn * half;
    const added = textOf("added", 2 ** 29 + at);
    const removed = textOf("removed", domains.from + at);
    await sleep(100);
    held.push(
      await heldBy(async () => {
        const start = performance.now();
        const cpuMs = await done(worker, { do: "change", names, added: [added], removed: [removed] });
        const ownMs = threadCpuMs();
        const next = await ListIndex.open(folder, index);
        const isNew = next?.covering(`https://${hostOf(2 ** 29 + at)}/`).length === 1;
        const isGone = next?.covering(`https://${hostOf(domains.from + at)}/`).length === 0;
        told.push(`${(performance.now() - start).toFixed(0)} (${(cpuMs + threadCpuMs() - ownMs).toFixed(0)})`);
        index?.close();
        index = next;
        if (!isNew || !isGone) throw new Error("the change is not visible");
      }),
    );
  }
  const { fronts = [] } = index?.manifest ?? {};
  print(
    `  ${2 * half} entries changed, three times: visible after ${told.join(", ")} ms, of the processor in parentheses (goal 150)`,
  );
  print(`  ${heldTold(held)}; ${frontHostsOf({ fronts })} hosts in ${fronts.length} fronts`);
  index?.close();
}

/** All fronts go into another base, and the one before is freed. */
async function merged(print: (line: string) => void, worker: Worker, folder: string) {
  const before = await ListIndex.open(folder);
  const held = await heldBy(async () => {
    await done(worker, { do: "merge" });
    const next = await ListIndex.open(folder, before);
    before?.close();
    await sleep(200);
    next?.close();
  });
  print(`  merged into another base: ${heldTold([held])}`);
}

function heldTold(held: readonly { ms: number; cpuMs: number }[]): string {
  const ms = Math.max(...held.map((each) => each.ms));
  const cpuMs = Math.max(...held.map((each) => each.cpuMs));
  return `the loop held for at most ${ms.toFixed(1)} ms, at work for ${cpuMs.toFixed(1)} of them (goal 20)`;
}

interface PeerFigures {
  readonly openedMs: number;
  readonly bytes: number;
  readonly ordinary: { readonly rate: number; readonly found: number };
  readonly listed: { readonly rate: number; readonly found: number };
  readonly lookUps: number;
}

/** In a process of its own, over the same texts and addresses as the others. */
function beside(
  print: (line: string) => void,
  peer: (typeof PEERS)[number],
  folder: string,
  lists: readonly TextList[],
  entries: number,
): void {
  const order = JSON.stringify({ peer, entries, folder, lists });
  const flags = ["--expose-gc", "--max-old-space-size=12000"];
  const program = join(import.meta.dirname, "lists-peer-process.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, program, order], { encoding: "utf8" });
  if (status !== 0) {
    const why = stderr.split("\n").find((line) => /error/iu.test(line)) ?? `exit ${status}`;
    print(`  ${peer.padEnd(22)} failed: ${why.trim()}`);
    return;
  }
  const { bytes, openedMs, ordinary, listed, lookUps } = JSON.parse(stdout) as PeerFigures;
  const cells = [
    (bytes / entries).toFixed(2).padStart(11),
    openedMs.toFixed(0).padStart(11),
    Math.round(ordinary.rate).toString().padStart(12),
    Math.round(listed.rate).toString().padStart(10),
    `${((100 * listed.found) / lookUps).toFixed(1)} %`.padStart(15),
  ];
  print(`  ${peer.padEnd(22)} ${cells.join(" ")}`);
}

function residentBytes(): number {
  const [, resident = "0"] = readFileSync("/proc/self/statm", "utf8").split(" ");
  return Number(resident) * 4_096;
}

if (import.meta.main) await bench((line) => console.log(line));
