import { expect } from "vitest";
import type { Bus, BusListener } from "../../src/bus/bus.ts";
import type { StoredMessage } from "../../src/chat/conversation.ts";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { NewMessage } from "../../src/store/messages.ts";
import type { Store } from "../../src/store/store.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { enter, enterUnsynced, type RawSocket } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";

const AT = new Date("2021-09-18T12:00:00Z");

/** A bus of which this gateway is told by hand what others publish. */
function busByHand() {
  const listeners: BusListener[] = [];
  const bus: Bus = {
    publish(users, event) {
      for (const each of listeners) each.heard(users, event);
    },
    subscribe(listener) {
      listeners.push(listener);
      return () => {};
    },
    close: () => Promise.resolve(),
  };
  return {
    bus,
    hear: (users: readonly string[], message: StoredMessage) => {
      for (const each of listeners) each.heard(users, { kind: "message", message, judgedFor: null });
    },
    miss: () => {
      for (const each of listeners) each.missed();
    },
  };
}

const unavailable = () => new StoreError("unavailable", "the store is away");

let keys = 0;
const nextKey = () => `${(keys += 1)}`;

/** Changes of a group as another gateway makes them: this one hears nothing. */
async function groupElsewhere(store: Store, members: readonly string[]) {
  const { message, conversation } = await store.createGroup({ members, title: null, key: nextKey(), at: AT });
  const by = members[0] ?? "";
  const change = { by, conversation: conversation.id, add: [], remove: [], maxMembers: 10, at: AT };
  return {
    id: conversation.id,
    created: message,
    add: (user: string) => store.changeMembers({ ...change, add: [user] }),
    leave: (user: string) => store.changeMembers({ ...change, by: user, remove: [user] }),
  };
}

function words(from: string, to: string): NewMessage {
  const key = nextKey();
  return { from, to, key, text: "words", at: AT, reportsJson: NO_REPORTS, contextJson: null, isPending: false };
}

/** What a socket was told of a conversation, in the order of the telling. */
function seqsOf({ heard }: RawSocket, id: string): number[] {
  return heard.flatMap((frame) =>
    (frame.type === "message" || frame.type === "sent") && frame.conversation === id ? [frame.seq] : [],
  );
}

/** A store that reads messages of one kind only once it is told to, so that whoever waits for them stays behind. */
function readsLate(store: Store, name: "storedMessagesAfter" | "messagesAfter") {
  const gate = Promise.withResolvers<void>();
  const late: Pick<Store, typeof name> = {
    async storedMessagesAfter(...asked) {
      await gate.promise;
      return store.storedMessagesAfter(...asked);
    },
    async messagesAfter(...asked) {
      await gate.promise;
      return store.messagesAfter(...asked);
    },
  };
  return { store: { ...store, [name]: late[name] }, read: gate.resolve };
}

/** The place of each message a socket was told, and of each answer with what it answers. */
function toldTo({ heard }: RawSocket): string[] {
  return heard.flatMap((frame) => {
    if (frame.type === "sent") return [`${frame.re} ${frame.seq}`];
    return frame.type === "message" ? [`${frame.seq}`] : [];
  });
}

test("[C3] who has left a group is not told it again when a hint of its beginning comes late", async ({ start }) => {
  const { bus, hear } = busByHand();
  const { store, ...gateway } = await start({ bus });
  const alice = await enter(gateway, "alice");
  const { id, created } = await groupElsewhere(store, ["alice", "bob"]);
  hear(["alice", "bob"], created);
  await alice.next("message");
  alice.say({ type: "members", id: "m", conversation: id, remove: ["alice"] });
  await alice.next("members");
  expect(seqsOf(alice, id)).toEqual([1, 2]);
  hear(["alice", "bob"], created);
  // As long as a gap is waited for, and the store read.
  await new Promise((resolve) => setTimeout(resolve, 100));
  await alice.untilQuiet();
  expect(seqsOf(alice, id)).toEqual([1, 2]);
});

