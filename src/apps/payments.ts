import type { AppEntry } from "./app-file.ts";
import type { PaymentFact } from "./types.ts";

const CHINA_OFFSET = "+08:00";
/** Before every day that a fact may be of. */
const EVER_MS = Date.UTC(1970, 0);

type PaymentEntry = NonNullable<AppEntry["payments"]>[number];
type Dated = Pick<PaymentEntry, "since" | "by" | "source" | "note" | "noteIn">;

/** What is on record of an app's payments from an instant on; the periods in order, none when nothing ever was. */
export type PaymentRecord = readonly { readonly fromMs: number; readonly facts: readonly PaymentFact[] }[];

/**
 * Each period holds each payment method once, with its latest status. A status counts from midnight China time of its day
 * on, also when the record only says "by" that day; the first of a month where it says the month.
 */
export function compilePayments({ payments = [], ended }: Pick<AppEntry, "payments" | "ended">): PaymentRecord {
  const begun = payments.map((entry) => ({
    fromMs: entry.longBefore === true ? EVER_MS : beginningOf(entry),
    fact: factOf(entry, entry),
  }));
  const methods = new Set(payments.map(({ method }) => method));
  const over =
    ended === undefined
      ? []
      : [...methods].map((method) => ({
          fromMs: beginningOf(ended),
          fact: factOf({ method, status: "ended" as const }, ended),
        }));
  const dated = [...begun, ...over].toSorted((a, b) => a.fromMs - b.fromMs);
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

/** Midnight of the day; a month begins with its first. */
function beginningOf({ since, by }: Dated): number {
  return Date.parse(`${since ?? by}T00:00:00${CHINA_OFFSET}`);
}

function factOf(
  { method, status, against }: Pick<PaymentFact, "method" | "status"> & { readonly against?: PaymentEntry["against"] },
  { since, by, source, note, noteIn }: Dated,
): PaymentFact {
  return Object.freeze({
    method,
    status,
    since,
    ...(by === undefined ? {} : { by }),
    source,
    ...(note === undefined ? {} : { note }),
    ...(noteIn === undefined ? {} : { noteIn }),
    ...(against === undefined ? {} : { against }),
  });
}
