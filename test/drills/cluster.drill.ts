import { parseArgs } from "node:util";
import { hasNats } from "../support/programs/nats-server.ts";
import { isOwnServer, postgresMissing } from "../support/programs/postgres-server.ts";
import { type ClusterOutcome, runCluster } from "./cluster-run.ts";
import { countOf, type Drill } from "./drill.ts";

export const drill: Drill = {
  does: "three gateways on one PostgreSQL and one NATS, while all of them die, freeze and are cut off from each other",
  usage: "[--seconds 600] [--seed 1]",

  prepare(argv) {
    const { values } = parseArgs({
      args: [...argv],
      options: { seconds: { type: "string", default: "600" }, seed: { type: "string", default: "1" } },
    });
    const seconds = countOf("seconds", values.seconds);
    const seed = countOf("seed", values.seed);
    const missing = clusterMissing();
    if (missing !== null) throw new TypeError(missing);
    return async () => report(await runCluster({ seconds, seed, print: console.error }), seed);
  },
};

/** Why three gateways cannot be tried here; null when they can. */
export function clusterMissing(): string | null {
  if (!hasNats()) return "no NATS: install Debian's nats-server";
  return postgresMissing() ?? (isOwnServer ? null : "a server that was named is not killed");
}

/** Milliseconds. What is written when a fault has ended, on 19 of 20 occasions; last words, always. */
const BACK_WITHIN_MS = 2_000;
const LAST_WORDS_WITHIN_MS = 5_000;

function isInTime({ backMs, lastWordsMs, orphanedMs, unhintedMs }: ClusterOutcome): boolean {
  const isTold = [lastWordsMs, orphanedMs, unhintedMs].every(({ longest }) => longest <= LAST_WORDS_WITHIN_MS);
  return backMs.most <= BACK_WITHIN_MS && isTold;
}

function report(outcome: ClusterOutcome, seed: number): boolean {
  const { faults, backMs, lastWordsMs, orphanedMs, unhintedMs } = outcome;
  const happened = [...faults.values()].reduce((total, count) => total + count, 0);
  console.log(
    `devices              ${outcome.devices} on 3 gateways, ${outcome.connections} connections, seed ${seed}`,
  );
  console.log(`faults               ${happened}`);
  for (const [kind, count] of [...faults].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    console.log(`  ${String(count).padStart(4)} ${kind}`);
  console.log(`crashed              ${outcome.crashed}`);
  console.log(`acknowledged         ${outcome.acknowledged}`);
  console.log(`  lost               ${outcome.lost}`);
  console.log(`stored               ${outcome.stored}`);
  console.log(`told to devices      ${outcome.frames} frames, ${outcome.gapsRead} gaps read`);
  console.log(`  twice              ${outcome.twice}`);
  console.log(`  out of order       ${outcome.unordered}`);
  console.log(`  incomplete         ${outcome.incomplete}`);
  console.log(`refused for good     ${outcome.refused}`);
  console.log(`answers of the bot   ${outcome.questions}`);
  console.log(`  missing or twice   ${outcome.unanswered}`);
  for (const [name, spread] of [
    ["writing goes on", backMs],
    ["last words, no NATS", lastWordsMs],
    ["last words, killed", orphanedMs],
    ["last words, no hint", unhintedMs],
  ] as const) {
    const { count, median, most, longest } = spread;
    console.log(`${name.padEnd(20)} ${median} ms median, ${most} ms 95 %, ${longest} ms longest of ${count}`);
  }
  console.log(`  slowest after      ${outcome.slowest}`);
  console.log(`all at rest          ${outcome.restMs} ms`);
  for (const tale of outcome.tales) console.log(`  ${tale}`);
  const { lost, twice, unordered, incomplete, unanswered, refused, crashed } = outcome;
  return lost + twice + unordered + incomplete + unanswered + refused + crashed === 0 && isInTime(outcome);
}
