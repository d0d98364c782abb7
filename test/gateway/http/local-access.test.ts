import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ask, postJson, UPGRADE } from "../../support/ask.ts";
import { firstLine, runHere, startCli } from "../../support/programs/cli.ts";
import { startGateway, type GivenParts, type TestGateway } from "../../support/gateway.ts";
import { openRaw } from "../../support/raw-socket.ts";
import { temporaryFolder } from "../../support/folder.ts";

type Headers = Readonly<Record<string, string>>;

async function start(parts: GivenParts & { readonly host?: string } = {}): Promise<TestGateway> {
  const gateway = await startGateway({ api: { shadow: () => ({ judged: 0 }) }, ...parts });
  onTestFinished(() => gateway.close());
  return gateway;
}

/** What three doors say to one who has no moderator's token. */
async function doors(gateway: TestGateway, headers: Headers = {}) {
  const { port } = gateway;
  const signIn = await postJson(port, "/v1/demo-sign-in", { user: "ceo" }, { headers });
  const told = await ask(port, "/v1/demo-sign-in", { headers });
  const shadow = await ask(port, "/v1/shadow", { headers });
  const { demoSignIn } = JSON.parse(told.body) as { demoSignIn: string };
  return { signIn: signIn.status, told: demoSignIn, replay: await replay(gateway, headers), shadow: shadow.status };
}

async function replay(gateway: TestGateway, headers: Headers): Promise<string> {
  const socket = await openRaw(gateway.ws, { headers });
  onTestFinished(() => socket.ws.terminate());
  const token = await gateway.token("ceo");
  socket.say({ type: "hello", id: "h", token, device: "d", replay: { at: "2021-09-10" } });
  return Promise.race([socket.next("welcome"), socket.next("error")]).then((frame) =>
    frame.type === "error" ? frame.code : frame.type,
  );
}

const OPEN = { signIn: 200, told: "this_machine", replay: "welcome", shadow: 200 };
const SHUT = { signIn: 403, told: "off", replay: "replay_refused", shadow: 403 };
const DEMO = { signIn: 200, told: "everyone", replay: "welcome", shadow: 403 };

test("[P8] without an origin a direct request of this machine needs no token; any forwarding header shuts every door", async () => {
  const gateway = await start();
  expect(await doors(gateway)).toEqual(OPEN);
  const forwarding: readonly Headers[] = [
    { forwarded: "for=203.0.113.9" },
    { "x-forwarded-for": "203.0.113.9" },
    { "x-forwarded-for": "" },
    { "x-forwarded-proto": "https" },
    { "X-Forwarded-Host": "chat.example" },
    { "x-forwarded-port": "443" },
    { "x-real-ip": "127.0.0.1" },
    { via: "1.1 caddy" },
  ];
  for (const headers of forwarding)
    expect({ headers, ...(await doors(gateway, headers)) }).toEqual({ headers, ...SHUT });
});

test("[P8] with an origin a request that looks like this machine's own may be a proxy's, and needs a token", async () => {
  const gateway = await start({ origins: ["https://chat.example"] });
  expect(await doors(gateway)).toEqual(SHUT);
  // nginx's documented WebSocket example, and haproxy's defaults: nothing but Host tells of a proxy.
  expect(await doors(gateway, { host: `localhost:${gateway.port}` })).toEqual(SHUT);
  expect(await doors(gateway, { host: "chat.example" })).toEqual(SHUT);
});

test("[P8] where a proxy is trusted, this machine's own requests need a token", async () => {
  expect(await doors(await start({ trustedProxies: ["10.0.0.0/8"] }))).toEqual(SHUT);
});

test("[P8] a gateway that listens beyond loopback needs tokens of this machine too", async () => {
  expect(await doors(await start({ host: "0.0.0.0" }))).toEqual(SHUT);
});

test("[P8] a demo lets everyone in by name, but not a foreign page, and not to the shadow", async () => {
  const gateway = await start({ host: "0.0.0.0", origins: ["https://chat.example"], demo: true });
  expect(await doors(gateway)).toEqual(DEMO);
  expect(await doors(gateway, { "x-forwarded-for": "203.0.113.9" })).toEqual(DEMO);
  expect(await doors(gateway, { host: "chat.example", origin: "https://chat.example" })).toEqual(DEMO);
  const headers = { origin: "https://evil.example" };
  expect((await postJson(gateway.port, "/v1/demo-sign-in", { user: "ceo" }, { headers })).status).toBe(403);
  // On a loopback listener that serves nobody else, the shadow is open for another reason than the demo.
  expect(await doors(await start({ demo: true }))).toEqual({ ...DEMO, shadow: 200 });
});

