import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { MADE_BY as REGISTRY_MADE_BY } from "../src/apps/kept-apps.ts";
import { MADE_BY as RULEBOOKS_MADE_BY } from "../src/rulebooks/builtin.ts";

/** The order in which `src` reads from top to bottom: a place imports only what stands above it. */
const ORDER = [
  "links",
  "input",
  "telemetry",
  "apps",
  "resolve",
  "findings",
  "policy",
  "rulebooks",
  "report",
  "check",
  "pages",
  "chat",
  "cases",
  "protocol",
  "client",
  "bot",
  "log",
  "store",
  "bus",
  "access",
  "messages",
  "bots",
  "satori",
  "adapters",
  "gateway",
  "replay",
  "web",
  "config.ts",
  "docs",
  "open-store.ts",
  "app.ts",
  "commands",
  "main.js",
  "earlier-names.ts",
  "index.ts",
];

/** Rooms inside a place read from top to bottom too. `.` stands for the files that lie in no room. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  policy: [".", "rulebook", "decide", "compare", "fit"],
  resolve: ["types.ts", "guard", "limits", "fetch", "page", "cache", ".", "images", "articles"],
  gateway: ["socket", "frames", "http", "."],
  commands: ["cli", "lists", "log", "tour", "."],
};

/** Contracts without their backends: these folders know none of `store/sqlite`. */
const KNOWS_NO_BACKEND = new Set([
  "access",
  "messages",
  "gateway",
  "bots",
  "satori",
  "adapters",
  "bus",
  "replay",
  "web",
  "client",
  "bot",
  "log",
  "protocol",
]);

const src = resolve(import.meta.dirname, "../src");

interface Import {
  readonly file: string;
  readonly target: string;
  readonly isTypeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), "utf8");
  const found = [
    ...text.matchAll(
      /(?:import|export)\s+(type\s)?[^"';]*?from\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)|import\s+"(\.[^"]+)"/gu,
    ),
  ];
  return found.map((match) => ({
    file,
    target: relative(src, resolve(src, dirname(file), match[2] ?? match[3] ?? match[4] ?? "")),
    isTypeOnly: match[1] !== undefined,
  }));
}

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => /\.[jt]s$/u.test(file));
const imports = files.flatMap(importsOf);
const placeOf = (path: string) => path.split("/")[0] ?? "";

/** A room's name, or the file's own where the order names it, or `.`. */
function roomOf(path: string, rooms: readonly string[]): string {
  const [, first = "", second] = path.split("/");
  return second !== undefined || rooms.includes(first) ? first : ".";
}

/** Every file that one reaches by imports of whatever length. */
function reachedFrom(start: string, targets: ReadonlyMap<string, readonly Import[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const { target } of targets.get(file) ?? []) {
      if (reached.has(target)) continue;
      reached.add(target);
      waiting.push(target);
    }
  }
  return reached;
}

/** Files that reach themselves by their imports, a line for each circle. */
function circlesOf(all: readonly Import[]): string[] {
  const targets = Map.groupBy(all, ({ file }) => file);
  const reach = new Map([...targets.keys()].map((file) => [file, reachedFrom(file, targets)]));
  const circles = [...reach]
    .filter(([file, reached]) => reached.has(file))
    .map(([file, reached]) =>
      [...reached]
        .filter((other) => reach.get(other)?.has(file))
        .toSorted()
        .join(", "),
    );
  return [...new Set(circles)];
}

test("every file of src stands in a place that the order names", () => {
  expect(files.map(placeOf).filter((place) => !ORDER.includes(place))).toEqual([]);
});

