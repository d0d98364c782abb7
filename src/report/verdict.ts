import type { Decision, Locale } from "../policy/types.ts";
import type { VerdictReport } from "./report.ts";

const reports = new WeakMap<Decision, Partial<Record<Locale, VerdictReport>>>();

/** A decision in its reader's language: the same frozen report each time, because a rulebook decides many links alike. */
export function verdictReport(decision: Decision, locale: Locale): VerdictReport {
  let inLocales = reports.get(decision);
  if (inLocales === undefined) reports.set(decision, (inLocales = {}));
  return (inLocales[locale] ??= Object.freeze({
    action: decision.action,
    notice: decision.notice,
    rulebook: decision.rulebook,
    edition: decision.edition,
    rule: decision.rule,
    decidedBy: decision.decidedBy,
    hash: decision.hash,
    basis: decision.basis,
    reason: decision.reason[locale],
    citations: decision.citations,
  }));
}
