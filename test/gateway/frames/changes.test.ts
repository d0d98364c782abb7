import { afterAll, beforeAll, expect } from "vitest";
import { NO_REPORTS } from "../../../src/chat/kept-json.ts";
import { jsonText } from "../../../src/input/json.ts";
import { connect } from "../../../src/client/index.ts";
import type { TestGateway } from "../../support/gateway.ts";
import { startGateway } from "../../support/gateway.ts";
import { enter } from "../../support/raw-socket.ts";
import { test } from "../../support/test.ts";
import { freePort } from "../../support/programs/free-port.ts";

let gateway: TestGateway;
let count = 0;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

/** Names nobody else uses, so that tests share one gateway. */
function names(): [string, string, string] {
  count += 1;
  return [`alice${count}`, `bob${count}`, `carol${count}`];
}

test("[P4] a deleted message is gone from every device, from history and from sync, and its number stays", async () => {
  const [alice, bob] = names();
  const [a, a2, b] = [
    await enter(gateway, alice),
    await enter(gateway, alice, { device: "2" }),
    await enter(gateway, bob),
  ];
  a.say({ type: "send", id: "1", key: "k1", to: bob, text: "https://secret.example/" });
  a.say({ type: "send", id: "2", key: "k2", to: bob, text: "stays" });
  const { conversation } = await a.next("sent");
  await a.next("sent");
  a.say({ type: "delete", id: "d", conversation, seq: 1 });
  const answer = await a.next("deleted");
  const { re, ...deleted } = answer;
  expect(re).toBe("d");
  expect(deleted).toEqual({ type: "deleted", conversation, seq: 1, update: 1, at: deleted.at });
  for (const socket of [a2, b]) expect(await socket.next("deleted")).toEqual(deleted);
  a.say({ type: "delete", id: "d2", conversation, seq: 1 });
  expect(await a.next("deleted")).toEqual({ ...deleted, re: "d2" });

  const late = await enter(gateway, bob, { device: "late" });
  late.say({ type: "sync", id: "s", have: {} });
  const synced = await late.next("synced");
  expect(synced.updates).toEqual({ [conversation]: 1 });
  const tombstone = { seq: 1, from: alice, text: "", links: [], deletedAt: deleted.at };
  expect(await late.next("message")).toMatchObject(tombstone);
  // The message told it already, so the update is not sent.
  expect(late.heard.some(({ type }) => type === "deleted")).toBe(false);
  late.say({ type: "history", id: "h", conversation });
  late.say({ type: "conversations", id: "c" });
  late.say({ type: "open", id: "o", conversation, seq: 1, index: 0 });
  expect((await late.next("page")).messages).toMatchObject([tombstone, { seq: 2, text: "stays" }]);
  expect(await late.next("error")).toMatchObject({ re: "o", code: "unknown_message" });
  expect(JSON.stringify(late.heard)).not.toContain("secret");
});

test("[P4] sync brings the deletions a device lacks, those before its number never again", async () => {
  const [alice, bob] = names();
  const a = await enter(gateway, alice);
  for (const key of ["1", "2", "3"]) a.say({ type: "send", id: key, key, to: bob, text: key });
  const { conversation } = await a.next("sent");
  for (const seq of [2, 3]) a.say({ type: "delete", id: `d${seq}`, conversation, seq });
  await a.next("deleted");
  await a.next("deleted");
  const heardWith = async (position: object) => {
    const b = await enter(gateway, bob, { device: crypto.randomUUID() });
    b.say({ type: "sync", id: "s", ...position });
    await b.next("synced");
    return b.heard.flatMap((frame) =>
      frame.type === "message" ? [`m${frame.seq}`] : frame.type === "deleted" ? [`d${frame.seq}:${frame.update}`] : [],
    );
  };
  expect(await heardWith({ have: { [conversation]: 3 }, updates: { [conversation]: 1 } })).toEqual(["d3:2"]);
  expect(await heardWith({ have: { [conversation]: 3 } })).toEqual(["d2:1", "d3:2"]);
  expect(await heardWith({ have: { [conversation]: 2 } })).toEqual(["m3", "d2:1"]);
  expect(await heardWith({ have: { [conversation]: 3 }, updates: { [conversation]: 2 } })).toEqual([]);
});

