import { createByteCache } from "../cache/byte-cache.ts";
import { createFetchHead, type Answer, type FetchHead } from "../fetch/fetch-head.ts";
import { lookupName, type LookupName } from "../fetch/name-lookup.ts";
import { createGuard, type Guard, type GuardOptions } from "../guard/guard.ts";
import { oneTimeKind } from "../guard/one-time-links.ts";
import { createFairLimiter, type Requester, type SharedRequest } from "../limits/fair-limiter.ts";
import { createSingleFlight } from "../limits/single-flight.ts";
import { siteOf } from "../limits/site.ts";
import { withoutFragment } from "../page/fragment.ts";
import { locationOf } from "../page/next-address.ts";
import { isWall, previewRules } from "../page/page-facts.ts";
import { readPage } from "../page/read-page.ts";
import { FetchFailure, type FailureCode } from "../types.ts";
import { createArticleThread } from "./article-thread.ts";
import type { Article } from "./article.ts";

/**
 * Why there is no text: what stops a link too, another status than 200, an address that leads elsewhere now, or a page without one.
 * `unwanted` is a page that asks not to be quoted.
 */
export type ArticleFailureCode = FailureCode | "status" | "moved" | "one_time_link" | "unwanted" | "no_text";

export type FetchedArticle =
  | { readonly kind: "article"; readonly article: Article }
  | { readonly kind: "failed"; readonly code: ArticleFailureCode };

export interface ArticleFetcherOptions {
  /** Default: the public internet, ports 80 and 443. */
  readonly guard?: Guard;
  readonly guardOptions?: GuardOptions;
  /** Who asks, with a contact: sent as User-Agent. */
  readonly userAgent: string;
  readonly lookup?: LookupName;
  /** Takes the place of the network, for recorded answers. */
  readonly fetchHead?: FetchHead;
  /** Budget for the page's bytes, waiting for a slot included. Milliseconds. Default 8 000. */
  readonly totalTimeoutMs?: number;
  /** Milliseconds its text may take. Default 4 000. */
  readonly extractTimeoutMs?: number;
  /** Bytes taken from the socket. Default 1 MiB. */
  readonly maxWireBytes?: number;
  /** Bytes of a page read after decoding. Default 1 MiB; the rest is left out. */
  readonly maxPageBytes?: number;
  /** Texts kept in memory. Default 16 MiB. */
  readonly maxCacheBytes?: number;
  /** Milliseconds a text stays known. Default 600 000. */
  readonly keepMs?: number;
  /** Milliseconds a failure stays known. Default 60 000. */
  readonly keepFailureMs?: number;
  readonly now?: () => number;
}

export interface ArticleFetcher {
  /**
   * The text of the page at this very address, through the same door as a link. A redirect is not followed: the decision was
   * about this address. Whoever asks for the same one meanwhile gets the same. Never throws for what the network does.
   *
   * @param requester  As for `Resolver.resolve`.
   */
  read(url: string, requester?: Requester): Promise<FetchedArticle>;
  /** Ends what is under way (as `timeout`) and waits for it. Later calls of `read` reject. */
  close(): Promise<void>;
}

/** Requests at once: to one site, for one reader, in all. */
const TURNS = { perHost: 2, perRequester: 2, total: 16 };
const MAX_WAITING = 16;
const MAX_HEAP_MIB = 128;

