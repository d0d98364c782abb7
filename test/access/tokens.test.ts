import { createHmac } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeJwt, UnsecuredJWT } from "jose";
import { expect, onTestFinished, test } from "vitest";
import { createLinkTokens } from "../../src/access/link-tokens.ts";
import { isRole, mayModerate, type Role } from "../../src/access/roles.ts";
import { signToken, verifyToken } from "../../src/access/tokens.ts";
import { ProtocolError } from "../../src/protocol/errors.ts";
import { DEFAULT_CONFIG, previousSecret, signingSecret } from "../../src/config.ts";
import { runHere } from "../support/programs/cli.ts";

import { enter, openRaw } from "../support/raw-socket.ts";
import { ALL_OPEN, atThreeDoors, nowS, refusedAs, signed, startModerated } from "../support/three-doors.ts";
import { temporaryFolder } from "../support/folder.ts";
import { TEST_SECRET } from "../support/secret.ts";

const OTHER_SECRET = new TextEncoder().encode("another secret of thirty-two bytes or more, for tests");
const DAY_S = 86_400;

async function moderated(parts: Parameters<typeof startModerated>[0] = {}) {
  const gateway = await startModerated(parts);
  onTestFinished(() => gateway.close());
  return gateway;
}

const sound = () => ({ sub: "mo", iat: nowS(), exp: nowS() + 600, roles: ["moderator"] });

test("[P8] a token's times have to make sense at hello, at refresh and at a moderator's route", async () => {
  const gateway = await moderated();
  const outcomes: Record<string, unknown> = {};
  const times: Record<string, () => object> = {
    "nbf in 3 s": () => ({ nbf: nowS() + 3 }),
    "iat in 3 s": () => ({ iat: nowS() + 3 }),
    "no iat": () => ({ iat: undefined }),
    "exp with a fraction": () => ({ exp: nowS() + 60.5 }),
    "exp in 365 days": () => ({ exp: nowS() + 365 * DAY_S }),
    "nbf in an hour": () => ({ nbf: nowS() + 3_600 }),
    "iat in an hour": () => ({ iat: nowS() + 3_600 }),
    "exp 1e300": () => ({ exp: 1e300 }),
    "exp past every Date": () => ({ exp: 8.64e12 + 1 }),
    "exp in 367 days": () => ({ exp: nowS() + 367 * DAY_S }),
    "367 days from iat": () => ({ iat: nowS() - 300 * DAY_S, exp: nowS() + 67 * DAY_S }),
    "exp in 367 days, no iat": () => ({ iat: undefined, exp: nowS() + 367 * DAY_S }),
    "iat 1e300": () => ({ iat: 1e300 }),
    "exp a word": () => ({ exp: "tomorrow" }),
    "no exp": () => ({ exp: undefined }),
    "no sub": () => ({ sub: undefined }),
    "exp a second ago": () => ({ exp: nowS() - 1 }),
    "exp -1e300": () => ({ exp: -1e300 }),
  };
  for (const [name, claims] of Object.entries(times)) {
    outcomes[name] = await atThreeDoors(gateway, await signed({ ...sound(), ...claims() }));
  }
  expect(outcomes).toEqual({
    "nbf in 3 s": ALL_OPEN,
    "iat in 3 s": ALL_OPEN,
    "no iat": ALL_OPEN,
    "exp with a fraction": ALL_OPEN,
    "exp in 365 days": ALL_OPEN,
    "nbf in an hour": refusedAs("bad_token"),
    "iat in an hour": refusedAs("bad_token"),
    "exp 1e300": refusedAs("bad_token"),
    "exp past every Date": refusedAs("bad_token"),
    "exp in 367 days": refusedAs("bad_token"),
    "367 days from iat": refusedAs("bad_token"),
    "exp in 367 days, no iat": refusedAs("bad_token"),
    "iat 1e300": refusedAs("bad_token"),
    "exp a word": refusedAs("bad_token"),
    "no exp": refusedAs("bad_token"),
    "no sub": refusedAs("bad_token"),
    "exp a second ago": refusedAs("token_expired"),
    "exp -1e300": refusedAs("token_expired"),
  });
  expect(gateway.events.filter(({ event }) => event === "fault")).toEqual([]);
});

