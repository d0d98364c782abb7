import {
  type AppAddress,
  cutWebAddress,
  plainPath,
  readAppAddress,
  readWebAddress,
  type WebAddress,
} from "./address.ts";
import {
  type AppIndex,
  type CompiledApp,
  type HostAnswer,
  isAlsoPage,
  type Ownership,
  type WrapperRule,
} from "./app-index.ts";
import { carriedByDownload } from "./download-address.ts";
import { EntityFound, summaryOf } from "./entity.ts";
import { codeInstruction, isNamedIn, readShareCode } from "./share-code.ts";
import { carriedAddress } from "./redirect-page.ts";
import type { Shorteners } from "./shorteners.ts";
import type { Tracking } from "./tracking.ts";
import type { AppSummary, Identified, LinkAddress, OfflineHop, OpenWays } from "./types.ts";
import { carriedByApp, readIntent, unwrapApp, unwrapWeb } from "./unwrap.ts";

/** Wrappers within wrappers that are opened; a deeper one is judged as itself. */
const MAX_DEPTH = 8;

/** Where a walk from wrapper to wrapper stands, or ended. */
type Step = WrapperStep | EntityFound;

type WrapperStep =
  | { readonly kind: "onward"; readonly target: string; readonly hop: OfflineHop }
  | {
      readonly kind: "unread";
      readonly app: AppSummary | null;
      readonly target: string;
      readonly needsNetwork: boolean;
      readonly sendsOn: Identified["sendsOn"];
    };

/** What is known, compiled. */
export interface RegistryParts {
  readonly index: AppIndex;
  readonly tracking: Tracking;
  readonly shorteners: Shorteners;
}

/** What a walk carries from step to step. */
interface Walk {
  /** The whole message. */
  readonly message: string;
  readonly parts: RegistryParts;
  readonly hops: readonly OfflineHop[];
  /** Whether wrappers are left unopened from here on. */
  readonly isDeepest: boolean;
}

/** Everything that can be said about a link without a network. Throws on no input. */
export function identifyLink(link: LinkAddress, parts: RegistryParts): Identified {
  if (link.kind === "share_code") return identifyShareCode(link, parts);
  // An app's address is read as it was written: a parser may have escaped the JSON in it.
  const first = link.kind === "web" ? (link.url ?? link.value) : link.value;
  const normal = link.kind === "web" && link.url !== null ? cutWebAddress(link.url) : null;
  let walk: Walk = { message: link.text, parts, hops: NO_HOPS, isDeepest: false };
  let step = normal === null ? readStep(first, walk) : readWebStep(normal, walk);
  for (let depth = 1; !(step instanceof EntityFound); depth += 1) {
    if (step.kind === "unread") return identifyUnread(step, first, walk.hops, parts);
    const hops = walk.hops.concat(step.hop);
    walk = { message: link.text, parts, hops, isDeepest: depth >= MAX_DEPTH };
    step = readStep(step.target, walk);
  }
  return step;
}

const NO_HOPS: readonly OfflineHop[] = [];

function readStep(text: string, walk: Walk): Step {
  const web = readWebAddress(text);
  if (web !== null) return readWebStep(web, walk);
  if (/^intent:/iu.test(text)) return readIntentStep(text, walk);
  const app = readAppAddress(text);
  return app === null ? unread(text) : readAppStep(app, walk);
}

function unread(target: string, app: AppSummary | null = null, needsNetwork = false): WrapperStep {
  return { kind: "unread", app, target, needsNetwork, sendsOn: null };
}

/** What is no page but sends its readers on, and only a request tells where. */
function short(target: string, app: AppSummary | null, sendsOn: "anywhere" | "within"): WrapperStep {
  return { kind: "unread", app, target, needsNetwork: true, sendsOn };
}

function readWebStep(address: WebAddress, walk: Walk): Step {
  const { index, shorteners } = walk.parts;
  const answer = index.lookUp(address);
  // Known pages have many writings; the one that files speak of is tried when nothing is known of this one.
  const step = readPath(address, address.path, answer, walk) ?? readPlainPath(address, answer, walk);
  if (step !== null && (step instanceof EntityFound || step.kind === "onward")) return step;
  const app = answer.owner?.summary ?? null;
  const carried = app === null || walk.isDeepest ? null : carriedAddress(address, answer.host);
  if (carried !== null && carried !== address.url) {
    return { kind: "onward", target: carried, hop: { url: address.url, by: "wrapper", guessed: true } };
  }
  if (step !== null) return step;
  if (shorteners.leadsAnywhere(answer.host, address.path)) return short(address.url, app, "anywhere");
  // Apps change how their codes look every few months: of a host that gives nothing else, one that nobody wrote down is asked too.
  const isCode = answer.rules.hasOnlyCodes && address.path.length > 1;
  return unread(address.url, app, isCode);
}

