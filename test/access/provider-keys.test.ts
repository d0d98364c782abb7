import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { CryptoKey, JWK, JWTPayload } from "jose";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { expect, onTestFinished, test } from "vitest";
import { keySource, openProviderKeys } from "../../src/access/provider-keys.ts";
import { firstLine, runHere, startCli } from "../support/programs/cli.ts";

import type { TestGateway } from "../support/gateway.ts";
import { openRaw } from "../support/raw-socket.ts";
import { ALL_OPEN, atThreeDoors, nowS, refusedAs, signed, startModerated } from "../support/three-doors.ts";
import { temporaryFolder } from "../support/folder.ts";

const RULES = { issuer: "https://id.example/", audience: "hutong", userClaim: "sub" };

interface Signer {
  readonly jwk: JWK;
  readonly publicKey: CryptoKey;
  readonly sign: (claims?: JWTPayload, header?: object) => Promise<string>;
}

const sound = () => ({
  sub: "mo",
  iat: nowS(),
  exp: nowS() + 600,
  roles: ["moderator"],
  iss: RULES.issuer,
  aud: "hutong",
});

async function signer(alg: string, kid: string): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", alg },
    publicKey,
    sign: (claims = sound(), header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(privateKey),
  };
}

/** An identity provider on this machine. */
async function provider() {
  const asked: string[] = [];
  let answer: RequestListener = (_request, response) => response.writeHead(500).end();
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`);
  return {
    url,
    asked,
    answers: (listener: RequestListener) => (answer = listener),
    holds: (...keys: JWK[]) => (answer = (_request, response) => response.end(JSON.stringify({ keys }))),
  };
}

/** A gateway that takes the provider's tokens; `tick` moves the clock of its keys. */
async function gatewayFor(source: URL | string) {
  let nowMs = 0;
  const troubles: string[] = [];
  const onTrouble = ({ message }: { message: string }) => troubles.push(message);
  const providerKeys = openProviderKeys(source, { onTrouble, clock: () => nowMs });
  const gateway = await startModerated({ providerKeys, tokenRules: RULES });
  onTestFinished(() => gateway.close());
  return { gateway, providerKeys, troubles, tick: (ms: number) => (nowMs += ms) };
}

async function hello(gateway: TestGateway, token: string): Promise<string> {
  const socket = await openRaw(gateway.ws);
  socket.say({ type: "hello", id: "h", token, device: "d" });
  const answer = await Promise.race([socket.next("welcome"), socket.next("error")]);
  socket.ws.terminate();
  return answer.type === "welcome" ? "ok" : answer.code;
}

/** The session that `refresh` is tried in needs a token of the gateway's own rules. */
const own = (gateway: TestGateway): TestGateway => ({ ...gateway, token: () => signed(sound()) });

test("tokens of an identity provider are taken at every door: RS256, ES256 and EdDSA", async () => {
  const idp = await provider();
  const signers = await Promise.all([signer("RS256", "r"), signer("ES256", "e"), signer("EdDSA", "d")]);
  idp.holds(...signers.map(({ jwk }) => jwk));
  const { gateway } = await gatewayFor(idp.url);
  for (const { sign } of signers) expect(await atThreeDoors(own(gateway), await sign())).toEqual(ALL_OPEN);
  expect(idp.asked).toEqual(["/keys"]);
});

test("[P8] what a provider did not say for this gateway is refused at every door", async () => {
  const idp = await provider();
  const rsa = await signer("RS256", "r");
  const stranger = await signer("RS256", "r");
  idp.holds(rsa.jwk);
  const { gateway } = await gatewayFor(idp.url);
  const doors = async (claims: object) => atThreeDoors(own(gateway), await rsa.sign({ ...sound(), ...claims }));
  expect(await doors({ nbf: nowS() + 3 })).toEqual(ALL_OPEN);
  for (const wrong of [
    { iss: "https://other.example/" },
    { iss: undefined },
    { aud: "other" },
    { aud: undefined },
    { sub: undefined },
    { sub: "Hutong", roles: ["bot"] },
    { sub: "hutong", roles: ["bot"] },
    { exp: 1e300 },
    { nbf: nowS() + 3_600 },
  ]) {
    expect([wrong, await doors(wrong)]).toEqual([wrong, refusedAs("bad_token")]);
  }
  expect(await doors({ exp: nowS() - 60 })).toEqual(refusedAs("token_expired"));
  expect(await atThreeDoors(own(gateway), await stranger.sign())).toEqual(refusedAs("bad_token"));
});

test("[P8] a public key is never a secret: no algorithm is taken for another", async () => {
  const idp = await provider();
  const rsa = await signer("RS256", "r");
  idp.holds(rsa.jwk, { kty: "oct", kid: "o", k: Buffer.alloc(32, 7).toString("base64url"), alg: "HS256" });
  const { gateway } = await gatewayFor(idp.url);
  const pem = new TextEncoder().encode(await exportSPKI(rsa.publicKey));
  const modulus = Buffer.from(rsa.jwk.n ?? "", "base64url");
  for (const secret of [pem, modulus, Buffer.alloc(32, 7), new TextEncoder().encode(JSON.stringify(rsa.jwk))]) {
    for (const kid of ["r", "o"]) {
      const forged = await new SignJWT(sound()).setProtectedHeader({ alg: "HS256", kid }).sign(secret);
      expect(await hello(gateway, forged)).toBe("bad_token");
    }
  }
  const [, payload = ""] = (await rsa.sign()).split(".");
  for (const alg of ["none", "NONE", "HS256", "RS256", "PS256", "toString"]) {
    const head = Buffer.from(JSON.stringify({ alg, kid: "r" })).toString("base64url");
    expect(await hello(gateway, `${head}.${payload}.`)).toBe("bad_token");
  }
});

test("a rotated key is found by its id, and made-up ids ask the provider once in five seconds", async () => {
  const idp = await provider();
  const [first, second, third] = await Promise.all([signer("ES256", "1"), signer("ES256", "2"), signer("ES256", "3")]);
  idp.holds(first.jwk);
  const { gateway, tick } = await gatewayFor(idp.url);
  expect(await hello(gateway, await first.sign())).toBe("ok");
  idp.holds(second.jwk);
  const early = await Promise.all(Array.from({ length: 20 }, async () => hello(gateway, await third.sign())));
  expect(new Set(early)).toEqual(new Set(["bad_token"]));
  expect(idp.asked.length).toBe(1);
  tick(5_000);
  const late = await Promise.all(Array.from({ length: 20 }, async () => hello(gateway, await third.sign())));
  expect(new Set(late)).toEqual(new Set(["bad_token"]));
  expect(idp.asked.length).toBe(2);
  expect(await hello(gateway, await second.sign())).toBe("ok");
  expect(await hello(gateway, await first.sign())).toBe("bad_token");
});

test("a provider that fails leaves its keys as they were for an hour; without any, clients come back", async () => {
  const idp = await provider();
  const { jwk, sign } = await signer("EdDSA", "1");
  const { gateway, troubles, tick } = await gatewayFor(idp.url);
  expect(await hello(gateway, await sign())).toBe("keys_unavailable");
  const answer = await fetch(`${gateway.http}/v1/shadow`, { headers: { authorization: `Bearer ${await sign()}` } });
  expect(answer.status).toBe(503);
  idp.holds(jwk);
  tick(5_000);
  expect(await hello(gateway, await sign())).toBe("ok");
  idp.answers((_request, response) => response.writeHead(503).end());
  tick(3_599_000);
  expect(await hello(gateway, await sign())).toBe("ok");
  tick(5_000);
  expect(await hello(gateway, await sign())).toBe("keys_unavailable");
  expect(new Set(troubles)).toEqual(
    new Set(["the source answered with status 500", "the source answered with status 503"]),
  );
});

test("why no key is known is told: a configuration that only names the keys, what is no JSON, nobody there, a strange certificate", async () => {
  const idp = await provider();
  const { jwk, sign } = await signer("EdDSA", "1");
  const { gateway, troubles, tick } = await gatewayFor(idp.url);
  const answers = [
    JSON.stringify({ issuer: "https://id.example", jwks_uri: "https://id.example/keys" }),
    "<!doctype html><title>Sign in</title>",
    JSON.stringify({ keys: [{ ...jwk, use: "enc" }] }),
  ];
  for (const answer of answers) {
    idp.answers((_request, response) => response.end(answer));
    tick(5_000);
    expect(await hello(gateway, await sign())).toBe("keys_unavailable");
  }
  expect(troubles).toEqual([
    "the source is an OpenID configuration: expected the address in its jwks_uri",
    "the source holds no JSON",
    "the source holds no public key that verifies",
  ]);
  const { port } = idp.url;
  for (const [address, why] of [
    ["http://127.0.0.1:2/keys", "ECONNREFUSED"],
    ["https://name.invalid/keys", "ENOTFOUND"],
    [`https://127.0.0.1:${port}/keys`, "ERR_SSL_"],
  ] as const) {
    const told: string[] = [];
    await openProviderKeys(new URL(address), { onTrouble: ({ message }) => told.push(message) }).start();
    await expect
      .poll(() => told)
      .toEqual([expect.stringMatching(new RegExp(String.raw`^the source is not reached \(${why}\w*\)$`, "u"))]);
  }
});

