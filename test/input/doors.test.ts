import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registrySchemas } from "../../src/apps/app-file.ts";
import { parseData } from "../../src/apps/read-data.ts";
import { openApp, type App } from "../../src/app.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { InputError } from "../../src/input/input-error.ts";
import { parseLimit } from "../../src/protocol/limits.ts";
import { compileCheckList } from "../../src/findings/lists/check-list.ts";
import { runCommand } from "../../src/commands/run-command.ts";
import { parseOrigins } from "../../src/access/origins.ts";
import { signToken } from "../../src/access/tokens.ts";
import { rulebookText } from "../policy/facts.ts";
import { runCli, SOURCE_MAIN } from "../support/programs/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "hutong-doors-"));
const at = (name: string) => join(folder, name);
let app: App;
beforeAll(async () => {
  writeFileSync(at("deep.yaml"), `id: x\nx: ${"{ not: ".repeat(4_000)}{}${" }".repeat(4_000)}\n`);
  writeFileSync(at("typo.yaml"), rulebookText("miit").replace("action: open_in_place", "action: open_in_plaze"));
  writeFileSync(at("lines.jsonl"), '{"id":"a","text":"x"}\n{"id":"b","text":7}\n');
  writeFileSync(at("taken.jsonl"), "");
  writeFileSync(at("utf16.yaml"), Buffer.from(`\uFEFF${rulebookText("miit")}`, "utf16le"));
  writeFileSync(at("utf16-bare.yaml"), Buffer.from(rulebookText("miit"), "utf16le"));
  // 规则 in GBK.
  const gbk = Buffer.concat([Buffer.from("# 规\uFFFD\nid: mine\ntitle: "), Buffer.from([0xb9, 0xe6, 0xd4, 0xf2])]);
  writeFileSync(at("gbk.yaml"), gbk);
  writeFileSync(at("gbk.jsonl"), gbk);
  app = await openApp({ ...DEFAULT_CONFIG, port: 0, data: at("data") });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

/** A command in this process, with what it was given. */
async function run(args: readonly string[], { stdin = "", env = {} }: Given) {
  let stdout = "";
  const stderr: string[] = [];
  const code = await runCommand(args, {
    stdin: Readable.from([stdin]),
    env,
    columns: null,
    write: async (text) => void (stdout += text),
    tell: (text) => void stderr.push(text),
  });
  return { code, stdout, stderr };
}

interface Given {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Each row: what was given, and what whoever gave it is told: the place, then what was expected. */
describe("bad input says what was expected and where", () => {
  test.each<[string, readonly string[], Given, RegExp]>([
    ["an option", ["serve", "--port", "70000"], {}, /^hutong serve: --port: expected a whole number from 0 to 65535$/u],
    [
      "its variable",
      ["serve"],
      { env: { HUTONG_PORT: "http" } },
      /^hutong serve: HUTONG_PORT: expected a whole number/u,
    ],
    [
      "an option before its variable",
      ["serve", "--port=x"],
      { env: { HUTONG_PORT: "80" } },
      /^hutong serve: --port: expected/u,
    ],
    [
      "a flag's variable",
      ["check", "x"],
      { env: { HUTONG_OFFLINE: "yes" } },
      /^hutong check: HUTONG_OFFLINE: expected 1, true, 0 or false$/u,
    ],
    [
      "a limit",
      ["serve", "--limit", "maxLinks=0"],
      {},
      /^hutong serve: --limit: maxLinks: expected a whole number from 1 to 1000$/u,
    ],
    [
      "a limit's name",
      ["serve"],
      { env: { HUTONG_LIMIT: "x=1" } },
      /^hutong serve: HUTONG_LIMIT: no limit has this name/u,
    ],
    [
      "an origin",
      ["serve", "--origin", "chat"],
      {},
      /^hutong serve: --origin: expected a scheme and a host without a path/u,
    ],
    [
      "a secret",
      ["token", "bob", "--data", at("other")],
      { env: { HUTONG_SECRET: "short" } },
      /^hutong token: HUTONG_SECRET: expected 32 bytes or more$/u,
    ],
    ["a user", ["token", "b b", "--data", at("other")], {}, /^hutong token: USER: expected a user id/u],
    [
      "a rulebook",
      ["audit", at("typo.yaml")],
      {},
      /typo\.yaml:\d+:\d+: unknown word "open_in_plaze": did you mean "open_in_place"\?$/u,
    ],
    [
      "a rulebook that is deep",
      ["audit", at("deep.yaml")],
      {},
      /deep\.yaml:2:697: expected at most 100 levels of nesting$/u,
    ],
    [
      "a rulebook in UTF-16",
      ["audit", at("utf16.yaml")],
      {},
      /utf16\.yaml:1:1: expected UTF-8; this file is in UTF-16$/u,
    ],
    [
      "one without its mark",
      ["audit", at("utf16-bare.yaml")],
      {},
      /bare\.yaml:1:1: expected UTF-8; this file is in UTF-16$/u,
    ],
    [
      "a rulebook in GBK",
      ["audit", at("gbk.yaml")],
      {},
      /gbk\.yaml:3:8: expected UTF-8; this byte is of another encoding/u,
    ],
    [
      "a fixture in GBK",
      ["diff", "wechat", "miit", at("gbk.jsonl")],
      {},
      /gbk\.jsonl:3:8: expected UTF-8; this byte is of another encoding/u,
    ],
    ["a rulebook that is not there", ["audit", at("none.yaml")], {}, /none\.yaml: cannot be read \(ENOENT\)$/u],
    ["a fixture file", ["replay", at("none.jsonl")], {}, /^hutong replay: .*none\.jsonl: cannot be read \(ENOENT\)$/u],
    [
      "a fixture",
      ["diff", "wechat", "miit", at("lines.jsonl")],
      {},
      /lines\.jsonl: line 2: text: expected a text, not a number$/u,
    ],
    [
      "a file to write",
      ["replay", at("lines.jsonl"), "--record", at("taken.jsonl")],
      {},
      /^hutong replay: --record: .*taken\.jsonl: expected a file to make anew \(EEXIST\)$/u,
    ],
    [
      "a context",
      ["check", "--client", "android/new", "x"],
      {},
      /^hutong check: --client: expected a version such as "8\.0\.11"$/u,
    ],
    [
      "a list's entry",
      ["check", "--list", "http://=fraud", "https://a.cn"],
      {},
      /^hutong check: lists\[0\]\.entry: expected a host/u,
    ],
  ])("%s", async (_what, args, given, told) => {
    const { code, stderr } = await run(args, given);
    expect(stderr).toHaveLength(1);
    expect(stderr[0]).toMatch(told);
    expect(code).toBe(2);
  });

  test.each([
    ['{"id":2, oops}', "line 1, column 10: expected one JSON object"],
    ['{"id":2,"text":7}', "line 1: text: expected a text, not a number"],
    ['{"id":2,"text":"x","at":"then"}', "line 1: at: expected an ISO 8601 instant"],
    [
      '{"id":2,"text":"https://a.cn/","lists":[{"entry":"http://","kind":"fraud"}]}',
      "line 1: lists[0].entry: expected a host",
    ],
    ['{"id":2,"text":"x","rulebook":"nosuch"}', "line 1: no such rulebook; expected miit, qq, samr, wechat"],
  ])("a line %s", async (line, told) => {
    const { code, stdout } = await run(["check", "--jsonl", "--offline"], { stdin: line });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "bad_input", message: expect.stringContaining(told) } });
  });

  test("a client in a body may be told as its app has it", async () => {
    const text = "https://item.taobao.com/item.htm?id=652874301955";
    const ask = async (fields: object) => {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ text, at: "2021-09-18", ...fields });
      const answer = await fetch(new URL("/v1/check", app.url), { method: "POST", headers, body });
      return { status: answer.status, body: await answer.text() };
    };
    const plain = await ask({ client: { os: "android", version: "8.0.10" }, locale: "zh-CN" });
    expect(plain.status).toBe(200);
    expect(await ask({ client: { os: "Android", version: "8.0.10(0x1800)" }, locale: "zh_TW" })).toEqual(plain);
    expect((await ask({ client: { os: "Harmony", version: "?" }, locale: "fr" })).status).toBe(200);
  });

  test.each([
    ["{", "The body is not JSON"],
    ['{"text":7}', "text: expected a text, not a number"],
    [`{"text":"x","client":{"os":"${"x".repeat(65)}"}}`, "client.os: expected at most 64 characters"],
    ['{"text":"x","chat":"crowd"}', "chat: expected one of one_to_one, group, moments"],
    ['{"text":"https://a.cn/","lists":[{"entry":"http://","kind":"fraud"}]}', "lists[0].entry: expected a host"],
  ])("a body %s", async (body, told) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(new URL("/v1/check", app.url), { method: "POST", headers, body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining(told) } });
  });

  test.each<[string, () => unknown, object]>([
    [
      "a data file",
      () => parseData('{\n "id": 7 }', "app.json", registrySchemas().app),
      { file: "app.json", line: 2, column: 2, field: "id" },
    ],
    [
      "a data file that is no JSON",
      () => parseData("{\n id", "app.json", registrySchemas().app),
      { file: "app.json", line: 2, column: 4 },
    ],
    ["a limit", () => parseLimit("maxLinks=x"), { field: "maxLinks" }],
    [
      "a list's entry",
      () => compileCheckList([{ entry: "://", kind: "fraud" }], new Date(0)),
      { field: "lists[0].entry" },
    ],
    ["an origin", () => parseOrigins(["chat"]), {}],
    ["a secret", () => signToken("bob", new Uint8Array(8), 60, new Date()), {}],
  ])("a library's caller: %s", async (_what, give, place) => {
    const error = await (async () => give())().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).problems).toContainEqual({
      ...place,
      message: expect.stringMatching(/expected|must have/u),
    });
  });
});

