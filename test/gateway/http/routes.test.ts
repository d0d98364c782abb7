import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { createSignInCodes } from "../../../src/access/sign-in-codes.ts";
import { openProviderKeys } from "../../../src/access/provider-keys.ts";
import { signToken } from "../../../src/access/tokens.ts";
import type { CaseStep } from "../../../src/store/cases.ts";
import { TEST_SECRET } from "../../support/secret.ts";
import { openApp, type App } from "../../../src/app.ts";
import { connect } from "../../../src/client/index.ts";
import { DEFAULT_CONFIG } from "../../../src/config.ts";
import { HTTP_ERRORS, type HttpErrorCode } from "../../../src/gateway/http/http-error.ts";
import type { Route } from "../../../src/gateway/http/route.ts";
import { LOG_KEY_FILE } from "../../../src/log/keys.ts";
import { ROUTES } from "../../../src/gateway/http/routes/table.ts";
import { openSqliteStore } from "../../../src/store/sqlite/store.ts";
import { rulebookText } from "../../policy/facts.ts";
import { ask, postJson, type Asked, type AskOptions } from "../../support/ask.ts";
import { pngOf } from "../../support/doubles/images.ts";
import { article, openSite, page, redirect, startFollowingGateway, type Site } from "../../support/followed-gateway.ts";
import { startGateway, type GivenParts, type TestGateway } from "../../support/gateway.ts";
import { enter } from "../../support/raw-socket.ts";

const SECRET = "a secret of thirty-two bytes or more, for routes";
const ITEM = "https://item.taobao.com/item.htm?id=652874301955";

type Json = Readonly<Record<string, unknown>>;

/** Things to close, the latest first. */
const opened: (() => unknown)[] = [];
let site: Site;
/** A gateway whose every part is the shipped one, with a shadow rulebook. */
let app: App;
/** Follows links on this machine. */
let gateway: TestGateway;
/** Has nothing to answer `/v1/…` from. */
let bare: TestGateway;
/** Takes bodies of 1 KB and one request of each; its parts fail. */
let narrow: TestGateway;
/** Behind a proxy on this machine. */
let proxied: TestGateway;
/** Its identity provider cannot be reached. */
let keyless: TestGateway;
/** Its log was signed by a key that is not there any more. */
let unsigned: App;
let unready: TestGateway;
let document: Json;
/** How far the resolver of `gateway` is ahead. */
let laterMs = 0;
let providersToken: string;

const fail = (): never => {
  throw new Error("a fault of ours");
};
const texts = { read: fail };
const FAILING = {
  check: fail,
  rulebooks: fail,
  rulebook: fail,
  rulebookSchema: fail,
  apps: fail,
  payments: fail,
  timeline: fail,
  docs: fail,
  lists: fail,
  log: {
    isPublic: false,
    checkpoint: fail,
    verifierKey: fail,
    keyEntries: fail,
    entries: fail,
    proof: fail,
    counts: fail,
    tile: fail,
    jwks: fail,
  },
  shadow: fail,
};

async function start(parts: GivenParts = {}): Promise<TestGateway> {
  const started = await startGateway(parts);
  opened.push(() => started.close());
  return started;
}

async function startApp(): Promise<App> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-routes-"));
  opened.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "candidate.yaml");
  const strict = rulebookText("miit").replace("then: { action: open_in_place }", "then: { action: block }");
  writeFileSync(file, strict.replace("id: miit", "id: candidate"));
  const data = join(folder, "data");
  const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
  const config = { ...DEFAULT_CONFIG, resolve, port: 0, data, secret: SECRET, rulebook: "miit", shadow: file };
  const started = await openApp(config);
  opened.push(() => started.close());
  const token = await signToken("alice", new TextEncoder().encode(SECRET), 600, new Date());
  const client = connect(new URL("/v1/ws", started.url.replace(/^http/u, "ws")).href, token, { device: "d" });
  await client.ready();
  await client.send("bob", `${ITEM} https://a@evil.example/`);
  client.close();
  return started;
}

async function startUnsigned(): Promise<App> {
  const data = mkdtempSync(join(tmpdir(), "hutong-routes-"));
  opened.push(() => rmSync(data, { recursive: true }));
  const config = { ...DEFAULT_CONFIG, port: 0, data, secret: SECRET };
  const before = await openApp(config);
  await ask(portOf(before.url), "/v1/log/checkpoint");
  await before.close();
  rmSync(join(data, LOG_KEY_FILE));
  const started = await openApp(config);
  opened.push(() => started.close());
  return started;
}

