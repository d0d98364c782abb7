import type { IncomingMessage } from "node:http";
import { bearerIn } from "../access/bearer.ts";
import type { Bots } from "../access/bots.ts";
import type { Caller } from "../access/forwarding.ts";
import type { Identify } from "../access/identities.ts";
import type { Rates } from "../access/rates.ts";
import { textOfBody, whyNotJson } from "../input/json-body.ts";
import { readerOf } from "../messages/reader.ts";
import { LOCALES } from "../policy/types.ts";
import { ProtocolError } from "../protocol/errors.ts";
import { createEvents, type Events } from "./events.ts";
import type { Told, Verdicts } from "./inbox-events.ts";
import { type Asking, FEATURES, type MethodParts, METHODS } from "./methods.ts";
import { Refusal, refused, type SatoriAnswer } from "./refusals.ts";
import { loginOf, PLATFORM } from "./wire.ts";

export interface SatoriParts extends Omit<MethodParts, "isBot"> {
  readonly verdicts: Verdicts;
  readonly identify: Identify;
  readonly isSuspended: (user: string) => boolean;
  readonly bots: Pick<Bots, "isBot">;
  readonly rates: Rates;
  readonly clock: () => Date;
  /** Null: the proxy's headers name two clients. */
  readonly callerOf: (request: IncomingMessage) => Caller | null;
  readonly isStopping: () => boolean;
  readonly onFault: (error: unknown) => void;
}

/** Where bots of Koishi, NoneBot and others connect. */
export const SATORI_PATH = "/satori/";
export const SATORI_EVENTS_PATH = "/satori/v1/events";
const METHOD_PATH = "/satori/v1/";

/** A Satori server (https://satori.chat), for bots' tokens alone. */
export interface Satori extends Events {
  /** Answers a request under {@link SATORI_PATH}. Never rejects. */
  answer(request: IncomingMessage): Promise<SatoriAnswer>;
}

const MAX_KEY_LENGTH = 64;
/** Pictures travel within a content (`data:`): they are left out, and what stands beside them is not lost for their size. */
const MAX_CONTENT_BODY_BYTES = 4_194_304;

