import { decodeBody } from "./fetch/decoded-body.ts";
import { createFetchHead, type Answer, type FetchHead } from "./fetch/fetch-head.ts";
import { lookupName, type LookupName } from "./fetch/name-lookup.ts";
import { DEFAULT_LIMITS } from "./limits/default-limits.ts";
import { withoutFragment } from "./page/fragment.ts";
import { locationOf, refreshTarget, scriptAddress, scriptedAddress, type NextAddress } from "./page/next-address.ts";
import { oembedEndpoint, oembedFacts } from "./page/oembed.ts";
import { isWall, pageFacts } from "./page/page-facts.ts";
import { readPage, type ReadPage } from "./page/read-page.ts";
import { hopTo, walkUnasked, type OfflineOptions } from "./resolve-offline.ts";
import { noAddress, startTrail, type Step, type Trail } from "./trail.ts";
import { FetchFailure, type PageFacts, type ResolveHop, type Resolution } from "./types.ts";
import { keysOf } from "../input/words.ts";

export type { KnownAddresses } from "./resolve-offline.ts";

export interface ResolveOptions extends OfflineOptions {
  /** Who asks, with a contact: sent as User-Agent. */
  readonly userAgent: string;
  /** Budget for the whole chain, waiting for a slot included. Milliseconds, 1-30 000. Default 5 000. */
  readonly totalTimeoutMs?: number;
  /** Milliseconds to a usable connection. Default 3 000. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds from request to the end of the headers. Default 4 000. */
  readonly headersTimeoutMs?: number;
  /** Bytes taken from sockets by the whole chain. Default 1 MiB. */
  readonly maxWireBytes?: number;
  /** Bytes of a page read after decoding. Default 256 KiB. */
  readonly maxPageBytes?: number;
  readonly lookup?: LookupName;
  /** Takes the place of the network, for recorded answers. The guard is asked all the same. */
  readonly fetchHead?: FetchHead;
  /** Waits for a slot to ask a host; gives the function that releases it. Rejects when `signal` fires first. */
  readonly acquireSlot?: (url: URL, signal: AbortSignal) => Promise<() => void>;
  /** Ends the chain early, as a timeout. */
  readonly signal?: AbortSignal;
}

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
  const start = typeof url === "string" ? URL.parse(url) : url;
  if (start === null) return noAddress(String(url));
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), limits.totalTimeoutMs);
  const signal = options.signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, options.signal]);
  const trail = startTrail(start, limits.maxHops);
  const chain: Chain = { options, limits, fetchHead, signal, trail, wireBytesLeft: limits.maxWireBytes, walled: null };
  try {
    for (;;) {
      const end = walkUnasked(trail, options) ?? trail.take(await askFully(trail.current, chain));
      if (end !== null) return end;
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
  readonly trail: Trail;
  wireBytesLeft: number;
  /** The address that was answered with a wall or an error, so that its page is still unnamed. */
  walled: URL | null;
}

/** As `askInTurn`; a page behind a wall is asked for at its site's oEmbed endpoint too. */
async function askFully(url: URL, chain: Chain): Promise<Step> {
  const step = await askInTurn(url, chain, ask);
  if (step.kind !== "reached" || chain.walled !== url) return step;
  const endpoint = oembedEndpoint(url);
  if (endpoint === null || chain.options.guard.check(endpoint) !== null) return step;
  let facts: PageFacts = {};
  // What goes wrong there takes nothing from what is known.
  await askInTurn(endpoint, chain, async () => {
    facts = await askOembed(endpoint, chain);
    return step;
  });
  return { ...step, page: { ...step.page, ...facts } };
}

async function askOembed(url: URL, chain: Chain): Promise<PageFacts> {
  const answer = await fetchTold(url, chain);
  try {
    const encodings = answer.headers.get("content-encoding") ?? [];
    const body = answer.status === 200 ? decodeBody(answer.body, encodings, chain.limits.maxPageBytes) : null;
    if (body === null) return {};
    const pieces: Uint8Array[] = [];
    for await (const piece of body) pieces.push(piece);
    return oembedFacts(Buffer.concat(pieces).toString("utf8"), (image) => chain.options.guard.check(image) === null);
  } finally {
    chain.wireBytesLeft -= answer.wireBytes();
    answer.close();
  }
}

async function askInTurn(url: URL, chain: Chain, ask: (url: URL, chain: Chain) => Promise<Step>): Promise<Step> {
  if (chain.signal.aborted) return { kind: "failed", code: "timeout" };
  let releaseSlot: (() => void) | undefined;
  try {
    releaseSlot = await chain.options.acquireSlot?.(url, chain.signal);
  } catch {
    return { kind: "failed", code: "busy" };
  }
  try {
    return await ask(url, chain);
  } catch (error) {
    if (error instanceof FetchFailure) return { kind: "failed", code: error.code };
    throw error;
  } finally {
    releaseSlot?.();
  }
}

/** One request, which is told of in the trail whatever comes of it. */
async function fetchTold(url: URL, chain: Chain): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await chain.fetchHead(url, { signal: chain.signal, maxWireBytes: chain.wireBytesLeft });
  } catch (error) {
    chain.trail.requests.push({ url: url.href, status: null, address: null });
    throw error;
  }
  chain.trail.requests.push({ url: url.href, status: answer.status, address: answer.address });
  return answer;
}

async function ask(url: URL, chain: Chain): Promise<Step> {
  const answer = await fetchTold(url, chain);
  const { status, headers } = answer;
  try {
    const sent = [locationOf(status, headers, url), refreshTarget(headers.get("refresh")?.[0], url)];
    const redirect = sent.find(({ kind }) => kind !== "none");
    if (redirect !== undefined)
      return follow(url, status, redirect, redirect === sent[0] ? "redirect" : "meta_refresh");
    const { known } = chain.options;
    const script = { variable: known.scriptVariable(url), leadsOn: known.leadsOn(url) };
    const keepText = script.variable !== null || script.leadsOn;
    const { maxPageBytes: maxBytes } = chain.limits;
    const page = await readPage(answer, { maxBytes, keepText, host: url.hostname });
    return afterPage(url, answer, page, script, chain);
  } finally {
    chain.wireBytesLeft -= answer.wireBytes();
    answer.close();
  }
}

function afterPage(
  url: URL,
  { status, headers }: Answer,
  page: ReadPage | null,
  { variable, leadsOn }: { readonly variable: string | null; readonly leadsOn: boolean },
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
    const further = leadsOn ? scriptedAddress(page.text ?? "", base) : { kind: "none" as const };
    if (further.kind === "next") return follow(url, status, further, "short_link");
  }
  const isPage = status >= 200 && status < 300;
  if (!isPage || (page !== null && isWall(page.head))) chain.walled = url;
  // A file is what it leads to; of a page, its readers are led on from it otherwise than this gateway was, if at all.
  if (leadsOn && (page !== null || !isPage)) return { kind: "failed", code: "no_target" };
  const isShowable = (image: URL) => chain.options.guard.check(image) === null;
  return {
    kind: "reached",
    httpStatus: status,
    page: pageFacts(url, headers, isPage ? (page?.head ?? null) : null, isShowable),
  };
}

function follow(url: URL, status: number, to: NextAddress, by: ResolveHop["by"]): Step {
  if (to.kind !== "next") return { kind: "failed", code: "bad_redirect" };
  return hopTo(url, to.url, { by, status });
}

function definedOf(options: ResolveOptions): Partial<Record<keyof typeof DEFAULT_LIMITS, number>> {
  const names = keysOf(DEFAULT_LIMITS);
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}
