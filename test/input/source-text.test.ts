import { describe, expect, test } from "vitest";
import { readJsonText, readYaml } from "../../src/input/source-text.ts";
import { parseRulebook } from "../../src/policy/rulebook/rulebook.ts";
import { RulebookError } from "../../src/policy/rulebook/rulebook-error.ts";
import { rulebookText } from "../policy/facts.ts";

const nested = (levels: number) => `${"{ not: ".repeat(levels)}{}${" }".repeat(levels)}`;

function mistakesOf(text: string) {
  const source = readYaml(text);
  return source.kind === "broken" ? source.mistakes : [];
}

describe("a text that nests too deeply is refused where it does, however deep it is", () => {
  test.each([101, 4_000, 200_000])("%i levels", (levels) => {
    expect(mistakesOf(`x: 1\ny: ${nested(levels)}\n`)).toEqual([
      // `y` stands in the first level, and each further one takes seven characters.
      { line: 2, column: 4 + 99 * 7, message: "expected at most 100 levels of nesting" },
    ]);
  });

  test("a rulebook says so with its file, line and column", () => {
    const book = rulebookText("miit").replace(/^( +)when: .*$/mu, `$1when: ${nested(4_000)}`);
    expect(() => parseRulebook(book, "mine.yaml")).toThrow(RulebookError);
    expect(() => parseRulebook(book, "mine.yaml")).toThrow(
      /^mine\.yaml:\d+:\d{3}: expected at most 100 levels of nesting$/u,
    );
  });

  test("what is as deep as allowed is read", () => {
    expect(mistakesOf(nested(99))).toEqual([]);
  });

  test("indented lines", () => {
    const lines = Array.from({ length: 200 }, (_, level) => `${" ".repeat(level)}a:`);
    expect(mistakesOf(lines.join("\n"))).toEqual([
      { line: 101, column: 101, message: "expected at most 100 levels of nesting" },
    ]);
  });

  test("aliases that lengthen a path", () => {
    const chain = Array.from(
      { length: 10 },
      (_, link) => `x${link}: &x${link} ${nested(20).replace("{}", link === 0 ? "{}" : `*x${link - 1}`)}`,
    );
    const [first] = mistakesOf(chain.join("\n"));
    expect(first).toMatchObject({ line: 5, message: "expected at most 100 levels of nesting" });
  });
});

test.each([
  ["a: 1\nb: &b { all: [*b] }", { line: 2, column: 15, message: "expected an alias outside of what its anchor names" }],
  ["a: *b\nb: &b 1", { line: 1, column: 4, message: "expected an anchor &b before this alias" }],
  ["a: 1\n---\nb: 1", { line: 2, column: 1, message: "expected one document; a second one begins here, after ---" }],
])("%s", (text, mistake) => {
  expect(mistakesOf(text)).toEqual([mistake]);
});

test("a place is that of the value, or with a key that of the key; through aliases too, in YAML and in JSON", () => {
  const yaml = readYaml("shared: &s\n  words: [a, b]\nrule:\n  when: *s\n");
  const json = readJsonText('{\n  "rule": {\n    "words": ["a", "b"]\n  }\n}');
  if (yaml.kind === "broken" || json.kind === "broken") throw new Error("not read");
  expect(yaml.placeOf(["rule", "when", "words", 1])).toEqual({ line: 2, column: 14 });
  expect(yaml.placeOf(["rule"], "when")).toEqual({ line: 4, column: 3 });
  expect(yaml.placeOf(["rule", "missing", "deeper"])).toEqual({ line: 4, column: 3 });
  expect(json.placeOf(["rule", "words", 1])).toEqual({ line: 3, column: 20 });
  expect(json.placeOf(["rule"], "words")).toEqual({ line: 3, column: 5 });
});

test("tabs that indent are told once, and a bomb of aliases in our words", () => {
  expect(mistakesOf("a:\n\tb: 1\n\tc: 2\n")).toEqual([
    expect.objectContaining({ line: 2, message: "expected spaces before what stands in this line, not tabs" }),
  ]);
  const many = Array.from({ length: 50 }, () => "*a").join(", ");
  expect(mistakesOf(`a: &a [1]\nb: &b [${many}]\nc: [${many.replaceAll("a", "b")}]\n`)).toEqual([
    { line: 1, column: 1, message: "expected aliases that stand for at most 2000 parts" },
  ]);
});

