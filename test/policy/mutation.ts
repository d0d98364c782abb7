import { parseRulebook } from "../../src/policy/rulebook.ts";
import { rulebookText } from "./facts.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { type Fate, type MutationJudge, openMutationJudge } from "./noticed.ts";
import { readTree } from "./oracle.ts";

/**
 * `node test/policy/mutation.ts [--list]`: changes each thing in the shipped rulebooks, one at a time, and says what
 * nobody noticed. `--list` names the changes that no verdict shows, too.
 */
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

/** All mutants of a shipped rulebook, and who says what became of them. */
export async function openMutants(id: string): Promise<{ judge: MutationJudge; mutants: readonly Mutant[] }> {
  const text = rulebookText(id);
  const judge = await openMutationJudge(id, parseRulebook(text, `${id}.yaml`));
  return { judge, mutants: [...mutantsOf(readTree(text))] };
}

async function report(id: string, isListed: boolean): Promise<void> {
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
  if (byFate.has("survived")) process.exitCode = 1;
}

if (import.meta.main) {
  for (const id of ["wechat", "miit"]) await report(id, process.argv.includes("--list"));
}
