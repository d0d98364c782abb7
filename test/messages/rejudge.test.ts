import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { openChecker } from "../../src/check/checker.ts";
import { openLiveLists } from "../../src/findings/lists/kept/live-lists.ts";
import { addList } from "../../src/findings/lists/kept/update-list.ts";
import { createJudge } from "../../src/messages/judge.ts";
import { createRejudging } from "../../src/messages/rejudge.ts";
import type { LinkReport } from "../../src/report/report.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { createPrometheusMeter } from "../../src/telemetry/prometheus.ts";
import { rejudgeContract, settled } from "../contracts/rejudge.ts";
import { changingLists } from "../support/doubles/changing-lists.ts";
import { startFollowingGateway } from "../support/followed-gateway.ts";
import { randomRuns, SEED } from "../support/random-runs.ts";
import { enter, type RawSocket } from "../support/raw-socket.ts";

const folder = mkdtempSync(join(tmpdir(), "hutong-rejudge-"));
afterAll(() => rmSync(folder, { recursive: true }));

rejudgeContract("sqlite", async (name) => openSqliteStore(join(folder, `${name}.sqlite`)));

test("[P12] an entry that ends by its own date is told to who holds a link to it", async () => {
  const startMs = Date.parse("2026-11-28T08:00:00Z");
  let nowMs = startMs;
  const root = mkdtempSync(join(tmpdir(), "hutong-ends-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const path = join(root, "own.jsonl");
  writeFileSync(path, '{"entry":"evil.example","until":"2026-11-28T09:00:00Z"}\n{"entry":"worse.example"}\n');
  const place = { from: "file", path } as const;
  const list = {
    name: "own",
    place,
    format: "entries",
    kind: "phishing",
    subdomains: null,
    trust: { by: "nothing" },
  } as const;
  const { signal } = new AbortController();
  const parts = { folder: join(root, "lists"), appHosts: [], env: {}, signal, now: () => nowMs, random: () => 0.5 };
  await addList({ ...list, everyMs: 86_400_000, maxAgeMs: null }, false, parts);
  const idle = { update: async () => [], rebuild: async () => [], close: async () => undefined };
  const nothing = () => undefined;
  const live = await openLiveLists({
    ...parts,
    ownHosts: [],
    work: idle,
    onTrouble: nothing,
    onUpdate: nothing,
    onHit: nothing,
  });
  const store = openSqliteStore(":memory:");
  const gateway = await startFollowingGateway({ store, threats: live, resolver: null, resumeEveryMs: 100 });
  onTestFinished(async () => {
    await gateway.close();
    await live.close();
    await store.close();
  });
  const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  alice.say({ type: "send", id: "1", key: "1", to: "bob", text: "https://worse.example/ https://evil.example/" });
  const until = "2026-11-28T09:00:00.000Z";
  expect((await bob.next("message")).links[1]).toMatchObject({
    findings: [{ kind: "phishing", list: { name: "own", until } }],
    verdict: { action: "block" },
  });
  await expect
    .poll(async () => JSON.parse((await store.note("lists")) ?? "{}") as unknown)
    .toMatchObject({ done: live.current().generation });
  nowMs = Date.parse(until);
  await live.refresh();
  for (const device of [alice, bob]) {
    const frame = await device.next("link");
    expect(frame).toMatchObject({ seq: 1, index: 1, cause: "list", update: 1, report: { findings: [] } });
    expect(frame.report.verdict.action).not.toBe("block");
  }
});

test("[P12] readers and audiences of many messages are asked for at once", async () => {
  const store = openSqliteStore(":memory:");
  onTestFinished(() => store.close());
  const lists = changingLists();
  const checker = openChecker({}, lists);
  const decider = checker.shelf.read("wechat", { files: false });
  const told: unknown[] = [];
  const said = { from: "alice", contextJson: null, isPending: false, linkHosts: ["evil.example"] };
  for (let index = 0; index < 20; index += 1) {
    const one = { ...said, to: `bob${index}`, key: `${index}`, text: "https://evil.example/" };
    await store.append({ ...one, at: new Date(), reportsJson: NO_REPORTS });
  }
  /** Answers nobody before twenty have asked. */
  const lock = () => {
    let asked = 0;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    return () => {
      asked += 1;
      if (asked === 20) resolve(undefined);
      return promise;
    };
  };
  const [readersAsked, audiencesAsked] = [lock(), lock()];
  const slow = new Proxy(store, {
    get(_target, name: keyof Store) {
      if (name === "readerKinds") return (id: string) => readersAsked().then(() => store.readerKinds(id));
      if (name === "audience") return (id: string, seq: number) => audiencesAsked().then(() => store.audience(id, seq));
      const value: unknown = store[name];
      return typeof value === "function" ? value.bind(store) : value;
    },
  });
  const bus = {
    publish: (_users: unknown, event: unknown) => void told.push(event),
    subscribe: () => () => undefined,
    close: async () => {},
  };
  const rejudging = createRejudging({
    storage: { store: slow, bus },
    judge: createJudge({
      checker,
      inForce: () => decider,
      resolver: { resolveOffline: () => null },
      hostPlatform: "wechat",
    }),
    clientGroupOf: () => "",
    lists,
    windowDays: 30,
    leaseMs: 60_000,
    environment: {
      now: () => new Date(),
      onFault: (error) => void told.push(error),
      metrics: createMetrics(createPrometheusMeter()),
    },
  });
  await rejudging.resume();
  lists.change({ entries: ["evil.example"] });
  await rejudging.resume();
  rejudging.stop();
  expect(told).toHaveLength(20);
  expect(told).toMatchObject(Array.from({ length: 20 }, () => ({ kind: "update", update: { cause: "list" } })));
});

test("[P12] [T16] what was written together is told in steps between which others run", async () => {
  const store = openSqliteStore(":memory:");
  onTestFinished(() => store.close());
  const lists = changingLists();
  const checker = openChecker({}, lists);
  const decider = checker.shelf.read("wechat", { files: false });
  for (let index = 0; index < 60; index += 1) {
    const one = { from: "alice", to: "bob", key: `${index}`, contextJson: null, isPending: false };
    const text = "https://evil.example/";
    await store.append({ ...one, text, at: new Date(), reportsJson: NO_REPORTS, linkHosts: ["evil.example"] });
  }
  const count = { told: 0, most: 0 };
  /** Takes a millisecond, as telling some people does. */
  const publish = () => {
    count.told += 1;
    for (const startedMs = performance.now(); performance.now() - startedMs < 1;);
  };
  const rejudging = createRejudging({
    storage: { store, bus: { publish, subscribe: () => () => undefined, close: async () => {} } },
    judge: createJudge({
      checker,
      inForce: () => decider,
      resolver: { resolveOffline: () => null },
      hostPlatform: "wechat",
    }),
    clientGroupOf: () => "",
    lists,
    windowDays: 30,
    leaseMs: 60_000,
    environment: {
      now: () => new Date(),
      onFault: (error) => expect.unreachable(String(error)),
      metrics: createMetrics(createPrometheusMeter()),
    },
  });
  await rejudging.resume();
  lists.change({ entries: ["evil.example"] });
  const resumed = rejudging.resume();
  for (let before = 0; count.told < 60; before = count.told) {
    await new Promise((resolve) => void setImmediate(resolve));
    count.most = Math.max(count.most, count.told - before);
  }
  await resumed;
  rejudging.stop();
  expect(count.most).toBeLessThan(30);
});

test("[P12] a change that comes while the one before ends is told without waiting for anything else", async () => {
  // No timer of the program's fires in this test.
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const store = openSqliteStore(":memory:");
  const lists = changingLists();
  const checker = openChecker({}, lists);
  const decider = checker.shelf.read("wechat", { files: false });
  const resolver = { resolveOffline: () => null };
  const told: unknown[] = [];
  const said = { from: "alice", to: "bob", key: "k", contextJson: null, isPending: false, linkHosts: ["evil.example"] };
  await store.append({ ...said, text: "https://evil.example/", at: new Date(), reportsJson: NO_REPORTS });
  const rejudging = createRejudging({
    storage: {
      store: new Proxy(store, {
        get(_target, name: keyof Store) {
          const value: unknown = store[name];
          if (name !== "endLeases" || told.length !== 1) return typeof value === "function" ? value.bind(store) : value;
          return async (holder: string | null) => {
            lists.change({});
            await store.endLeases(holder);
          };
        },
      }),
      bus: {
        publish: (_users, event) => void told.push(event),
        subscribe: () => () => undefined,
        close: async () => {},
      },
    },
    judge: createJudge({ checker, inForce: () => decider, resolver, hostPlatform: "wechat" }),
    clientGroupOf: () => "",
    lists,
    windowDays: 30,
    leaseMs: 60_000,
    environment: {
      now: () => new Date(),
      onFault: (error) => expect.unreachable(String(error)),
      metrics: createMetrics(createPrometheusMeter()),
    },
  });
  await rejudging.resume();
  lists.change({ entries: ["evil.example"] });
  for (let turn = 0; turn < 10_000 && told.length < 2; turn += 1) await new Promise(setImmediate);
  expect(told).toMatchObject([{ update: { update: 1, cause: "list" } }, { update: { update: 2, cause: "list" } }]);
  rejudging.stop();
  await rejudging.release();
  await store.close();
});

const ENTRIES = [
  "item.taobao.com",
  "item.taobao.com/item.htm?id=1",
  "evil.example",
  "a.evil.example/x",
  "link.zhihu.com",
];
const LINKS = [
  "https://item.taobao.com/item.htm?id=1",
  "https://item.taobao.com/item.htm?id=2",
  "https://a.evil.example/x/y",
  "http://evil.example./x",
  "https://link.zhihu.com/?target=https%3A%2F%2Fa.evil.example%2Fx",
  "https://www.jd.com/",
];

const written = fc.record({ entries: fc.subarray(ENTRIES), exceptions: fc.subarray(ENTRIES, { maxLength: 2 }) });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("change" as const), to: written }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("send" as const), links: fc.subarray(LINKS, { minLength: 1 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const), missed: fc.option(written) }) },
  { weight: 1, arbitrary: fc.constant({ do: "wait" as const }) },
);

