import type { AppEntry } from "./app-file.ts";
import type { PaymentFact } from "./types.ts";

const CHINA_OFFSET = "+08:00";

type PaymentEntry = NonNullable<AppEntry["payments"]>[number];

/** An app's payment facts, oldest first, each with the instant it counts from. */
export type PaymentRecord = readonly { readonly fromMs: number; readonly fact: PaymentFact }[];

/**
 * A status counts from midnight China time of its day on, also when the record only says "by" that day: before it
 * nothing was on record.
 */
export function compilePayments(entries: readonly PaymentEntry[] = []): PaymentRecord {
  return entries
    .map((entry) => ({ fromMs: Date.parse(`${entry.since}T00:00:00${CHINA_OFFSET}`), fact: factOf(entry) }))
    .toSorted((a, b) => a.fromMs - b.fromMs);
}

/** Each payment method once, with its latest status not after an instant. */
export function paymentsAt(record: PaymentRecord, at: Date): PaymentFact[] {
  const latest = new Map<string, PaymentFact>();
  for (const { fromMs, fact } of record) {
    if (fromMs <= at.getTime()) latest.set(fact.method, fact);
  }
  return [...latest.values()];
}

function factOf({ by, note, ...fact }: PaymentEntry): PaymentFact {
  return { ...fact, ...(by === undefined ? {} : { by }), ...(note === undefined ? {} : { note }) };
}