export function createArticleFetcher(options: ArticleFetcherOptions): ArticleFetcher {
  const {
    totalTimeoutMs = 8_000,
    extractTimeoutMs = 4_000,
    maxWireBytes = 1024 * 1024,
    maxPageBytes = 1024 * 1024,
    maxCacheBytes = 16 * 1024 * 1024,
    keepMs = 600_000,
    keepFailureMs = 60_000,
    now = Date.now,
  } = options;
  const guard = options.guard ?? createGuard(options.guardOptions);
  const fetchHead =
    options.fetchHead ??
    createFetchHead({
      guard,
      lookup: options.lookup ?? lookupName,
      userAgent: options.userAgent,
      connectTimeoutMs: 3_000,
      headersTimeoutMs: 4_000,
    });
  const limiter = createFairLimiter(TURNS);
  const thread = createArticleThread({
    timeoutMs: extractTimeoutMs,
    maxWaiting: MAX_WAITING,
    maxHeapMib: MAX_HEAP_MIB,
  });
  const cache = createByteCache<FetchedArticle>({ maxBytes: maxCacheBytes, now });
  const closing = new AbortController();
  const failed = (code: ArticleFailureCode): FetchedArticle => ({ kind: "failed", code });

  /** The page as text; what stops it as a failure. */
  async function load(address: string, request: SharedRequest, signal: AbortSignal): Promise<string | FetchedArticle> {
    const url = URL.parse(address);
    const fault = url === null ? "scheme" : guard.check(url);
    if (url === null || fault !== null) return failed(fault ?? "scheme");
    if (oneTimeKind(url) !== null) return failed("one_time_link");
    let releaseSlot: () => void;
    try {
      releaseSlot = await request.acquire(siteOf(url), signal);
    } catch {
      return failed("busy");
    }
    let answer: Answer | undefined;
    try {
      answer = await fetchHead(url, { signal, maxWireBytes });
      const { status, headers } = answer;
      if (locationOf(status, headers, url).kind !== "none") return failed("moved");
      if (status !== 200) return failed("status");
      const page = await readPage(answer, { maxBytes: maxPageBytes, keepText: true, host: url.hostname });
      if (page?.text === null || page === null || isWall(page.head)) return failed("no_text");
      return previewRules(headers, page.head).text ? page.text : failed("unwanted");
    } catch (error) {
      if (error instanceof FetchFailure) return failed(error.code);
      throw error;
    } finally {
      answer?.close();
      releaseSlot();
    }
  }

  async function extracted(html: string, address: string): Promise<FetchedArticle> {
    const article = await thread.extract(html, address);
    if (article === "busy") return failed("busy");
    if (article === null) return failed("no_text");
    const isShowable = (image: string) => {
      const url = URL.parse(image);
      return url !== null && guard.check(url) === null;
    };
    // A picture is asked through the guard once more when somebody sees it.
    const blocks = article.blocks.filter((block) => block.kind !== "picture" || isShowable(block.image));
    return { kind: "article", article: { ...article, blocks } };
  }

  async function fresh(key: string, request: SharedRequest): Promise<FetchedArticle> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), totalTimeoutMs);
    let html: string | FetchedArticle;
    try {
      html = await load(key, request, AbortSignal.any([deadline.signal, closing.signal]));
    } finally {
      clearTimeout(timer);
    }
    const outcome = typeof html === "string" ? await extracted(html, key) : html;
    const isFailed = outcome.kind === "failed";
    // `busy` says something about this machine, not about the page; what close() cut short says nothing at all.
    if (!(isFailed && outcome.code === "busy") && !closing.signal.aborted) {
      const bytes = isFailed ? 0 : sizeOf(outcome.article);
      cache.set(key, outcome, bytes, now() + (isFailed ? keepFailureMs : keepMs));
    }
    return outcome;
  }

  const singleFlight = createSingleFlight(limiter, fresh);

  return {
    async read(address, requester = null) {
      if (closing.signal.aborted) throw new Error("the article fetcher is closed");
      const url = URL.parse(address);
      const key = url === null ? address : withoutFragment(url);
      const kept = cache.get(key);
      return kept ?? singleFlight.join(key, requester) ?? singleFlight.begin(key, requester);
    },
    async close() {
      closing.abort();
      await thread.close();
      await singleFlight.idle();
    },
  };
}

/** What a text takes in memory, two bytes a character. */
function sizeOf({ blocks }: Article): number {
  return blocks.reduce((sum, block) => sum + 2 * ("text" in block ? block.text : block.image + block.alt).length, 0);
}
