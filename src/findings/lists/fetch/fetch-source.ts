import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { hostname } from "node:os";
import { errnoOf } from "../../../input/errno.ts";
import { decodeBody } from "../../../resolve/fetch/decoded-body.ts";
import { createFetchHead, type Answer } from "../../../resolve/fetch/fetch-head.ts";
import { lookupName } from "../../../resolve/fetch/name-lookup.ts";
import { createGuard, type Guard } from "../../../resolve/guard/guard.ts";
import { FetchFailure } from "../../../resolve/types.ts";
import { MAX_SOURCE_BYTES } from "./take-source.ts";

/** Where a list comes from. `{key}` in an address stands for the source's key. */
export type SourcePlace =
  | { readonly from: "file"; readonly path: string }
  | {
      readonly from: "url";
      readonly url: string;
      /** Addresses inside the operator's network may be asked. */
      readonly allowPrivate: boolean;
      /** The environment variable that holds the source's key; null when it needs none. */
      readonly keyFrom: string | null;
    };

/** What a source said of its last answer, sent back to it. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type Fetched =
  | ({ readonly kind: "fetched" } & Validators)
  /** The source confirms what is known. */
  | { readonly kind: "unchanged" };

/** A source cannot be had now. The message names no key and no address. */
export class SourceUnavailable extends Error {
  override readonly name = "SourceUnavailable";
  /** How long the source asks to be left alone; milliseconds, null when it says nothing. */
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null = null, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

export interface FetchParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Told how many bytes have come, and of how many; null when the source does not say. */
  readonly onBytes?: (bytes: number, of: number | null) => void;
}

const CONNECT_TIMEOUT_MS = 15_000;
const HEADERS_TIMEOUT_MS = 60_000;
const MAX_HOPS = 5;

/** Inside an operator's network every address and port may be asked; still nothing but http and https without a name. */
const EVERYWHERE: Guard = {
  check: (url) =>
    url.protocol !== "http:" && url.protocol !== "https:"
      ? "scheme"
      : url.username === "" && url.password === ""
        ? null
        : "userinfo",
  isAllowedAddress: () => true,
};

/**
 * Brings a source onto this machine, as it is.
 *
 * @param known  What the source said before; null asks for all of it.
 * @throws {SourceUnavailable} when it cannot be had.
 */
export async function fetchSource(
  place: SourcePlace,
  known: Validators | null,
  into: string,
  parts: FetchParts,
): Promise<Fetched> {
  if (place.from === "file") return copyFile(place.path, into, parts);
  const answer = await askFor(place, known, parts);
  try {
    if (answer.status === 304 && known !== null) return { kind: "unchanged" };
    if (answer.status !== 200) throw new SourceUnavailable(`it answers ${answer.status}`, retryAfterOf(answer));
    const { headers } = answer;
    const encodings = headers.get("content-encoding") ?? [];
    const isEncoded = encodings.length > 0;
    const lengthText = headers.get("content-length")?.[0];
    const length = isEncoded || lengthText === undefined ? null : Number(lengthText);
    const body = decodeBody(answer.body, encodings, MAX_SOURCE_BYTES + 1);
    if (body === null) throw new SourceUnavailable("its body is encoded more than once");
    const bytes = await written(body, into, length, parts);
    if (length !== null && bytes !== length) throw new SourceUnavailable(`it is cut: ${bytes} of ${length} bytes came`);
    return {
      kind: "fetched",
      etag: headers.get("etag")?.[0] ?? null,
      lastModified: headers.get("last-modified")?.[0] ?? null,
    };
  } catch (error) {
    throw unavailable(error);
  } finally {
    answer.close();
  }
}

