import type { LinkReport } from "../report/report.ts";
import { InputError } from "../input/input-error.ts";
import { mismatches, recordedExpectation, type Mismatch } from "./expectation.ts";
import { parseFixtures, type Fixture } from "./fixture.ts";

/** A gateway gave no judgement; the message says why. */
export class JudgementFailed extends Error {
  override readonly name = "JudgementFailed";
}

/**
 * Judges a fixture's message: the offline pipeline, or a live gateway.
 *
 * Throws an {@link InputError} on a fixture that cannot be judged, and {@link JudgementFailed}.
 */
export type JudgeFixture = (
  fixture: Fixture,
  source: Readonly<Record<string, unknown>>,
) => Promise<readonly LinkReport[]>;

export interface Outcome {
  readonly file: string;
  readonly line: number;
  /** The fixture's id; `line N` when the line could not be read. */
  readonly id: string;
  readonly result:
    | { readonly kind: "passed"; readonly checked: number }
    | { readonly kind: "failed"; readonly mismatches: readonly Mismatch[] }
    | { readonly kind: "broken"; readonly why: string };
  readonly reports: readonly LinkReport[];
  /** The fixture with the expectations that would have passed. */
  readonly recorded: Readonly<Record<string, unknown>> | null;
}

/** Replays the fixtures of one file in order; a broken line or a failed judgement is an outcome, and the rest goes on. */
export async function* runFixtures(file: string, text: string, judge: JudgeFixture): AsyncGenerator<Outcome> {
  for (const parsed of parseFixtures(text)) {
    if ("error" in parsed) {
      const result = { kind: "broken", why: parsed.error.message } as const;
      yield { file, line: parsed.line, id: `line ${parsed.line}`, result, reports: [], recorded: null };
      continue;
    }
    const { line, fixture, source } = parsed;
    try {
      const reports = await judge(fixture, source);
      const expected = fixture.expect ?? [];
      const wrong = fixture.expect === undefined ? [] : mismatches(expected, reports);
      const checked = expected.reduce((sum, entry) => sum + Object.keys(entry).length, 0);
      const result =
        wrong.length === 0 ? { kind: "passed" as const, checked } : { kind: "failed" as const, mismatches: wrong };
      const recorded = { ...source, expect: reports.map(recordedExpectation) };
      yield { file, line, id: fixture.id, result, reports, recorded };
    } catch (error) {
      if (!(error instanceof InputError || error instanceof JudgementFailed)) throw error;
      const result = { kind: "broken", why: error.message } as const;
      yield { file, line, id: fixture.id, result, reports: [], recorded: null };
    }
  }
}