function readPlainPath(address: WebAddress, answer: HostAnswer, walk: Walk): Step | null {
  const plain = plainPath(address.path);
  return plain === address.path ? null : readPath(address, plain, answer, walk);
}

/** What an address with this path is by the rules of its host; null when they do not know it. */
function readPath(address: WebAddress, path: string, { host, owner, rules }: HostAnswer, walk: Walk): Step | null {
  const { wrappers, pages, shorts } = rules.ofPath(path);
  const wrapped = wrappers.length === 0 ? null : readWrappers(wrappers, address, path, owner, walk.isDeepest);
  if (wrapped?.kind === "onward") return wrapped;
  for (const rule of pages) {
    const ids = rule.matcher.match(address, path, host);
    if (ids !== null) return new EntityFound(rule.entity, ids, owner, { page: rule, address, host, hops: walk.hops });
  }
  for (const { app, entry, fits } of shorts) {
    if (entry.onlyWithWords === true && !isNamedIn(walk.message, app)) continue;
    if (!fits(path, address.query)) continue;
    const summary = summaryOf(app, owner);
    if (walk.parts.shorteners.leadsAnywhere(host, path)) return short(address.url, summary, "anywhere");
    return isAlsoPage(entry) ? unread(address.url, summary, true) : short(address.url, summary, "within");
  }
  return wrapped;
}

/** The step through a wrapper, or at one that cannot be read here; null when the address is none. */
function readWrappers(
  wrappers: readonly WrapperRule[],
  address: WebAddress,
  path: string,
  owner: Ownership | null,
  isDeepest: boolean,
): WrapperStep | null {
  let isOpaque = false;
  let staysWithin = false;
  for (const wrapper of wrappers) {
    if (!wrapper.path.fits(path)) continue;
    const inner = unwrapWeb(wrapper, address, path);
    if (inner.kind === "target" && !isDeepest && inner.target !== address.url) {
      return { kind: "onward", target: inner.target, hop: { url: address.url, by: "wrapper" } };
    }
    if (inner.kind === "none") continue;
    isOpaque = true;
    staysWithin ||= wrapper.entry.staysWithin === true;
  }
  const app = owner?.summary ?? null;
  if (!isOpaque) return null;
  // What stays with its app may be a page itself: a coupon, an old article.
  return staysWithin ? unread(address.url, app, true) : short(address.url, app, "anywhere");
}

function readAppStep(address: AppAddress, { parts, hops, isDeepest }: Walk): Step {
  const { url, scheme } = address;
  const carried = isDeepest ? null : carriedByDownload(url);
  if (carried !== null) return { kind: "onward", target: carried, hop: { url, by: "app_link" } };
  const rules = parts.index.scheme(scheme);
  const hop: OfflineHop = { url, by: "app_link" };
  if (rules === null) {
    // `onenote:https://…`, `ms-word:ofe|u|https://…`: what another program is to open. A browser's own `view-source:` is refused.
    const inner = isDeepest
      ? undefined
      : /^(?!view-source:)[a-z][a-z0-9+.-]*:(?:\/\/)?(?:[a-z]{3}\|u\|)?(https?:\/\/.+)$/isu.exec(url)?.[1];
    if (inner !== undefined) return { kind: "onward", target: inner, hop };
    const guess = isDeepest ? null : carriedByApp(url);
    return guess === null ? unread(url) : { kind: "onward", target: guess, hop: { ...hop, guessed: true } };
  }
  if (!isDeepest) {
    for (const wrapper of rules.wrappers) {
      const inner = unwrapApp(wrapper, address);
      if (inner.kind === "target") return { kind: "onward", target: inner.target, hop };
      if (inner.kind === "opaque") return unread(url, rules.app.summary);
    }
  }
  for (const { entity, matcher, keep } of rules.appLinks) {
    const ids = matcher.match(address);
    if (ids !== null)
      return new EntityFound(entity, ids, null, { page: null, scheme, url, query: address.query, keep, hops });
  }
  const swapped = rules.swapTo === null || isDeepest ? null : swapScheme(address, rules.swapTo);
  if (swapped !== null) return { kind: "onward", target: swapped, hop };
  const guess = isDeepest ? null : carriedByApp(url);
  return guess === null
    ? unread(url, rules.app.summary)
    : { kind: "onward", target: guess, hop: { ...hop, guessed: true } };
}

