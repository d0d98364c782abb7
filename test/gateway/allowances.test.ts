import { expect, onTestFinished, test } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { ask, postJson, UPGRADE } from "../support/ask.ts";
import { startGateway, type GivenParts, type TestGateway } from "../support/gateway.ts";
import { enter, openRaw, type RawSocket } from "../support/raw-socket.ts";
import { TEST_SECRET } from "../support/secret.ts";

async function start(parts: GivenParts = {}): Promise<TestGateway> {
  const gateway = await startGateway({
    api: { check: () => ({ links: [] }), shadow: () => ({ judged: 0 }) },
    images: { fetch: () => Promise.reject(new Error("a bogus token fetches nothing")) },
    origins: ["https://chat.example"],
    ...parts,
  });
  onTestFinished(() => gateway.close());
  return gateway;
}

const from = (address: string) => ({ headers: { "x-forwarded-for": address } });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Statuses of `count` requests, each once. */
async function statuses(count: number, one: () => Promise<{ readonly status: number }>): Promise<number[]> {
  const seen = new Set<number>();
  for (let index = 0; index < count; index += 1) seen.add((await one()).status);
  return [...seen];
}

/** An address `/o/…` that one reader was given. */
async function wayOf(gateway: TestGateway, user: string): Promise<string> {
  const socket = await enter(gateway, user);
  socket.say({ type: "send", id: "1", key: "k", to: "bob", text: "https://item.example/" });
  const { conversation } = await socket.next("sent");
  socket.say({ type: "open", id: "o", conversation, seq: 1, index: 0 });
  const { via } = await socket.next("opened");
  socket.ws.close();
  return via ?? "";
}

test("[P9] bogus tokens cost their sender's address alone: good ones of the same address are answered on", async () => {
  const gateway = await start({ limits: { maxRequestsPerWindow: 20, rateWindowMs: 600_000 } });
  const { port } = gateway;
  const way = await wayOf(gateway, "alice");
  const moderator = await signToken("mo", TEST_SECRET, 60, new Date(), { isModerator: true });
  for (const path of ["/o/x", "/v1/image/x.y", "/v1/shadow"]) {
    const headers = bearer("x");
    const bogus = await statuses(15, () => ask(port, path, { headers }));
    expect(bogus.at(-1)).toBe(path === "/o/x" ? 410 : 429);
  }
  expect((await ask(port, "/o/x")).status).toBe(429);
  expect((await ask(port, way)).status).toBeLessThan(400);
  expect((await ask(port, "/v1/shadow", { headers: bearer(moderator) })).status).toBe(200);
  expect((await postJson(port, "/v1/check", { text: "" })).status).toBe(200);
});