test("[P12] whatever the order of changes, messages and restarts, the last verdict told is the one of now", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const file = join(folder, `${crypto.randomUUID()}.sqlite`);
      const lists = changingLists();
      const start = async () => {
        const store = openSqliteStore(file);
        const gateway = await startFollowingGateway({ resolver: null, resumeEveryMs: 100, store, threats: lists });
        return { store, gateway, alice: await enter(gateway, "alice"), bob: await enter(gateway, "bob") };
      };
      let now = await start();
      let conversation = "";
      let sent = 0;
      let heard: RawSocket["heard"] = [];
      const stop = async () => {
        await now.gateway.close();
        await now.store.close();
        heard = [...heard, ...now.bob.heard];
      };
      for (const taken of steps) {
        if (taken.do === "change") lists.change(taken.to);
        if (taken.do === "wait") await now.bob.untilQuiet();
        if (taken.do === "send") {
          sent += 1;
          now.alice.say({ type: "send", id: "s", key: `${sent}`, to: "bob", text: taken.links.join(" ") });
          ({ conversation } = await now.alice.next("sent"));
        }
        if (taken.do === "restart") {
          await stop();
          if (taken.missed !== null) lists.change(taken.missed);
          now = await start();
          const at = positionsIn(heard);
          now.bob.say({ type: "sync", id: "s", have: at.have, updates: at.updates });
          await now.bob.next("synced");
        }
      }
      // A state that never was before, so that it is known when it was reached.
      lists.change({ ...lists.written(), entries: [...(lists.written().entries ?? []), "nobody.example"] });
      await settled(now.store, lists);
      await now.bob.untilQuiet();
      const { told } = positionsIn([...heard, ...now.bob.heard]);
      for (let seq = 1; seq <= sent; seq += 1) {
        now.bob.say({ type: "history", id: "h", conversation, before: seq + 1, limit: 1 });
        const links = (await now.bob.next("page")).messages[0]?.links ?? [];
        for (const [index, link] of links.entries()) {
          now.bob.say({ type: "open", id: "o", conversation, seq, index });
          const { report } = await now.bob.next("opened");
          expect([seq, index, verdictOf(told.get(`${seq} ${index}`))]).toEqual([seq, index, verdictOf(report)]);
          expect(verdictOf(link)).toEqual(verdictOf(report));
        }
      }
      await stop();
    }),
    { numRuns: randomRuns(12), seed: SEED },
  );
});

const verdictOf = (report: LinkReport | undefined) =>
  report && { action: report.verdict.action, notice: report.verdict.notice };

/** Where a device stands by what it heard, and the last verdict it heard of each link. */
function positionsIn(heard: RawSocket["heard"]) {
  const have: Record<string, number> = {};
  const updates: Record<string, number> = {};
  const told = new Map<string, LinkReport>();
  for (const frame of heard) {
    if (frame.type === "message") {
      have[frame.conversation] = Math.max(have[frame.conversation] ?? 0, frame.seq);
      for (const [index, report] of frame.links.entries()) told.set(`${frame.seq} ${index}`, report);
    }
    if (frame.type !== "link") continue;
    updates[frame.conversation] = Math.max(updates[frame.conversation] ?? 0, frame.update);
    told.set(`${frame.seq} ${frame.index}`, frame.report);
  }
  return { have, updates, told };
}
