import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { DATABASE_FILE } from "../../src/config.ts";
import type { LinkReport } from "../../src/report/report.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { changingLists, LISTED_AT, type Written } from "../support/doubles/changing-lists.ts";
import { openSite, page, redirect, startFollowingGateway, type Site } from "../support/followed-gateway.ts";
import { runHere } from "../support/programs/cli.ts";
import { enter } from "../support/raw-socket.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const SHOP = "https://item.taobao.com/item.htm?id=652874301955";
const LISTED = { entries: ["item.taobao.com"] };

async function gatewayWith(first: Written, more: { readonly resolver?: null } = {}) {
  const data = mkdtempSync(join(tmpdir(), "hutong-lists-"));
  const store = openSqliteStore(join(data, DATABASE_FILE));
  const threats = changingLists(first);
  // Nothing but what is read is looked at here.
  const gateway = await startFollowingGateway({ store, threats, listWindowDays: 0, ...more });
  onTestFinished(async () => {
    await gateway.close();
    await store.close();
    rmSync(data, { recursive: true });
  });
  const explain = async (conversation: string) => {
    const { code, stdout } = await runHere(["explain", "--decision", `${conversation}:1:0`, "--data", data, "--json"]);
    return { code, ...(JSON.parse(stdout) as { told: LinkReport; remade: LinkReport; followed: LinkReport | null }) };
  };
  return { gateway, threats, explain };
}

const shown = ({ findings, verdict }: LinkReport) => ({ findings, action: verdict.action });

/** Every way in which somebody reads a message again: another device by sync, in another language, and history. */
async function readAgain(gateway: Awaited<ReturnType<typeof gatewayWith>>["gateway"], conversation: string) {
  const reports: (LinkReport | undefined)[] = [];
  for (const more of [{ device: "second" }, { device: "third", locale: "vi" as const }]) {
    const late = await enter(gateway, "bob", more);
    late.say({ type: "sync", id: "s", have: {} });
    reports.push((await late.next("message")).links[0]);
    await late.next("synced");
    late.say({ type: "history", id: "h", conversation });
    reports.push((await late.next("page")).messages[0]?.links[0]);
  }
  return reports.map((report) => report && shown(report));
}

test("[T17] what a list said when a message was judged stays with it, whoever reads it after the list has gone", async () => {
  const { gateway, threats, explain } = await gatewayWith(LISTED);
  const [a, b] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  a.say({ type: "send", id: "1", key: "k", to: "bob", text: SHOP });
  const { conversation, links } = await b.next("message");
  const list = { name: "feed", version: "1", at: LISTED_AT };
  const finding = { kind: "phishing", evidence: "listed: item.taobao.com", source: "feed", list };
  expect(links.map(shown)).toEqual([{ findings: [finding], action: "block" }]);
  threats.change({}, false);
  const again = await readAgain(gateway, conversation);
  expect(again).toEqual(Array.from({ length: 4 }, () => ({ findings: [finding], action: "block" })));
  const { code, told, remade, followed } = await explain(conversation);
  expect([code, shown(told), shown(remade), followed]).toEqual([0, again[0], again[0], null]);
  // The click is decided by today's lists.
  b.say({ type: "open", id: "o", conversation, seq: 1, index: 0 });
  expect(shown((await b.next("opened")).report)).toEqual({ findings: [], action: "open_in_place" });
});

test("an exception from what a host looks like stays with a message that was judged while it held", async () => {
  const { gateway, threats, explain } = await gatewayWith({ exceptions: ["taobao-kefu.com"] }, { resolver: null });
  const [a, b] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  a.say({ type: "send", id: "1", key: "k", to: "bob", text: "https://taobao-kefu.com/x" });
  const { conversation, links } = await b.next("message");
  const [told] = links.map(shown);
  expect(told).toMatchObject({
    findings: [{ kind: "imitation", source: "hutong", excepted: { by: "operator", until: null } }],
    action: "open_in_place",
  });
  threats.change({}, false);
  expect(await readAgain(gateway, conversation)).toEqual(Array.from({ length: 4 }, () => told));
  const { code, told: kept, remade, followed } = await explain(conversation);
  expect([code, shown(kept), shown(remade), followed]).toEqual([0, told, told, null]);
  b.say({ type: "open", id: "o", conversation, seq: 1, index: 0 });
  expect((await b.next("opened")).report.verdict.action).toBe("block");
});

test("a message keeps the verdict it had before a list came; the click is decided by the list", async () => {
  const { gateway, threats, explain } = await gatewayWith({});
  const [a, b] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  a.say({ type: "send", id: "1", key: "k", to: "bob", text: SHOP });
  const { conversation, links } = await b.next("message");
  threats.change(LISTED, false);
  const before = links.map(shown)[0];
  expect(before).toEqual({ findings: [], action: "open_in_place" });
  expect(await readAgain(gateway, conversation)).toEqual(Array.from({ length: 4 }, () => before));
  expect(await explain(conversation)).toMatchObject({ code: 0, followed: null });
  b.say({ type: "open", id: "o", conversation, seq: 1, index: 0 });
  expect((await b.next("opened")).report.verdict.action).toBe("block");
});

test("what a list says of a link's end is kept when the end is learned, and what it says of other links stays", async () => {
  const { gateway, threats, explain } = await gatewayWith({ entries: ["short.site.net/end"] });
  site.pages.set("/go", redirect(site.url("/end")));
  site.pages.set("/end", page("The end"));
  const [a, b] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  a.say({ type: "send", id: "1", key: "k", to: "bob", text: `${site.url("/go")} ${SHOP}` });
  const { conversation } = await b.next("message");
  const told = shown((await b.next("link")).report);
  expect(told).toMatchObject({
    action: "block",
    findings: [{ kind: "phishing", evidence: "listed: short.site.net/end" }],
  });
  threats.change(LISTED, false);
  expect(await readAgain(gateway, conversation)).toEqual(Array.from({ length: 4 }, () => told));
  const made = await explain(conversation);
  expect(made.followed && shown(made.followed)).toEqual(told);
  b.say({ type: "history", id: "h", conversation });
  const second = (await b.next("page")).messages[0]?.links[1];
  expect(second && shown(second)).toEqual({ findings: [], action: "open_in_place" });
});