test("[P9] links in what somebody sends are counted: past the allowance they wait, others and bots do not", async () => {
  const gateway = await start({ limits: { maxSentLinksPerWindow: 3, rateWindowMs: 600_000 } });
  const two = "https://one.example/ https://two.example/";
  const answers = async (socket: RawSocket, count: number) => {
    for (let number = 1; number <= count; number += 1)
      socket.say({ type: "send", id: String(number), key: String(number), to: "carol", text: two });
    // A refusal waits for no disk.
    const heard = () => socket.heard.filter(({ type }) => type === "sent" || type === "error");
    await expect.poll(() => heard().length).toBe(count);
    return heard()
      .flatMap((frame) =>
        frame.type === "sent"
          ? [frame.re]
          : frame.type === "error"
            ? [`${frame.re} ${frame.code} ${frame.temporary}`]
            : [],
      )
      .toSorted();
  };
  const alice = await enter(gateway, "alice");
  // Something was left for the second, if not for all of it.
  expect(await answers(alice, 3)).toEqual(["1", "2", "3 rate_limited true"]);
  const refused = alice.heard.find(({ type }) => type === "error");
  expect(refused).toMatchObject({ message: "Too many links were sent; wait retryAfterMs" });
  expect(refused?.type === "error" ? refused.retryAfterMs : 0).toBeGreaterThan(1_000);
  expect(await answers(await enter(gateway, "bob"), 1)).toEqual(["1"]);
  const token = await gateway.botToken("robot");
  const carol = await enter(gateway, "carol");
  carol.say({ type: "send", id: "1", key: "1", to: "robot", text: "come in" });
  await carol.next("sent");
  const robot = await enter({ ...gateway, token: () => Promise.resolve(token) }, "robot");
  expect(await answers(robot, 9)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9 rate_limited true"]);
});

test("[P9] a good token has an allowance too, and it is its user's own", async () => {
  const gateway = await start({ limits: { maxRequestsPerWindow: 5, rateWindowMs: 600_000 } });
  const [alice, bob] = [await wayOf(gateway, "alice"), await wayOf(gateway, "carol")];
  expect(await statuses(5, () => ask(gateway.port, alice))).not.toContain(429);
  expect((await ask(gateway.port, alice)).status).toBe(429);
  expect((await ask(gateway.port, bob)).status).toBeLessThan(400);
});

test("[P9] behind a trusted proxy each client has its own allowance; a stranger's header is not believed", async () => {
  const limits = { maxRequestsPerWindow: 5, rateWindowMs: 600_000 };
  const check = (gateway: TestGateway, client: string) =>
    postJson(gateway.port, "/v1/check", { text: "" }, from(client));
  const behind = await start({ limits, trustedProxies: ["127.0.0.1"] });
  expect(await statuses(5, () => check(behind, "203.0.113.1"))).toEqual([200]);
  expect((await check(behind, "203.0.113.1")).status).toBe(429);
  // Left of the address that the proxy added stands what the client made up.
  expect((await check(behind, "203.0.113.77, 203.0.113.1")).status).toBe(429);
  expect((await check(behind, "203.0.113.2")).status).toBe(200);
  const headers = { ...from("203.0.113.3").headers, forwarded: "for=203.0.113.4" };
  expect((await postJson(behind.port, "/v1/check", { text: "" }, { headers })).status).toBe(400);
  expect((await ask(behind.port, "/v1/ws", { headers: { ...UPGRADE, ...headers } })).status).toBe(400);

  const alone = await start({ limits });
  let index = 0;
  expect(await statuses(5, () => check(alone, `203.0.113.${(index += 1)}`))).toEqual([200]);
  expect((await check(alone, "203.0.113.99")).status).toBe(429);
});

async function silent(gateway: TestGateway, client?: string): Promise<RawSocket | number> {
  const headers: Record<string, string> = client === undefined ? {} : from(client).headers;
  const { status } = await ask(gateway.port, "/v1/ws", { headers: { ...UPGRADE, ...headers } });
  if (status !== 101) return status;
  return openRaw(gateway.ws, { headers });
}

test("[P8] silent sockets are bounded per client behind a trusted proxy, and the others still get in", async () => {
  const gateway = await start({ limits: { maxGreetingPerAddress: 3 }, trustedProxies: ["127.0.0.1"] });
  for (let index = 0; index < 3; index += 1) expect(await silent(gateway, "203.0.113.1")).toBeTypeOf("object");
  expect(await silent(gateway, "203.0.113.1")).toBe(429);
  expect(await silent(gateway, "203.0.113.2")).toBeTypeOf("object");
  // A proxy that says nothing of its clients is bounded as this machine is.
  for (let index = 0; index < 5; index += 1) expect(await silent(gateway)).toBeTypeOf("object");
});

test("[P8] silent sockets of this machine are bounded as well; whoever says hello makes room", async () => {
  const gateway = await start({ limits: { maxGreetingLoopback: 3 } });
  const first = await silent(gateway);
  for (let index = 1; index < 3; index += 1) expect(await silent(gateway)).toBeTypeOf("object");
  expect(await silent(gateway)).toBe(429);
  expect(await silent(gateway, "203.0.113.2")).toBe(429);
  if (typeof first === "number") throw new Error("the first was refused");
  first.say({ type: "hello", id: "h", token: await gateway.token("alice"), device: "d" });
  await first.next("welcome");
  expect(await silent(gateway)).toBeTypeOf("object");
});
