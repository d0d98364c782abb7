import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseRulebook } from "../../src/policy/rulebook/rulebook.ts";
import { rulebookJsonSchema } from "../../src/policy/rulebook/schema.ts";
import { CHAT_KINDS, CLASSES, FINDINGS, RELATIONS } from "../../src/policy/vocabulary.ts";
import { optionsOf } from "../../src/docs/schema-options.ts";
import { vocabularyPage } from "../generators/vocabulary.ts";

const FILE = join(import.meta.dirname, "../../src/rulebooks/vocabulary.md");

test("the page of the vocabulary is made from the schemas; write it anew: test/generators/vocabulary.ts", () => {
  expect(readFileSync(FILE, "utf8")).toBe(vocabularyPage());
});

test("every option of a rulebook has a meaning, and every word of a condition stands on the page", () => {
  const options = optionsOf(rulebookJsonSchema());
  expect(options.length).toBeGreaterThan(50);
  expect(options.filter(({ meaning }) => meaning === "").map(({ path }) => path)).toEqual([]);
  const page = vocabularyPage();
  for (const word of [...CHAT_KINDS, ...RELATIONS, ...CLASSES, ...FINDINGS]) expect(page).toContain(`| \`${word}\` |`);
});

test("an example on the page is one that a rulebook takes", () => {
  const examples = [...vocabularyPage().matchAll(/\| `((?:when|then|basis): [^`]+)` \|$/gmu)].map(
    ([, yaml = ""]) => yaml,
  );
  expect(examples.length).toBeGreaterThan(70);
  const rules = examples.map((yaml, place) => ({
    id: `rule-${place}`,
    when: {},
    // A block has no notice, and `tested` needs no test named.
    then: { action: "block" },
    basis: "house",
    reason: { en: "So." },
    ...(parse(yaml) as Record<string, unknown>),
  }));
  const edition = { id: "1", from: "2020-01-01T00:00:00Z", title: "One", rules };
  const source = [{ title: "A", url: "https://a.example/" }];
  const otherwise = { action: "block", basis: "house", reason: { en: "No." } };
  const book = { id: "mine", title: "Mine", authority: "a test", host: "any" };
  const text = JSON.stringify({ ...book, editions: [{ ...edition, source, default: otherwise }] });
  expect(parseRulebook(text, "mine.json").editions[0].rules).toHaveLength(examples.length);
});
