import { expect, onTestFinished } from "vitest";
import { createLocalBus } from "../../src/bus/local.ts";
import { openChecker } from "../../src/check/checker.ts";
import type { Judge } from "../../src/messages/judge.ts";
import { page, startFollowingGateway } from "../support/followed-gateway.ts";
import type { GivenParts, TestGateway } from "../support/gateway.ts";
import { enter, type RawSocket } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";

const checker = openChecker();
const inForce = checker.shelf.read("wechat", { files: false });
const ITEM = (id: number) => `https://item.taobao.com/item.htm?id=${id}`;
const LOCALES = ["en", "zh-CN", "id", "vi"];
/** The edition of these days parts no versions; the first one does, at 8.0.11 and 8.0.13. */
const FIRST_EDITION = new Date("2021-09-18T12:00:00+08:00");

/** A gateway with the real judge, whose judgements of texts with links are counted. */
async function counted(given: GivenParts = {}): Promise<{ gateway: TestGateway; texts: string[] }> {
  const texts: string[] = [];
  const judge: Judge = (text, { decider = inForce, ...context }, known) => {
    if (text.includes("https:")) texts.push(text);
    return checker.checkWith(
      decider,
      text,
      { ...context, host: "wechat", lists: [] },
      (index) => known?.[index] ?? "pending",
    );
  };
  const gateway = await startFollowingGateway({ judge, resolver: null, clock: () => FIRST_EDITION, ...given });
  onTestFinished(() => gateway.close());
  return { gateway, texts };
}

function devices(gateway: TestGateway, user: string, hellos: readonly object[]): Promise<RawSocket[]> {
  return Promise.all(hellos.map((hello, index) => enter(gateway, user, { device: `d${index}`, ...hello })));
}

const android = (version: string, locale = "en") => ({ client: { os: "android", version }, locale });

test("[P9] a message is judged once for all devices that the edition in force does not tell apart", async () => {
  const { gateway, texts } = await counted();
  const alice = await enter(gateway, "alice", android("8.0.11"));
  // 20 versions on this side of the edge, the sender's, and 20 on the other; in one language each.
  const bobs = await devices(gateway, "bob", [
    ...Array.from({ length: 20 }, (_, each) => android(`8.0.${11 + each}`)),
    ...Array.from({ length: 20 }, (_, each) => android(`7.0.${each}`)),
    ...Array.from({ length: 5 }, (_, each) => android(`7.1.${each}`, "vi")),
  ]);
  alice.say({ type: "send", id: "1", key: "k", to: "bob", text: ITEM(1) });
  const links = await Promise.all(bobs.map(async (bob) => (await bob.next("message")).links));
  const [newer, older, vietnamese] = [links[0], links[20], links[40]];
  expect(newer?.[0]?.verdict.rule).not.toBe(older?.[0]?.verdict.rule);
  expect(vietnamese?.[0]?.verdict).toMatchObject({ rule: older?.[0]?.verdict.rule });
  expect(vietnamese?.[0]?.verdict.reason).not.toBe(older?.[0]?.verdict.reason);
  for (const [index, each] of links.entries())
    expect(each).toEqual(index < 20 ? newer : index < 40 ? older : vietnamese);
  // For the sender, whose reports serve 20 devices, and for the two other groups.
  expect(texts).toHaveLength(3);
});

