import { lookup } from "node:dns/promises";
import { createNamedGuard } from "../guard/guard.ts";
import { FetchFailure } from "../types.ts";
import { createFetchHead } from "./fetch-head.ts";
import { lookupName, type LookupName } from "./name-lookup.ts";

/** What a receiver answered. */
export interface PostAnswer {
  readonly status: number;
  /** The first value of each header, by its name in lower case. */
  header(name: string): string | null;
  /** Its body, as far as the bound goes. */
  readonly text: string;
}

export interface PosterOptions {
  /** What the operator named; nothing is posted beside its scheme, host and port. */
  readonly named: URL;
  /** Whether it may be on this machine or in a private network. */
  readonly mayBePrivate: boolean;
  readonly userAgent: string;
  /** From the look-up of the name to the end of the answer. Milliseconds. */
  readonly timeoutMs: number;
  /** Default true. Where the text does not count, an answer is its status: a body that is long, late or cut makes it no failure. */
  readonly needsText?: boolean;
}

/**
 * Posts JSON to an address that the operator named, over the guarded way of links: looked up once, checked, pinned, TLS
 * verified, and no redirect followed.
 *
 * @throws {FetchFailure} by rejecting, when no answer came in time.
 */
export type Poster = (url: URL, json: string, headers?: Readonly<Record<string, string>>) => Promise<PostAnswer>;

/** Of an answer; more of it is not read. */
const MAX_ANSWER_BYTES = 65_536;
/** A text that nobody needs is taken for so long: many receivers stop working when who asked has gone. */
const SPARE_TEXT_MS = 1_000;

export function createPoster({ named, mayBePrivate, userAgent, timeoutMs, needsText = true }: PosterOptions): Poster {
  const fetchHead = createFetchHead({
    guard: createNamedGuard(named, mayBePrivate),
    lookup: mayBePrivate ? lookupHere : lookupName,
    connectTimeoutMs: timeoutMs,
    headersTimeoutMs: timeoutMs,
    userAgent,
    accept: "application/json,*/*;q=0.1",
    headers: { "accept-encoding": "identity" },
  });
  return async (url, json, headers = {}) => {
    const answer = await fetchHead(url, {
      signal: AbortSignal.timeout(timeoutMs),
      maxWireBytes: MAX_ANSWER_BYTES,
      sent: { type: "application/json", text: json, headers },
    });
    const { status, headers: received } = answer;
    const header = (name: string) => received.get(name)?.[0] ?? null;
    const spare = needsText ? undefined : setTimeout(() => answer.close(), Math.min(SPARE_TEXT_MS, timeoutMs));
    try {
      const pieces: Uint8Array[] = [];
      for await (const piece of answer.body) pieces.push(piece);
      return { status, header, text: Buffer.concat(pieces).toString("utf8") };
    } catch (error) {
      if (needsText) throw error;
      return { status, header, text: "" };
    } finally {
      clearTimeout(spare);
      answer.close();
    }
  };
}

/** A name of the operator's own network may stand in this machine's files alone. */
const lookupHere: LookupName = async (name) => {
  const found = await lookup(name, { all: true }).catch((cause: unknown) => {
    throw new FetchFailure("dns", "the name has no address", { cause });
  });
  return found.map(({ address }) => address);
};