beforeAll(async () => {
  site = await openSite();
  opened.push(() => site.close());
  app = await startApp();
  unsigned = await startUnsigned();
  const lists = [{ entry: "evil.site.net", kind: "phishing" as const }];
  gateway = await startFollowingGateway({ lists, now: () => Date.now() + laterMs });
  opened.push(() => gateway.close());
  bare = await start();
  const images = { fetch: fail };
  narrow = await start({
    api: FAILING,
    images,
    articles: texts,
    limits: { maxBodyBytes: 1_024, maxRequestsPerWindow: 1 },
  });
  proxied = await start({
    api: FAILING,
    images,
    articles: texts,
    trustedProxies: ["127.0.0.1"],
    demo: true,
    signInCodes,
  });
  const providerKeys = openProviderKeys(new URL("http://127.0.0.1:9/keys"), { onTrouble: () => {} });
  keyless = await start({ api: FAILING, demoSignIn: false, providerKeys });
  const store = openSqliteStore(":memory:");
  opened.push(() => store.close());
  unready = await start({ store: { ...store, health: () => ({ ...store.health(), writable: false }) } });
  const { privateKey } = await generateKeyPair("ES256");
  providersToken = await new SignJWT({ sub: "mo" })
    .setProtectedHeader({ alg: "ES256", kid: "1" })
    .setExpirationTime("1m")
    .sign(privateKey);
  document = JSON.parse((await ask(portOf(app.url), "/openapi.json")).body) as Json;
});
afterAll(async () => {
  for (const close of opened.toReversed()) await close();
});

const portOf = (url: string): number => Number(new URL(url).port);
const asked = (path: string, options?: AskOptions) => ask(portOf(app.url), path, options);
const checked = (body: unknown, port = gateway.port) => postJson(port, "/v1/check", body);
const signedIn = (user: string, options?: AskOptions) => postJson(gateway.port, "/v1/demo-sign-in", { user }, options);

let people = 0;
/** What a reader is told of one link of a text: its report, and its address under `/o/`. */
async function told(text: string, index = 0) {
  people += 1;
  const socket = await enter(gateway, `reader${people}`);
  socket.say({ type: "send", id: "1", key: "k", to: "bob", text });
  const { conversation } = await socket.next("sent");
  await socket.next("link");
  socket.say({ type: "open", id: "o", conversation, seq: 1, index });
  const { report, via = "", article: readable = "" } = await socket.next("opened");
  socket.ws.close();
  return { image: report.resolution.page?.image ?? "", via, readable };
}

async function shown(path: string): Promise<Asked> {
  site.pages.set(`/card${path}`, page("Card", path));
  site.pages.set("/picture.png", (response) => response.writeHead(200).end(pngOf(4, 4)));
  return ask(gateway.port, (await told(site.url(`/card${path}`))).image);
}

/** An address of the route on any gateway. */
const pathOf = ({ path }: Route): string =>
  path
    .replace(
      "{id}",
      /^\/v1\/(?:cases|complaints)\//u.test(path)
        ? NO_CASE
        : path.startsWith("/v1/statements/")
          ? NO_STATEMENT
          : "wechat",
    )
    .replace("{page}", "protocol")
    .replace("{number}", "000.p/1")
    .replace("{index}", "0")
    .replace("{name}", "decisions")
    .replace("{place}", "0/000.p/1")
    .replace(/\{\w+\}/u, "x.y");
const optionsOf = ({ method }: Route): AskOptions =>
  method === "GET"
    ? {}
    : { method, headers: { "content-type": "application/json" }, body: '{"text":"x","user":"alice"}' };

/** One request to a route of a gateway, with what makes it refuse. */
function sent(route: Route, { port }: TestGateway, more: AskOptions["headers"] = {}, text?: string): Promise<Asked> {
  const { headers, ...options } = optionsOf(route);
  const body = text === undefined ? {} : { body: text };
  return ask(port, pathOf(route), { ...options, ...body, headers: { ...headers, ...more } });
}
const from = (address: string) => ({ "x-forwarded-for": address });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** How each route is asked that it refuses before its handler is asked. */
const REFUSED: Readonly<Partial<Record<HttpErrorCode, (route: Route) => Promise<Asked>>>> = {
  wrong_host: (route) => sent(route, bare, { host: "evil.example" }),
  forwarding: (route) =>
    sent(route, proxied, { ...from("203.0.113.9"), forwarded: "for=203.0.113.10", ...bearer("x") }),
  async rate_limited(route) {
    // At this machine a moderator's route costs nothing.
    const isFree = ["moderator", "log_reader", "cases", "person"].includes(route.access);
    const more = isFree ? from("203.0.113.9") : {};
    await sent(route, narrow, more);
    return sent(route, narrow, more);
  },
  moderators_only: (route) => sent(route, keyless),
  roles_only: (route) => sent(route, keyless),
  tokens_only: (route) => sent(route, keyless),
  bad_token: (route) => sent(route, keyless, bearer("x")),
  token_expired: async (route) =>
    sent(route, keyless, bearer(await signToken("mo", TEST_SECRET, 60, new Date("2021-09-17T00:00:00Z")))),
  token_not_yet: async (route) =>
    sent(route, keyless, bearer(await signToken("mo", TEST_SECRET, 60, new Date(Date.now() + 60_000)))),
  keys_unavailable: (route) => sent(route, keyless, bearer(providersToken)),
  no_demo_sign_in: (route) => sent(route, keyless),
  bad_json: (route) => sent(route, gateway, {}, "{"),
  bad_content_type: (route) => sent(route, gateway, { "content-type": "text/plain" }),
  bad_request: (route) => sent(route, gateway, {}, '{"text":7,"user":7,"ifVersion":"x","note":7}'),
  internal: (route) => sent(route, proxied, from("203.0.113.8")),
};