test("a token is good as files, shells and headers hand it on", async () => {
  // crazy-max/diun #616, cooperspencer/gickup #94, getwud/wud #333: a line break of the file that it was read from.
  const gateway = await moderated();
  const token = await signed(sound());
  for (const written of [`${token}\n`, `${token}\r\n`, `  ${token}\t`, `Bearer ${token}`, `bearer  ${token}\n`]) {
    const socket = await openRaw(gateway.ws);
    socket.say({ type: "hello", id: "h", token: written, device: "d" });
    expect(await socket.next("welcome")).toMatchObject({ user: "mo" });
    socket.say({ type: "refresh", id: "r", token: written });
    expect(await socket.next("refreshed")).toMatchObject({ re: "r" });
    socket.ws.terminate();
  }
  for (const bad of [
    `${token.slice(0, 40)} ${token.slice(40)}`,
    `Bearer${token}`,
    `Bearer Bearer ${token}`,
    "Bearer",
    " ",
  ]) {
    const socket = await openRaw(gateway.ws);
    socket.say({ type: "hello", id: "h", token: bad, device: "d" });
    expect(await socket.next("error")).toMatchObject({ code: "bad_token" });
  }
});

test("a token that begins in a moment is refused for now: the same socket says it again when the clock is right", async () => {
  let aheadMs = 0;
  const gateway = await moderated({ clock: () => new Date(Date.now() + aheadMs) });
  for (const claims of [{ iat: nowS() + 60 }, { nbf: nowS() + 60 }]) {
    aheadMs = 0;
    const token = await signed({ ...sound(), ...claims });
    const notYet = { hello: "token_not_yet", refresh: "token_not_yet", http: 503 };
    expect(await atThreeDoors(gateway, token)).toEqual(notYet);
    const socket = await openRaw(gateway.ws);
    socket.say({ type: "hello", id: "h", token, device: "d" });
    expect(await socket.next("error")).toMatchObject({ code: "token_not_yet", temporary: true });
    aheadMs = 60_000;
    socket.say({ type: "hello", id: "again", token, device: "d" });
    expect(await socket.next("welcome")).toMatchObject({ user: "mo" });
    socket.ws.terminate();
  }
});

test("who signs tokens is told which claim is wrong, and nobody else is told anything", async () => {
  const rules = { issuer: null, audience: "chat", userClaim: "sub" };
  const told = async (claims: object, secret = TEST_SECRET) => {
    const token = await signed({ ...sound(), aud: "chat", ...claims }, { secret });
    return verifyToken(token, { secrets: [TEST_SECRET], rules }, new Date()).then(
      () => "ok",
      (error: unknown) => error instanceof ProtocolError && error.message,
    );
  };
  const seconds = "expected a number of seconds since 1970, of the next 366 days at most";
  expect(await told({})).toBe("ok");
  // As Laravel and Lemmy number their users.
  expect(await told({ sub: 42 })).toBe("The token's sub: expected a text, not a number");
  expect(await told({ sub: undefined })).toBe("The token's sub: expected one");
  expect(await told({ sub: "a:b" })).toBe("The token's sub: expected a user id: a user id has no colon");
  expect(await told({ exp: String(nowS() + 600) })).toBe(`The token's exp: ${seconds}`);
  expect(await told({ exp: Date.now() + 600_000 })).toBe(`The token's exp: ${seconds}`);
  expect(await told({ iat: "now" })).toBe(`The token's iat: ${seconds}`);
  expect(await told({ iat: nowS() + 60 })).toBe("The token's iat: it lies ahead of the gateway's clock");
  expect(await told({ nbf: nowS() + 60 })).toBe("The token's nbf: it lies ahead of the gateway's clock");
  expect(await told({ aud: "other" })).toBe("The token's aud: expected what this gateway was told to ask for");
  expect(await told({ jti: 5 })).toBe("The token's jti: expected a text of 1 to 256 characters");
  expect(await told({ sub: 42, exp: "x", iat: nowS() + 60 }, OTHER_SECRET)).toBe("The token is not valid here");
});

