import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runHere } from "../support/programs/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "hutong-fit-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SHIPPED = join(import.meta.dirname, "../../fixtures/rules/every-rule.jsonl");
const WECHAT = join(import.meta.dirname, "../../src/rulebooks/data/wechat.yaml");

test("the shipped books fit the shipped fixtures, and wrong use exits with 2", async () => {
  const fits = await runHere(["fit", "--pretty", "wechat", SHIPPED]);
  expect(fits).toMatchObject({ code: 0, stdout: expect.stringContaining("None contradicts it.") });
  expect(await runHere(["fit", "wechat"])).toMatchObject({ code: 2, stdout: "" });
  expect(await runHere(["fit", "nosuch", SHIPPED])).toMatchObject({ code: 2, stdout: "" });
});

test("a book with one wrong action is told its rule, the fixtures, the right action and what else it changes", async () => {
  const text = readFileSync(WECHAT, "utf8");
  const right = "when: { relation: rival, class: payment }\n    then: { action: open_externally }";
  expect(text.split(right)).toHaveLength(2);
  const file = join(folder, "wrong.yaml");
  writeFileSync(file, text.replace(right, right.replace("open_externally", "block")));
  const { code, stdout } = await runHere(["fit", file, SHIPPED]);
  expect(code).toBe(1);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(lines).toHaveLength(1);
  for (const line of lines) {
    expect(line).toMatchObject({
      rule: "rival-payment",
      fixtures: expect.arrayContaining([expect.any(String)]),
      change: { path: "rules.rival-payment.then", from: { action: "block" }, to: { action: "open_externally" } },
      inputsChanged: expect.stringMatching(/^[1-9]\d*$/u),
    });
  }
  const words = await runHere(["fit", "--pretty", file, SHIPPED]);
  expect(words.stdout).toMatch(
    /change rules\.rival-payment\.then: \{"action":"block"\}\s+→\s+\{"action":"open_externally"\}/u,
  );
  expect(words.stdout).toMatch(/changes \d+ of \d+\s+inputs:/u);
});
