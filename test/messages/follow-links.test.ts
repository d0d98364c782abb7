import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import type { LinkReport } from "../../src/report/report.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { postJson } from "../support/ask.ts";
import { openSite, page, redirect, startFollowingGateway, type Site } from "../support/followed-gateway.ts";
import type { TestGateway } from "../support/gateway.ts";
import { enter } from "../support/raw-socket.ts";

/** Of one who holds nothing afterwards. */
const NO_LEASE = { holder: "nobody", until: new Date(0) };

let site: Site;
let gateway: TestGateway;
let count = 0;
beforeAll(async () => {
  site = await openSite();
  gateway = await startFollowingGateway();
});
afterAll(async () => {
  await gateway.close();
  await site.close();
});

function names(): [string, string, string] {
  count += 1;
  return [`alice${count}`, `bob${count}`, `carol${count}`];
}

/** A path nobody asked for yet. */
function shortPath(): string {
  count += 1;
  return `/s${count}`;
}

test("[P7] a message goes out at once with a provisional verdict that opens nothing; the verdict of the page it reaches follows", async () => {
  const [alice, bob] = names();
  const [short, end] = [shortPath(), shortPath()];
  let answer = () => {};
  site.pages.set(short, (response) => (answer = () => redirect(site.url(end))(response)));
  site.pages.set(end, page("The end"));
  const [a, b] = [await enter(gateway, alice), await enter(gateway, bob)];
  a.say({ type: "send", id: "1", key: "k", to: bob, text: `look ${site.url(short)}` });
  const sent = await a.next("sent");
  const message = await b.next("message");
  for (const { links } of [sent, message]) {
    expect(links[0]?.resolution).toMatchObject({ status: "provisional", skipped: null });
    expect(links[0]?.open).toEqual({});
  }
  while (!site.asked.includes(short)) await new Promise(setImmediate);
  answer();
  const told = await a.next("link");
  expect(told).toMatchObject({ conversation: sent.conversation, seq: 1, index: 0, cause: "resolved", update: 1 });
  expect(told.report.resolution).toMatchObject({
    status: "final",
    finalUrl: site.url(end),
    page: { title: "The end" },
    hops: [{ url: site.url(short), status: 302, by: "redirect" }],
  });
  expect(told.report.open.web).toBe(site.url(end));
  expect(await b.next("link")).toEqual(told);
});

test("[P7] the followed verdict is kept: who comes later has it in the message, who had the message learns it by sync", async () => {
  const [alice, bob] = names();
  const short = shortPath();
  site.pages.set(short, page("Kept"));
  const [a, b] = [await enter(gateway, alice), await enter(gateway, bob)];
  a.say({ type: "send", id: "1", key: "k", to: bob, text: site.url(short) });
  const { conversation } = await b.next("message");
  await b.next("link");
  const late = await enter(gateway, bob, { device: "late" });
  late.say({ type: "sync", id: "s", have: {} });
  expect((await late.next("message")).links[0]?.resolution.page?.title).toBe("Kept");
  expect(await late.next("synced")).toMatchObject({ updates: { [conversation]: 1 } });
  const had = await enter(gateway, bob, { device: "had" });
  had.say({ type: "sync", id: "s", have: { [conversation]: 1 } });
  expect((await had.next("link")).report.resolution.page?.title).toBe("Kept");
  const knows = await enter(gateway, bob, { device: "knows" });
  knows.say({ type: "sync", id: "s", have: { [conversation]: 1 }, updates: { [conversation]: 1 } });
  await knows.next("synced");
  expect(knows.heard.map(({ type }) => type)).not.toContain("link");
});

test("[P7] each reader's verdict is made in the reader's own context", async () => {
  const [alice, bob] = names();
  const short = shortPath();
  site.pages.set(short, page("For all"));
  const a = await enter(gateway, alice);
  const b = await enter(gateway, bob, { locale: "vi" });
  a.say({ type: "send", id: "1", key: "k", to: bob, text: site.url(short) });
  const [forAlice, forBob] = [await a.next("link"), await b.next("link")];
  expect(forBob.report.resolution).toEqual(forAlice.report.resolution);
  expect(forBob.report.verdict.reason).not.toBe(forAlice.report.verdict.reason);
});