test("a token that names every group of a person is taken at every door, and none is without bound", async () => {
  const gateway = await moderated();
  const long = async (length: number) => {
    const claims = { ...sound(), groups: "" };
    const rest = length - (await signed(claims)).length;
    return signed({ ...claims, groups: "g".repeat(Math.floor((rest * 3) / 4)) });
  };
  expect(await atThreeDoors(gateway, await long(8_754))).toEqual(ALL_OPEN);
  const longest = await long(12_288);
  expect(longest.length).toBeGreaterThan(12_284);
  expect(await atThreeDoors(gateway, longest)).toEqual(ALL_OPEN);
  const tooLong = await long(12_296);
  expect(await atThreeDoors(gateway, tooLong)).toEqual({ hello: "bad_frame", refresh: "bad_frame", http: 403 });
});

test("[P8] only HS256 is verified with a secret, and none is no signature", async () => {
  const gateway = await moderated();
  const bare = new UnsecuredJWT(sound()).encode();
  expect(await atThreeDoors(gateway, bare)).toEqual(refusedAs("bad_token"));
  for (const alg of ["HS384", "HS512"]) {
    expect(await atThreeDoors(gateway, await signed(sound(), { alg }))).toEqual(refusedAs("bad_token"));
  }
});

test("[P8] a token is signed letter by letter, and its header asks for nothing unknown", async () => {
  const now = new Date();
  const outcomeOf = (token: string): Promise<string> =>
    verifyToken(token, { secrets: [TEST_SECRET] }, now).then(
      ({ user }) => user,
      (error: unknown) => (error instanceof ProtocolError ? error.code : "fault"),
    );
  const parts = (await signToken("mo", TEST_SECRET, 60, now)).split(".");
  const [, claims = "", signature = ""] = parts;
  const last = signature.at(-1) ?? "";
  // The last letter holds two bits that say nothing.
  const sameBytes = "AEIMQUYcgkosw048".includes(last) ? String.fromCharCode(last.charCodeAt(0) + 1) : "";
  const headed = (header: object, own = claims) => {
    const text = `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${own}`;
    return `${text}.${createHmac("sha256", TEST_SECRET).update(text).digest("base64url")}`;
  };
  const tokens: Record<string, string> = {
    "as it was signed": parts.join("."),
    "a header of another order": headed({ typ: "JWT", kid: "k", alg: "HS256" }),
    "no signature": `${parts[0]}.${claims}.`,
    "two parts": `${parts[0]}.${claims}`,
    "half a signature": parts.join(".").slice(0, -20),
    "more after it": `${parts.join(".")}A`,
    "filled up": `${parts.join(".")}=`,
    "a character that is none of base64": `${parts.join(".")}*`,
    "the same bytes otherwise": `${parts.join(".").slice(0, -1)}${sameBytes}`,
    "a fourth part": `${parts.join(".")}.`,
    "a fifth part": `${parts.join(".")}..`,
    "an extension that has to be known": headed({ alg: "HS256", crit: ["x"], x: 1 }),
    "claims that are not encoded": headed({ alg: "HS256", b64: false, crit: ["b64"] }),
    "an algorithm of other letters": headed({ alg: "hs256" }),
    "claims that are no object": headed({ alg: "HS256" }, Buffer.from("[]").toString("base64url")),
    "claims that are no text": headed({ alg: "HS256" }, Buffer.from([0x22, 0xff, 0x22]).toString("base64url")),
  };
  const outcomes: Record<string, string> = {};
  for (const [name, token] of Object.entries(tokens)) outcomes[name] = await outcomeOf(token);
  const refused = Object.fromEntries(Object.keys(tokens).map((name) => [name, "bad_token"]));
  expect(outcomes).toEqual({ ...refused, "as it was signed": "mo", "a header of another order": "mo" });
});

