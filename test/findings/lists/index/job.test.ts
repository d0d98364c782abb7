import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { buildInWorker } from "../../../../src/findings/lists/index/build/build-in-worker.ts";
import type { IndexJob, ListOnDisk } from "../../../../src/findings/lists/index/build/index-job.ts";
import { ListIndex } from "../../../../src/findings/lists/index/list-index.ts";
import { temporaryFolder } from "../../../support/folder.ts";

const NOW_MS = Date.parse("2026-11-28T08:00:00Z");

/** A folder with texts of lists, and jobs about it. */
function openLists() {
  const root = temporaryFolder(onTestFinished);
  let texts = 0;
  const folder = join(root, "index");
  const list = (name: string, hosts: readonly string[], more: Partial<ListOnDisk> = {}): ListOnDisk => {
    const text = `${hosts.join("\n")}\n`;
    const file = join(root, `${(texts += 1)}`);
    writeFileSync(file, text);
    const facts = { name, version: "1", confirmedAtMs: NOW_MS, kind: "phishing", maxAgeMs: Infinity } as const;
    return { ...facts, file, format: "domains", subdomains: null, fingerprint: file, ...more };
  };
  const job = (lists: readonly ListOnDisk[], before: readonly ListOnDisk[] = []): IndexJob => ({
    folder,
    lists,
    before,
    guarded: { own: ["chat.example"], apps: [], warned: [] },
    nowMs: NOW_MS,
  });
  return { folder, list, job };
}

const hosts = (count: number, word = "evil"): string[] =>
  Array.from({ length: count }, (_, at) => `${word}${at}.example`);

/** Which of some hosts are listed, and where. */
function listed(folder: string, asked: readonly string[]): string[] {
  const index = ListIndex.open(folder);
  const found = asked.flatMap((host) =>
    (index?.covering(`https://www.${host}/`) ?? []).map(
      ({ list, entry }) => `${list.name} ${list.version}: ${entry.host}`,
    ),
  );
  index?.close();
  return found;
}

/** The generation in force, by what a test may know of it. */
function generation(folder: string) {
  const index = ListIndex.open(folder);
  index?.close();
  return index?.manifest ?? null;
}

describe("a job in a thread", () => {
  test("builds an index from texts, under their guards, and tells how far it is", async () => {
    const { folder, list, job } = openLists();
    const progress: number[] = [];
    const told: string[] = [];
    const all = [...hosts(66_000), "chat.example", "com"];
    await buildInWorker(job([list("feed", all)]), {
      onProgress: (count) => progress.push(count),
      onGeneration: (id) => told.push(id),
    });
    expect(listed(folder, ["evil0.example", "evil65999.example", "chat.example", "other.com"])).toEqual([
      "feed 1: evil0.example",
      "feed 1: evil65999.example",
    ]);
    expect(progress).toEqual([65_536, 66_000]);
    expect(told).toEqual([generation(folder)?.id]);
  });

  test("puts a small change before the base, a large one into it, and no change anywhere", async () => {
    const { folder, list, job } = openLists();
    const first = list("feed", hosts(2_000));
    await buildInWorker(job([first]));
    const built = generation(folder);
    const second = list("feed", [...hosts(1_999), "fresh.example"], { version: "2" });
    await buildInWorker(job([second], [first]));
    expect(generation(folder)?.base).toEqual(built?.base);
    expect(generation(folder)?.front?.hostCount).toBe(2);
    expect(listed(folder, ["evil1999.example", "evil5.example", "fresh.example"])).toEqual([
      "feed 2: evil5.example",
      "feed 2: fresh.example",
    ]);
    const confirmed = { ...second, version: "3" };
    const changed = generation(folder);
    await buildInWorker(job([confirmed], [second]));
    expect(generation(folder)).toMatchObject({ base: changed?.base, front: changed?.front, sameAs: changed?.id });
    expect(listed(folder, ["evil5.example"])).toEqual(["feed 3: evil5.example"]);
    await buildInWorker(job([confirmed, list("more", hosts(1_000, "more"))], [confirmed]));
    expect(generation(folder)?.front).toBeNull();
    expect(listed(folder, ["evil1999.example", "fresh.example", "more9.example"])).toEqual([
      "feed 3: fresh.example",
      "more 1: more9.example",
    ]);
  });

  test("takes a list away, with and without its text", async () => {
    const { folder, list, job } = openLists();
    const [feed, more] = [list("feed", hosts(1_000)), list("more", hosts(3))];
    await buildInWorker(job([feed, more]));
    await buildInWorker(job([feed], [feed, more]));
    expect(generation(folder)?.front).not.toBeNull();
    expect(listed(folder, ["evil1.example"])).toEqual(["feed 1: evil1.example"]);
    await buildInWorker(job([list("more", hosts(2))], []));
    expect(generation(folder)?.front).toBeNull();
    expect(listed(folder, ["evil1.example", "evil2.example"])).toEqual(["more 1: evil1.example"]);
  });

  test.each(["hosts", "entries", "pages", "index"])("builds anew when the %s file is damaged", async (kind) => {
    const { folder, list, job } = openLists();
    const first = list("feed", hosts(1_000));
    await buildInWorker(job([first]));
    const name = readdirSync(folder).find((file) => file.startsWith(kind)) ?? "";
    if (kind === "pages") rmSync(join(folder, name));
    else truncateSync(join(folder, name), 9);
    expect(() => ListIndex.open(folder)).toThrow(name);
    await buildInWorker(job([list("feed", hosts(1_001))], [first]));
    expect(listed(folder, ["evil1000.example", "evil0.example"])).toEqual([
      "feed 1: evil1000.example",
      "feed 1: evil0.example",
    ]);
  });

  test("that is ended leaves the generation before, and no files", async () => {
    const { folder, list, job } = openLists();
    await buildInWorker(job([list("feed", hosts(1_000))]));
    const before = readdirSync(folder).sort();
    const ending = new AbortController();
    const build = buildInWorker(job([list("feed", hosts(200_000))]), {
      signal: ending.signal,
      onProgress: () => ending.abort(),
    });
    await expect(build).rejects.toThrow("aborted");
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(listed(folder, ["evil999.example", "evil1000.example"])).toEqual(["feed 1: evil999.example"]);
  });

  test("[T20] that is killed leaves the generation before, and the next removes what it left", async () => {
    const { folder, list, job } = openLists();
    const first = list("feed", hosts(1_000));
    await buildInWorker(job([first]));
    const before = readdirSync(folder).sort();
    const program = join(import.meta.dirname, "../../../support/programs/list-index-process.ts");
    const large = job([list("feed", hosts(600_000))], [first]);
    const child = spawn(process.execPath, [program, JSON.stringify(large)], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface(child.stdout)) if (line.startsWith("read 262144")) break;
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(readdirSync(folder).length).toBeGreaterThan(before.length);
    expect(listed(folder, ["evil999.example", "evil1000.example"])).toEqual(["feed 1: evil999.example"]);
    await buildInWorker(job([first]));
    expect(listed(folder, ["evil999.example"])).toHaveLength(1);
    expect(readdirSync(folder)).toHaveLength(4);
  });

  test("that is more than the index can hold says so and leaves the generation before", async () => {
    const { folder, list, job } = openLists();
    await buildInWorker(job([list("feed", hosts(3))]));
    const many = Array.from({ length: 256 }, (_, at) => list(`list${at}`, ["evil.example"]));
    await expect(buildInWorker(job(many))).rejects.toMatchObject({ code: "index_limit" });
    expect(listed(folder, ["evil2.example"])).toHaveLength(1);
  });
});