test("[P7] a page that never answers becomes unresolved in time, never opens in place, and holds nobody up", async () => {
  const short = shortPath();
  const patient = await startFollowingGateway({ totalTimeoutMs: 200 });
  try {
    const [alice, bob] = names();
    site.pages.set(short, () => undefined);
    const a = await enter(patient, alice);
    a.say({ type: "send", id: "1", key: "k", to: bob, text: site.url(short) });
    a.say({ type: "send", id: "2", key: "k2", to: bob, text: "next" });
    expect((await a.next("sent")).re).toBe("1");
    expect((await a.next("sent")).re).toBe("2");
    const { report } = await a.next("link");
    expect(report.resolution).toMatchObject({ status: "failed", failure: { code: "timeout" } });
    expect(report.verdict.decidedBy).toBe("unresolved");
    expect(report.verdict.action).not.toBe("open_in_place");
  } finally {
    await patient.close();
  }
});

test("[P7] what was not followed when the gateway stopped is followed after the restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hutong-"));
  const file = join(folder, "hutong.sqlite");
  const [alice, bob] = names();
  const short = shortPath();
  site.pages.set(short, () => undefined);
  try {
    const store = openSqliteStore(file);
    const first = await startFollowingGateway({ store });
    const a = await enter(first, alice);
    a.say({ type: "send", id: "1", key: "k", to: bob, text: site.url(short) });
    const { conversation } = await a.next("sent");
    while (!site.asked.includes(short)) await new Promise(setImmediate);
    await first.close();
    await store.close();

    site.pages.set(short, page("After all"));
    const again = openSqliteStore(file);
    const second = await startFollowingGateway({ store: again });
    const b = await enter(second, bob);
    b.say({ type: "sync", id: "s", have: {} });
    const message = await b.next("message");
    const report = message.links[0]?.resolution.status === "final" ? message.links[0] : (await b.next("link")).report;
    expect(report.resolution.page?.title).toBe("After all");
    expect((await again.updatesAfter(bob, conversation, 0, 10)).map(({ update }) => update)).toEqual([1]);
    expect(await again.claimPending(10, NO_LEASE, new Date("2100-01-01"))).toEqual([]);
    await second.close();
    await again.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("[P7] a gateway that stops gives back what it took up, and the next one goes on at once", async () => {
  const [alice, bob] = names();
  const short = shortPath();
  site.pages.set(short, () => undefined);
  const store = openSqliteStore(":memory:");
  const link = { from: alice, to: bob, key: "k", text: site.url(short), reportsJson: NO_REPORTS, contextJson: null };
  const { message } = await store.append({ ...link, at: new Date(), isPending: true });
  const first = await startFollowingGateway({ store });
  while (!site.asked.includes(short)) await new Promise(setImmediate);
  expect(await store.claimPending(10, NO_LEASE, new Date())).toEqual([]);
  await first.close();
  site.pages.set(short, page("Next one"));
  const second = await startFollowingGateway({ store });
  const kept = async () => (await store.storedMessage(message.conversation, 1)).resolutions;
  await expect.poll(kept).toContain("Next one");
  await second.close();
  await store.close();
});

test("[P7] of two gateways on one store the one that took a message follows its links, however long it takes", async () => {
  const [alice, bob] = names();
  const short = shortPath();
  const folder = mkdtempSync(join(tmpdir(), "hutong-"));
  const stores = ["one", "other"].map(() => openSqliteStore(join(folder, "hutong.sqlite")));
  const calls = { claimPending: 0, renewLeases: 0 };
  const counted = (store: Store, name: keyof typeof calls): Store => ({
    ...store,
    [name]: async (...given: never[]) => {
      const done = await (store[name] as (...all: never[]) => Promise<unknown>)(...given);
      calls[name] += 1;
      return done;
    },
  });
  const once = async (name: keyof typeof calls) => {
    // The one that runs may have begun before.
    const enough = calls[name] + 2;
    while (calls[name] < enough) await new Promise(setImmediate);
  };
  let nowMs = Date.now();
  const common = { clock: () => new Date(nowMs), resumeEveryMs: 30, totalTimeoutMs: 20_000 };
  const [oneStore, otherStore] = stores;
  if (oneStore === undefined || otherStore === undefined) throw new Error("two stores were opened");
  // Looking for what is free would take its own message up again; renewing alone is to keep it.
  const looksNowhere: Store = { ...counted(oneStore, "renewLeases"), claimPending: async () => [] };
  const one = await startFollowingGateway({ ...common, store: looksNowhere });
  const other = await startFollowingGateway({ ...common, store: counted(otherStore, "claimPending") });
  try {
    let answer = () => {};
    site.pages.set(short, (response) => (answer = () => page("By one")(response)));
    const [a, b] = [await enter(one, alice, { device: "a" }), await enter(one, bob)];
    a.say({ type: "send", id: "1", key: "k", to: bob, text: site.url(short) });
    await a.next("sent");
    for (let past = 0; past < 5; past += 1) {
      await once("claimPending");
      nowMs += 20;
      await once("renewLeases");
    }
    await once("claimPending");
    expect(site.asked.filter((path) => path === short)).toEqual([short]);
    answer();
    expect((await b.next("link")).report.resolution.page?.title).toBe("By one");
  } finally {
    await Promise.all([one.close(), other.close()]);
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true });
  }
});