test("two secrets hold at once, for people's tokens and for addresses of links and pictures", async () => {
  const gateway = await moderated({ secret: OTHER_SECRET, previousSecret: TEST_SECRET });
  const fresh = await signed(sound(), { secret: OTHER_SECRET });
  const session = await openRaw(gateway.ws);
  session.say({ type: "hello", id: "h", token: fresh, device: "d" });
  await session.next("welcome");
  expect(await atThreeDoors(gateway, await signed(sound()))).toEqual(ALL_OPEN);
  expect(await atThreeDoors(gateway, fresh)).toEqual(ALL_OPEN);
  const third = await signed(sound(), { secret: new Uint8Array(32).fill(7) });
  expect(await atThreeDoors(gateway, third)).toEqual(refusedAs("bad_token"));
  const expired = await signed({ ...sound(), exp: nowS() - 60 });
  expect(await atThreeDoors(gateway, expired)).toEqual(refusedAs("token_expired"));

  const [before, after] = [createLinkTokens([TEST_SECRET]), createLinkTokens([OTHER_SECRET, TEST_SECRET])];
  const claims = {
    sub: "mo",
    conversation: "c",
    seq: 1,
    index: 0,
    client: { os: "web" as const, version: null },
    locale: "en" as const,
  };
  const now = new Date();
  expect(await after.readOpen(await before.signOpen(claims, now), now)).toMatchObject({ sub: "mo", seq: 1 });
  expect(after.readImage(before.signImage("https://a.example/x.png"))).toBe("https://a.example/x.png");
  expect(before.readImage(after.signImage("https://a.example/x.png"))).toBeNull();
  expect(await before.readOpen(await after.signOpen(claims, now), now)).toBeNull();
});

test("a secret that was moved to secret.previous still verifies and signs no more", () => {
  const data = temporaryFolder(onTestFinished);
  const config = { ...DEFAULT_CONFIG, data };
  expect(previousSecret(config)).toBeNull();
  const old = signingSecret(config);
  writeFileSync(join(data, "secret.previous"), Buffer.from(old), { mode: 0o600 });
  expect(previousSecret(config)).toEqual(old);
  const secret = "a given secret of thirty-two bytes or more";
  expect(previousSecret({ ...config, secret })).toBeNull();
  const given = "a previous secret of thirty-two bytes or more";
  expect(previousSecret({ ...config, previousSecret: given })).toEqual(new TextEncoder().encode(given));
  expect(() => previousSecret({ ...config, previousSecret: "short" })).toThrow("HUTONG_PREVIOUS_SECRET");
  chmodSync(join(data, "secret.previous"), 0o644);
  expect(() => previousSecret(config)).toThrow("only its owner");
});

test("issuer, audience and the claim of the user are asked for where they are set", async () => {
  const rules = { issuer: "https://id.example/", audience: "hutong", userClaim: "email" };
  const gateway = await moderated({ tokenRules: rules });
  const own = await signToken("mo", TEST_SECRET, 60, new Date(), { roles: ["moderator"], rules });
  const claims = { ...sound(), iss: rules.issuer, aud: ["other", "hutong"], email: "mo" };
  const outcomes: Record<string, unknown> = {};
  const givens: Record<string, Record<string, unknown>> = {
    "as asked": claims,
    "another issuer": { ...claims, iss: "https://id.example" },
    "no issuer": { ...claims, iss: undefined },
    "another audience": { ...claims, aud: "other" },
    "no audience": { ...claims, aud: undefined },
    "no such claim": { ...claims, email: undefined },
    "an address nobody answered from": { ...claims, email_verified: false },
  };
  for (const [name, given] of Object.entries(givens)) {
    const socket = await openRaw(gateway.ws);
    socket.say({ type: "hello", id: "h", token: await signed(given), device: "d" });
    const answer = await Promise.race([socket.next("welcome"), socket.next("error")]);
    outcomes[name] = answer.type === "welcome" ? answer.user : answer.code;
  }
  expect(outcomes).toEqual({
    "as asked": "mo",
    "another issuer": "bad_token",
    "no issuer": "bad_token",
    "another audience": "bad_token",
    "no audience": "bad_token",
    "no such claim": "bad_token",
    "an address nobody answered from": "bad_token",
  });
  const session = await enter(gateway, "mo", { token: own });
  session.ws.terminate();
});

