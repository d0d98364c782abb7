import type { PaymentFact } from "../apps/types.ts";
import type { Locale } from "../policy/types.ts";

/** A payment fact in its reader's language. */
export type PaymentReport = Omit<PaymentFact, "noteIn">;

const reports = new WeakMap<readonly PaymentFact[], Partial<Record<Locale, readonly PaymentReport[]>>>();

/** Payment facts in their reader's language: the same frozen list each time, because an app has few. */
export function paymentReports(facts: readonly PaymentFact[], locale: Locale): readonly PaymentReport[] {
  let inLocales = reports.get(facts);
  if (inLocales === undefined) reports.set(facts, (inLocales = {}));
  return (inLocales[locale] ??= Object.freeze(facts.map((fact) => paymentReport(fact, locale))));
}

function paymentReport({ noteIn, note, against, ...fact }: PaymentFact, locale: Locale): PaymentReport {
  const told = noteIn?.[locale] ?? note;
  return Object.freeze({
    ...fact,
    ...(told === undefined ? {} : { note: told }),
    ...(against === undefined ? {} : { against }),
  });
}
