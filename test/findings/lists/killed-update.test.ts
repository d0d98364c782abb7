import { readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { wholeText } from "../../../src/findings/lists/kept/catalog.ts";
import { openLiveLists } from "../../../src/findings/lists/kept/live-lists.ts";
import { addList, rebuildIndex, updateList, type ListWish } from "../../../src/findings/lists/kept/update-list.ts";
import { copiesDuring } from "../../support/doubles/copies-during.ts";
import { runCli, startCli } from "../../support/programs/cli.ts";
import { temporaryFolder } from "../../support/folder.ts";

const hosts = (count: number, last: string) =>
  `${Array.from({ length: count }, (_, at) => `a${at}.example`).join("\n")}\n${last}`;

/** Opens the lists of a folder as a gateway does, and tells which generations are found in them: all of the one whose text is kept. */
async function generationsIn(folder: string, entries: number, most: number): Promise<number[]> {
  const parts = { folder, appHosts: [], now: Date.now };
  const live = await openLiveLists({
    ...parts,
    ownHosts: [],
    random: () => 1,
    work: { update: async () => [], rebuild: (own) => rebuildIndex(own, parts), close: async () => undefined },
    onTrouble: () => undefined,
    onUpdate: () => undefined,
    onHit: () => undefined,
  });
  const found = Array.from({ length: most + 1 }, (_, at) => at).filter(
    (at) => live.current().match(`https://generation${at}.example/`).length > 0,
  );
  expect(live.current().match(`https://a${entries - 1}.example/`)).toHaveLength(1);
  const [list] = live.catalog().lists;
  expect(list?.text.entries).toBe(entries + 1);
  const text = list === undefined ? "" : readFileSync(wholeText(folder, list), "utf8");
  expect(found.map((at) => `generation${at}.example`)).toEqual([text.trimEnd().split("\n").at(-1)]);
  await live.close();
  return found;
}

test(
  "[T20] an update that is killed at any moment leaves the old list or the new one, whole",
  { timeout: 400_000 },
  async () => {
    const data = temporaryFolder(onTestFinished);
    const path = join(data, "feed.txt");
    const env = { HUTONG_DATA: data };
    writeFileSync(path, hosts(50_000, "generation0.example"));
    await runCli(["lists", "add", "feed", path, "--kind", "phishing"], { env });
    for (let round = 1; round <= 2; round += 1) {
      writeFileSync(path, hosts(50_000, `generation${round}.example`));
      const child = startCli(["lists", "update"], env);
      const ended = once(child, "exit");
      // A start takes about a second, and the update another.
      await sleep(900 + round * 300);
      child.kill("SIGKILL");
      await ended;
      await generationsIn(join(data, "lists"), 50_000, round);
    }
  },
);

test("[T20] an update that ends before any of its steps on disk leaves the old list or the new one, whole", async () => {
  const data = temporaryFolder(onTestFinished);
  const path = join(data, "feed.txt");
  const folder = join(data, "lists");
  const wish: ListWish = {
    name: "feed",
    place: { from: "file", path },
    format: "domains",
    kind: "phishing",
    subdomains: null,
    trust: { by: "nothing" },
    everyMs: null,
    maxAgeMs: null,
  };
  const parts = { folder, appHosts: [], env: {}, signal: new AbortController().signal, now: Date.now, random: () => 1 };
  writeFileSync(path, hosts(100, "generation0.example"));
  await addList(wish, false, parts);
  writeFileSync(path, hosts(100, "generation1.example"));
  const copies = await copiesDuring(folder, join(data, "copies"), () => updateList("feed", false, parts));
  const found: number[] = [];
  for (const copied of copies) {
    found.push(...(await generationsIn(copied, 100, 1)));
  }
  // First the old one alone, then the new one alone.
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(new Set(found)).toEqual(new Set([0, 1]));
});
