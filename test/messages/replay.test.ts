import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { BotMessage } from "../../src/messages/answer-questions.ts";
import { openRegistry } from "../../src/apps/registry.ts";
import { knownAddresses } from "../../src/check/known-addresses.ts";
import { recordedAnswers, type RecordedAnswer } from "../../src/resolve/fetch/recorded-answers.ts";
import { createResolver } from "../../src/resolve/resolver.ts";
import { startFollowingGateway } from "../support/followed-gateway.ts";
import type { TestGateway } from "../support/gateway.ts";
import { enter, openRaw } from "../support/raw-socket.ts";

const PICTURE = "https://pictures.evil.net/p.png";
const BOT = "robot";
const ITEM = "https://item.taobao.com/item.htm?id=652874301955";

/** The operator's network: what every address answers now. */
const answers: RecordedAnswer[] = [];
let nowMs = Date.UTC(2026, 0, 1);
const operators = createResolver({
  mode: "all",
  known: knownAddresses(openRegistry()),
  userAgent: "",
  fetchHead: (...asked) => recordedAnswers(answers)(...asked),
  now: () => nowMs,
});
let gateway: TestGateway;
const askedOfBot: BotMessage[] = [];
beforeAll(async () => {
  gateway = await startFollowingGateway({
    resolver: operators,
    bot: {
      userId: BOT,
      onMessage: async (message) => {
        askedOfBot.push(message);
        return `seen ${message.text}`;
      },
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await operators.close();
});

let count = 0;
/** Two people and a short address that really leads to a page of the site. */
function scene() {
  count += 1;
  const [url, end] = [`https://short.site.net/${count}`, `https://site.net/end${count}`];
  answers.push(...networkTo(url, "The true page", end, "https://site.net/p.png"));
  return { tess: `tess${count}`, bob: `bob${count}`, url, end };
}

/** A network in which an address is somebody else's page. */
const networkTo = (url: string, title: string, to = ITEM, picture = PICTURE) => [
  { url, status: 302, headers: { location: to } },
  {
    url: to,
    status: 200,
    headers: { "content-type": "text/html" },
    body: `<title>${title}</title><meta property="og:image" content="${picture}">`,
  },
];

const LIES = (url: string) => ({
  at: "2021-09-10",
  host: "alipay",
  chat: "group",
  client: { os: "ios", version: "8.0.13" },
  choice: "in_place",
  rulebook: "miit@2021-09-17",
  lists: [{ entry: "short.site.net", kind: "phishing" }],
  network: networkTo(url, "Bank of China - official site, safe"),
});

test("[P6] what a tester brings along decides for that connection alone: others are told, and it is kept, by the operator's facts", async () => {
  const { tess, bob, url, end } = scene();
  const own = await enter(gateway, tess, { replay: LIES(url) });
  const b = await enter(gateway, bob);
  const plain = await enter(gateway, tess, { device: "plain" });
  own.say({ type: "send", id: "1", key: "k", to: bob, text: url });

  const sent = await own.next("sent");
  expect(sent.links[0]).toMatchObject({
    resolution: { status: "final", finalUrl: ITEM },
    app: { id: "taobao" },
    findings: expect.arrayContaining([{ kind: "phishing", evidence: "listed: short.site.net", source: "check" }]),
    verdict: { rulebook: "miit", edition: "2021-09-17", rule: "not-lawful" },
  });
  for (const reader of [b, plain]) {
    expect((await reader.next("message")).links[0]).toMatchObject({
      resolution: { status: "provisional", skipped: null },
      app: null,
      findings: [],
      verdict: { rulebook: "wechat" },
      open: {},
    });
    expect(await reader.next("link")).toMatchObject({
      cause: "resolved",
      report: {
        resolution: { status: "final", finalUrl: end, page: { title: "The true page" } },
        app: null,
        verdict: { rulebook: "wechat" },
        open: { web: end },
      },
    });
  }
  // The tester learns of the update under its number, as its own network would have it.
  expect(await own.next("link")).toMatchObject({ update: 1, report: sent.links[0] });

  const kept = await gateway.store.storedMessage(sent.conversation, sent.seq);
  expect(JSON.parse(kept.contextJson ?? "")).toEqual({
    client: { os: "web", version: null },
    choice: null,
    locale: "en",
  });
  expect(`${kept.reportsJson} ${kept.resolutions}`).not.toMatch(/taobao|miit|phishing|Bank|evil/u);
  expect(JSON.parse(kept.resolutions ?? "")).toMatchObject([{ finalUrl: end }]);

  const again = await enter(gateway, bob, { device: "late" });
  again.say({ type: "sync", id: "s" });
  expect((await again.next("message")).links[0]?.resolution.finalUrl).toBe(end);
  again.say({ type: "history", id: "h", conversation: sent.conversation });
  expect((await again.next("page")).messages[0]?.links[0]?.resolution.finalUrl).toBe(end);
});

test("[P6] each tester of a conversation reads by the own facts: message, update, page, sync and what is opened", async () => {
  const { tess, bob, url, end } = scene();
  const [one, two] = [
    { at: "2021-09-18", network: networkTo(url, "One") },
    { at: "2021-09-18", rulebook: "miit", network: networkTo(url, "Two", "https://shop.site.org/two") },
  ];
  const b = await enter(gateway, bob);
  const carol = await enter(gateway, `carol${count}`, { replay: two });
  const t = await enter(gateway, tess, { replay: one });
  b.say({ type: "group", id: "g", members: [tess, `carol${count}`] });
  const { conversation } = await b.next("group");
  for (const each of [b, t, carol]) await each.next("message");
  b.say({ type: "send", id: "1", key: "k", to: conversation, text: url });
  expect((await b.next("link")).report.resolution.finalUrl).toBe(end);
  for (const [reader, title, rulebook, finalUrl] of [
    [t, "One", "wechat", ITEM],
    [carol, "Two", "miit", "https://shop.site.org/two"],
  ] as const) {
    const own = { resolution: { status: "final", finalUrl, page: { title } }, verdict: { rulebook } };
    const message = await reader.next("message");
    expect(message.links[0]).toMatchObject(own);
    // The gateway asks for no picture that a tester names: it gives it no address of its own.
    expect(message.links[0]?.resolution.page?.image).toBe(PICTURE);
    expect((await reader.next("link")).report).toMatchObject(own);
    reader.say({ type: "history", id: "h", conversation, limit: 1 });
    expect((await reader.next("page")).messages[0]?.links[0]).toMatchObject(own);
    reader.say({ type: "sync", id: "s", have: { [conversation]: 1 } });
    expect((await reader.next("message")).links[0]).toMatchObject(own);
    reader.say({ type: "open", id: "o", conversation, seq: 2, index: 0 });
    const opened = await reader.next("opened");
    expect(opened.report).toMatchObject(own);
    expect(opened).not.toHaveProperty("via");
    reader.say({ type: "open", id: "o2", conversation, seq: 2, index: 1 });
    expect(await reader.next("error")).toMatchObject({ re: "o2", code: "unknown_message" });
  }
  const kept = await gateway.store.storedMessage(conversation, 2);
  expect(JSON.parse(kept.resolutions ?? "")).toMatchObject([{ finalUrl: end }]);
  expect(await gateway.store.updatesAfter(bob, conversation, 0, 10)).toHaveLength(1);
});

test("[P6] a tester without a network of its own opens by what the operator's network tells, which is kept and told to others by theirs", async () => {
  const { tess, bob, url, end } = scene();
  const t = await enter(gateway, tess, { replay: { at: "2021-09-18", rulebook: "miit" } });
  const b = await enter(gateway, bob);
  t.say({ type: "send", id: "1", key: "k", to: bob, text: url });
  const { conversation } = await t.next("sent");
  const told = await b.next("link");
  expect(told.report.verdict).toMatchObject({ rulebook: "wechat" });
  expect((await t.next("link")).report).toMatchObject({
    resolution: told.report.resolution,
    verdict: { rulebook: "miit" },
  });
  answers.push(...networkTo(url, "Moved", `${end}/moved`));
  nowMs += 61_000;
  t.say({ type: "open", id: "o", conversation, seq: 1, index: 0 });
  const opened = await t.next("opened");
  expect(opened.report).toMatchObject({ resolution: { finalUrl: `${end}/moved` }, verdict: { rulebook: "miit" } });
  expect(opened).not.toHaveProperty("via");
  expect(await b.next("link")).toMatchObject({
    cause: "opened",
    report: { resolution: { finalUrl: `${end}/moved` }, verdict: { rulebook: "wechat" } },
  });
});

test("[P6] the bot is asked, and its answer kept, by the operator's facts", async () => {
  const { tess, url, end } = scene();
  const t = await enter(gateway, tess, { replay: LIES(url) });
  t.say({ type: "send", id: "1", key: "k", to: BOT, text: url });
  const { conversation } = await t.next("sent");
  const answer = await t.next("message");
  expect(answer.links[0]).toMatchObject({ resolution: { finalUrl: ITEM }, verdict: { rulebook: "miit" } });
  const asked = askedOfBot.find(({ text }) => text === url);
  expect(asked?.links[0]).toMatchObject({
    resolution: { finalUrl: end },
    findings: [],
    verdict: { rulebook: "wechat" },
  });
  expect(asked?.context).toMatchObject({ chat: "one_to_one", choice: null, client: { os: "web" } });
  const kept = await gateway.store.storedMessage(conversation, answer.seq);
  expect(`${kept.reportsJson} ${kept.resolutions}`).not.toMatch(/taobao|miit|phishing|Bank/u);
});

test.for([
  ["rulebook: no such rulebook", { rulebook: "nosuch" }],
  ["rulebook: no such rulebook", { rulebook: "/etc/passwd.json" }],
  ["rulebook: Rulebook wechat has no such edition", { rulebook: "wechat@1999-01-01" }],
  [
    "lists[1].entry: expected a host",
    {
      lists: [
        { entry: "a.example", kind: "phishing" },
        { entry: "not a host !", kind: "fraud" },
      ],
    },
  ],
  ["lists[0].entry: expected a host", { lists: [{ entry: "http://", kind: "phishing" }] }],
  ["lists[0].kind: expected one of", { lists: [{ entry: "a.example", kind: "nice" }] }],
  ["host: expected the id of an app", { host: "nosuchapp" }],
  ["network[0].url: ", { network: [{ url: "javascript:1", status: 200 }] }],
  ["network[0].status: ", { network: [{ url: "https://a.example/", status: 99 }] }],
  ["network[0].headers", { network: [{ url: "https://a.example/", status: 200, headers: { location: 1 } }] }],
  ["client.version: ", { client: { os: "ios", version: "new" } }],
  ["at: no such day: 2021-02-30; expected an ISO 8601 instant", { at: "2021-02-30" }],
  ["choice: ", { choice: "always" }],
] as const)(
  "[P6] a hello whose replay holds a fault is refused by the name of the field: %s",
  async ([place, replay]) => {
    count += 1;
    const user = `wrong${count}`;
    const socket = await openRaw(gateway.ws);
    onTestFinished(() => socket.ws.terminate());
    const hello = { type: "hello", id: "h", device: "d", token: await gateway.token(user) };
    socket.say({ ...hello, replay });
    const { code, re, message } = await socket.next("error");
    expect({ code, re }).toEqual({ code: "bad_frame", re: "h" });
    expect(message).toContain(`replay.${place}`);
    expect(message).not.toContain("passwd");
    // It was not greeted: only a sound hello lets it in.
    socket.say({ type: "conversations", id: "c" });
    expect(await socket.next("error")).toMatchObject({ code: "hello_first" });
  },
);
