import { expect, test } from "vitest";
import { mutantsOf } from "../../drills/mutants.ts";
import { diffRulebooks } from "../../../src/policy/compare/diff.ts";
import { compileRulebook, decide } from "../../../src/policy/decide/decide.ts";
import { countChanged, fitRulebook, type Observation, treeOf } from "../../../src/policy/fit/fit.ts";
import { givenBy, plainBookOf, type Tree } from "../../../src/policy/fit/plain.ts";
import { parseRulebook, type Rulebook } from "../../../src/policy/rulebook/rulebook.ts";
import type { PolicyFacts } from "../../../src/policy/types.ts";
import { factsOf, KNOWN_APPS, rulebookText } from "../facts.ts";
import { readTree } from "../oracle.ts";

const bookOf = (tree: Tree): Rulebook => parseRulebook(JSON.stringify(tree), "tree.json");

/** One word, date or action: what a single change may be. */
function isSmall(name: string): boolean {
  return (
    / too$|: without [a-z_-]+$|then: [a-z_]+$|second (sooner|later)$|action: [a-z_]+$/u.test(name) &&
    !name.includes(".rules: ")
  );
}

/** Links that two books judge differently, and some of each rule that they judge alike. */
function observationsOf(original: Rulebook, changed: Rulebook, maxDifferences = 40): Observation[] {
  const compiled = compileRulebook(original);
  const { differences } = diffRulebooks(
    { rulebook: changed, edition: null },
    { rulebook: original, edition: null },
    { apps: KNOWN_APPS, maxDifferences },
  );
  const days = original.editions.map(({ from }) => from.getTime() + 3_600_000);
  const alike = days.flatMap((atMs) =>
    KNOWN_APPS.slice(1, 7).flatMap(({ id, owner, class: cls, relation }) =>
      (["one_to_one", "group", "moments"] as const).flatMap((chat) =>
        ([[], ["induced_sharing"]] as const).map((findings): PolicyFacts =>
          factsOf({ at: new Date(atMs).toISOString(), app: id, owner, class: cls, relation, chat, findings }),
        ),
      ),
    ),
  );
  const seen = [...differences.map(({ witness }) => witness.facts), ...edgesOf(original, changed), ...alike];
  return seen.map((facts, index) => {
    const { action, notice } = decide(compiled, facts);
    return { fixture: `seen-${index}`, places: [facts], action, notice };
  });
}

/** The second before a book's dates and the second at which they are. */
function edgesOf(...books: readonly Rulebook[]): PolicyFacts[] {
  const instants = new Set(books.flatMap(({ editions }) => editions.map(({ from }) => from.getTime())));
  return [...instants].flatMap((ms) =>
    [ms - 1_000, ms].flatMap((atMs) =>
      KNOWN_APPS.slice(1, 5).map(({ id, owner, class: cls, relation }) =>
        factsOf({ at: new Date(atMs).toISOString(), app: id, owner, class: cls, relation }),
      ),
    ),
  );
}

test.each([
  ["miit", 12, 40],
  // Each of its misfits is held against 17 editions, which takes seconds.
  ["wechat", 400, 8],
] as const)(
  "%s with one word, date or action changed: what the original would have shown brings the original back, or as small a change",
  (id, every, most) => {
    const original = readTree(rulebookText(id));
    const originalBook = bookOf(original);
    const mutants = [...mutantsOf(original)].filter(({ name }) => isSmall(name));
    let proposed = 0;
    for (const mutant of mutants.filter((_, index) => index % every === 3)) {
      const changedBook = bookOf(mutant.book);
      const observations = observationsOf(originalBook, changedBook, most);
      const misfits = fitRulebook(treeOf(mutant.book), observations, { apps: KNOWN_APPS });
      const plain = plainBookOf(treeOf(mutant.book));
      const wrong = observations.filter(({ places: [facts], action, notice }) => {
        const given = givenBy(plain, facts);
        return given.action !== action || given.notice !== notice;
      });
      expect({ name: mutant.name, told: misfits.flatMap((misfit) => misfit.observations).length }).toEqual({
        name: mutant.name,
        told: wrong.length,
      });
      for (const { proposal, observations: told } of misfits) {
        expect({ name: mutant.name, isProposed: proposal !== null }).toEqual({ name: mutant.name, isProposed: true });
        if (proposal === null) continue;
        expect({ name: mutant.name, explained: proposal.explained.length }).toEqual({
          name: mutant.name,
          explained: told.length,
        });
        const [back = 0n, other = 0n] = countChanged(changedBook, [originalBook, proposal.rulebook], KNOWN_APPS);
        expect({ name: mutant.name, path: proposal.change.path, isAsSmall: other <= back }).toEqual({
          name: mutant.name,
          path: proposal.change.path,
          isAsSmall: true,
        });
        proposed++;
      }
    }
    expect(proposed).toBeGreaterThan(0);
  },
  600_000,
);

