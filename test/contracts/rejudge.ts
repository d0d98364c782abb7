import { expect, test } from "vitest";
import { createLocalBus } from "../../src/bus/local.ts";
import type { LinkReport } from "../../src/report/report.ts";
import type { Store } from "../../src/store/store.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { changingLists, type ChangingLists } from "../support/doubles/changing-lists.ts";
import { startFollowingGateway } from "../support/followed-gateway.ts";
import type { TestGateway } from "../support/gateway.ts";
import { enter, enterUnsynced, type RawSocket } from "../support/raw-socket.ts";

const SHOP = "https://item.taobao.com/item.htm?id=652874301955";
const OTHER = "https://www.jd.com/";
const LOOKALIKE = "taobao-kefu.com";
const LISTED = { entries: ["item.taobao.com"] };
/** One gateway follows nothing, and looks often for what another left. */
const ALONE = { resolver: null, resumeEveryMs: 100 } as const;

export type OpenStore = (name: string) => Promise<Store>;

/** When every message that the lists now in force reach was judged by them. */
export async function settled(store: Store, lists: ChangingLists): Promise<void> {
  await expect
    .poll(async () => JSON.parse((await store.note("lists")) ?? "{}") as unknown)
    .toEqual({ done: lists.current().generation, underWay: null });
}

/** A store whose process ends at the n-th verdict that is to be recorded: from there on it takes and tells nothing. */
function dyingAt(store: Store, writes: number): Store {
  let left = writes;
  return new Proxy(store, {
    get(_target, name: keyof Store) {
      const value: unknown = store[name];
      // Those two answer at once; a promise in their place would be nobody's.
      if (typeof value !== "function" || name === "health" || name === "skewMs") return value;
      // Counted when it is called: whoever wraps the store reads it before.
      return (...given: readonly unknown[]): unknown => {
        if (name === "recordResolutions") left -= 1;
        return left < 0 ? Promise.reject(new StoreError("unavailable", "dead")) : Reflect.apply(value, store, given);
      };
    },
  });
}

const say = (socket: RawSocket, key: string, text: string, to = "bob") =>
  socket.say({ type: "send", id: key, key, to, text });
const linksOf = ({ heard }: RawSocket) => heard.flatMap((frame) => (frame.type === "link" ? [frame] : []));
const actionOf = (report: LinkReport | undefined) => report?.verdict.action;

async function historyOf(gateway: TestGateway, user: string, conversation: string, locale = "en") {
  const socket = await enter(gateway, user, { device: crypto.randomUUID(), locale });
  socket.say({ type: "history", id: "h", conversation });
  const { messages } = await socket.next("page");
  socket.ws.close();
  return messages.map(({ links }) => links);
}

