import fc from "fast-check";
import { expect, test } from "vitest";
import { auditRulebook } from "../../../src/policy/compare/audit.ts";
import { compileRulebook, decide, decideIn } from "../../../src/policy/decide/decide.ts";
import { explain } from "../../../src/policy/decide/explain.ts";
import { auditText } from "../../../src/pages/report-text.ts";
import { isStricter } from "../../../src/check/deciding.ts";
import { parseRulebook } from "../../../src/policy/rulebook/rulebook.ts";
import { RELATIONS } from "../../../src/policy/vocabulary.ts";
import { randomRuns } from "../../support/random-runs.ts";
import { bookArbitrary, factsArbitrary } from "../random-books.ts";
import { compiledBook, KNOWN_APPS, rulebookText } from "../facts.ts";
import { isIn } from "../scope-members.ts";

const wechat = compiledBook("wechat");
const miit = compiledBook("miit");

test("the audit of the wechat book finds what the first phase broke: one class, one group, two owners, two verdicts", () => {
  const { unequal } = auditRulebook(wechat.rulebook, { apps: KNOWN_APPS });
  const inGroups = unequal.find(
    ({ class: cls, scope }) =>
      cls === "e-commerce" &&
      scope.chat !== null &&
      scope.chat.words.includes("group") !== scope.chat.isExcept &&
      scope.present.length === 0 &&
      scope.at?.some(({ until }) => until === "2021-11-29T16:00:00.000Z") === true,
  );
  const who = new Map(inGroups?.groups.map(({ verdict, who }) => [verdict.action, who]));
  expect(who.get("open_in_place")).toEqual(expect.arrayContaining(["jd", "pdd"]));
  expect(who.get("open_externally")).toEqual(["taobao", "fliggy", "eleme"]);
  for (const { groups } of unequal) {
    for (const { verdict, witness } of groups) expect(decide(wechat, witness.facts)).toMatchObject(verdict);
    const [first, ...others] = groups.map(({ witness }) => witness.facts);
    if (first === undefined) throw new Error("a statement without groups");
    const { app: _app, owner: _owner, relation: _relation, ...same } = first;
    for (const other of others) expect(other).toMatchObject(same);
  }
  // Douyin in groups is unequal to this day; Taobao is not, since the pilot, but in Moments.
  const now = new Date("2026-06-01T00:00:00Z").toISOString();
  const still = unequal.filter(
    ({ scope }) => scope.at === null || scope.at.some(({ from, until }) => (from ?? "") <= now && (until ?? "9") > now),
  );
  const isIn = ({ scope: { chat } }: (typeof unequal)[number], kind: string) =>
    chat === null || chat.words.includes(kind) !== chat.isExcept;
  expect(still.filter(({ class: cls }) => cls === "e-commerce").every((each) => isIn(each, "moments"))).toBe(true);
  expect(new Set(still.filter((each) => isIn(each, "group")).map(({ class: cls }) => cls))).toEqual(
    new Set(["short_video", "payment", "office"]),
  );
});

test("the audit of the miit book finds no unequal treatment, no gap and nothing missing", () => {
  for (const apps of [[], KNOWN_APPS]) {
    const audit = auditRulebook(miit.rulebook, { apps });
    expect(audit).toMatchObject({ unequal: [], silentRules: [], defaultOnly: [], missing: [] });
  }
});

test("the shipped wechat book has no rule that never speaks, no input that only its default decides, no missing text", () => {
  const audit = auditRulebook(wechat.rulebook);
  expect(audit).toMatchObject({ silentRules: [], defaultOnly: [], missing: [] });
  // At these begins no verdict changes, but what a rule rests on, or what it says.
  const quiet = audit.boundaries.filter(({ variable, changesVerdicts }) => variable === "at" && !changesVerdicts);
  expect(quiet.map(({ on }) => on)).toEqual(
    ["2013-11-22", "2020-02-29", "2021-01-14", "2023-01-10"].map((day) =>
      new Date(`${day}T00:00:00+08:00`).toISOString(),
    ),
  );
});

