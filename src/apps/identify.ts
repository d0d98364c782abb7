import { type AppAddress, readAppAddress, readWebAddress, type WebAddress } from "./address.ts";
import type { AppIndex, CompiledApp, HostAnswer, Ownership } from "./app-index.ts";
import { describeEntity, type KnownEntity, removedParameters } from "./entity.ts";
import { codeInstruction, isNamedIn, readShareCode } from "./share-code.ts";
import type { Tracking } from "./tracking.ts";
import type { AppSummary, Entity, Identified, LinkAddress, OfflineHop, OpenWays } from "./types.ts";
import { readIntent, unwrapApp, unwrapWeb } from "./unwrap.ts";

/** Wrappers within wrappers that are opened; a deeper one is judged as itself. */
const MAX_DEPTH = 8;

/** Where a walk from wrapper to wrapper stands, or ended. */
type Step =
  | { kind: "onward"; target: string; hop: OfflineHop }
  | {
      kind: "entity";
      app: AppSummary;
      known: KnownEntity;
      target: string;
      removed: readonly string[];
      hops: readonly OfflineHop[];
    }
  | { kind: "unread"; app: AppSummary | null; target: string; needsNetwork: boolean; hops?: readonly OfflineHop[] };

/** Everything that can be said about a link without a network. Throws on no input. */
export function identifyLink(link: LinkAddress, index: AppIndex, tracking: Tracking): Identified {
  if (link.kind === "share_code") return identifyShareCode(link, index, tracking);
  // An app's address is read as it was written: a parser may have escaped the JSON in it.
  const first = link.kind === "web" ? (link.url ?? link.value) : link.value;
  const hops: OfflineHop[] = [];
  let address = first;
  for (let depth = 0; ; depth += 1) {
    const step = readStep(address, link.text, index, depth >= MAX_DEPTH);
    if (step.kind === "onward") {
      hops.push(step.hop);
      address = step.target;
      continue;
    }
    if (step.hops !== undefined) hops.push(...step.hops);
    if (step.kind === "entity") {
      return new EntityFound(step, hops);
    }
    return identifyUnread(step, first, hops, index, tracking);
  }
}

/** A link to an entity. Its ways to open are worked out when they are asked for: most who look a link up do not. */
class EntityFound implements Identified {
  readonly app: AppSummary;
  readonly entity: Entity;
  readonly target: string;
  readonly hops: readonly OfflineHop[];
  readonly canonicalUrl: string | null;
  readonly removed: readonly string[];
  readonly needsNetwork = false;
  readonly instruction = null;
  readonly #known: KnownEntity;
  #open: OpenWays | null = null;

  constructor({ app, known, target, removed }: Extract<Step, { kind: "entity" }>, hops: readonly OfflineHop[]) {
    this.app = app;
    this.entity = known.entity;
    this.target = target;
    this.hops = hops;
    this.canonicalUrl = known.canonicalUrl;
    this.removed = removed;
    this.#known = known;
  }

