import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import { test } from "../support/test.ts";
import { firstLine, runCli, runHere, startCli } from "../support/programs/cli.ts";

const fixture = (name: string) => new URL(`../../fixtures/${name}`, import.meta.url).pathname;
const linesOf = (text: string) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("hutong check", () => {
  test("answers each JSON line with one line, in order, and goes on after a broken one", async () => {
    const stdin = [
      '{"id":1,"text":"https://item.taobao.com/item.htm?id=652874301955","at":"2021-09-10T12:00:00+08:00"}',
      '{"id":2, oops secret}',
      '{"id":3,"text":"no link","chat":"crowd"}',
      '{"id":4,"text":"no link"}',
      '{"id":5,"text":"https://a.example/","rulebook":"nosuch"}',
      '{"id":"six","text":"https://a.example/","client":"android 8.0.11"}',
      "",
    ].join("\n");
    const { code, stdout, stderr } = await runCli(["check", "--jsonl", "--offline"], { stdin });
    expect(code).toBe(1);
    expect(linesOf(stdout)).toMatchObject([
      { id: 1, links: [{ app: { id: "taobao" }, verdict: { action: "open_externally", edition: "2021-01-14" } }] },
      { id: null, line: 2, error: { code: "bad_input" } },
      { id: 3, line: 3, error: { message: expect.stringContaining("line 3: chat: ") } },
      { id: 4, links: [] },
      {
        id: 5,
        line: 5,
        error: { message: expect.stringContaining("no such rulebook; expected miit, qq, samr, wechat") },
      },
      {
        id: "six",
        line: 6,
        error: { message: expect.stringContaining('line 6: client: expected an object such as {"os"') },
      },
    ]);
    expect(stderr).not.toContain("secret");
  });

  test("a line's own fields win over the options, and options over the environment", async () => {
    const text = "https://item.taobao.com/item.htm?id=652874301955";
    const stdin = `${JSON.stringify({ id: 1, text })}\n${JSON.stringify({ id: 2, text, rulebook: "wechat" })}\n`;
    const args = ["check", "--jsonl", "--at", "2021-09-18", "--chat", "group"];
    const { stdout } = await runHere(args, { stdin, env: { HUTONG_RULEBOOK: "miit", HUTONG_CHAT: "one_to_one" } });
    expect(linesOf(stdout)).toMatchObject([
      { links: [{ verdict: { rulebook: "miit", action: "open_in_place" } }] },
      { links: [{ verdict: { rulebook: "wechat", action: "open_externally" } }] },
    ]);
  });

  test("prints JSON into a pipe and words when asked, no line wider than its terminal but for addresses", async () => {
    const args = ["check", "--at", "2021-09-18T12:00:00+08:00", "看 https://v.douyin.com/RmQ3fKe/"];
    expect(JSON.parse((await runCli(args)).stdout)).toMatchObject({ links: [{ app: { id: "douyin" } }] });
    const { stdout } = await runCli([...args, "--pretty"]);
    expect(stdout).toContain("Douyin");
    const wide = stdout.split("\n").filter((line) => line.length > 80 && !line.includes("://"));
    expect(wide).toEqual([]);
  });

  test.each([
    [["--nosuch"], "unknown option --nosuch"],
    [["--at", "yesterday", "x"], "at: expected an ISO 8601 instant with its offset"],
    [["--client", "android/new", "x"], '--client: expected a version such as "8.0.11"'],
    [["--list", "https://", "x"], "--list: expected ENTRY=KIND, such as bad.example=phishing"],
    [["--list", "http://=phishing", "https://a.example"], "lists[0].entry: expected a host"],
    [["--rulebook", "wechat@1999", "https://a.example"], "Rulebook wechat has no such edition: known are 2013-08-01"],
    [["--rulebook", "/nosuch.yaml", "https://a.example"], "/nosuch.yaml: cannot be read (ENOENT)"],
  ])("wrong use is told in one line and exits with 2: %j", async (args, message) => {
    const { code, stdout, stderr } = await runHere(["check", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test("a broken rulebook is refused with file, line, column and the nearest word", async ({ folder }) => {
    const file = join(folder, "mine.yaml");
    const shipped = readFileSync(new URL("../../src/rulebooks/data/miit.yaml", import.meta.url), "utf8");
    writeFileSync(file, shipped.replace("phishing", "fishing"));
    const { code, stderr } = await runHere(["check", "--rulebook", file, "https://a.example"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/mine\.yaml:\d+:\d+: .*phishing/u);
  });
});

test("links says where its lines come from, and lets no argument pass in silence", async () => {
  expect(await runHere(["links", "https://x.example/"])).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining("expected lines on standard input"),
  });
});

test("a text in UTF-16, as some shells write files, is refused: it was told to hold no link", async () => {
  const text = "\uFEFFhttps://item.jd.com/1.html\n";
  for (const stdin of [Buffer.from(text, "utf16le"), Buffer.from(text.slice(1), "utf16le")])
    expect(await runHere(["check", "--offline"], { stdin })).toEqual({
      code: 2,
      stdout: "",
      stderr: "hutong check: expected UTF-8; this text is in UTF-16\n",
    });
  expect(JSON.parse((await runHere(["check", "--offline"], { stdin: text })).stdout).links).toHaveLength(1);
});

test("hutong links gives slices with their offsets", async () => {
  const stdin = '{"id":"a","text":"看https://example.com。谢谢https://good.example/，https://bad.example/"}\n';
  const { stdout } = await runHere(["links"], { stdin });
  expect(linesOf(stdout)).toEqual([
    {
      id: "a",
      links: [
        { value: "https://example.com", start: 1, end: 20, kind: "web" },
        { value: "https://good.example/", start: 23, end: 44, kind: "web" },
        { value: "https://bad.example/", start: 45, end: 65, kind: "web" },
      ],
    },
  ]);
});

test("hutong explain tells the rule that spoke and why the ones before it did not", async () => {
  const url = "https://v.douyin.com/RmQ3fKe/";
  const { stdout } = await runHere(["explain", "--at", "2021-09-18T12:00:00+08:00", "--client", "android/8.0.10", url]);
  expect(stdout).toContain("→ first-phase-old-client: opens outside the chat (by the written rule)");
  expect(stdout).toContain("client: asks android >=8.0.11 or ios >=8.0.13, found android 8.0.10");
});

describe("--wrappers", () => {
  const wrapped = `https://mail.corp.example/leave?to=${encodeURIComponent("https://item.taobao.com/item.htm?id=1234567")}`;
  const own = {
    hosts: ["mail.corp.example"],
    path: "^/leave$",
    read: "param",
    params: ["to"],
    evidence: "our mail gateway",
    confidence: "official",
  };

  test("opens an operator's own wrapper in check, replay and serve", async ({ folder }) => {
    const file = join(folder, "own.json");
    writeFileSync(file, JSON.stringify({ wrappers: [own] }));
    const fixtures = join(folder, "own.jsonl");
    writeFileSync(fixtures, JSON.stringify({ id: "own", text: wrapped, expect: [{ app: "taobao", entity: "item" }] }));
    const checked = await runHere(["check", "--offline", "--json", "--wrappers", file, wrapped]);
    expect(JSON.parse(checked.stdout)).toMatchObject({ links: [{ app: { id: "taobao" } }] });
    expect((await runHere(["replay", fixtures])).code).toBe(1);
    expect((await runHere(["replay", "--wrappers", file, fixtures])).code).toBe(0);
    const server = startCli(["serve", "--port", "0", "--data", join(folder, "data"), "--wrappers", file]);
    onTestFinished(() => void server.kill("SIGKILL"));
    const url = await firstLine(server);
    const live = await runHere(["replay", "--against", url.replace("http", "ws"), fixtures]);
    expect(live.code).toBe(0);
  });

  test("refuses a broken file with its place", async ({ folder }) => {
    const file = join(folder, "own.json");
    writeFileSync(file, JSON.stringify({ wrappers: [{ ...own, hosts: ["no host"] }] }, null, 2));
    const { code, stderr } = await runHere(["check", "--wrappers", file]);
    expect(code).toBe(2);
    expect(stderr).toContain("own.json:5:9: wrappers.0.hosts.0: expected a host such as");
    expect((await runHere(["check", "--wrappers", join(folder, "none.json"), "x"])).stderr).toContain("ENOENT");
  });
});

describe("hutong replay", () => {
  const files = ["rules/rules-cases.jsonl", "stories/one-taobao-link.jsonl", "stories/regulator-and-platform.jsonl"];
  const payments = ["stories/alibaba-apps-take-wechat-pay.jsonl", "stories/taobao-takes-wechat-pay.jsonl"];
  const further = ["stories/bilateral-chats-and-quickpass.jsonl", "stories/payments-before-and-after.jsonl"];
  const all = [...files, ...payments, ...further].map(fixture);

  test("meets every shipped fixture offline", async () => {
    const { code, stdout } = await runHere(["replay", ...all]);
    expect(stdout).toMatch(/\n108 passed, 0 failed\n$/u);
    expect(code).toBe(0);
  });

  test("meets every shipped fixture over a live gateway, which a signal ends in order", async ({ folder }) => {
    const server = startCli(["serve", "--port", "0", "--data", folder]);
    onTestFinished(() => void server.kill("SIGKILL"));
    const url = await firstLine(server);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/u);
    const { code, stdout } = await runHere(["replay", "--against", url.replace("http", "ws"), ...all]);
    expect(stdout).toMatch(/\n108 passed, 0 failed\n$/u);
    expect(code).toBe(0);
    server.kill("SIGTERM");
    expect((await once(server, "close"))[0]).toBe(0);
  });

  test("says what was otherwise, reads on after a broken line, and exits with 1", async ({ folder }) => {
    const file = join(folder, "wrong.jsonl");
    const text = "https://item.taobao.com/item.htm?id=1";
    writeFileSync(
      file,
      [
        JSON.stringify({ id: "wrong", at: "2021-09-18T12:00:00+08:00", text, expect: [{ action: "block" }] }),
        '{"id":"broken","at":"then","text":"x"}',
        JSON.stringify({ id: "right", text: "no link", expect: [] }),
      ].join("\n"),
    );
    const { code, stdout } = await runHere(["replay", file, "--record", join(folder, "recorded.jsonl")]);
    expect(code).toBe(1);
    expect(stdout).toContain('expected "block"');
    expect(stdout).toContain("line 2: at: expected an ISO 8601 instant");
    expect(stdout).toContain("1 passed, 1 failed, 1 broken");
    const junit = await runHere(["replay", file, "--reporter", "junit"]);
    expect(junit.stdout).toContain('tests="3" failures="1" errors="1"');
    const again = await runHere(["replay", join(folder, "recorded.jsonl")]);
    expect(again.stdout).toContain("2 passed, 0 failed");
  });

  test("says when nothing answers", async () => {
    const { code, stderr } = await runHere(["replay", "--against", "ws://127.0.0.1:1", all[0] ?? ""]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "hutong replay: --against: nothing answers there\n" });
  });
});

test("hutong audit and diff tell the gap between platform and regulator", async () => {
  const [wechat, miit, gap] = await Promise.all([
    runHere(["audit", "wechat"]),
    runHere(["audit", "miit"]),
    runHere(["diff", "wechat@2021-09-17", "miit", fixture("stories/regulator-and-platform.jsonl")]),
  ]);
  expect(wechat.code).toBe(1);
  expect(wechat.stdout).toMatch(/in group chats( or in Moments)?; e-commerce:\n.*(taobao|1688)/u);
  expect(miit.code).toBe(0);
  expect(miit.stdout).toContain("owner alone: none");
  expect(gap.stdout).toContain("by first-phase-group-closed against lawful-link");
  expect(gap.stdout).toContain("platform-group-18-sept-2021");
});

test("hutong audit and diff write a page where they are asked to", async ({ folder }) => {
  const files = ["audit.html", "diff.html"].map((name) => join(folder, name));
  const [audit, diff, nowhere, noLanguage] = await Promise.all([
    runHere(["audit", "miit", "--html", files[0] ?? "", "--locale", "vi"]),
    runHere(["diff", "miit", "wechat@2021-11-30", "--json", "--html", files[1] ?? ""]),
    runHere(["audit", "miit", "--html", join(folder, "missing", "a.html")]),
    runHere(["diff", "miit", "wechat", "--html", join(folder, "none.html"), "--locale", "fr"]),
  ]);
  expect(audit).toEqual({ code: 0, stdout: "", stderr: `written to ${files[0]}\n` });
  expect(JSON.parse(diff.stdout)).toMatchObject({ left: "miit", right: "wechat@2021-11-30" });
  const [auditPage, diffPage] = files.map((file) => readFileSync(file, "utf8"));
  expect(auditPage).toMatch(
    /^<!doctype html>[^]*<html lang="vi">[^]*Kiểm tra MIIT standard for links in instant messaging/u,
  );
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  for (const page of [auditPage, diffPage]) expect(page).toContain(`Hutong ${version}`);
  expect(diffPage).toContain("<h1>miit against wechat@2021-11-30</h1>");
  expect(noLanguage).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--locale: expected zh-CN, en, id or vi"),
  });
  expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining("cannot be written (ENOENT)") });
});

