import { expect, test } from "vitest";
import type { Role } from "../../src/access/roles.ts";
import type { Client } from "../../src/client/index.ts";
import type { ComplaintItem } from "../../src/protocol/complaint-item.ts";
import type { LinkFrame } from "../../src/protocol/client-frames.ts";
import { callSatori, openBot } from "../support/satori-bot.ts";
import { firstCase, MODERATOR, startWorld } from "./case-world.ts";

const EVIL = "https://evil.example/a?b=1";
const ENTRY = { entry: "evil.example", kind: "phishing" } as const;

const nextLink = (client: Client): Promise<LinkFrame> =>
  new Promise((resolve) => {
    const stop = client.on("link", (frame) => {
      stop();
      resolve(frame);
    });
  });

test("[T3] [T7] [T10] [T16] a decision blocks, is pushed to all who hold the message, holds after a restart, and is undone", async () => {
  const world = await startWorld();
  const [ann, bob] = [await world.join("ann"), await world.join("bob")];
  const sent = await bob.send("ann", `look ${EVIL}`);
  expect(sent.links[0]?.verdict.action).not.toBe("block");
  const place = { conversation: sent.conversation, seq: 1, index: 0 };
  await ann.complain(place, "harmful", { note: "asks for a card" });
  const { id, version } = await firstCase(world);

  // What it is about, as it stands now: the message and the link, judged for nobody in particular.
  expect((await world.ask("mo", MODERATOR, `/v1/cases/${id}`)).body).toMatchObject({
    barred: null,
    site: { host: "evil.example", unicode: "evil.example", domain: "evil.example" },
    evidence: [
      {
        from: "bob",
        text: `look ${EVIL}`,
        chat: "one_to_one",
        report: { url: EVIL, verdict: { action: "open_in_place" } },
        sites: [{ host: "evil.example" }],
      },
    ],
  });
  const reach = await world.ask("mo", MODERATOR, `/v1/cases/${id}/preview`, { effect: ENTRY });
  expect(reach).toMatchObject({ status: 200, body: { messages: 1, stricter: 1, milder: 0, people: 2, wide: [] } });

  const pushed = [nextLink(ann), nextLink(bob)];
  const heard = new Promise((resolve) => ann.on("complaint", resolve));
  const decision = { decision: "uphold", effect: ENTRY, reason: "It asks for cards" };
  const decided = await world.ask("mo", MODERATOR, `/v1/cases/${id}`, decision, version);
  expect(decided).toMatchObject({
    status: 200,
    body: { state: "decided", version: 2, inForce: { entry: "evil.example" } },
  });
  for (const frame of await Promise.all(pushed)) {
    expect(frame).toMatchObject({ cause: "list", report: { verdict: { action: "block" } } });
    expect(JSON.stringify(frame)).not.toMatch(/complain(?!")|"ann"|"mo"/u);
  }
  expect(await heard).toMatchObject({ state: "decided", outcome: "upheld", reason: "It asks for cards" });
  expect((await world.ask("au", ["auditor"], "/v1/cases/effects?before=2999-01-01")).body).toMatchObject({
    effects: [{ case: id, effect: { entry: "evil.example", kind: "phishing" } }],
  });

  const answered = new Promise<string>((resolve) =>
    ann.on("message", ({ from, text }) => from === "hutong" && resolve(text)),
  );
  await ann.send("hutong", "complaint");
  expect(await answered).toMatch(/evil\[\.\]example · decided \(upheld\) · It asks for cards/u);

  await world.restart();
  const again = await world.join("bob");
  expect((await again.send("ann", `again ${EVIL}`)).links[0]?.verdict.action).toBe("block");
  expect((await world.ask("mo", MODERATOR, `/v1/cases/${id}`)).body["decisions"]).toHaveLength(1);

  const freed = nextLink(again);
  const undone = await world.ask("mo", MODERATOR, `/v1/cases/${id}`, { decision: "undo", ifVersion: 2 });
  expect(undone).toMatchObject({ status: 200, body: { state: "received" } });
  expect((await freed).report.verdict.action).not.toBe("block");
});

test("[T4] [T5] [T6] who may not decide is told so by a code, and wide decisions take two people", async () => {
  const world = await startWorld();
  const [ann, bob] = [await world.join("ann"), await world.join("bob")];
  const { conversation } = await bob.send("ann", `look ${EVIL} and https://item.jd.com/1.html`);
  await ann.complain({ conversation, seq: 1, index: 0 }, "harmful");
  await ann.complain({ conversation, seq: 1, index: 1 }, "harmful");
  const { body } = await world.ask("mo", MODERATOR, "/v1/cases");
  const pathOf = (of: string) =>
    `/v1/cases/${(body.cases?.find(({ host }) => host === of) ?? expect.fail("no case")).id}`;
  let path = pathOf("evil.example");
  const uphold = { decision: "uphold", effect: ENTRY, reason: "seen" };
  const codeOf = async (user: string, roles: readonly Role[], asked: object, version?: number | string) => {
    const { status, body: told } = await world.ask(user, roles, path, asked, version);
    return `${status} ${told.error?.code ?? "taken"}`;
  };
  expect(await codeOf("mo", [], uphold, 1)).toBe("403 roles_only");
  expect(await codeOf("au", ["auditor"], uphold, 1)).toBe("403 roles_only");
  expect(await codeOf("ann", MODERATOR, uphold, 1)).toBe("403 own_case");
  expect(await codeOf("bob", MODERATOR, uphold, 1)).toBe("403 own_case");
  expect(await codeOf("mo", MODERATOR, uphold)).toBe("428 version_missing");
  expect(await codeOf("mo", MODERATOR, uphold, 7)).toBe("409 conflict");
  // As proxies that pack answers hand an ETag on: nginx (gravitee-io/issues 1079), Apache (mdn/content 4343), Jetty (gocd 2758).
  for (const etag of ['W/"7"', '"7-gzip"', '"7--gzip"', 'W/"7-zstd"'])
    expect(await codeOf("mo", MODERATOR, uphold, etag)).toBe("409 conflict");
  expect(await codeOf("mo", MODERATOR, uphold, '"7-more"')).toBe("428 version_missing");
  expect(await codeOf("mo", MODERATOR, { ...uphold, decision: "overturn" }, 1)).toBe("400 bad_request");
  expect(await codeOf("mo", MODERATOR, { ...uphold, effect: { exception: "evil.example" } }, 1)).toBe(
    "400 bad_request",
  );
  // No entry that names nothing, everything, this gateway, another's link, or what nobody reported; nor is it asked ahead.
  const previewOf = async (effect: object) =>
    (await world.ask("mo", MODERATOR, `${path}/preview`, { effect })).body.error?.code ?? "taken";
  const elsewhere = ["com", "localhost", "chat.example", "*.evil.example", ".evil.example", "other.example"];
  const unreported = ["evil.example/b", "evil.example:8443", "https://evil.example/a?b=2"];
  for (const entry of [...elsewhere, ...unreported]) {
    const effect = { entry, kind: "fraud" };
    expect(await codeOf("mo", MODERATOR, { ...uphold, effect }, 1)).toBe("400 bad_request");
    expect(await previewOf(effect)).toBe("bad_request");
  }
  for (const entry of ["evil.example", "evil.example/a", EVIL])
    expect(await previewOf({ entry, kind: "fraud" })).toBe("taken");
  expect(await previewOf({ ...ENTRY, until: "2020-01-01" })).toBe("bad_request");
  const barredOf = async (user: string, roles: readonly Role[]) => (await world.ask(user, roles, path)).body["barred"];
  expect([await barredOf("ann", MODERATOR), await barredOf("au", ["auditor"])]).toEqual(["own_case", "role_missing"]);
  expect((await world.ask("au", ["auditor"], path)).body).toMatchObject({ evidence: [] });
  // Bob, whose link it is, is a moderator too: who complained is not for him.
  expect((await world.ask("mo", MODERATOR, path)).body).toMatchObject({ complaints: [{ user: "ann" }] });
  const bobs = (await world.ask("bob", ["lead"], path)).body;
  expect(bobs).toMatchObject({ barred: "own_case", complaints: [], evidence: [] });
  expect(JSON.stringify(bobs)).not.toMatch(/\bann\b|"g:/u);
  expect((await world.ask("lea", ["lead"], "/v1/cases/actor")).body).toMatchObject({
    user: "lea",
    roles: ["lead"],
    fourEyes: "wide",
  });
  // Auditors read neither names nor notes.
  expect(JSON.stringify((await world.ask("au", ["auditor"], path)).body)).not.toContain('"ann"');
  expect(JSON.stringify((await world.ask("mo", MODERATOR, path)).body)).toContain('"ann"');

  const wideOf = async (until: string) =>
    (await world.ask("mo", MODERATOR, `${path}/preview`, { effect: { ...ENTRY, until } })).body["wide"];
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  expect([await wideOf("9999-12-31"), await wideOf(inDays(365))]).toEqual([["over_a_year"], []]);
  path = pathOf("item.jd.com");
  const wide = { decision: "uphold", effect: { entry: "jd.com", kind: "fraud" }, reason: "seen" };
  expect(await codeOf("mo", MODERATOR, wide, 1)).toBe("200 taken");
  expect(await world.ask("mo", MODERATOR, path)).toMatchObject({
    body: { state: "proposed", proposal: { wide: true } },
  });
  expect((await bob.send("ann", "https://item.jd.com/2.html")).links[0]?.verdict.action).not.toBe("block");
  expect([await barredOf("mo", MODERATOR), await barredOf("lea", ["lead"])]).toEqual(["same_person", null]);
  const same = await world.ask("mo", MODERATOR, `${path}/confirm`, {}, 2);
  expect(same).toMatchObject({ status: 403, body: { error: { code: "same_person" } } });
  expect(await world.ask("lea", ["lead"], `${path}/confirm`, {}, 2)).toMatchObject({
    status: 200,
    body: { state: "decided" },
  });
  expect((await bob.send("ann", "https://item.jd.com/3.html")).links[0]?.verdict.action).toBe("block");
});

test("[T1] a link that a decision blocked is freed by an exception until its day, and the case comes back", async () => {
  const world = await startWorld();
  const [ann, bob] = [await world.join("ann"), await world.join("bob")];
  const { conversation } = await bob.send("ann", `look ${EVIL}`);
  await ann.complain({ conversation, seq: 1, index: 0 }, "harmful");
  const first = await firstCase(world);
  await world.ask("mo", MODERATOR, `/v1/cases/${first.id}`, { decision: "uphold", effect: ENTRY, reason: "seen" }, 1);
  await bob.complain({ conversation, seq: 1, index: 0 }, "wrongly_blocked", { note: "my shop" });
  const second = await firstCase(world);
  expect(second.id).not.toBe(first.id);
  const overturn = (until?: string) => ({
    decision: "overturn",
    effect: { exception: "evil.example", ...(until !== undefined && { until }) },
    reason: "cleared",
  });
  expect((await world.ask("ma", MODERATOR, `/v1/cases/${second.id}`, overturn(), 1)).status).toBe(200);
  const actionNow = async () => (await bob.send("ann", EVIL)).links[0]?.verdict.action;
  expect(await actionNow()).not.toBe("block");
  // What blocked it is counted: the decision's own list, under the rule that reads it.
  const { body: figures } = await world.ask("lea", ["lead"], "/v1/cases/figures");
  expect(figures).toMatchObject({ received: 2, decided: 2, reversed: 0, open: 0 });
  expect(figures["byList"]).toEqual([{ name: "decisions", received: 1, decided: 1, reversed: 0 }]);
  expect(figures["byRule"]).toHaveLength(2);
  for (const row of figures["byRule"] as { name: string }[]) expect(row.name).toMatch(/^wechat\/[a-z-]+$/u);
  expect(figures["byModerator"]).toEqual([
    {
      name: "ma",
      decided: 1,
      reversed: 0,
      checked: 0,
      agreed: 0,
      busiestHour: { from: expect.stringMatching(/:00:00\.000Z$/u), decided: 1 },
    },
    {
      name: "mo",
      decided: 1,
      reversed: 0,
      checked: 0,
      agreed: 0,
      busiestHour: { from: expect.stringMatching(/:00:00\.000Z$/u), decided: 1 },
    },
  ]);
  // [T18] By name to leads alone.
  const { body: others } = await world.ask("mo", MODERATOR, "/v1/cases/figures");
  for (const row of others["byModerator"] as { name: string }[]) expect(row.name).toMatch(/^mod:/u);
  expect((await world.ask("au", ["auditor"], "/v1/cases/effects?before=2999-01-01")).body["effects"]).toMatchObject([
    { case: first.id, host: "evil.example", effect: { entry: "evil.example" } },
    { case: second.id, host: "evil.example", effect: { exception: "evil.example" } },
  ]);
  await world.ask("ma", MODERATOR, `/v1/cases/${second.id}`, { decision: "undo" }, 2);
  // On a machine that stalls the day may have come before it is asked.
  const isTaken = async () =>
    (
      await world.ask(
        "ma",
        MODERATOR,
        `/v1/cases/${second.id}`,
        overturn(new Date(Date.now() + 2_000).toISOString()),
        3,
      )
    ).status === 200;
  await expect.poll(isTaken).toBe(true);
  // By its day the exception ends, and somebody has to look again.
  await expect.poll(async () => (await firstCase(world)).id, { interval: 200 }).toBe(second.id);
  expect(await actionNow()).toBe("block");
  expect((await world.ask("ma", MODERATOR, `/v1/cases/${second.id}`)).body).toMatchObject({
    round: 2,
    origin: "ended",
  });
});

test("[T4] nobody frees or blocks their own link by an entry that reaches it from another's case", async () => {
  const world = await startWorld();
  const [ann, bob, mo] = [await world.join("ann"), await world.join("bob"), await world.join("mo")];
  const { conversation } = await bob.send("ann", "https://a.shops.example/ and https://b.shops.example/");
  await ann.complain({ conversation, seq: 1, index: 0 }, "harmful");
  const list = { decision: "uphold", effect: { entry: "shops.example", kind: "fraud" }, reason: "seen" };
  const { id: blocking } = await firstCase(world);
  expect((await world.ask("ma", MODERATOR, `/v1/cases/${blocking}`, list, 1)).status).toBe(200);
  // A moderator's own shop is blocked with it, and somebody else asks for theirs back.
  await mo.send("bob", "https://mine.shops.example/");
  await bob.complain({ conversation, seq: 1, index: 1 }, "wrongly_blocked");
  const { id } = await firstCase(world);
  const free = (exception: string) => ({ decision: "overturn", effect: { exception }, reason: "cleared" });
  const codesOf = async (user: string, exception: string) => {
    const previewed = await world.ask(user, MODERATOR, `/v1/cases/${id}/preview`, { effect: { exception } });
    const decided = await world.ask(user, MODERATOR, `/v1/cases/${id}`, free(exception), 1);
    return [previewed.body.error?.code ?? "taken", decided.body.error?.code ?? "taken"];
  };
  expect(await codesOf("mo", "shops.example")).toEqual(["own_case", "own_case"]);
  // Their own is not among these.
  expect(await codesOf("mo", "b.shops.example")).toEqual(["taken", "taken"]);
});

test("[T7] a suspended account is sent away for good, and comes back when it is undone", async () => {
  const world = await startWorld();
  const [ann, troll] = [await world.join("ann"), await world.join("troll")];
  const { conversation } = await troll.send("ann", "abuse");
  await ann.complain({ conversation, seq: 1 }, "harmful");
  const { id } = await firstCase(world);
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const closed = new Promise((resolve) => troll.on("closed", resolve));
  const suspend = { decision: "uphold", effect: { suspend: "troll", until }, reason: "abuse" };
  // Nobody else is suspended by it, whether there is such a person or not.
  for (const user of ["nobody-here", "ann"])
    expect(
      await world.ask("mo", MODERATOR, `/v1/cases/${id}`, { ...suspend, effect: { suspend: user, until } }, 1),
    ).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining("whom the case is about") } } });
  expect((await world.ask("mo", MODERATOR, `/v1/cases/${id}`, suspend, 1)).status).toBe(200);
  expect(await closed).toMatchObject({ code: 4504 });
  await expect(world.join("troll")).rejects.toMatchObject({ code: "suspended" });
  expect((await ann.complaints()).items).toMatchObject([{ state: "decided", outcome: "upheld" }]);
  // Who is kept out reads why, and appeals.
  const { body } = await world.ask("mo", MODERATOR, `/v1/cases/${id}`);
  expect(body["decisions"]).toHaveLength(1);
  const statement = (await ann.complaints()).items[0]?.statement ?? "";
  expect((await world.ask("troll", [], `/v1/statements/${statement}`)).status).toBe(404);
  expect(await world.ask("ann", [], `/v1/statements/${encodeURIComponent(statement)}?locale=vi`)).toMatchObject({
    status: 200,
    body: { locale: "vi", restriction: { kind: "account_suspended" }, facts: "abuse" },
  });
  await world.ask("mo", MODERATOR, `/v1/cases/${id}`, { decision: "undo" }, 2);
  expect((await (await world.join("troll")).complaints()).items).toMatchObject([{ kind: "decision" }]);
});