describe("a byte order mark or a lone CR is read as YAML has it", () => {
  // As reported: a BOM behind `---` (Eijebong/Archipelago-lobby 134), at each start (chyh1990/yaml-rust 142).
  test.each([
    "\uFEFFa: 1\nb: 2\n",
    "---\n\uFEFF# a comment\r\na: 1\r\nb: 2\r\n",
    "\uFEFF--- # one\n\n\uFEFFa: 1\nb: 2\n",
    "# old line ends\ra: 1\rb: 2\r",
  ])("%j", (text) => {
    const source = readYaml(text);
    expect(source.kind === "read" && source.value).toEqual({ a: 1, b: 2 });
  });
});

describe("what nobody sees, or takes for another sign, is told by its number", () => {
  test.each([
    [
      "a: 1\n\uFEFFb:\n  - 1\n c: 2\n",
      "4:1: expected this line at the indentation of those beside it; line 2, column 1 holds U+FEFF",
    ],
    [
      "a:\n\u00A0\u00A0b: 1\n  c: 2\n",
      '2:6: expected keys alone or list items ("- …") alone at one indentation; column 1 holds U+00A0, a space that is none here',
    ],
    [
      "a: 1\nhost:\u00A0wechat\n",
      '2:1: expected "key: value" in this line; column 6 holds U+00A0, a space that is none here',
    ],
    ["a: 1\nhost：wechat\n", '2:1: expected "key: value" in this line; column 5 holds U+FF1A, not ":"'],
    [
      "a:\n  - 1\n  — 2\n",
      '3:1: expected this line at the indentation of those beside it; column 3 holds U+2014, not "-"',
    ],
    ["a: mi\0ne\n", "1:6: expected a text without control characters; column 6 holds U+0000"],
  ])("%j", (text, told) => {
    expect(mistakesOf(text).map(({ line, column, message }) => `${line}:${column}: ${message}`)).toEqual([
      expect.stringContaining(told),
    ]);
  });

  test("in a sentence, in quotes and in a comment they are no mistake, and a word that is quoted is spelt", () => {
    const book = rulebookText("miit");
    const told = (text: string) => {
      try {
        parseRulebook(text, "mine.yaml");
      } catch (error) {
        return error instanceof Error ? error.message : "";
      }
      return "nothing";
    };
    expect(told(book.replace(/^title: .*/mu, 'title: "it’s\u00A0“so”" # \u200B'))).toBe("nothing");
    expect(told(book.replace("action: block }", "action: bl\u043Eck }"))).toMatch(
      /unknown word "bl\\u043Eck": did you mean "block"\?$/u,
    );
    expect(told(book.replace("host: any", "h\u043Est: any"))).toContain(
      'unknown key "h\\u043Est": did you mean "host"?',
    );
    expect(told(book.replace("host: any", "host: an\u200By"))).toMatch(/column 9 holds U\+200B, which nobody sees$/u);
    expect(told(book.replace(/from: "([^"]+)"/u, "from: “$1”"))).toMatch(
      /column 11 holds U\+201C, a quotation mark of sentences$/u,
    );
  });
});

test.each([
  ["id:mine\na: 1\n", 'expected a space after ":"'],
  ["a:\n  b: [c, d\n  e: 1\nf: 2\n", "expected the ] that ends what was opened before"],
  ["a: { b: 1\nc: 2\n", "expected the } that ends what was opened before"],
  ['a: "b\nc: 2\n', "expected the quote that ends a text opened before"],
  [
    "a: 'it's mine'\nb: 1\n",
    'expected nothing behind a quote that ends a text; within one the same quote is written twice or as \\"',
  ],
  ["a: { en: All open: really. }\n", 'expected a text that has ": " in it to stand in quotes between { and }'],
  [
    "a: {{ .Values.host }}\n",
    "expected a word as a key; a text that begins with { or [, as of a template, stands in quotes",
  ],
  ["a: !include b.yaml\n", "expected no tag; whatever begins with ! is one"],
  ["<!DOCTYPE html>\n<html>\n", "expected YAML; this is a web page or XML"],
  [
    "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n",
    "expected a merge that somebody has ended, without its marks",
  ],
  ["a: 1\nb:\n   - 1\n  c: 2\n  d: 3\ne: 4\n", "expected this line at the indentation of those beside it"],
  [" a: 1\nb: 2\n", "expected this line at the indentation of those beside it"],
])("%j is told once, in our words", (text, told) => {
  expect(mistakesOf(text).map(({ message }) => message)).toEqual([told]);
});
