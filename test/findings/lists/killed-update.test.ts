import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { openLiveLists } from "../../../src/findings/lists/kept/live-lists.ts";
import { rebuildIndex } from "../../../src/findings/lists/kept/update-list.ts";
import { runCli, startCli } from "../../support/programs/cli.ts";
import { temporaryFolder } from "../../support/folder.ts";

const hosts = (count: number, last: string) =>
  `${Array.from({ length: count }, (_, at) => `a${at}.example`).join("\n")}\n${last}`;

test(
  "[T20] an update that is killed at any moment leaves the old list or the new one, whole",
  { timeout: 400_000 },
  async () => {
    const data = temporaryFolder(onTestFinished);
    const path = join(data, "feed.txt");
    const env = { HUTONG_DATA: data };
    const folder = join(data, "lists");
    writeFileSync(path, hosts(50_000, "generation0.example"));
    await runCli(["lists", "add", "feed", path, "--kind", "phishing"], { env });
    for (let round = 1; round <= 6; round += 1) {
      writeFileSync(path, hosts(50_000, `generation${round}.example`));
      const child = startCli(["lists", "update"], env);
      const ended = once(child, "exit");
      // A start takes about a second, and the update another.
      await sleep(700 + round * 200);
      child.kill("SIGKILL");
      await ended;
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
      const known = Array.from({ length: round + 1 }, (_, at) => at).filter(
        (at) => live.current().match(`https://generation${at}.example/`).length > 0,
      );
      expect(known, `round ${round}`).toHaveLength(1);
      expect(live.current().match("https://a49999.example/")).toHaveLength(1);
      expect(live.catalog().lists[0]?.text.entries).toBe(50_001);
      await live.close();
    }
  },
);
