import { describe, expect, test } from "vitest";
import { readBuiltinRulebooks } from "../../../src/rulebooks/builtin.ts";
import { compileRulebook, decide } from "../../../src/policy/decide/decide.ts";
import { editionById, editionInForce, parseRulebook, type Rulebook } from "../../../src/policy/rulebook/rulebook.ts";
import { RulebookError } from "../../../src/policy/rulebook/rulebook-error.ts";
import { rulebookJsonSchema } from "../../../src/policy/rulebook/schema.ts";
import { factsOf, rulebookText } from "../facts.ts";

const BOOK = `id: mine
title: Mine
authority: Me
host: wechat
sources:
  S1: { title: One, url: "https://example.org/1" }
rules:
  shops:
    when: { class: e-commerce, relation: rival }
    then: { action: open_externally }
    basis: written
    citations: [S1]
    reason: { en: Shops are closed. }
editions:
  - id: "2020"
    from: "2020-01-01T00:00:00+08:00"
    title: First
    source: [S1]
    default: { action: block, basis: written, reason: { en: Nothing fits. } }
    rules:
      - shops
      - id: rest
        when:
          chat: group
          client: { android: ">=8.0" }
        then: { action: open_in_place }
        basis: inferred
        reason: { en: Opens. }
`;

function failure(text: string, known = {}): RulebookError {
  try {
    parseRulebook(text, "mine.yaml", known);
  } catch (error) {
    if (error instanceof RulebookError) return error;
    throw error;
  }
  throw new Error("the rulebook was taken");
}

/** Where a piece of the book stands, as an error names it. */
function placeOf(text: string, piece: string): string {
  const before = text.slice(0, text.indexOf(piece)).split("\n");
  return `mine.yaml:${before.length}:${(before.at(-1) ?? "").length + 1}: `;
}