/** Routes whose part of the API fails at `proxied`. */
const FAILING_ROUTES = new Set([
  "checkLinks",
  "listRulebooks",
  "getRulebookSchema",
  "getRulebook",
  "listApps",
  "listPayments",
  "getPaymentsPage",
  "getDocsPage",
  "getLogCheckpoint",
  "getLogKey",
  "getLogKeys",
  "getDecisionStats",
  "getLogTile",
  "getVerdictKeys",
]);

const signInCodes = createSignInCodes(() => performance.now());
const NO_CASE = "x".repeat(22);
const NO_STATEMENT = `k:${NO_CASE}.1`;
const FRAUD = { entry: "fraud.example", kind: "fraud" } as const;
async function previewed(caller: string) {
  const { id } = await caseIn("received");
  return asCaller(`/v1/cases/${id}/preview`, caller, { effect: { ...FRAUD, entry: `${people}.example` } });
}
const ENTRIES = "/v1/lists/decisions/entries";
const wanted = (entry: string) => ({ effect: { entry, kind: "fraud" }, reason: "a copy" });
const TOO_LARGE = { filler: "x".repeat(70_000) };

/** Requests that only one route knows, by `operationId status code`. */
const OWN: Record<string, () => Promise<Asked>> = {
  "checkLinks 200": () => checked({ text: `${ITEM} ￥aS1dF2gH3jK￥ taobao://x ${site.url("/card")}`, locale: "vi" }),
  "checkLinks 404 not_found": () => checked({ text: "" }, bare.port),
  "checkLinks 413 too_large": () => checked({ text: "x".repeat(70_000) }),
  "demoSignIn 413 too_large": () => signedIn("x".repeat(70_000)),
  "getDemoSignIn 200": () => asked("/v1/demo-sign-in"),
  "demoSignIn 200": () => signedIn("alice"),
  "demoSignIn 403 reserved": () => signedIn("hutong"),
  "codeSignIn 200": () => postJson(proxied.port, "/v1/sign-in-code", { code: signInCodes.make() }),
  "codeSignIn 413 too_large": () => postJson(proxied.port, "/v1/sign-in-code", TOO_LARGE),
  "codeSignIn 404 not_found": () => postJson(proxied.port, "/v1/sign-in-code", { code: "used" }),
  async "openLink 200"() {
    site.pages.set("/plain", page("Plain"));
    const { via } = await told(`[https://bank.example/](${site.url("/plain")})`, 1);
    return ask(gateway.port, via);
  },
  async "openLink 302"() {
    site.pages.set("/plain", page("Plain"));
    return ask(gateway.port, (await told(site.url("/plain"))).via);
  },
  async "openLink 403"() {
    site.pages.set("/turns", page("Harmless"));
    const { via } = await told(site.url("/turns"));
    site.pages.set("/turns", redirect(site.url("/x").replace("short.", "evil.")));
    // What was learnt of it is too old by then.
    laterMs += 61_000;
    return ask(gateway.port, via);
  },
  "openLink 410": () => ask(gateway.port, "/o/x"),
  "openLink 404 not_found": () => ask(gateway.port, "/o/x%20y"),
  async "getArticle 200"() {
    site.pages.set("/text", article("Doors", '<img src="/picture.png" alt="A door">'));
    return ask(gateway.port, (await told(site.url("/text"))).readable);
  },
  "getArticle 404 no_article": () => ask(gateway.port, "/v1/article/x.y"),
  "getArticle 404 not_found": () => ask(gateway.port, "/v1/article/x%20y"),
  "getImage 200": () => shown("/picture.png"),
  "getImage 404 no_image": () => shown("/none.png"),
  "getImage 404 not_found": () => ask(gateway.port, "/v1/image/x.y"),
  "listRulebooks 200": () => asked("/v1/rulebooks"),
  "listRulebooks 404 not_found": () => ask(bare.port, "/v1/rulebooks"),
  "getRulebook 200": () => asked("/v1/rulebooks/wechat"),
  "getRulebook 404 not_found": () => asked("/v1/rulebooks/none"),
  "getRulebookSchema 200": () => asked("/v1/rulebooks/schema.json"),
  "getRulebookSchema 404 not_found": () => ask(bare.port, "/v1/rulebooks/schema.json"),
  "listApps 200": () => asked("/v1/apps"),
  "listApps 404 not_found": () => ask(bare.port, "/v1/apps"),
  "listPayments 200": () => asked("/v1/payments?at=2021-09-28&locale=vi&other=1"),
  "listPayments 400 bad_request": () => asked("/v1/payments?at=yesterday"),
  "listPayments 404 not_found": () => ask(bare.port, "/v1/payments"),
  "getDocs 308": () => asked("/docs"),
  "getDocs 404 not_found": () => ask(bare.port, "/docs"),
  "getDocsPage 200": () => asked("/docs/"),
  "getDocsPage 404 not_found": () => ask(bare.port, "/docs/"),
  "getPaymentsPage 200": () => asked("/payments?at=2021-09-28"),
  "getPaymentsPage 400 bad_request": () => asked("/payments?locale=xx"),
  "getPaymentsPage 404 not_found": () => ask(bare.port, "/payments"),
  "getTimeline 200": () => asked("/v1/timeline"),
  "getTimeline 404 not_found": () => ask(bare.port, "/v1/timeline"),
  "listThreatLists 200": () => asked("/v1/lists"),
  "listThreatLists 404 not_found": () => ask(bare.port, "/v1/lists"),
  "getLogCheckpoint 200": () => asked("/v1/log/checkpoint"),
  "getLogCheckpoint 503 log_unsigned": () => ask(portOf(unsigned.url), "/v1/log/checkpoint"),
  "getLogCheckpoint 404 not_found": () => ask(bare.port, "/v1/log/checkpoint"),
  "getLogKey 200": () => asked("/v1/log/key"),
  "getLogKey 503 log_unsigned": () => ask(portOf(unsigned.url), "/v1/log/key"),
  "getLogKey 404 not_found": () => ask(bare.port, "/v1/log/key"),
  "getLogKeys 200": () => asked("/v1/log/keys"),
  "getLogKeys 404 not_found": () => ask(bare.port, "/v1/log/keys"),
  "getLogEntries 200": () => asked("/v1/log/tile/entries/000.p/1"),
  "getLogEntries 404 not_found": () => asked("/v1/log/tile/entries/009"),
  "getLogTile 200": () => asked("/v1/log/tile/0/000.p/1"),
  "getLogTile 404 not_found": () => asked("/v1/log/tile/0/009"),
  "listListEntries 200": async () => {
    await caseIn("decided");
    return asCaller(ENTRIES, "mo");
  },
  "listListEntries 404 not_found": () => asCaller("/v1/lists/feed/entries", "mo"),
  "addListEntry 200": async () => asCaller(ENTRIES, "mo", wanted("new.example"), await bare.store.lastEffect()),
  "addListEntry 403 own_case": async () =>
    asCaller(ENTRIES, "ann", wanted(await subjectOf("received")), await bare.store.lastEffect()),
  "addListEntry 404 not_found": () => asCaller("/v1/lists/feed/entries", "mo", wanted("new.example"), 0),
  "addListEntry 409 conflict": async () =>
    asCaller(ENTRIES, "mo", wanted("other.example"), (await bare.store.lastEffect()) + 1),
  "addListEntry 413 too_large": () => asCaller(ENTRIES, "mo", TOO_LARGE),
  "addListEntry 428 version_missing": () => asCaller(ENTRIES, "mo", wanted("new.example")),
  "listDecisions 200": () => asked("/v1/decisions?limit=1"),
  "listDecisions 400 bad_request": () => asked("/v1/decisions?after=x"),
  "listDecisions 404 not_found": () => ask(bare.port, "/v1/decisions"),
  "getDecisionsTable 200": () => asked("/v1/decisions.csv"),
  "getDecisionsTable 400 bad_request": () => asked("/v1/decisions.csv?limit=0"),
  "getDecisionsTable 404 not_found": () => ask(bare.port, "/v1/decisions.csv"),
  "getDecisionStats 200": () => asked("/v1/decisions/stats"),
  "getDecisionStats 404 not_found": () => ask(bare.port, "/v1/decisions/stats"),
  "getDecision 200": () => asked("/v1/decisions/0"),
  "getDecision 404 not_found": () => asked("/v1/decisions/99999"),
  "getDecisionProof 200": () => asked("/v1/decisions/0/proof"),
  "getDecisionProof 503 log_unsigned": () => ask(portOf(unsigned.url), "/v1/decisions/0/proof"),
  "getDecisionProof 404 not_found": () => asked("/v1/decisions/99999/proof"),
  "exportStatements 200": async () => {
    await caseIn("decided");
    return ask(bare.port, "/v1/statements/export");
  },
  "exportStatements 400 bad_request": () => asCaller("/v1/statements/export?limit=0", "ada"),
  "getVerdictKeys 200": () => asked("/.well-known/hutong-keys.json"),
  "getVerdictKeys 503 log_unsigned": () => ask(portOf(unsigned.url), "/.well-known/hutong-keys.json"),
  "getVerdictKeys 404 not_found": () => ask(bare.port, "/.well-known/hutong-keys.json"),
  "getShadow 200": () => asked("/v1/shadow"),
  "getShadow 404 not_found": () => ask(bare.port, "/v1/shadow"),
  "listCases 200": async () => {
    await caseIn("proposed");
    return asCaller("/v1/cases?state=proposed", "mo");
  },
  "listCases 400 bad_request": () => asCaller("/v1/cases?state=x", "mo"),
  "getCaseFigures 200": async () => {
    await caseIn("decided");
    return asCaller("/v1/cases/figures?from=2021-09-17", "mo");
  },
  "getCaseFigures 400 bad_request": () => asCaller("/v1/cases/figures?from=2026-01-02&to=2026-01-02", "mo"),
  "listEndingEffects 200": async () => {
    await caseIn("decided");
    return asCaller("/v1/cases/effects?before=2999-01-01", "mo");
  },
  "listEndingEffects 400 bad_request": () => asCaller("/v1/cases/effects?limit=0", "mo"),
  "getCaseActor 200": () => asCaller("/v1/cases/actor", "mo"),
  "getCase 200": async () => asCaller(`/v1/cases/${(await caseIn("appealed")).id}`, "mo"),
  "getCase 404 not_found": () => asCaller(`/v1/cases/${NO_CASE}`, "mo"),
  "previewCase 200": () => previewed("mo"),
  "previewCase 403 own_case": () => previewed("ann"),
  "previewCase 404 not_found": () => asCaller("/v1/cases/x/preview", "mo", { effect: FRAUD }),
  "previewCase 413 too_large": () => asCaller(`/v1/cases/${NO_CASE}/preview`, "mo", TOO_LARGE),
  "getStatement 200": async () => asCaller(`/v1/statements/${(await caseIn("decided")).statement}?locale=id`, "bob"),
  "getStatement 400 bad_request": () => asCaller(`/v1/statements/${NO_STATEMENT}?locale=${"x".repeat(65)}`, "bob"),
  "getStatement 404 not_found": () => asCaller(`/v1/statements/${NO_STATEMENT}`, "bob"),
  "appealStatement 200": async () =>
    asCaller(`/v1/statements/${(await caseIn("decided")).statement}/appeal`, "bob", { note: "mine" }),
  "appealStatement 404 not_found": () => asCaller(`/v1/statements/${NO_STATEMENT}/appeal`, "bob", {}),
  "appealStatement 409 final": async () => {
    const path = `/v1/statements/${(await caseIn("decided")).statement}/appeal`;
    await asCaller(path, "bob", {});
    return asCaller(path, "bob", {});
  },
  "appealStatement 409 conflict": async () =>
    asCaller(`/v1/statements/${(await caseIn("undone")).statement}/appeal`, "bob", {}),
  "appealStatement 413 too_large": () => asCaller(`/v1/statements/${NO_STATEMENT}/appeal`, "bob", TOO_LARGE),
  ...Object.fromEntries(
    (["decide", "claim", "release", "confirm", "reject", "check"] as const).flatMap((does) =>
      Object.entries(changesOf(does)).map(([status, request]) => [`${does}Case ${status}`, request]),
    ),
  ),
  "getHealth 200": () => asked("/healthz"),
  "getReadiness 200": () => asked("/readyz"),
  "getReadiness 503": () => ask(unready.port, "/readyz"),
  "getMetrics 200": () => asked("/metrics"),
  "getOpenApi 200": () => asked("/openapi.json"),
  "getAsyncApi 200": () => asked("/asyncapi.json"),
};

