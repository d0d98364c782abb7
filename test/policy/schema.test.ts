import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseRulebook } from "../../src/policy/rulebook/rulebook.ts";
import { RulebookError } from "../../src/policy/rulebook/rulebook-error.ts";
import { rulebookJsonSchema } from "../../src/policy/rulebook/schema.ts";
import { runHere } from "../support/programs/cli.ts";
import { rulebookText } from "./facts.ts";

const FILE = join(import.meta.dirname, "../../src/rulebooks/data/schema.json");

/** What an editor does with the published file: reads it back as a schema, knowing nothing of ours. */
const published = z.fromJSONSchema(JSON.parse(readFileSync(FILE, "utf8")) as Parameters<typeof z.fromJSONSchema>[0]);
const editorTakes = (text: string): boolean => published.safeParse(parse(text, { merge: true })).success;

function weTake(text: string): boolean {
  try {
    parseRulebook(text, "mine.yaml");
    return true;
  } catch (error) {
    if (error instanceof RulebookError) return false;
    throw error;
  }
}

test("the published schema is the one that rulebooks are read with; write it anew: hutong schema rulebook", async () => {
  const { code, stdout } = await runHere(["schema", "rulebook"]);
  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(FILE, "utf8"))).toEqual(JSON.parse(JSON.stringify(rulebookJsonSchema())));
  expect(readFileSync(FILE, "utf8")).toBe(stdout);
});

test.each(["wechat", "miit", "qq", "samr"])("the %s book names the schema, and an editor takes it as we do", (id) => {
  const text = rulebookText(id);
  expect(text.split("\n", 1)).toEqual(["# yaml-language-server: $schema=schema.json"]);
  expect([editorTakes(text), weTake(text)]).toEqual([true, true]);
});

test.each([
  ["a word that is none", "when: { choice: block }", "when: { choice: blocked }"],
  ["a key that is none", "when: { choice: block }", "when: { choise: block }"],
  ["an empty list", "when: { choice: block }", "when: { choice: [] }"],
  ["a nested mistake", "when: { choice: block }", "when: { not: { any: [{ kind: shared }] } }"],
  ["no condition", "    when: { choice: block }\n", "    when: 1\n"],
  ["a version that is none", "when: { choice: block }", 'when: { client: { ios: "from 8" } }'],
  ["a day without an hour", 'from: "2021-09-17T00:00:00+08:00"', 'from: "2021-09-17"'],
  ["a day that is none", 'date: "2021-09-13"', 'date: "2021-09-31"'],
  ["a year without quotes", 'date: "2021-09-13"', "date: 2021"],
  ["an edition's id without quotes", 'id: "2021-09-17"', "id: 2021"],
  ["a default that opens", "&default\n      action: open_externally", "&default\n      action: open_in_place"],
  ["no basis", "      basis: house\n", ""],
  ["a basis that is none", "basis: inferred", "basis: guessed"],
  ["a title that is no text", "title: MIIT standard for links in instant messaging", "title: [MIIT]"],
  ["a citation without a web address", "http://lizhgi8.cn/", "javascript:"],
  ["an id with capitals", "id: miit", "id: MIIT"],
  ["no editions", "editions:", "edition:"],
])("an editor and we both refuse %s", (_, right, wrong) => {
  const text = rulebookText("miit");
  expect(text).toContain(right);
  const broken = text.replace(right, wrong);
  expect([editorTakes(broken), weTake(broken)]).toEqual([false, false]);
});

test.each(["any", ">=8.0.11", ">= 8.0.11", ">=8.0 <8.1", "8.0.11", " =8 "])(
  "an editor takes the range %j too",
  (range) => {
    const text = rulebookText("miit").replace(
      "when: { choice: block }",
      `when: { client: { ios: ${JSON.stringify(range)} } }`,
    );
    expect([editorTakes(text), weTake(text)]).toEqual([true, true]);
  },
);