test("[T7] a suspended bot hears nothing more over Satori, and all of it once it may come back", async () => {
  const world = await startWorld();
  await world.openStore().markBot("robo");
  const ann = await world.join("ann");
  const token = await world.tokenOf("robo", ["bot"]);
  const bot = await openBot(world, null);
  // Whom another process made a bot the gateway knows within a second.
  await expect.poll(async () => (await callSatori(world, token, "login.get")).status).toBe(200);
  bot.say({ op: 3, body: { token } });
  const { conversation } = await ann.send("robo", "hi");
  await expect.poll(() => bot.events.length).toBe(1);
  await ann.complain({ user: "robo", conversation }, "harmful");
  const { id } = await firstCase(world);
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const suspend = { decision: "uphold", effect: { suspend: "robo", until }, reason: "spam" };
  expect((await world.ask("mo", MODERATOR, `/v1/cases/${id}`, suspend, 1)).status).toBe(200);
  expect(await bot.closed).toBe(4504);
  await ann.send("robo", "are you there?");
  expect(await (await openBot(world, { token, sn: 1 })).closed).toBe(4504);
  expect((await callSatori(world, token, "login.get")).status).toBe(403);
  expect(bot.events.length).toBe(1);
  await world.ask("mo", MODERATOR, `/v1/cases/${id}`, { decision: "undo" }, 2);
  const again = await openBot(world, { token, sn: 1 });
  await expect.poll(() => again.events.map(({ sn }) => sn)).toEqual([2]);
  await again.close();
});