describe("a mistake is named with its file, line and column, what was expected, and the nearest known word", () => {
  test.each([
    ["class: e-commerce", "class: e-comerce", "e-comerce", 'unknown word "e-comerce": did you mean "e-commerce"?'],
    ["relation: rival", "relation: [own, riwal]", "riwal", 'unknown word "riwal": did you mean "rival"?'],
    ["chat: group", "chat: one-to-one", "one-to-one", 'did you mean "one_to_one"?'],
    ["chat: group", "caht: group", "caht", 'unknown key "caht": did you mean "chat"?'],
    ["chat: group", "finding: pishing", "pishing", 'did you mean "phishing"?'],
    ["chat: group", "any: [{ chat: group }, { not: { kind: wbe } }]", "wbe", 'did you mean "web"?'],
    [
      'client: { android: ">=8.0" }',
      'client: { androd: ">=8.0" }',
      "androd",
      'unknown key "androd": did you mean "android"?',
    ],
    ['client: { android: ">=8.0" }', 'client: { android: "8.x" }', '"8.x"', 'no version range: "8.x"'],
    ["- shops", "- shosp", "shosp", 'no shared rule "shosp": did you mean "shops"?'],
    ["- shops", "- constructor", "constructor", 'no shared rule "constructor": known are shops'],
    ["source: [S1]", "source: [constructor]", "constructor]", 'no source "constructor": known are S1'],
    ["chat: group", "chat: rival", "rival\n          client", 'it is a word of "relation"; known are one_to_one'],
    ["relation: rival", "relation: phishing", "phishing", 'it is a word of "finding"; known are own'],
    ["reason: { en: Opens. }", 'reason: { en: "\u200B " }', '"\u200B "', "expected a text with a letter in it"],
    [
      "default: { action: block",
      "default: { action: open_in_place",
      "open_in_place, basis",
      "what no rule could decide never opens in place; a last rule with when: {} may open the rest",
    ],
    ["source: [S1]", "source: [S2]", "S2", 'no source "S2"'],
    ["action: open_in_place }", "action: open }", "open }", "known are open_in_place, open_externally, block"],
    ['from: "2020-01-01T00:00:00+08:00"', 'from: "2020-01-01"', '"2020-01-01"', "expected an instant with its offset"],
    ["        basis: inferred\n", "", "id: rest", "basis"],
    ["basis: inferred", "basis: infered", "infered", 'did you mean "inferred"?'],
    ["- id: rest", "- id: shops", "id: shops", 'rule "shops" stands twice'],
    [
      "chat: group",
      'at: { from: "2021-01-01T00:00:00Z", until: "2020-01-01T00:00:00Z" }',
      '{ from: "2021',
      "expected from to be before until",
    ],
    [
      "then: { action: open_externally }",
      "then: { action: block, notice: true }",
      "shops\n      - id",
      "a blocked link has no notice page",
    ],
    [
      'url: "https://example.org/1"',
      'url: "https://example.org/1", date: 2021-02-30',
      "2021-02-30",
      "no such day: 2021-02-30; expected a day",
    ],
    [
      'url: "https://example.org/1"',
      'url: "https://example.org/1", date: 2021-13',
      "2021-13",
      "expected a day, a month or a year",
    ],
    ['url: "https://example.org/1"', 'url: "https://example.org/1", date: 2021', "2021 }", 'stands in quotes: "2021"'],
    [
      '- id: "2020"',
      "- id: 2020",
      "2020\n",
      'expected a text, not a number; a text that looks like a number or a word of YAML stands in quotes: "2020"',
    ],
    ["title: Mine", "title: true", "true", 'stands in quotes: "true"'],
    ['android: ">=8.0"', "android: 8.10", "8.10", 'stands in quotes: "8.10"'],
    [
      'from: "2020-01-01T00:00:00+08:00"',
      'from: "2021-02-30T00:00:00+08:00"',
      '"2021-02-30',
      "no such day: 2021-02-30; expected an instant",
    ],
    ["chat: group", 'at: { from: "2021-04-31T00:00:00Z" }', '"2021-04-31', "no such day: 2021-04-31"],
    ['from: "2020-01-01T00:00:00+08:00"', "from: 2022-12-18", "2022-12-18", "such as 2022-12-18T00:00:00+08:00"],
    ["chat: group", "domain: [linktr.ee]", "domain", 'unknown key "domain": here it is "app", which names an app'],
    ["chat: group", "app: [facebook.com]", "facebook.com", "hutong check tells whose a host is"],
    ["relation: rival", "relation: competitor", "competitor", 'here it is "rival"'],
    ["chat: group", "finding: [porn, scam]", "scam", 'here it is "fraud"'],
    ["action: open_in_place }", "action: warn }", "warn", 'here it is "open_in_place" with notice: true'],
    ["action: open_externally }", "action: deny }", "deny", 'here it is "block"'],
    ["default: { action: block", "default: { action: allow", "allow", "known are open_externally, block"],
    ["basis: inferred", "basis: policy", "policy", 'here it is "written"'],
    ["citations: [S1]", "citations: S1", "S1\n", "expected a list of citations, such as [A]"],
  ])("%s, written %s", (right, wrong, at, expected) => {
    const text = BOOK.replace(right, wrong);
    const error = failure(text);
    expect(error.code).toBe("shape");
    expect(error.message).toContain(expected);
    expect(error.message).toContain(placeOf(text, at));
  });

  test("what is no YAML", () => {
    const error = failure(BOOK.replace("host: wechat", "host: [wechat"));
    expect(error.code).toBe("syntax");
    expect(error.message).toMatch(/^mine\.yaml:\d+:\d+: /u);
  });

  test.each([
    ["title: Mine", "title: Mine\ntitle: Yours", "title: Yours", 'key "title" stands twice; first in line 2'],
    [
      "chat: group",
      "chat: group\n          chat: one_to_one",
      "chat: one_to_one",
      'key "chat" stands twice; first in line 24',
    ],
    ["relation: rival }", "relation: rival, class: news }", "class: news", 'key "class" stands twice; first in line 9'],
    ["editions:", "---\neditions:", "---", "expected one document; a second one begins here"],
    ["title: Mine", "title: Mine: yours", "Mine: yours", 'a text that has ": " in it to stand in quotes'],
    ["title: Mine", "title: @mine", "@mine", "to stand in quotes"],
    [
      "      - shops\n",
      "      first:\n        when: {}\n",
      "      - id: rest",
      'keys alone or list items ("- …") alone',
    ],
  ])("what YAML does not take: %s, written %s", (right, wrong, at, expected) => {
    const text = BOOK.replace(right, wrong);
    const error = failure(text);
    expect(error.code).toBe("syntax");
    expect(error.message).toContain(placeOf(text, at));
    expect(error.message).toContain(expected);
  });

  test("every mistake at once", () => {
    const error = failure(BOOK.replace("host: wechat", "hots: wechat").replace("chat: group", "chat: grup"));
    expect(error.problems.map(({ line }) => line)).toEqual(expect.arrayContaining([4, 24]));
  });

  test("an app that the registry does not know, when it is told what the registry knows", () => {
    const text = BOOK.replace("chat: group", "app: [taobao, duoyin]");
    expect(() => parseRulebook(text, "mine.yaml")).not.toThrow();
    expect(failure(text, { apps: ["taobao", "douyin"] }).message).toContain(
      'unknown app "duoyin": did you mean "douyin"?',
    );
  });

  test.each([
    ["host: wechat", "host: wechta", "wechta", 'unknown host platform "wechta": did you mean "wechat"?'],
    ["host: wechat", "host: [wechat, quotient]", "quotient", 'unknown host platform "quotient"'],
    ["chat: group", "owner: alibabba", "alibabba", 'unknown owner "alibabba": did you mean "alibaba"?'],
    [
      "chat: group",
      "any: [{ chat: group }, { not: { owner: [jd, alibba] } }]",
      "alibba",
      'unknown owner "alibba": did you mean "alibaba"?',
    ],
    ["relation: rival", "owner: alibbaa", "alibbaa", 'unknown owner "alibbaa": did you mean "alibaba"?'],
    ["basis: inferred", "basis: tested\n        testedApps: [taobao, taobo]", "taobo]", 'unknown app "taobo"'],
  ])("what the registry does not know: %s, written %s", (right, wrong, at, expected) => {
    const text = BOOK.replace(right, wrong);
    expect(() => parseRulebook(text, "mine.yaml")).not.toThrow();
    const known = { apps: ["wechat", "qq", "taobao", "douyin"], owners: ["alibaba", "jd", "tencent"] };
    expect(failure(text, known).message).toContain(`${placeOf(text, at)}${expected}`);
    expect(failure(text, known).problems).toHaveLength(1);
  });

  test("a bomb of nested aliases is refused", () => {
    const layers = Array.from(
      { length: 12 },
      (_, layer) =>
        `x${layer}: &x${layer} [${layer === 0 ? "a" : Array.from({ length: 9 }, () => `*x${layer - 1}`).join(", ")}]`,
    );
    expect(failure(`${layers.join("\n")}\n`).code).toBe("syntax");
  });
});

