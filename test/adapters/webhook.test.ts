import type { ServerResponse } from "node:http";
import { expect, onTestFinished } from "vitest";
import { createWebhook, type WebhookParts } from "../../src/adapters/webhook/webhook.ts";
import { signerWith } from "../../src/adapters/webhook/signature.ts";
import { signToken } from "../../src/access/tokens.ts";
import { createLocalBus } from "../../src/bus/local.ts";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { readerOf } from "../../src/messages/reader.ts";
import { createPoster } from "../../src/resolve/fetch/poster.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { runHere } from "../support/programs/cli.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { enter } from "../support/raw-socket.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { test } from "../support/test.ts";
import { WEBHOOK_SECRET, webhookReceiver } from "../support/webhook-receiver.ts";

test("requests are signed as Standard Webhooks has it", () => {
  // The example of its libraries: https://github.com/standard-webhooks/standard-webhooks, libraries/javascript, read 2026-11-28.
  const sign = signerWith(WEBHOOK_SECRET);
  const at = new Date(1_614_265_330_999);
  expect(sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
  const both = signerWith(`whsec_${"A".repeat(32)} ${WEBHOOK_SECRET}`)("a", at, "{}")["webhook-signature"];
  expect(both).toMatch(/^v1,\S{44} v1,\S{44}$/u);
  for (const wrong of ["", "whsec_short", KEY_WITHOUT_PREFIX, `v1,${WEBHOOK_SECRET}`])
    expect(() => signerWith(wrong)).toThrow("expected whsec_");
});
const KEY_WITHOUT_PREFIX = WEBHOOK_SECRET.slice("whsec_".length);

/** The teller by itself, on a store in memory, with times a hundredth of the real ones. */
async function startWebhook(url: URL, given: Partial<WebhookParts> & { readonly store?: Store } = {}) {
  const store = given.store ?? openSqliteStore(":memory:");
  const bus = createLocalBus({ onFault: (error) => expect.unreachable(String(error)) });
  const log: { readonly event: string }[] = [];
  const counts = new Map<string, number>();
  const gauge = { conversations: 0, behindSeconds: 0 };
  const webhook = createWebhook({
    store,
    bus,
    url,
    post: createPoster({ named: url, mayBePrivate: true, userAgent: "test", timeoutMs: 2_000, needsText: false }),
    sign: signerWith(WEBHOOK_SECRET),
    verdicts: { links: () => "[]", update: () => null },
    reader: readerOf({ os: "web", version: null }, "en", null),
    clock: () => new Date(),
    metrics: {
      add(_name, label) {
        const kind = typeof label === "string" ? label : "";
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      },
      tellWebhook: (conversations, behindSeconds) => void Object.assign(gauge, { conversations, behindSeconds }),
    },
    log: (event) => void log.push(event),
    onFault: (error) => void log.push({ event: `fault ${String(error)}` }),
    ...given,
    times: { firstRetry: 10, mostRetry: 200, tick: 20, ...given.times },
  });
  await webhook.start();
  onTestFinished(async () => {
    await webhook.close();
    if (given.store === undefined) await store.close();
  });
  let keys = 0;
  const write = (from: string, to: string, text: string, at = new Date()) => {
    keys += 1;
    const key = `${keys}`;
    return store.append({ from, to, key, text, at, reportsJson: NO_REPORTS, contextJson: null, isPending: false });
  };
  return { store, log, counts, gauge, write, webhook };
}

test("what is written, deleted and changed in groups is told in order, once it is there and whoever is in it", async () => {
  const receiver = await webhookReceiver();
  const { store, write, gauge } = await startWebhook(receiver.url);
  const at = new Date();
  const { conversation } = await store.createGroup({ members: ["alice", "bob"], title: "walk", key: "g", at });
  await write("alice", conversation.id, "hi <there>");
  await store.deleteMessage("alice", conversation.id, 2, new Date());
  // Of what is looked up together messages are told before what became of others.
  await expect.poll(() => receiver.once().length).toBe(3);
  await write("bob", conversation.id, "late");
  await expect.poll(() => receiver.once().length).toBe(4);
  const { id } = conversation;
  const about = { conversation: id, kind: "group" };
  expect(receiver.once().map(({ type, data }) => ({ type, data }))).toMatchObject([
    { type: "conversation.changed", data: { ...about, seq: 1, from: "alice", change: { kind: "created" } } },
    { type: "message.created", data: { ...about, seq: 2, from: "alice" } },
    { type: "message.deleted", data: about },
    { type: "message.created", data: { ...about, seq: 3, from: "bob" } },
  ]);
  expect(receiver.all.every(({ isSigned }) => isSigned)).toBe(true);
  const [first] = receiver.all;
  expect(first?.headers["content-type"]).toBe("application/json");
  expect(Math.abs(Number(first?.headers["webhook-timestamp"]) - Date.now() / 1_000)).toBeLessThan(120);
  await expect.poll(async () => store.webhookBacklog()).toEqual({ lines: 0, since: null });
  expect(gauge).toEqual({ conversations: expect.any(Number), behindSeconds: expect.any(Number) });
});

test("a conversation that the receiver refuses waits, in order, and holds up no other; nothing of it is skipped", async () => {
  const receiver = await webhookReceiver();
  let isRefusing = true;
  receiver.answers(({ data }) => (isRefusing && data["text"] === "bad 1" ? 400 : 204));
  const { write, counts } = await startWebhook(receiver.url);
  const { conversation: bad } = await write("alice", "bob", "bad 0");
  await Promise.all([1, 2, 3].map((each) => write("alice", "bob", `bad ${each}`)));
  await Promise.all([0, 1, 2].map((each) => write("carol", "bob", `good ${each}`)));
  const texts = (of: string) =>
    receiver.once().flatMap(({ data }) => ((data["text"] as string).startsWith(of) ? [data["text"]] : []));
  await expect.poll(() => texts("good")).toEqual(["good 0", "good 1", "good 2"]);
  await expect.poll(() => counts.get("refused") ?? 0).toBeGreaterThan(2);
  expect(texts("bad")).toEqual(["bad 0"]);
  isRefusing = false;
  await expect.poll(() => texts("bad")).toEqual(["bad 0", "bad 1", "bad 2", "bad 3"]);
  const tries = receiver.all.filter(({ data }) => data.conversation === bad.id && data.seq === 2);
  expect(new Set(tries.map(({ id }) => id)).size).toBe(1);
  expect(tries.length).toBeGreaterThan(3);
});

test.each<[string, (response: ServerResponse) => void]>([
  ["is long", (response) => response.end("x".repeat(300_000))],
  ["never ends", (response) => void response.write("working…")],
  ["is cut", (response) => void response.write("o", () => response.destroy())],
  ["is not packed as it says", (response) => response.setHeader("content-encoding", "gzip").end("ok")],
])("a 2xx whose body %s is an answer: the event is told once, and the next one comes", async (_what, answer) => {
  const receiver = await webhookReceiver();
  receiver.answers((_received, response) => {
    answer(response);
    return 0;
  });
  const { write, store, counts } = await startWebhook(receiver.url);
  await write("alice", "bob", "first");
  await write("alice", "bob", "second");
  await expect.poll(async () => (await store.webhookBacklog()).lines, { timeout: 5_000 }).toBe(0);
  expect(receiver.all.map(({ data }) => data["text"])).toEqual(["first", "second"]);
  expect(Object.fromEntries(counts)).toEqual({ delivered: 2 });
});

test("that one conversation is refused for a minute while others are taken is told once, by the event that waits", async () => {
  const receiver = await webhookReceiver();
  receiver.answers(({ data }) => (data["text"] === "a firewall's" ? 403 : 204));
  const { write, log, counts } = await startWebhook(receiver.url, { times: { mostRetry: 20 } });
  let taken = 0;
  const timer = setInterval(() => void write("carol", "bob", `taken ${(taken += 1)}`), 5);
  onTestFinished(() => clearInterval(timer));
  await write("alice", "bob", "a firewall's");
  await write("dave", "bob", "a firewall's");
  await expect.poll(() => counts.get("refused") ?? 0, { timeout: 5_000 }).toBeGreaterThan(20);
  const [told, ...more] = log.filter(({ event }) => event.startsWith("webhook_"));
  const waiting = receiver.all.filter(({ status }) => status === 403).map(({ id }) => id);
  expect(told).toEqual({ event: "webhook_refused", id: expect.any(String), because: "status 403", attempts: 7 });
  expect(waiting).toContain((told as { readonly id?: string } | undefined)?.id);
  expect(more).toEqual([]);
});

test("while the receiver is down it is asked now and then, which is told; back, it gets everything, but what is too old", async () => {
  const receiver = await webhookReceiver();
  receiver.answers(() => 500);
  let aheadMs = 0;
  const clock = () => new Date(Date.now() + aheadMs);
  const { store, write, log, counts } = await startWebhook(receiver.url, { clock, times: { keep: 3_600_000 } });
  const people = Array.from({ length: 12 }, (_, index) => `p${index}`);
  await Promise.all(people.map((each) => write(each, "bob", "yesterday")));
  await expect.poll(() => log).toContainEqual({ event: "webhook_down", because: "status 500" });
  // A queue would grow by each message; lines do not.
  aheadMs = 2 * 3_600_000;
  for (let round = 0; round < 5; round += 1)
    await Promise.all(people.map((each) => write(each, "bob", `today ${round}`, clock())));
  expect((await store.webhookBacklog()).lines).toBe(12);
  // A request of yesterday that is under way is asked to its end; what comes after it is of today.
  await expect.poll(() => receiver.all.at(-1)?.data["text"]).toBe("today 0");
  receiver.answers(() => 204);
  await expect.poll(() => receiver.once().length).toBe(60);
  for (const each of people) {
    const own = receiver.once().filter(({ data }) => data["from"] === each);
    expect(own.map(({ data }) => data["text"])).toEqual([0, 1, 2, 3, 4].map((round) => `today ${round}`));
    // The numbers show what was left out.
    expect(own.map(({ data }) => data.seq)).toEqual([2, 3, 4, 5, 6]);
  }
  await expect.poll(() => counts.get("dropped")).toBe(12);
  expect(log).toContainEqual(expect.objectContaining({ event: "webhook_up", downSeconds: expect.any(Number) }));
  expect(log).toContainEqual({ event: "webhook_dropped", count: 1, olderThanHours: 1 });
  await expect.poll(async () => store.webhookBacklog()).toEqual({ lines: 0, since: null });
});

test.for([
  ["of a receiver that is down", 5],
  ["of a conversation that is refused", 1],
] as const)("a clock that is set back delays nothing %s", async ([, failures]) => {
  const receiver = await webhookReceiver();
  receiver.answers(() => 500);
  let aheadMs = 3_600_000;
  const clock = () => new Date(Date.now() + aheadMs);
  const { store, write, gauge, log } = await startWebhook(receiver.url, { clock });
  await write("alice", "bob", "early", clock());
  await expect.poll(() => receiver.all.length).toBeGreaterThanOrEqual(failures);
  await expect.poll(() => log.some(({ event }) => event === "webhook_down")).toBe(failures > 1);
  aheadMs = 0;
  receiver.answers(() => 204);
  await expect.poll(() => receiver.once().length).toBe(1);
  await write("alice", "bob", "late", clock());
  await expect.poll(() => receiver.once().length).toBe(2);
  await expect.poll(async () => store.webhookBacklog()).toEqual({ lines: 0, since: null });
  await expect.poll(() => gauge.conversations).toBe(0);
});

test("a receiver that is slow gets each conversation one at a time, others beside it", async () => {
  const receiver = await webhookReceiver();
  const open = new Map<string, () => void>();
  receiver.answers(({ data }, response) => {
    open.set(data.conversation, () => response.writeHead(204).end());
    return 0;
  });
  const { write } = await startWebhook(receiver.url, {
    post: createPoster({ named: receiver.url, mayBePrivate: true, userAgent: "test", timeoutMs: 60_000 }),
    times: { lease: 600_000 },
  });
  const { conversation: one } = await write("alice", "bob", "1");
  await write("alice", "bob", "2");
  const { conversation: other } = await write("carol", "bob", "1");
  await expect.poll(() => open.size).toBe(2);
  expect(receiver.all.length).toBe(2);
  open.get(one.id)?.();
  await expect.poll(() => receiver.all.length).toBe(3);
  expect(receiver.all.at(-1)?.data).toMatchObject({ conversation: one.id, seq: 2 });
  for (const answer of open.values()) answer();
  expect(other.id).not.toBe(one.id);
});

test("of two gateways one tells; when it ends, the other does", async () => {
  const receiver = await webhookReceiver();
  const store = openSqliteStore(":memory:");
  const one = await startWebhook(receiver.url, { store });
  const two = await startWebhook(receiver.url, { store });
  for (let each = 0; each < 20; each += 1) await one.write("alice", "bob", `${each}`);
  await expect.poll(() => receiver.once().length).toBe(20);
  expect(receiver.taken().length).toBe(20);
  await one.webhook.close();
  await two.write("carol", "bob", "after");
  await expect.poll(() => receiver.once().length).toBe(21);
  onTestFinished(() => store.close());
});

test("[P1] killed again and again while the receiver fails now and then, the gateway loses nothing for it, and keeps the order", async ({
  folder,
}) => {
  const receiver = await webhookReceiver();
  let asked = 0;
  receiver.answers(() => ((asked += 1) % 9 === 0 ? 503 : 204));
  process.env["HUTONG_WEBHOOK_SECRET"] = WEBHOOK_SECRET;
  onTestFinished(() => void delete process.env["HUTONG_WEBHOOK_SECRET"]);
  const options = ["--data", folder, "--resolve", "off", "--port", "0", "--webhook", receiver.url.href];
  const token = (user: string) => signToken(user, TEST_SECRET, 3_600, new Date());
  const sent = new Set<string>();
  for (let life = 0; life < 3; life += 1) {
    const served = await spawnServe([...options, "--webhook-private"], TEST_SECRET_TEXT);
    onTestFinished(() => served.kill());
    for (const user of ["alice", "carol"]) {
      const socket = await enter({ ws: served.ws, token }, user);
      const texts = Array.from({ length: 10 }, (_, index) => `${user} ${life} ${index}`);
      for (const text of texts) socket.say({ type: "send", id: text, key: text, to: "bob", text });
      for (const text of texts) {
        await socket.next("sent");
        sent.add(text);
      }
    }
    // Wherever it is with telling.
    if (life < 2) await served.kill();
  }
  await expect.poll(() => receiver.once().length).toBe(60);
  const seqs = new Map<string, number[]>();
  for (const { data } of receiver.once())
    seqs.set(data.conversation, [...(seqs.get(data.conversation) ?? []), data.seq]);
  expect([...seqs.values()]).toEqual([1, 2].map(() => Array.from({ length: 30 }, (_, index) => index + 1)));
  expect(new Set(receiver.once().map(({ data }) => data["text"]))).toEqual(sent);
  expect(receiver.all.every(({ isSigned }) => isSigned)).toBe(true);
});

test("the gateway asks nothing of its receiver but a status", async ({ folder }) => {
  const receiver = await webhookReceiver();
  receiver.answers((_received, response) => {
    response.end("x".repeat(100_000));
    return 0;
  });
  process.env["HUTONG_WEBHOOK_SECRET"] = WEBHOOK_SECRET;
  onTestFinished(() => void delete process.env["HUTONG_WEBHOOK_SECRET"]);
  const options = ["--data", folder, "--resolve", "off", "--port", "0", "--webhook", receiver.url.href];
  const served = await spawnServe([...options, "--webhook-private"], TEST_SECRET_TEXT);
  onTestFinished(() => served.kill());
  const token = (user: string) => signToken(user, TEST_SECRET, 3_600, new Date());
  const socket = await enter({ ws: served.ws, token }, "alice");
  socket.say({ type: "send", id: "1", key: "1", to: "bob", text: "hi" });
  await expect.poll(() => receiver.all.length).toBe(1);
  const figures = async () => (await fetch(`${served.http}/metrics`)).text();
  await expect.poll(figures).toContain('hutong_webhook_requests_total{kind="delivered"} 1');
  expect(await figures()).not.toContain('{kind="failed"}');
});

test("a receiver in a private network is not asked unless the operator says so", async () => {
  const receiver = await webhookReceiver();
  const post = createPoster({ named: receiver.url, mayBePrivate: false, userAgent: "test", timeoutMs: 2_000 });
  const { write, log } = await startWebhook(receiver.url, { post });
  await Promise.all(["a", "b", "c", "d", "e"].map((each) => write(each, "bob", "hi")));
  await expect.poll(() => log).toContainEqual({ event: "webhook_down", because: "private_address" });
  expect(receiver.all).toEqual([]);
});

test.for([
  [["--webhook", "ftp://x/"], {}, "--webhook: expected an address"],
  [["--webhook", "https://u:p@x.example/"], {}, "--webhook: expected an address"],
  [["--webhook", "https://x.example/"], {}, "HUTONG_WEBHOOK_SECRET: expected whsec_"],
  [
    ["--webhook", "https://x.example/"],
    { HUTONG_WEBHOOK_SECRET: "whsec_short" },
    "HUTONG_WEBHOOK_SECRET: expected whsec_",
  ],
  [
    ["--webhook", "https://x.example/", "--webhook-language", "fr"],
    { HUTONG_WEBHOOK_SECRET: WEBHOOK_SECRET },
    "--webhook-language: expected zh-CN",
  ],
] as const)("serve refuses %j %j", async ([options, env, why]) => {
  const { code, stderr } = await runHere(["serve", "--port", "0", ...options], { env });
  expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
});