/** Every request about cases is asked under their other name too. */
let caseBase = "/v1/cases";
for (const [name, request] of Object.entries(OWN)) {
  const { path, operationId = "" } = ROUTES.find((route) => route.operationId === name.split(" ")[0]) ?? {};
  if (path?.startsWith("/v1/cases") !== true) continue;
  OWN[name.replace(operationId, operationId.replace(/Case|Ending/u, "Complaint"))] = async () => {
    caseBase = "/v1/complaints";
    try {
      return await request();
    } finally {
      caseBase = "/v1/cases";
    }
  };
}

/** As somebody with a moderator's token. */
async function asCaller(asked: string, user: string, body?: object, version?: number): Promise<Asked> {
  const path = asked.replace("/v1/cases", caseBase);
  const token = await signToken(user, TEST_SECRET, 600, new Date(), { roles: ["moderator"] });
  const headers = { ...bearer(token), ...(version !== undefined && { "if-match": `"${version}"` }) };
  if (body === undefined) return ask(bare.port, path, { headers });
  return postJson(bare.port, path, body, { headers });
}

/** What a fresh case that ann complained about is about, as an entry names it. */
async function subjectOf(state: "received"): Promise<string> {
  const whole = await bare.store.caseFile((await caseIn(state)).id);
  const subject = whole?.file.subject;
  return subject?.kind === "link" ? subject.entry : expect.fail("no link");
}

