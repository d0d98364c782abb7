import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Identify } from "../../access/identities.ts";
import type { UserNames } from "../../access/user-names.ts";
import { USER_ID_FAULTS } from "../../chat/user-id.ts";
import { ERRORS, ProtocolError } from "../../protocol/errors.ts";
import { userIdSchema } from "../../protocol/client-frames.ts";
import type { Limits } from "../../protocol/limits.ts";
import { asyncApi, openApi } from "./api-documents.ts";
import type { FollowAllowance } from "../../messages/follow-allowance.ts";
import type { HttpApi } from "./http-api.ts";
import { HttpError } from "./http-api.ts";
import type { LinkTokens } from "../../access/link-tokens.ts";
import type { GaugeName, Metrics } from "../../telemetry/metrics.ts";
import type { Opening, OpenLinks } from "../../messages/open-link.ts";
import { expiredPage, localeOf, openPage } from "../../pages/open-page.ts";
import type { DemoSignIn, LocalAccess } from "./local-access.ts";
import type { ImageFetcher } from "../../resolve/images/image-fetcher.ts";
import type { Rates } from "../../access/rates.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import type { CallerOf } from "../../access/forwarding.ts";
import { UPGRADE_REFUSALS } from "../socket/upgrade-refusals.ts";
import { createWebFiles } from "./web-files.ts";

interface HttpParts {
  readonly limits: Limits;
  readonly rates: Rates;
  readonly metrics: Metrics;
  readonly clock: () => Date;
  readonly signDemoToken: (user: string) => Promise<string>;
  readonly identify: Identify;
  readonly names: UserNames;
  readonly api: HttpApi;
  readonly openLinks: OpenLinks;
  readonly tokens: LinkTokens;
  /** Fetches pictures of pages; null: nobody does. */
  readonly images: Pick<ImageFetcher, "fetch"> | undefined;
  readonly webRoot: URL;
  readonly access: LocalAccess;
  readonly callerOf: CallerOf;
  /** Whether the Host header names this gateway. */
  readonly isOwnHost: (request: IncomingMessage) => boolean;
  readonly isReady: () => boolean;
  readonly gauges: () => Readonly<Record<GaugeName, number>>;
  readonly onFault: (error: unknown) => void;
}

/** What `GET /v1/demo-sign-in` tells the page. */
interface DemoState {
  readonly demoSignIn: DemoSignIn;
}

interface Answer {
  readonly status?: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

type Route = (request: IncomingMessage, path: string) => Promise<Answer>;

const HTML = "text/html; charset=utf-8";
/** Seconds a browser may keep a picture. */
const IMAGE_KEEP_S = 86_400;
/**
 * Asked by address or by an orchestrator's name, and answered under any: they tell counts and states, nothing of users.
 */
const UNDER_ANY_HOST: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);
const signInSchema = z.object({ user: userIdSchema });