test("[P4] what was said of a link again and again is told once by sync, as it is now", async () => {
  const [alice, bob] = names();
  const a = await enter(gateway, alice);
  a.say({ type: "send", id: "1", key: "1", to: bob, text: "https://one.example/ https://two.example/" });
  const { conversation } = await a.next("sent");
  for (const index of [0, 1, 0, 0, 1]) {
    const learned = {
      conversation,
      seq: 1,
      index,
      cause: "list" as const,
      resolutions: jsonText<never>("[null,null]"),
    };
    await gateway.store.recordResolutions({ ...learned, isSettled: true, at: new Date() });
  }
  const b = await enter(gateway, bob);
  b.say({ type: "sync", id: "s", have: { [conversation]: 1 } });
  expect((await b.next("synced")).updates).toEqual({ [conversation]: 5 });
  expect(b.heard.flatMap((frame) => (frame.type === "link" ? [[frame.update, frame.index]] : []))).toEqual([
    [4, 0],
    [5, 1],
  ]);
});

test("[P5] only the sender deletes; another's message, one that is not there and a stranger's id look alike", async () => {
  const [alice, bob, carol] = names();
  const [a, b, c] = [await enter(gateway, alice), await enter(gateway, bob), await enter(gateway, carol)];
  a.say({ type: "send", id: "1", key: "k1", to: bob, text: "mine" });
  const { conversation } = await a.next("sent");
  b.say({ type: "delete", id: "x", conversation, seq: 1 });
  b.say({ type: "delete", id: "x", conversation, seq: 2 });
  expect(await b.next("error")).toEqual(await b.next("error"));
  c.say({ type: "delete", id: "x", conversation, seq: 1 });
  c.say({ type: "delete", id: "x", conversation: `c:${"A".repeat(22)}`, seq: 1 });
  expect(await c.next("error")).toEqual(await c.next("error"));
  b.say({ type: "history", id: "h", conversation });
  expect((await b.next("page")).messages[0]?.text).toBe("mine");
});

test("[P4] the client library hears a deletion once: as it happens, as the one who deletes, and after having been away", async ({
  onTestFinished,
}) => {
  const [alice, bob] = names();
  const backoff = { firstMs: 5, longestMs: 20 };
  const join = async (user: string, options: object = {}) => {
    const client = connect(gateway.ws, () => gateway.token(user), { device: "d", backoff, ...options });
    onTestFinished(() => client.close());
    const heard: number[] = [];
    client.on("deleted", ({ update }) => heard.push(update));
    await client.ready();
    return { client, heard };
  };
  const a = await join(alice);
  const b = await join(bob);
  const { conversation } = await a.client.send(bob, "1");
  await a.client.send(bob, "2");
  const told = new Promise((resolve) => {
    b.client.on("deleted", resolve);
  });
  await a.client.delete(conversation, 1);
  await told;
  expect(b.client.updates).toEqual({ [conversation]: 1 });
  const { have, updates } = b.client;
  const epoch = b.client.welcome?.epoch ?? "";
  b.client.close();
  await a.client.delete(conversation, 2);
  await a.client.delete(conversation, 2);
  const back = await join(bob, { from: { have, updates, epoch } });
  expect([a.heard, b.heard, back.heard]).toEqual([[1, 2], [1], [2]]);
  expect(back.client.updates).toEqual({ [conversation]: 2 });
  // Who hears the messages only now sees what became of them, and counts it as heard.
  expect((await join(bob, { from: "start" })).client.updates).toEqual({ [conversation]: 2 });
});

