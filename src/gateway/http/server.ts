import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { SOCKET_PATH } from "../../protocol/client-frames.ts";
import { SATORI_PATH } from "../../satori/satori.ts";
import { createRefusalLog } from "../socket/refusal-log.ts";
import { readTarget } from "../socket/request-target.ts";
import { UPGRADE_REFUSALS } from "../socket/upgrade-refusals.ts";
import { ADAPTERS_PATH, answerChat } from "./adapters.ts";
import { json, plainText, write, writeBeforeEnd, type Answer } from "./answer.ts";
import { allowed, corsHeaders, optionsAnswer } from "./cors.ts";
import { createFileAnswers } from "./file-answers.ts";
import { HttpError, refusalOf } from "./http-error.ts";
import type { HttpParts } from "./http-parts.ts";
import { CHAT_PAGE_HEADERS, CONSOLE_HEADERS } from "./security-headers.ts";
import { createRouter, type Match } from "./router.ts";
import { ROUTES } from "./routes/table.ts";
import { CONSOLE_PATH, createWebFiles } from "./web-files.ts";

/** Answers HTTP: the table of routes, and the web client's files. */
export function createHttpHandler(parts: HttpParts): (request: IncomingMessage, response: ServerResponse) => void {
  const webFile = createWebFiles(parts.webRoot);
  const refusals = createRefusalLog(parts.environment.log);
  const asFile = createFileAnswers();
  const find = createRouter(ROUTES.filter(({ isServed }) => isServed(parts)));

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method, path } = askedOf(request);
    const match = find(method, path);
    const isChat = path.startsWith(ADAPTERS_PATH);
    if (match?.host !== "any" && !isChat && !parts.network.isOwnHost(request))
      throw new HttpError("wrong_host", UPGRADE_REFUSALS.host.message);
    if (match?.kind === "malformed") throw new HttpError("bad_request", "path: expected whole escapes, as %3A");
    if (match?.kind === "other_methods") {
      const { methods } = match;
      if (method === "OPTIONS") return optionsAnswer(request, methods, shared(request, match));
      throw new HttpError("method_not_allowed", `Expected ${methods.join(" or ")}`, { allow: allowed(methods) });
    }
    // Behind the way to the gateway nothing stands, not even a slash: the page's own addresses would lead beside it.
    if (path === "") return { ...plainText("", 308), headers: { location: `${parts.network.base}/` } };
    // Typed so by people; relative, since a proxy may have the gateway under a path.
    if (path === `${CONSOLE_PATH}/`) return { ...plainText("", 308), headers: { location: `..${CONSOLE_PATH}` } };
    if (match !== null) {
      const found = await match.route.answer({ request, named: match.named, parts });
      if (found !== null) return found.isFile === true ? asFile(request, found) : found;
    }
    if (isChat) return answerChat(request, parts);
    // The whole gateway, or a file of the page.
    if (method === "OPTIONS" && (path === "*" || (await webFile(path)) !== null))
      return optionsAnswer(request, ["GET"], {});
    // So that a proxy which drops the Upgrade header is recognised.
    if (path === SOCKET_PATH) throw withoutUpgrade(request);
    const file = method === "GET" ? await webFile(path) : null;
    if (file === null) throw new HttpError("not_found");
    if (path === CONSOLE_PATH) return asFile(request, { ...file, headers: CONSOLE_HEADERS });
    return asFile(request, file.type.startsWith("text/html") ? { ...file, headers: CHAT_PAGE_HEADERS } : file);
  }

  function withoutUpgrade({ headers: { origin, "sec-websocket-key": key } }: IncomingMessage): HttpError {
    if (key === undefined) return new HttpError("upgrade_required");
    refusals.add(UPGRADE_REFUSALS.upgrade, origin);
    return new HttpError("upgrade_required", UPGRADE_REFUSALS.upgrade.message);
  }

  /** Bots are answered by a table of their own, in the form that their adapters know. */
  async function answerBot(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body, headers = {} } = await parts.satori.answer(request);
    const isWhole = request.complete;
    const found = { ...json(body), status, headers: { ...headers, ...(!isWhole && { connection: "close" }) } };
    if (isWhole) write(response, found);
    else writeBeforeEnd(request, response, found);
  }

  function matchOf(request: IncomingMessage): Match | null {
    const { method, path } = askedOf(request);
    return find(method, path);
  }

  /** The route, never the path: that may hold a name or an address. */
  function placeOf(request: IncomingMessage): { readonly method: string; readonly route: string } {
    const { method } = askedOf(request);
    if (request.url?.startsWith(SATORI_PATH) === true) return { method: "POST", route: SATORI_PATH };
    const match = matchOf(request);
    const route =
      match === null ? "other" : match.kind === "route" ? match.route.path : (match.routes[0]?.path ?? "other");
    return { method: METHODS.has(method) ? method : "other", route };
  }

  /** What lets a page of another origin read the answer, a refusal too. */
  function shared(request: IncomingMessage, match = matchOf(request)): Readonly<Record<string, string>> {
    const routes = match === null ? [] : match.kind === "route" ? [match.route] : match.routes;
    return corsHeaders(request, routes, parts.network.sharedWith);
  }

  return (request, response) => {
    request.on("error", () => response.destroy());
    readTarget(request, parts.network.base);
    const id = requestIdOf(request);
    response.setHeader("x-request-id", id);
    const startedMs = performance.now();
    const failed = (error: unknown): void => {
      parts.environment.onFault(error);
      parts.environment.log({ event: "request_failed", request: id, ...placeOf(request) });
    };
    response.once("close", () => {
      const ms = Math.round(performance.now() - startedMs);
      parts.environment.log({ event: "request", request: id, ...placeOf(request), status: response.statusCode, ms });
    });
    if (request.url?.startsWith(SATORI_PATH) === true) {
      answerBot(request, response).catch(failed);
      return;
    }
    answer(request).then(
      (found) => write(response, { ...found, headers: { ...shared(request), ...found.headers } }),
      (error: unknown) => {
        const refusal = error instanceof HttpError ? error : new HttpError("internal");
        if (refusal !== error) failed(error);
        const plain = refused(refusal, request.complete);
        const answered = { ...plain, headers: { ...shared(request), ...plain.headers } };
        if (request.complete) write(response, answered);
        else writeBeforeEnd(request, response, answered);
      },
    );
  };
}

