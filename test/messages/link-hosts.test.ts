import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { keepListWindow } from "../../src/store/list-window.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { openSite, page, redirect, startFollowingGateway, type Site } from "../support/followed-gateway.ts";
import { runHere } from "../support/programs/cli.ts";
import { enter } from "../support/raw-socket.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

async function hostsIn(store: Store): Promise<readonly string[]> {
  const { hosts } = await store.linkHosts(new Date(0), null, 100);
  return hosts.map(({ seq, host }) => `${seq} ${host}`).toSorted();
}

test("every host that a message's links pass finds it, also one that is learned later, until its content is gone", async () => {
  const gateway = await startFollowingGateway();
  onTestFinished(() => gateway.close());
  site.pages.set("/s", redirect(`http://end.site.net:${new URL(site.url("/")).port}/end`));
  site.pages.set("/end", page("The end"));
  const a = await enter(gateway, "alice");
  const say = async (key: string, text: string) => {
    a.say({ type: "send", id: key, key, to: "bob", text });
    return a.next("sent");
  };
  await say("1", "no link");
  const wrapped = `https://link.zhihu.com/?target=${encodeURIComponent("https://Deep.Evil.Example./x")}`;
  const intent =
    "intent://m.shop.example/a#Intent;scheme=https;S.browser_fallback_url=https%3A%2F%2Fother.example%2F;end";
  const { conversation } = await say("2", `${wrapped} ${intent} ${site.url("/s")} taobao://item.taobao.com/x`);
  const first = ["deep.evil.example", "item.taobao.com", "link.zhihu.com", "m.shop.example", "other.example"];
  const known = await hostsIn(gateway.store);
  for (const host of first) expect(known).toContain(`2 ${host}`);
  expect(known.filter((each) => each.startsWith("1 "))).toEqual([]);
  while ((await a.next("link")).index !== 2);
  expect(await hostsIn(gateway.store)).toContain("2 end.site.net");
  a.say({ type: "delete", id: "d", conversation, seq: 2 });
  await a.next("deleted");
  expect(await hostsIn(gateway.store)).toEqual([]);
});

test("hosts of messages older than the window are forgotten in steps; with no window none is kept", async () => {
  const store = openSqliteStore(":memory:");
  onTestFinished(() => store.close());
  const now = new Date("2026-11-28T08:00:00Z");
  const said = { from: "alice", to: "bob", text: "t", reportsJson: NO_REPORTS, contextJson: null, isPending: false };
  const sent = (key: string, at: Date, linkHosts: readonly string[]) => store.append({ ...said, key, at, linkHosts });
  const links = Array.from({ length: 600 }, (_, index) => `old${index}.example`);
  const day = (days: number) => new Date(now.getTime() - days * 86_400_000);
  await sent("1", day(31), links);
  await sent("2", day(29), ["new.example"]);
  const faults: unknown[] = [];
  const window = keepListWindow({ store, days: 30, now: () => now, onFault: (error) => faults.push(error) });
  while ((await store.linkHosts(new Date(0), null, 1_000)).hosts.length > 1) await new Promise(setImmediate);
  expect(await hostsIn(store)).toEqual(["2 new.example"]);
  await window.close();
  const none = keepListWindow({ store, days: 0, now: () => now, onFault: (error) => faults.push(error) });
  await none.close();
  expect(await hostsIn(store)).toEqual([]);
  expect(faults).toEqual([]);
});

test("serve takes a window in whole days", async () => {
  const { code, stderr } = await runHere(["serve", "--list-window", "1.5"]);
  expect(code).toBe(2);
  expect(stderr).toContain("list-window");
});
