import { expect, test } from "vitest";
import { warningsOfChange, warningText } from "../../../src/policy/compare/change.ts";
import type { Subject } from "../../../src/policy/compare/survey.ts";
import { parseRulebook } from "../../../src/policy/rulebook/rulebook.ts";
import { KNOWN_APPS, rulebookText } from "../facts.ts";

const MIIT = rulebookText("miit");
const LAST_RULES = MIIT.lastIndexOf("rules:\n") + "rules:\n".length;
/** A rule before all others of the last edition. */
const first = (rule: string): string => `${MIIT.slice(0, LAST_RULES)}      - ${rule}\n${MIIT.slice(LAST_RULES)}`;
const SHADOWED = first("lawful-link").replace(/ {6}- lawful-link\n*$/u, "");
const subject = (text: string): Subject => ({ rulebook: parseRulebook(text, "miit.yaml"), edition: null });
const warned = (before: string | null, after: string, at = "2026-01-01") =>
  warningsOfChange(before === null ? null : subject(before), subject(after), { apps: KNOWN_APPS, at: new Date(at) });
const said = (warnings: ReturnType<typeof warned>): string => warnings.map(warningText).join("\n");

test("a rule that takes every link names each rule behind it, and what it lets through", () => {
  const warnings = warned(MIIT, SHADOWED);
  expect(warnings.flatMap((each) => (each.kind === "unreachable_rule" ? each.rule : []))).toEqual([
    "not-lawful",
    "deceptive",
    "choice-block",
    "share-code",
    "choice-external",
    "no-page",
    "resembling",
    "forced-jump",
  ]);
  expect(said(warnings)).toContain(
    "rule not-lawful of edition 2022-03-03 can never speak: lawful-link decides before it",
  );
  expect(said(warnings)).toContain("rule lawful-link allows more: open_in_place where rule not-lawful said block (");
});

test("nothing is said of a book that allows less, of itself, or of what was so before", () => {
  const stricter = MIIT.replace("then: { action: open_in_place }", "then: { action: open_externally }");
  expect(warned(MIIT, stricter)).toEqual([]);
  expect(warned(MIIT, MIIT)).toEqual([]);
  expect(warned(SHADOWED, SHADOWED)).toEqual([]);
  expect(said(warned(stricter, MIIT))).toContain("rule lawful-link allows more: open_in_place where");
});

test("where nothing decided before, rules that can never speak are told and nothing is allowed more", () => {
  expect(warned(null, MIIT)).toEqual([]);
  expect(new Set(warned(null, SHADOWED).map(({ kind }) => kind))).toEqual(new Set(["unreachable_rule"]));
});

test("what an edition that is over allows more is no danger to later messages", () => {
  const older = (text: string): string => text.replace("2021-07-26T00:00:00+08:00", "2021-07-01T00:00:00+08:00");
  // For 25 days more links were open: told of a gateway of those days, not of one of today.
  expect(warned(MIIT, older(MIIT), "2021-07-05").map(({ kind }) => kind)).toContain("allows_more");
  expect(warned(MIIT, older(MIIT))).toEqual([]);
});
