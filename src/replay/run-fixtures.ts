import type { LinkReport } from "../report/report.ts";
import { InputError } from "../input/input-error.ts";
import { mismatches, recordedExpectation, updatedExpectation, type Mismatch } from "./expectation.ts";
import { parseFixtures, type Fixture } from "./fixture.ts";

/** A gateway gave no judgement; the message says why. */
export class JudgementFailed extends Error {
  override readonly name = "JudgementFailed";
}

/**
 * Judges a fixture's message: the offline pipeline, or a live gateway.
 *
 * Throws an {@link InputError} on a fixture that cannot be judged, and {@link JudgementFailed}.
 *
 * `onMissing` is told of addresses that were asked and for which the fixture records no answer.
 */
export type JudgeFixture = (
  fixture: Fixture,
  source: Readonly<Record<string, unknown>>,
  onMissing?: (address: string) => void,
) => Promise<readonly LinkReport[]>;

export interface Outcome {
  readonly file: string;
  readonly line: number;
  /** The fixture's id; `line N` when the line could not be read. */
  readonly id: string;
  readonly result:
    | { readonly kind: "passed"; readonly checked: number }
    | {
        readonly kind: "failed";
        readonly mismatches: readonly Mismatch[];
        /** Addresses that were asked and for which nothing is recorded. */
        readonly missing: readonly string[];
      }
    | { readonly kind: "broken"; readonly why: string };
  readonly reports: readonly LinkReport[];
  /** The fixture with the expectations that would have passed: all that a recording writes, or only those that it named. */
  readonly recorded: Readonly<Record<string, unknown>> | null;
  readonly updated: Readonly<Record<string, unknown>> | null;
  /** Milliseconds. */
  readonly tookMs: number;
}

interface RunOptions {
  /** Ids of those that are run; the others are left out. Default: all. */
  readonly only?: ReadonlySet<string>;
  /** Whether one that compares nothing passes, because what comes is to be written down. */
  readonly mayCompareNothing?: boolean;
  /** When a message without `at` comes, which a recording names: judged another day it may come out otherwise. */
  readonly now?: Date;
}

const COMPARES_NOTHING = "nothing is compared: expected the field expect, which replay --update fills in";

/**
 * Replays the fixtures of one file in order; a broken line or a failed judgement is an outcome, and the rest goes on.
 *
 * @param text  What is in the file, or why that is no text.
 */
export async function* runFixtures(
  file: string,
  text: string | InputError,
  judge: JudgeFixture,
  { only, mayCompareNothing = false, now }: RunOptions = {},
): AsyncGenerator<Outcome> {
  const ofFile = { file, reports: [], recorded: null, updated: null };
  if (typeof text !== "string") {
    const [{ line = 1, message } = { message: text.message }] = text.problems;
    if (only === undefined)
      yield { ...ofFile, line, id: `line ${line}`, result: { kind: "broken", why: message }, tookMs: 0 };
    return;
  }
  for (const parsed of parseFixtures(text)) {
    const { line } = parsed;
    const nothing = { ...ofFile, line };
    if ("error" in parsed) {
      const result = { kind: "broken", why: parsed.error.message } as const;
      // One that is asked for by name cannot be known to be this one.
      if (only === undefined) yield { ...nothing, id: `line ${line}`, result, tookMs: 0 };
      continue;
    }
    const { fixture, source } = parsed;
    const { id } = fixture;
    if (only !== undefined && !only.has(id)) continue;
    const startedAtMs = performance.now();
    const tookMs = () => performance.now() - startedAtMs;
    try {
      const missing = new Set<string>();
      const isDated = fixture.at !== undefined || now === undefined;
      const dated = isDated ? fixture : { ...fixture, at: now };
      const reports = await judge(dated, source, (address) => missing.add(address));
      const recorded = {
        ...source,
        ...(!isDated && { at: now.toISOString() }),
        expect: reports.map(recordedExpectation),
      };
      const updated = { ...source, expect: updatedExpectation(fixture.expect ?? [], reports) };
      const result = resultOf(fixture, reports, [...missing], mayCompareNothing);
      yield { file, line, id, result, reports, recorded, updated, tookMs: tookMs() };
    } catch (error) {
      if (!(error instanceof InputError || error instanceof JudgementFailed)) throw error;
      yield { ...nothing, id, result: { kind: "broken", why: error.message }, tookMs: tookMs() };
    }
  }
}

function resultOf(
  { expect }: Fixture,
  reports: readonly LinkReport[],
  missing: readonly string[],
  mayCompareNothing: boolean,
): Outcome["result"] {
  if (expect === undefined) {
    return mayCompareNothing ? { kind: "passed", checked: 0 } : { kind: "broken", why: COMPARES_NOTHING };
  }
  const wrong = mismatches(expect, reports);
  if (wrong.length > 0) return { kind: "failed", mismatches: wrong, missing };
  return { kind: "passed", checked: expect.reduce((sum, entry) => sum + Object.keys(entry).length, 0) };
}