/** The web address behind `taobao://item.taobao.com/…`; null when what follows the scheme is no host. */
function swapScheme(address: AppAddress, to: string): string | null {
  const rest = address.url.slice(address.scheme.length + 1).replace(/^\/\//u, "");
  const target = URL.parse(to + rest);
  return target !== null && target.hostname.includes(".") ? target.href : null;
}

/**
 * Of an intent its own address and the fallback are believed. A fallback that is somebody else's is the one judged:
 * that is where a reader without the app ends up, and an innocent app address must not cover for it.
 */
function readIntentStep(text: string, walk: Walk): Step {
  const intent = readIntent(text);
  if (intent === null || walk.isDeepest) return unread(text);
  const hop: OfflineHop = { url: text, by: "app_link" };
  const { target, fallback } = intent;
  if (target === null || fallback === null) {
    const only = target ?? fallback;
    return only === null ? unread(text) : { kind: "onward", target: only, hop };
  }
  const own = readStep(target, { ...walk, isDeepest: true });
  const other = readStep(fallback, { ...walk, isDeepest: true });
  const ownApp = "app" in own ? own.app : null;
  const otherApp = "app" in other ? other.app : null;
  const isSame = ownApp !== null && ownApp.owner === otherApp?.owner;
  const isRead = own instanceof EntityFound || unwrapsFurther(target, walk);
  // Only a request tells where a short link leads. So the app's own address must not prevent that request.
  const isShort = !(other instanceof EntityFound) && other.kind === "unread" && other.needsNetwork;
  return { kind: "onward", target: isSame && isRead && !isShort ? target : fallback, hop };
}

function unwrapsFurther(target: string, walk: Walk): boolean {
  const address = readAppAddress(target);
  if (address === null || /^https?$/u.test(address.scheme)) return true;
  const step = readAppStep(address, { ...walk, isDeepest: false });
  return !(step instanceof EntityFound) && step.kind === "onward";
}

function identifyUnread(
  { app, target, needsNetwork, sendsOn }: Extract<WrapperStep, { kind: "unread" }>,
  first: string,
  hops: readonly OfflineHop[],
  { index, tracking }: RegistryParts,
): Identified {
  const web = readWebAddress(target);
  const cleaned = web === null || needsNetwork ? null : tracking.clean(web);
  const saysMore = cleaned !== null && (app !== null || hops.length > 0 || cleaned.removed.length > 0);
  return {
    app,
    entity: null,
    target,
    hops,
    canonicalUrl: saysMore ? cleaned.url : null,
    removed: cleaned?.removed ?? [],
    needsNetwork,
    sendsOn,
    open: outerWays(first, web, index),
    instruction: null,
  };
}

/** The inner address is judged, the outer kept for opening: the app or the wrapper may need what only it carries. */
function outerWays(first: string, target: WebAddress | null, index: AppIndex): OpenWays {
  if (/^https?:/iu.test(first)) return { web: first };
  const scheme = readAppAddress(first)?.scheme ?? "";
  const appWays = index.hasScheme(scheme) ? { ios: first, android: first } : {};
  return target === null ? appWays : { ...appWays, web: target.url };
}

function identifyShareCode(link: LinkAddress, parts: RegistryParts): Identified {
  const { app, entity, isSelfContained } = readShareCode(link.value, link.text, parts.index);
  // An address beside a code that says whose it is leads elsewhere.
  const address = app === null || isSelfContained ? null : addressOf(app, link.text, parts);
  const inner = address === null ? null : identifyLink({ ...link, kind: "web", value: address, url: address }, parts);
  return {
    app: app?.summary ?? null,
    entity: entity ?? inner?.entity ?? null,
    target: inner?.target ?? null,
    hops: inner?.hops ?? [],
    canonicalUrl: inner?.canonicalUrl ?? null,
    removed: inner?.removed ?? [],
    needsNetwork: true,
    sendsOn: null,
    open: { ...inner?.open, copy: link.value },
    instruction: codeInstruction(app),
  };
}

/** An address of the app in the same message, which says the same as the code. */
function addressOf(app: CompiledApp, text: string, parts: RegistryParts): string | null {
  for (const [found] of text.matchAll(/(?:https?:)?\/\/[\w.-]+\.[a-z]{2,}\/[\w./?=&%#@~+-]*/giu)) {
    const web = readWebAddress(found.startsWith("//") ? `https:${found}` : found);
    const step = web === null ? null : readWebStep(web, { message: text, parts, hops: [], isDeepest: true });
    if (web !== null && step !== null && "app" in step && step.app?.id === app.entry.id) return web.url;
  }
  return null;
}