test("an onUnresolved laxer than the rule's own action is refused", () => {
  const text = BOOK.replace(
    "then: { action: open_externally }",
    "then: { action: block }\n    onUnresolved: { action: open_externally }",
  );
  expect(failure(text).message).toContain("no laxer");
});

test("editions that do not follow one another in time are refused", () => {
  const second = BOOK.slice(BOOK.indexOf('  - id: "2020"'))
    .replace('"2020"', '"2019"')
    .replace("2020-01-01T", "2019-01-01T");
  const early = failure(BOOK + second);
  expect(early.message).toContain('in the order of their dates, oldest first: "2019" begins before "2020"');
  const sameInstant = second.replace('"2019"', '"2020b"').replace("2019-01-01T00:00:00+08:00", "2019-12-31T16:00:00Z");
  const text = BOOK + sameInstant;
  expect(failure(text).message).toBe(
    `${placeOf(text, '"2019-12-31T16')}editions "2020" and "2020b" begin at one instant; expected each to begin later than the one before`,
  );
});

test("JSON is read as well as YAML, and the same content has the same hash", () => {
  const yaml = parseRulebook(BOOK, "mine.yaml");
  const shared = {
    when: { relation: "rival", class: "e-commerce" },
    basis: "written",
    citations: ["S1"],
    reason: { en: "Shops are closed." },
  };
  const json = {
    editions: [
      {
        rules: [
          { use: "shops", ...Object.fromEntries([[["th", "en"].join(""), { action: "open_externally" }]]) },
          {
            id: "rest",
            when: { client: { android: ">=8.0" }, chat: "group" },
            ...Object.fromEntries([[["th", "en"].join(""), { action: "open_in_place" }]]),
            basis: "inferred",
            reason: { en: "Opens." },
          },
        ],
        default: { action: "block", basis: "written", reason: { en: "Nothing fits." } },
        source: ["S1"],
        title: "First",
        from: "2020-01-01T00:00:00+08:00",
        id: "2020",
      },
    ],
    rules: { shops: shared },
    sources: { S1: { title: "One", url: "https://example.org/1" } },
    host: "wechat",
    authority: "Me",
    title: "Mine",
    id: "mine",
  };
  const [fromYaml] = yaml.editions;
  const [fromJson] = parseRulebook(JSON.stringify(json), "mine.json").editions;
  expect(fromYaml.hash).toMatch(/^sha256:[0-9a-f]{64}$/u);
  expect(fromJson.hash).toBe(fromYaml.hash);
  for (const changed of [
    BOOK.replace("chat: group", "chat: one_to_one"),
    BOOK.replace(">=8.0", ">=8.1"),
    BOOK.replace("Shops are closed", "Shops are shut"),
    BOOK.replace("example.org/1", "example.org/2"),
    BOOK.replace("default: { action: block", "default: { action: open_externally"),
  ]) {
    expect(parseRulebook(changed, "mine.yaml").editions[0].hash).not.toBe(fromYaml.hash);
  }
});

