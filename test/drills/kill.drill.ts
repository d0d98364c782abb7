import { parseArgs } from "node:util";
import { countOf, type Drill } from "./drill.ts";
import { postgresMissing } from "../support/programs/postgres-server.ts";
import { KILL_STORES, type KillOutcome, runKills } from "./kill-run.ts";

export const drill: Drill = {
  does: "a gateway under load is killed and started again; nothing acknowledged is lost, doubled or reordered",
  usage: "[--kills 50] [--users 200] [--in-flight 2] [--seed 1] [--store sqlite|postgres]",

  prepare(argv) {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        kills: { type: "string", default: "50" },
        users: { type: "string", default: "200" },
        "in-flight": { type: "string", default: "2" },
        seed: { type: "string", default: "1" },
        store: { type: "string", default: "sqlite" },
      },
    });
    const users = countOf("users", values.users);
    if (users % 2 !== 0) throw new TypeError("--users takes an even number: each writes to one other");
    const kills = countOf("kills", values.kills);
    const inFlight = countOf("in-flight", values["in-flight"]);
    const seed = countOf("seed", values.seed);
    const store = KILL_STORES.find((each) => each === values.store);
    if (store === undefined) throw new TypeError(`--store takes one of ${KILL_STORES.join(", ")}`);
    const missing = store === "postgres" ? postgresMissing() : null;
    if (missing !== null) throw new TypeError(missing);
    return async () => {
      console.log(`store                ${store}`);
      return report(await runKills({ users, kills, inFlight, seed, store, print: console.error }), users, seed);
    };
  },
};

function report(outcome: KillOutcome, users: number, seed: number): boolean {
  console.log(`users                ${users}, two devices each, seed ${seed}`);
  console.log(`kills                ${outcome.kills}`);
  console.log(`conversations        ${outcome.conversations}`);
  console.log(`acknowledged         ${outcome.acknowledged}`);
  console.log(`  missing            ${outcome.missing}`);
  console.log(`stored               ${outcome.stored}`);
  console.log(`  duplicates         ${outcome.duplicates}`);
  console.log(`  gaps               ${outcome.gaps}`);
  console.log(`  order errors       ${outcome.orderErrors}`);
  console.log(`told to devices      ${outcome.told}`);
  console.log(`  missed or twice    ${outcome.missedOrTwice}`);
  console.log(`  order errors       ${outcome.deviceOrderErrors}`);
  console.log(`kill to first ack    ${outcome.backMs.median} ms median, ${outcome.backMs.longest} ms longest`);
  const { missing, duplicates, gaps, orderErrors, missedOrTwice, deviceOrderErrors } = outcome;
  return missing + duplicates + gaps + orderErrors + missedOrTwice + deviceOrderErrors === 0;
}