/** A short text beside a source, such as its checksum. @throws {SourceUnavailable} */
export async function fetchText(place: SourcePlace, maxBytes: number, parts: FetchParts): Promise<string> {
  let text = "";
  const take = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
    for await (const chunk of body) {
      text += Buffer.from(chunk).toString("latin1");
      if (text.length > maxBytes) throw new SourceUnavailable("what stands beside it is too large");
    }
    return text;
  };
  if (place.from === "file") {
    try {
      return await take(createReadStream(place.path));
    } catch (error) {
      throw unavailable(error);
    }
  }
  const answer = await askFor(place, null, parts);
  try {
    if (answer.status !== 200) throw new SourceUnavailable(`what stands beside it answers ${answer.status}`);
    const body = decodeBody(answer.body, answer.headers.get("content-encoding") ?? [], maxBytes + 1);
    return body === null ? "" : await take(body);
  } catch (error) {
    throw unavailable(error);
  } finally {
    answer.close();
  }
}

/** The answer at the end of redirects, each checked as the first address is. The key goes to the first origin alone. */
async function askFor(
  { url: written, allowPrivate, keyFrom }: Extract<SourcePlace, { from: "url" }>,
  known: Validators | null,
  { env, signal }: FetchParts,
): Promise<Answer> {
  const key = keyFrom === null ? null : (env[keyFrom] ?? "");
  if (key === "") throw new SourceUnavailable(`${keyFrom ?? ""} is not set: it holds the source's key`);
  const guard = allowPrivate ? EVERYWHERE : createGuard({ alternativePorts: true });
  let url = URL.parse(key === null ? written : written.replaceAll("{key}", encodeURIComponent(key)));
  if (url === null) throw new SourceUnavailable("its address is none");
  const { origin } = url;
  for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
    const isFirst = url.origin === origin;
    const fetchHead = createFetchHead({
      guard,
      lookup: lookupName,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      headersTimeoutMs: HEADERS_TIMEOUT_MS,
      userAgent: `Hutong (threat lists for a chat; contact: abuse@${hostname()})`,
      accept: "*/*",
      headers: {
        ...headerOf("if-none-match", known?.etag ?? null),
        ...headerOf("if-modified-since", known?.lastModified ?? null),
        ...(isFirst && key !== null && !written.includes("{key}") && { "auth-key": key }),
      },
    });
    let answer: Answer;
    try {
      answer = await fetchHead(url, { signal, maxWireBytes: 2 * MAX_SOURCE_BYTES });
    } catch (error) {
      throw unavailable(error);
    }
    const location = answer.headers.get("location")?.[0];
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer;
    answer.close();
    const next: URL | null = URL.parse(location, url.href);
    if (next === null) throw new SourceUnavailable("it leads to an address that is none");
    // What a secret protects is not fetched in the clear.
    if (url.protocol === "https:" && next.protocol === "http:")
      throw new SourceUnavailable("it leads from https to http");
    url = next;
  }
  throw new SourceUnavailable(`it leads on more than ${MAX_HOPS} times`);
}

function headerOf(name: string, value: string | null): Record<string, string> {
  return value === null ? {} : { [name]: value };
}

async function written(
  body: AsyncIterable<Uint8Array>,
  into: string,
  length: number | null,
  { onBytes }: FetchParts,
): Promise<number> {
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > MAX_SOURCE_BYTES) throw new SourceUnavailable("it is more than 1 GiB");
      onBytes?.(bytes, length);
      yield chunk;
    }
  }
  await pipeline(Readable.from(counted()), createWriteStream(into, { mode: 0o600 }));
  return bytes;
}

async function copyFile(path: string, into: string, parts: FetchParts): Promise<Fetched> {
  try {
    await written(createReadStream(path), into, null, parts);
    return { kind: "fetched", etag: null, lastModified: null };
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(error: unknown): unknown {
  if (error instanceof SourceUnavailable) return error;
  if (error instanceof FetchFailure) {
    return new SourceUnavailable(`it cannot be fetched (${error.code})${hintFor(error.code)}`, null, { cause: error });
  }
  const code = errnoOf(error);
  return code === null ? error : new SourceUnavailable(`it cannot be read (${code})`, null, { cause: error });
}

function hintFor(code: string): string {
  return code === "private_address" ? ": --allow-private lets addresses inside this network be asked" : "";
}

function retryAfterOf({ headers }: Answer): number | null {
  const text = headers.get("retry-after")?.[0];
  if (text === undefined) return null;
  const ms = /^\d+$/u.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
