import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { startGateway } from "../support/gateway.ts";
import { plainJudge } from "../support/doubles/plain-judge.ts";
import { enter } from "../support/raw-socket.ts";

let gateway: TestGateway;
let count = 0;
beforeAll(async () => {
  gateway = await startGateway({
    bot: {
      userId: "hutong",
      onMessage: async ({ text, links, context }) => `${context.locale}: ${text} (${links.length})`,
    },
  });
});
afterAll(() => gateway.close());

/** Names nobody else uses, so that tests share one gateway. */
function names(): [string, string] {
  count += 1;
  return [`alice${count}`, `bob${count}`];
}

test("[P1] two people chat, and each link comes with its report", async () => {
  const [alice, bob] = names();
  const [a, b] = [
    await enter(gateway, alice),
    await enter(gateway, bob, { locale: "id", client: { os: "android", version: "8.0.11" } }),
  ];
  a.say({ type: "send", id: "1", key: "k1", to: bob, text: "see https://item.example/ now" });
  const [sent, message] = [await a.next("sent"), await b.next("message")];
  expect(sent).toMatchObject({ re: "1", seq: 1, kind: "one_to_one" });
  expect(message).toMatchObject({ conversation: sent.conversation, seq: 1, from: alice, at: sent.at });
  expect(sent.links[0]?.link).toEqual({ value: "https://item.example/", start: 4, end: 25, kind: "web" });
  b.say({ type: "send", id: "2", key: "k1", to: alice, text: "thanks" });
  expect(await a.next("message")).toMatchObject({ conversation: sent.conversation, seq: 2, from: bob, links: [] });
});

test("[P6] a verdict is made for its reader: client, language and choice, as of the time of the message", async () => {
  const [alice, bob] = names();
  const a = await enter(gateway, alice, { locale: "zh-CN", client: { os: "ios", version: "8.0.13" } });
  const b = await enter(gateway, bob, { locale: "id", client: { os: "android", version: "8.0.11" } });
  b.say({ type: "choose", id: "c", choice: "external" });
  await b.next("chosen");
  a.say({ type: "send", id: "1", key: "k1", to: bob, text: "https://item.example/" });
  const sent = await a.next("sent");
  const forBob = `${sent.at} one_to_one android 8.0.11 external id`;
  expect(sent.links[0]?.verdict.reason).toBe(`${sent.at} one_to_one ios 8.0.13  zh-CN`);
  expect((await b.next("message")).links[0]?.verdict.reason).toBe(forBob);
  b.say({ type: "history", id: "h", conversation: sent.conversation });
  expect((await b.next("page")).messages[0]?.links[0]?.verdict.reason).toBe(forBob);
});

test("[P6] opening a link decides afresh, at the time of the click", async () => {
  const [alice, bob] = names();
  const [a, b] = [await enter(gateway, alice), await enter(gateway, bob)];
  a.say({ type: "send", id: "1", key: "k1", to: bob, text: "https://one.example/ https://two.example/" });
  const { conversation, at } = await a.next("sent");
  b.say({ type: "open", id: "o", conversation, seq: 1, index: 1 });
  const { report } = await b.next("opened");
  expect(report.url).toBe("https://two.example/");
  expect(Date.parse(report.verdict.reason.split(" ")[0] ?? "")).toBeGreaterThanOrEqual(Date.parse(at));
  b.say({ type: "open", id: "p", conversation, seq: 1, index: 2 });
  expect(await b.next("error")).toMatchObject({ re: "p", code: "unknown_message" });
});

