import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { createJudge } from "../../src/messages/judge.ts";
import { contextSchema } from "../../src/report/context.ts";
import { runHere } from "../support/programs/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "hutong-host-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bookFor = (host: string, action: string): string => `
id: mine
title: Mine
authority: a test
host: ${host}
editions:
  - id: "1"
    from: "2020-01-01T00:00:00+08:00"
    title: One
    source: [{ title: A, url: "https://a.example/" }]
    default: { action: block, basis: house, reason: { en: "No." } }
    rules:
      - { id: own, when: { relation: own }, then: { action: ${action} }, basis: house, reason: { en: "Own." } }
      - { id: others, when: {}, then: { action: block }, basis: house, reason: { en: "Others." } }
`;

test("a book is audited and compared from its own host platform: Tmall is Taobao's own, and WeChat's rival", async () => {
  const [taobao, closed] = ["taobao", "closed"].map((name) => join(folder, `${name}.yaml`));
  if (taobao === undefined || closed === undefined) throw new Error("two files");
  writeFileSync(taobao, bookFor("taobao", "open_in_place"));
  writeFileSync(closed, bookFor("taobao", "block").replace("id: mine", "id: closed"));
  const audit = await runHere(["audit", "--json", taobao]);
  const { unequal } = JSON.parse(audit.stdout) as {
    unequal: { class: string; groups: { verdict: { action: string }; who: string[] }[] }[];
  };
  const shops = unequal.find(({ class: cls }) => cls === "e-commerce");
  expect(shops?.groups.find(({ verdict }) => verdict.action === "open_in_place")?.who).toContain("tmall");
  const diff = await runHere(["diff", "--json", taobao, closed]);
  const { differences } = JSON.parse(diff.stdout) as { differences: { witness: { url: string | null } }[] };
  expect(differences.map(({ witness }) => witness.url)).toContainEqual(
    expect.stringMatching(/taobao|tmall|1688|alibaba/u),
  );
});

test.each([
  ["host: wechat", "host: wecaht", '5:7: unknown host platform "wecaht": did you mean "wechat"?'],
  ["when: {}", "when: { owner: alibba }", 'unknown owner "alibba": did you mean "alibaba"?'],
])("no command takes a book of names that the registry does not know: %s, written %s", async (right, wrong, told) => {
  const file = join(folder, "typo.yaml");
  const text = bookFor("wechat", "open_in_place");
  expect(text).toContain(right);
  writeFileSync(file, text.replace(right, wrong));
  const link = "https://item.jd.com/100012043978.html";
  for (const argv of [
    ["audit", file],
    ["check", "--offline", "--rulebook", file, link],
    ["diff", "wechat", file],
  ]) {
    const { code, stderr } = await runHere(argv);
    expect({ code, isTold: stderr.includes(told) }).toEqual({ code: 2, isTold: true });
  }
});

test.each([
  [["check", "--chat", "grup"], '--chat: expected one of one_to_one, group, moments; did you mean "group"?'],
  [["check", "--choice", "blok"], '--choice: expected one of in_place, external, block; did you mean "block"?'],
  [["check", "--client", "andriod/8"], '--client: expected one of android, ios, web; did you mean "android"?'],
  [["check", "--list", "bad.example"], "--list: expected ENTRY=KIND, such as bad.example=phishing"],
  [["explain", "--list", "bad.example=pishing"], 'no_web_page; did you mean "phishing"?'],
  [["explain", "--rulebok", "miit"], 'did you mean "--rulebook"?'],
  [
    ["check", "--host-platform", "weixn"],
    "--host-platform: expected the id of an app of the registry, such as wechat; ",
  ],
  [["explain", "--host-platform", "weixn"], 'did you mean "wechat"?'],
  [["check", "--host-platform", "weixin"], 'did you mean "wechat"?'],
  [["chek"], 'did you mean "check"?'],
  [["lists", "updat"], 'did you mean "update"?'],
  [["rulebook", "shw"], 'expected one of put, show, history; did you mean "show"?'],
])("a wrong word of %j is told in one line, with what was expected and may have been meant", async (argv, told) => {
  const { code, stdout, stderr } = await runHere([...argv, "https://item.jd.com/100012043978.html"]);
  expect({ code, stdout, lines: stderr.trimEnd().split("\n").length }).toEqual({ code: 2, stdout: "", lines: 1 });
  expect(stderr).toContain(told);
  expect(stderr).not.toMatch(/Invalid|"[a-z_]+"\|/u);
});