test("[P7] what could not be kept when it was followed is followed again", async () => {
  const [alice, bob] = names();
  const short = shortPath();
  const store = openSqliteStore(":memory:");
  let refusals = 1;
  const full: Store = {
    ...store,
    recordResolutions: (learned) =>
      refusals-- > 0 ? Promise.reject(new StoreError("unavailable", "disk full")) : store.recordResolutions(learned),
  };
  // By this clock no lease ends, so that it has to be given back.
  const now = new Date();
  const stubborn = await startFollowingGateway({ store: full, resumeEveryMs: 20, clock: () => now });
  try {
    site.pages.set(short, page("At last"));
    const a = await enter(stubborn, alice);
    a.say({ type: "send", id: "1", key: "k", to: bob, text: site.url(short) });
    expect((await a.next("link")).report.resolution.page?.title).toBe("At last");
    expect(refusals).toBe(-1);
    expect(await store.claimPending(10, NO_LEASE, new Date("2100-01-01"))).toEqual([]);
  } finally {
    await stubborn.close();
    await store.close();
  }
});

test("[P11] a click that finds nobody takes nothing from what is known of a link", async () => {
  const [alice, bob] = names();
  const short = shortPath();
  let nowMs = Date.UTC(2026, 0, 1);
  const gateway = await startFollowingGateway({ now: () => nowMs });
  try {
    site.pages.set(short, page("Known"));
    const a = await enter(gateway, alice);
    a.say({ type: "send", id: "1", key: "k", to: bob, text: site.url(short) });
    const { conversation } = await a.next("link");
    site.pages.set(short, (response) => response.destroy());
    nowMs += 61_000;
    a.say({ type: "open", id: "o", conversation, seq: 1, index: 0 });
    expect((await a.next("opened")).report.verdict.decidedBy).toBe("unresolved");
    await a.untilQuiet();
    expect(a.heard.filter(({ type }) => type === "link")).toHaveLength(1);
    a.say({ type: "history", id: "h", conversation });
    expect((await a.next("page")).messages[0]?.links[0]?.resolution.page?.title).toBe("Known");
  } finally {
    await gateway.close();
  }
});

