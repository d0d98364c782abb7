import type { AppSummary, Identified, Registry } from "../apps/types.ts";
import { type Intent, readIntent } from "../apps/unwrap.ts";
import type { Finding } from "../findings/types.ts";
import { schemeOf } from "../links/dangerous-schemes.ts";
import { siteOf } from "../resolve/limits/site.ts";

/** Where a link leads besides the address that is judged first. */
export interface OtherWay {
  /** Null for a package, which has no address. */
  readonly url: string | null;
  readonly app: AppSummary | null;
}

export interface IntentWays {
  readonly others: readonly OtherWay[];
  readonly findings: readonly Finding[];
}

const NONE: IntentWays = { others: [], findings: [] };
const SOURCE = "hutong";

/**
 * What the intents on a link's way may open. Which of its ways an intent takes the reader's system says, and no gateway
 * knows: the app of its scheme, the app of its package, or the page of its fallback.
 *
 * @param judged  Where the link leads first.
 */
export function intentWays(
  way: readonly string[],
  judged: Identified,
  registry: Pick<Registry, "appOfPackage" | "hasPackages">,
  identify: (address: string) => Identified,
): IntentWays {
  if (!way.some((address) => schemeOf(address) === "intent")) return NONE;
  const others: OtherWay[] = [];
  const findings: Finding[] = [];
  for (const address of way) {
    const intent = /^intent:/iu.test(address) ? readIntent(address) : null;
    if (intent === null) continue;
    const packageApp = intent.packageName === null ? null : registry.appOfPackage(intent.packageName);
    const own = intent.target === null ? null : identify(intent.target);
    const fallback = intent.fallback === null ? null : identify(intent.fallback);
    if (own === null && fallback === null && intent.packageName === null) {
      const evidence = "intent: names a part of an app and no address";
      findings.push({ kind: "dangerous_scheme", evidence, source: SOURCE });
    }
    for (const identified of [own, fallback]) {
      if (identified !== null) others.push({ url: identified.target, app: identified.app });
    }
    if (packageApp !== null) others.push({ url: null, app: packageApp });
    for (const evidence of mismatches(intent, { own, fallback, packageApp, registry })) {
      findings.push({ kind: "text_mismatch", evidence, source: SOURCE });
    }
  }
  const isJudged = ({ app }: OtherWay): boolean => app?.id === judged.app?.id && app?.class === judged.app?.class;
  const isFirst = (other: OtherWay, place: number): boolean =>
    others.findIndex(({ app }) => app?.id === other.app?.id && app?.class === other.app?.class) === place;
  return { others: others.filter((other, place) => isFirst(other, place) && !isJudged(other)), findings };
}

interface Read {
  readonly own: Identified | null;
  readonly fallback: Identified | null;
  readonly packageApp: AppSummary | null;
  readonly registry: Pick<Registry, "hasPackages">;
}

/** Where the ways of one intent lead to different owners. */
function* mismatches(intent: Intent, { own, fallback, packageApp, registry }: Read): Generator<string> {
  const named = own?.app ?? packageApp;
  if (fallback !== null && intent.fallback !== null) {
    const leadsTo = URL.parse(intent.fallback);
    const isOther =
      named === null ? isOtherSite(URL.parse(intent.target ?? ""), leadsTo) : fallback.app?.owner !== named.owner;
    const name = named?.id ?? URL.parse(intent.target ?? "")?.hostname ?? "";
    if (isOther) yield `names ${name}, leads to ${leadsTo?.hostname ?? ""}`;
  }
  const app = own?.app ?? null;
  const { packageName, target } = intent;
  if (app === null || packageName === null || /^https?:/u.test(target ?? "")) return;
  const isOther = packageApp === null ? registry.hasPackages(app.id) : packageApp.owner !== app.owner;
  if (isOther) yield `names ${app.id}, opens ${/^[\w.]{1,100}$/u.test(packageName) ? packageName : "another package"}`;
}

/** Whether two pages belong to different sites; false when one of them is no page. */
function isOtherSite(one: URL | null, other: URL | null): boolean {
  const isPage = (url: URL | null): url is URL => url !== null && /^https?:$/u.test(url.protocol);
  return isPage(one) && isPage(other) && siteOf(one) !== siteOf(other);
}
