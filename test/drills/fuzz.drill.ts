import { parseArgs } from "node:util";
import { countOf, type Drill } from "./drill.ts";
import { type FuzzOutcome, runFuzz } from "./fuzz-run.ts";

export const drill: Drill = {
  does: "random and mutated frames over real sockets; each gets the answer that the protocol owes it",
  usage: "[--frames 100000] [--seed 1] [--lanes 8]",

  prepare(argv) {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        frames: { type: "string", default: "100000" },
        seed: { type: "string", default: "1" },
        lanes: { type: "string", default: "8" },
      },
    });
    const frames = countOf("frames", values.frames);
    const seed = countOf("seed", values.seed);
    const lanes = countOf("lanes", values.lanes);
    return async () => report(await runFuzz({ frames, seed, lanes, print: console.error }), seed);
  },
};

function report(outcome: FuzzOutcome, seed: number): boolean {
  const table = (counted: ReadonlyMap<string | number, number>) =>
    [...counted]
      .sort(([, one], [, other]) => other - one)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  const { early, late } = outcome.residentBytes;
  const mib = (bytes: number) => Math.round(bytes / 2 ** 20);
  console.log(`frames              ${outcome.frames} over ${outcome.connections} connections, seed ${seed}`);
  console.log(`answers             ${table(outcome.answers)}`);
  console.log(`closes              ${table(outcome.closes)}`);
  console.log(`unanswered          ${outcome.unanswered}`);
  console.log(`unasked             ${outcome.unasked}`);
  console.log(`wrong answers       ${outcome.wrong.length}`);
  for (const what of outcome.wrong.slice(0, 10)) console.log(`  ${what}`);
  console.log(`unknown close codes ${outcome.unknownCloses.length}`);
  console.log(`faults              ${outcome.faults}`);
  console.log(`innocent messages   ${outcome.innocent.read} of ${outcome.innocent.sent}`);
  console.log(`connections left    ${outcome.connectionsLeft}`);
  console.log(`resident memory     ${mib(early)} MiB after a fifth, ${mib(late)} MiB at the end`);
  console.log(`exit code           ${outcome.exitCode}`);
  const { unanswered, unasked, wrong, unknownCloses, faults, innocent, exitCode } = outcome;
  return (
    unanswered + unasked + wrong.length + unknownCloses.length + faults === 0 &&
    innocent.read === innocent.sent &&
    exitCode === 0
  );
}