  get open(): OpenWays {
    return (this.#open ??= withPage(this.#known.open(), this.target));
  }

  toJSON(): Identified {
    const { app, entity, target, hops, canonicalUrl, removed, needsNetwork, open, instruction } = this;
    return { app, entity, target, hops, canonicalUrl, removed, needsNetwork, open, instruction };
  }
}

function withPage(open: OpenWays, target: string): OpenWays {
  return open.web !== undefined || !/^https?:/u.test(target) ? open : { ...open, web: target };
}

function readStep(text: string, message: string, index: AppIndex, isDeepest: boolean): Step {
  const web = readWebAddress(text);
  if (web !== null) return readWebStep(web, message, index, isDeepest);
  if (/^intent:/iu.test(text)) return readIntentStep(text, message, index, isDeepest);
  const app = readAppAddress(text);
  if (app === null) return { kind: "unread", app: null, target: text, needsNetwork: false };
  return readAppStep(app, index, isDeepest);
}

function readWebStep(address: WebAddress, message: string, index: AppIndex, isDeepest: boolean): Step {
  const { owner, rules } = index.lookUp(address.host);
  const isOpaque = readWrappers(address, rules, isDeepest);
  if (typeof isOpaque !== "boolean") return isOpaque;
  for (const { pages } of rules) {
    for (const { entity, match, consumes } of pages) {
      const ids = match(address);
      if (ids === null) continue;
      const known = describeEntity(entity, ids, { web: address });
      return {
        kind: "entity",
        app: summaryOf(entity.app, owner),
        known,
        target: address.url,
        removed: removedParameters(address, known.canonicalUrl, consumes),
        hops: [],
      };
    }
  }
  for (const { shorts } of rules) {
    for (const { app, entry, fits } of shorts) {
      if (entry.onlyWithWords === true && !isNamedIn(message, app)) continue;
      if (!fits(address)) continue;
      return { kind: "unread", app: summaryOf(app, owner), target: address.url, needsNetwork: true };
    }
  }
  return { kind: "unread", app: owner?.summary ?? null, target: address.url, needsNetwork: isOpaque };
}

/** The step through a wrapper; else whether the address is a wrapper that cannot be read here. */
function readWrappers(address: WebAddress, rules: HostAnswer["rules"], isDeepest: boolean): Step | boolean {
  let isOpaque = false;
  for (const { wrappers } of rules) {
    for (const wrapper of wrappers) {
      if (!wrapper.path.test(address.path)) continue;
      const inner = unwrapWeb(wrapper, address);
      if (inner.kind === "target" && !isDeepest && inner.target !== address.url) {
        return { kind: "onward", target: inner.target, hop: { url: address.url, by: "wrapper" } };
      }
      isOpaque ||= inner.kind !== "none";
    }
  }
  return isOpaque;
}

function readAppStep(address: AppAddress, index: AppIndex, isDeepest: boolean): Step {
  const rules = index.schemes.get(address.scheme);
  if (rules === undefined) return { kind: "unread", app: null, target: address.url, needsNetwork: false };
  const hop: OfflineHop = { url: address.url, by: "app_link" };
  if (!isDeepest) {
    for (const wrapper of rules.wrappers) {
      const inner = unwrapApp(wrapper, address);
      if (inner.kind === "target") return { kind: "onward", target: inner.target, hop };
      if (inner.kind === "opaque") {
        return { kind: "unread", app: rules.app.summary, target: address.url, needsNetwork: false };
      }
    }
  }
  for (const { entity, match } of rules.appLinks) {
    const ids = match(address);
    if (ids === null) continue;
    const known = describeEntity(entity, ids, { scheme: address.scheme });
    const page = known.canonicalUrl;
    return {
      kind: "entity",
      app: entity.app.summary,
      known,
      target: page ?? address.url,
      removed: [],
      hops: page === null ? [] : [hop],
    };
  }
  const swapped = rules.swapTo === null || isDeepest ? null : swapScheme(address, rules.swapTo);
  if (swapped !== null) return { kind: "onward", target: swapped, hop };
  return { kind: "unread", app: rules.app.summary, target: address.url, needsNetwork: false };
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
function readIntentStep(text: string, message: string, index: AppIndex, isDeepest: boolean): Step {
  const intent = readIntent(text);
  const hop: OfflineHop = { url: text, by: "app_link" };
  if (intent === null || isDeepest) return { kind: "unread", app: null, target: text, needsNetwork: false };
  const { target, fallback } = intent;
  if (target === null || fallback === null) {
    const only = target ?? fallback;
    return only === null
      ? { kind: "unread", app: null, target: text, needsNetwork: false }
      : { kind: "onward", target: only, hop };
  }
  const own = readStep(target, message, index, true);
  const other = readStep(fallback, message, index, true);
  const ownApp = own.kind === "onward" ? null : own.app;
  const otherApp = other.kind === "onward" ? null : other.app;
  const isSame = ownApp !== null && ownApp.owner === otherApp?.owner;
  const isRead = own.kind === "entity" || unwrapsFurther(target, index);
  return { kind: "onward", target: isSame && isRead ? target : fallback, hop };
}

function unwrapsFurther(target: string, index: AppIndex): boolean {
  const address = readAppAddress(target);
  if (address === null || /^https?$/u.test(address.scheme)) return true;
  return readAppStep(address, index, false).kind === "onward";
}

function identifyUnread(
  step: Extract<Step, { kind: "unread" }>,
  first: string,
  hops: readonly OfflineHop[],
  index: AppIndex,
  tracking: Tracking,
): Identified {
  const { app, target, needsNetwork } = step;
  const web = readWebAddress(target);
  const cleaned =
    web === null || needsNetwork
      ? null
      : tracking.clean(web, app === null ? undefined : index.apps.get(app.id)?.tracking);
  const saysMore = cleaned !== null && (app !== null || hops.length > 0 || cleaned.removed.length > 0);
  return {
    app,
    entity: null,
    target,
    hops,
    canonicalUrl: saysMore ? cleaned.url : null,
    removed: cleaned?.removed ?? [],
    needsNetwork,
    open: outerWays(first, web, index),
    instruction: null,
  };
}

/** The inner address is judged, the outer kept for opening: the app or the wrapper may need what only it carries. */
function outerWays(first: string, target: WebAddress | null, index: AppIndex): OpenWays {
  if (/^https?:/iu.test(first)) return { web: first };
  const scheme = readAppAddress(first)?.scheme ?? "";
  const appWays = index.schemes.has(scheme) ? { ios: first, android: first } : {};
  return target === null ? appWays : { ...appWays, web: target.url };
}

function summaryOf(app: CompiledApp, owner: Ownership | null): AppSummary {
  return owner?.app === app ? owner.summary : app.summary;
}

function identifyShareCode(link: LinkAddress, index: AppIndex, tracking: Tracking): Identified {
  const { app, entity } = readShareCode(link.value, link.text, index);
  const address = app === null ? null : addressOf(app, link.text, index);
  const inner =
    address === null ? null : identifyLink({ ...link, kind: "web", value: address, url: address }, index, tracking);
  return {
    app: app?.summary ?? null,
    entity: entity ?? inner?.entity ?? null,
    target: inner?.target ?? null,
    hops: inner?.hops ?? [],
    canonicalUrl: inner?.canonicalUrl ?? null,
    removed: inner?.removed ?? [],
    needsNetwork: true,
    open: { ...inner?.open, copy: link.value },
    instruction: codeInstruction(app),
  };
}

/** An address of the app in the same message, which says the same as the code. */
function addressOf(app: CompiledApp, text: string, index: AppIndex): string | null {
  for (const [found] of text.matchAll(/(?:https?:)?\/\/[\w.-]+\.[a-z]{2,}\/[\w./?=&%#@~+-]*/giu)) {
    const web = readWebAddress(found.startsWith("//") ? `https:${found}` : found);
    const step = web === null ? null : readWebStep(web, text, index, true);
    if (web !== null && step !== null && step.kind !== "onward" && step.app?.id === app.entry.id) return web.url;
  }
  return null;
}