test("[P9] a user whose devices are of too many kinds pays for them: those are told later, each thing once and in order, and nobody else waits", async () => {
  const rateWindowMs = 300;
  const { gateway, texts } = await counted({ limits: { maxRejudgedLinksPerWindow: 3, rateWindowMs } });
  const alice = await enter(gateway, "alice", android("8.0.11"));
  const carol = await enter(gateway, "carol");
  const kinds = LOCALES.flatMap((locale) => [
    android("7.0", locale),
    android("8.1", locale),
    { client: { os: "ios", version: "8.0" }, locale },
  ]);
  const bobs = await devices(gateway, "bob", kinds);
  alice.say({ type: "group", id: "g", members: ["bob", "carol"] });
  const { conversation } = await alice.next("group");
  const said = [`${ITEM(1)} ${ITEM(2)}`, "no link", ITEM(3), ITEM(4), "still none"];
  const beganAtMs = performance.now();
  for (const [index, text] of said.entries())
    alice.say({ type: "send", id: `${index}`, key: `k${index}`, to: conversation, text });
  for (const _ of said) await alice.next("sent");
  await carol.untilQuiet();
  expect(carol.heard.filter(({ type }) => type === "message")).toHaveLength(said.length + 1);
  // What was judged at once: for the sender, for carol, for three of bob's kinds, and what his allowance still gave.
  // On a slow machine the allowance was filled again meanwhile.
  const windows = 1 + Math.floor((performance.now() - beganAtMs) / rateWindowMs);
  expect(texts.length).toBeLessThanOrEqual(3 * (1 + 1 + 3) + 3 * windows);
  for (const [index, bob] of bobs.entries()) {
    const told = [];
    for (const _ of said) {
      const message = await bob.next("message");
      told.push(message.event === undefined ? message : await bob.next("message"));
    }
    expect(told.map(({ seq, text }) => ({ seq, text }))).toEqual(said.map((text, each) => ({ seq: each + 2, text })));
    const locale = LOCALES[Math.floor(index / 3)] as "en";
    const client = (kinds[index] as { client: { os: "android"; version: string } }).client;
    const context = {
      at: FIRST_EDITION,
      host: "wechat",
      chat: "group" as const,
      client,
      choice: null,
      locale,
      lists: [],
    };
    expect(told[0]?.links).toEqual(JSON.parse(JSON.stringify(checker.checkWith(inForce, said[0] ?? "", context))));
    expect(told[4]?.links).toEqual([]);
  }
  // Afterwards they are told at once again, and nothing comes twice.
  alice.say({ type: "send", id: "last", key: "last", to: conversation, text: "and now" });
  for (const bob of bobs) {
    expect(await bob.next("message")).toMatchObject({ seq: 7, text: "and now" });
    await bob.untilQuiet();
    expect(bob.heard.filter(({ type }) => type === "message")).toHaveLength(said.length + 2);
  }
  expect(await (await fetch(`${gateway.http}/metrics`)).text()).toMatch(/hutong_told_later_total [1-9]/u);
});

test("[P9] updates of links wait their turn too, with no number left out, and a device that asks by sync is brought all of it at once", async ({
  startFollowing,
  site,
}) => {
  const limits = { maxRejudgedLinksPerWindow: 1, rateWindowMs: 60_000 };
  const gateway = await startFollowing({ limits });
  const alice = await enter(gateway, "alice");
  const bobs = await devices(
    gateway,
    "bob",
    LOCALES.flatMap((locale) => [{ locale }, android("8", locale)]),
  );
  const paths = ["/one", "/two"];
  for (const path of paths) site.pages.set(path, page(path));
  alice.say({ type: "send", id: "1", key: "k", to: "bob", text: paths.map((path) => site.url(path)).join(" ") });
  const { conversation } = await alice.next("sent");
  for (const _ of paths) await alice.next("link");
  await Promise.all(bobs.map((bob) => bob.untilQuiet()));
  const waiting = bobs.filter(({ heard }) => !heard.some(({ type }) => type === "message"));
  expect(waiting.length).toBeGreaterThan(1);
  for (const bob of waiting) {
    bob.say({ type: "sync", id: "s" });
    const { links } = await bob.next("message");
    expect(links.map(({ resolution }) => resolution.page?.title)).toEqual(paths);
    expect(await bob.next("synced")).toMatchObject({ heads: { [conversation]: 1 }, updates: { [conversation]: 2 } });
  }
});

test("[P9] a device of another kind follows every update in order while its user's allowance fills again and again", async ({
  startFollowing,
  site,
}) => {
  const gateway = await startFollowing({ limits: { maxRejudgedLinksPerWindow: 1, rateWindowMs: 100 } });
  const alice = await enter(gateway, "alice");
  const bobs = await devices(
    gateway,
    "bob",
    LOCALES.flatMap((locale) => [{ locale }, android("8", locale)]),
  );
  const paths = ["/a", "/b", "/c"];
  for (const path of paths) site.pages.set(path, page(path));
  alice.say({ type: "send", id: "1", key: "k", to: "bob", text: paths.map((path) => site.url(path)).join(" ") });
  for (const bob of bobs) {
    await bob.next("message");
    const updates = [await bob.next("link"), await bob.next("link"), await bob.next("link")];
    expect(updates.map(({ update }) => update)).toEqual([1, 2, 3]);
    expect(new Set(updates.map(({ report }) => report.resolution.page?.title))).toEqual(new Set(paths));
  }
});

test("[P9] what is published while nothing is judged costs no allowance", async () => {
  const bus = createLocalBus({ onFault: () => undefined });
  const { gateway } = await counted({ bus, limits: { maxRejudgedLinksPerWindow: 1, rateWindowMs: 60_000 } });
  const alice = await enter(gateway, "alice");
  const bobs = await devices(
    gateway,
    "bob",
    LOCALES.flatMap((locale) => [{ locale }, android("8", locale)]),
  );
  for (let each = 0; each < 20; each += 1)
    alice.say({ type: "send", id: `${each}`, key: `${each}`, to: "bob", text: "hello" });
  for (const bob of bobs) for (let each = 1; each <= 20; each += 1) expect((await bob.next("message")).seq).toBe(each);
});