test("[C3] who leaves at the moment of writing is answered after what came before", async ({ start }) => {
  const store = openSqliteStore(":memory:");
  const { bus } = busByHand();
  const leaving: Store = {
    ...store,
    async append(message) {
      const accepted = await store.append(message);
      const { conversation } = accepted;
      await store.changeMembers({
        by: "dan",
        conversation: conversation.id,
        add: [],
        remove: ["dan"],
        maxMembers: 10,
        at: AT,
      });
      return { ...accepted, conversation: { ...conversation, members: ["alice"] } };
    },
  };
  const gateway = await start({ bus, store: leaving });
  const dan = await enter(gateway, "dan");
  const group = await groupElsewhere(store, ["alice", "bob"]);
  await group.add("dan");
  dan.say({ type: "send", id: "s", key: nextKey(), to: group.id, text: "words" });
  await dan.next("sent");
  expect(seqsOf(dan, group.id).slice(0, 2)).toEqual([2, 3]);
});

test("[C3] what a device's own sync brought is not told again when its user's other device is looked up", async ({
  start,
}) => {
  const { bus, hear, miss } = busByHand();
  const store = openSqliteStore(":memory:");
  // What is missing here takes its time, so that everybody else's place stays behind.
  const late = readsLate(store, "storedMessagesAfter");
  const gateway = await start({ bus, store: late.store });
  const [bob, before] = [
    await enter(gateway, "bob", { device: "b" }),
    await enter(gateway, "alice", { device: "before" }),
  ];
  const group = await groupElsewhere(store, ["carol", "bob"]);
  hear(["carol", "bob"], group.created);
  await bob.next("message");
  await store.append(words("carol", group.id));
  await group.add("alice");
  const comes = await enterUnsynced(gateway, "alice", { device: "comes" });
  comes.say({ type: "sync", id: "s" });
  await comes.next("synced");
  expect(seqsOf(comes, group.id)).toEqual([3]);
  miss();
  // As long as the look at the store takes.
  await before.untilQuiet();
  await comes.untilQuiet();
  late.read();
  await before.next("message");
  await comes.untilQuiet();
  expect(seqsOf(comes, group.id)).toEqual([3]);
  expect(seqsOf(before, group.id)).toEqual([3]);
});

test("[C3] who has left a group is not told it again when somebody else here is told its beginning", async ({
  start,
}) => {
  const { bus, hear } = busByHand();
  const { store, ...gateway } = await start({ bus });
  const bob = await enter(gateway, "bob", { device: "b" });
  const group = await groupElsewhere(store, ["carol", "bob", "dan"]);
  const dan = await enterUnsynced(gateway, "dan", { device: "d" });
  dan.say({ type: "sync", id: "s" });
  await dan.next("synced");
  dan.say({ type: "members", id: "m", conversation: group.id, remove: ["dan"] });
  await dan.next("members");
  await dan.untilQuiet();
  const told = seqsOf(dan, group.id);
  const { message } = await store.append(words("carol", group.id));
  hear(["carol", "bob"], message);
  while (seqsOf(bob, group.id).length < 3) await bob.next("message");
  await dan.untilQuiet();
  expect(seqsOf(dan, group.id)).toEqual(told);
});

test("[C3] who writes in a group before their joining was told here is told both in order, whoever goes", async ({
  start,
}) => {
  const { bus, hear } = busByHand();
  const store = openSqliteStore(":memory:");
  const late = readsLate(store, "storedMessagesAfter");
  const gateway = await start({ bus, store: late.store });
  const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  const group = await groupElsewhere(store, ["carol", "bob"]);
  hear(["carol", "bob"], group.created);
  await bob.next("message");
  await store.append(words("carol", group.id));
  await group.add("alice");
  alice.say({ type: "send", id: "s", key: nextKey(), to: group.id, text: "words" });
  // As long as the look at the store takes.
  await alice.untilQuiet();
  await alice.untilQuiet();
  bob.ws.close();
  await bob.closed;
  await alice.untilQuiet();
  late.read();
  await alice.next("sent");
  expect(seqsOf(alice, group.id)).toEqual([3, 4]);
});

test("[C3] who hears of a group by their leaving alone is told all of it", async ({ start }) => {
  const { bus, hear } = busByHand();
  const { store, ...gateway } = await start({ bus });
  const dan = await enter(gateway, "dan");
  const group = await groupElsewhere(store, ["carol", "bob", "dan"]);
  await enter(gateway, "bob");
  for (const left of (await group.leave("dan")).events) hear(["carol", "bob", "dan"], left);
  while (seqsOf(dan, group.id).length < 2) await dan.next("message");
  expect(seqsOf(dan, group.id)).toEqual([1, 2]);
});