test("[T4] [T10] who is suspended reads why by the statement's name, and appeals from outside", async () => {
  const world = await startWorld();
  const [ann, troll] = [await world.join("ann"), await world.join("troll")];
  const { conversation } = await troll.send("ann", "abuse");
  await ann.complain({ conversation, seq: 1 }, "harmful");
  const { id } = await firstCase(world);
  const told = new Promise<ComplaintItem>((resolve) => troll.on("complaint", resolve));
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const suspend = { decision: "uphold", effect: { suspend: "troll", until }, reason: "abuse" };
  await world.ask("mo", MODERATOR, `/v1/cases/${id}`, suspend, 1);
  const path = `/v1/statements/${(await told).statement}`;
  const statement = await world.ask("troll", [], path);
  expect(statement).toMatchObject({
    status: 200,
    body: { source: null, restriction: { kind: "account_suspended", until } },
  });
  expect(JSON.stringify(statement.body)).not.toMatch(/complain|"ann"|"mo"|c:/u);
  expect((await world.ask("ann", [], path)).status).toBe(404);
  expect(await world.ask("troll", [], `${path}/appeal`, { note: "It was a joke" })).toMatchObject({
    status: 200,
    body: { state: "appealed" },
  });
  expect((await world.ask("ma", MODERATOR, "/v1/cases?appeal=true")).body).toMatchObject({ cases: [{ id }], total: 1 });
  const overturn = { decision: "overturn", reason: "It was a joke" };
  expect(await world.ask("mo", MODERATOR, `/v1/cases/${id}`, overturn, 3)).toMatchObject({ status: 403 });
  expect(await world.ask("ma", MODERATOR, `/v1/cases/${id}`, overturn, 3)).toMatchObject({ status: 200 });
  expect((await (await world.join("troll")).complaints()).items).toMatchObject([
    { state: "decided", outcome: "overturned" },
  ]);
});

