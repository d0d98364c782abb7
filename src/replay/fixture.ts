import { z } from "zod";
import { contextSchema } from "../check/context.ts";
import { LineError, parseLine } from "../check/json-lines.ts";

/** An answer that a site gave when the fixture was recorded; the body is decoded text. */
const recordedAnswerSchema = z.object({
  url: z.url({ protocol: /^https?$/u, error: "expected a web address" }),
  status: z.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  body: z.string().max(1_048_576).default(""),
});

/** A recorded message with what must come of it: one line of a fixture file. */
const fixtureSchema = contextSchema.extend({
  id: z.string().min(1).max(256),
  text: z.string().max(64 * 1_024),
  from: z.string().min(1).max(64).default("alice"),
  to: z.string().min(1).max(64).default("bob"),
  /** One entry for each link, in order; only what an entry names is compared. */
  expect: z.array(z.record(z.string(), z.unknown())).optional(),
  /** What the network answered: links are followed through these answers and no connection is opened. */
  network: z.array(recordedAnswerSchema).max(1_000).optional(),
  /** Why the message is here, for people. */
  why: z.string().optional(),
});
export type Fixture = z.output<typeof fixtureSchema>;

/** A fixture and the line it stood on, or why the line is none. */
export type FixtureLine =
  | { readonly line: number; readonly fixture: Fixture; readonly source: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly error: LineError };

/** The lines of a fixture file, from 1; a broken one is told and the rest is still read. */
export function* parseFixtures(text: string): Generator<FixtureLine> {
  for (const [index, raw] of text.split("\n").entries()) {
    if (raw.trim() === "") continue;
    const line = index + 1;
    try {
      const source = parseLine(raw, line, z.record(z.string(), z.unknown()));
      yield { line, fixture: parseLine(raw, line, fixtureSchema), source };
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      yield { line, error };
    }
  }
}
