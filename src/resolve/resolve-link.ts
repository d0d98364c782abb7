import { createFetchHead, type Answer, type FetchHead } from "./fetch-head.ts";
import type { Guard } from "./guard.ts";
import { lookupName, type LookupName } from "./name-lookup.ts";
import { locationOf, refreshTarget, scriptAddress, withoutFragment, type NextAddress } from "./next-address.ts";
import { oneTimeKind } from "./one-time-links.ts";
import { pageFacts } from "./page-facts.ts";
import { readPage, type ReadPage } from "./read-page.ts";
import {
  FetchFailure,
  type FailureCode,
  type PageFacts,
  type RequestRecord,
  type ResolveHop,
  type Resolution,
  type SkipReason,
} from "./types.ts";

/** What of the web is asked: nothing, hosts of registered apps and short links, or everything. */
export type ResolveMode = "off" | "known" | "all";

/** What the registry of apps tells about an address. No member makes a request. */
export interface KnownAddresses {
  /** The address inside a wrapper or an app link; null when there is none to be read. */
  unwrap(url: URL): { readonly url: URL; readonly by: "wrapper" | "app_link" | "short_link" } | null;
  /** Whether the host belongs to a registered app or is a known short host. */
  isKnownHost(url: URL): boolean;
  /** Name of the script variable that holds the target on this host's pages (`resolve: html-js`); null for all others. */
  scriptVariable(url: URL): string | null;
}

export interface ResolveOptions {
  readonly guard: Guard;
  readonly mode: ResolveMode;
  readonly known: KnownAddresses;
  /** Who asks, with a contact: sent as User-Agent. */
  readonly userAgent: string;
  /** Budget for the whole chain, waiting for a turn included. Milliseconds, 1-30 000. Default 5 000. */
  readonly totalTimeoutMs?: number;
  /** Milliseconds to a usable connection. Default 3 000. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds from request to the end of the headers. Default 4 000. */
  readonly headersTimeoutMs?: number;
  /** Addresses that may be left again, with or without a request. Default 8. */
  readonly maxHops?: number;
  /** Bytes taken from sockets by the whole chain. Default 1 MiB. */
  readonly maxWireBytes?: number;
  /** Bytes of a page read after decoding. Default 256 KiB. */
  readonly maxPageBytes?: number;
  readonly lookup?: LookupName;
  /** Takes the place of the network, for recorded answers. The guard is asked all the same. */
  readonly fetchHead?: FetchHead;
  /** Waits for a turn to ask a host; gives the function that ends the turn. Rejects when `signal` fires first. */
  readonly takeTurn?: (url: URL, signal: AbortSignal) => Promise<() => void>;
  /** Ends the chain early, as a timeout. */
  readonly signal?: AbortSignal;
}

export const DEFAULT_LIMITS = {
  totalTimeoutMs: 5_000,
  connectTimeoutMs: 3_000,
  headersTimeoutMs: 4_000,
  maxHops: 8,
  maxWireBytes: 1024 * 1024,
  maxPageBytes: 256 * 1024,
} as const;

/** What one step of the chain came to. */
type Step =
  | { readonly kind: "hop"; readonly hop: ResolveHop; readonly next: URL }
  | { readonly kind: "reached"; readonly httpStatus: number; readonly page: PageFacts }
  | { readonly kind: "skipped"; readonly reason: SkipReason }
  | { readonly kind: "failed"; readonly code: FailureCode };

/**
 * Follows a link to where it really leads, each address through the same door as the first: the guard, what must not be spent, the mode.
 * Never throws for anything an address, a name server or a web server does.
 *
 * @param url  Address to resolve; a fragment is carried along as browsers do and never sent.
 */
export async function resolveLink(url: string | URL, options: ResolveOptions): Promise<Resolution> {
  const limits = { ...DEFAULT_LIMITS, ...definedOf(options) };
  const fetchHead =
    options.fetchHead ??
    createFetchHead({
      ...limits,
      guard: options.guard,
      lookup: options.lookup ?? lookupName,
      userAgent: options.userAgent,
    });
  const hops: ResolveHop[] = [];
  const requests: RequestRecord[] = [];
  const seen = new Set<string>();
  const done = (at: string, rest: Partial<Resolution>): Resolution => ({
    status: "final",
    hops,
    finalUrl: at,
    httpStatus: null,
    skipped: null,
    page: null,
    failure: null,
    requests,
    ...rest,
  });
  const failed = (at: string, code: FailureCode) => done(at, { status: "failed", failure: { code, at } });

  let current = typeof url === "string" ? URL.parse(url) : url;
  if (current === null) return failed(String(url), "scheme");
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), limits.totalTimeoutMs);
  const signal = options.signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, options.signal]);
  const chain = { options, limits, fetchHead, signal, requests, wireBytesLeft: limits.maxWireBytes };
  try {
    for (;;) {
      const key = withoutFragment(current);
      if (seen.has(key)) return failed(current.href, "too_many_hops");
      seen.add(key);
      const step = await takeStep(current, chain);
      if (step.kind === "failed") return failed(current.href, step.code);
      if (step.kind === "skipped") return done(current.href, { skipped: step.reason });
      if (step.kind === "reached") return done(current.href, { httpStatus: step.httpStatus, page: step.page });
      if (hops.length >= limits.maxHops) return failed(current.href, "too_many_hops");
      hops.push(step.hop);
      current = step.next;
    }
  } finally {
    clearTimeout(timer);
  }
}