test("[P2] the numbers are gapless while two write at once, and everyone sees the same order", async () => {
  const [alice, bob] = names();
  const [a, b] = [await enter(gateway, alice), await enter(gateway, bob)];
  for (let index = 0; index < 50; index += 1) {
    a.say({ type: "send", id: `${index}`, key: `k${index}`, to: bob, text: `a${index}` });
    b.say({ type: "send", id: `${index}`, key: `k${index}`, to: alice, text: `b${index}` });
  }
  const seqs: number[] = [];
  for (let index = 0; index < 50; index += 1) seqs.push((await a.next("sent")).seq, (await a.next("message")).seq);
  expect(seqs.sort((x, y) => x - y)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  a.say({ type: "conversations", id: "c" });
  const [item] = (await a.next("conversations")).items;
  a.say({ type: "history", id: "h", conversation: item?.conversation });
  b.say({ type: "history", id: "h", conversation: item?.conversation });
  const [mine, theirs] = [await a.next("page"), await b.next("page")];
  expect(mine.messages).toEqual(theirs.messages);
  expect(mine.messages.map(({ text }) => text).filter((text) => text.startsWith("a"))).toEqual(
    Array.from({ length: 50 }, (_, index) => `a${index}`),
  );
});

test("[P3] a retry under the same key gets the first answer: on this connection and on another; other words get none", async () => {
  const [alice, bob] = names();
  const [a, b] = [await enter(gateway, alice), await enter(gateway, bob)];
  const frame = { type: "send", id: "1", key: "same", to: bob, text: "first" };
  for (let copy = 0; copy < 20; copy += 1) a.say(frame);
  const first = await a.next("sent");
  for (let copy = 1; copy < 20; copy += 1) expect(await a.next("sent")).toEqual(first);
  const other = await enter(gateway, alice, { device: "other" });
  other.say(frame);
  expect(await other.next("sent")).toEqual(first);
  other.say({ ...frame, text: "changed" });
  expect(await other.next("error")).toMatchObject({ code: "key_reused", temporary: false });
  a.say({ type: "send", id: "2", key: "last", to: bob, text: "last" });
  expect((await b.next("message")).text).toBe("first");
  expect(await b.next("message")).toMatchObject({ text: "last", seq: 2 });
});

test("[P4] every device of both sides gets every message once, and the sending one gets `sent`", async () => {
  const [alice, bob] = names();
  const a1 = await enter(gateway, alice, { device: "1" });
  const a2 = await enter(gateway, alice, { device: "2" });
  const b1 = await enter(gateway, bob, { device: "1" });
  const b2 = await enter(gateway, bob, { device: "2" });
  a1.say({ type: "send", id: "1", key: "k", to: bob, text: "hi" });
  const { conversation } = await a1.next("sent");
  for (const socket of [a2, b1, b2])
    expect(await socket.next("message")).toMatchObject({ conversation, seq: 1, text: "hi" });
  b1.say({ type: "read", conversation, seq: 1 });
  for (const socket of [a1, a2, b2])
    expect(await socket.next("read")).toEqual({ type: "read", conversation, seq: 1, from: bob });
  b2.say({ type: "typing", conversation });
  for (const socket of [a1, a2])
    expect(await socket.next("typing")).toEqual({ type: "typing", conversation, from: bob });
  for (const socket of [a1, a2, b1, b2]) {
    await socket.untilQuiet();
    expect(socket.heard.filter(({ type }) => type === "message").length).toBe(socket === a1 ? 0 : 1);
  }
});

test("[P8] who says without end that they are writing is passed on once a second in each conversation", async () => {
  const [[alice, bob], [, carol]] = [names(), names()];
  const [a, a2] = [await enter(gateway, alice), await enter(gateway, alice, { device: "2" })];
  const others = [await enter(gateway, bob), await enter(gateway, carol)];
  for (const to of [bob, carol]) a.say({ type: "send", id: to, key: to, to, text: "hi" });
  const conversations = [(await a.next("sent")).conversation, (await a.next("sent")).conversation];
  for (let count = 0; count < 200; count += 1)
    for (const socket of [a, a2])
      for (const conversation of conversations) socket.say({ type: "typing", conversation });
  for (const socket of [a, a2, ...others]) await socket.untilQuiet();
  for (const { heard } of others) {
    const told = heard.filter(({ type }) => type === "typing").length;
    expect(told).toBeGreaterThan(0);
    // A slow machine takes some seconds for all of them.
    expect(told).toBeLessThan(40);
  }
});

test("what many read is told to the reader's own devices, what few read to them all", async () => {
  const [alice, bob] = names();
  const carol = `${alice}-carol`;
  const a = await enter(gateway, alice);
  const b = await enter(gateway, bob);
  const b2 = await enter(gateway, bob, { device: "2" });
  const c = await enter(gateway, carol);
  for (const { size, told } of [
    { size: 20, told: [a, b2, c] },
    { size: 21, told: [b2] },
  ]) {
    const others = Array.from({ length: size - 3 }, (_, index) => `${alice}-${index}`);
    a.say({ type: "group", id: "g", members: [bob, carol, ...others] });
    const { conversation } = await a.next("group");
    b.say({ type: "read", conversation, seq: 1 });
    await b.untilQuiet();
    for (const socket of [a, b, b2, c]) {
      await socket.untilQuiet();
      const heard = socket.heard.filter((frame) => frame.type === "read" && frame.conversation === conversation);
      expect(heard.length).toBe(told.includes(socket) ? 1 : 0);
    }
    a.say({ type: "members", id: "m", conversation });
    expect((await a.next("members")).read).toMatchObject({ [bob]: 1 });
  }
});

test("two of whom one blocks the other learn nothing of what the other reads, has or types", async () => {
  const [alice, bob] = names();
  const [a, a2, b] = [
    await enter(gateway, alice),
    await enter(gateway, alice, { device: "2" }),
    await enter(gateway, bob),
  ];
  b.say({ type: "send", id: "1", key: "1", to: alice, text: "hey" });
  const { conversation: pair } = await b.next("sent");
  b.say({ type: "group", id: "2", key: "2", members: [alice] });
  const { conversation: group } = await b.next("group");
  // Her other device blocks him.
  a2.say({ type: "block", id: "3", user: bob, blocked: true });
  await a.next("blocked");
  await b.untilQuiet();
  a.say({ type: "delivered", conversation: pair, seq: 1 });
  for (const conversation of [pair, group])
    for (const type of ["read", "typing"]) a.say({ type, conversation, seq: 1 });
  for (const conversation of [pair, group])
    for (const type of ["read", "typing"]) b.say({ type, conversation, seq: 1 });
  for (const socket of [a, a2, b]) await socket.untilQuiet();
  const marksOf = ({ heard }: typeof a) =>
    heard.flatMap((frame) => ("from" in frame && frame.type !== "message" ? [`${frame.type} ${frame.from}`] : []));
  expect(marksOf(b)).toEqual([]);
  expect(marksOf(a)).toEqual([]);
  // Her own devices know what she read.
  expect(marksOf(a2)).toEqual([`delivered ${alice}`, `read ${alice}`, `read ${alice}`]);
  for (const conversation of [pair, group]) {
    b.say({ type: "members", id: "m", conversation });
    expect((await b.next("members")).read).toEqual({ [alice]: 0, [bob]: 1 });
  }
  a2.say({ type: "block", id: "4", user: bob, blocked: false });
  await a.next("blocked");
  b.say({ type: "members", id: "m", conversation: pair });
  expect(await b.next("members")).toMatchObject({ read: { [alice]: 1 }, delivered: { [alice]: 1 } });
});

test("[P4] sync brings what was missed, in order, once, while more arrives", async ({ onTestFinished }) => {
  // Verdicts that take a turn each make the sync last while the others write on.
  const slow = await startGateway({
    judge: async (text, context) => {
      await nextTurn();
      return plainJudge(text, context);
    },
  });
  onTestFinished(() => slow.close());
  const [a, away] = [await enter(slow, "alice"), await enter(slow, "bob")];
  const send = (index: number) =>
    a.say({ type: "send", id: `${index}`, key: `k${index}`, to: "bob", text: `${index} https://item.example/` });
  send(0);
  const { conversation } = await a.next("sent");
  await away.next("message");
  away.ws.close();
  await away.closed;
  for (let index = 1; index < 120; index += 1) send(index);
  while ((await a.next("sent")).seq < 120);
  const b = await enter(slow, "bob", { locale: "id" });
  b.say({ type: "sync", id: "s", have: { [conversation]: 1, [`c:${"x".repeat(22)}`]: 7 } });
  await b.next("message");
  for (let index = 120; index < 150; index += 1) send(index);
  expect(await b.next("synced")).toMatchObject({ re: "s", complete: true });
  while ((await a.next("sent")).seq < 150);
  while (b.heard.filter(({ type }) => type === "message").length < 149) await b.untilQuiet();
  const seqs = b.heard.flatMap((frame) => (frame.type === "message" ? [frame.seq] : []));
  expect(seqs).toEqual(Array.from({ length: 149 }, (_, index) => index + 2));
});

test("[P4] a client of another epoch is told so and gets nothing in part", async () => {
  const [alice, bob] = names();
  const a = await enter(gateway, alice);
  a.say({ type: "send", id: "1", key: "k", to: bob, text: "hi" });
  const { conversation } = await a.next("sent");
  const b = await enter(gateway, bob);
  b.say({ type: "sync", id: "s", have: { [conversation]: 900 }, epoch: "another" });
  expect(await b.next("synced")).toMatchObject({
    complete: false,
    heads: { [conversation]: 1 },
    epoch: gateway.store.epoch,
  });
  expect(b.heard.some(({ type }) => type === "message")).toBe(false);
});

test("[P2] a group keeps one sequence for all its members", async () => {
  const [alice, bob] = names();
  const carol = `carol${count}`;
  const [a, b, c] = [await enter(gateway, alice), await enter(gateway, bob), await enter(gateway, carol)];
  a.say({ type: "group", id: "g", members: [bob, carol], title: "walk" });
  const { conversation } = await a.next("group");
  for (const socket of [a, b, c])
    expect(await socket.next("message")).toMatchObject({
      seq: 1,
      from: alice,
      text: "",
      event: { kind: "created", users: [alice, bob, carol] },
    });
  b.say({ type: "send", id: "1", key: "k", to: conversation, text: "https://item.example/" });
  const [toA, toC] = [await a.next("message"), await c.next("message")];
  expect(toA).toMatchObject({ conversation, seq: 2, kind: "group", from: bob });
  expect(toC.links[0]?.verdict.reason).toContain(" group ");
});

test("the bot answers in the sender's language, once for each question", async () => {
  const [alice] = names();
  const a = await enter(gateway, alice, { locale: "vi" });
  const question = { type: "send", id: "1", key: "k", to: "hutong", text: "https://item.example/" };
  a.say(question);
  a.say(question);
  expect(await a.next("message")).toMatchObject({ from: "hutong", seq: 2, text: "vi: https://item.example/ (1)" });
  a.say({ type: "sync", id: "s", have: {} });
  expect(Object.values((await a.next("synced")).heads)).toEqual([2]);
});

test("unknown fields go no further: a forged verdict never reaches the other side", async () => {
  const [alice, bob] = names();
  const [a, b] = [await enter(gateway, alice), await enter(gateway, bob)];
  const forged = { links: [{ verdict: { action: "open_in_place" } }], from: "boss", seq: 99, title: "forged" };
  a.say({ type: "send", id: "1", key: "k", to: bob, text: "hi", ...forged });
  const message = await b.next("message");
  expect(message).toEqual({
    type: "message",
    conversation: message.conversation,
    kind: "one_to_one",
    seq: 1,
    from: alice,
    text: "hi",
    at: message.at,
    links: [],
  });
});