test("a check, an explanation and a fixture are of a chat of the platform that their book governs", async () => {
  const file = join(folder, "of-taobao.yaml");
  writeFileSync(file, bookFor("taobao", "open_in_place"));
  const link = "https://detail.tmall.com/item.htm?id=1";
  const rulesOf = async (...argv: string[]) => {
    const { stdout } = await runHere([...argv, "--rulebook", file, "--offline", "--json", link]);
    const { links } = JSON.parse(stdout) as { links: { verdict: { rule: string | null; decidedBy: string } }[] };
    return links.map(({ verdict }) => verdict.rule ?? verdict.decidedBy);
  };
  expect(await rulesOf("check")).toEqual(["own"]);
  expect(await rulesOf("explain")).toEqual(["own"]);
  expect(await rulesOf("check", "--host-platform", "wechat")).toEqual(["error"]);
  const fixture = join(folder, "of-taobao.jsonl");
  const at = "2023-06-01T12:00:00+08:00";
  writeFileSync(fixture, JSON.stringify({ id: "a", at, rulebook: file, text: link, expect: [{ rule: "own" }] }));
  expect((await runHere(["replay", fixture])).code).toBe(0);
  const checker = openChecker();
  const decider = checker.shelf.read(file, { files: true });
  const resolver = { resolveOffline: () => null };
  const reader = contextSchema.parse({});
  const judge = createJudge({ checker, inForce: () => decider, resolver, hostPlatform: null });
  const [judged] = await judge(link, { ...reader, at: new Date() });
  expect(judged?.verdict.rule).toBe("own");
});

test("a host platform that nobody knows is refused in a line, a fixture and a gateway's option too", async () => {
  const line = JSON.stringify({ id: "a", text: "https://item.jd.com/1.html", host: "weixn", expect: [{}] });
  const told = 'host: expected the id of an app of the registry, such as wechat; did you mean "wechat"?';
  const checked = await runHere(["check", "--jsonl", "--offline"], { stdin: `${line}\n` });
  expect([checked.code, checked.stdout]).toEqual([1, expect.stringContaining(JSON.stringify(told).slice(1, -1))]);
  const file = join(folder, "stranger.jsonl");
  writeFileSync(file, `${line}\n`);
  const replayed = await runHere(["replay", file]);
  expect([replayed.code, replayed.stdout.replaceAll(/\s+/gu, " ")]).toEqual([
    1,
    expect.stringContaining("did you mean"),
  ]);
  const served = await runHere(["serve", "--port", "0", "--data", join(folder, "data"), "--host-platform", "weixn"]);
  expect([served.code, served.stderr]).toEqual([
    2,
    expect.stringContaining("--host-platform: expected the id of an app"),
  ]);
});

test("a book of any host is audited, compared and fitted from the host platform that is asked for", async () => {
  const [any, closed] = [join(folder, "any.yaml"), join(folder, "any-closed.yaml")];
  writeFileSync(any, bookFor("any", "open_in_place"));
  writeFileSync(closed, bookFor("any", "block").replace("id: mine", "id: closed"));
  const who = async (...options: string[]) => {
    const { stdout } = await runHere(["audit", "--json", ...options, any]);
    const { unequal } = JSON.parse(stdout) as {
      unequal: { groups: { verdict: { action: string }; who: string[]; witness: { facts: { host: string } } }[] }[];
    };
    const groups = unequal.flatMap((each) => each.groups);
    return {
      own: groups.flatMap((group) => (group.verdict.action === "open_in_place" ? group.who : [])),
      hosts: new Set(groups.map(({ witness }) => witness.facts.host)),
    };
  };
  const [wechat, taobao] = [await who(), await who("--host-platform", "taobao")];
  expect([wechat.own.includes("qqmusic"), wechat.own.includes("tmall")]).toEqual([true, false]);
  expect([taobao.own.includes("qqmusic"), taobao.own.includes("tmall")]).toEqual([false, true]);
  expect([wechat.hosts, taobao.hosts]).toEqual([new Set(["wechat"]), new Set(["taobao"])]);
  const diff = await runHere(["diff", "--json", "--host-platform", "taobao", any, closed]);
  const { differences } = JSON.parse(diff.stdout) as { differences: { witness: { facts: { host: string } } }[] };
  expect(new Set(differences.map(({ witness }) => witness.facts.host))).toEqual(new Set(["taobao"]));
  for (const argv of [
    ["audit", any],
    ["diff", any, closed],
    ["fit", any, "fixtures/rules/samr.jsonl"],
  ]) {
    const refused = await runHere([...argv, "--host-platform", "weixn"]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('did you mean "wechat"?')]);
  }
  const stranger = await runHere(["audit", "wechat", "--host-platform", "taobao"]);
  expect([stranger.code, stranger.stderr]).toEqual([
    2,
    "hutong audit: --host-platform: expected one that is governed: wechat\n",
  ]);
});
