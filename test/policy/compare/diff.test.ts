import fc from "fast-check";
import { expect, test } from "vitest";
import { compileRulebook, decide, decideIn } from "../../../src/policy/decide/decide.ts";
import { diffRulebooks } from "../../../src/policy/compare/diff.ts";
import { diffText } from "../../../src/pages/report-text.ts";
import { editionById, parseRulebook } from "../../../src/policy/rulebook/rulebook.ts";
import type { Verdict } from "../../../src/policy/compare/survey.ts";
import { randomRuns } from "../../support/random-runs.ts";
import { bookArbitrary, factsArbitrary } from "../random-books.ts";
import { seededAppBook, seededBook } from "../seeded-books.ts";
import { compiledBook, KNOWN_APPS, rulebookText } from "../facts.ts";
import { isIn } from "../scope-members.ts";

const wechat = compiledBook("wechat").rulebook;
const miit = compiledBook("miit").rulebook;
const isGiven = (verdict: Verdict, decision: Verdict): boolean =>
  verdict.action === decision.action && verdict.notice === decision.notice;

const pinned = { rulebook: wechat, edition: editionById(wechat, "2021-09-17") };

test("the statements hold exactly the links that two random rulebooks judge differently", () => {
  fc.assert(
    fc.property(
      bookArbitrary,
      bookArbitrary,
      fc.array(factsArbitrary, { minLength: 30, maxLength: 60 }),
      (one, other, links) => {
        const left = parseRulebook(one, "one.yaml");
        const right = parseRulebook(other, "other.yaml");
        // One pair of some hundreds has more than the 500 statements told by default.
        const diff = diffRulebooks(
          { rulebook: left, edition: null },
          { rulebook: right, edition: null },
          { maxDifferences: Number.POSITIVE_INFINITY },
        );
        expect(diff.leftOver).toBe(0n);
        const [leftBook, rightBook] = [compileRulebook(left), compileRulebook(right)];
        for (const facts of links) {
          const [a, b] = [decide(leftBook, facts), decide(rightBook, facts)];
          const isDifferent = a.action !== b.action || a.notice !== b.notice;
          const telling = diff.differences.filter(({ scope }) => isIn(scope, facts));
          expect(telling.length > 0).toBe(isDifferent);
          expect(telling.every(({ left, right }) => isGiven(left, a) && isGiven(right, b))).toBe(true);
        }
        const untrue = diff.differences.filter(
          ({ witness, left, right, scope, leftRule, notInForce }) =>
            (notInForce === "left") !== (decide(leftBook, witness.facts).edition === null) ||
            (notInForce === "right") !== (decide(rightBook, witness.facts).edition === null) ||
            !isIn(scope, witness.facts) ||
            !isGiven(left, decide(leftBook, witness.facts)) ||
            !isGiven(right, decide(rightBook, witness.facts)) ||
            ![leftRule, null].includes(decide(leftBook, witness.facts).rule),
        );
        expect(untrue).toEqual([]);
      },
    ),
    { numRuns: randomRuns(10) },
  );
});

test("of two large random books the first statements are told, every kind of difference among them, and the rest is counted", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 30), fc.array(factsArbitrary, { minLength: 60, maxLength: 60 }), (seed, links) => {
      const [left, right] = [seededBook(200, seed), seededBook(200, seed + 1)];
      const diff = diffRulebooks(
        { rulebook: left, edition: null },
        { rulebook: right, edition: null },
        { maxDifferences: 60 },
      );
      const [leftBook, rightBook] = [compileRulebook(left), compileRulebook(right)];
      expect(diff.differences.length).toBeLessThanOrEqual(60);
      for (const { left, right, differing, leftOver } of diff.byVerdicts) {
        const told = diff.differences.filter((one) => isGiven(one.left, left) && isGiven(one.right, right));
        expect(told.length).toBeGreaterThan(0);
        expect(leftOver < differing).toBe(true);
      }
      for (const facts of links) {
        const [a, b] = [decide(leftBook, facts), decide(rightBook, facts)];
        const telling = diff.differences.filter(({ scope }) => isIn(scope, facts));
        if (a.action === b.action) expect(telling).toEqual([]);
        else if (diff.leftOver === 0n) expect(telling.length).toBeGreaterThan(0);
        expect(telling.every(({ left, right }) => isGiven(left, a) && isGiven(right, b))).toBe(true);
      }
    }),
    { numRuns: randomRuns(0.2) },
  );
});