const METHODS = new Set(["GET", "POST", "PUT", "DELETE", "OPTIONS"]);
/** What proxies give: a UUID, or hexadecimal figures. Anything else might be somebody's words. */
const GIVEN_ID = /^[\da-f-]{16,64}$/iu;

/** Names a request in the log and in its answer: as the proxy in front did, else by a name of its own. */
function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && GIVEN_ID.test(given) ? given : randomUUID();
}

function askedOf({ url = "/", method = "GET" }: IncomingMessage): { readonly method: string; readonly path: string } {
  // HEAD is GET without a body.
  return { method: method === "HEAD" ? "GET" : method, path: url.split("?", 1)[0] ?? "/" };
}

/** @param isWhole  Whether the request was read whole; what is left of a refused body is not read. */
function refused(refusal: HttpError, isWhole: boolean): Answer {
  const { status, retryAfterMs, allow } = refusal;
  return {
    ...json(refusalOf(refusal)),
    status,
    headers: {
      ...(retryAfterMs !== undefined && { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) }),
      ...(allow !== undefined && { allow: allow.join(", ") }),
      // RFC 9110, 15.5.22: the answer names what to upgrade to.
      ...(refusal.code === "upgrade_required" && { upgrade: "websocket" }),
      // RFC 6750, 3: a token that was not brought is no error of one.
      ...(status === 401 && {
        "www-authenticate": refusal.code === "tokens_only" ? "Bearer" : 'Bearer error="invalid_token"',
      }),
      ...(!isWhole && { connection: "close" }),
    },
  };
}