test("[T11] a deleted message leaves its case the link, its verdict, who and when; the text goes, and with its author all of it", async () => {
  const world = await startWorld();
  const [ann, bob] = [await world.join("ann"), await world.join("bob")];
  const { conversation } = await bob.send("ann", `my secret words ${EVIL}`);
  await ann.complain({ conversation, seq: 1, index: 0 }, "harmful");
  await ann.complain({ conversation, seq: 1 }, "harmful");
  await bob.delete(conversation, 1);
  const { body } = await world.ask("mo", MODERATOR, "/v1/cases?state=received");
  const [one, other] = body.cases ?? [];
  const wholeOf = async (id?: string) => (await world.ask("mo", MODERATOR, `/v1/cases/${id}`)).body;
  // How old an account is counts of who wrote it too.
  const accountSince: unknown = expect.stringMatching(/^\d{4}-.*Z$/u);
  const told = { from: "bob", accountSince, chat: "one_to_one", text: "", isDeleted: true };
  const [aboutLink, aboutMessage] = one?.host === null ? [other, one] : [one, other];
  const whole = await wholeOf(aboutLink?.id);
  expect(whole).toMatchObject({
    evidence: [{ ...told, report: { url: EVIL, verdict: { action: "open_in_place" } } }],
  });
  expect(await wholeOf(aboutMessage?.id)).toMatchObject({ evidence: [told] });
  expect(JSON.stringify(whole)).not.toContain("my secret words");
  const decided = { decision: "uphold", effect: ENTRY, reason: "seen" };
  const { status } = await world.ask("mo", MODERATOR, `/v1/cases/${aboutLink?.id}`, decided, aboutLink?.version);
  expect([status, (await wholeOf(aboutLink?.id))["evidence"]]).toMatchObject([
    200,
    [{ report: { verdict: { action: "block" } } }],
  ]);
  await world.erase("bob");
  expect((await wholeOf(aboutLink?.id))["evidence"]).toEqual([]);
});