test("the plain reading of a file gives what the compiled book gives", () => {
  for (const id of ["miit", "qq", "samr", "wechat"]) {
    const tree = readTree(rulebookText(id));
    const [plain, compiled] = [plainBookOf(treeOf(tree)), compileRulebook(bookOf(tree))];
    for (const { places } of observationsOf(compiled.rulebook, compiled.rulebook)) {
      for (const facts of [...places, { ...places[0], resolution: "unresolved" as const }]) {
        const { action, notice, edition } = decide(compiled, facts);
        expect(givenBy(plain, facts)).toMatchObject({ action, notice, edition });
      }
    }
  }
});

test("a misfit that no single change explains is told without one, and a book that fits has none", () => {
  const tree = readTree(rulebookText("miit"));
  const see = (fixture: string, facts: PolicyFacts, action: Observation["action"]): Observation => ({
    fixture,
    places: [facts],
    action,
    notice: null,
  });
  const [taobao, tmall] = [factsOf(), factsOf({ app: "tmall" })];
  expect(fitRulebook(treeOf(tree), [see("a", taobao, "open_in_place")])).toEqual([]);
  // Two links that no rule can tell apart were treated differently.
  const torn = [see("a", taobao, "open_in_place"), see("b", taobao, "block")];
  expect(fitRulebook(treeOf(tree), torn)).toMatchObject([{ rule: "lawful-link", proposal: null }]);
  const [misfit] = fitRulebook(treeOf(tree), [see("a", taobao, "block"), see("b", tmall, "block")]);
  expect(misfit).toMatchObject({ rule: "lawful-link", proposal: { explained: [{ fixture: "a" }, { fixture: "b" }] } });
  expect(misfit?.proposal?.diff.differing).toBeGreaterThan(0n);
});

test("no proposal empties a book: what it leaves without an edition it does not explain", () => {
  const tree: Tree = {
    id: "mine",
    title: "Mine",
    authority: "a test",
    host: "any",
    editions: [
      {
        id: "1",
        from: "2020-01-01T00:00:00+08:00",
        title: "One",
        source: [
          {
            title: "A",
            url: "https://a.example/",
          },
        ],
        default: {
          action: "block",
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
  };
  const see = (at: string, action: Observation["action"]): Observation => ({
    fixture: at,
    places: [factsOf({ at })],
    notice: null,
    action,
  });
  // Were the book's first day later than the first of them, the engine would open it externally too.
  const seen = [see("2021-09-18T12:00:00+08:00", "open_externally"), see("2022-09-18T12:00:00+08:00", "open_in_place")];
  expect(fitRulebook(tree, seen)).toMatchObject([{ rule: "all", proposal: null }]);
  const closed = [see("2021-09-18T12:00:00+08:00", "open_externally"), see("2022-09-18T12:00:00+08:00", null)];
  expect(fitRulebook(tree, closed)).toMatchObject([
    { proposal: { change: { path: "editions.0.rules.0.then", to: { action: "open_externally" } } } },
  ]);
  // A link from before the first edition is explained by an earlier beginning, and what that changes is told.
  const early = [see("2019-06-01T00:00:00+08:00", "open_in_place")];
  const [misfit] = fitRulebook(tree, early);
  expect(misfit).toMatchObject({ rule: "no edition", proposal: { change: { path: "editions.0.from" } } });
  expect(misfit?.proposal?.diff.differing).toBeGreaterThan(0n);
  expect(misfit?.proposal?.diff.differences[0]?.scope.at).toEqual([
    { from: "2019-05-31T16:00:00.000Z", until: "2019-12-31T16:00:00.000Z" },
  ]);
});