test("[P8] keys come from exactly the address that was named, in an answer of bounded size", async () => {
  const idp = await provider();
  const elsewhere = await provider();
  const { jwk, sign } = await signer("ES256", "1");
  elsewhere.holds(jwk);
  const { gateway, tick, troubles } = await gatewayFor(idp.url);
  const answers: RequestListener[] = [
    (_request, response) => response.writeHead(302, { location: elsewhere.url.href }).end(),
    (_request, response) => response.end(JSON.stringify({ keys: [jwk], pad: "x".repeat(300_000) })),
    (_request, response) => response.end("no JSON"),
    (_request, response) => response.end(JSON.stringify({ keys: [] })),
    (_request, response) => response.end(JSON.stringify({ keys: Array.from({ length: 101 }, () => jwk) })),
  ];
  for (const listener of answers) {
    idp.answers(listener);
    tick(5_000);
    expect(await hello(gateway, await sign())).toBe("keys_unavailable");
  }
  expect(troubles.length).toBe(answers.length);
  expect(elsewhere.asked).toEqual([]);
  for (const wrong of [
    "http://id.example/keys",
    "ftp://id.example/keys",
    "https://a:b@id.example/",
    "http://127.0.0.1.example/",
  ])
    expect(() => keySource(wrong)).toThrow("--jwks");
  expect(keySource("https://id.example/keys")).toBeInstanceOf(URL);
  expect(keySource("http://[::1]:8080/keys")).toBeInstanceOf(URL);
  expect(keySource("data/keys.json")).toBe("data/keys.json");
});