test("[C3] who was put out and in again is told all of it before their own words, whatever hint comes first", async ({
  start,
}) => {
  const { bus, hear } = busByHand();
  const store = openSqliteStore(":memory:");
  const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const storedMessagesAfter: Store["storedMessagesAfter"] = async (...wanted) => {
    asked.resolve();
    await gate.promise;
    return store.storedMessagesAfter(...wanted);
  };
  const gateway = await start({ bus, store: { ...store, storedMessagesAfter } });
  const alice = await enter(gateway, "alice");
  const group = await groupElsewhere(store, ["carol", "alice"]);
  hear(["carol", "alice"], group.created);
  await alice.next("message");
  const { events } = await group.leave("alice");
  await group.add("alice");
  alice.say({ type: "send", id: "s", key: nextKey(), to: group.id, text: "words" });
  // Her words wait for what is missing before them.
  await asked.promise;
  for (const left of events) hear(["carol", "alice"], left);
  gate.resolve();
  await alice.next("sent");
  await alice.untilQuiet();
  expect(seqsOf(alice, group.id)).toEqual([1, 2, 3, 4]);
});

/** A store whose next message is kept at once and answered when `answer` is called. */
function answersLate(store: Store) {
  const [kept, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const append: Store["append"] = async (message) => {
    const accepted = await store.append(message);
    kept.resolve();
    await gate.promise;
    return accepted;
  };
  return { store: { ...store, append }, kept: kept.promise, answer: gate.resolve };
}

test("[C3] [P4] who was answered after somebody else came in with their message is not told it again", async ({
  start,
}) => {
  const { bus, miss } = busByHand();
  const late = answersLate(openSqliteStore(":memory:"));
  const gateway = await start({ bus, store: late.store });
  const alice = await enter(gateway, "alice");
  alice.say({ type: "send", id: "s", key: nextKey(), to: "bob", text: "words" });
  await late.kept;
  const bob = await enterUnsynced(gateway, "bob");
  bob.say({ type: "sync", id: "s" });
  await bob.next("message");
  await bob.next("synced");
  late.answer();
  const { conversation } = await alice.next("sent");
  miss();
  await new Promise((resolve) => setTimeout(resolve, 100));
  await alice.untilQuiet();
  expect(seqsOf(alice, conversation)).toEqual([1]);
  bob.say({ type: "send", id: "2", key: nextKey(), to: conversation, text: "words" });
  await alice.next("message");
  expect(seqsOf(alice, conversation)).toEqual([1, 2]);
});

test("[C3] [P4] of several messages that are answered after somebody else came in each is told in its place", async ({
  start,
}) => {
  const { bus } = busByHand();
  const store = openSqliteStore(":memory:");
  const late = answersLate(store);
  const gateway = await start({ bus, store: late.store });
  const alice = await enter(gateway, "alice");
  const { message } = await store.append(words("bob", "alice"));
  alice.say({ type: "send", id: "s", key: nextKey(), to: "bob", text: "words" });
  await late.kept;
  await enter(gateway, "bob");
  late.answer();
  await alice.next("sent");
  expect(seqsOf(alice, message.conversation)).toEqual([1, 2]);
});

test("[C3] who is here is told what came before its hint with somebody else", async ({ start }) => {
  const { bus, hear } = busByHand();
  const { store, ...gateway } = await start({ bus });
  const bob = await enter(gateway, "bob");
  const hints = [
    hear,
    (users: readonly string[], { conversation, seq }: StoredMessage) =>
      bus.publish(users, { kind: "ahead", conversation, seq, update: 0 }),
  ];
  for (const [index, hint] of hints.entries()) {
    const writer = `writer${index}`;
    const { message } = await store.append(words(writer, "bob"));
    await enter(gateway, writer);
    hint([writer, "bob"], message);
    await bob.next("message");
    expect(seqsOf(bob, message.conversation)).toEqual([1]);
  }
});

test("[C3] who was answered alone is not told it when something else was brought before", async ({ start }) => {
  const { bus, miss } = busByHand();
  const store = openSqliteStore(":memory:");
  const [gate, asked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const late = answersLate(store);
  let isAway = false;
  const gateway = await start({
    bus,
    store: {
      ...late.store,
      heads: (user) => (isAway ? Promise.reject(unavailable()) : store.heads(user)),
      async messagesAfter(...wanted) {
        if (wanted[0] !== "alice") return store.messagesAfter(...wanted);
        asked.resolve();
        await gate.promise;
        return store.messagesAfter(...wanted);
      },
    },
  });
  const alice = await enter(gateway, "alice");
  await store.append(words("carol", "alice"));
  await enter(gateway, "carol");
  // Behind in one conversation, she is brought it; of another the store cannot be asked meanwhile.
  miss();
  await asked.promise;
  alice.say({ type: "send", id: "s", key: nextKey(), to: "bob", text: "words" });
  await late.kept;
  await enter(gateway, "bob");
  isAway = true;
  late.answer();
  await alice.untilQuiet();
  isAway = false;
  gate.resolve();
  const { conversation } = await alice.next("sent");
  miss();
  await new Promise((resolve) => setTimeout(resolve, 100));
  await alice.untilQuiet();
  expect(seqsOf(alice, conversation)).toEqual([1]);
});

test("[C3] [P4] a gateway that ends answers nobody before what came before is told", async ({ start }) => {
  for (const isRead of [true, false]) {
    const { bus } = busByHand();
    const store = openSqliteStore(":memory:");
    const gateway = await start({
      bus,
      store: {
        ...store,
        storedMessagesAfter: (...asked) =>
          isRead ? store.storedMessagesAfter(...asked) : Promise.reject(unavailable()),
      },
    });
    const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
    alice.say({ type: "send", id: "1", key: nextKey(), to: "bob", text: "words" });
    const { conversation } = await bob.next("message");
    await store.append(words("bob", "alice"));
    alice.say({ type: "send", id: "3", key: nextKey(), to: "bob", text: "words" });
    alice.say({ type: "ping" });
    await alice.next("pong");
    await gateway.close();
    await alice.closed;
    expect(seqsOf(alice, conversation)).toEqual(isRead ? [1, 2, 3] : [1]);
  }
});

test("[P4] a message that is said twice while something before it is missing is answered twice", async ({ start }) => {
  const { bus, hear } = busByHand();
  const store = openSqliteStore(":memory:");
  const late = readsLate(store, "storedMessagesAfter");
  const gateway = await start({ bus, store: late.store });
  const [one, other] = [
    await enter(gateway, "alice", { device: "one" }),
    await enter(gateway, "alice", { device: "other" }),
  ];
  const group = await groupElsewhere(store, ["carol", "alice"]);
  hear(["carol", "alice"], group.created);
  await Promise.all([one.next("message"), other.next("message")]);
  await store.append(words("carol", group.id));
  const said = { type: "send", key: nextKey(), to: group.id, text: "words" };
  one.say({ ...said, id: "first" });
  one.say({ ...said, id: "again" });
  other.say({ ...said, id: "elsewhere" });
  await Promise.all([one.untilQuiet(), other.untilQuiet()]);
  late.read();
  await other.next("message");
  await Promise.all([one.untilQuiet(), other.untilQuiet()]);
  expect(toldTo(one)).toEqual(["1", "2", "first 3", "again 3"]);
  expect(toldTo(other)).toEqual(["1", "2", "3", "elsewhere 3"]);
});

test("[P4] a message that is said twice while its device is brought what it missed is answered twice", async ({
  start,
}) => {
  const { bus, hear, miss } = busByHand();
  const store = openSqliteStore(":memory:");
  const late = readsLate(store, "messagesAfter");
  const gateway = await start({ bus, store: late.store });
  const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  const { message } = await store.append(words("bob", "alice"));
  hear(["bob"], message);
  await bob.next("message");
  miss();
  await alice.untilQuiet();
  const said = { type: "send", key: nextKey(), to: "bob", text: "words" };
  alice.say({ ...said, id: "first" });
  alice.say({ ...said, id: "again" });
  await alice.untilQuiet();
  late.read();
  await alice.next("message");
  await alice.untilQuiet();
  expect(toldTo(alice)).toEqual(["1", "first 2", "again 2"]);
});