/** A fresh case that ann complained about, and where others than she decided; `proposed` and `appealed` by mo. */
async function caseIn(
  state: "received" | "in_review" | "proposed" | "decided" | "undone" | "appealed" | "appeal_proposed",
): Promise<{ readonly id: string; readonly version: number; readonly statement: string }> {
  people += 1;
  const { store } = bare;
  const host = `${people}.example`;
  const untilMs = Date.now() + 86_400_000;
  await store.complain(
    {
      user: "ann",
      kind: "harmful",
      target: { kind: "link", conversation: "c:1", seq: people, index: 0 },
      subject: { kind: "link", entry: host },
      about: "bob",
      host,
      category: "fraud",
      note: "a copy",
      at: new Date(),
    },
    { maxOpen: 1_000, maxPerHour: 1_000 },
  );
  const filter = { direction: null, after: null, limit: 1, stages: ["received" as const], host };
  const { id } = (await store.cases(filter)).cases[0]?.file ?? expect.fail("no case");
  let version = 1;
  const act = async (user: string, step: CaseStep) => {
    await store.act(id, version, step, { user, roles: ["moderator"], token: null }, new Date());
    version += 1;
  };
  const effect = { kind: "entry", entry: host, finding: "fraud", untilMs } as const;
  const wish = { decision: "uphold", effect, reason: "seen", isWide: state === "proposed" } as const;
  if (state === "in_review") await act("mo", { do: "claim" });
  if (state === "received" || state === "in_review") return { id, version, statement: "" };
  await act("mo", { do: "decide", wish, fourEyes: "wide" });
  if (state === "proposed") return { id, version, statement: "" };
  const [notice] = await store.complaintsOf("bob", null, 1);
  const statement = notice?.statement ?? "";
  if (state === "undone") await act("mo", { do: "undo" });
  if (state === "decided" || state === "undone") return { id, version, statement };
  await store.appeal("bob", notice?.id ?? "", "my shop", new Date());
  version += 1;
  if (state === "appeal_proposed")
    await act("ma", { do: "decide", wish: { ...wish, effect: null, isWide: true }, fourEyes: "wide" });
  return { id, version, statement };
}

