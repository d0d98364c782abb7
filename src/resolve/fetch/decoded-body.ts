import { Readable } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { FetchFailure } from "../types.ts";

/** Windows above 8 MiB are refused, so that a bomb cannot take its memory by its header alone. RFC 9659 allows no larger one on the web. */
const ZSTD_WINDOW_LOG_MAX = 23;

type Decoder = ReturnType<typeof createGunzip | typeof createBrotliDecompress | typeof createZstdDecompress>;

const KNOWN: ReadonlySet<string> = new Set(["gzip", "x-gzip", "deflate", "br", "zstd"]);

function decoderOf(encoding: string): Decoder | null {
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    case "zstd":
      return createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG_MAX } });
    default:
      return null;
  }
}

/**
 * The body without its encoding, at most `maxBytes` of it: the rest is neither inflated nor taken from the socket.
 *
 * @param encodings  Values of Content-Encoding. One of gzip, deflate, br, zstd is undone. None passes through, and so does whatever has an
 *                   unknown name in it, as in browsers (Chromium, `URLRequestHttpJob::SetUpSourceStream`).
 * @returns          Null for more than one, which no honest page needs.
 */
export function decodeBody(
  body: AsyncIterable<Uint8Array>,
  encodings: readonly string[],
  maxBytes: number,
): AsyncIterable<Uint8Array> | null {
  const names = encodings
    .flatMap((value) => value.split(","))
    .map((value) => value.trim().toLowerCase())
    .filter((value) => value !== "" && value !== "identity");
  if (names.length === 0 || !names.every((name) => KNOWN.has(name))) return capped(body, maxBytes);
  const decoder = names.length === 1 ? decoderOf(names[0] ?? "") : null;
  return decoder === null ? null : capped(inflated(body, decoder), maxBytes);
}

async function* inflated(body: AsyncIterable<Uint8Array>, decoder: Decoder): AsyncGenerator<Uint8Array> {
  const source = Readable.from(body, { objectMode: false });
  // pipe() hands no error on, so each side tells the other itself.
  source.once("error", (error) => decoder.destroy(error));
  source.pipe(decoder);
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zlib gives buffers where no encoding is set
    for await (const chunk of decoder) yield chunk as Uint8Array;
  } catch (error) {
    throw error instanceof FetchFailure
      ? error
      : new FetchFailure("network", "the body is not what its encoding says", { cause: error });
  } finally {
    source.destroy();
    decoder.destroy();
  }
}

async function* capped(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let left = maxBytes;
  for await (const chunk of body) {
    yield chunk.byteLength > left ? chunk.subarray(0, left) : chunk;
    left -= chunk.byteLength;
    if (left <= 0) return;
  }
}
