import { expect, test } from "vitest";
import { auditRulebook } from "../../../src/policy/compare/audit.ts";
import { diffRulebooks } from "../../../src/policy/compare/diff.ts";
import { auditText, diffText } from "../../../src/pages/report-text.ts";
import { parseRulebook } from "../../../src/policy/rulebook/rulebook.ts";

const BOOK = `
id: mine
title: Mine
authority: A test
host: wechat
languages: [en]
sources:
  A: { title: A, url: "https://a.example/" }
  B: { title: B, url: "https://b.example/" }
rules:
  shops: { when: { class: e-commerce }, then: { action: block }, basis: tested, citations: [A], reason: { en: Closed. } }
  rest: { when: {}, then: { action: open_in_place }, basis: house, reason: { en: Opens. } }
editions:
  - id: "1"
    from: "2020-01-01T00:00:00Z"
    title: First
    source: [A]
    default: { action: block, basis: house, reason: { en: Nothing fits. } }
    rules: [shops, rest]
  - id: "2"
    from: "2021-01-01T00:00:00Z"
    title: Second
    source: [A]
    default: { action: block, basis: house, reason: { en: Nothing fits. } }
    rules: [shops, rest]
`;
const subject = (text: string, edition: string | null = null) => {
  const rulebook = parseRulebook(text, "mine.yaml");
  return { rulebook, edition: rulebook.editions.find(({ id }) => id === edition) ?? null };
};
const BOTH = [
  { left: "1", right: "1" },
  { left: "2", right: "2" },
];

test.each([
  ["", "", []],
  ["[phishing]", "[phishing]", []],
  ["en: Closed.", "en: Shops are closed.", [{ rule: "shops", parts: ["reason"], editions: BOTH }]],
  [
    "basis: tested, citations: [A]",
    "basis: written, citations: [B]",
    [{ rule: "shops", parts: ["basis", "citations"], editions: BOTH }],
  ],
  ["{ en: Opens. }", "{ en: Opens. }, meant: { en: So be it. }", [{ rule: "rest", parts: ["meant"], editions: BOTH }]],
  [
    "title: First\n    source: [A]",
    "title: First\n    source: [A, B]",
    [{ rule: null, parts: ["citations"], editions: BOTH.slice(0, 1) }],
  ],
])(
  "what rules of one name say otherwise is told where nothing is judged differently: %j, written %j",
  (from, to, told) => {
    const diff = diffRulebooks(subject(BOOK), subject(BOOK.replace(from, to)));
    expect(diff).toMatchObject({ differing: 0n, told });
    const text = diffText(diff);
    expect(text).toContain("No input is judged differently.");
    expect(text.includes("Told differently by rules of one name")).toBe(told.length > 0);
  },
);

test("editions are compared that are in force together, and an edition alone with each", () => {
  const other = BOOK.replaceAll("en: Closed.", "en: Shut.").replace("2021-01-01", "2020-07-01");
  const both = diffRulebooks(subject(BOOK), subject(other)).told;
  expect(both).toMatchObject([{ rule: "shops", editions: [BOTH[0], { left: "1", right: "2" }, BOTH[1]] }]);
  const alone = diffRulebooks(subject(BOOK, "1"), subject(other, "2"));
  expect(alone.told).toMatchObject([{ rule: "shops", editions: [{ left: "1", right: "2" }] }]);
  expect(diffText(alone)).toContain("\n  shops: reason, in 1 and 2\n");
});

test("a shared rule that no edition takes is told by an audit: it decides nothing", () => {
  expect(auditRulebook(subject(BOOK).rulebook).unusedRules).toEqual([]);
  const audit = auditRulebook(subject(BOOK.replaceAll("[shops, rest]", "[{ id: mine, use: rest }]")).rulebook);
  expect(audit).toMatchObject({ unusedRules: ["shops"], silentRules: [] });
  expect(auditText(audit)).toContain("Shared rules that no edition takes: 1\n  shops\n");
});
