import { join } from "node:path";
import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { runHere } from "../support/programs/cli.ts";

import { startGateway, type TestGateway } from "../support/gateway.ts";
import { enter, openRaw } from "../support/raw-socket.ts";
import { temporaryFolder } from "../support/folder.ts";

const LEGACY = "alice\u3164";
const AT = new Date("2026-01-01T00:00:00Z");
const BOT = { userId: "hutong", onMessage: async () => null };

async function gatewayWith(finished: (end: () => Promise<void>) => void): Promise<TestGateway> {
  const gateway = await startGateway({ bot: BOT });
  finished(() => gateway.close());
  return gateway;
}

/** What hello with a token for this user is answered. */
async function helloAs(gateway: TestGateway, user: string) {
  const raw = await openRaw(gateway.ws);
  raw.say({ type: "hello", id: "h", token: await gateway.token(user), device: "d" });
  return Promise.race([raw.next("welcome"), raw.next("error")]);
}

/** As somebody would have written before names were looked at. */
const keepMessage = (gateway: Pick<TestGateway, "store">, from: string, to: string) =>
  gateway.store.append({
    from,
    key: crypto.randomUUID(),
    to,
    text: "x",
    at: AT,
    reportsJson: NO_REPORTS,
    contextJson: null,
    isPending: false,
  });

test("[P8] a token for a name that looks like another's signs nobody in, and the answer says why without the name", async ({
  onTestFinished,
}) => {
  const gateway = await gatewayWith(onTestFinished);
  for (const [user, why] of [
    [LEGACY, "invisible"],
    ["\u0430lice", "scripts"],
    ["\uFF41lice", "compatibility"],
    ["Hutong", "bot's"],
    ["hut\u043Eng", "bot's"],
    ["hutong", "bot's"],
  ] as const) {
    const answer = await helloAs(gateway, user);
    expect(answer).toMatchObject({ type: "error", code: "bad_token", message: expect.stringContaining(why) });
    expect(JSON.stringify(answer)).not.toContain(user);
  }
  expect(await helloAs(gateway, "alice@example.com")).toMatchObject({ type: "welcome", user: "alice@example.com" });
});

test("a name typed in parts is the same user at every door", async ({ onTestFinished }) => {
  const gateway = await gatewayWith(onTestFinished);
  const whole = "Nguyễn-Thị-Hồng-Ngọc-Nguyễn-Thị-Hồng-Ngọc-Nguyễn-Thị-Hồng-Ngọc".normalize("NFC");
  const apart = whole.normalize("NFD");
  expect(apart.length).toBeGreaterThan(64);
  const reader = await enter(gateway, whole);
  const bob = await enter(gateway, "bob");
  bob.say({ type: "send", id: "1", key: "k", to: apart, text: "xin chào" });
  expect(await reader.next("message")).toMatchObject({ from: "bob", text: "xin chào" });
  bob.say({ type: "group", id: "2", members: [apart], title: "t" });
  expect(await reader.next("message")).toMatchObject({ event: { kind: "created", users: ["bob", whole] } });
  expect(await helloAs(gateway, apart)).toMatchObject({ type: "welcome", user: whole });
});

test("[P8] nobody writes to, brings in or blocks a name that only looks like somebody's", async ({
  onTestFinished,
}) => {
  const gateway = await gatewayWith(onTestFinished);
  const bob = await enter(gateway, "bob");
  bob.say({ type: "group", id: "g", members: ["carol"] });
  const { conversation } = await bob.next("group");
  for (const frame of [
    { type: "send", key: "k", to: "\u0430lice", text: "x" },
    { type: "send", key: "k", to: "Hutong", text: "x" },
    { type: "send", key: "k", to: LEGACY, text: "x" },
    { type: "group", members: ["carol", "bo\u0431"] },
    { type: "members", conversation, add: ["\u0430lice"] },
    { type: "block", user: "\u0430lice", blocked: true },
  ]) {
    bob.say({ id: "e", ...frame });
    const error = await bob.next("error");
    expect(error).toMatchObject({
      re: "e",
      code: "bad_frame",
      message: expect.stringMatching(/^(to|members|add|user): /u),
    });
    expect(JSON.stringify(error)).not.toMatch(/\u0430lice|Hutong|\u3164/u);
  }
  bob.say({ type: "send", id: "s", key: "k", to: "hutong", text: "hi" });
  await bob.next("sent");
  bob.say({ type: "members", id: "m", conversation, remove: ["\u0430lice"] });
  await bob.next("members");
  bob.say({ type: "block", id: "u", user: "\u0430lice", blocked: false });
  await bob.next("blocked");
  expect(await gateway.store.knowsUser("\u0430lice")).toBe(false);
});