/** A decided case whose decision was drawn. */
async function drawnCase(): ReturnType<typeof caseIn> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const made = await caseIn("decided");
    const whole = await bare.store.caseFile(made.id);
    if (whole?.file.decisions[0]?.isDrawn === true) return made;
  }
  return expect.fail("nothing was drawn");
}

/** What a change of a case is answered, by what is asked of which case. */
function changesOf(
  does: "decide" | "claim" | "release" | "confirm" | "reject" | "check",
): Record<string, () => Promise<Asked>> {
  const body =
    does === "decide" ? { decision: "dismiss", reason: "nothing seen" } : does === "check" ? { agrees: true } : {};
  const before = {
    decide: "received",
    claim: "received",
    release: "in_review",
    confirm: "proposed",
    reject: "proposed",
    check: "drawn",
  } as const;
  const isProposal = does === "confirm" || does === "reject";
  const other = does === "confirm" || does === "check" ? "ma" : "mo";
  const asked = async (state: Parameters<typeof caseIn>[0] | "drawn", user: string, version?: number | null) => {
    const made = state === "drawn" ? await drawnCase() : await caseIn(state);
    const path = `/v1/cases/${made.id}${does === "decide" ? "" : `/${does}`}`;
    const whole = state === "appealed" && does === "decide" ? { ...body, decision: "uphold" } : body;
    return asCaller(path, user, whole, version === null ? undefined : (version ?? made.version));
  };
  const same = asked.bind(null, does === "check" ? "drawn" : isProposal ? "appeal_proposed" : "appealed");
  const path = does === "decide" ? `/v1/cases/${NO_CASE}` : `/v1/cases/${NO_CASE}/${does}`;
  return {
    "200": () => asked(before[does], other),
    "409 conflict": () => asked(before[does], other, 99),
    "428 version_missing": () => asked(before[does], "mo", null),
    "404 not_found": () => asCaller(path, "mo", body, 1),
    "413 too_large": () => asCaller(path, "mo", TOO_LARGE, 1),
    // Only who has a case leaves it.
    ...(does !== "release" && {
      "403 own_case": () => asked(before[does], "ann"),
      "403 same_person": () => same("mo"),
    }),
  };
}

/** Each answer that a row of the table names, as `operationId status code`, with the request that gets it. */
const CASES = ROUTES.flatMap((route) => {
  const { operationId, responses, refusals } = route;
  const own = Object.keys(responses).map((status) => ({ route, name: `${operationId} ${status}`, refused: undefined }));
  const refused = refusals.map((code) => ({
    route,
    name: `${operationId} ${HTTP_ERRORS[code].status} ${code}`,
    refused: code === "internal" && !FAILING_ROUTES.has(operationId) ? undefined : REFUSED[code],
  }));
  return [...own, ...refused].map(({ name, refused: by }) => ({ name, route, request: OWN[name] ?? by }));
});