describe("a fault of ours", () => {
  /** Breaks a part of the platform for one text before the program is loaded, so that what reads it fails as by a bug. */
  const broken = (error: string) => {
    const module = `const {slice} = String.prototype;
      String.prototype.slice = function (...range) {
        if (String(this) === "https://a.example/") throw ${error};
        return slice.apply(this, range);
      };`;
    const NODE_OPTIONS = `--import=data:text/javascript;base64,${Buffer.from(module).toString("base64")}`;
    // The place of a fault is told in the file that runs.
    return { env: { NODE_OPTIONS }, main: SOURCE_MAIN };
  };

  test.each([
    ['new RangeError("secret")', "RangeError"],
    ['new TypeError("secret")', "TypeError"],
    ['"secret"', "string"],
  ])("%s ends with 70, and is told without its message", async (error, name) => {
    const { code, stderr, stdout } = await runCli(["check", "--offline", "https://a.example/"], broken(error));
    expect({ code, stdout }).toEqual({ code: 70, stdout: "" });
    expect(stderr).toMatch(
      new RegExp(`^hutong check: a fault of this program, not of what it was given: ${name}\n`, "u"),
    );
    expect(stderr).not.toContain("secret");
    if (name !== "string") expect(stderr).toMatch(/^ +at .*find-links\.ts:\d+:\d+/mu);
  });

  test("is none of a line's and none of a fixture's", async () => {
    const stdin = '{"id":1,"text":"https://a.example/"}\n';
    const fixture = at("sound.jsonl");
    writeFileSync(fixture, stdin.replace("1", '"a"'));
    const [lines, replay] = await Promise.all([
      runCli(["check", "--jsonl", "--offline"], { stdin, ...broken('new RangeError("secret")') }),
      runCli(["replay", fixture], broken('new RangeError("secret")')),
    ]);
    expect(lines).toMatchObject({ code: 70, stdout: "" });
    expect(replay).toMatchObject({ code: 70, stdout: "" });
  });

  test("a port that the system refuses is told in one line and ends with 2", async () => {
    const { port } = new URL(app.url);
    const { code, stderr } = await runCli(["serve", "--port", port, "--data", at("second")]);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^hutong serve: .*address already in use/u);
  });
});
