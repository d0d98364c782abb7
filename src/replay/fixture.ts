import { z } from "zod";
import { contextSchema, networkSchema, resolveModeSchema } from "../report/context.ts";
import { LineError, parseLine } from "../input/json-lines.ts";

/** A recorded message with what must come of it: one line of a fixture file. */
const fixtureSchema = contextSchema.extend({
  id: z.string().min(1).max(256),
  text: z.string().max(64 * 1_024),
  from: z.string().min(1).max(64).default("alice"),
  to: z.string().min(1).max(64).default("bob"),
  /** One entry for each link, in order; only what an entry names is compared. */
  expect: z.array(z.record(z.string(), z.unknown())).optional(),
  /** What the network answered: links are followed through these answers and no connection is opened. */
  network: networkSchema.optional(),
  /**
   * Whom the answers may come from: `known` is the gateway's default. Left out, everybody's are taken, and none is asked where
   * none was recorded.
   */
  resolve: resolveModeSchema.optional(),
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