test("a file of keys is read again for a key it did not hold, and has to hold one at the start", async () => {
  const folder = temporaryFolder(onTestFinished);
  const file = join(folder, "keys.json");
  const [first, second] = await Promise.all([signer("ES256", "1"), signer("ES256", "2")]);
  writeFileSync(file, JSON.stringify({ keys: [] }));
  await expect((await gatewayFor(file)).providerKeys.start()).rejects.toThrow("JSON Web Key Set");
  writeFileSync(file, JSON.stringify({ keys: [first.jwk] }));
  const { gateway, tick, providerKeys } = await gatewayFor(file);
  await providerKeys.start();
  expect(await hello(gateway, await first.sign())).toBe("ok");
  writeFileSync(file, JSON.stringify({ keys: [first.jwk, second.jwk] }));
  tick(5_000);
  expect(await hello(gateway, await second.sign())).toBe("ok");
  const third = await signer("ES256", "3");
  const held = JSON.stringify({ keys: [first.jwk, second.jwk, third.jwk] });
  for (const put of [
    () => writeFileSync(file, held.padEnd(262_145)),
    () => symlinkSync("/dev/zero", file),
    // Nobody writes to it: opening it as files are opened would never end.
    () => void execFileSync("mkfifo", [file]),
    () => {},
  ]) {
    rmSync(file);
    put();
    tick(5_000);
    expect(await hello(gateway, await third.sign())).toBe("bad_token");
    expect(await hello(gateway, await second.sign())).toBe("ok");
  }
  // As Windows' editors write it.
  writeFileSync(file, `\uFEFF${held}`);
  tick(5_000);
  expect(await hello(gateway, await third.sign())).toBe("ok");
});

test("serve takes a provider's address and its rules", async () => {
  const idp = await provider();
  const { jwk, sign } = await signer("RS256", "1");
  idp.holds(jwk);
  const folder = temporaryFolder(onTestFinished);
  const options = ["--port", "0", "--data", join(folder, "data"), "--resolve", "off"];
  const rules = ["--jwt-issuer", RULES.issuer, "--jwt-audience", RULES.audience];
  const child = startCli(["serve", ...options, ...rules], { HUTONG_JWKS: idp.url.href });
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = await firstLine(child);
  const socket = await openRaw(`${url.replace("http", "ws")}v1/ws`);
  socket.say({ type: "hello", id: "h", token: await sign(), device: "d" });
  expect(await socket.next("welcome")).toMatchObject({ user: "mo" });
  socket.ws.terminate();
  const wrong = await runHere(["serve", ...options, "--jwks", "http://id.example/keys"]);
  expect(wrong).toMatchObject({ code: 2, stdout: "" });
  const missing = await runHere(["serve", ...options.with(3, join(folder, "b")), "--jwks", join(folder, "none.json")]);
  expect(missing).toMatchObject({ code: 2, stdout: "" });
});
