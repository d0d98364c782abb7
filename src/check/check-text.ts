import type { AppSummary, Entity, Identified, OpenWays, ReaderOs, Registry } from "../apps/types.ts";
import { compileCheckList } from "../findings/lists/check-list.ts";
import type { ListsInForce } from "../findings/lists/threat-lists.ts";
import { imitationFindings } from "../findings/imitation/imitation.ts";
import { pageFindings } from "../findings/page.ts";
import { schemeFindings, writingFindings } from "../findings/writing.ts";
import type { Finding } from "../findings/types.ts";
import { unescapeAddress } from "../links/escapes.ts";
import type { FindLinks } from "../links/find-links.ts";
import type { Link } from "../links/types.ts";
import { normaliseLink } from "../links/normalise-link.ts";
import { hasUserinfo } from "../links/userinfo.ts";
import type { Decide, Decision, PolicyFacts } from "../policy/types.ts";
import { refused } from "../resolve/trail.ts";
import { undecided } from "../policy/decide/undecided.ts";
import { chosen, factsOf, saidByChoice, strictest } from "./deciding.ts";
import { carriedBy, guessedWays } from "./guessed-ways.ts";
import { intentWays, type OtherWay } from "./intent-ways.ts";
import { identifyAddress } from "./known-addresses.ts";
import { addListed, listedBy, type ListedOf } from "./listed.ts";
import { interfaceLocale, type CheckContext, type LinkReport, type ResolutionReport } from "../report/report.ts";
import { paymentReports } from "../report/payments.ts";
import { verdictReport } from "../report/verdict.ts";
import { isKnownPage, requestUrlOf, whereItLeads, type ResolutionOf } from "./where-it-leads.ts";
import { addressesOnTheWay, type HideNames, nameHider, waysWithoutNames, withoutNames } from "./without-names.ts";

export interface CheckParts {
  readonly findLinks: FindLinks;
  readonly registry: Registry;
  /** The operator's threat lists; a check's own come on top. */
  readonly threats: Pick<ListsInForce, "current">;
}

/** A link with all that is known of it before anybody decides. */
export interface Examined {
  readonly link: Link;
  /** Normalised absolute address; null when there is none. */
  readonly url: string | null;
  readonly identified: Identified;
  /** The web address a request could tell more of; null when there is none. */
  readonly requestUrl: string | null;
  readonly resolution: ResolutionReport;
  readonly findings: readonly Finding[];
  /** What the rules may read of it. */
  readonly facts: PolicyFacts;
  /** Where it may lead instead, with what the rules may read then: the strictest verdict of all counts. */
  readonly others: readonly (OtherWay & { readonly facts: PolicyFacts })[];
  /** Takes user names and passwords out of what is not written above; null when there are none. */
  readonly hide: HideNames | null;
}

const OFFLINE: ResolutionOf = () => "offline";

/**
 * The pipeline up to the rules: text → links → where they lead → findings → facts.
 * Opens no connection and reads no clock, so that the same input gives the same facts years later.
 *
 * @param resolutionOf  What a network told of each link; left out, none was asked.
 * @param listedOf      What the operator's lists say; left out, they are asked now.
 * @returns One entry for each link, in the order of the text.
 * @throws {InputError} when `context.lists` holds an entry that is none.
 */