test("hutong token makes the secret at first use, for its owner only", async ({ folder }) => {
  const data = join(folder, "data");
  const { code, stdout } = await runHere(["token", "bob", "--data", data, "--expires", "60"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/u);
  expect(statSync(join(data, "secret")).mode & 0o777).toBe(0o600);
  const short = await runHere(["token", "bob", "--data", data], { env: { HUTONG_SECRET: "short" } });
  expect(short).toMatchObject({ code: 2, stderr: "hutong token: HUTONG_SECRET: expected 32 bytes or more\n" });
});

test("hutong apps shows the registry and one app whole", async () => {
  const { stdout } = await runHere(["apps"]);
  const { apps } = JSON.parse(stdout) as { apps: { id: string }[] };
  expect(apps.map(({ id }) => id)).toEqual(expect.arrayContaining(["taobao", "gojek", "unionpay", "hema"]));
  expect(JSON.parse((await runHere(["apps", "taobao"])).stdout)).toMatchObject({ id: "taobao", owner: "alibaba" });
  for (const name of [["Koala"], ["Idle", "Fish"], ["盒马"], ["ＴＡＯＢＡＯ　Deals"]]) {
    expect(JSON.parse((await runHere(["apps", ...name])).stdout)).toHaveProperty("owner", "alibaba");
  }
  const unknown = await runHere(["apps", "Koalla"]);
  expect(unknown).toMatchObject({ code: 2, stdout: "" });
  expect(unknown.stderr).toContain("the nearest: Kaola (kaola)");
  expect(unknown.stderr).not.toContain("Koalla");
});

test("hutong payments tells who took what on a day", async () => {
  const { stdout } = await runHere(["payments", "--at", "2021-09-28", "--locale", "zh-CN"]);
  const { day, apps } = JSON.parse(stdout) as { day: string; apps: { id: string; name: string }[] };
  expect(day).toBe("2021-09-28");
  expect(apps.find(({ id }) => id === "eleme")?.name).toBe("饿了么");
  expect((await runHere(["payments", "--at", "2021-09-28", "--pretty"])).stdout).toContain("awaiting Tencent’s");
  expect(await runHere(["payments", "--at", "yesterday"])).toMatchObject({ code: 2, stdout: "" });
  expect(await runHere(["payments", "taobao"])).toMatchObject({ code: 2, stdout: "" });
});

test("every command has a help page, and an unknown command names the known ones", async () => {
  const { stdout } = await runHere(["help"]);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  const page = await runHere(["serve", "--help"]);
  expect(page.stdout).toContain("HUTONG_HOST_PLATFORM");
  expect(await runHere(["nosuch"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("expected one of serve, check"),
  });
});

test("behind a proxy nobody is asked by default, and by request only where it is said to filter", async () => {
  const env = { HTTPS_PROXY: "http://user:secret@proxy.example:3128" };
  const [byDefault, asked, filtered] = await Promise.all([
    runCli(["check", "--json", "https://t.cn/A6abcdef"], { env }),
    runCli(["check", "--json", "--resolve", "known", "https://t.cn/A6abcdef"], { env }),
    runCli(["check", "--json", "--resolve", "all", "--proxy-filters", "http://10.0.0.1/"], { env }),
  ]);
  expect(byDefault.code).toBe(0);
  expect(byDefault.stdout).toContain('"skipped":"off"');
  expect(byDefault.stderr).toContain("HTTPS_PROXY is set");
  expect(byDefault.stderr).toContain("--proxy-filters");
  expect(asked.code).toBe(2);
  expect(asked.stderr).toContain("HTTPS_PROXY is set");
  expect(filtered.code).toBe(0);
  expect(filtered.stdout).toContain('"failure":{"code":"private_address"');
  expect(byDefault.stderr + asked.stderr).not.toContain("secret");
});
