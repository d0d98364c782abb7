import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Checker, openChecker } from "../../src/check/checker.ts";
import { knownAppsOf } from "../../src/rulebooks/known-apps.ts";
import { auditRulebook } from "../../src/policy/compare/audit.ts";
import { diffRulebooks } from "../../src/policy/compare/diff.ts";
import { RulebookError } from "../../src/policy/rulebook/rulebook-error.ts";
import { parseRulebook, type Rulebook } from "../../src/policy/rulebook/rulebook.ts";
import type { Scope, WordScope } from "../../src/policy/compare/scope.ts";
import type { KnownApp } from "../../src/policy/compare/survey.ts";
import type { PolicyFacts } from "../../src/policy/types.ts";
import { parseFixtures } from "../../src/replay/fixture.ts";
import { offlineJudge } from "../../src/replay/offline-judge.ts";
import { askOracle, oracleOf, type OracleAnswer } from "../policy/oracle.ts";
import type { Mutant } from "./mutants.ts";

/** A link of a fixture, and what its fixture expects of the decision. */
interface ExpectedLink {
  /** One for each place that the link may lead to, the first one first. */
  readonly places: readonly PolicyFacts[];
  readonly expected: readonly (readonly [keyof OracleAnswer, unknown])[];
}

const DECISION_FIELDS: readonly (keyof OracleAnswer)[] = ["action", "notice", "rule", "decidedBy", "edition"];
const FIXTURES = join(import.meta.dirname, "../../fixtures/{rules,stories}/*.jsonl");

export type Fate =
  /** A fixture of ours fails. */
  | "fixture"
  /** The file is refused. */
  | "refused"
  /** The audit finds a silent rule, a gap, a missing text, or, where there was none, unequal treatment. */
  | "audit"
  /** No input at all gets another verdict; at most another rule is named for it. */
  | "same_verdicts"
  /** Only links of an owner and class get another verdict of which the registry knows no app. */
  | "no_such_app"
  | "survived";

/** Tells what became of changed rulebooks, by the shipped fixtures and the audit. */
export interface MutationJudge {
  readonly links: number;
  /** By the fixtures alone: quick, without compiling the mutant. */
  isNoticedByFixtures(mutant: Mutant): boolean;
  fateOf(mutant: Mutant): Fate;
}

export async function openMutationJudge(id: string, original: Rulebook): Promise<MutationJudge> {
  const checker = openChecker();
  const apps = [...knownAppsOf(checker.registry), STRANGER];
  const links = await linksOf(id, checker);
  const hadUnequal = auditRulebook(original, { apps }).unequal.length > 0;

  const isNoticedByFixtures = ({ book }: Mutant): boolean => {
    const editions = oracleOf(book);
    return links.some(({ places, expected }) => {
      const answer = strictestOf(places.map((facts) => askOracle(editions, facts)));
      return expected.some(([field, value]) => answer[field] !== value);
    });
  };
  return {
    links: links.length,
    isNoticedByFixtures,
    fateOf: (mutant) =>
      isNoticedByFixtures(mutant) ? "fixture" : fateWithoutFixtures(mutant, original, apps, hadUnequal),
  };
}

function fateWithoutFixtures(
  { book }: Mutant,
  original: Rulebook,
  apps: readonly KnownApp[],
  hadUnequal: boolean,
): Fate {
  let changed: Rulebook;
  try {
    changed = parseRulebook(JSON.stringify(book), "mutant.json");
  } catch (error) {
    if (error instanceof RulebookError) return "refused";
    throw error;
  }
  const audit = auditRulebook(changed, { apps });
  if (audit.silentRules.length + audit.defaultOnly.length + audit.missing.length > 0) return "audit";
  if (!hadUnequal && audit.unequal.length > 0) return "audit";
  const diff = diffRulebooks({ rulebook: original, edition: null }, { rulebook: changed, edition: null }, { apps });
  if (diff.differing === 0n) return "same_verdicts";
  const isKnown = diff.leftOver > 0n || diff.differences.some(({ scope }) => apps.some((app) => isAppIn(scope, app)));
  return isKnown ? "survived" : "no_such_app";
}

/** The strictest answer; of equals the first. */
function strictestOf(answers: readonly OracleAnswer[]): OracleAnswer {
  const order = ["open_in_place", "open_externally", "block"];
  const strictness = ({ action, notice }: OracleAnswer): number => order.indexOf(action) * 2 + (notice ? 1 : 0);
  return answers.reduce((strictest, answer) => (strictness(answer) > strictness(strictest) ? answer : strictest));
}

/** Sites of nobody, beside the apps of the registry. */
const STRANGER: KnownApp = { id: "", owner: "", class: "site", relation: "neutral" };

function isAppIn(scope: Scope, { id, owner, class: cls, relation }: KnownApp): boolean {
  const fits = (words: WordScope | null, word: string): boolean =>
    words === null || words.words.includes(word) !== words.isExcept;
  return fits(scope.app, id) && fits(scope.owner, owner) && fits(scope.class, cls) && fits(scope.relation, relation);
}

/** Every link of the shipped fixtures that a rulebook judges, with its facts as the pipeline has them. */
async function linksOf(id: string, checker: Checker): Promise<readonly ExpectedLink[]> {
  const links: ExpectedLink[] = [];
  let seen: PolicyFacts[] = [];
  const judge = offlineJudge(checker, (reading) => ({
    ...reading,
    decide: (facts) => {
      seen.push(facts);
      return reading.decide(facts);
    },
  }));
  for (const file of globSync(FIXTURES)) {
    for (const line of parseFixtures(readFileSync(file, "utf8"))) {
      if ("error" in line) throw line.error;
      const { fixture, source } = line;
      if ((fixture.rulebook ?? "wechat") !== id) continue;
      seen = [];
      const reports = await judge(fixture, source);
      for (const [index, report] of reports.entries()) {
        // A link that may lead to several places is judged once for each, the first place last.
        const others = seen.splice(0, report.alternatives?.length ?? 0);
        const places = [...seen.splice(0, 1), ...others];
        const entry = fixture.expect?.[index] ?? {};
        const expected = DECISION_FIELDS.flatMap((field) => (field in entry ? [[field, entry[field]] as const] : []));
        links.push({ places, expected });
      }
      if (seen.length > 0) throw new Error(`${fixture.id}: decisions of no link`);
    }
  }
  return links;
}
