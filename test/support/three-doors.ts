import type { JWTPayload } from "jose";
import { SignJWT } from "jose";
import type { TestGateway } from "./gateway.ts";
import { startGateway } from "./gateway.ts";
import { enter, openRaw } from "./raw-socket.ts";
import { TEST_SECRET } from "./secret.ts";

/** A gateway whose moderators need tokens, with one route for them. */
export function startModerated(parts: Parameters<typeof startGateway>[0] = {}): Promise<TestGateway> {
  return startGateway({ demoSignIn: false, api: { shadow: () => ({ judged: 0 }) }, ...parts });
}

/** Signed as somebody else than the gateway would, claim by claim. */
export function signed(claims: JWTPayload, { secret = TEST_SECRET, alg = "HS256" } = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(secret);
}

export const nowS = (): number => Math.floor(Date.now() / 1_000);

/** What a token of user `mo` comes to at hello, at refresh and at a moderator's route: the error code, or "ok". */
export async function atThreeDoors(gateway: TestGateway, token: string, user = "mo") {
  const hello = await openRaw(gateway.ws);
  hello.say({ type: "hello", id: "h", token, device: "d" });
  const first = await Promise.race([hello.next("welcome"), hello.next("error")]);
  const session = await enter(gateway, user);
  session.say({ type: "refresh", id: "r", token });
  const second = await Promise.race([session.next("refreshed"), session.next("error")]);
  const answer = await fetch(`${gateway.http}/v1/shadow`, { headers: { authorization: `Bearer ${token}` } });
  for (const { ws } of [hello, session]) ws.terminate();
  return {
    hello: first.type === "error" ? first.code : "ok",
    refresh: second.type === "error" ? second.code : "ok",
    http: answer.status,
  };
}

export const ALL_OPEN = { hello: "ok", refresh: "ok", http: 200 };
export const refusedAs = (code: string) => ({ hello: code, refresh: code, http: 401 });
