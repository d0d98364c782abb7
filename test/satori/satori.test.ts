import { expect, onTestFinished, vi } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { page, redirect } from "../support/followed-gateway.ts";
import type { TestGateway } from "../support/gateway.ts";
import { enter, type RawSocket } from "../support/raw-socket.ts";
import { callSatori, openBot, type SatoriBot } from "../support/satori-bot.ts";
import { test } from "../support/test.ts";

let keys = 0;
/** Somebody writes; where it went. */
async function write(socket: RawSocket, to: string, text: string) {
  keys += 1;
  socket.say({ type: "send", id: `${keys}`, key: `k${keys}`, to, text });
  return socket.next("sent");
}

async function told(bot: SatoriBot, count: number) {
  await expect.poll(() => bot.events.length).toBeGreaterThanOrEqual(count);
  return bot.events;
}

async function ready(bot: SatoriBot) {
  await expect.poll(() => bot.frames.some(({ op }) => op === 4)).toBe(true);
}

async function started(gateway: TestGateway) {
  const token = await gateway.botToken("echo");
  const bot = await openBot(gateway, { token });
  await ready(bot);
  const call = async (method: string, body?: unknown, headers?: Record<string, string>) =>
    callSatori(gateway, token, method, body, headers);
  return { token, bot, call };
}

test("a bot is told by how much a message is too long or has too many links, and which field is missing", async ({
  start,
}) => {
  const gateway = await start({ limits: { maxTextLength: 60, maxLinks: 2 } });
  const { call } = await started(gateway);
  const { conversation: channel_id } = await write(await enter(gateway, "alice"), "echo", "hi");
  const refusalOf = async (content?: string) => {
    const { status, body } = await call("message.create", { channel_id, content });
    return { status, ...(body as { error: object }).error };
  };
  const refused = { status: 400, temporary: false };
  expect(await refusalOf(`<p>${"字".repeat(61)}</p>`)).toEqual({
    ...refused,
    code: "text_too_long",
    message: "content: 61 units, maxTextLength is 60",
  });
  expect(await refusalOf("https://a.cn https://b.cn https://c.cn")).toEqual({
    ...refused,
    code: "too_many_links",
    message: "text: 3 links, maxLinks is 2",
  });
  expect(await refusalOf()).toEqual({ ...refused, code: "bad_request", message: "content: expected a text" });
});

test("a bot identifies, is told what people write with the verdicts, and answers", async ({ start }) => {
  const gateway = await start();
  const { bot, call } = await started(gateway);
  const features = expect.arrayContaining(["message.create", "login.get"]);
  const login = {
    sn: 1,
    adapter: "hutong",
    platform: "hutong",
    self_id: "echo",
    user: { id: "echo", name: "echo", is_bot: true },
    status: 1,
    features,
  };
  expect(bot.frames[0]).toEqual({ op: 4, body: { logins: [login], proxy_urls: [], sn: 0 } });
  // What is not answered is not named.
  expect(JSON.stringify(bot.frames[0])).not.toContain("reaction.create");
  bot.say({ op: 1, body: {} });
  await expect.poll(() => bot.frames.at(-1)).toEqual({ op: 2, body: {} });

  const alice = await enter(gateway, "alice");
  const { conversation, at } = await write(alice, "echo", "see <this> https://item.example/?a=1&b=2");
  const [event] = await told(bot, 1);
  const channel = { id: conversation, type: 1, name: "alice" };
  // The whole event: NoneBot's adapter asks for `id`, `self_id` and `platform` beside the newer names.
  expect(event).toEqual({
    sn: 1,
    id: 1,
    type: "message-created",
    timestamp: Date.parse(at),
    self_id: "echo",
    platform: "hutong",
    login: { sn: 1, adapter: "hutong", platform: "hutong", self_id: "echo", user: login.user, status: 1 },
    channel,
    user: { id: "alice", name: "alice", is_bot: false },
    member: { user: { id: "alice", name: "alice", is_bot: false } },
    message: {
      id: `${conversation}:1`,
      content: "see &lt;this&gt; https://item.example/?a=1&amp;b=2",
      created_at: Date.parse(at),
    },
    _type: "hutong",
    _data: { conversation, seq: 1, links: [expect.objectContaining({ url: expect.any(String) })] },
  });
  const answer = await call("message.create", { channel_id: conversation, content: "got <b>it</b>" });
  expect([answer.status, answer.body]).toMatchObject([
    200,
    [{ id: `${conversation}:2`, content: "got it", channel, user: { id: "echo", is_bot: true } }],
  ]);
  expect(await alice.next("message")).toMatchObject({ from: "echo", isBot: true, text: "got it", seq: 2 });
  // Its own messages are not told to it; that it has those of others is.
  await write(alice, "echo", "https://only.example/?a=1&b=2");
  expect((await told(bot, 2))[1]).toMatchObject({ sn: 2, message: { content: "https://only.example/?a=1&b=2" } });
  await expect.poll(async () => (await gateway.store.heads("echo")).get(conversation)?.delivered).toBe(3);
});

