import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import Database from "better-sqlite3";
import { openRegistry } from "../../src/apps/registry.ts";
import { openRecordedResolver } from "../../src/check/link-resolver.ts";
import { connect } from "../../src/client/index.ts";
import { DATABASE_FILE } from "../../src/config.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { runHere } from "../support/programs/cli.ts";
import { startFollowingGateway } from "../support/followed-gateway.ts";
import type { TestGateway } from "../support/gateway.ts";

const SHORT = "https://t.cn/A6abcdef";
const ITEM = "https://item.taobao.com/item.htm?id=652874301955";
const DISGUISED = "https://taobao.com@evil.example/";
let data = "";
let gateway: TestGateway;
let conversation = "";

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "hutong-decision-"));
  const network = [
    { url: SHORT, status: 302, headers: { location: ITEM } },
    { url: ITEM, status: 200, headers: {}, body: "" },
  ];
  gateway = await startFollowingGateway({
    store: openSqliteStore(join(data, DATABASE_FILE)),
    clock: () => new Date("2021-09-18T12:00:00+08:00"),
    resolver: openRecordedResolver(openRegistry(), network),
  });
  const client = { os: "android" as const, version: "8.0.11" };
  const sender = connect(gateway.ws, () => gateway.token("alice"), { device: "d", locale: "vi", client });
  const followed = new Promise((resolve) => sender.on("link", resolve));
  const sent = await sender.send("bob", `${SHORT} ${DISGUISED}`);
  conversation = sent.conversation;
  await followed;
  sender.close();
});
afterAll(async () => {
  await gateway.close();
  await gateway.store.close();
  rmSync(data, { recursive: true });
});

const explain = (index: number, ...more: string[]) =>
  runHere(["explain", "--decision", `${conversation}:1:${index}`, "--data", data, ...more]);

test("a decision is made again as it was told, and as it became, while the gateway runs and without a network", async () => {
  const { code, stdout } = await explain(0, "--json");
  const made = JSON.parse(stdout) as Record<string, never>;
  expect(made).toMatchObject({
    at: "2021-09-18T04:00:00.000Z",
    differences: [],
    told: { resolution: { status: "provisional" }, verdict: { edition: "2021-09-17" } },
    followed: { app: { id: "taobao" }, verdict: { action: "open_in_place", notice: true } },
    requests: [
      { url: SHORT, status: 302, address: null },
      { url: ITEM, status: 200, address: null },
    ],
  });
  expect(code).toBe(0);
});

test("it tells in words which rules were asked, in the language of who was told", async () => {
  const { code, stdout } = await explain(1);
  expect(code).toBe(0);
  expect(stdout).toContain("Lúc nhận: 2021-09-18T04:00:00.000Z, giống như đã báo lúc đó");
  expect(stdout).toContain("→ deceptive-address: bị chặn");
  expect(stdout).toContain("trang chưa có trong danh mục: bị chặn");
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("it says so when what comes out is not what was told", async () => {
  const { code, stdout } = await explain(1, "--rulebook", "miit");
  expect(code).toBe(1);
  expect(stdout.replaceAll(/\s+/gu, " ")).toContain(
    "khác với điều đã báo lúc đó; các phần khác: verdict.rulebook, verdict.rule",
  );
});

test("what came of following is headed in that language too, with who answered", async () => {
  const { code, stdout } = await explain(0);
  expect(code).toBe(0);
  expect(stdout.replaceAll(/\s+/gu, " ")).toContain(`Sau khi kiểm tra: 302 từ không có địa chỉ cho ${SHORT}; 200 từ`);
  expect(stdout).not.toMatch(/At receipt|Followed|nobody|no answer/u);
});

test("wrong use is told without touching the store", async () => {
  const wrong = [
    [["explain", "--decision", "nonsense", "--data", data], "CONVERSATION:SEQ:INDEX"],
    [["explain", "--decision", `${conversation}:9:0`, "--data", data], "no such one"],
    [["explain", "--decision", `${conversation}:1:7`, "--data", data], "no number 7"],
    [["explain", "--decision", `${conversation}:1:0`, "--data", join(data, "none")], "no database of a gateway"],
  ] as const;
  await Promise.all(
    wrong.map(async ([argv, word]) => {
      const { code, stderr } = await runHere([...argv]);
      expect(code).toBe(2);
      expect(stderr).toContain(word);
    }),
  );
  const db = new Database(join(data, "hutong.sqlite"), { readonly: true });
  expect(db.prepare("SELECT count(*) FROM message").pluck().get()).toBe(1);
  db.close();
});

test.for([
  ["reports", '[{"link":"secret"}]'],
  ["reports", '["secret'],
  ["context", '{"client":"secret"}'],
  ["resolutions", '[{"finalUrl":"secret"}]'],
  ["listed", '[[{"kind":"secret"}]]'],
] as const)("what is broken in the column %s is told, and nothing of it", async ([column, broken]) => {
  const copy = mkdtempSync(join(tmpdir(), "hutong-broken-"));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  const source = new Database(join(data, DATABASE_FILE), { readonly: true });
  await source.backup(join(copy, DATABASE_FILE));
  source.close();
  const db = new Database(join(copy, DATABASE_FILE));
  db.prepare(`UPDATE message SET ${column} = ?`).run(broken);
  db.close();
  const { code, stderr } = await runHere(["explain", "--decision", `${conversation}:1:0`, "--data", copy]);
  expect(code).toBe(2);
  expect(stderr).toContain(`message.${column}: expected`);
  expect(stderr).not.toContain("secret");
  if (broken.startsWith("{") || broken.endsWith("]")) return;
  const exported = await runHere(["export", "--data", copy, "alice"]);
  expect(exported.code).toBe(1);
  expect(exported.stderr).toContain(`message.${column}: expected JSON`);
});
