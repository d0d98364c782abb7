import { parseRulebook } from "../../src/policy/rulebook/rulebook.ts";
import { rulebookText } from "../policy/facts.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { type MutationJudge, openMutationJudge } from "./noticed.ts";
import { readTree } from "../policy/oracle.ts";

/** All mutants of a shipped rulebook, and who says what became of them. */
export async function openMutants(id: string): Promise<{ judge: MutationJudge; mutants: readonly Mutant[] }> {
  const text = rulebookText(id);
  const judge = await openMutationJudge(id, parseRulebook(text, `${id}.yaml`));
  return { judge, mutants: [...mutantsOf(readTree(text))] };
}