test("a bot is told of groups that it comes into and leaves, of who comes and goes, and of deletions", async ({
  start,
}) => {
  const gateway = await start();
  const { bot, call } = await started(gateway);
  const alice = await enter(gateway, "alice");
  alice.say({ type: "group", id: "g", members: ["echo", "bob"], title: "walk" });
  const { conversation } = await alice.next("group");
  const { seq } = await write(alice, conversation, "@echo who is here?");
  alice.say({ type: "members", id: "m", conversation, add: ["carol", "dave"], remove: ["bob"] });
  await alice.next("members");
  alice.say({ type: "delete", id: "d", conversation, seq });
  await alice.next("deleted");
  alice.say({ type: "members", id: "n", conversation, remove: ["echo"] });
  await alice.next("members");
  const events = await told(bot, 7);
  const operator = { id: "alice" };
  const place = { guild: { id: conversation, name: "walk" }, channel: { id: conversation, type: 0, name: "walk" } };
  expect(events).toMatchObject([
    { sn: 1, type: "guild-added", ...place, operator },
    { sn: 2, type: "message-created", ...place, message: { content: '<at id="echo" name="echo"/> who is here?' } },
    { sn: 3, type: "guild-member-added", ...place, user: { id: "carol" }, operator },
    { sn: 3, type: "guild-member-added", ...place, user: { id: "dave" }, operator },
    { sn: 4, type: "guild-member-removed", ...place, user: { id: "bob" }, operator },
    {
      sn: 5,
      type: "message-deleted",
      ...place,
      message: { id: `${conversation}:${seq}` },
      member: { user: operator },
      operator,
    },
    { sn: 6, type: "guild-removed", ...place, operator },
  ]);
  expect((await call("guild.get", { guild_id: conversation })).status).toBe(200);
  expect((await call("guild.list")).body).toEqual({ data: [] });
  expect((await call("message.create", { channel_id: conversation, content: "hi" })).status).toBe(404);
});

test("what came while a bot was away comes with its last number: nothing lost, nothing twice, through a restart", async ({
  start,
  folder,
}) => {
  const file = `${folder}/hutong.sqlite`;
  const store = openSqliteStore(file);
  const one = await start({ store });
  const token = await one.botToken("echo");
  const first = await openBot(one, { token });
  await ready(first);
  const alice = await enter(one, "alice");
  for (let count = 1; count <= 3; count += 1) await write(alice, "echo", `text ${count}`);
  expect((await told(first, 3)).map(({ sn }) => sn)).toEqual([1, 2, 3]);
  await first.close();
  const sends = Array.from({ length: 150 }, (_, index) => write(alice, "echo", `text ${index + 4}`));
  await Promise.all(sends);
  await one.close();
  await store.close();

  const again = openSqliteStore(file);
  onTestFinished(() => again.close());
  const two = await start({ store: again });
  // The older name, a number as text, and one of the newer: all go on where each was.
  const [older, written, newer] = [
    await openBot(two, { token, sequence: 3 }),
    await openBot(two, { token, sn: "3" }),
    await openBot(two, { sn: 100 }, { authorization: `Bearer ${token}` }),
  ];
  const since = (from: number, until: number) => Array.from({ length: until - from }, (_, index) => from + index + 1);
  expect((await told(older, 150)).map(({ sn }) => sn)).toEqual(since(3, 153));
  expect((await told(written, 150)).map(({ sn }) => sn)).toEqual(since(3, 153));
  expect((await told(newer, 53)).map(({ sn }) => sn)).toEqual(since(100, 153));
  const texts = older.events.map(({ message }) => (message as { content: string }).content);
  expect(texts).toEqual(since(3, 153).map((count) => `text ${count}`));
  // Live from here, for both; and somebody who says no number is told from now on.
  const fresh = await openBot(two, { token });
  await ready(fresh);
  const bob = await enter(two, "alice");
  await write(bob, "echo", "live");
  for (const each of [older, newer, fresh]) {
    await expect.poll(() => each.events.at(-1)).toMatchObject({ sn: 154, message: { content: "live" } });
  }
  expect(fresh.events).toHaveLength(1);
});

