import type { IncomingMessage } from "node:http";
import type { SharedWith } from "../../access/origins.ts";
import type { Answer } from "./answer.ts";
import type { Route } from "./route.ts";

/** Seconds for which a browser need not ask again. */
const KEEP_S = 600;

/** What anybody may read and pages of other origins may be let at: nothing that signs in, opens a link or is for moderators. */
const SHAREABLE: ReadonlySet<string> = new Set([
  "/v1/check",
  "/v1/rulebooks",
  "/v1/rulebooks/schema.json",
  "/v1/rulebooks/{id}",
  "/v1/apps",
  "/v1/timeline",
  "/v1/lists",
  "/v1/payments",
  "/openapi.json",
  "/asyncapi.json",
]);

/** What lets the page that asks read the answer; empty when it may not. Source: https://fetch.spec.whatwg.org/#http-cors-protocol. */
export function corsHeaders(
  { headers: { origin } }: IncomingMessage,
  routes: readonly Route[],
  sharedWith: SharedWith,
): Readonly<Record<string, string>> {
  if (!routes.some(({ path }) => SHAREABLE.has(path))) return {};
  if (sharedWith === "any") return { "access-control-allow-origin": "*" };
  if (sharedWith.size === 0) return {};
  // A cache keeps what it gives to one page from another.
  const vary = { vary: "origin" };
  if (origin === undefined || !sharedWith.has(origin)) return vary;
  return { ...vary, "access-control-allow-origin": origin };
}

/** The answer to `OPTIONS`: what may be asked of an address, and by a page of another origin. */
export function optionsAnswer(
  request: IncomingMessage,
  methods: readonly string[],
  shared: Readonly<Record<string, string>>,
): Answer {
  const allow = [...allowed(methods), "OPTIONS"].join(", ");
  const isPreflight =
    request.headers["access-control-request-method"] !== undefined && "access-control-allow-origin" in shared;
  const told = isPreflight && {
    "access-control-allow-methods": allow,
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": String(KEEP_S),
  };
  return { status: 204, type: "text/plain; charset=utf-8", body: "", headers: { allow, ...shared, ...told } };
}

/** HEAD is there wherever GET is. */
export function allowed(methods: readonly string[]): readonly string[] {
  return methods.flatMap((each) => (each === "GET" ? [each, "HEAD"] : [each]));
}