export function createSatori(parts: SatoriParts): Satori {
  const { identify, bots, rates, limits, clock, store, bus, verdicts, isStopping, onFault, callerOf } = parts;
  const { isBot } = bots;
  const methodParts: MethodParts = { ...parts, isBot };

  /** @throws {ProtocolError} or {Refusal} by rejecting. */
  async function askedBy(request: IncomingMessage): Promise<string> {
    const token = bearerIn(request);
    const caller = callerOf(request);
    if (caller === null) throw new Refusal(400, "forwarding", "Two forwarding headers name two clients");
    try {
      if (token === null) throw new ProtocolError("bad_token", "Expected Authorization: Bearer, with a bot's token");
      const { user, roles } = await identify(token, clock());
      if (!roles.includes("bot"))
        throw new Refusal(403, "bots_only", "The token is a person's; hutong token USER --bot makes a bot's");
      return user;
    } catch (error) {
      // So that guessing tokens costs whoever guesses.
      const waitMs = rates.request(`bogus at ${caller.network}`);
      if (waitMs !== null) throw new ProtocolError("rate_limited", "Too many requests; wait", { retryAfterMs: waitMs });
      throw error;
    }
  }

  function namedIn({ headers }: IncomingMessage, names: readonly string[]): string | null {
    for (const name of names) {
      const value = headers[name];
      if (typeof value === "string") return value;
    }
    return null;
  }

  async function answered(request: IncomingMessage): Promise<SatoriAnswer> {
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    if (path === SATORI_EVENTS_PATH)
      throw new Refusal(426, "upgrade_required", "The events are here: ask for an upgrade to websocket");
    const name = path.startsWith(METHOD_PATH) ? path.slice(METHOD_PATH.length) : "";
    const isMeta = name === "meta";
    const method = METHODS.get(name);
    if (method !== undefined && request.method !== "POST")
      throw new Refusal(405, "method_not_allowed", "Expected POST");
    const bot = await askedBy(request);
    if (isStopping()) throw new ProtocolError("shutting_down");
    const told = toldAs(bot, request);
    if (isMeta) return { status: 200, body: { logins: [told.login], proxy_urls: [] } };
    if (method === undefined)
      throw new Refusal(404, "not_found", "There is no such method here; features of the login says which there are");
    const platform = namedIn(request, ["satori-platform", "x-platform"]);
    const user = namedIn(request, ["satori-user-id", "x-self-id"]);
    if ((platform !== null && platform !== PLATFORM) || (user !== null && decoded(user) !== bot))
      throw new Refusal(403, "wrong_login", "Satori-Platform and Satori-User-ID name another login than the token");
    // What it sends is counted again where it is posted, each message of it.
    const take = (): void => {
      const retryAfterMs = rates.frame(bot);
      if (retryAfterMs !== null) throw new ProtocolError("rate_limited", "Too many requests; wait", { retryAfterMs });
    };
    const asking: Asking = { ...told, bot, key: keyIn(request) };
    const { maxBodyBytes } = limits;
    const most =
      name === "message.create"
        ? { bytes: Math.max(maxBodyBytes, MAX_CONTENT_BODY_BYTES), said: `${MAX_CONTENT_BODY_BYTES} bytes` }
        : { bytes: maxBodyBytes, said: `maxBodyBytes (${maxBodyBytes})` };
    const body = await bodyOf(request, most, { everyBytes: maxBodyBytes, take });
    return { status: 200, body: await method(asking, body, methodParts) };
  }

  function toldAs(bot: string, { headers }: IncomingMessage): Told {
    const asked = headers["accept-language"]?.toLowerCase() ?? "";
    const locale = LOCALES.find((each) => asked.startsWith(each.slice(0, 2).toLowerCase())) ?? "en";
    return { login: loginOf(bot, FEATURES), reader: readerOf({ os: "web", version: null }, locale, null) };
  }

  const events = createEvents({
    store,
    bus,
    verdicts,
    isBot,
    identify,
    isSuspended: parts.isSuspended,
    bots,
    limits,
    clock,
    callerOf,
    isStopping,
    toldAs,
    onFault,
  });
  return { ...events, answer: (request) => answered(request).catch((error: unknown) => refused(error, onFault)) };
}

/** Header values are Latin-1; a name in another script comes percent-encoded, or as its UTF-8 bytes. */
function decoded(value: string): string {
  const bytes = Buffer.from(value, "latin1").toString("utf8");
  if (!bytes.includes("%")) return bytes;
  try {
    return decodeURIComponent(bytes);
  } catch {
    return bytes;
  }
}

/** @throws {Refusal} */
function keyIn({ headers }: IncomingMessage): string | null {
  const key = headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key === "string" && /^[\x20-\x7E]{1,64}$/u.test(key)) return key;
  throw new Refusal(400, "bad_request", `Idempotency-Key: expected 1 to ${MAX_KEY_LENGTH} printable ASCII characters`);
}

/**
 * JSON of a body; an empty one is an empty object.
 *
 * @param rate  Taken from before it is read, and again for every so many bytes: a large body costs as many small ones.
 * @throws {Refusal} or what `rate.take` throws, by rejecting.
 */
async function bodyOf(
  request: IncomingMessage,
  most: { readonly bytes: number; readonly said: string },
  rate: { readonly everyBytes: number; readonly take: () => void },
): Promise<unknown> {
  rate.take();
  const fault = whyNotJson({ "content-type": "application/json", ...request.headers });
  if (fault !== null) throw new Refusal(415, "bad_content_type", fault);
  let paid = rate.everyBytes;
  const text = await textOfBody(request, (bytes) => {
    if (bytes > most.bytes) throw new Refusal(413, "too_large", `The body is over ${most.said}`);
    for (; bytes > paid; paid += rate.everyBytes) rate.take();
  });
  // Nobody is left to read this.
  if (text === null) throw new Refusal(400, "aborted", "The body ended before its end");
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "bad_json", "The body is not JSON");
  }
}
