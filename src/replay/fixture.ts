import { z } from "zod";
import { contextSchema, networkSchema, resolveModeSchema } from "../report/context.ts";
import { LineError, parseLine, withoutMark } from "../input/json-lines.ts";
import { spelt } from "../input/odd-characters.ts";
import { nearestWord } from "../policy/vocabulary.ts";
import { isShortPath, SHORT_PATH_NAMES } from "./expectation.ts";
import { isReportPath, shortReportPaths } from "./report-paths.ts";

/** A recorded message with what must come of it: one line of a fixture file. */
const fixtureSchema = contextSchema.extend({
  id: z.string().min(1).max(256).meta({ description: "Names it in what `replay` prints; once in a file" }),
  text: z
    .string()
    .max(64 * 1_024)
    .meta({ description: "The message as it was written" }),
  from: z.string().min(1).max(64).default("alice").meta({ description: "Who writes it, against a live gateway" }),
  to: z.string().min(1).max(64).default("bob").meta({ description: "Who reads it, against a live gateway" }),
  expect: z
    .array(z.record(z.string(), z.unknown()))
    .optional()
    .meta({ description: "One entry for each link, in order; only what an entry names is compared" }),
  network: networkSchema.optional().meta({
    description: "What the network answered: links are followed through these answers and no connection is opened",
  }),
  resolve: resolveModeSchema.optional().meta({
    description:
      "Whose answers count: `known` as at a gateway. Left out, everybody's, and where none was recorded nobody is asked",
  }),
  why: z.string().optional().meta({ description: "Why the message is here, for people" }),
  basis: z.string().optional().meta({ description: "What the expectation rests on, for people" }),
});
export type Fixture = z.output<typeof fixtureSchema>;

/** A fixture and the line it stood on, or why the line is none. */
export type FixtureLine =
  | { readonly line: number; readonly fixture: Fixture; readonly source: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly error: LineError };

/** The lines of a fixture file, from 1; a broken one is told and the rest is still read. */
export function* parseFixtures(text: string): Generator<FixtureLine> {
  const lineOf = new Map<string, number>();
  const pretty = prettyLine(text);
  if (pretty !== null) {
    yield { line: pretty.line, error: pretty };
    return;
  }
  for (const [index, written] of text.split("\n").entries()) {
    const raw = withoutMark(written);
    if (raw.trim() === "") continue;
    const line = index + 1;
    try {
      if (raw.trimStart().startsWith("[") && isJson(raw))
        throw new LineError(line, [{ message: "expected one fixture a line; this line is a list" }]);
      const source = parseLine(raw, line, z.record(z.string(), z.unknown()));
      refuseRepeated(raw, line);
      refuseUnknown(source, line);
      const fixture = parseLine(raw, line, fixtureSchema);
      const first = lineOf.get(fixture.id);
      if (first !== undefined) throw new LineError(line, [{ field: "id", message: `taken by line ${first} already` }]);
      lineOf.set(fixture.id, line);
      yield { line, fixture, source };
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      yield { line, error };
    }
  }
}