test("only a bot's token opens the door, and it closes when the token ends", async ({ start }) => {
  const gateway = await start({ limits: { maxRequestsPerWindow: 6, rateWindowMs: 600_000 } });
  const hurried = await start({ limits: { helloTimeoutMs: 300 } });
  const token = await gateway.botToken("echo");
  const person = await gateway.token("alice");
  for (const wrong of ["nonsense", person]) expect(await (await openBot(gateway, { token: wrong })).closed).toBe(4500);
  const silent = await openBot(hurried, null);
  silent.say("{");
  silent.say({ op: 7, body: 3 });
  expect(await silent.closed).toBe(4001);
  const reasons: string[] = [];
  for (const body of [{ token, sn: "seven" }, { token, sequence: 1.5 }, { token: 7 }, "hi"]) {
    const bot = await openBot(gateway, null);
    bot.ws.on("close", (_code, reason) => reasons.push(reason.toString()));
    bot.say({ op: 3, body });
    expect(await bot.closed).toBe(4501);
  }
  expect(reasons).toEqual([
    "IDENTIFY: sn: expected a whole number",
    "IDENTIFY: sequence: expected a whole number",
    "IDENTIFY: token: expected a text, not a number",
    "IDENTIFY: the object: expected an object, not a text",
  ]);
  const of = async (...args: Parameters<typeof callSatori> extends [unknown, ...infer Rest] ? Rest : never) => {
    const { status, body } = await callSatori(gateway, ...args);
    return [status, (body as { error?: { code: string } }).error?.code];
  };
  expect(await of(null, "login.get")).toEqual([401, "bad_token"]);
  expect(await of("nonsense", "login.get")).toEqual([401, "bad_token"]);
  expect(await of(person, "login.get")).toEqual([403, "bots_only"]);
  expect(await of(token, "login.get", {}, { "satori-platform": "qq" })).toEqual([403, "wrong_login"]);
  expect(await of(token, "login.get", {}, { "x-self-id": "other" })).toEqual([403, "wrong_login"]);
  expect(await of(token, "login.get", {}, { "Satori-Platform": "hutong", "Satori-User-ID": "echo" })).toEqual([
    200,
    undefined,
  ]);
  expect(await of(token, "reaction.create")).toEqual([404, "not_found"]);
  expect(await of(token, "message.create", "{")).toEqual([400, "bad_json"]);
  expect(await of(token, "login.get", "\uFEFF{}")).toEqual([200, undefined]);
  expect(await of(token, "login.get", "{}", { "content-encoding": "gzip" })).toEqual([415, "bad_content_type"]);
  expect(await of(token, "message.create", { channel_id: "a:b", content: "x" })).toEqual([400, "bad_request"]);
  expect(await of(token, "message.create", { channel_id: "c:aaaaaaaaaaaaaaaaaaaaaa", content: "x" })).toEqual([
    404,
    "unknown_conversation",
  ]);
  const got = await fetch(`${gateway.http}/satori/v1/login.get`);
  expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
  expect((await callSatori(gateway, null, "login.get")).headers.get("www-authenticate")).toBe("Bearer");
  expect((await fetch(`${gateway.http}/satori/v1/events`)).status).toBe(426);
  expect((await callSatori(gateway, token, "meta")).body).toMatchObject({
    logins: [{ self_id: "echo" }],
    proxy_urls: [],
  });
  // Guesses are bounded by address, and cost a good token nothing.
  for (let guess = 0; guess < 6; guess += 1) await of("guess", "login.get");
  expect(await of("guess", "login.get")).toEqual([429, "rate_limited"]);
  expect(await of(token, "login.get")).toEqual([200, undefined]);
  const bot = await openBot(gateway, { token });
  await ready(bot);
  await gateway.store.revoke({ kind: "user", id: "echo" }, new Date());
  expect(await bot.closed).toBe(4503);
  // A clock that stands still leaves the token its second at the hello, however late that comes.
  const dated = await start({ clock: () => new Date("2026-11-29T12:00:00Z") });
  expect(await (await openBot(dated, { token: await dated.botToken("echo", 1) })).closed).toBe(4003);
});

