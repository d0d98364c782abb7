import { expect, onTestFinished, test } from "vitest";
import { openChecker, type Checker } from "../../src/check/checker.ts";
import { openRecordedResolver } from "../../src/check/link-resolver.ts";
import { publicApi } from "../../src/gateway/http/public-api.ts";
import { startGateway } from "../support/gateway.ts";

/** A gateway whose registry fails as a bug of ours would. */
async function startBroken(fail: () => never) {
  const sound = openChecker();
  const checker: Checker = { ...sound, checkWith: fail };
  const reading = sound.shelf.read("wechat", { files: false });
  const api = publicApi({
    checker,
    resolver: openRecordedResolver(sound.registry, []),
    inForce: () => reading,
    clock: () => new Date(),
  });
  const gateway = await startGateway({ api });
  onTestFinished(() => gateway.close());
  const check = (body: unknown) =>
    fetch(`${gateway.http}/v1/check`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  return { gateway, check };
}

function overflow(): never {
  return overflow();
}

test.each([
  ["a stack overflow", overflow],
  ["an invalid date", (): never => new Date(Number.NaN).toISOString() as never],
  ["a TypeError", (): never => (null as unknown as { secret: never }).secret],
])("%s of ours in a check is answered 500 and counted as a fault", async (_what, fail) => {
  const { gateway, check } = await startBroken(fail);
  const answer = await check({ text: "https://secret.example/" });
  expect(answer.status).toBe(500);
  expect(await answer.json()).toEqual({
    error: { code: "internal", message: "The gateway failed on this request", temporary: true },
  });
  expect(await (await fetch(`${gateway.http}/metrics`)).text()).toMatch(/^hutong_faults_total 1$/mu);
  expect(JSON.stringify(gateway.events)).not.toContain("secret");
});

test("a mistake in what was asked is still answered 400, says where, and is no fault", async () => {
  const { gateway, check } = await startBroken(() => {
    throw new Error("not reached");
  });
  for (const [body, message] of [
    [{ text: "x", rulebook: "nosuch" }, "no such rulebook; expected miit, qq, samr, wechat"],
    [
      { text: "x", host: "weixn" },
      'host: expected the id of an app of the registry, such as wechat; did you mean "wechat"?',
    ],
    [{ text: "x", chat: "crowd" }, "chat: expected one of one_to_one, group, moments"],
    [
      { text: "https://a.example/", lists: [{ entry: "http://", kind: "fraud" }] },
      "lists[0].entry: expected a host, a host with a path prefix, or a full address",
    ],
  ] as const) {
    const answer = await check(body);
    expect(await answer.json()).toMatchObject({ error: { code: "bad_request", message } });
    expect(answer.status).toBe(400);
  }
  expect(await (await fetch(`${gateway.http}/metrics`)).text()).toMatch(/^hutong_faults_total 0$/mu);
});
