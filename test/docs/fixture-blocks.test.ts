import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { runHere } from "../support/programs/cli.ts";
import { textFiles } from "./text-files.ts";

const ROOT = resolve(import.meta.dirname, "../..");

const blocks = textFiles().flatMap((file) =>
  [...readFileSync(join(ROOT, file), "utf8").matchAll(/^```json\n([\s\S]*?)^```$/gmu)]
    .map(([, block = ""]) => block)
    .filter((block) => block.includes('"expect"'))
    .map((block) => ({ file, block })),
);

test("pages show fixtures", () => {
  expect(new Set(blocks.map(({ file }) => file))).toEqual(
    new Set(["fixtures/README.md", "src/docs/pages/for-testers.md"]),
  );
});

test.each(blocks)("a fixture that $file shows is met", async ({ block }) => {
  const file = join(temporaryFolder(onTestFinished), "shown.jsonl");
  writeFileSync(file, `${JSON.stringify(JSON.parse(block))}\n`);
  const { code, stdout } = await runHere(["replay", file]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("1 passed") });
});
