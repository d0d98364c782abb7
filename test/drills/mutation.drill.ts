import { parseArgs } from "node:util";
import type { Drill } from "./drill.ts";
import { openMutants } from "./mutation-run.ts";
import type { Fate } from "./noticed.ts";

const EXPLAINED: readonly (readonly [fate: Fate, words: string])[] = [
  ["fixture", "noticed by a fixture"],
  ["refused", "refused when the file is read"],
  ["audit", "noticed by the audit: a rule that never speaks, a gap or a missing text"],
  ["same_verdicts", "no verdict of any input changes, which the comparison of all inputs proves"],
  ["no_such_app", "verdicts change only for links of which the registry knows no app"],
  ["survived", "survived"],
];

/** Why a change may leave every verdict as it was. */
function kindOf(name: string): string {
  if (name.includes("default.action")) return "a default that no input comes to";
  if (name.includes(" before ")) return "two neighbours that give one verdict, or fit no link in common";
  return "a condition that rules before it, or beside it with the same verdict, make idle";
}

export const drill: Drill = {
  does: "each thing in the shipped rulebooks is changed, one at a time; a fixture or the audit notices it, or no verdict changes",
  usage: "[--list]   names the changes that no verdict shows, too",

  prepare(argv) {
    const { values } = parseArgs({ args: [...argv], options: { list: { type: "boolean", default: false } } });
    return async () => {
      let isSound = true;
      for (const id of ["wechat", "miit", "qq", "samr"]) isSound = (await report(id, values.list)) && isSound;
      return isSound;
    };
  },
};

async function report(id: string, isListed: boolean): Promise<boolean> {
  const { judge, mutants } = await openMutants(id);
  const byFate = Map.groupBy(mutants, (mutant) => judge.fateOf(mutant));
  console.log(`${id}: ${mutants.length} changes, tried on ${judge.links} links of the fixtures`);
  for (const [fate, words] of EXPLAINED) {
    const names = (byFate.get(fate) ?? []).map(({ name }) => name);
    console.log(`${String(names.length).padStart(6)}  ${words}`);
    if (fate === "same_verdicts") {
      for (const [kind, some] of Map.groupBy(names, kindOf))
        console.log(`${String(some.length).padStart(12)}  ${kind}`);
    }
    const isNamed = fate !== "fixture" && (fate !== "same_verdicts" || isListed);
    if (isNamed) for (const name of names) console.log(`        ${name}`);
  }
  return !byFate.has("survived");
}