/** What a document says at a place, by its path of keys. */
function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((part, key) => (part as Json | undefined)?.[key], value);
}

/** The same schema, which lets no field pass that it does not name. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== "object" || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, strict(value)]));
  return { ...("properties" in parts && { additionalProperties: false }), ...parts };
}

/** A schema of the document that stands alone. */
function schemaAlone(schema: unknown): z.ZodType {
  const whole = { ...(strict(schema) as Json), $defs: strict(at(document, "components", "schemas")) };
  const own = JSON.stringify(whole).replaceAll("#/components/schemas/", "#/$defs/");
  return z.fromJSONSchema(JSON.parse(own) as Parameters<typeof z.fromJSONSchema>[0]);
}

/** What an answer has that the served document does not say of it; null: nothing. */
function faultOf({ path, method }: Route, { status, headers, body }: Asked): string | null {
  const documented = at(document, "paths", path, method.toLowerCase(), "responses", `${status}`);
  const type = (headers["content-type"] ?? "").split(";")[0] ?? "";
  const media = at(documented, "content", type) as { readonly schema?: unknown } | undefined;
  if (media === undefined) return `${status} ${type} is not documented`;
  const missing = Object.keys(at(documented, "headers") ?? {}).filter((name) => headers[name] === undefined);
  if (missing.length > 0) return `missing ${missing.join(", ")}`;
  if (media.schema === undefined) return null;
  const fit = schemaAlone(media.schema).safeParse(type === "application/json" ? JSON.parse(body) : body);
  return fit.error?.message ?? null;
}

test.each(CASES.filter(({ request }) => request !== undefined))(
  "$name is as the document says, and no field more",
  async ({ route, name, request }) => {
    const answer = (await request?.(route)) ?? expect.fail("no request");
    const isJson = answer.headers["content-type"] === "application/json";
    const code = isJson ? at(JSON.parse(answer.body), "error", "code") : undefined;
    const is = `${route.operationId} ${answer.status}`;
    expect(typeof code === "string" ? `${is} ${code}` : is).toBe(name);
    expect(faultOf(route, answer)).toBeNull();
  },
);

test("no answer that a row names is left unasked, but our own faults where no part can fail", () => {
  const unasked = CASES.filter(({ request }) => request === undefined).map(({ name }) => name);
  expect(unasked.filter((name) => !name.endsWith(" 500 internal"))).toEqual([]);
  expect(unasked.length).toBe(ROUTES.length - FAILING_ROUTES.size);
  expect(Object.keys(OWN).filter((name) => !CASES.some((each) => each.name === name))).toEqual([]);
});

test("a token that is refused is told apart from none and from another's role, in the words of RFC 6750", async () => {
  const path = "/v1/cases";
  const expired = await signToken("mo", TEST_SECRET, 60, new Date("2021-09-17T00:00:00Z"));
  const person = await signToken("mo", TEST_SECRET, 60, new Date());
  const answers = await Promise.all(
    [undefined, "Bearer x", `bearer ${expired}`, `BEARER  ${person}`].map((authorization) =>
      ask(keyless.port, path, authorization === undefined ? {} : { headers: { authorization } }),
    ),
  );
  expect(
    answers.map(({ status, headers, body }) => [
      status,
      (JSON.parse(body) as { error: { code: string } }).error.code,
      headers["www-authenticate"],
    ]),
  ).toEqual([
    [403, "roles_only", undefined],
    [401, "bad_token", 'Bearer error="invalid_token"'],
    [401, "token_expired", 'Bearer error="invalid_token"'],
    [403, "roles_only", undefined],
  ]);
  const none = await ask(keyless.port, `/v1/statements/${NO_STATEMENT}`);
  expect([none.status, none.headers["www-authenticate"]]).toEqual([401, "Bearer"]);
});

test("a place in a list of cases that is none is refused, so that no reader goes round for ever", async () => {
  for (const path of ["/v1/cases?after=zzz", "/v1/statements/export?after=1.2.x"]) {
    const { status, body } = await asked(path);
    expect([status, body]).toEqual([400, expect.stringContaining("after: expected what the page before named")]);
  }
});

test("an answer with a field too many, a field too few or another's code is seen", () => {
  const route = ROUTES.find(({ operationId }) => operationId === "getShadow") ?? expect.fail("no such route");
  const headers = { "content-type": "application/json" };
  const fault = (status: number, body: unknown) => faultOf(route, { status, headers, body: JSON.stringify(body) });
  const error = { code: "moderators_only", message: "m", temporary: false };
  expect(fault(403, { error })).toBeNull();
  expect(fault(403, { error, more: 1 })).toContain("more");
  expect(fault(403, { error: { ...error, more: 1 } })).toContain("more");
  expect(fault(403, { error: { ...error, code: "not_found" } })).toContain("moderators_only");
  expect(fault(418, { error })).toContain("418");
  expect(fault(429, { error })).toContain("retry-after");
  expect(fault(200, { judged: 0 })).toContain("leftOver");
});

