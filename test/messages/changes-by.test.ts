import { expect, onTestFinished, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { changesBy } from "../../src/messages/changes-by.ts";
import { createJudge } from "../../src/messages/judge.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { settled } from "../contracts/rejudge.ts";
import { changingLists, type Written } from "../support/doubles/changing-lists.ts";
import { startFollowingGateway } from "../support/followed-gateway.ts";
import { enter } from "../support/raw-socket.ts";

const SHOP = "https://item.taobao.com/item.htm?id=652874301955";
const EVIL = "https://a.evil.example/x";

test("what lists would change is counted by kind of conversation, and is what is told once they are in force", async () => {
  const store = openSqliteStore(":memory:");
  const lists = changingLists({ entries: ["evil.example"] });
  const gateway = await startFollowingGateway({ resolver: null, resumeEveryMs: 100, store, threats: lists });
  onTestFinished(async () => {
    await gateway.close();
    await store.close();
  });
  const alice = await enter(gateway, "alice");
  alice.say({ type: "group", id: "g", key: "g", members: ["bob", "carol"] });
  const group = (await alice.next("group")).conversation;
  const texts = [
    [group, SHOP],
    ["bob", `${SHOP} ${EVIL} ${SHOP}&n=1`],
    ["bob", EVIL],
    ["carol", "https://www.jd.com/"],
  ];
  for (const [index, [to, text]] of texts.entries()) {
    alice.say({ type: "send", id: "s", key: `${index}`, to, text });
    await alice.next("sent");
  }
  await settled(store, lists);

  const checker = openChecker({}, lists);
  const decider = checker.shelf.read("wechat", { files: false });
  const preview = async (to: Written) =>
    changesBy(changingLists(to).current(), {
      store,
      judge: createJudge({
        checker,
        inForce: () => decider,
        resolver: { resolveOffline: () => null },
        hostPlatform: "wechat",
      }),
      clientGroupOf: ({ at, client }) => decider.clientGroup(at, client),
      changed: "all",
      since: new Date(0),
      onFault: (error) => expect.unreachable(String(error)),
    });
  const updates = async () => [...(await store.heads("alice")).values()].reduce((sum, { update }) => sum + update, 0);

  const none = { one_to_one: 0, group: 0, moments: 0 };
  expect(await preview({ entries: ["evil.example"] })).toEqual({
    messages: 0,
    conversations: 0,
    stricter: none,
    milder: none,
  });
  const next: Written = { entries: ["item.taobao.com"] };
  const would = await preview(next);
  expect(would).toEqual({
    messages: 3,
    conversations: 2,
    stricter: { one_to_one: 2, group: 1, moments: 0 },
    milder: { one_to_one: 2, group: 0, moments: 0 },
  });
  // Looking writes nothing.
  expect(await updates()).toBe(0);
  lists.change(next);
  await settled(store, lists);
  expect(await updates()).toBe(5);
  expect(await preview(next)).toMatchObject({ messages: 0, conversations: 0 });
});
