import { z } from "zod";
import type { Checker } from "../../check/checker.ts";
import type { Observation } from "../../policy/fit/fit.ts";
import { ACTIONS, type PolicyFacts } from "../../policy/types.ts";
import { parseFixtures } from "../../replay/fixture.ts";
import { offlineJudge } from "../../replay/offline-judge.ts";
import { UsageError } from "./command.ts";
import { readFixtureFile } from "./fixture-file.ts";

const seenSchema = z.object({ action: z.enum(ACTIONS).optional(), notice: z.boolean().optional() });

/** Links of fixtures as a platform really treated them. */
export interface Observed {
  readonly observations: readonly Observation[];
  /** Fixtures that tell nothing of the book: of another book, or without an action or a notice. */
  readonly leftOut: number;
}

/**
 * Reads fixtures as observations of what a rulebook's platform did: `action` and `notice` of what they expect.
 *
 * @param reference  The rulebook: an id or a file. A fixture that names another id tells nothing of it.
 * @throws {UsageError} when a file cannot be read or a line is no fixture.
 */
export async function observationsIn(
  checker: Checker,
  { reference, id }: { readonly reference: string; readonly id: string },
  files: readonly string[],
): Promise<Observed> {
  let seen: PolicyFacts[] = [];
  const judge = offlineJudge(checker, (decider) => ({
    ...decider,
    decide: (facts) => {
      seen.push(decider.factsSeen(facts));
      return decider.decide(facts);
    },
  }));
  const observations: Observation[] = [];
  let leftOut = 0;
  for (const file of files) {
    for (const line of parseFixtures(await readFixtureFile(file))) {
      if ("error" in line) throw new UsageError(line.error.message, { file });
      const { fixture, source } = line;
      if ((fixture.rulebook ?? id) !== id && fixture.rulebook !== reference) {
        leftOut++;
        continue;
      }
      seen = [];
      const reports = await judge({ ...fixture, rulebook: reference }, source);
      const before = observations.length;
      for (const [index, report] of reports.entries()) {
        // A link that may lead to several places is judged once for each, the first place last.
        const others = seen.splice(0, report.alternatives?.length ?? 0);
        const [place] = seen.splice(0, 1);
        const expected = seenSchema.safeParse(fixture.expect?.[index] ?? {});
        if (place === undefined || !expected.success) continue;
        const { action = null, notice = null } = expected.data;
        if (action === null && notice === null) continue;
        observations.push({ fixture: fixture.id, places: [place, ...others], action, notice });
      }
      if (observations.length === before) leftOut++;
    }
  }
  return { observations, leftOut };
}