test("[P8] a Host that names neither this gateway nor loopback is refused, by HTTP and on the upgrade", async () => {
  const gateway = await start({ host: "0.0.0.0", origins: ["https://chat.example", "https://[2001:db8::1]:8443"] });
  const { port } = gateway;
  const own = ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "[::1]", "chat.example", "CHAT.example:443"].concat([
    `localhost:${port}`,
    "chat.example:8080",
    "[2001:db8::1]",
    "[2001:DB8:0::1]:1",
    "chat.example.",
    "CHAT.example.:443",
  ]);
  const foreign = [
    "evil.example",
    `evil.example:${port}`,
    "localhost.evil.example",
    "chat.example.evil.example",
  ].concat(["sub.chat.example", "192.0.2.1", "10.0.0.1:80", "[::2]", "localhost@evil.example", "localhost/.."]);
  const statuses = async (host: string) => {
    const headers = { host };
    const refused = await ask(port, "/v1/demo-sign-in", { headers });
    const upgrade = await ask(port, "/v1/ws", { headers: { ...UPGRADE, ...headers } });
    const page = await ask(port, "/", { headers });
    const codes = [refused, upgrade].map(({ body }) => (body.includes('"wrong_host"') ? "wrong_host" : "none"));
    return [host, refused.status, upgrade.status, page.status, ...codes];
  };
  for (const host of own) expect(await statuses(host)).toEqual([host, 200, 101, 200, "none", "none"]);
  for (const host of foreign) expect(await statuses(host)).toEqual([host, 421, 421, 421, "wrong_host", "wrong_host"]);
  for (const path of ["/healthz", "/readyz", "/metrics"]) {
    expect([path, (await ask(port, path, { headers: { host: "hutong.default.svc" } })).status]).toEqual([path, 200]);
  }
});

test("[P8] a request of two Host lines is refused, whichever comes first", async () => {
  const gateway = await start();
  const own = `127.0.0.1:${gateway.port}`;
  for (const hosts of [
    [own, "evil.example"],
    ["evil.example", own],
    [own, own],
  ]) {
    const socket = connect({ port: gateway.port, host: "127.0.0.1" });
    socket.end(`GET / HTTP/1.1\r\n${hosts.map((host) => `Host: ${host}\r\n`).join("")}Connection: close\r\n\r\n`);
    let said = "";
    for await (const chunk of socket) said += String(chunk);
    expect(said).toMatch(/^HTTP\/1\.1 4\d\d /u);
  }
});

test("[P8] a refused upgrade ends its socket also when the peer keeps its own side open", async () => {
  const gateway = await start();
  const socket = connect({ port: gateway.port, host: "127.0.0.1", allowHalfOpen: true });
  const headers = Object.entries({ ...UPGRADE, host: "evil.example" }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET /v1/ws HTTP/1.1\r\n${headers.join("")}\r\n`);
  let said = "";
  socket.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(socket, "end");
  expect(said).toMatch(/^HTTP\/1\.1 421 Misdirected Request\r\n/u);
  // Writing to a peer that is gone fails; to one that only ended its side it does not.
  const failed = new Promise<Error>((resolve) => socket.on("error", resolve));
  const writing = setInterval(() => socket.write("x"), 20);
  onTestFinished(() => {
    clearInterval(writing);
    socket.destroy();
  });
  expect(await failed).toMatchObject({ code: expect.stringMatching(/^(?:EPIPE|ECONNRESET)$/u) });
});

test("serve --demo, and HUTONG_DEMO, say at the start what they open; an origin alone opens nothing", async () => {
  const folder = temporaryFolder(onTestFinished);
  const serve = ["serve", "--port", "0", "--resolve", "off", "--origin", "https://chat.example"];
  const cases: readonly (readonly [readonly string[], Record<string, string>, number, boolean])[] = [
    [["--demo"], {}, 200, true],
    [[], { HUTONG_DEMO: "1" }, 200, true],
    [[], {}, 403, false],
  ];
  for (const [index, [options, env, status, isTold]] of cases.entries()) {
    const child = startCli([...serve, "--data", join(folder, `${index}`), ...options], env);
    onTestFinished(() => void child.kill("SIGKILL"));
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
    const { port } = new URL(await firstLine(child));
    expect((await postJson(Number(port), "/v1/demo-sign-in", { user: "ceo" })).status).toBe(status);
    expect(said.includes("demo: everyone")).toBe(isTold);
  }
  expect((await runHere(["serve", "--help"])).stdout).toContain("--demo");
  expect(await runHere(["serve", "--trusted-proxy", "nginx"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--trusted-proxy: expected an address or a network"),
  });
});
