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