test("[P2] [P5] members come and go as messages of the group, told to those who see them and to nobody else", async () => {
  const [alice, bob, carol] = names();
  const [a, b, c] = [await enter(gateway, alice), await enter(gateway, bob), await enter(gateway, carol)];
  a.say({ type: "group", id: "g", key: "g", members: [bob] });
  const { conversation } = await a.next("group");
  a.say({ type: "group", id: "g2", key: "g", members: [bob] });
  expect(await a.next("group")).toMatchObject({ re: "g2", conversation });
  a.say({ type: "send", id: "1", key: "1", to: conversation, text: "before carol https://secret.example/" });
  await a.next("sent");
  b.say({ type: "members", id: "m", conversation, add: [carol] });
  expect(await b.next("members")).toMatchObject({
    type: "members",
    re: "m",
    conversation,
    members: [alice, bob, carol].toSorted(),
    admin: alice,
  });
  expect(await c.next("message")).toMatchObject({ seq: 3, from: bob, event: { kind: "joined", users: [carol] } });
  c.say({ type: "history", id: "h", conversation });
  expect((await c.next("page")).messages.map(({ seq }) => seq)).toEqual([3]);
  c.say({ type: "members", id: "r", conversation, remove: [bob] });
  expect(await c.next("error")).toMatchObject({ re: "r", code: "not_admin", temporary: false });
  a.say({ type: "members", id: "r", conversation, remove: [bob] });
  expect(await a.next("members")).toMatchObject({ re: "r", members: [alice, carol].toSorted() });
  a.say({ type: "send", id: "2", key: "2", to: conversation, text: "after bob" });
  a.say({ type: "delete", id: "d", conversation, seq: 2 });
  await a.next("deleted");
  for (const frame of [{ type: "typing" }, { type: "send", key: "x", to: conversation, text: "let me in" }]) {
    b.say({ ...frame, id: "x", conversation });
    expect(await b.next("error")).toMatchObject({ re: "x", code: "unknown_conversation" });
  }
  for (const socket of [b, c]) await socket.untilQuiet();
  const seqs = (socket: typeof b) => socket.heard.flatMap((frame) => (frame.type === "message" ? [frame.seq] : []));
  expect([seqs(a), seqs(b), seqs(c)]).toEqual([
    [1, 3, 4],
    [1, 2, 3, 4],
    [3, 4, 5],
  ]);
  expect(JSON.stringify(c.heard)).not.toContain("secret");
  expect([b, c].map(({ heard }) => heard.filter(({ type }) => type === "deleted").length)).toEqual([0, 0]);
  b.say({ type: "sync", id: "s", have: {} });
  await b.next("synced");
  expect(JSON.stringify(b.heard)).not.toContain("after bob");
});

test("[P4] the client library follows a group it joined in the middle, left, and came back to", async ({
  onTestFinished,
}) => {
  const [alice, bob, carol] = names();
  const backoff = { firstMs: 5, longestMs: 20 };
  const join = async (user: string, options: object = {}) => {
    const client = connect(gateway.ws, () => gateway.token(user), { device: "d", backoff, ...options });
    onTestFinished(() => client.close());
    const seqs: number[] = [];
    client.on("message", ({ seq }) => seqs.push(seq));
    await client.ready();
    return { client, seqs, heard: (seq: number) => expect.poll(() => seqs.at(-1)).toBe(seq) };
  };
  const [a, c] = [await join(alice), await join(carol)];
  const conversation = await a.client.group([bob]);
  await a.client.send(conversation, "2");
  await a.client.members(conversation, { add: [carol] });
  await a.client.send(conversation, "4");
  await c.heard(4);
  await a.client.members(conversation, { remove: [carol] });
  await a.client.send(conversation, "6");
  await a.client.members(conversation, { add: [carol] });
  await a.client.delete(conversation, 2);
  await a.client.send(conversation, "8");
  await a.client.delete(conversation, 8);
  await c.heard(8);
  expect(c.seqs).toEqual([3, 4, 5, 7, 8]);
  await expect.poll(() => c.client.updates).toEqual({ [conversation]: 2 });
  expect((await join(carol, { from: "start", device: "2" })).seqs).toEqual([7, 8]);
});