/** Answers HTTP: the web client's files, what machines ask (`/healthz`, `/readyz`, `/metrics`), and the routes under `/v1`. */
export function createHttpHandler(parts: HttpParts): (request: IncomingMessage, response: ServerResponse) => void {
  const { api, metrics } = parts;
  const webFile = createWebFiles(parts.webRoot);
  const documents = { openApi: json(openApi()), asyncApi: json(asyncApi()) };
  const routes = new Map<string, Route>([
    ["GET /healthz", async () => text(200, "ok\n")],
    ["GET /readyz", async () => (parts.isReady() ? text(200, "ready\n") : text(503, "not ready\n"))],
    [
      "GET /metrics",
      async () => ({ type: "text/plain; version=0.0.4; charset=utf-8", body: await metrics.text(parts.gauges()) }),
    ],
    ["GET /openapi.json", async () => documents.openApi],
    ["GET /asyncapi.json", async () => documents.asyncApi],
    [
      "GET /v1/demo-sign-in",
      async (request) => json({ demoSignIn: parts.access.demoSignIn(request) } satisfies DemoState),
    ],
    ["POST /v1/demo-sign-in", async (request) => json(await demoSignIn(request))],
    ...optional(
      "POST /v1/check",
      api.check,
      (check) => async (request) => json(await check(await costlyBody(request), followAllowanceOf(request))),
    ),
    ...optional("GET /v1/rulebooks", api.rulebooks, (rulebooks) => async () => json(await rulebooks())),
    ...optional("GET /v1/rulebooks/schema.json", api.rulebookSchema, (schema) => async () => json(await schema())),
    ...optional("GET /v1/apps", api.apps, (apps) => async () => json(await apps())),
    ...optional("GET /v1/shadow", api.shadow, (shadow) => async (request) => {
      await admitModerator(request);
      return json(await shadow());
    }),
  ]);

  /** Routes whose last part names something. */
  const named: readonly (readonly [RegExp, (name: string, request: IncomingMessage) => Promise<Answer | null>])[] = [
    [/^\/v1\/rulebooks\/([\w.@+-]{1,128})$/u, rulebook],
    [/^\/v1\/image\/([\w.-]{1,6000})$/u, image],
    [/^\/o\/([\w.-]{1,2000})$/u, openLink],
  ];

  async function answer(request: IncomingMessage): Promise<Answer> {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    if (!UNDER_ANY_HOST.has(path) && !parts.isOwnHost(request))
      throw new HttpError(421, UPGRADE_REFUSALS.host.code, UPGRADE_REFUSALS.host.message);
    // HEAD is GET without a body, which node leaves out by itself.
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    const route = routes.get(`${method} ${path}`);
    if (route !== undefined) return route(request, path);
    const methods = ["GET", "POST"].filter((each) => routes.has(`${each} ${path}`));
    if (methods.length > 0) throw new HttpError(405, "method_not_allowed", `Expected ${methods.join(" or ")}`);
    if (method === "GET") {
      for (const [pattern, route] of named) {
        const name = pattern.exec(path)?.[1];
        const found = name === undefined ? null : await route(name, request);
        if (found !== null) return found;
      }
      const file = await webFile(path);
      if (file !== null) return file;
    }
    throw new HttpError(404, "not_found", "There is nothing at this address");
  }

  async function rulebook(id: string): Promise<Answer | null> {
    const found = (await api.rulebook?.(id)) ?? null;
    return found === null ? null : json(found);
  }

  async function openLink(token: string, request: IncomingMessage): Promise<Answer> {
    const claims = await parts.openLinks.read(token);
    charge(claims === null ? `bogus at ${networkOf(request)}` : `as ${claims.sub}`);
    const opening: Opening = claims === null ? { kind: "expired" } : await parts.openLinks.open(claims);
    metrics.add("opened", opening.kind);
    switch (opening.kind) {
      case "go":
        return { status: 302, type: "text/plain; charset=utf-8", body: "", headers: { location: opening.to } };
      case "page":
        return {
          status: opening.report.verdict.action === "block" ? 403 : 200,
          type: HTML,
          body: openPage(opening.report, opening.locale, opening.target),
        };
      case "expired":
        return { status: 410, type: HTML, body: expiredPage(localeOf(request.headers["accept-language"])) };
    }
  }

  async function image(token: string, request: IncomingMessage): Promise<Answer | null> {
    if (parts.images === undefined) return null;
    const url = parts.tokens.readImage(token);
    // Many readers of a group ask for one picture at once, so each address has an allowance of it.
    charge(url === null ? `bogus at ${networkOf(request)}` : `${token.split(".")[1]} at ${networkOf(request)}`);
    if (url === null) return null;
    const found = await parts.images.fetch(url);
    metrics.add("images", found.kind);
    if (found.kind === "failed") throw new HttpError(404, "no_image", "There is no picture to be had");
    const { type, bytes } = found;
    return {
      type,
      body: bytes,
      headers: {
        "cache-control": `private, max-age=${IMAGE_KEEP_S}, immutable`,
        "content-security-policy": "default-src 'none'; sandbox",
        "content-disposition": "inline",
      },
    };
  }

  /** Whose allowance a request without a token takes: the client's address, also behind a trusted proxy. */
  function networkOf(request: IncomingMessage): string {
    const caller = parts.callerOf(request);
    if (caller === null) {
      const { status, because, message } = UPGRADE_REFUSALS.forwarding;
      throw new HttpError(status, because, message);
    }
    return caller.network;
  }

  function followAllowanceOf(request: IncomingMessage): FollowAllowance {
    return {
      requester: `at ${networkOf(request)}`,
      maxLinks: parts.limits.maxFollowedLinks,
      take: parts.rates.follow,
    };
  }

  /**
   * Takes one from an allowance of requests that cost work. A token is read before: what is none of ours costs its sender's address,
   * apart from its other requests, and a good one its own user, so that nobody's bogus tokens refuse another's good one.
   */
  function charge(who: string): void {
    const waitMs = parts.rates.request(who);
    if (waitMs !== null) throw new HttpError(429, "rate_limited", "Too many requests; wait", waitMs);
  }

  async function costlyBody(request: IncomingMessage): Promise<unknown> {
    charge(`at ${networkOf(request)}`);
    return readJson(request, parts.limits.maxBodyBytes);
  }

  /** Where only this machine is served whoever is at it moderates; elsewhere a moderator's token is asked for. */
  async function admitModerator(request: IncomingMessage): Promise<void> {
    if (parts.access.isFromHere(request)) return;
    const token = /^Bearer (.{1,4096})$/u.exec(request.headers.authorization ?? "")?.[1];
    const verified = token === undefined ? null : await parts.identify(token, parts.clock()).catch(refusedToken);
    charge(verified === null ? `bogus at ${networkOf(request)}` : `as ${verified.user}`);
    if (verified?.isModerator !== true)
      throw new HttpError(403, "moderators_only", "Expected a moderator's token: Authorization: Bearer …");
  }

  /** A token for a name alone. */
  async function demoSignIn(request: IncomingMessage): Promise<{ readonly token: string }> {
    if (parts.access.demoSignIn(request) === "off") {
      const message = "Sign-in by name works only on the machine of the gateway, without --origin, or with --demo";
      throw new HttpError(403, "no_demo_sign_in", message);
    }
    const body = signInSchema.safeParse(await costlyBody(request));
    if (!body.success)
      throw new HttpError(400, "bad_request", `Expected {"user": "…"}: ${body.error.issues[0]?.message ?? ""}`);
    const fault = await parts.names.faultOf(body.data.user);
    if (fault === "reserved") throw new HttpError(403, fault, `user: ${USER_ID_FAULTS[fault]}`);
    if (fault !== null) throw new HttpError(400, "bad_request", `user: ${USER_ID_FAULTS[fault]}`);
    return { token: await parts.signDemoToken(body.data.user) };
  }

  return (request, response) => {
    request.on("error", () => response.destroy());
    answer(request).then(
      (found) => write(response, found.status ?? 200, found, found.headers ?? {}),
      (error: unknown) => {
        const refusal =
          error instanceof HttpError ? error : new HttpError(500, "internal", "The gateway failed on this request");
        if (refusal !== error) parts.onFault(error);
        const { status, code, message, retryAfterMs } = refusal;
        const temporary = status === 429 || status >= 500;
        const retry: Record<string, string> =
          retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) };
        const body = { error: { code, message, temporary, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } };
        // What is left of a refused body is not read.
        if (!request.complete) retry["connection"] = "close";
        write(response, status, json(body), retry);
      },
    );
  };
}

