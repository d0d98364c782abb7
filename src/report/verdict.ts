import { textIn } from "../input/languages.ts";
import type { Decision } from "../policy/types.ts";
import type { VerdictReport } from "./report.ts";

const byChoices = new WeakMap<VerdictReport, Map<string, VerdictReport>>();

/** The same verdict, said to be made stricter by a choice of the reader's own: the same frozen one each time. */
export function verdictByChoice(verdict: VerdictReport, by: NonNullable<VerdictReport["byChoice"]>): VerdictReport {
  const name = `${by.choice} ${by.for}`;
  const known = byChoices.get(verdict) ?? new Map<string, VerdictReport>();
  byChoices.set(verdict, known);
  const made = known.get(name) ?? Object.freeze({ ...verdict, byChoice: Object.freeze({ ...by }) });
  known.set(name, made);
  return made;
}

const reports = new WeakMap<Decision, Map<string, VerdictReport>>();

/**
 * A decision in a language of its reader: the same frozen report each time, because a rulebook decides many links alike.
 *
 * @param locale  What the reader reads: one BCP 47 tag or several (`ms,en`).
 */
export function verdictReport(decision: Decision, locale: string): VerdictReport {
  const reason = textIn(decision.reason, locale);
  // By the sentence and not by what was asked: as many as the book has.
  const inLanguages = reports.get(decision) ?? new Map<string, VerdictReport>();
  reports.set(decision, inLanguages);
  const known = inLanguages.get(reason);
  if (known !== undefined) return known;
  const report = Object.freeze({
    action: decision.action,
    notice: decision.notice,
    rulebook: decision.rulebook,
    edition: decision.edition,
    rule: decision.rule,
    decidedBy: decision.decidedBy,
    hash: decision.hash,
    basis: decision.basis,
    reason,
    citations: decision.citations,
  });
  inLanguages.set(reason, report);
  return report;
}
