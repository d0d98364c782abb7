import type { Locale } from "../policy/types.ts";
import type { AppRegistry } from "../apps/registry.ts";
import { paymentReports, type PaymentReport } from "./payments.ts";

/** The methods that the apps of the record are compared by; all others stand beside them. */
export const MAIN_METHODS = ["wechat_pay", "alipay", "unionpay_quickpass"] as const;

/** Which app takes which payment, as of a day. */
export interface PaymentTable {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The day in China, `YYYY-MM-DD`. */
  readonly day: string;
  /** Every method that an app has a fact of, those that are compared first. */
  readonly methods: readonly string[];
  /** Apps of which something is on record, by owner and id. */
  readonly apps: readonly PaymentRow[];
}

interface PaymentRow {
  readonly id: string;
  /** What it was called that day, in the reader's language. */
  readonly name: string;
  readonly owner: string;
  readonly payments: readonly PaymentReport[];
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

type PaymentsOf = Pick<AppRegistry, "apps" | "names" | "payments">;

/** Every app with a payment on record as of an instant. */
export function paymentTable(registry: PaymentsOf, at: Date, locale: Locale): PaymentTable {
  const apps = registry
    .apps()
    .map(({ id, owner }) => ({
      id,
      name: nameOf(registry, id, at, locale),
      owner,
      payments: paymentReports(registry.payments(id, at), locale),
    }))
    .filter(({ payments }) => payments.length > 0)
    .toSorted((a, b) => (a.owner === b.owner ? compare(a.id, b.id) : compare(a.owner, b.owner)));
  const found = new Set(apps.flatMap(({ payments }) => payments.map(({ method }) => method)));
  const methods = [...new Set<string>(MAIN_METHODS).intersection(found).union(found)];
  const day = new Date(at.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
  return { at: at.toISOString(), day, methods, apps };
}

/** What an app was called at an instant, in a language. */
export function nameOf(registry: Pick<PaymentsOf, "names">, id: string, at: Date, locale: Locale): string {
  return registry.names(id, at)?.[locale === "zh-CN" ? "zh" : "en"] ?? id;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
