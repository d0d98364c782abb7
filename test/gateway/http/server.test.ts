import { gzipSync } from "node:zlib";
import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestGateway } from "../../support/gateway.ts";
import { startGateway } from "../../support/gateway.ts";
import { enter } from "../../support/raw-socket.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    bot: { userId: "hutong", onMessage: async () => null },
    limits: { maxBodyBytes: 1_024 },
    api: {
      check: () => ({ links: [] }),
      rulebook: (id) => (id === "wechat" ? { id } : null),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the instant is looked at
      payments: (at) => ({ at: at?.toISOString() }) as never,
    },
  });
});
afterAll(() => gateway.close());

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.http}${path}`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });

/** fetch sets Host itself. */
function signInAs(host: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: "127.0.0.1",
      port: gateway.port,
      path: "/v1/demo-sign-in",
      method: "POST",
      headers: { host, "content-type": "application/json", ...headers },
    });
    asked.on("response", (response) => resolve(response.resume().statusCode ?? 0));
    asked.on("error", reject);
    asked.end('{"user":"alice"}');
  });
}

test("a name alone signs in on this machine, and its token is good for the socket", async () => {
  const { token } = (await (await post("/v1/demo-sign-in", '{"user":"小明"}')).json()) as { token: string };
  const socket = await enter(gateway, "小明", { token });
  expect(socket.heard[0]).toMatchObject({ type: "welcome", user: "小明" });
});

test("[P8] nobody else's page, name or proxy gets a token by name", async () => {
  const own = `127.0.0.1:${gateway.port}`;
  expect(await signInAs(own)).toBe(200);
  expect(await signInAs(own, { origin: `http://${own}` })).toBe(200);
  expect(await signInAs(own, { origin: "https://evil.example" })).toBe(403);
  expect(await signInAs(own, { origin: "null" })).toBe(403);
  expect(await signInAs(`evil.example:${gateway.port}`)).toBe(421);
  expect(await signInAs(own, { "x-forwarded-for": "203.0.113.9" })).toBe(403);
  expect(await signInAs(own, { "content-type": "text/plain" })).toBe(415);
  expect((await post("/v1/demo-sign-in", '{"user":"hutong"}')).status).toBe(403);
  expect((await post("/v1/demo-sign-in", '{"user":"c:x"}')).status).toBe(400);
});

test("bad bodies get a clear error each", async () => {
  const codeOf = async (answer: Promise<Response>) => {
    const { status, headers } = await answer;
    const { error } = (await (await answer).json()) as { error: { code: string } };
    return [status, error.code, headers.get("x-content-type-options")];
  };
  expect(await codeOf(post("/v1/check", "{"))).toEqual([400, "bad_json", "nosniff"]);
  expect(await codeOf(post("/v1/check", "7"))).toEqual([400, "bad_request", "nosniff"]);
  expect(await codeOf(post("/v1/check", `"${"x".repeat(2_000)}"`))).toEqual([413, "too_large", "nosniff"]);
  expect(await codeOf(fetch(`${gateway.http}/v1/check`))).toEqual([405, "method_not_allowed", "nosniff"]);
  expect(await codeOf(fetch(`${gateway.http}/v1/rulebooks/none`))).toEqual([404, "not_found", "nosniff"]);
  expect(await (await fetch(`${gateway.http}/v1/rulebooks/wechat`)).json()).toEqual({ id: "wechat" });
});

test("a body as Windows writes it is read, and a packed one is told as that", async () => {
  // n8n-io/n8n #35933, Badgerati/Pode #1604: SharePoint and editors put a byte order mark first.
  expect((await post("/v1/check", '\uFEFF{"text":"https://a.example/"}')).status).toBe(200);
  const check = (headers: Record<string, string>, body: Buffer | string) =>
    fetch(`${gateway.http}/v1/check`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: new Uint8Array(Buffer.from(body)),
    });
  const packed = await check({ "content-encoding": "gzip" }, gzipSync('{"text":"https://a.example/"}'));
  const { error } = (await packed.json()) as { error: unknown };
  expect([packed.status, error]).toEqual([
    415,
    expect.objectContaining({ code: "bad_content_type", message: "Expected a body without content-encoding" }),
  ]);
  expect((await check({ "content-encoding": "identity" }, '{"text":""}')).status).toBe(200);
});