test("[T18] figures name who decides to leads alone, and to nobody in a table", async () => {
  await caseIn("decided");
  const read = async (role: "moderator" | "lead" | "auditor", path: string, headers: Record<string, string> = {}) => {
    const token = await signToken("le", TEST_SECRET, 600, new Date(), { roles: [role] });
    return ask(bare.port, `/v1/cases/figures${path}`, { headers: { ...bearer(token), ...headers } });
  };
  expect((await read("lead", "")).body).toContain('"mo"');
  for (const role of ["moderator", "auditor"] as const) {
    const { body } = await read(role, "");
    expect(body).toMatch(/"name":"mod:[\w-]{16}"/u);
    expect(body).not.toContain('"mo"');
  }
  const table = await read("lead", "?format=csv");
  expect(table.headers["content-type"]).toBe("text/csv; charset=utf-8");
  const lines = table.body.split("\r\n");
  expect(lines[0]).toBe(
    "by,name,received,complaints,decided,reversed,medianMs,open,overdue,busiestHour,decidedInIt,dismissed,drawn,checked,agreed,waiting,disputed",
  );
  expect(
    lines.some((line) =>
      /^moderator,mod:[\w-]{16},,,\d+,\d+,,,,\d{4}-\d\d-\d\dT\d\d:00:00.000Z,\d+,,,\d+,\d+,,$/u.test(line),
    ),
  ).toBe(true);
  expect(table.body.replaceAll(/mod:[\w-]{16}/gu, "")).not.toMatch(/\b(?:mo|ann|bob)\b/u);
  expect((await read("lead", "", { accept: "text/csv, */*" })).body).toBe(table.body);
  expect((await read("lead", "?format=json", { accept: "text/csv" })).headers["content-type"]).toBe("application/json");
});

test("the document is OpenAPI 3.1", async () => {
  const validator = new Validator();
  expect(await validator.validate(document)).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
  const ids = ROUTES.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const wrong = { ...document, paths: { "/x": { get: { responses: { 200: {} } } } } };
  expect((await new Validator().validate(wrong)).valid).toBe(false);
});

test("every address refuses a method that the document does not name, and says which it takes", async () => {
  for (const [path, operations] of Object.entries(at(document, "paths") as Json)) {
    const route = ROUTES.find((each) => each.path === path) ?? expect.fail(path);
    const { status, headers, body } = await ask(proxied.port, pathOf(route), { method: "DELETE" });
    const methods = Object.keys(operations as Json).flatMap((method) =>
      method === "get" ? ["GET", "HEAD"] : ["POST"],
    );
    expect([path, status, headers.allow]).toEqual([path, 405, methods.join(", ")]);
    expect(at(JSON.parse(body), "error", "code")).toBe("method_not_allowed");
  }
});

test("HEAD is answered as GET is, without the body", async () => {
  for (const path of ["/healthz", "/openapi.json", "/v1/apps", "/v1/rulebooks/none"]) {
    const [whole, head] = [await asked(path), await asked(path, { method: "HEAD" })];
    expect([path, head.status, head.headers["content-length"], head.body]).toEqual([
      path,
      whole.status,
      whole.headers["content-length"],
      "",
    ]);
  }
});

/** As `src/gateway/http/README.md` lists it. */
const rowOf = ({ method, path, access, summary }: Route): string =>
  `| \`${method} ${path}\` | ${access} | ${summary} |`.replaceAll(/\s+/gu, " ");

test("the README's table names the routes of the table, and no other", () => {
  const text = readFileSync(join(import.meta.dirname, "../../../src/gateway/http/README.md"), "utf8");
  const rows = text.split("\n").filter((line) => /^\| `(?:GET|POST) /u.test(line));
  expect(rows.map((row) => row.replaceAll(/\s+/gu, " "))).toEqual(ROUTES.map(rowOf));
});

test("no document names a route that is not there", () => {
  const root = join(import.meta.dirname, "../../..");
  const files = globSync(["*.md", ".github/*.md", "deploy/**/*", "{src,test,fixtures}/**/*.md"], { cwd: root });
  const known = ROUTES.map(({ path }) => path.replace(/\{\w+\}/u, "…")).concat("/v1/ws");
  const named = files
    .filter((file) => /\.(?:md|cfg|conf|ya?ml)$|Caddyfile/u.test(file))
    .flatMap((file) => [
      ...readFileSync(join(root, file), "utf8").matchAll(
        /(?<![\w.:/])\/(?:v1\/|o\/|healthz|readyz|metrics|(?:open|async)api)[^\s`"'|),;:]*/gu,
      ),
    ])
    .map(([path]) => path.replace(/\{\w+\}/u, "…").replace(/\.$/u, ""));
  expect(named.length).toBeGreaterThan(20);
  expect(new Set(named).difference(new Set(known))).toEqual(new Set());
});