test("[P3] a key used for something else is refused for good, and keys that are no text are never taken", async () => {
  const [alice, bob, carol] = names();
  const [a, b] = [await enter(gateway, alice), await enter(gateway, bob)];
  const send = (id: string, more: object) => a.say({ type: "send", id, key: "k", to: bob, text: "yes", ...more });
  send("1", {});
  const { conversation, seq } = await a.next("sent");
  send("again", { to: conversation });
  expect(await a.next("sent")).toMatchObject({ re: "again", conversation, seq });
  const refused = { type: "error", code: "key_reused", temporary: false };
  for (const more of [{ text: "no" }, { to: carol }, { to: carol, text: "no" }]) {
    send("other", more);
    expect(await a.next("error")).toMatchObject({ ...refused, re: "other" });
  }
  a.say({ type: "delete", id: "d", conversation, seq });
  send("after", {});
  expect(await a.next("sent")).toMatchObject({ re: "after", seq });
  send("after", { text: "no" });
  expect(await a.next("error")).toMatchObject(refused);
  a.say({ type: "group", id: "g", members: [bob], title: "t", key: "g" });
  const group = await a.next("group");
  a.say({ type: "group", id: "g2", members: [bob], title: "t", key: "g" });
  expect(await a.next("group")).toEqual({ ...group, re: "g2" });
  for (const more of [{ title: "u" }, { members: [bob, carol] }, { key: "k" }]) {
    a.say({ type: "group", id: "g3", members: [bob], title: "t", key: "g", ...more });
    expect(await a.next("error")).toMatchObject({ ...refused, re: "g3" });
  }
  for (const [index, key] of ["\uD800", "\uD801", "\uDFFF"].entries()) {
    send(`s${index}`, { key, text: `${index}` });
    expect(await a.next("error")).toMatchObject({ re: `s${index}`, code: "bad_frame", temporary: false });
  }
  await a.untilQuiet();
  b.say({ type: "history", id: "h", conversation });
  expect((await b.next("page")).messages.map((each) => each.seq)).toEqual([1]);
});

test("conversations come a hundred at a time, groups with a few names and their number, the rest by members", async ({
  onTestFinished,
  start,
}) => {
  const [alice, bob] = names();
  const others = Array.from({ length: 150 }, (_, index) => `${alice}-${1_000 + index}`);
  for (let index = 0; index < 120; index += 1) {
    const said = { reportsJson: NO_REPORTS, contextJson: null, isPending: false, text: "x".repeat(1_000) };
    await gateway.store.append({ ...said, from: alice, to: `${bob}-${index}`, key: `${index}`, at: new Date(index) });
  }
  const a = await enter(gateway, alice);
  a.say({ type: "group", id: "g", members: others });
  const { conversation } = await a.next("group");
  a.say({ type: "conversations", id: "1" });
  const first = await a.next("conversations");
  expect(first.more).toBe(true);
  expect(first.items.slice(0, 2)).toMatchObject([{ conversation, memberCount: 151 }, { memberCount: 2 }]);
  expect(first.items).toHaveLength(100);
  const [group] = first.items;
  expect(group?.members).toEqual([alice, ...others.slice(0, 7)]);
  expect(Object.keys(group?.read ?? {})).toHaveLength(8);
  expect(group?.last?.event).toEqual({ kind: "created", users: [alice, ...others.slice(0, 7)], userCount: 151 });
  expect(Buffer.byteLength(JSON.stringify(first.items))).toBeLessThan(200_000);
  a.say({ type: "conversations", id: "2", after: first.next ?? "" });
  const second = await a.next("conversations");
  expect(second).toMatchObject({ more: false, next: null });
  const ids = [...first.items, ...second.items].map((each) => each.conversation);
  expect(new Set(ids).size).toBe(121);
  expect(ids).toHaveLength(121);
  // A conversation's id is a place too.
  a.say({ type: "conversations", id: "3", after: ids[118] ?? "", limit: 1 });
  expect(await a.next("conversations")).toMatchObject({ more: true, items: [{ conversation: ids[119] }] });
  for (const after of ["x", `c:${"A".repeat(22)}`]) a.say({ type: "conversations", id: after, after });
  expect(await a.next("error")).toMatchObject({ re: "x", code: "bad_frame" });
  expect(await a.next("error")).toMatchObject({ code: "unknown_conversation" });

  a.say({ type: "members", id: "m", conversation });
  const page = await a.next("members");
  expect(page).toMatchObject({ more: true, memberCount: 151, admin: alice });
  expect(page.members).toEqual([alice, ...others.slice(0, 99)]);
  expect(Object.keys(page.delivered)).toHaveLength(100);
  a.say({ type: "members", id: "m2", conversation, after: page.members.at(-1) ?? "", limit: 500 });
  expect(await a.next("members")).toMatchObject({ more: false, members: others.slice(99) });

  const small = await start({ store: gateway.store, limits: { softMarkBytes: 8_000 } });
  const client = connect(small.ws, () => small.token(alice), { device: "d" });
  onTestFinished(() => client.close());
  const few = await client.conversationPage();
  // A page is as large as the soft mark, and not larger.
  expect([few.items.length < 8, few.more]).toEqual([true, true]);
  expect((await client.conversations()).map((each) => each.conversation)).toEqual(ids);
});