test("a book of many apps, each with dates and versions of its own, grows by its rules and not by their products", () => {
  const nodesOf = (rules: number): number =>
    compileRulebook(seededAppBook(rules, 7)).editions.reduce((sum, { levels }) => sum + levels.length, 0);
  const [some, four] = [nodesOf(25), nodesOf(100)];
  expect(four / some).toBeLessThan(8);
});

test("the gap between the first phase and the standard is told whole, and its witnesses show it", () => {
  const diff = diffRulebooks(pinned, { rulebook: miit, edition: null }, { apps: KNOWN_APPS });
  expect(diff.leftOver).toBe(0n);
  const [phase, standard] = [compiledBook("wechat"), compiledBook("miit")];
  for (const { witness, left, right, leftRule } of diff.differences) {
    expect(decide(phase, witness.facts)).toMatchObject({ ...left, edition: "2021-09-17" });
    expect(decide(standard, witness.facts)).toMatchObject(right);
    expect(witness.facts.resolution === "final" ? leftRule : null).toBe(
      witness.facts.resolution === "final" ? decide(phase, witness.facts).rule : null,
    );
  }
  const rules = new Set(diff.differences.map(({ leftRule }) => leftRule));
  for (const rule of [
    "first-phase-one-to-one",
    "first-phase-old-client",
    "first-phase-group-closed",
    "rival-payment",
  ]) {
    expect(rules).toContain(rule);
  }
  const groups = diff.differences.find(({ leftRule }) => leftRule === "first-phase-group-closed");
  expect(groups).toMatchObject({
    left: { action: "open_externally" },
    right: { action: "open_in_place", notice: false },
  });
  expect(groups?.scope).toMatchObject({ relation: { words: ["rival"], isExcept: false } });
  const { words, isExcept } = groups?.scope.chat ?? { words: [], isExcept: false };
  expect([words.includes("group") !== isExcept, words.includes("one_to_one") !== isExcept]).toEqual([true, false]);
});

test("a rulebook does not differ from itself, and an edition not from itself", () => {
  for (const subject of [pinned, { rulebook: wechat, edition: null }]) {
    const diff = diffRulebooks(subject, subject);
    expect(diff).toMatchObject({ differences: [], differing: 0n, leftOver: 0n });
    expect(diffText(diff)).toContain("No input is judged differently.");
  }
});

test("two editions differ only where a date or a changed rule makes them", () => {
  const second = { rulebook: wechat, edition: editionById(wechat, "2021-11-30") };
  const diff = diffRulebooks(pinned, second);
  const codes = diff.differences.filter(({ rightRule }) => rightRule === "share-code-stopped");
  expect(codes.map(({ scope }) => scope.at)).toEqual([[{ from: "2022-12-31T16:00:00.000Z", until: null }]]);
  const editions = compiledBook("wechat").editions;
  const [first, later] = ["2021-09-17", "2021-11-30"].map((id) => editions.find(({ edition }) => edition.id === id));
  if (first === undefined || later === undefined) throw new Error("an edition is gone");
  fc.assert(
    fc.property(factsArbitrary, (facts) => {
      const [a, b] = [decideIn(first, facts), decideIn(later, facts)];
      expect(diff.differences.some(({ scope }) => isIn(scope, facts))).toBe(
        a.action !== b.action || a.notice !== b.notice,
      );
    }),
    { numRuns: randomRuns(100) },
  );
});