test("a bot asks about places, people and messages that it sees, and of no others", async ({ start }) => {
  const gateway = await start();
  const { call } = await started(gateway);
  const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  const hidden = await write(alice, "bob", "not for bots");
  alice.say({ type: "group", id: "g", members: ["echo", "carol"] });
  const { conversation: group } = await alice.next("group");
  const asked = async (method: string, body?: unknown) => {
    const { status, body: answer } = await call(method, body);
    return status === 200 ? answer : (answer as { error: { code: string } }).error.code;
  };
  expect(await asked("user.channel.create", { user_id: "bob" })).toBe("uninvited_bot");
  expect(await asked("user.get", { user_id: "bob" })).toBe("unknown_user");
  expect(await asked("user.get", { user_id: "carol" })).toEqual({ id: "carol", name: "carol", is_bot: false });
  // The first message makes the conversation.
  expect(await asked("user.channel.create", { user_id: "carol" })).toEqual({ id: "carol", type: 1, name: "carol" });
  expect(await asked("message.create", { channel_id: "bob", content: "hi" })).toBe("uninvited_bot");
  const [made] = (await asked("message.create", { channel_id: "carol", content: "hi" })) as {
    channel: { id: string };
  }[];
  const channel = { id: made?.channel.id, type: 1, name: "carol" };
  expect(await asked("user.channel.create", { user_id: "carol" })).toEqual(channel);
  expect(await asked("channel.get", { channel_id: made?.channel.id })).toEqual(channel);
  const guild = { id: group, name: "alice, carol" };
  expect(await asked("guild.list")).toEqual({ data: [guild] });
  expect(await asked("guild.get", { guild_id: group })).toEqual(guild);
  expect(await asked("guild.get", { guild_id: made?.channel.id })).toBe("not_a_group");
  expect(await asked("channel.list", { guild_id: group })).toEqual({ data: [{ ...guild, type: 0 }] });
  expect(await asked("friend.list")).toMatchObject({ data: [{ user: { id: "carol" } }] });
  const members = (await asked("guild.member.list", { guild_id: group, next: null })) as {
    data: { user: { id: string } }[];
  };
  expect(members.data.map(({ user }) => user.id)).toEqual(["alice", "carol", "echo"]);
  expect(await asked("guild.member.get", { guild_id: group, user_id: "echo" })).toMatchObject({
    user: { is_bot: true },
  });
  expect(await asked("guild.member.get", { guild_id: group, user_id: "bob" })).toBe("unknown_user");
  expect(await asked("guild.member.kick", { guild_id: group, user_id: "carol" })).toBe("not_admin");

  for (let count = 1; count <= 5; count += 1) await write(alice, group, `m${count}`);
  const list = async (body: object) => {
    const { data, ...tokens } = (await asked("message.list", { channel_id: group, ...body })) as {
      data: { content: string }[];
    };
    return [data.map(({ content }) => content).join(" "), tokens];
  };
  expect(await list({})).toEqual(["m1 m2 m3 m4 m5", {}]);
  expect(await list({ limit: 2 })).toEqual(["m4 m5", { next: "5" }]);
  expect(await list({ limit: 2, next: "5", order: "desc" })).toEqual(["m3 m2", { next: "3" }]);
  expect(await list({ limit: 2, next: "2", direction: "after" })).toEqual(["m2 m3", { prev: "3", next: "4" }]);
  expect(await list({ limit: 3, next: `${group}:4`, direction: "around" })).toEqual([
    "m2 m3 m4",
    { prev: "3", next: "5" },
  ]);
  const [own] = (await asked("message.create", { channel_id: group, content: "oops" })) as { id: string }[];
  const ofGroup = (id: string | undefined) => ({ channel_id: group, message_id: id });
  expect(await asked("message.get", ofGroup(own?.id))).toMatchObject({ content: "oops", user: { id: "echo" }, guild });
  expect(await asked("message.delete", ofGroup(`${group}:2`))).toBe("unknown_message");
  expect(await asked("message.delete", ofGroup(own?.id))).toEqual({});
  expect(await alice.next("deleted")).toMatchObject({ conversation: group, seq: 7 });
  expect(await asked("message.get", ofGroup(own?.id))).toBe("unknown_message");
  for (const method of ["channel.get", "message.list"])
    expect(await asked(method, { channel_id: hidden.conversation })).toBe("unknown_conversation");
  expect(await asked("message.get", { channel_id: group, message_id: `${hidden.conversation}:1` })).toBe(
    "unknown_message",
  );
  expect(await bob.next("message")).toMatchObject({ text: "not for bots" });
});

