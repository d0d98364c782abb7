import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startGateway, type TestGateway } from "../support/gateway.ts";

const LIMITS = { headersTimeoutMs: 300, requestTimeoutMs: 600 };
/** Under the 30 s at which node would look by itself, and over any pause of a busy machine. */
const LATEST_MS = 20_000;

async function start(): Promise<TestGateway> {
  const gateway = await startGateway({ limits: LIMITS, api: { check: () => ({ links: [] }) } });
  onTestFinished(() => gateway.close());
  return gateway;
}

function open({ port }: TestGateway): Socket {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => undefined).resume();
  onTestFinished(() => void socket.destroy());
  return socket;
}

/**
 * Milliseconds from before the gateway took the connection until it ends it, which goes on to say `dripping` every 20 ms;
 * null when it does not.
 */
async function untilCut(gateway: TestGateway, text: string, dripping: string): Promise<number | null> {
  const beganAtMs = performance.now();
  const socket = open(gateway);
  await once(socket, "connect");
  socket.write(text);
  const drip = setInterval(() => dripping !== "" && socket.writable && socket.write(dripping), 20);
  const cut = new Promise<number>((resolve) => {
    const cutNow = () => resolve(performance.now() - beganAtMs);
    socket.once("end", cutNow).once("close", cutNow);
  });
  let giveUp: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (giveUp = setTimeout(() => resolve(null), LATEST_MS)));
  const tookMs = await Promise.race([cut, late]);
  clearInterval(drip);
  clearTimeout(giveUp);
  return tookMs;
}

const POST =
  "POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{";
const HEADERS = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ";

test.each([
  ["a socket that says nothing", "", "", LIMITS.headersTimeoutMs],
  ["half a header", HEADERS, "", LIMITS.headersTimeoutMs],
  ["a dripping header", HEADERS, "x", LIMITS.headersTimeoutMs],
  ["half a body", POST, "", LIMITS.requestTimeoutMs],
  ["a dripping body", POST, " ", LIMITS.requestTimeoutMs],
])("[P8] %s ends at the time that is set, and is no fault", async (_what, text, dripping, atMs) => {
  const gateway = await start();
  const tookMs = await untilCut(gateway, text, dripping);
  expect(tookMs).toBeGreaterThanOrEqual(atMs - 20);
  await expectNoFault(gateway);
});

test("[P8] a client that goes away in the middle of its body is no fault", async () => {
  const gateway = await start();
  for (let index = 0; index < 5; index += 1) {
    const socket = open(gateway);
    await once(socket, "connect");
    socket.write(POST);
    await (await fetch(`${gateway.http}/healthz`)).text();
    if (index % 2 === 0) socket.resetAndDestroy();
    else socket.destroy();
  }
  await expectNoFault(gateway);
});

async function expectNoFault(gateway: TestGateway): Promise<void> {
  // What was cut is seen by the gateway before it answers these.
  for (let index = 0; index < 10; index += 1) await (await fetch(`${gateway.http}/healthz`)).text();
  expect(gateway.events.filter(({ event }) => event === "fault")).toEqual([]);
  expect(await (await fetch(`${gateway.http}/metrics`)).text()).toMatch(/^hutong_faults_total 0$/mu);
}