test("[P3] what is sent after a refused name keeps its order", async ({ onTestFinished }) => {
  const gateway = await gatewayWith(onTestFinished);
  await keepMessage(gateway, LEGACY, "bob");
  const bob = await enter(gateway, "bob");
  const sends = Array.from({ length: 20 }, (_, index) => ({
    type: "send",
    id: `${index}`,
    key: `k${index}`,
    to: index % 2 === 0 ? LEGACY : "carol",
    text: `${index}`,
  }));
  for (const each of sends) bob.say(each);
  const answered: string[] = [];
  for (const _ of sends) answered.push((await bob.next("sent")).re);
  expect(answered).toEqual(sends.map(({ id }) => id));
});

test("a name that has conversations already keeps them, is written to and signs in; the bot's never does", async ({
  onTestFinished,
}) => {
  const gateway = await gatewayWith(onTestFinished);
  for (const user of [LEGACY, "Hutong", "hutong"]) await keepMessage(gateway, user, "bob");
  const known = await enter(gateway, LEGACY);
  const bob = await enter(gateway, "bob");
  bob.say({ type: "send", id: "s", key: "s", to: LEGACY, text: "still there?" });
  expect(await known.next("message")).toMatchObject({ seq: 2, text: "still there?" });
  bob.say({ type: "group", id: "g", members: [LEGACY] });
  await bob.next("group");
  for (const reserved of ["Hutong", "hutong"]) {
    expect(await helloAs(gateway, reserved)).toMatchObject({ code: "bad_token" });
  }
  bob.say({ type: "send", id: "x", key: "x", to: "Hutong", text: "x" });
  expect(await bob.next("error")).toMatchObject({ re: "x", code: "bad_frame" });
});

test("sign-in by name takes the names that tokens take", async ({ onTestFinished }) => {
  const gateway = await gatewayWith(onTestFinished);
  const signIn = async (user: string) => {
    const answer = await fetch(`${gateway.http}/v1/demo-sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  expect((await signIn("Ольга")).status).toBe(200);
  for (const [user, status, why] of [
    ["\u0430lice", 400, "mixes no scripts"],
    [LEGACY, 400, "invisible"],
    ["al ice", 400, "white space"],
    ["a:b", 400, "colon"],
    ["Hut\u043Eng", 403, "bot's"],
  ] as const) {
    const answer = await signIn(user);
    expect(answer).toEqual({ status, text: expect.stringContaining(why) });
    expect(answer.text).not.toContain(user);
  }
});

test("hutong token makes none for a name that nobody may have, except for who is in the store already", async ({
  onTestFinished,
}) => {
  const data = temporaryFolder(onTestFinished);
  const token = (user: string) => runHere(["token", user, "--data", data]);
  for (const [user, why] of [
    ["hutong", "this name is the bot's, or looks like it"],
    ["HUT\u043ENG", "this name is the bot's, or looks like it"],
    [LEGACY, "a user id has no invisible characters"],
    ["a:b", "expected a user id: a user id has no colon"],
  ] as const) {
    expect(await token(user)).toEqual({ code: 2, stdout: "", stderr: `hutong token: USER: ${why}\n` });
  }
  const store = openSqliteStore(join(data, "hutong.sqlite"));
  await keepMessage({ store }, LEGACY, "bob");
  await keepMessage({ store }, "Hutong", "bob");
  await store.close();
  expect((await token(LEGACY)).code).toBe(0);
  expect((await token("Hutong")).code).toBe(2);
  expect((await token("google-oauth2|1035479")).code).toBe(0);
});
