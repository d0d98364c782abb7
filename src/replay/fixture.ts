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
  const seen = new Set<string>();
  let depth = 0;
  // What is not matched means nothing here: numbers, words, commas and spaces.
  for (const [token] of raw.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[[\]{}]/gu)) {
    if (/^[[{]/u.test(token)) depth += 1;
    else if (/^[\]}]/u.test(token)) depth -= 1;
    else if (depth === 1 && token.endsWith(":")) {
      const field = String(JSON.parse(token.slice(0, -1)));
      if (seen.has(field)) throw new LineError(line, [{ field: field.slice(0, 64), message: "stands twice" }]);
      seen.add(field);
    }
  }
}

/** A field that nobody reads looks like one that holds. @throws {LineError} naming the nearest known one. */
function refuseUnknown(source: Readonly<Record<string, unknown>>, line: number): void {
  const fields = Object.keys(fixtureSchema.shape);
  const problems = Object.keys(source)
    .filter((field) => !fields.includes(field))
    .map((field) => ({ message: `unknown field ${nameOf(field, fields)}` }));
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

/** A field is the author's own word, no user's; a long one is none. */
function nameOf(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word.slice(0, 64), known);
  return `${spelt(JSON.stringify(word.slice(0, 64)))}${nearest === null ? "" : `, did you mean "${nearest}"?`}`;
}

/** The JSON Schema of a line of a fixture file. */
export function fixtureJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(fixtureSchema, { target: "draft-2020-12", io: "input" }),
    additionalProperties: false,
    title: "Hutong fixture",
    description: "A recorded message with what must come of it: one line of a fixture file.",
  };
}