test("the same Idempotency-Key is the same message, whatever became of the answer; a flood is told to wait", async ({
  start,
}) => {
  const gateway = await start({ limits: { maxBotSendsPerWindow: 7, rateWindowMs: 60_000 } });
  const { call } = await started(gateway);
  const alice = await enter(gateway, "alice");
  const { conversation } = await write(alice, "echo", "hi");
  const create = async (content: string, key: string) => {
    const { status, body, headers } = await call(
      "message.create",
      { channel_id: conversation, content },
      { "idempotency-key": key },
    );
    if (status !== 200) return [status, headers.get("retry-after")];
    return (body as { id: string }[]).map(({ id }) => id.split(":").at(-1));
  };
  const two = "<message>one</message><message>two</message>";
  expect(await create(two, "key")).toEqual(["2", "3"]);
  expect(await create(two, "key")).toEqual(["2", "3"]);
  expect(await create("other", "key")).toEqual([409, null]);
  expect(await create("x", "k".repeat(65))).toEqual([400, null]);
  expect(await create("x", "k".repeat(64))).toEqual(["4"]);
  expect(await create('<quote id="1"/>', "empty")).toEqual([400, null]);
  expect(await create("x".repeat(8_001), "long")).toEqual([400, null]);
  alice.say({ type: "block", id: "b", user: "echo", blocked: true });
  await alice.next("blocked");
  expect(await create("blocked", "blocked")).toEqual([403, null]);
  expect(await create("too many", "many")).toEqual([429, expect.stringMatching(/^\d+$/u)]);
});

