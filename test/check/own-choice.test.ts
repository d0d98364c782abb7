import fc from "fast-check";
import { expect, test } from "vitest";
import { chosen, strictest } from "../../src/check/deciding.ts";
import { openChecker } from "../../src/check/checker.ts";
import { compileRulebook, decide } from "../../src/policy/decide/decide.ts";
import { parseRulebook } from "../../src/policy/rulebook/rulebook.ts";
import { CHOICES, type Choice, type Decision, type PolicyFacts } from "../../src/policy/types.ts";
import { STRICTNESS } from "../../src/policy/vocabulary.ts";
import { checkContextOf, contextSchema } from "../../src/report/context.ts";
import { choicesIn, chosenFor, type ExactChoice } from "../../src/report/own-choice.ts";
import type { CheckContext } from "../../src/report/report.ts";
import { compiledBook, rulebookText } from "../policy/facts.ts";
import { factsArbitrary } from "../policy/random-books.ts";
import { randomRuns } from "../support/random-runs.ts";

const EXACT: readonly ExactChoice[] = [
  { for: { class: "e-commerce" }, choice: "block" },
  { for: { conversation: "c:1" }, choice: "external" },
  { for: { app: "taobao" }, choice: "in_place" },
  { for: { app: "__proto__" }, choice: "block" },
];

test("the most exact choice wins: of the app, of the conversation, of the class, of all", () => {
  const inChat = (conversation: string | null, app: string | null, cls: "e-commerce" | "site") => {
    const { choice, own } = choicesIn("block", EXACT, conversation) ?? expect.fail("nothing chosen");
    return chosenFor(choice, own, app, cls);
  };
  expect(inChat("c:1", "taobao", "e-commerce")).toEqual({ choice: "in_place", for: "app" });
  expect(inChat("c:1", "jd", "e-commerce")).toEqual({ choice: "external", for: "conversation" });
  expect(inChat("c:1", null, "site")).toEqual({ choice: "external", for: "conversation" });
  expect(inChat("c:2", "jd", "e-commerce")).toEqual({ choice: "block", for: "class" });
  expect(inChat(null, null, "site")).toEqual({ choice: "block", for: "all" });
  expect(inChat(null, "__proto__", "site")).toEqual({ choice: "block", for: "app" });
  expect(inChat(null, "constructor", "site")).toEqual({ choice: "block", for: "all" });
  expect(choicesIn(null, [], "c:1")).toBeNull();
  const { choice, own } = choicesIn(null, EXACT, "c:2") ?? expect.fail("nothing chosen");
  expect(chosenFor(choice, own, null, "site")).toBeNull();
});

const choice = fc.option(fc.constantFrom(...CHOICES), { nil: null });
const own = fc.record({
  apps: fc.dictionary(fc.constantFrom("taobao", "jd", "douyin", "weibo"), fc.constantFrom(...CHOICES)),
  classes: fc.dictionary(fc.constantFrom("e-commerce", "site", "video"), fc.constantFrom(...CHOICES)),
  rest: fc.constantFrom("all" as const, "conversation" as const),
});

const REASON = "{ zh-CN: x, en: x, id: x, vi: x }";
/** A book whose rules loosen by a choice as well as tighten. */
const loosening = rulebookText("miit").replaceAll(
  "    rules:\n",
  `    rules:
      - { id: opens, when: { choice: in_place, chat: group }, then: { action: open_in_place }, basis: house, reason: ${REASON} }
      - { id: lets-out, when: { choice: external, class: [e-commerce, video] }, then: { action: open_externally }, basis: house, reason: ${REASON} }
      - { id: warns, when: { choice: in_place, relation: rival }, then: { action: block }, basis: house, reason: ${REASON} }
`,
);
const strictness = ({ action, notice }: Pick<Decision, "action" | "notice">) => STRICTNESS[action] * 2 + Number(notice);

test("[T15] whatever a book makes of choices, a link gets no looser verdict than without them", () => {
  let [stricter, held] = [0, 0];
  const books = [compiledBook("wechat"), compileRulebook(parseRulebook(loosening, "loosening.yaml"))];
  fc.assert(
    fc.property(
      fc.constantFrom(...books),
      fc.array(factsArbitrary, { minLength: 1, maxLength: 3 }),
      choice,
      own,
      (book, [first, ...more], all, chosenSo) => {
        if (first === undefined) throw new Error("one at least");
        const decideBy = (facts: PolicyFacts) => decide(book, facts);
        const places = (choiceOf: (facts: PolicyFacts) => Choice | null) => ({
          facts: { ...first, choice: choiceOf(first) },
          others: more.map((facts) => ({ facts: { ...facts, choice: choiceOf(facts) } })),
        });
        const wished = places(({ app, class: cls }) => chosenFor(all, chosenSo, app, cls)?.choice ?? null);
        const without = strictest(
          places(() => null),
          decideBy,
        );
        const { facts, by } = chosen(wished, decideBy, all, chosenSo);
        const made = decideBy(facts);
        expect(strictness(made)).toBeGreaterThanOrEqual(strictness(without));
        // It is said to be by choice exactly where a choice made it so.
        expect(by !== null).toBe(strictness(made) > strictness(without));
        if (by !== null) stricter += 1;
        if (strictness(strictest(wished, decideBy)) < strictness(without)) held += 1;
      },
    ),
    { numRuns: randomRuns(500), seed: 20_261_128 },
  );
  // Both were tried: what tightens, and what would have loosened.
  expect(stricter).toBeGreaterThan(randomRuns(20));
  expect(held).toBeGreaterThan(randomRuns(5));
});

test("a verdict says which choice made it stricter, and only where one did", () => {
  const checker = openChecker();
  const verdictsOf = (text: string, context: CheckContext) =>
    checker.check(text, context, "miit").map(({ verdict: { action, byChoice, rule } }) => ({ action, byChoice, rule }));
  const texts = "https://item.taobao.com/item.htm?id=652874301955 https://item.jd.com/1.html https://example.com/";
  expect(verdictsOf(texts, contextOf(null, EXACT.slice(0, 3)))).toEqual([
    { action: "open_in_place", byChoice: undefined, rule: "lawful-link" },
    { action: "block", byChoice: { choice: "block", for: "class" }, rule: "choice-block" },
    { action: "open_in_place", byChoice: undefined, rule: "lawful-link" },
  ]);
  expect(verdictsOf(texts, contextOf("external", [], "c:1")).map(({ byChoice }) => byChoice)).toEqual(
    Array.from({ length: 3 }, () => ({ choice: "external", for: "all" })),
  );
  // What the rules block by themselves is theirs.
  const evil = { ...contextOf("block"), lists: [{ entry: "example.com", kind: "phishing" as const }] };
  expect(verdictsOf("https://example.com/", evil)).toEqual([
    { action: "block", byChoice: undefined, rule: "not-lawful" },
  ]);
});

function contextOf(
  all: Choice | null,
  exact: readonly ExactChoice[] = [],
  conversation: string | null = null,
): CheckContext {
  const context = checkContextOf(contextSchema.parse({ at: "2026-01-01T00:00:00Z" }), new Date());
  return { ...context, ...choicesIn(all, exact, conversation) };
}
