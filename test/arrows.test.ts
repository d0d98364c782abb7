import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/** The order in which `src` reads from top to bottom: a place imports only what stands above it. */
const ORDER = [
  "links",
  "input",
  "telemetry",
  "apps",
  "resolve",
  "findings",
  "policy",
  "check",
  "chat",
  "protocol",
  "client",
  "store",
  "bus",
  "access",
  "bot",
  "gateway",
  "replay",
  "web",
  "config.ts",
  "app.ts",
  "commands",
  "main.ts",
  "index.ts",
];

/** Contracts without their backends: these folders know none of `store/sqlite`. */
const KNOWS_NO_BACKEND = new Set(["access", "gateway", "bot", "bus", "replay", "web", "client", "protocol"]);

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

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const imports = files.flatMap(importsOf);
const placeOf = (path: string) => path.split("/")[0] ?? "";

test("every file of src stands in a place that the order names", () => {
  expect(files.map(placeOf).filter((place) => !ORDER.includes(place))).toEqual([]);
});

test("a place imports only what stands above it", () => {
  expect(imports.length).toBeGreaterThan(20);
  const wrong = imports.filter(({ file, target }) => ORDER.indexOf(placeOf(target)) > ORDER.indexOf(placeOf(file)));
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test.each(["links", "input", "telemetry"])("%s imports nothing else of src", (place) => {
  const wrong = imports.filter(({ file, target }) => placeOf(file) === place && placeOf(target) !== place);
  expect(wrong).toEqual([]);
});

test("policy takes nothing but types, the words they list and the words of mistakes from other places", () => {
  const wrong = imports.filter(
    ({ file, target, isTypeOnly }) =>
      !["policy", "input"].includes(placeOf(target)) &&
      placeOf(file) === "policy" &&
      !isTypeOnly &&
      !/\/(types|link)\.ts$/u.test(target),
  );
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test("those who use a contract know none of its backends", () => {
  const wrong = imports.filter(
    ({ file, target }) => KNOWS_NO_BACKEND.has(placeOf(file)) && /^(store|bus)\/(sqlite|postgres)\//u.test(target),
  );
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test("only resolve opens outbound connections", () => {
  const wrong = files
    .filter((file) => placeOf(file) !== "resolve")
    .filter((file) =>
      /from "(undici|node:https|node:net|node:tls|node:dns|node:dgram|node:http2)/u.test(
        // These two read addresses and open nothing.
        readFileSync(join(src, file), "utf8").replace('import { BlockList, isIP } from "node:net"', ""),
      ),
    );
  expect(wrong).toEqual([]);
});
