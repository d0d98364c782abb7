import { globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Console } from "../../src/commands/cli/command.ts";
import { replay } from "../../src/commands/replay.ts";
import type { Coverage } from "../../src/replay/coverage.ts";
import { temporaryFolder } from "../support/folder.ts";

const shipped = globSync(join(import.meta.dirname, "../../fixtures/{rules,stories}/*.jsonl")).toSorted();

async function run(...argv: string[]): Promise<{ code: number; stdout: string }> {
  let stdout = "";
  const console: Console = {
    stdin: (async function* () {})(),
    write: async (text) => void (stdout += text),
    tell: () => {},
    columns: 80,
    env: {},
  };
  const code = await replay.run(argv, console);
  return { code, stdout };
}

async function coverageOf(file: string): Promise<readonly Coverage[]> {
  const { stdout } = await run("--coverage", "--reporter", "json", file);
  return (JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as { coverage: Coverage[] }).coverage;
}

function fileOf(lines: readonly object[]): string {
  const folder = temporaryFolder(onTestFinished);
  const file = join(folder, "some.jsonl");
  writeFileSync(file, lines.map((line, index) => `${JSON.stringify({ id: `f-${index}`, ...line })}\n`).join(""));
  return file;
}

const SHOP = "https://item.taobao.com/item.htm?id=652874301955";
const NEWEST = { os: "android", version: "8.0.11" };

test("the shipped fixtures reach every rule of the shipped rulebooks, and all sides of every edge", async () => {
  const { code, stdout } = await run("--coverage", ...shipped);
  expect(code).toBe(0);
  const coverage = stdout.slice(stdout.indexOf("Coverage of wechat"));
  expect(coverage).not.toContain("not reached");
  expect(coverage).toMatch(/^Coverage of wechat: rules (\d+) of \1, /u);
  expect(coverage).toMatch(/Coverage of miit: rules (\d+) of \1, /u);
  expect(coverage).toMatch(/Coverage of qq: rules (\d+) of \1, /u);
});

test("what no fixture reached is named, and the exit code is that of the expectations", async () => {
  const file = fileOf([
    { at: "2021-09-18T12:00:00+08:00", client: NEWEST, text: SHOP, expect: [{ action: "open_in_place" }] },
  ]);
  const { code, stdout } = await run("--coverage", file);
  expect(code).toBe(0);
  expect(stdout).toContain("Coverage of wechat: rules 1 of 426");
  expect(stdout).toMatch(/2013-08-01 not reached: harmful, deceptive-address/u);
  expect(stdout).toContain("2021-09-17 edge android 8.0.11 not reached: just before, after it");
  expect(stdout).toContain("2021-11-30 edge 2023-01-01 not reached: just before, on it, after it");
  expect(stdout).toContain("(17 no input comes to)");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("a side of an edge counts only for a link that the edge decides about", async () => {
  const at = "2021-09-17T00:00:00+08:00";
  const sidesWith = async (text: string): Promise<object> => {
    const [wechat] = await coverageOf(fileOf([{ at, client: NEWEST, text }]));
    const edges = wechat?.edges.filter(({ edition }) => edition === "2021-09-17") ?? [];
    return Object.fromEntries(edges.map(({ variable, reached }) => [variable, reached]));
  };
  expect(await sidesWith(SHOP)).toEqual({ begin: ["on"], android: ["on"], ios: [] });
  expect(await sidesWith("https://www.python.org/")).toEqual({ begin: [], android: [], ios: [] });
});

test("the last second before an edge is before it, an hour before is not", async () => {
  const reachedAt = async (at: string): Promise<unknown> => {
    const [wechat] = await coverageOf(fileOf([{ at, client: NEWEST, text: SHOP }]));
    return wechat?.edges.find(({ edition, variable }) => edition === "2021-09-17" && variable === "begin")?.reached;
  };
  expect(await reachedAt("2021-09-16T23:59:59+08:00")).toEqual(["before"]);
  expect(await reachedAt("2021-09-16T23:00:00+08:00")).toEqual([]);
  expect(await reachedAt("2021-10-16T23:00:00+08:00")).toEqual(["after"]);
});

test("coverage of a live gateway, or as JUnit, is refused", async () => {
  await expect(run("--coverage", "--against", "ws://127.0.0.1:1", "x.jsonl")).rejects.toThrow("--coverage");
  await expect(run("--coverage", "--reporter", "junit", "x.jsonl")).rejects.toThrow("--coverage");
});