test("the time before a book's first edition is compared too: the engine opens every link externally then", () => {
  const book = (from: string) =>
    parseRulebook(
      JSON.stringify({
        id: "mine",
        title: "Mine",
        authority: "a test",
        host: "any",
        editions: [
          {
            id: "1",
            from,
            title: "One",
            source: [
              {
                title: "A",
                url: "https://a.example/",
              },
            ],
            default: {
              action: "open_externally",
              basis: "house",
              reason: { en: "No." },
            },
            rules: [
              {
                id: "all",
                when: {},
                then: { action: "open_in_place" },
                basis: "house",
                reason: { en: "Yes." },
              },
            ],
          },
        ],
      }),
      "mine.json",
    );
  const [early, late] = [book("2020-01-01T00:00:00+08:00"), book("2021-01-01T00:00:00+08:00")];
  for (const [left, right, notInForce] of [
    [early, late, "right"],
    [late, early, "left"],
  ] as const) {
    const diff = diffRulebooks({ rulebook: left, edition: null }, { rulebook: right, edition: null });
    expect(diff.differences).toMatchObject([
      { scope: { at: [{ from: "2019-12-31T16:00:00.000Z", until: "2020-12-31T16:00:00.000Z" }] }, notInForce },
    ]);
    expect(diff.differing).toBeGreaterThan(0n);
    expect(diffText(diff)).toContain(
      notInForce === "left" ? "by no edition in force against all" : "by all against no edition in force",
    );
  }
  // Before both, nothing differs; from the later one on, nothing either.
  const inPlace = { rulebook: early, edition: editionById(early, "1") };
  const { differences } = diffRulebooks(inPlace, { rulebook: late, edition: null });
  expect(differences).toHaveLength(1);
});

test("a witness of two editions lies in the life of one of them wherever it can", () => {
  const second = { rulebook: wechat, edition: editionById(wechat, "2021-11-29") };
  const { differences } = diffRulebooks(pinned, second, { apps: KNOWN_APPS });
  expect(differences.length).toBeGreaterThan(0);
  for (const { witness } of differences)
    expect(["2021-09-17", "2021-11-29"]).toContain(decide(compiledBook("wechat"), witness.facts).edition);
});

test("one changed word in a shipped rulebook shows in the comparison", () => {
  const changed = parseRulebook(
    rulebookText("wechat").replace(
      "when: { relation: rival, class: [im, office], chat: group }",
      "when: { relation: rival, class: im, chat: group }",
    ),
    "changed.yaml",
  );
  const diff = diffRulebooks({ rulebook: wechat, edition: null }, { rulebook: changed, edition: null });
  expect(diff.differences.length).toBeGreaterThan(0);
  for (const { scope, leftRule } of diff.differences) {
    expect(scope.class).toEqual({ words: ["office"], isExcept: false });
    expect(leftRule).toBe("chat-tools-group-closed");
  }
});

test("when there are more statements than asked for, the rest is counted", () => {
  const diff = diffRulebooks(pinned, { rulebook: miit, edition: null }, { maxDifferences: 2 });
  expect(diff.differences.length).toBe(2);
  expect(diff.leftOver).toBeGreaterThan(0n);
  expect(diff.leftOver).toBeLessThan(diff.differing);
  expect(diff.byVerdicts.reduce((sum, { differing }) => sum + differing, 0n)).toBe(diff.differing);
  expect(diffText(diff)).toContain("more inputs differ");
});

test("the text is 80 columns wide at most and tells each statement with its rules and a witness", () => {
  const text = diffText(diffRulebooks(pinned, { rulebook: miit, edition: null }, { apps: KNOWN_APPS }));
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(text).toMatch(/in group chats( or in\s+Moments)?; rival\s+links/u);
  expect(text).toContain("by first-phase-group-closed against lawful-link");
  expect(text).toContain("https://item.taobao.com/item.htm?id=652874301955");
});
