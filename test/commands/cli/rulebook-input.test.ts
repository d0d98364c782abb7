import { expect, test } from "vitest";
import { openChecker } from "../../../src/check/checker.ts";
import { subjectOf } from "../../../src/commands/cli/rulebook-input.ts";
import { knownAppsOf } from "../../../src/rulebooks/known-apps.ts";
import { auditRulebook } from "../../../src/policy/compare/audit.ts";
import { diffRulebooks } from "../../../src/policy/compare/diff.ts";
import type { Witness } from "../../../src/policy/compare/witness.ts";
import type { Verdict } from "../../../src/policy/compare/survey.ts";

const checker = openChecker();
const apps = knownAppsOf(checker.registry);

/** What the whole pipeline says of a message that a statement gives as its example. */
function verdictOf({ facts, url }: Witness, rulebook: string): Verdict | undefined {
  const { at, chat, client, choice, host } = facts;
  const [report] = checker.check(url ?? "", { at, chat, client, choice, host, locale: "en", lists: [] }, rulebook);
  return report && { action: report.verdict.action, notice: report.verdict.notice };
}

/** Findings and unresolved links cannot be shown by an address alone. */
const isShowable = ({ facts, url }: Witness): boolean =>
  url !== null && facts.findings.size === 0 && facts.resolution === "final";

test("the examples of statements are messages, and the pipeline says of them what the statement says", () => {
  const { unequal } = auditRulebook(subjectOf(checker.shelf, "wechat").rulebook, { apps });
  const groups = unequal.flatMap((statement) => statement.groups).filter(({ witness }) => isShowable(witness));
  expect(groups.length).toBeGreaterThan(20);
  expect(groups.map(({ witness }) => verdictOf(witness, "wechat"))).toEqual(groups.map(({ verdict }) => verdict));

  const [left, right] = ["wechat@2021-09-17", "miit"] as const;
  const { differences } = diffRulebooks(subjectOf(checker.shelf, left), subjectOf(checker.shelf, right), { apps });
  const shown = differences.filter(({ witness }) => isShowable(witness));
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.map(({ witness }) => [verdictOf(witness, left), verdictOf(witness, right)])).toEqual(
    shown.map((difference) => [difference.left, difference.right]),
  );
});

test("nearly every known app has a link that the registry knows as its own", () => {
  const without = apps.filter(({ url }) => url === undefined).map(({ id }) => id);
  expect(without.length).toBeLessThan(apps.length / 10);
  for (const { id, url } of apps) {
    if (url === undefined) continue;
    expect(
      checker.check(url, {
        at: new Date(),
        chat: "group",
        client: { os: "ios", version: null },
        choice: null,
        host: "wechat",
        locale: "en",
        lists: [],
      })[0]?.app?.id,
    ).toBe(id);
  }
});
