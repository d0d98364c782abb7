import fc from "fast-check";
import { expect, test } from "vitest";
import { toCondition } from "../../../src/policy/rulebook/condition.ts";
import { compileEdition, compileRulebook, decide, decideIn, decisionTable } from "../../../src/policy/decide/decide.ts";
import { type ConditionTrace, explain, explainIn } from "../../../src/policy/decide/explain.ts";
import { parseRulebook } from "../../../src/policy/rulebook/rulebook.ts";
import { clientCell, spaceOf } from "../../../src/policy/decide/space.ts";
import { clientIn } from "../../../src/policy/compare/witness.ts";
import { askEdition, askOracle, type OracleAnswer, plainParts, readOracle, type Tree } from "../oracle.ts";
import { bookArbitrary, factsArbitrary } from "../random-books.ts";
import { compiledBook, factsOf, rulebookText } from "../facts.ts";
import type { Decision } from "../../../src/policy/types.ts";
import { randomRuns } from "../../support/random-runs.ts";

const brief = ({ edition, rule, decidedBy, action, notice }: Decision): OracleAnswer => ({
  edition,
  rule,
  decidedBy,
  action,
  notice,
});

test("the compiled form and a plain walk over the YAML agree on random rulebooks and random links", () => {
  fc.assert(
    fc.property(bookArbitrary, fc.array(factsArbitrary, { minLength: 20, maxLength: 60 }), (text, links) => {
      const compiled = compileRulebook(parseRulebook(text, "random.yaml"));
      const oracle = readOracle(text);
      for (const facts of links) {
        expect(brief(decide(compiled, facts))).toEqual(askOracle(oracle, facts));
      }
    }),
    { numRuns: randomRuns(30) },
  );
});

test("any set of findings gets what a plain walk gives, under every edition of wechat", () => {
  const compiled = compiledBook("wechat");
  const oracle = readOracle(rulebookText("wechat"));
  fc.assert(
    fc.property(factsArbitrary, (facts) => {
      for (const [index, edition] of compiled.editions.entries()) {
        const plain = oracle[index];
        expect(brief(decideIn(edition, facts))).toEqual(plain === undefined ? null : askEdition(plain, facts));
      }
    }),
    { numRuns: randomRuns(200) },
  );
});

test("an edition is compiled when its first link comes, and once", () => {
  const book = parseRulebook(rulebookText("wechat"), "wechat.yaml");
  const asked: string[] = [];
  const compiled = compileRulebook(book, (edition) => {
    asked.push(edition.id);
    return decisionTable(edition);
  });
  expect(asked).toEqual([]);
  const last = book.editions.at(-1);
  for (let link = 0; link < 3; link += 1) decide(compiled, factsOf({ at: last?.from.toISOString() ?? "" }));
  expect(asked).toEqual([last?.id]);
  expect(compiled.editions).toHaveLength(book.editions.length);
  expect(compiled.edition(book.editions.length)).toBeUndefined();
  expect(asked.toSorted()).toEqual(book.editions.map(({ id }) => id).toSorted());
});

test("explain names the rule that the decision names, for every link and rulebook", () => {
  fc.assert(
    fc.property(bookArbitrary, factsArbitrary, (text, facts) => {
      const compiled = compileRulebook(parseRulebook(text, "random.yaml"));
      for (const edition of compiled.editions) {
        const { rules, decision } = explainIn(edition, { ...facts, resolution: "final" });
        expect(rules.map(({ rule }) => rule)).toEqual(edition.edition.rules.map(({ id }) => id));
        expect(rules.find(({ state }) => state === "spoke")?.rule ?? null).toBe(decision.rule);
        for (const { state, conditions } of rules) {
          const allMatched = conditions.every(({ matched }) => matched);
          expect(state === "not_reached" ? allMatched : state === "spoke").toBe(allMatched);
        }
      }
    }),
    { numRuns: randomRuns(20) },
  );
});

test("explain says of every condition what a plain walk over the YAML says of it", () => {
  const answersOf = ({ condition, matched, parts }: ConditionTrace): readonly string[] =>
    ["all", "any", "not"].includes(condition) ? parts.flatMap(answersOf) : [`${condition} ${matched}`];
  fc.assert(
    fc.property(bookArbitrary, fc.array(factsArbitrary, { minLength: 5, maxLength: 10 }), (text, links) => {
      const { editions } = compileRulebook(parseRulebook(text, "random.yaml"));
      for (const [index, plain] of readOracle(text).entries()) {
        const compiled = editions[index];
        if (compiled === undefined) throw new Error("an edition is gone");
        for (const facts of links) {
          const told = explainIn(compiled, facts).rules.map(({ conditions }) =>
            conditions.flatMap(answersOf).toSorted(),
          );
          const asked = plain.rules.map((rule) => plainParts(rule["when"] as Tree, facts));
          expect(told).toEqual(asked.map((parts) => parts.map(([key, holds]) => `${key} ${holds}`).toSorted()));
        }
      }
    }),
    { numRuns: randomRuns(10) },
  );
});

test("explain says what each condition asked for and what it found", () => {
  const { rules, decision } = explain(compiledBook("wechat"), factsOf({ client: { os: "ios", version: "8.0.12" } }));
  expect(decision).toMatchObject({ rule: "first-phase-old-client", action: "open_externally" });
  const spoken = rules.find(({ state }) => state === "spoke");
  const version = spoken?.conditions.find(({ condition }) => condition === "not")?.parts[0];
  expect(version).toEqual({
    condition: "client",
    matched: false,
    expected: "android >=8.0.11 or ios >=8.0.13",
    actual: "ios 8.0.12",
    parts: [],
  });
  expect(rules.find(({ rule }) => rule === "harmful")?.conditions[0]).toMatchObject({ matched: false, actual: "none" });
  expect(rules.at(-1)?.state).toBe("not_reached");
});