test("a place imports only what stands above it", () => {
  expect(imports.length).toBeGreaterThan(20);
  const wrong = imports.filter(({ file, target }) => ORDER.indexOf(placeOf(target)) > ORDER.indexOf(placeOf(file)));
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test.each(Object.keys(ROOMS))("a room of %s imports only what stands above it", (place) => {
  const rooms = ROOMS[place] ?? [];
  const within = imports.filter(({ file, target }) => placeOf(file) === place && placeOf(target) === place);
  const levelOf = (path: string) => rooms.indexOf(roomOf(path, rooms));
  expect(within.length).toBeGreaterThan(5);
  expect(within.filter(({ file }) => levelOf(file) < 0).map(({ file }) => file)).toEqual([]);
  const wrong = within.filter(({ file, target }) => levelOf(target) > levelOf(file));
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test("no files import each other in a circle, types counted", () => {
  expect(circlesOf(imports)).toEqual([]);
  // What the search would find.
  const pair = [
    { file: "a.ts", target: "b.ts", isTypeOnly: true },
    { file: "b.ts", target: "a.ts", isTypeOnly: false },
  ];
  expect(circlesOf(pair)).toEqual(["a.ts, b.ts"]);
});

/** These put a program, a package and a backend together; whatever else imports more than 25 files does more than one thing. */
const PUTS_TOGETHER = new Set([
  "app.ts",
  "index.ts",
  "commands/commands.ts",
  "store/sqlite/store.ts",
  "store/postgres/store.ts",
]);

test("a file imports at most 25 others", () => {
  const wide = [...Map.groupBy(imports, ({ file }) => file)]
    .map(([file, own]) => [file, new Set(own.map(({ target }) => target)).size] as const)
    .filter(([file, count]) => count > 25 && !PUTS_TOGETHER.has(file));
  expect(wide).toEqual([]);
});

test.each(["links", "input", "telemetry"])("%s imports nothing else of src", (place) => {
  const wrong = imports.filter(({ file, target }) => placeOf(file) === place && placeOf(target) !== place);
  expect(wrong).toEqual([]);
});

test.each([
  ["apps/app-file.ts", REGISTRY_MADE_BY],
  ["apps/app-table.ts", REGISTRY_MADE_BY],
  ["apps/read-data.ts", REGISTRY_MADE_BY],
  ["policy/rulebook/rulebook.ts", RULEBOOKS_MADE_BY],
  ["policy/decide/decide.ts", RULEBOOKS_MADE_BY],
])("all that %s imports is an ingredient of what is kept of it", (maker, madeBy) => {
  const folders = new Set(madeBy.map((folder) => relative(src, fileURLToPath(folder))));
  const reached = [
    maker,
    ...reachedFrom(
      maker,
      Map.groupBy(imports, ({ file }) => file),
    ),
  ];
  expect(reached.length).toBeGreaterThan(3);
  expect(reached.filter((file) => !folders.has(dirname(file)))).toEqual([]);
});

test("policy takes nothing but types, the words they list and the words of mistakes from other places", () => {
  const wrong = imports.filter(
    ({ file, target, isTypeOnly }) =>
      !["policy", "input"].includes(placeOf(target)) &&
      placeOf(file) === "policy" &&
      !isTypeOnly &&
      !target.endsWith("/types.ts"),
  );
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test("those who use a contract know none of its backends", () => {
  const wrong = imports.filter(
    ({ file, target }) => KNOWS_NO_BACKEND.has(placeOf(file)) && /^(store|bus)\/(sqlite|postgres)\//u.test(target),
  );
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

/** Modules that can open a connection, listen for one or start a program that does. */
const DOOR_MODULES =
  /^(?:node:)?(?:net|tls|https?|http2|dgram|dns|dns\/promises|inspector|inspector\/promises|child_process|cluster)$|^(?:undici|ws)$/u;
/** Globals that do, in Node and in browsers, and what would reach one under a name that is not written out. */
const DOOR_GLOBALS =
  /(?<![\w$.]|["'])(?:(?:globalThis|window|self|navigator)\s*\.\s*)?\b(fetch|WebSocket|WebSocketStream|EventSource|XMLHttpRequest|sendBeacon|RTCPeerConnection|WebTransport)\b(?!["'])(?!\s+(?!as\b|in\b|instanceof\b)\p{L})|\b(globalThis|window|self|navigator)\s*\[|\bprocess\.(getBuiltinModule|binding)\b|\b(createRequire)\b/gu;

/** Every file of `src` that names a door, and what it takes of it. Whoever adds a row says why connections go past `resolve`. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  // The yaml package alone, when a text is first taken apart.
  "input/source-text.ts": ["createRequire"],
  // These read addresses or the words of a status and open nothing.
  "access/forwarding.ts": ["node:net BlockList", "node:net isIP"],
  "resolve/guard/address-guard.ts": ["node:net BlockList", "node:net isIP"],
  "resolve/guard/guard.ts": ["node:net isIP"],
  "gateway/socket/upgrade-refusals.ts": ["getBuiltinModule"],
  // A method of this name, which asks through fetch-head.ts.
  "resolve/images/image-fetcher.ts": ["fetch"],
  "earlier-names.ts": ["fetch"],
  // Where links are followed: names are asked, checked addresses are connected to.
  "resolve/fetch/name-lookup.ts": ["node:dns/promises Resolver"],
  "resolve/fetch/pinned-connection.ts": ["node:net connect", "node:net isIP", "node:tls connect"],
  // And names in the operator's own network, for what the operator names to be posted to.
  "resolve/fetch/poster.ts": ["node:dns/promises lookup"],
  "resolve/fetch/fetch-head.ts": ["undici whole"],
  // The keys of the identity provider that the operator names with --jwks, from exactly that address.
  "access/provider-keys.ts": ["fetch"],
  // To the collector of OpenTelemetry that the operator names with OTEL_EXPORTER_OTLP_ENDPOINT, and from exactly that address.
  "telemetry/otlp.ts": ["fetch"],
  // To the PostgreSQL server that the operator names with --store: pg connects by a socket that a stop can end.
  "store/postgres/servers.ts": ["node:net Socket"],
  // Listens.
  "gateway/gateway.ts": ["getBuiltinModule"],
  "gateway/socket/admission.ts": ["ws WebSocketServer"],
  "satori/events.ts": ["ws WebSocketServer"],
  // To the gateway that the caller names: the client library, the web client's own origin, a replay against a live one.
  "client/surroundings.ts": ["WebSocket"],
  "web/session.ts": ["fetch"],
  "web/statement-request.ts": ["fetch"],
  "web/check-request.ts": ["fetch"],
  "web/article-request.ts": ["fetch"],
  "web/console/api.ts": ["fetch"],
  "replay/live-judge.ts": ["fetch"],
  // The decision log whose address an auditor names.
  "commands/log/url-source.ts": ["fetch"],
};

/** What a source names of the doors; imports of types alone open nothing. */
function doorsIn(source: string): string[] {
  const text = source.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gmu, "");
  const doors = new Set<string>();
  const imported = new Set<string>();
  const statement = /\b(import|export)\s+(type\s)?([^"';]*?)\s*from\s+"([^"]+)"/gu;
  for (const [, , typeOnly, clause = "", module = ""] of text.matchAll(statement)) {
    const names = clause
      .replaceAll(/[{}]/gu, "")
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    for (const name of names) imported.add(name.replace(/^(?:type\s|.*\sas\s)+/u, "").trim());
    if (typeOnly !== undefined || !DOOR_MODULES.test(module)) continue;
    for (const name of names.filter((each) => !each.startsWith("type "))) {
      doors.add(`${module} ${name.replace(/\sas\s.*$/u, "")}`);
    }
  }
  for (const [, module = ""] of text.matchAll(/\b(?:import|require)\s*\(?\s*["'`]([^"'`]+)["'`]/gu)) {
    if (DOOR_MODULES.test(module)) doors.add(`${module} whole`);
  }
  const code = text.replaceAll(statement, "");
  for (const [, ...names] of code.matchAll(DOOR_GLOBALS)) {
    const name = names.find((each) => each !== undefined);
    // What makes a `require` is no less one for being imported.
    if (name !== undefined && (name === "createRequire" || !imported.has(name))) doors.add(name);
  }
  return [...doors].toSorted();
}

test("every file of src that can open a connection is in the table of doors, with what it takes", () => {
  const found = files
    .map((file) => [file, doorsIn(readFileSync(join(src, file), "utf8"))] as const)
    .filter(([, doors]) => doors.length > 0);
  expect(Object.fromEntries(found)).toEqual(DOORS);
});

test.for([
  ['import { connect as c } from "node:net";', ["node:net connect"]],
  ['import net from "net";', ["net net"]],
  ['import * as tls from "node:tls";', ["node:tls *"]],
  ['import { type Socket, isIP } from "node:net";', ["node:net isIP"]],
  ['import type { Socket } from "node:net";', []],
  ['export { request } from "undici";', ["undici request"]],
  ['const { connect } = await import("node:net");', ["node:net whole"]],
  ['const net = require("net");', ["net whole"]],
  ['import "ws";', ["ws whole"]],
  ['import { createRequire } from "node:module";\ncreateRequire(at)(name);', ["createRequire"]],
  ["const ask = fetch;", ["fetch"]],
  ["  fetch(url)", ["fetch"]],
  ["globalThis.fetch(url)", ["fetch"]],
  ['globalThis["fetch"](url)', ["globalThis"]],
  ["navigator.sendBeacon(url)", ["sendBeacon"]],
  ["process.getBuiltinModule(name)", ["getBuiltinModule"]],
  ["`${await fetch(url)}`", ["fetch"]],
  ["images.fetch(url) // fetch(url)\n/* new WebSocket(url) */", []],
  ['import type { WebSocket } from "ws";\nlet socket: WebSocket;', []],
] as const)("the table of doors sees %s", ([source, doors]) => {
  expect(doorsIn(source)).toEqual(doors);
});
