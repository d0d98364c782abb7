import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runHere } from "../support/programs/cli.ts";
import { temporaryFolder } from "../support/folder.ts";

const SHOP = "https://item.taobao.com/item.htm?id=652874301955";
const at = "2021-09-18T12:00:00+08:00";
const client = { os: "android", version: "8.0.11" };

function fileOf(lines: readonly object[]): string {
  const folder = temporaryFolder(onTestFinished);
  const file = join(folder, "some.jsonl");
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return file;
}

test("hutong diff tells the links of fixtures whose verdict changes, by which rules, followed through recorded answers", async () => {
  const short = "https://t.cn/A6abcdef";
  const file = fileOf([
    { id: "in-a-group", at, client, chat: "group", text: SHOP },
    { id: "again", at, client, chat: "group", text: `${SHOP} https://www.python.org/`, rulebook: "miit" },
    {
      id: "led-there",
      at,
      client,
      chat: "group",
      text: short,
      network: [
        { url: short, status: 302, headers: { location: SHOP } },
        { url: SHOP, status: 200, headers: { "content-type": "text/html" }, body: "<title>A coat</title>" },
      ],
    },
    { id: "nobody's", at, client, chat: "group", text: "https://www.python.org/" },
  ]);
  const { code, stdout } = await runHere(["diff", "wechat@2021-09-17", "miit", file]);
  expect(code).toBe(0);
  const overFixtures = stdout.slice(stdout.indexOf("Links of the fixtures"));
  expect(overFixtures).toBe(
    [
      "Links of the fixtures whose verdict differs: 3 of 5",
      "",
      "wechat@2021-09-17 opens externally, miit opens in place: 3",
      "  by first-phase-group-closed against lawful-link",
      `     ${SHOP}`,
      "       in in-a-group, again",
      `     ${short}`,
      "       in led-there",
      "",
    ].join("\n"),
  );
  const { stdout: json } = await runHere(["diff", "--json", "wechat@2021-09-17", "miit", file]);
  const { fixtures } = JSON.parse(json) as { fixtures: object[] };
  expect(fixtures).toMatchObject([{ fixture: "in-a-group" }, { fixture: "again" }, { fixture: "led-there" }]);
});

test("hutong diff names a file that cannot be read and a line that is no fixture", async () => {
  const missing = await runHere(["diff", "wechat", "miit", "no-such-file.jsonl"]);
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("no-such-file.jsonl: cannot be read") });
  const broken = await runHere(["diff", "wechat", "miit", fileOf([{ id: "x", text: "y", at: "then" }])]);
  expect(broken).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("line 1: at: expected an ISO 8601 instant"),
  });
});

test("two books of one id are told apart by what the command calls them", async () => {
  const copy = join(temporaryFolder(onTestFinished), "mine.yaml");
  writeFileSync(copy, readFileSync("src/rulebooks/data/qq.yaml"));
  const { stdout } = await runHere(["diff", "qq", copy]);
  expect(stdout).toMatch(/^qq against \S*mine\.yaml\n/u);
});

test.each([
  ["en", "Rules of one name that explain their verdicts otherwise: 1", "basis"],
  ["zh-CN", "同名规则对判定的说明不同：1 条", "依据"],
  ["vi", "Quy tắc cùng tên giải thích quyết định khác nhau: 1", "căn cứ"],
  ["id", "Aturan senama yang menjelaskan putusannya secara berbeda: 1", "dasar"],
])("the page tells in %s what rules of one name say otherwise", async (locale, title, part) => {
  const folder = temporaryFolder(onTestFinished);
  const [copy, page] = [join(folder, "mine.yaml"), join(folder, "page.html")];
  writeFileSync(copy, readFileSync("src/rulebooks/data/qq.yaml", "utf8").replace("basis: inferred", "basis: written"));
  expect((await runHere(["diff", "qq", copy, "--html", page, "--locale", locale])).code).toBe(0);
  const html = readFileSync(page, "utf8");
  expect(html).toContain(title);
  expect(html).toMatch(new RegExp(`<li><code>[a-z-]+</code>[:：] ?${part} <span`, "u"));
});
