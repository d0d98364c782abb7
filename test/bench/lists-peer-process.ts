import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { FiltersEngine, Request } from "@ghostery/adblocker";
import { ListIndex, indexedLists } from "../../src/findings/lists/index/list-index.ts";
import { buildIndex } from "../../src/findings/lists/index/build/build-index.ts";
import { entriesOf, factsOf, hostOf, NOW_MS, pageOf, sharesOf, writeTexts, type TextList } from "./lists-texts.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// One peer in a process of its own: what it takes in memory, how long it takes to be there, and how fast it answers.
const LOOK_UPS = 200_000;
const ROUNDS = 3;
const WARM_PASSES = 5;

/** What the parent asks: which peer, how many entries, and where they are. */
interface Order {
  readonly peer: "hutong" | "Set" | "@ghostery/adblocker" | "better-sqlite3";
  readonly entries: number;
  readonly folder: string;
  readonly lists: readonly TextList[];
}
const { peer, entries, folder, lists } = JSON.parse(process.argv[2] ?? "") as Order;

/** Whether anything is listed of an address. */
type Peer = (url: URL) => boolean;

const OPEN: Readonly<Record<Order["peer"], (lists: readonly TextList[], folder: string) => Peer | Promise<Peer>>> = {
  async hutong(_, folder) {
    const index = await ListIndex.open(folder);
    if (index === null) throw new Error("no index");
    const threats = indexedLists(index, [], () => NOW_MS);
    return (url) => threats.match(url).length > 0;
  },
  // Hosts alone, and pages as texts: what many write first.
  Set(lists) {
    const listed = new Set<string>();
    for (const list of lists) {
      for (const entry of entriesOf(list)) listed.add("path" in entry ? entry.host + entry.path : entry.host);
    }
    return (url) => {
      for (let host = url.hostname; host !== ""; host = host.includes(".") ? host.slice(host.indexOf(".") + 1) : "") {
        if (listed.has(host)) return true;
      }
      return listed.has(url.hostname + url.pathname);
    };
  },
  "@ghostery/adblocker"(lists) {
    const rules = lists.flatMap(({ file, name }) => {
      const lines = readFileSync(file, "utf8").split("\n");
      if (name === "adblock") return [lines.join("\n")];
      return [
        lines
          .filter((line) => line !== "")
          .map((line) => ruleOf(name, line))
          .join("\n"),
      ];
    });
    const engine = FiltersEngine.parse(rules.join("\n"), { loadCosmeticFilters: false });
    return (url) => engine.match(Request.fromRawDetails({ url: url.href, type: "document" })).match;
  },
  "better-sqlite3"(lists, folder) {
    const db = new Database(join(folder, `peer-${process.pid}.sqlite`));
    db.exec(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE listed (host TEXT, path TEXT, PRIMARY KEY (host, path)) WITHOUT ROWID",
    );
    const insert = db.prepare("INSERT OR IGNORE INTO listed VALUES (?, ?)");
    db.exec("BEGIN");
    for (const list of lists)
      for (const entry of entriesOf(list)) insert.run(entry.host, "path" in entry ? entry.path : "");
    db.exec("COMMIT");
    const find = db.prepare("SELECT 1 FROM listed WHERE host = ? AND path IN ('', ?)");
    return (url) => {
      for (let host = url.hostname; host !== ""; host = host.includes(".") ? host.slice(host.indexOf(".") + 1) : "") {
        if (find.get(host, url.pathname) !== undefined) return true;
      }
      return false;
    };
  },
};

function ruleOf(name: string, line: string): string {
  if (name === "urls") return `|${line}|`;
  return `||${line.replace("0.0.0.0 ", "")}^`;
}

/** Enough to read from everywhere, and too little for the heap to grow. */
function askSome(look: Peer): void {
  for (let number = 1; number <= 5_000; number += 1) {
    const random = Math.imul(number, 0x9e_37_79_b1) >>> 0;
    look(new URL(ordinaryAt(random)));
    look(new URL(listedAt(random)));
  }
}

function residentBytes(): number {
  for (let pass = 0; pass < 3; pass += 1) globalThis.gc?.();
  const [, resident = "0"] = readFileSync("/proc/self/statm", "utf8").split(" ");
  return Number(resident) * 4_096;
}

function perSecond(look: Peer, urls: readonly URL[]): { rate: number; found: number } {
  const rates: number[] = [];
  let found = 0;
  for (let round = 0; round < ROUNDS + 2; round += 1) {
    found = 0;
    const start = process.cpuUsage();
    for (const url of urls) if (look(url)) found += 1;
    const { user, system } = process.cpuUsage(start);
    if (round > 1) rates.push((urls.length / (user + system)) * 1e6);
  }
  return { rate: rates.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0, found };
}

/** Addresses in the order of nothing, so that no cache helps. */
function addresses(make: (random: number) => string): URL[] {
  let state = 1;
  return Array.from({ length: LOOK_UPS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return new URL(make(state));
  });
}

const { domains, urls } = sharesOf(entries);
const ordinaryAt = (random: number): string =>
  `https://www.${random.toString(36)}.example-${random % 97}.com/page/${random % 1_000}?x=1`;
const listedAt = (random: number): string =>
  random % 10 === 0
    ? pageOf(urls.from + (random % urls.count))
    : `https://www.${hostOf(domains.from + (random % domains.count))}/a/b`;

// The same code at work on little before, so that memory is what many entries add and not the engine's own growth.
const small = mkdtempSync(join(tmpdir(), "hutong-lists-"));
const smallLists = writeTexts(small, 3_000);
const sources = smallLists.map((list) => ({ ...factsOf(list), entries: entriesOf(list) }));
await buildIndex(small, sources, { nowMs: NOW_MS });
const warm = await OPEN[peer](smallLists, small);
// So often that the young generation has grown to what these look-ups make of it.
for (let pass = 0; pass < WARM_PASSES; pass += 1) askSome(warm);
const before = residentBytes();
const start = process.hrtime.bigint();
const look = await OPEN[peer](lists, folder);
const openedMs = Number(process.hrtime.bigint() - start) / 1e6;
askSome(look);
const bytes = residentBytes() - before;
const ordinary = perSecond(look, addresses(ordinaryAt));
const listed = perSecond(look, addresses(listedAt));
rmSync(small, { recursive: true });
console.log(JSON.stringify({ openedMs, bytes, ordinary, listed, lookUps: LOOK_UPS }));
