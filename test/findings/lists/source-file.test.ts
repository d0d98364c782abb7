import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sourceFile, sourceText } from "../../../src/findings/lists/source-file.ts";
import { temporaryFolder } from "../../support/folder.ts";

test("a source on disk reads as one in memory does, wherever its pieces end", () => {
  const text = Array.from({ length: 60_000 }, (_, line) => `恶意${line}.example${line % 7 === 0 ? "\r" : ""}`).join(
    "\n",
  );
  const path = join(temporaryFolder(onTestFinished), "list.txt");
  writeFileSync(path, text);
  let read = 0;
  const source = sourceFile(path, (bytes) => {
    read = bytes;
  });
  expect([...source.lines()]).toEqual([...sourceText(text).lines()]);
  expect(read).toBe(Buffer.byteLength(text));
  expect(source.head()).toBe(text.slice(0, 65_536));
  expect(source.whole()).toBe(text);
});

test("a line of more than 64 KiB or with a control character is told as bad, and the next are read", () => {
  const path = join(temporaryFolder(onTestFinished), "list.txt");
  writeFileSync(path, `a.example\n${"x".repeat(3_000_000)}\nb\u0001.example\n\u0085\nc.example\r\n`);
  expect([...sourceFile(path).lines()]).toEqual([
    "a.example",
    { bad: "too_long" },
    { bad: "control_character" },
    { bad: "control_character" },
    "c.example",
  ]);
});