test("[T5] [T6] [T10] a decision sent twice is taken once, and ids tried out tell nothing to whoever may not read them", async () => {
  const world = await startWorld();
  const [ann, bob] = [await world.join("ann"), await world.join("bob")];
  const { conversation } = await bob.send("ann", EVIL);
  const mine = await ann.complain({ conversation, seq: 1, index: 0 }, "harmful", { note: "they hit me" });
  const { id, version } = await firstCase(world);
  const path = `/v1/cases/${id}`;
  const dismiss = { decision: "dismiss", reason: "nothing seen" };
  expect((await world.ask("mo", MODERATOR, path, dismiss)).status).toBe(428);
  const both = await Promise.all(["mo", "ma"].map((user) => world.ask(user, MODERATOR, path, dismiss, version)));
  expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
  // The same request again, and an older one after an undo, meet another version.
  expect((await world.ask("mo", MODERATOR, path, dismiss, version)).status).toBe(409);
  const decided = (await world.ask("see", MODERATOR, path)).body.version;
  const undone = await world.ask("lea", ["lead"], path, { decision: "undo" }, decided);
  expect(undone.status).toBe(200);
  expect((await world.ask("mo", MODERATOR, path, dismiss, decided)).status).toBe(409);
  await world.ask("mo", MODERATOR, path, dismiss, undone.body.version);
  const statement = (await ann.complaints()).items[0]?.statement ?? expect.fail("no statement");
  // Who has no role learns of no case whether there is one; of statements none but one's own.
  const tried = [id, "A".repeat(22)].flatMap((each) => [`/v1/cases/${each}`, `/v1/cases?host=${each}`]);
  for (const each of tried) expect(await world.ask("bob", [], each)).toMatchObject({ status: 403 });
  const others = await Promise.all(
    [statement, `k:${"A".repeat(22)}.1`].map(async (each) => world.ask("bob", [], `/v1/statements/${each}`)),
  );
  expect(others[0]?.status).toBe(404);
  expect(others[0]?.body.error).toEqual(others[1]?.body.error);
  expect((await world.ask("ann", [], `/v1/statements/${statement}`)).status).toBe(200);
  // Whoever is complained about learns neither who nor what, even as a moderator.
  const own = JSON.stringify((await world.ask("bob", MODERATOR, path)).body);
  for (const word of ["they hit me", '"ann"', mine.id, conversation]) expect(own).not.toContain(word);
});