export function examineText(
  text: string,
  context: CheckContext,
  parts: CheckParts,
  resolutionOf = OFFLINE,
  listedOf: ListedOf = listedBy(parts.threats.current()),
): Examined[] {
  const links = parts.findLinks(text);
  if (links.length === 0) return [];
  const ownListed = context.lists.length === 0 ? null : listedBy(compileCheckList(context.lists, context.at));
  return links.map((link, index) => {
    const { url } = normaliseLink(link);
    const { os } = context.client;
    const asWritten = parts.registry.identify({
      kind: link.kind,
      value: unescapeAddress(link.value),
      url,
      text,
      os,
    });
    const wantedUrl = requestUrlOf(asWritten);
    // Nobody is asked for an address with a name in it, so nothing is awaited.
    const isRefused = wantedUrl !== null && hasUserinfo(wantedUrl);
    const requestUrl = isRefused ? null : wantedUrl;
    const known = isRefused
      ? refused(wantedUrl, "userinfo")
      : requestUrl === null
        ? "offline"
        : resolutionOf(index, isKnownPage(asWritten) ? null : requestUrl);
    const identify = (address: string): Identified => identifyAddress(parts.registry, address, os);
    const { identified, resolution } = whereItLeads(link, url, asWritten, known, identify);
    const carried = carriedBy(identified, identify);
    const way = addressesOnTheWay(url, resolution, identify, carried);
    const ways = intentWays(way, identified, parts.registry, identify);
    const findings = writingFindings(text, link, way, parts.findLinks);
    // A bare host with a port looks like a scheme; what has no address at all has none.
    if (link.kind !== "web" || url !== null) findings.push(...schemeFindings(way, parts.registry.schemes));
    const looks = imitationFindings(way, (address) => parts.registry.ownerOf(address) !== null);
    findings.push(...looks);
    findings.push(...ways.findings);
    if (!hasPage(link, identified)) findings.push(NO_WEB_PAGE);
    findings.push(...pageFindings(resolution.page));
    addListed(findings, listedOf(index, way, looks));
    if (ownListed !== null) addListed(findings, ownListed(index, way, []));
    // A public short link or a redirector that nobody followed may lead to anybody.
    const isHidden = resolution.skipped !== null && (carried.at(-1) ?? identified).sendsOn === "anywhere";
    const factsFor = (app: Identified["app"]): PolicyFacts =>
      factsOf({ link, app, findings, resolution, isHidden }, context, parts.registry);
    const facts = factsFor(identified.app);
    const judged = identified.app;
    const beside = carried.map(({ target, app }) => ({ url: target, app }));
    const others = [...ways.others, ...guessedWays(resolution.hops, parts.registry), ...beside]
      .filter(({ app }) => app?.id !== judged?.id || app?.class !== judged?.class)
      .map((other) => ({ ...other, facts: factsFor(other.app) }));
    const hide = nameHider(way, resolution, carried);
    return hide === null
      ? { link, url, identified, requestUrl, resolution, findings, facts, others, hide }
      : {
          link,
          url: url === null ? null : hide(url),
          identified,
          requestUrl,
          resolution: withoutNames(resolution, hide),
          findings: findings.map((finding) => ({ ...finding, evidence: hide(finding.evidence) })),
          facts,
          others: others.map((other) => ({ ...other, url: other.url === null ? null : hide(other.url) })),
          hide,
        };
  });
}

const NO_WEB_PAGE: Finding = { kind: "no_web_page", evidence: "leads to no page", source: "hutong" };

/** Whether a link comes to a page that a chat could show. A share code is no address, and judged as what it is. */
function hasPage({ kind }: Link, identified: Identified): boolean {
  if (kind === "share_code" || /^https?:/u.test(identified.target ?? "")) return true;
  return identified.open.web !== undefined || identified.open.universal !== undefined;
}

/** The pipeline whole: text → links → … → verdict → report. One report for each link, in the order of the text. */
export function checkText(
  text: string,
  context: CheckContext,
  decide: Decide,
  parts: CheckParts,
  resolutionOf = OFFLINE,
  listedOf?: ListedOf,
): LinkReport[] {
  return examineText(text, context, parts, resolutionOf, listedOf).map((examined) => {
    const { own } = context;
    if (own === undefined) return composeReport(examined, strictest(examined, decide), context, parts);
    const { facts, by } = chosen(examined, decide, context.choice, own);
    return saidByChoice(composeReport(examined, decide(facts), context, parts), by);
  });
}

