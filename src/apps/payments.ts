import type { AppEntry } from "./app-file.ts";
import type { PaymentFact } from "./types.ts";

const CHINA_OFFSET = "+08:00";

type PaymentEntry = NonNullable<AppEntry["payments"]>[number];

/** What is on record of an app's payments from an instant on; the periods in order, none when nothing ever was. */
export type PaymentRecord = readonly { readonly fromMs: number; readonly facts: readonly PaymentFact[] }[];

/**
 * Each period holds each payment method once, with its latest status. A status counts from midnight China time of its day
 * on, also when the record only says "by" that day: before it nothing was on record.
 */
export function compilePayments(entries: readonly PaymentEntry[] = []): PaymentRecord {
  const dated = entries
    .map((entry) => ({ fromMs: Date.parse(`${entry.since}T00:00:00${CHINA_OFFSET}`), fact: factOf(entry) }))
    .toSorted((a, b) => a.fromMs - b.fromMs);
  return dated.map(({ fromMs }) => {
    const latest = new Map(dated.filter((past) => past.fromMs <= fromMs).map(({ fact }) => [fact.method, fact]));
    return { fromMs, facts: Object.freeze([...latest.values()]) };
  });
}

const NONE: readonly PaymentFact[] = Object.freeze([]);

/** The facts of the period that an instant lies in; the same frozen list for each instant of it. */
export function paymentsAt(record: PaymentRecord, at: Date): readonly PaymentFact[] {
  const atMs = at.getTime();
  return record.findLast(({ fromMs }) => fromMs <= atMs)?.facts ?? NONE;
}

function factOf({ by, note, ...fact }: PaymentEntry): PaymentFact {
  return Object.freeze({ ...fact, ...(by === undefined ? {} : { by }), ...(note === undefined ? {} : { note }) });
}