test("what cannot be decided opens externally and says that an error decided", () => {
  const wechat = compiledBook("wechat");
  const undecided = { action: "open_externally", decidedBy: "error", rule: null };
  expect(decide(wechat, factsOf({ at: "2013-06-30T23:59:59+08:00" }))).toMatchObject({ ...undecided, edition: null });
  expect(decide(wechat, factsOf({ at: "no date" }))).toMatchObject({ ...undecided, edition: null });
  expect(decide(wechat, factsOf({ host: "douyin" }))).toMatchObject({ ...undecided, edition: null });
  expect(decide(compiledBook("miit"), factsOf({ host: "douyin" }))).toMatchObject({ decidedBy: "rule" });
  // A caller without types may hand in anything.
  const badChat = { ...factsOf(), chat: "channel" as "group" };
  expect(decide(wechat, badChat)).toMatchObject({ ...undecided, edition: "2021-09-17" });
});

test("a rule is tested for the links that were tested, and inferred for others of its class", () => {
  const wechat = compiledBook("wechat");
  const at = { at: "2021-09-18T12:00:00+08:00" };
  const basisOf = (app: string | null, rest: object = {}) => decide(wechat, factsOf({ ...at, app, ...rest })).basis;
  expect([basisOf("taobao"), basisOf("tmall"), basisOf("eleme"), basisOf("damai"), basisOf(null)]).toEqual([
    "tested",
    "tested",
    "inferred",
    "inferred",
    "inferred",
  ]);
  const allied = { relation: "allied", owner: null } as const;
  expect([basisOf("jd", allied), basisOf("temu", allied)]).toEqual(["tested", "inferred"]);
  expect(decide(wechat, factsOf({ ...at, app: "jd", ...allied })).citations).toContainEqual(
    expect.objectContaining({ against: true, title: expect.stringContaining("JD did not open") }),
  );
  expect(explain(wechat, factsOf({ ...at, app: "eleme" })).rules.find(({ state }) => state === "spoke")?.basis).toBe(
    "inferred",
  );
});

test.each<readonly [rule: string, facts: Parameters<typeof factsOf>[0], day: string, basis: string]>([
  ["own-account", { relation: "own", class: "official_account", app: "wechat" }, "2021-09-18", "written"],
  ["diversion-page", { findings: ["diversion"] }, "2021-03-01", "written"],
  ["diversion-page", { findings: ["diversion"] }, "2021-09-18", "inferred"],
  ["unknown-origin", { findings: ["unknown_origin"] }, "2025-12-01", "inferred"],
  ["file-download-stopped", { findings: ["file_download"] }, "2025-12-01", "inferred"],
  ["choice-block", { choice: "block" }, "2025-12-01", "house"],
  ["neutral", { relation: "neutral", app: null }, "2025-12-01", "house"],
])("%s rests on no more than the record", (rule, facts, day, basis) => {
  const decision = decide(compiledBook("wechat"), factsOf({ ...facts, at: `${day}T12:00:00+08:00` }));
  expect(decision).toMatchObject({ rule, basis });
});

test("an unresolved link never opens in place, and no rule is said to have spoken", () => {
  const wechat = compiledBook("wechat");
  expect(decide(wechat, factsOf({ resolution: "provisional" }))).toMatchObject({
    action: "open_in_place",
    decidedBy: "rule",
  });
  expect(decide(wechat, factsOf({ resolution: "unresolved" }))).toMatchObject({
    action: "open_externally",
    notice: false,
    decidedBy: "unresolved",
    rule: null,
  });
  expect(decide(wechat, factsOf({ resolution: "unresolved", chat: "group" }))).toMatchObject({
    action: "open_externally",
    decidedBy: "rule",
    rule: "first-phase-group-closed",
  });
});

test("a rule's own word for unresolved links is named with the rule", () => {
  const text = `
id: mine
title: Mine
authority: Me
host: any
editions:
  - id: "1"
    from: 2020-01-01T00:00:00Z
    title: One
    source: [{ title: S, url: "https://example.org/" }]
    default: { action: block, basis: written, reason: { en: No rule. } }
    unresolved: { action: open_externally, basis: written, reason: { en: Not known. } }
    rules:
      - id: open
        when: {}
        then: { action: open_in_place }
        onUnresolved: { action: block, reason: { en: Stopped until known. } }
        basis: written
        reason: { en: Opens. }
`;
  const [edition] = parseRulebook(text, "mine.yaml").editions;
  const compiled = compileEdition(parseRulebook(text, "mine.yaml"), edition);
  const decision = decideIn(compiled, factsOf({ resolution: "unresolved" }));
  expect(decision).toMatchObject({ action: "block", rule: "open", decidedBy: "unresolved" });
  expect(decision.reason["vi"]).toBe("Stopped until known.");
});

test("a witness lies in the cell it stands for, also between versions that leave little room", () => {
  const bounds = [">=8.0.11", ">8.0.11", ">=8.0.11.1", "<=8.0.12", "=9", ">=8.0.10 <8.0.10.0.2"];
  const conditions = bounds.map((android) => toCondition({ client: { android } }));
  const space = spaceOf(conditions);
  const start = space.clientStart.android;
  for (let cell = start; cell < start + space.versionCuts.android.length + 2; cell++) {
    const { os, version } = clientIn(space, cell);
    expect({ version, cell: clientCell(space, os, version) }).toEqual({ version, cell });
  }
});