test("roles come as a list, and the one of old tokens still holds", async () => {
  const rolesOf = async (claims: object) =>
    (
      await verifyToken(
        await signed({ ...sound(), roles: undefined, ...claims }),
        { secrets: [TEST_SECRET] },
        new Date(),
      )
    ).roles;
  expect(await rolesOf({})).toEqual([]);
  expect(await rolesOf({ role: "moderator" })).toEqual(["moderator"]);
  expect(await rolesOf({ roles: ["lead", "auditor", "bot", "lead"] })).toEqual(["lead", "auditor", "bot"]);
  expect(await rolesOf({ roles: ["admin", 7, null, "toString", "auditor"], role: 9 })).toEqual(["auditor"]);
  expect(await rolesOf({ roles: "moderator" })).toEqual([]);
  const gateway = await moderated();
  const http = async (roles: readonly Role[]) =>
    (await atThreeDoors(gateway, await signed({ ...sound(), roles: [...roles] }))).http;
  expect([await http(["lead"]), await http(["auditor"]), await http(["bot"])]).toEqual([200, 403, 401]);
  expect(["moderator", "lead", "auditor", "bot"].every(isRole)).toBe(true);
  expect(mayModerate(["auditor", "bot"])).toBe(false);
});

test("a reserved name speaks only by a bot's token of the gateway's own secret", async () => {
  const gateway = await moderated();
  const hello = async (user: string, roles: readonly Role[]) => {
    const socket = await openRaw(gateway.ws);
    const token = await signToken(user, TEST_SECRET, 60, new Date(), { roles });
    socket.say({ type: "hello", id: "h", token, device: "d" });
    return (await Promise.race([socket.next("welcome"), socket.next("error")])).type;
  };
  expect(await hello("hutong", [])).toBe("error");
  expect(await hello("hutong", ["lead", "moderator"])).toBe("error");
  expect(await hello("Hutong", ["bot"])).toBe("error");
  expect(await hello("hutong", ["bot"])).toBe("welcome");
});

test("hutong token writes roles, a lifetime in units and an id of its own", async () => {
  const data = temporaryFolder(onTestFinished);
  const run = (...args: string[]) => runHere(["token", ...args, "--data", data]);
  const claimsOf = async (...args: string[]) => decodeJwt((await run(...args)).stdout.trim());
  const plain = await claimsOf("mo");
  expect(plain).toMatchObject({ sub: "mo", jti: expect.stringMatching(/^[\da-f-]{36}$/u) });
  expect(plain).not.toHaveProperty("roles");
  expect((plain.exp ?? 0) - Math.floor(plain.iat ?? 0)).toBe(3_600);
  const rich = await claimsOf("mo", "--role", "lead", "--role", "auditor", "--bot", "--expires", "8h");
  expect(rich["roles"]).toEqual(["lead", "auditor", "bot"]);
  expect((rich.exp ?? 0) - Math.floor(rich.iat ?? 0)).toBe(8 * 3_600);
  expect((await claimsOf("mo", "--moderator", "--expires", "90"))["roles"]).toEqual(["moderator"]);
  expect((await claimsOf("hutong", "--bot"))["roles"]).toEqual(["bot"]);
  const ruled = await claimsOf("mo", "--jwt-issuer", "me", "--jwt-audience", "hutong", "--jwt-user-claim", "uid");
  expect(ruled).toMatchObject({ iss: "me", aud: "hutong", uid: "mo" });
  for (const wrong of [
    ["--role", "operator"],
    ["--expires", "8w"],
    ["--expires", "367d"],
    ["--expires", "0"],
  ]) {
    expect(await run("mo", ...wrong)).toMatchObject({ code: 2, stdout: "" });
  }
});

test("roles hold for eight hours from iat, and the rest of a token goes on", async () => {
  const now = new Date("2026-11-28T12:00:00Z");
  const atS = now.getTime() / 1_000;
  const rolesOf = async (claims: object) => {
    const token = await signed({ sub: "mo", roles: ["lead", "bot"], ...claims });
    return (await verifyToken(token, { secrets: [TEST_SECRET] }, now)).roles;
  };
  const exp = atS + 30 * DAY_S;
  expect(await rolesOf({ iat: atS, exp })).toEqual(["lead", "bot"]);
  expect(await rolesOf({ iat: atS - 8 * 3_600 + 1, exp })).toEqual(["lead", "bot"]);
  expect(await rolesOf({ iat: atS - 8 * 3_600, exp })).toEqual(["bot"]);
  expect(await rolesOf({ exp: atS + 8 * 3_600 })).toEqual(["lead", "bot"]);
  expect(await rolesOf({ exp })).toEqual(["bot"]);
  for (const role of ["moderator", "lead", "auditor"])
    expect(await runHere(["token", "mo", "--role", role, "--expires", "9h"])).toMatchObject({ code: 2 });
});