/** What a changed list does to messages that are there, on every backend. */
export function rejudgeContract(backend: string, openStore: OpenStore): void {
  test(`[P12] ${backend}: a host that becomes listed is told to every device of both, once; an exception takes it back`, async ({
    onTestFinished,
  }) => {
    const store = await openStore(crypto.randomUUID());
    const lists = changingLists();
    const gateway = await startFollowingGateway({ ...ALONE, store, threats: lists });
    onTestFinished(async () => {
      await gateway.close();
      await store.close();
    });
    const devices = [
      await enter(gateway, "alice"),
      await enter(gateway, "bob", { device: "phone" }),
      await enter(gateway, "bob", { device: "tablet", locale: "vi" }),
    ];
    const [alice, bob] = devices as [RawSocket, RawSocket];
    say(alice, "1", `${OTHER} ${SHOP}`);
    say(alice, "2", OTHER);
    say(alice, "3", "no link");
    const { conversation } = await bob.next("message");
    await settled(store, lists);

    lists.change(LISTED);
    const told = await Promise.all(devices.map((device) => device.next("link")));
    const finding = { kind: "phishing", evidence: "listed: item.taobao.com", source: "feed", list: { version: "2" } };
    for (const frame of told) {
      expect(frame).toMatchObject({ conversation, seq: 1, index: 1, cause: "list", update: 1 });
      expect(frame.report).toMatchObject({
        findings: [finding],
        verdict: { action: "block" },
        open: { appeal: "complain" },
      });
    }
    expect(told[2]?.report.verdict.reason).not.toBe(told[1]?.report.verdict.reason);
    expect((await historyOf(gateway, "bob", conversation, "vi"))[0]?.[1]).toEqual(told[2]?.report);
    const away = await enterUnsynced(gateway, "bob", { device: "away" });
    away.say({ type: "sync", id: "s", have: { [conversation]: 3 } });
    expect(await away.next("link")).toEqual(told[1]);
    await away.next("synced");

    await settled(store, lists);
    lists.change({ ...LISTED, exceptions: ["item.taobao.com"] });
    for (const device of [...devices, away]) {
      const frame = await device.next("link");
      expect(frame).toMatchObject({ conversation, seq: 1, index: 1, cause: "list", update: 2 });
      expect(frame.report).toMatchObject({
        findings: [{ kind: "phishing", excepted: { by: "operator", until: null } }],
        verdict: { action: "open_in_place" },
      });
    }
    await settled(store, lists);
    // What changes no verdict is told to nobody.
    lists.change({ entries: ["item.taobao.com", "nobody.example"], exceptions: ["item.taobao.com"] });
    await settled(store, lists);
    for (const device of [...devices, away]) await device.untilQuiet();
    expect(devices.map((device) => linksOf(device).length)).toEqual([2, 2, 2]);
    expect((await store.heads("bob")).get(conversation)?.update).toBe(2);
  });

  test(`[P12] ${backend}: a change is told to all when one reader's verdict becomes another, and to none when nobody's does`, async ({
    onTestFinished,
  }) => {
    const store = await openStore(crypto.randomUUID());
    const lists = changingLists();
    const gateway = await startFollowingGateway({ ...ALONE, store, threats: lists });
    onTestFinished(async () => {
      await gateway.close();
      await store.close();
    });
    const alice = await enter(gateway, "alice");
    const bob = await enter(gateway, "bob");
    alice.say({ type: "choose", id: "c", choice: "block" });
    await alice.next("chosen");
    say(alice, "1", SHOP);
    expect(actionOf((await alice.next("sent")).links[0])).toBe("block");
    const { conversation, links } = await bob.next("message");
    expect(actionOf(links[0])).toBe("open_in_place");
    await settled(store, lists);
    lists.change(LISTED);
    expect(actionOf((await alice.next("link")).report)).toBe("block");
    expect(actionOf((await bob.next("link")).report)).toBe("block");
    await settled(store, lists);
    lists.change({ entries: ["taobao.com", "item.taobao.com"] });
    await settled(store, lists);
    expect((await store.heads("bob")).get(conversation)?.update).toBe(1);
  });

  test(`[P12] ${backend}: an exception takes back what a host looks like, until it ends, and each is told`, async ({
    onTestFinished,
  }) => {
    const store = await openStore(crypto.randomUUID());
    const lists = changingLists();
    const gateway = await startFollowingGateway({ ...ALONE, store, threats: lists });
    onTestFinished(async () => {
      await gateway.close();
      await store.close();
    });
    const alice = await enter(gateway, "alice");
    const bob = await enter(gateway, "bob", { locale: "vi" });
    say(alice, "1", `${OTHER} https://www.${LOOKALIKE}/x`);
    const { conversation, links } = await bob.next("message");
    expect(links[1]?.findings).toMatchObject([{ kind: "imitation" }]);
    expect(actionOf(links[1])).toBe("block");
    await settled(store, lists);
    const excepted = { kind: "imitation", lookalike: { host: `www.${LOOKALIKE}` }, excepted: { by: "operator" } };
    lists.change({ exceptions: [LOOKALIKE] });
    for (const device of [alice, bob]) {
      const frame = await device.next("link");
      expect(frame).toMatchObject({ conversation, seq: 1, index: 1, cause: "list", update: 1 });
      expect(frame.report).toMatchObject({ findings: [excepted], verdict: { action: "open_in_place" } });
    }
    await settled(store, lists);
    // Sent while it holds: kept as it was told.
    say(alice, "2", `https://www.${LOOKALIKE}/y`);
    expect((await bob.next("message")).links[0]?.findings).toMatchObject([excepted]);
    expect((await historyOf(gateway, "bob", conversation)).map((reports) => reports.at(-1)?.verdict.action)).toEqual([
      "open_in_place",
      "open_in_place",
    ]);
    lists.change({});
    for (const device of [alice, bob]) {
      const frames = [await device.next("link"), await device.next("link")];
      expect(frames.map(({ seq, cause, report }) => ({ seq, cause, action: actionOf(report) }))).toEqual(
        [2, 1].map((seq) => ({ seq, cause: "list", action: "block" })),
      );
      for (const { report } of frames) expect(report.findings[0]).not.toHaveProperty("excepted");
    }
  });

  test(`[P12] ${backend}: a gateway that is killed in the middle goes on after its restart, and tells each link once`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const lists = changingLists();
    const first = await openStore(name);
    const dying = await startFollowingGateway({ ...ALONE, store: dyingAt(first, 7), threats: lists });
    const alice = await enter(dying, "alice");
    const others = ["bob", "carol", "dave"];
    for (let index = 0; index < 60; index += 1) say(alice, `${index}`, `${SHOP}&n=${index}`, others[index % 3]);
    const sent = new Map<string, number>();
    for (let index = 0; index < 60; index += 1) {
      const { conversation } = await alice.next("sent");
      sent.set(conversation, (sent.get(conversation) ?? 0) + 1);
    }
    await settled(first, lists);
    lists.change(LISTED);
    for (let index = 0; index < 7; index += 1) await alice.next("link");
    await dying.close();
    const told = async (store: Store) => {
      const updates = await Promise.all([...sent.keys()].map((id) => store.updatesAfter("alice", id, 0, 1_000)));
      return updates.flat().map(({ conversation, seq }) => `${conversation} ${seq}`);
    };
    expect(await told(first)).toHaveLength(7);
    await first.close();

    const second = await openStore(name);
    await second.endLeases(null);
    const gateway = await startFollowingGateway({ ...ALONE, store: second, threats: lists });
    onTestFinished(async () => {
      await gateway.close();
      await second.close();
    });
    await settled(second, lists);
    const all = await told(second);
    expect(all).toHaveLength(60);
    expect(new Set(all).size).toBe(60);
    for (const [id, count] of sent) {
      const history = await historyOf(gateway, "alice", id);
      expect(history.map(([link]) => actionOf(link))).toEqual(Array.from({ length: count }, () => "block"));
    }
  });

  test(`[P12] ${backend}: what changed while no gateway ran is told after the start`, async ({ onTestFinished }) => {
    const name = crypto.randomUUID();
    const lists = changingLists();
    const first = await openStore(name);
    const before = await startFollowingGateway({ ...ALONE, store: first, threats: lists });
    const alice = await enter(before, "alice");
    say(alice, "1", SHOP);
    const { conversation } = await alice.next("sent");
    await settled(first, lists);
    await before.close();
    await first.close();
    lists.change(LISTED);
    const second = await openStore(name);
    const gateway = await startFollowingGateway({ ...ALONE, store: second, threats: lists });
    onTestFinished(async () => {
      await gateway.close();
      await second.close();
    });
    await settled(second, lists);
    const bob = await enter(gateway, "bob");
    bob.say({ type: "sync", id: "s", have: { [conversation]: 1 } });
    expect(await bob.next("link")).toMatchObject({ seq: 1, cause: "list", report: { verdict: { action: "block" } } });
  });

  test(`[P12] ${backend}: two gateways on one store tell each change once between them`, async ({ onTestFinished }) => {
    const name = crypto.randomUUID();
    const bus = createLocalBus({ onFault: () => undefined });
    const lists = [changingLists(), changingLists()] as const;
    const stores = [await openStore(name), await openStore(name)] as const;
    const gateways = [
      await startFollowingGateway({ ...ALONE, bus, store: stores[0], threats: lists[0] }),
      await startFollowingGateway({ ...ALONE, bus, store: stores[1], threats: lists[1] }),
    ] as const;
    onTestFinished(async () => {
      for (const gateway of gateways) await gateway.close();
      for (const store of stores) await store.close();
    });
    const [alice, bob] = [await enter(gateways[0], "alice"), await enter(gateways[1], "bob")];
    for (let index = 0; index < 40; index += 1)
      say(index % 2 === 0 ? alice : bob, `${index}`, `${SHOP}&n=${index}`, index % 2 === 0 ? "bob" : "alice");
    let conversation = "";
    for (let index = 0; index < 20; index += 1) {
      ({ conversation } = await alice.next("sent"));
      await bob.next("sent");
    }
    for (const each of lists) each.change(LISTED);
    for (const device of [alice, bob]) for (let index = 0; index < 40; index += 1) await device.next("link");
    for (const each of lists) await settled(stores[0], each);
    for (const device of [alice, bob]) {
      await device.untilQuiet();
      const told = linksOf(device);
      expect(told.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 40 }, (_, index) => index + 1),
      );
      expect(new Set(told.map(({ report }) => actionOf(report)))).toEqual(new Set(["block"]));
    }
    expect((await stores[1].heads("bob")).get(conversation)?.update).toBe(40);
  });
}