test("[P8] groups are bounded in each window and for each user, and who adds whom is the gateway's to say", async ({
  onTestFinished,
}) => {
  const [alice, bob, carol] = names();
  const limits = { maxGroupsPerWindow: 4, maxGroups: 3, maxGroupsByStrangers: 1, rateWindowMs: 60_000 };
  const strict = await startGateway({ groups: "contacts", limits });
  const open = await startGateway({ limits });
  onTestFinished(async () => {
    await strict.close();
    await open.close();
  });
  const a = await enter(open, alice);
  expect(a.heard[0]).toMatchObject({ type: "welcome", limits });
  const group = (id: string, ...members: string[]) => a.say({ type: "group", id, key: id, members });
  group("1", bob);
  const { conversation } = await a.next("group");
  group("2", bob);
  expect(await a.next("error")).toMatchObject({ re: "2", code: "too_many_groups", temporary: false });
  for (const id of ["3", "4"]) group(id, `${carol}${id}`);
  await a.next("group");
  await a.next("group");
  group("5", carol);
  expect(await a.next("error")).toMatchObject({ re: "5", code: "rate_limited", temporary: true });
  a.say({ type: "members", id: "m", conversation, add: [carol] });
  expect(await a.next("error")).toMatchObject({ re: "m", code: "rate_limited" });
  a.say({ type: "members", id: "m2", conversation, remove: [bob] });
  expect(await a.next("members")).toMatchObject({ re: "m2", memberCount: 1 });

  const [c, d] = [await enter(strict, alice), await enter(strict, bob)];
  c.say({ type: "group", id: "1", members: [bob] });
  expect(await c.next("error")).toMatchObject({ code: "not_a_contact", temporary: false });
  d.say({ type: "send", id: "s", key: "s", to: alice, text: "add me" });
  await d.next("sent");
  c.say({ type: "group", id: "2", members: [bob] });
  expect(await c.next("group")).toMatchObject({ re: "2" });
});

test("a blocked sender is refused for good, nothing is stored, and both devices of the blocker know", async () => {
  const [alice, bob] = names();
  const [a, b, b2] = [
    await enter(gateway, alice),
    await enter(gateway, bob),
    await enter(gateway, bob, { device: "2" }),
  ];
  a.say({ type: "send", id: "1", key: "1", to: bob, text: "hi" });
  const { conversation } = await a.next("sent");
  b.say({ type: "block", id: "b", user: alice, blocked: true });
  expect(await b.next("blocked")).toEqual({ type: "blocked", re: "b", user: alice, blocked: true });
  expect(await b2.next("blocked")).toEqual({ type: "blocked", user: alice, blocked: true });
  for (const to of [bob, conversation]) a.say({ type: "send", id: to, key: to, to, text: "please" });
  for (const re of [bob, conversation])
    expect(await a.next("error")).toMatchObject({ re, code: "blocked", temporary: false });
  a.say({ type: "typing", conversation });
  await a.untilQuiet();
  for (const socket of [b, b2]) await socket.untilQuiet();
  const kinds = (socket: typeof b) => socket.heard.map(({ type }) => type).filter((type) => type !== "pong");
  expect(kinds(b)).toEqual(["welcome", "synced", "message", "blocked"]);
  expect(kinds(b2)).toEqual(["welcome", "synced", "message", "blocked"]);
  const later = await enter(gateway, bob, { device: "3" });
  expect(later.heard[0]).toMatchObject({ type: "welcome", blocks: [alice] });
  b2.say({ type: "block", id: "u", user: alice, blocked: false });
  await b2.next("blocked");
  a.say({ type: "send", id: "again", key: bob, to: bob, text: "please" });
  expect(await a.next("sent")).toMatchObject({ re: "again", seq: 2 });
  b.say({ type: "block", id: "self", user: bob, blocked: true });
  expect(await b.next("error")).toMatchObject({ re: "self", code: "bad_frame" });
});