test("what the adapters of NoneBot and AstrBot ask for beyond the protocol's pages is there", async ({ start }) => {
  const gateway = await start({ limits: { maxFramesPerWindow: 30, rateWindowMs: 600_000 } });
  const token = await gateway.botToken("echo");
  // NoneBot never leaves a number out, and gives up on any other first frame than READY.
  const bot = await openBot(gateway, { token, sn: null, sequence: null });
  await ready(bot);
  expect(bot.frames[0]).toMatchObject({ op: 4, body: { sn: 0, logins: [{ self_id: "echo", status: 1, sn: 1 }] } });
  const alice = await enter(gateway, "alice");
  const { conversation } = await write(alice, "echo", "hi");
  const [event] = await told(bot, 1);
  // NoneBot 0.12 reads no event whose login has no status; AstrBot tells a group from a chat of two by the guild.
  expect(event).toMatchObject({
    id: 1,
    self_id: "echo",
    platform: "hutong",
    login: { status: 1, user: { id: "echo" } },
  });
  expect(event).not.toHaveProperty("guild");
  // AstrBot keeps READY's number, so that nothing is lost before its first event.
  const astr = await openBot(gateway, { token });
  await ready(astr);
  expect(astr.frames[0]).toMatchObject({ body: { sn: 1 } });
  // As its send_http_request does; a picture travels as base64, and its words arrive whatever its size.
  const picture = `<img src="data:image/jpeg;base64,${"A".repeat(700_000)}"/>`;
  const send = (content: string) =>
    callSatori(
      gateway,
      token,
      "message.create",
      { channel_id: conversation, content },
      { "satori-platform": "hutong", "satori-user-id": "echo" },
    );
  expect(await send(`说明 ${picture}`)).toMatchObject({ status: 200, body: [{ content: "说明 🖼" }] });
  expect((await alice.next("message")).text).toBe("说明 🖼");
  // A body of eleven times maxBodyBytes was eleven requests.
  expect(await send("x".repeat(21_000))).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining("20000") } },
  });
  expect(await send(picture)).toMatchObject({ status: 200 });
  expect(await send(picture)).toMatchObject({ status: 429, body: { error: { code: "rate_limited" } } });
  const tooLarge = await callSatori(gateway, token, "message.list", { channel_id: "x".repeat(70_000) });
  expect(tooLarge.status).toBe(429);
  // AstrBot takes 1001 for an orderly end; of any other it takes ten.
  const closing = gateway.close();
  expect([await bot.closed, await astr.closed]).toEqual([1001, 1001]);
  await closing;
});

test("a body over the limit of its method is refused with the limit's name; who is silent is told why it ends", async ({
  start,
}) => {
  const gateway = await start();
  const { bot, call } = await started(gateway);
  const refused = async (method: string, units: number) => {
    const { status, body } = await call(method, { channel_id: "x".repeat(units) });
    return [status, (body as { error: { message: string } }).error.message];
  };
  expect(await refused("message.list", 70_000)).toEqual([413, "The body is over maxBodyBytes (65536)"]);
  expect(await refused("message.create", 4_200_000)).toEqual([413, "The body is over 4194304 bytes"]);
  // A minute later, in which it said nothing, no PING either.
  const now = performance.now.bind(performance);
  const later = vi.spyOn(performance, "now").mockImplementation(() => now() + 61_000);
  onTestFinished(() => later.mockRestore());
  expect(await bot.closed).toBe(4002);
});

test("[P7] a verdict that changes is told to the bot as hutong/link, and a bot's own links are judged and followed", async ({
  startFollowing,
  site,
}) => {
  const gateway = await startFollowing();
  const { bot, call } = await started(gateway);
  let answer = () => {};
  site.pages.set("/s", (response) => (answer = () => redirect(site.url("/end"))(response)));
  site.pages.set("/end", page("The end"));
  const alice = await enter(gateway, "alice");
  const { conversation } = await write(alice, "echo", `look ${site.url("/s")}`);
  const [created] = await told(bot, 1);
  await expect.poll(() => site.asked).toContain("/s");
  expect(created).toMatchObject({ type: "message-created", _type: "hutong" });
  expect(created).toMatchObject({ _data: { links: [{ resolution: { status: "provisional" } }] } });
  answer();
  const [, changed] = await told(bot, 2);
  expect(changed).toMatchObject({
    sn: 2,
    type: "internal",
    channel: { id: conversation },
    _type: "hutong/link",
    _data: {
      conversation,
      seq: 1,
      index: 0,
      cause: "resolved",
      report: { resolution: { status: "final", finalUrl: site.url("/end") }, verdict: { action: expect.any(String) } },
    },
  });
  site.pages.set("/t", redirect(site.url("/end")));
  await call("message.create", { channel_id: conversation, content: `mine <a href="${site.url("/t")}">here</a>` });
  expect((await alice.next("message")).links[0]).toMatchObject({
    url: site.url("/t"),
    verdict: { action: expect.any(String) },
  });
  // Of its own message it learns what it did not know when it sent it.
  await told(bot, 3);
  expect(bot.events.at(-1)).toMatchObject({ _type: "hutong/link", _data: { seq: 2 } });
});
