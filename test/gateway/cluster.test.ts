import { expect, test } from "vitest";
import { clusterMissing } from "../drills/cluster.drill.ts";
import { runCluster } from "../drills/cluster-run.ts";
import { SEED } from "../support/random-runs.ts";

const SECONDS = 45;
/** Beats are missed after 3 s, later on a machine that stalls; well before the look of 30 s, at which all is told whatever was missed. */
const LAST_WORDS_WITHIN_MS = 25_000;
/** The drill holds less on a machine of its own. */
const BACK_WITHIN_MS = 10_000;

const missing = clusterMissing();
if (missing !== null) console.warn(missing);

test.skipIf(missing !== null)(
  "[C1] [C2] [C3] [C4] [C5] [C7] [C8] three gateways, their database and their bus die, freeze and are cut off: nothing is lost, doubled or reordered",
  { timeout: 400_000 },
  async () => {
    const lines: string[] = [];
    const outcome = await runCluster({ seconds: SECONDS, seed: SEED, print: (line) => lines.push(line) });
    const { lost, twice, unordered, incomplete, unanswered, refused, crashed, tales } = outcome;
    // What of it differs is told with the seed.
    expect({ seed: SEED, lost, twice, unordered, incomplete, unanswered, refused, crashed, tales }).toEqual({
      seed: SEED,
      lost: 0,
      twice: 0,
      unordered: 0,
      incomplete: 0,
      unanswered: 0,
      refused: 0,
      crashed: 0,
      tales: [],
    });
    // Things did break, and people wrote and asked meanwhile.
    expect([...outcome.faults.values()].reduce((total, count) => total + count, 0)).toBeGreaterThan(5);
    expect(outcome.acknowledged).toBeGreaterThan(100);
    expect(outcome.stored).toBeGreaterThan(outcome.acknowledged);
    expect(outcome.questions).toBeGreaterThan(0);
    expect(outcome.connections).toBeGreaterThan(outcome.devices);
    // Whoever has two devices and writes to everybody is told more often than anything is stored.
    expect(outcome.frames).toBeGreaterThan(2 * outcome.stored);
    expect(outcome.backMs.median).toBeLessThan(BACK_WITHIN_MS);
    for (const { count, longest } of [outcome.lastWordsMs, outcome.orphanedMs, outcome.unhintedMs]) {
      expect(count).toBeGreaterThan(0);
      expect(longest).toBeLessThan(LAST_WORDS_WITHIN_MS);
    }
  },
);