test("[P11] opening decides anew: an end known for less than a minute serves, one that moved since is kept and told to everybody", async () => {
  const [alice, bob] = names();
  const [short, harmless] = [shortPath(), shortPath()];
  let nowMs = Date.UTC(2026, 0, 1);
  const moving = await startFollowingGateway({
    now: () => nowMs,
    lists: [{ entry: "evil.site.net", kind: "phishing" }],
  });
  try {
    site.pages.set(short, redirect(site.url(harmless)));
    site.pages.set(harmless, page("Harmless"));
    const [a, b] = [await enter(moving, alice), await enter(moving, bob)];
    a.say({ type: "send", id: "1", key: "k", to: bob, text: site.url(short) });
    const { conversation } = await a.next("sent");
    expect((await b.next("link")).report.verdict.action).not.toBe("block");
    site.pages.set(short, redirect(site.url(harmless).replace("short.site.net", "evil.site.net")));
    const open = { type: "open", id: "o", conversation, seq: 1, index: 0 };
    nowMs += 59_000;
    b.say(open);
    expect((await b.next("opened")).report.verdict.action).not.toBe("block");
    nowMs += 2_000;
    b.say(open);
    expect((await b.next("opened")).report).toMatchObject({
      verdict: { rule: "harmful" },
      open: { appeal: "complain" },
    });
    await a.next("link");
    expect(await a.next("link")).toMatchObject({
      cause: "opened",
      update: 2,
      report: { verdict: { action: "block" } },
    });
    b.say({ ...open, id: "o2", index: 7 });
    expect(await b.next("error")).toMatchObject({ re: "o2", code: "unknown_message" });
  } finally {
    await moving.close();
  }
});

test("[P7] only so many links of a message are followed; the others stay unresolved until somebody opens one", async () => {
  const [alice, bob] = names();
  const paths = Array.from({ length: 7 }, shortPath);
  for (const path of paths) site.pages.set(path, page(path));
  const a = await enter(gateway, alice);
  a.say({ type: "send", id: "1", key: "k", to: bob, text: paths.map((path) => site.url(path)).join(" ") });
  const { conversation } = await a.next("sent");
  const told = [];
  for (const _ of paths) told.push(await a.next("link"));
  const failures = told.filter(({ report }) => report.resolution.failure?.code === "busy").map(({ index }) => index);
  expect(new Set(failures)).toEqual(new Set([5, 6]));
  expect(told.map(({ update }) => update)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  a.say({ type: "open", id: "o", conversation, seq: 1, index: 6 });
  expect((await a.next("link")).cause).toBe("opened");
  expect((await a.next("opened")).report.resolution.page?.title).toBe(paths[6]);
});

test("[P9] a check follows no more links than a message, and no more in all for one client than for one user", async () => {
  const limits = { maxFollowedLinks: 5, maxFollowsPerWindow: 8, rateWindowMs: 600_000 };
  const limited = await startFollowingGateway({ limits, trustedProxies: ["127.0.0.1"] });
  const check = async (client: string, count: number) => {
    const paths = Array.from({ length: count }, () => shortPath());
    for (const path of paths) site.pages.set(path, page("Followed"));
    // A known page's verdict does not wait for the network, and takes no turn from those that do.
    const text = ["https://item.taobao.com/item.htm?id=1", ...paths.map((path) => site.url(path))].join(" ");
    const headers = { "x-forwarded-for": client };
    const { status, body } = await postJson(limited.port, "/v1/check", { text }, { headers });
    expect(status).toBe(200);
    const { links } = JSON.parse(body) as { links: LinkReport[] };
    expect(links[0]?.verdict.decidedBy).not.toBe("unresolved");
    const beyond = links.slice(1).filter(({ resolution }) => resolution.failure?.code === "busy");
    expect(beyond.every(({ verdict }) => verdict.decidedBy === "unresolved")).toBe(true);
    return { asked: paths.filter((path) => site.asked.includes(path)), busy: beyond.length, first: paths.slice(0, 5) };
  };
  const first = await check("203.0.113.1", 200);
  expect(first).toEqual({ asked: first.first, busy: 195, first: first.first });
  expect(await check("203.0.113.1", 10)).toMatchObject({ asked: { length: 3 }, busy: 7 });
  expect(await check("203.0.113.1", 10)).toMatchObject({ asked: { length: 0 }, busy: 10 });
  expect(await check("203.0.113.2", 10)).toMatchObject({ asked: { length: 5 }, busy: 5 });
  await limited.close();
});