/** A file that is one JSON value over several lines, as a formatter leaves it; null for every other. */
function prettyLine(text: string): LineError | null {
  const lines = text.split("\n");
  const start = lines.findIndex((raw) => raw.trim() !== "");
  if (start === -1 || !/^\s*(?:[[{]\s*$|\{\s*"[^"]*"\s*:\s*\S*,?\s*$)/u.test(lines[start] ?? "")) return null;
  if (isJson(lines[start] ?? "") || !isJson(text)) return null;
  return new LineError(start + 1, [
    { message: "expected one fixture a line; this file is one JSON value over many lines" },
  ]);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Of a field that is given twice the last would hold, and nobody would see it. @throws {LineError} that names it. */
function refuseRepeated(raw: string, line: number): void {
  const open: { readonly path: string; readonly seen: Set<string> | null; at: string | number }[] = [];
  // What is not matched means nothing here: numbers, words and spaces.
  for (const [token] of raw.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[[\]{},]/gu)) {
    const within = open.at(-1);
    if (token === "{" || token === "[") {
      const path = within === undefined ? "" : within.path + partOf(within.at, within.path);
      open.push({ path, seen: token === "{" ? new Set() : null, at: token === "{" ? "" : 0 });
    } else if (token === "}" || token === "]") open.pop();
    else if (token === "," && typeof within?.at === "number") within.at += 1;
    else if (within !== undefined && within.seen !== null && token.endsWith(":")) {
      const field = String(JSON.parse(token.slice(0, -1)));
      if (within.seen.has(field)) {
        const path = within.path.slice(0, 64) + partOf(field.slice(0, 64), within.path);
        throw new LineError(line, [{ field: path, message: "stands twice" }]);
      }
      within.seen.add(field);
      within.at = field;
    }
  }
}

function partOf(at: string | number, path: string): string {
  if (typeof at === "number") return `[${at}]`;
  return path === "" ? at : `.${at}`;
}

/** A field that nobody reads looks like one that holds. @throws {LineError} naming the nearest known one. */
function refuseUnknown(source: Readonly<Record<string, unknown>>, line: number): void {
  const problems = unknownIn(source, fixtureJsonSchema(), "");
  const { expect } = source;
  const entries: readonly unknown[] = Array.isArray(expect) ? expect : [];
  for (const [index, entry] of entries.entries()) {
    for (const path of typeof entry === "object" && entry !== null ? Object.keys(entry) : []) {
      if (isShortPath(path) || isReportPath(path)) continue;
      const known = [...SHORT_PATH_NAMES, ...shortReportPaths()];
      problems.push({ message: `expect[${index}]: a report has no ${nameOf(path, known)}` });
    }
  }
  if (problems.length > 0) throw new LineError(line, problems);
}

/** Fields of a value, and of what is in it, that its schema does not name. */
function unknownIn(value: unknown, schema: z.core.JSONSchema.JSONSchema, path: string): { message: string }[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (typeof items !== "object" || Array.isArray(items)) return [];
    return value.flatMap((one, index) => unknownIn(one, items, `${path}[${index}]`));
  }
  const { properties } = schema;
  if (typeof value !== "object" || value === null || properties === undefined) return [];
  const fields = Object.keys(properties);
  return Object.entries(value).flatMap(([field, inner]) => {
    const known = Object.hasOwn(properties, field) ? properties[field] : undefined;
    if (known === undefined)
      return [{ message: `${path === "" ? "" : `${path}: `}unknown field ${nameOf(field, fields)}` }];
    return typeof known === "object" ? unknownIn(inner, known, path + partOf(field, path)) : [];
  });
}

/** A field is the author's own word, no user's; a long one is none. */
function nameOf(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word.slice(0, 64), known);
  return `${spelt(JSON.stringify(word.slice(0, 64)))}${nearest === null ? "" : `, did you mean "${nearest}"?`}`;
}

let published: z.core.JSONSchema.JSONSchema | undefined;

/** The JSON Schema of a line of a fixture file. */
export function fixtureJsonSchema(): z.core.JSONSchema.JSONSchema {
  return (published ??= {
    ...closed(z.toJSONSchema(fixtureSchema, { target: "draft-2020-12", io: "input" })),
    title: "Hutong fixture",
    description: "A recorded message with what must come of it: one line of a fixture file.",
  });
}

/** No object of it has a field that it does not name. */
function closed(schema: z.core.JSONSchema.JSONSchema): z.core.JSONSchema.JSONSchema {
  const { properties, items } = schema;
  const inner = properties && Object.entries(properties).map(([name, part]) => [name, closedPart(part)]);
  return {
    ...schema,
    ...(inner && { properties: Object.fromEntries(inner), additionalProperties: false }),
    ...(typeof items === "object" && !Array.isArray(items) && { items: closed(items) }),
  };
}

function closedPart(part: z.core.JSONSchema._JSONSchema): z.core.JSONSchema._JSONSchema {
  return typeof part === "object" ? closed(part) : part;
}