interface Chain {
  readonly options: ResolveOptions;
  readonly limits: Readonly<Record<keyof typeof DEFAULT_LIMITS, number>>;
  readonly fetchHead: FetchHead;
  readonly signal: AbortSignal;
  readonly requests: RequestRecord[];
  wireBytesLeft: number;
}

async function takeStep(url: URL, chain: Chain): Promise<Step> {
  const { guard, known, mode } = chain.options;
  const inner = known.unwrap(url);
  if (inner !== null) return hopTo(url, inner.url, inner.by);
  const fault = guard.judgeUrl(url);
  if (fault !== null) return { kind: "failed", code: fault };
  // Before the mode: that an address is spent by asking is worth saying whatever would have been asked.
  if (oneTimeKind(url) !== null) return { kind: "skipped", reason: "one_time_link" };
  if (mode === "off") return { kind: "skipped", reason: "off" };
  if (mode === "known" && !known.isKnownHost(url)) return { kind: "skipped", reason: "unknown_host" };
  if (chain.signal.aborted) return { kind: "failed", code: "timeout" };
  let endTurn: (() => void) | undefined;
  try {
    endTurn = await chain.options.takeTurn?.(url, chain.signal);
  } catch {
    return { kind: "failed", code: "busy" };
  }
  try {
    return await ask(url, chain);
  } catch (error) {
    if (error instanceof FetchFailure) return { kind: "failed", code: error.code };
    throw error;
  } finally {
    endTurn?.();
  }
}

async function ask(url: URL, chain: Chain): Promise<Step> {
  let answer: Answer;
  try {
    answer = await chain.fetchHead(url, { signal: chain.signal, maxWireBytes: chain.wireBytesLeft });
  } catch (error) {
    chain.requests.push({ url: url.href, status: null, address: null });
    throw error;
  }
  const { status, headers } = answer;
  chain.requests.push({ url: url.href, status, address: answer.address });
  try {
    const sent = [locationOf(status, headers, url), refreshTarget(headers.get("refresh")?.[0], url)];
    const redirect = sent.find(({ kind }) => kind !== "none");
    if (redirect !== undefined)
      return follow(url, status, redirect, redirect === sent[0] ? "redirect" : "meta_refresh");
    const variable = chain.options.known.scriptVariable(url);
    const page = await readPage(answer, { maxBytes: chain.limits.maxPageBytes, keepText: variable !== null });
    return afterPage(url, answer, page, variable, chain);
  } finally {
    chain.wireBytesLeft -= answer.wireBytes();
    answer.close();
  }
}

function afterPage(
  url: URL,
  { status, headers }: Answer,
  page: ReadPage | null,
  variable: string | null,
  chain: Chain,
): Step {
  if (page !== null) {
    const scripted = variable === null ? { kind: "none" as const } : scriptAddress(page.text ?? "", variable, url);
    if (scripted.kind !== "none") return follow(url, status, scripted, "short_link");
    const base = URL.parse(page.head.base ?? "", url.href) ?? url;
    const refresh = refreshTarget(page.head.refresh, base);
    if (refresh.kind === "next" && withoutFragment(refresh.url) !== withoutFragment(url))
      return follow(url, status, refresh, "meta_refresh");
    // A browser stays on a page whose refresh it cannot read.
  }
  const isPage = status >= 200 && status < 300;
  const isShowable = (image: URL) => chain.options.guard.judgeUrl(image) === null;
  return {
    kind: "reached",
    httpStatus: status,
    page: pageFacts(url, headers, isPage ? (page?.head ?? null) : null, isShowable),
  };
}

function follow(url: URL, status: number, to: NextAddress, by: ResolveHop["by"]): Step {
  if (to.kind !== "next") return { kind: "failed", code: "bad_redirect" };
  return hopTo(url, to.url, by, status);
}

function hopTo(from: URL, next: URL, by: ResolveHop["by"], status?: number): Step {
  const isDowngrade = from.protocol === "https:" && next.protocol === "http:";
  const hop = {
    url: from.href,
    ...(status === undefined ? {} : { status }),
    by,
    ...(isDowngrade ? { downgrade: true as const } : {}),
  };
  return { kind: "hop", hop, next };
}

function definedOf(options: ResolveOptions): Partial<Record<keyof typeof DEFAULT_LIMITS, number>> {
  const names = Object.keys(DEFAULT_LIMITS) as (keyof typeof DEFAULT_LIMITS)[];
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}