test("whoever was blocked while away is refused on coming back", async ({ onTestFinished, start }) => {
  const [alice, bob] = names();
  const backoff = { firstMs: 5, longestMs: 20 };
  const port = await freePort();
  const first = await startGateway({ store: gateway.store, port, limits: { maxRetrySpreadMs: 10 } });
  const client = connect(first.ws, () => first.token(alice), { device: "d", backoff });
  onTestFinished(() => client.close());
  await client.ready();
  await first.close();
  const outcome = Promise.allSettled([client.send(bob, "written while away")]);
  await gateway.store.setBlocked(bob, alice, true, 10);
  await start({ store: gateway.store, port });
  expect(await outcome).toMatchObject([{ status: "rejected", reason: { code: "blocked", temporary: false } }]);
  expect(await gateway.store.conversations(bob)).toEqual([]);
});

test("accepted, delivered and read are three facts, each told to the other side", async () => {
  const [alice, bob] = names();
  const [a, b, b2] = [
    await enter(gateway, alice),
    await enter(gateway, bob),
    await enter(gateway, bob, { device: "2" }),
  ];
  for (const key of ["1", "2", "3"]) a.say({ type: "send", id: key, key, to: bob, text: key });
  const { conversation } = await a.next("sent");
  b.say({ type: "delivered", conversation, seq: 2 });
  for (const socket of [a, b2])
    expect(await socket.next("delivered")).toEqual({ type: "delivered", conversation, seq: 2, from: bob });
  b2.say({ type: "delivered", conversation, seq: 1 });
  b2.say({ type: "read", conversation, seq: 1 });
  expect(await a.next("read")).toEqual({ type: "read", conversation, seq: 1, from: bob });
  a.say({ type: "conversations", id: "c" });
  expect((await a.next("conversations")).items).toMatchObject([
    { lastSeq: 3, delivered: { [bob]: 2 }, read: { [bob]: 1 } },
  ]);
  await a.untilQuiet();
  expect(a.heard.filter(({ type }) => type === "delivered").length).toBe(1);
  // A device that comes back with what it has says so by that.
  const b3 = await enter(gateway, bob, { device: "3" });
  b3.say({ type: "sync", id: "s", have: { [conversation]: 3 } });
  expect(await a.next("delivered")).toMatchObject({ seq: 3, from: bob });
});

test("in a group delivery is kept and not pushed", async () => {
  const [alice, bob, carol] = names();
  const [a, b, c] = [await enter(gateway, alice), await enter(gateway, bob), await enter(gateway, carol)];
  a.say({ type: "group", id: "g", members: [bob, carol] });
  const { conversation } = await a.next("group");
  b.say({ type: "delivered", conversation, seq: 1 });
  await b.untilQuiet();
  c.say({ type: "conversations", id: "c" });
  expect((await c.next("conversations")).items).toMatchObject([{ delivered: { [alice]: 0, [bob]: 1, [carol]: 0 } }]);
  await a.untilQuiet();
  expect([a, c].flatMap(({ heard }) => heard).some(({ type }) => type === "delivered")).toBe(false);
});

test("the client library confirms what it heard, a burst of messages in few frames", async ({ onTestFinished }) => {
  const [alice, bob] = names();
  const backoff = { firstMs: 5, longestMs: 20 };
  const join = async (user: string) => {
    const client = connect(gateway.ws, () => gateway.token(user), { device: "d", backoff });
    onTestFinished(() => client.close());
    await client.ready();
    return client;
  };
  const [a, b] = [await join(alice), await join(bob)];
  const told: number[] = [];
  a.on("delivered", ({ seq }) => told.push(seq));
  b.on("delivered", ({ seq }) => told.push(-seq));
  const sent = Array.from({ length: 40 }, (_, index) => a.send(bob, `${index}`));
  await Promise.all(sent);
  await expect.poll(() => told.at(-1)).toBe(40);
  expect(told.length).toBeLessThan(20);
  await b.send(alice, "back");
  await expect.poll(() => told.at(-1)).toBe(-41);
});
