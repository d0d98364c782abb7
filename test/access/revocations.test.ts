import { once } from "node:events";
import { decodeJwt } from "jose";
import { expect, onTestFinished, vi } from "vitest";
import { runHere } from "../support/programs/cli.ts";
import { serve, type Served } from "../support/programs/data-folder.ts";
import { enter, openRaw } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";
import { temporaryFolder } from "../support/folder.ts";

const SECRET = { HUTONG_SECRET: "a secret of thirty-two bytes or more, for revoking" };

async function tokenOf(data: string, user: string, ...options: string[]): Promise<string> {
  const { stdout, stderr } = await runHere(["token", "--data", data, ...options, user], { env: SECRET });
  expect(stderr).toBe("");
  return stdout.trim();
}

async function revoke(data: string, ...what: string[]) {
  return runHere(["revoke", "--data", data, ...what], { env: SECRET });
}

/** A socket that said hello with this token, and what it was answered. */
async function helloWith({ ws }: Pick<Served, "ws">, token: string) {
  const raw = await openRaw(ws);
  const heard = once(raw.ws, "message");
  raw.say({ type: "hello", id: "h", token, device: "d" });
  await heard;
  return { raw, answer: raw.heard[0] };
}

async function shadowAs({ http }: Pick<Served, "http">, token: string): Promise<number> {
  return (await fetch(`${http}v1/shadow`, { headers: { authorization: `Bearer ${token}` } })).status;
}

test("[P8] revoking a user ends their sockets, refuses their tokens for good, and touches nobody else", async ({
  onTestFinished,
}) => {
  const data = temporaryFolder(onTestFinished);
  const options = ["--origin", "https://chat.example", "--shadow", "miit"];
  const served = await serve(data, onTestFinished, options, SECRET.HUTONG_SECRET);
  const [old, other] = [await tokenOf(data, "mallory", "--role", "moderator"), await tokenOf(data, "alice")];
  const [bad, good] = [await helloWith(served, old), await helloWith(served, other)];
  expect([bad.answer?.type, good.answer?.type]).toEqual(["welcome", "welcome"]);
  expect(await shadowAs(served, old)).toBe(200);

  const done = await revoke(data, "mallory");
  expect([done.code, done.stdout]).toEqual([0, ""]);
  expect(await bad.raw.closed).toMatchObject({ code: 4503, reason: "revoked" });
  expect((await helloWith(served, old)).answer).toMatchObject({
    type: "error",
    code: "bad_token",
    message: expect.stringContaining("revoked"),
  });
  expect(await shadowAs(served, old)).toBe(401);
  good.raw.say({ type: "refresh", id: "r", token: other });
  expect(await good.raw.next("refreshed")).toMatchObject({ re: "r" });

  const fresh = await tokenOf(data, "mallory");
  const back = await helloWith(served, fresh);
  expect(back.answer?.type).toBe("welcome");
  back.raw.say({ type: "refresh", id: "r", token: old });
  expect(await back.raw.next("error")).toMatchObject({ re: "r", code: "bad_token" });
  await served.stop();

  const again = await serve(data, onTestFinished, options, SECRET.HUTONG_SECRET);
  expect((await helloWith(again, old)).answer).toMatchObject({ code: "bad_token" });
  expect((await helloWith(again, fresh)).answer?.type).toBe("welcome");
  await again.stop();
});

test("[P8] a gateway ends who was revoked by another process within 5 s of its own time", async ({ start }) => {
  // Its time passes here, however slow the machine is.
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const gateway = await start();
  const alice = await enter(gateway, "alice");
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 50) {
      vi.advanceTimersByTime(50);
      await new Promise(setImmediate);
    }
  };
  await pass(5_000);
  await alice.untilQuiet();
  await gateway.store.revoke({ kind: "user", id: "alice" }, new Date());
  await pass(5_000);
  expect(await alice.next("error")).toMatchObject({ code: "revoked" });
  expect((await alice.closed).code).toBe(4503);
});

test("one token is revoked by its jti, also while no gateway runs; wrong use is told", async ({ onTestFinished }) => {
  const data = temporaryFolder(onTestFinished);
  await (await serve(data, onTestFinished, [], SECRET.HUTONG_SECRET)).stop();
  const [lost, kept] = [await tokenOf(data, "alice"), await tokenOf(data, "alice")];
  expect((await revoke(data, "--jti", String(decodeJwt(lost).jti))).code).toBe(0);
  const served = await serve(data, onTestFinished, [], SECRET.HUTONG_SECRET);
  expect((await helloWith(served, lost)).answer).toMatchObject({ code: "bad_token" });
  expect((await helloWith(served, kept)).answer?.type).toBe("welcome");
  expect((await revoke(data)).code).toBe(2);
  expect((await revoke(data, "--jti", "x", "alice")).code).toBe(2);
  expect((await revoke(data, "--jti", "")).code).toBe(2);
  await served.stop();
});

test("[P11] an address /o/ that a revoked user was given opens nothing", async ({ start }) => {
  const gateway = await start();
  const alice = await enter(gateway, "alice");
  alice.say({ type: "send", id: "1", key: "k", to: "bob", text: "https://example.com/" });
  const { conversation, seq } = await alice.next("sent");
  alice.say({ type: "open", id: "2", conversation, seq, index: 0 });
  const { via = "" } = await alice.next("opened");
  const statusOf = async () => (await fetch(new URL(via, gateway.http), { redirect: "manual" })).status;
  expect(await statusOf()).not.toBe(410);
  await gateway.store.revoke({ kind: "user", id: "alice" }, new Date());
  expect(await statusOf()).toBe(410);
  expect((await alice.closed).code).toBe(4503);
});