/** The report of an examined link under a decision. */
export function composeReport(
  examined: Examined,
  decision: Decision,
  context: CheckContext,
  parts: CheckParts,
): LinkReport {
  const { link, url, identified, resolution, findings, others, hide } = examined;
  const { app, entity } = identified;
  const ways = waysToOpen(examined, decision, context);
  const open = hide === null || link.kind === "share_code" ? ways : waysWithoutNames(ways, hide);
  const report: LinkReport = {
    link,
    url,
    resolution,
    app:
      app === null
        ? null
        : { ...appReport(app, context, parts), entity: entity === null ? null : entityReport(entity, hide) },
    findings,
    verdict: verdictReport(opensNothing(examined, decision, open) ? withoutPage(decision) : decision, context.locale),
    open,
    payments:
      app === null ? [] : paymentReports(parts.registry.payments(app.id, context.at), interfaceLocale(context.locale)),
  };
  if (others.length === 0) return report;
  const alternatives = others.map(({ url: address, app: other }) => ({
    url: address,
    app: other === null ? null : appReport(other, context, parts),
  }));
  return { ...report, alternatives };
}

function entityReport({ type, id, sensitive }: Entity, hide: HideNames | null) {
  const shown = hide === null ? id : hide(id);
  return sensitive === undefined ? { type, id: shown } : { type, id: shown, sensitive };
}

function appReport({ id, owner, class: cls }: AppSummary, { at, locale }: CheckContext, { registry }: CheckParts) {
  return {
    id,
    name: registry.names(id, at)?.[interfaceLocale(locale) === "zh-CN" ? "zh" : "en"] ?? id,
    owner,
    class: cls,
  };
}

/** Ways that open something; a text for the clipboard opens nothing. */
const OPENING_WAYS = ["web", "universal", "ios", "android", "intent"] as const;

/** Whether a book lets a link open in place that has nothing to open. What is awaited is decided when it is opened. */
function opensNothing({ resolution }: Examined, { action }: Decision, open: LinkReport["open"]): boolean {
  if (action !== "open_in_place" || isAwaited(resolution)) return false;
  for (const way of OPENING_WAYS) if (open[way] !== undefined) return false;
  return true;
}

const pageless = new WeakMap<Decision, Decision>();

/** The same decision each time, so that its report is written once. */
function withoutPage(decision: Decision): Decision {
  const { rulebook, edition, hash } = decision;
  const known =
    pageless.get(decision) ??
    undecided("no_page", rulebook, edition === null || hash === null ? null : { id: edition, hash });
  pageless.set(decision, known);
  return known;
}

function isAwaited({ status, skipped }: ResolutionReport): boolean {
  return status === "provisional" && skipped === null;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** In the order in which a client should try them. */
const FITTING_WAYS: Record<ReaderOs, readonly (keyof OpenWays)[]> = {
  android: ["universal", "intent", "android", "web", "copy"],
  ios: ["universal", "ios", "web", "copy"],
  web: ["universal", "ios", "intent", "android", "web", "copy"],
};

/**
 * The ways a verdict leaves open, fitting the reader's system. A blocked link leaves none but the appeal; one whose end is
 * still awaited leaves none, since only a fresh decision may open it.
 */
function waysToOpen(
  { link, identified, resolution, facts }: Examined,
  decision: Decision,
  context: CheckContext,
): LinkReport["open"] {
  if (decision.action === "block") return { appeal: "complain" };
  // What must not be opened is not handed out under any book, nor what carries it.
  if (isAwaited(resolution) || facts.findings.has("dangerous_scheme")) return {};
  const ways: Mutable<LinkReport["open"]> = {};
  const known = identified.open;
  for (const way of FITTING_WAYS[context.client.os]) {
    const address = known[way];
    if (address !== undefined) ways[way] = address;
  }
  const { target } = identified;
  // Whoever knows what takes such an address may copy it.
  if (link.kind !== "share_code" && target !== null && Object.keys(ways).length === 0) ways.copy = target;
  const instruction = identified.instruction?.[interfaceLocale(context.locale)];
  if (instruction !== undefined) ways.instruction = instruction;
  return ways;
}