/** Null for a token that is refused. */
function refusedToken(error: unknown): null {
  if (!(error instanceof ProtocolError)) throw error;
  if (ERRORS[error.code].temporary) throw new HttpError(503, error.code, error.message);
  return null;
}

function write(
  response: ServerResponse,
  status: number,
  { type, body }: Answer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    ...headers,
  });
  response.end(body);
}

function optional<T>(
  name: string,
  given: T | undefined,
  route: (given: T) => Route,
): readonly (readonly [string, Route])[] {
  return given === undefined ? [] : [[name, route(given)]];
}

function text(status: number, body: string): Answer {
  return { status, type: "text/plain; charset=utf-8", body };
}

function json(value: unknown): Answer {
  return { type: "application/json", body: JSON.stringify(value) };
}

async function readJson(request: IncomingMessage, maxBodyBytes: number): Promise<unknown> {
  // A page of another origin can post only "simple" types unasked; this is none of them.
  if (!/^application\/json\s*(;|$)/iu.test(request.headers["content-type"] ?? "")) {
    throw new HttpError(415, "bad_content_type", "Expected content-type: application/json");
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > maxBodyBytes) throw new HttpError(413, "too_large", `The body is over maxBodyBytes (${maxBodyBytes})`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HttpError) throw error;
    // The client went away, or took longer than requestTimeoutMs: its own doing, and nobody is left to read this.
    throw new HttpError(400, "aborted", "The body ended before its end");
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new HttpError(400, "bad_json", "The body is not JSON");
  }
}