test("a rule that begins before every source of it is named; a source of no day, or against it, changes nothing", () => {
  expect(auditRulebook(wechat.rulebook).olderThanSources).toEqual([]);
  const dates = rulebookText("wechat").matchAll(/^ {2}[A-Z]+\d*: \{ title: .*$/gmu);
  expect([...dates].filter(([line]) => !line.includes("date:")).map(([line]) => line.trim().slice(0, 5))).toEqual([
    "HTML:",
    "UTS39",
  ]);
  const audited = (citations: string, from: string) => {
    const text = `
id: dated
title: Dated
authority: a test
host: any
editions:
  - id: "1"
    from: "${from}"
    title: One
    source: [{ title: A, url: "https://a.example/" }]
    default: { action: block, basis: house, reason: { en: "No." } }
    rules: [{ id: all, when: {}, then: { action: block }, basis: written, reason: { en: "No." }, citations: [${citations}] }]
`;
    return auditRulebook(parseRulebook(text, "dated.yaml")).olderThanSources;
  };
  const cite = (date: string | null) =>
    `{ title: A, url: "https://a.example/"${date === null ? "" : `, date: "${date}"`} }`;
  const older = { edition: "1", rule: "all", from: "2020-01-31T16:00:00.000Z" };
  const from = "2020-02-01T00:00:00+08:00";
  expect(audited([cite("2020-02-02"), cite("2021")].join(), from)).toEqual([{ ...older, earliest: "2020-02-02" }]);
  expect(audited([cite("2021-03"), `{ against: ${cite("2013")} }`].join(), from)).toEqual([
    { ...older, earliest: "2021-03" },
  ]);
  for (const date of ["2020-02-01", "2020-02", "2020", "2019-12-31", null])
    expect(audited(cite(date), from)).toEqual([]);
});

test("a date far ahead is named wherever it stands, and one of the coming year is not", () => {
  const asOf = new Date("2026-11-28T00:00:00Z");
  const text = rulebookText("miit");
  const distant = (from: string, to: string) => {
    expect(text).toContain(from);
    return auditRulebook(parseRulebook(text.replace(from, to), "mine.yaml"), { asOf }).distantDates;
  };
  const latest = 'from: "2022-03-03T00:00:00+08:00"';
  const edition = "2022-03-03";
  expect(distant(latest, latest)).toEqual([]);
  expect(distant(latest, 'from: "2027-06-01T00:00:00+08:00"')).toEqual([]);
  const mistyped = "2210-03-03T00:00:00+08:00";
  expect(distant(latest, `from: "${mistyped}"`)).toEqual([{ edition, rule: null, of: "from", date: mistyped }]);
  const when = `when: { not: { any: [{ choice: block }, { at: { until: "${mistyped}" } }] } }`;
  expect(distant("when: { choice: block }", when)).toContainEqual({
    edition,
    rule: "choice-block",
    of: "until",
    date: mistyped,
  });
  expect(distant('date: "2021-09-13"', 'date: "2210-09-13"')).toContainEqual(
    expect.objectContaining({ of: "source", date: "2210-09-13" }),
  );
  expect(auditRulebook(parseRulebook(text.replace(latest, `from: "${mistyped}"`), "a.yaml")).distantDates).toEqual([]);
});

test("a tested app that its rule fits on no day is named; the shipped books name none", () => {
  for (const { rulebook } of [wechat, compiledBook("qq")])
    expect(auditRulebook(rulebook, { apps: KNOWN_APPS }).unfitTests).toEqual([]);
  const book = (when: string) =>
    parseRulebook(
      `{ id: mine, title: Mine, authority: a test, host: any, editions: [{ id: "1", title: One,
        from: "2020-01-01T00:00:00+08:00", source: [{ title: A, url: "https://a.example/" }],
        default: { action: block, basis: house, reason: { en: "No." } }, rules: [{ id: seen, when: ${when},
        then: { action: block }, basis: tested, testedApps: [taobao, jd, nobody], reason: { en: "No." } }] }] }`,
      "mine.yaml",
    );
  const unfit = (when: string, apps = KNOWN_APPS) =>
    auditRulebook(book(when), { apps }).unfitTests.map(({ edition, rule, app }) => `${edition} ${rule} ${app}`);
  expect(unfit("{ class: e-commerce }")).toEqual([]);
  expect(unfit("{ relation: rival }")).toEqual(["1 seen jd"]);
  expect(unfit("{ owner: jd }")).toEqual(["1 seen taobao"]);
  expect(unfit("{ not: { app: [taobao, jd] } }")).toEqual(["1 seen taobao", "1 seen jd"]);
  expect(unfit("{ relation: rival }", [])).toEqual([]);
  // Of a relation that changed, the days of the edition count.
  const was = (relation: "allied" | "rival", untilMs: number) =>
    KNOWN_APPS.map((app) =>
      app.id === "jd"
        ? {
            ...app,
            relations: [
              { fromMs: Number.NEGATIVE_INFINITY, relation } as const,
              { fromMs: untilMs, relation: "neutral" } as const,
            ],
          }
        : app,
    );
  expect(unfit("{ relation: rival }", was("rival", Date.parse("2019-01-01")))).toEqual(["1 seen jd"]);
  expect(unfit("{ relation: rival }", was("rival", Date.parse("2021-01-01")))).toEqual([]);
});

test("unequal treatment is found for every pair of random links that differ in their owner alone, and for no other", () => {
  fc.assert(
    fc.property(bookArbitrary, factsArbitrary, fc.constantFrom(...RELATIONS), (text, facts, relation) => {
      const rulebook = parseRulebook(text, "random.yaml");
      const compiled = compileRulebook(rulebook);
      const [one, other] = [
        { ...facts, app: null, owner: null },
        { ...facts, app: null, owner: null, relation },
      ];
      const [a, b] = [decide(compiled, one), decide(compiled, other)];
      if (a.edition === null) return;
      const { unequal } = auditRulebook(rulebook);
      const told = unequal.some(({ scope, groups }) => {
        const place = (name: string) => groups.findIndex(({ who }) => who.includes(name));
        return isIn(scope, one) && place(one.relation) !== place(relation);
      });
      expect(told).toBe(a.action !== b.action || a.notice !== b.notice);
    }),
    { numRuns: randomRuns(6) },
  );
});

test("no link reaches a rule that is called silent, every link that only the default decides is told, every overlap is one", () => {
  fc.assert(
    fc.property(bookArbitrary, fc.array(factsArbitrary, { minLength: 40, maxLength: 80 }), (text, links) => {
      const rulebook = parseRulebook(text, "random.yaml");
      const compiled = compileRulebook(rulebook);
      const audit = auditRulebook(rulebook);
      const silent = new Set(audit.silentRules.map(({ edition, rule }) => `${edition} ${rule}`));
      for (const facts of links) {
        const { edition, rule, decidedBy } = decide(compiled, { ...facts, resolution: "final" });
        expect(silent).not.toContain(`${edition} ${rule}`);
        const isGap = audit.defaultOnly.some((gap) => gap.edition === edition && isIn(gap.scope, facts));
        expect(isGap).toBe(edition !== null && decidedBy === "default");
      }
      for (const { edition, first, second, witness } of audit.overlaps.slice(0, 20)) {
        const { rules } = explain(compiled, witness.facts);
        const fitting = rules.filter(({ conditions }) => conditions.every(({ matched }) => matched));
        expect(decide(compiled, witness.facts).edition).toBe(edition);
        expect(fitting.map(({ rule }) => rule)).toEqual(expect.arrayContaining([first, second]));
      }
    }),
    { numRuns: randomRuns(6) },
  );
});

const SHADOWED = `
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
    rules:
      - { id: shops, when: { class: e-commerce }, then: { action: block }, basis: written, reason: { en: A. } }
      - { id: videos, when: { class: short_video }, then: { action: block }, basis: written, reason: { en: A. } }
      - { id: both, when: { class: [e-commerce, short_video], chat: group }, then: { action: open_in_place }, basis: written, reason: { en: A. } }
      - { id: never, when: { chat: group, not: { chat: group } }, then: { action: block }, basis: written, reason: { en: A. } }
      - { id: too-early, when: { at: { until: 2019-01-01T00:00:00Z } }, then: { action: block }, basis: written, reason: { en: A. } }
      - { id: new, when: { client: { ios: ">=2.0" } }, then: { action: open_in_place }, basis: written, reason: { en: A., vi: B. } }
`;

test("a silent rule is told with the rules that hide it, or without when nothing could ever fit it", () => {
  const audit = auditRulebook(parseRulebook(SHADOWED, "mine.yaml"));
  expect(audit.silentRules).toEqual([
    { edition: "1", rule: "both", hiddenBy: ["shops", "videos"] },
    { edition: "1", rule: "never", hiddenBy: [] },
    { edition: "1", rule: "too-early", hiddenBy: [] },
  ]);
  expect(audit.missing.find(({ rule }) => rule === "new")).toEqual({
    edition: "1",
    rule: "new",
    noCitation: true,
    noReasonIn: ["zh-CN", "id"],
  });
  expect(audit.overlaps.map(({ first, second }) => [first, second])).toContainEqual(["shops", "new"]);
  expect(audit.defaultOnly.length).toBeGreaterThan(0);
  expect(audit.boundaries).toContainEqual(
    expect.objectContaining({ variable: "ios", before: "1", on: "2.0", after: "2.0.1", changesVerdicts: true }),
  );
  const text = auditText(audit);
  expect(text).toContain("both, hidden by shops, videos");
  expect(text).toContain("never, its conditions or dates exclude each other");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("an address without a web page that opens in place is told of any book; the shipped books have none", () => {
  for (const { rulebook } of [wechat, miit, compiledBook("qq")]) {
    expect(auditRulebook(rulebook, { apps: KNOWN_APPS }).pagelessInPlace).toEqual([]);
  }
  const text = rulebookText("miit").replace(
    "when: { finding: [unknown_scheme, no_web_page] }",
    "when: { finding: unknown_scheme }",
  );
  const book = compileRulebook(parseRulebook(text, "mine.yaml"));
  const audit = auditRulebook(book.rulebook, { apps: KNOWN_APPS });
  expect(audit.pagelessInPlace.length).toBeGreaterThan(0);
  for (const { edition, scope, witness } of audit.pagelessInPlace) {
    expect(decide(book, witness.facts)).toMatchObject({ edition, action: "open_in_place" });
    expect([...witness.facts.findings]).toContain("no_web_page");
    expect(witness.url).toBeNull();
    expect(scope.present.flat()).toContain("no_web_page");
  }
  const { length } = audit.pagelessInPlace;
  expect(auditText(audit)).toContain(`Addresses without a web page that open in place: ${length}`);
});

test("[T15] no choice of a reader's own loosens a verdict of a shipped book, on any input; one that would is told", () => {
  for (const book of [wechat, miit, compiledBook("qq"), compiledBook("samr")])
    expect(auditRulebook(book.rulebook, { apps: KNOWN_APPS }).looserByChoice).toEqual([]);
  // Before what stops a link, a choice opens what the rules block.
  for (const [choice, action] of [
    ["external", "open_externally"],
    ["in_place", "open_in_place"],
  ] as const) {
    const text = rulebookText("miit").replaceAll(
      "    rules:\n",
      `    rules:
      - id: mine
        when: { choice: ${choice}, chat: group }
        then: { action: ${action} }
        basis: house
        reason: { zh-CN: x, en: x, id: x, vi: x }
`,
    );
    const book = compileRulebook(parseRulebook(text, "mine.yaml"));
    const audit = auditRulebook(book.rulebook, { apps: KNOWN_APPS });
    expect(audit.looserByChoice.length).toBeGreaterThan(0);
    for (const { edition, choice: by, witness } of audit.looserByChoice) {
      expect(by).toBe(choice);
      const [own, without] = [decide(book, witness.facts), decide(book, { ...witness.facts, choice: null })];
      expect(own).toMatchObject({ edition, rule: "mine" });
      expect(isStricter(without, own)).toBe(true);
    }
    expect(auditText(audit)).toContain(`own choice loosens: ${audit.looserByChoice.length}`);
  }
});

test("each version edge of the first phase changes verdicts, just below it and on it", () => {
  const { boundaries } = auditRulebook(wechat.rulebook);
  const edges = boundaries.filter(({ edition }) => edition === "2021-09-17");
  expect(edges.map(({ variable, before, on, changesVerdicts }) => [variable, before, on, changesVerdicts])).toEqual([
    ["android", "8.0.10", "8.0.11", true],
    ["ios", "8.0.12", "8.0.13", true],
  ]);
  const phase = wechat.editions.find(({ edition }) => edition.id === "2021-09-17");
  for (const { witness, before } of edges) {
    if (witness === null || phase === undefined) throw new Error("no witness");
    const { facts } = witness;
    const below = decideIn(phase, { ...facts, client: { ...facts.client, version: before } });
    expect(decideIn(phase, facts).action).not.toBe(below.action);
  }
});

test("a single rule made stricter for one owner is found", () => {
  const book = rulebookText("miit");
  const latest = book.lastIndexOf("      - lawful-link");
  expect(latest).toBeGreaterThan(0);
  const text = `${book.slice(0, latest)}      - id: against-one
        when: { owner: alibaba, chat: group }
        then: { action: open_externally }
        basis: written
        citations: [F1]
        reason: { en: Closed. }
${book.slice(latest)}`;
  const { unequal, missing } = auditRulebook(parseRulebook(text, "miit.yaml"), { apps: KNOWN_APPS });
  const shops = unequal.find(({ class: cls }) => cls === "e-commerce");
  expect(shops?.groups.find(({ verdict }) => verdict.action === "open_externally")?.who).toEqual([
    "taobao",
    "fliggy",
    "eleme",
  ]);
  expect(missing.map(({ rule }) => rule)).toEqual(["against-one"]);
});

/** The miit book with a rule that closes one owner's links in groups, and what that rule says beside. */
function closedToOne(beside: string): ReturnType<typeof parseRulebook> {
  const book = rulebookText("miit");
  const latest = book.lastIndexOf("      - lawful-link");
  expect(latest).toBeGreaterThan(0);
  return parseRulebook(
    `${book.slice(0, latest)}      - id: against-one
        when: { owner: alibaba, chat: group }
        then: { action: open_externally }
        basis: written
        citations: [F1]
        reason: { en: Closed. }
        ${beside}
${book.slice(latest)}`,
    "miit.yaml",
  );
}

test("unequal treatment that its rule means is told apart, with why, also against an obligation", () => {
  const [plain, meant] = [closedToOne(""), closedToOne("meant: { en: Their contract ended. }")].map((rulebook) =>
    auditRulebook(rulebook, { apps: KNOWN_APPS, against: miit.rulebook }),
  );
  if (plain === undefined || meant === undefined) throw new Error("two audits");
  expect([plain.unequal.length > 0, plain.meant, plain.unusedMeant]).toEqual([true, [], []]);
  expect([meant.unequal, meant.unusedMeant]).toEqual([[], []]);
  const bare = (all: typeof plain.unequal) => all.map(({ class: cls, scope, groups }) => ({ cls, scope, groups }));
  expect(bare(meant.meant)).toEqual(bare(plain.unequal));
  const why = expect.objectContaining({ en: "Their contract ended." }) as unknown;
  for (const { meantBy } of meant.meant) expect(meantBy).toEqual([{ edition: "2022-03-03", rule: "against-one", why }]);
  const broken = ({ obligations }: typeof plain) =>
    obligations.map(({ obligation, breaches, meant: intended }) => [obligation.id, breaches.length, intended.length]);
  expect(broken(plain).some(([, breaches]) => Number(breaches) > 0)).toBe(true);
  expect(broken(meant)).toEqual(broken(plain).map(([id, breaches]) => [id, 0, breaches]));
  const text = auditText(meant).replaceAll(/\s+/gu, " ");
  expect(text).toContain("meant by 2022-03-03 against-one: Their contract ended.");
});

test("what no rule means stays told beside what one means, and a rule that means nothing there is, is named", () => {
  // Meant is Alibaba's treatment in groups; Douyin's, in the same groups, is not.
  const text = rulebookText("miit");
  const latest = text.lastIndexOf("      - lawful-link");
  const rule = (id: string, when: string, beside: string) =>
    `      - { id: ${id}, when: ${when}, then: { action: open_externally }, basis: house, reason: { en: No. } ${beside} }\n`;
  const audited = (rules: string) =>
    auditRulebook(parseRulebook(`${text.slice(0, latest)}${rules}${text.slice(latest)}`, "a.yaml"), {
      apps: KNOWN_APPS,
    });
  const meant = ", meant: { en: So. }";
  const both = audited(
    rule("shops", "{ owner: alibaba, chat: group }", meant) + rule("jd", "{ owner: jd, chat: group }", ""),
  );
  // Of the shops Pinduoduo opens and JD does not: nobody means that.
  expect(both.unequal.some(({ class: cls }) => cls === "e-commerce")).toBe(true);
  expect(both.unequal.flatMap(({ groups }) => groups).flatMap(({ who }) => who)).toEqual(
    expect.arrayContaining(["jd", "pdd", "taobao"]),
  );
  const idle = audited(rule("all", "{ chat: group }", meant));
  expect([idle.unequal, idle.meant, idle.unusedMeant]).toEqual([[], [], [{ edition: "2022-03-03", rule: "all" }]]);
  expect(auditText(idle)).toContain("of which there is none: 1");
});