test("an instant in a query may have its offset's plus as it is, which queries read as a space", async () => {
  // up-banking/api #116, django-tastypie #1198, hhru/api #608.
  const told = async (at: string) => {
    const answer = await fetch(`${gateway.http}/v1/payments?at=${at}`);
    return answer.ok ? ((await answer.json()) as { at: string }).at : answer.status;
  };
  for (const at of [
    "2021-09-18T12:00:00+08:00",
    "2021-09-18T12:00:00%2B08:00",
    "20210918T120000+0800",
    "2021-09-18T12+08",
  ])
    expect([at, await told(at)]).toEqual([at, "2021-09-18T04:00:00.000Z"]);
  for (const at of ["2021-09-18+08:00", "2021-09-18+12:00:00", "2021-09-18T12:00:00++08:00", "+08:00"])
    expect([at, await told(at)]).toEqual([at, 400]);
});

test("the client's sources are served without their types, under a policy that runs nothing else", async () => {
  const answer = await fetch(`${gateway.http}/client/transport.ts`);
  expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
  // A frame may stand in the chat's page and nowhere else, and a frame is all that it may have besides.
  const own = answer.headers.get("content-security-policy");
  expect(own).not.toContain("frame-src");
  const page = await fetch(gateway.http);
  expect(page.headers.get("content-security-policy")).toBe(`${own}; frame-src https: http:; manifest-src 'self'`);
  const body = await answer.text();
  expect(body).toContain('from "./backoff.ts"');
  expect(body).not.toContain("import type");
});

test("[P8] no address leads out of the served folders", async () => {
  const statuses = await Promise.all(
    [
      "/client/../access/tokens.ts",
      "/client/%2e%2e/access/tokens.ts",
      "/access/tokens.ts",
      "/web/tsconfig.json",
      "/package.json",
    ].map(
      (path) =>
        new Promise<number>((resolve, reject) => {
          const asked = request({ host: "127.0.0.1", port: gateway.port, path }, (response) =>
            resolve(response.resume().statusCode ?? 0),
          );
          asked.on("error", reject);
          asked.end();
        }),
    ),
  );
  expect(statuses).toEqual([404, 404, 404, 404, 404]);
});

test("health, readiness and counters are told", async () => {
  expect((await fetch(`${gateway.http}/healthz`)).status).toBe(200);
  expect((await fetch(`${gateway.http}/readyz`)).status).toBe(200);
  const alice = await enter(gateway, "alice");
  alice.say({ type: "send", id: "1", key: "k", to: "bob", text: "t" });
  await alice.next("sent");
  expect(await (await fetch(`${gateway.http}/metrics`)).text()).toMatch(/^hutong_messages_total 1$/mu);
});

test("an address that takes other methods says which, also by Allow", async () => {
  const asked = async (method: string, path: string) => {
    const { status, headers } = await fetch(gateway.http + path, { method });
    return [status, headers.get("allow")];
  };
  expect(await asked("GET", "/v1/check")).toEqual([405, "POST"]);
  expect(await asked("PUT", "/v1/demo-sign-in")).toEqual([405, "GET, HEAD, POST"]);
  expect(await asked("PUT", "/healthz")).toEqual([405, "GET, HEAD"]);
  expect(await asked("POST", "/v1/rulebooks/wechat")).toEqual([405, "GET, HEAD"]);
  expect(await asked("POST", "/o/x")).toEqual([405, "GET, HEAD"]);
  expect(await asked("HEAD", "/healthz")).toEqual([200, null]);
  expect(await asked("POST", "/nothing")).toEqual([404, null]);
  // The gateway has nothing to answer it from.
  expect(await asked("POST", "/v1/shadow")).toEqual([404, null]);
});