test("an edition is in force from its instant, inclusive, until the next", () => {
  const wechat = builtin("wechat");
  const at = (text: string) => editionInForce(wechat, new Date(text)).id;
  expect(at("2021-09-16T23:59:59.999+08:00")).toBe("2021-01-14");
  expect(at("2021-09-17T00:00:00+08:00")).toBe("2021-09-17");
  expect(at("2021-11-29T17:59:59+08:00")).toBe("2021-09-17");
  expect(at("2021-11-29T18:00:00+08:00")).toBe("2021-11-29");
  expect(at("2021-11-29T16:00:00Z")).toBe("2021-11-30");
  expect(at("2025-10-23T00:00:00+08:00")).toBe("2025-10-23");
  expect(at("2030-01-01T00:00:00Z")).toBe("2026-02-04");
  expect(() => at("2013-01-01T00:00:00Z")).toThrow(expect.objectContaining({ code: "no_edition" }));
  expect(() => editionById(wechat, "2021-09-71")).toThrow(/did you mean "2021-09-17"/u);
});

function builtin(id: string): Rulebook {
  const book = readBuiltinRulebooks().get(id);
  if (book === undefined) throw new Error(`no rulebook ${id}`);
  return book;
}

test("every shipped rule has its basis, a reason in each language and, but for our own caution, a public source", () => {
  for (const { editions } of readBuiltinRulebooks().values()) {
    for (const { rules, default: fallback, unresolved, sources } of editions) {
      expect(sources.length).toBeGreaterThan(0);
      for (const outcome of [...rules, fallback, unresolved]) {
        expect(outcome.missingReasons).toEqual([]);
        expect(outcome.citations.length > 0 || outcome.basis === "house").toBe(true);
        expect(new Set(Object.values(outcome.reason)).size).toBe(4);
        for (const { url } of outcome.citations) expect(url).toMatch(/^https?:\/\/[^/]+\.[^/]+\//u);
      }
    }
  }
});

test("every shared rule of the wechat book stands in at least one edition", () => {
  const names = [...rulebookText("wechat").matchAll(/^ {2}([a-z][a-z0-9-]+):$/gmu)].map(([, name]) => name);
  const used = new Set(builtin("wechat").editions.flatMap(({ rules }) => rules.map(({ id }) => id)));
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => name !== undefined && !used.has(name))).toEqual([]);
});

test("an unknown client version fits no range, any fits every version, and 8.0 equals 8.0.0", () => {
  const judgeBy = (range: string, version: string | null) =>
    decide(
      compileRulebook(parseRulebook(BOOK.replace('android: ">=8.0"', `android: "${range}"`), "mine.yaml")),
      factsOf({ chat: "group", class: "news", client: { os: "android", version } }),
    ).decidedBy;
  expect(judgeBy(">=8.0", "8")).toBe("rule");
  expect(judgeBy(">8.0", "8.0.0")).toBe("default");
  expect(judgeBy("=8.0.11", "8.0.11.0")).toBe("rule");
  expect(judgeBy(">=8.0.9 <8.0.12", "8.0.11")).toBe("rule");
  expect(judgeBy(">=8.0", null)).toBe("default");
  expect(judgeBy("<9", "latest")).toBe("default");
  expect(judgeBy("any", null)).toBe("rule");
});

test("the JSON Schema of a rulebook names every key and word of the vocabulary", () => {
  const schema = JSON.stringify(rulebookJsonSchema());
  for (const word of [
    "onUnresolved",
    "one_to_one",
    "file_download",
    "open_in_place",
    "official_account",
    "inferred",
    "languages",
  ]) {
    expect(schema).toContain(`"${word}"`);
  }
  expect(schema).toContain("https://json-schema.org/draft/2020-12/schema");
  expect(schema).toContain('"additionalProperties":false');
});
