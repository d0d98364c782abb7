import { expect } from "vitest";
import { createLocalBus } from "../../src/bus/local.ts";
import { openChecker } from "../../src/check/checker.ts";
import type { Judge } from "../../src/messages/judge.ts";
import { resolutionsOf } from "../../src/messages/judge.ts";
import { page } from "../support/followed-gateway.ts";
import { enter } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";

const checker = openChecker();
const inForce = checker.shelf.read("wechat", { files: false });
const nothingSettled = { resolveOffline: () => null };

/** The real judge, which fails on readers of Vietnamese: at once, or later. */
function failing(how: "throws" | "rejects"): Judge {
  return (text, { decider = inForce, ...context }, known) => {
    if (context.locale === "vi") {
      if (how === "rejects") return Promise.reject(new Error("no words for it"));
      throw new Error("no words for it");
    }
    return checker.checkWith(
      decider,
      text,
      { ...context, host: "wechat", lists: [] },
      resolutionsOf(nothingSettled, known),
    );
  };
}

test.for(["throws", "rejects"] as const)(
  "[P4] a judge that %s for one reader keeps nothing from the others, nor the links from being followed, and that reader has the text",
  async (how, { site, startFollowing }) => {
    const gateway = await startFollowing({ judge: failing(how) });
    site.pages.set("/page", page("Followed"));
    const alice = await enter(gateway, "alice");
    const bob = await enter(gateway, "bob", { locale: "vi" });
    const bobsOther = await enter(gateway, "bob", { locale: "en", device: "other" });
    const carol = await enter(gateway, "carol", { locale: "id" });
    alice.say({ type: "group", id: "g", members: ["bob", "carol"] });
    const { conversation } = await alice.next("group");
    for (const each of [alice, bob, bobsOther, carol]) await each.next("message");
    const text = `see ${site.url("/page")}`;
    alice.say({ type: "send", id: "1", key: "k", to: conversation, text });
    for (const each of [carol, bobsOther]) {
      expect((await each.next("message")).links).toHaveLength(1);
      expect((await each.next("link")).report.resolution.page?.title).toBe("Followed");
    }
    // No card, so nothing to open; the text and its number are there, and what follows them.
    expect(await bob.next("message")).toMatchObject({ seq: 2, text, links: [] });
    alice.say({ type: "send", id: "2", key: "k2", to: conversation, text: "and then" });
    expect(await bob.next("message")).toMatchObject({ seq: 3, text: "and then" });
    bob.say({ type: "sync", id: "s", have: { [conversation]: 1 } });
    expect(await bob.next("message")).toMatchObject({ seq: 2, text, links: [] });
    expect(await bob.next("synced")).toMatchObject({ heads: { [conversation]: 3 }, updates: { [conversation]: 1 } });
    bob.say({ type: "sync", id: "s2", have: { [conversation]: 3 } });
    expect(await bob.next("synced")).toMatchObject({ updates: { [conversation]: 1 } });
    bob.say({ type: "history", id: "h", conversation });
    expect((await bob.next("page")).messages.map(({ links }) => links.length)).toEqual([0, 0, 0]);
    expect(bob.heard.map(({ type }) => type)).not.toContain("link");

    const faults = gateway.events.filter(({ event }) => event === "fault");
    expect(faults.length).toBeGreaterThanOrEqual(5);
    expect(JSON.stringify(faults)).not.toContain("no words for it");
    expect(await (await fetch(`${gateway.http}/metrics`)).text()).toMatch(/hutong_faults_total [1-9]/u);
    // Who cannot be told what a link is may send none: nothing unjudged is kept.
    bob.say({ type: "send", id: "3", key: "k3", to: conversation, text });
    expect(await bob.next("error")).toMatchObject({ re: "3", code: "internal" });
  },
);

test("[P4] a subscriber that throws keeps a message neither from those after it nor from being followed", async ({
  startFollowing,
  site,
}) => {
  const faults: unknown[] = [];
  const bus = createLocalBus({ onFault: (error) => faults.push(error) });
  const gateway = await startFollowing({ bus });
  site.pages.set("/after", page("All the same"));
  bus.subscribe({
    heard() {
      throw new Error("a subscriber's own");
    },
    missed: () => undefined,
  });
  const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  alice.say({ type: "send", id: "1", key: "k", to: "bob", text: site.url("/after") });
  expect((await alice.next("sent")).links).toHaveLength(1);
  await bob.next("message");
  for (const each of [alice, bob]) expect((await each.next("link")).report.resolution.page?.title).toBe("All the same");
  expect(faults).toHaveLength(2);
});

test("[P4] a connection on which delivery fails is closed to come back, and no other one is", async ({
  startFollowing,
  onTestFinished,
}) => {
  const gateway = await startFollowing();
  const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  const desk = await enter(gateway, "bob", { device: "desk" });
  const stringify = JSON.stringify;
  onTestFinished(() => void (JSON.stringify = stringify));
  let isFirst = true;
  // The first typing notice that is written fails, whatever the reason.
  JSON.stringify = ((value: { type?: string; conversation?: string; from?: string }, ...rest: []) => {
    if (value?.type === "typing" && value.from === "alice" && isFirst) {
      isFirst = false;
      throw new Error("cannot be written");
    }
    return stringify(value, ...rest);
  }) as typeof JSON.stringify;
  alice.say({ type: "send", id: "1", key: "k", to: "bob", text: "here" });
  const { conversation } = await alice.next("sent");
  alice.ws.send(`{"type":"typing","conversation":"${conversation}"}`);
  await desk.next("typing");
  expect(await bob.closed).toMatchObject({ code: 4011, reason: "internal" });
  const back = await enter(gateway, "bob");
  back.say({ type: "sync", id: "s" });
  expect(await back.next("message")).toMatchObject({ text: "here" });
});
