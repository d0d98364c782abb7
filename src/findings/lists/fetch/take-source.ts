import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { ListRefused } from "../formats/read.ts";

/** Most that a source may inflate to. */
export const MAX_SOURCE_BYTES = 1_024 * 1_024 * 1_024;
const HEAD_LENGTH = 4_096;
/** A page in the place of a list: a portal, an error, a consent form. */
const HTML =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s|html\b|head\b|body\b|meta\b|script\b|title\b)/iu;

/**
 * Writes down a fetched source as UTF-8 text without a byte order mark; gzip is undone, as are UTF-8 and UTF-16 with a mark.
 *
 * @param onBytes  Told how many bytes of the fetched file were read.
 * @throws {ListRefused} `cut`, `too_large`, `encoding` or `html`; what was written then is of no use.
 */
export async function takeSource(
  raw: string,
  text: string,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<void> {
  const read = createReadStream(raw);
  let bytes = 0;
  read.on("data", (chunk) => {
    bytes += chunk.length;
    onBytes(bytes);
  });
  await pipeline(Readable.from(decoded(plain(read))), createWriteStream(text, { mode: 0o600 }));
}

/** The bytes without gzip, told by its magic number: files are named and served in many ways. */
async function* plain(raw: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const iterator = raw[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const all = { [Symbol.asyncIterator]: () => again(first.value, iterator) };
  let total = 0;
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  try {
    for await (const chunk of isGzip ? gunzipped(all) : all) {
      total += chunk.length;
      if (total > MAX_SOURCE_BYTES) throw new ListRefused("too_large", "it is, or inflates to, more than 1 GiB");
      yield chunk;
    }
  } catch (error) {
    if (!isGzip || error instanceof ListRefused) throw error;
    throw new ListRefused("cut", "its gzip is cut or damaged");
  }
}

async function* again(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* gunzipped(raw: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const source = Readable.from(raw);
  const gunzip = createGunzip();
  // pipe() hands no error on.
  source.once("error", (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zlib gives buffers where no encoding is set
  for await (const chunk of gunzip) yield chunk as Buffer;
}

async function* decoded(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let encoding = "utf-8";
  let held = Buffer.alloc(0);
  let line = 1;
  let head: string | null = "";
  const decode = (chunk: Buffer, isLast: boolean): string => {
    if (decoder === null) {
      encoding = encodingOf(chunk);
      decoder = new TextDecoder(encoding, { fatal: true });
    }
    try {
      const text = decoder.decode(chunk, { stream: !isLast });
      const ends = text.length === 0 ? 0 : text.split("\n").length - 1;
      line += ends;
      return text;
    } catch {
      const before = new TextDecoder(encoding).decode(chunk).split("\uFFFD")[0] ?? "";
      const where = line + before.split("\n").length - 1;
      throw new ListRefused(
        "encoding",
        `line ${where} is no ${encoding.toUpperCase()}: expected UTF-8, or UTF-16 with its mark`,
      );
    }
  };
  const checkedHead = (text: string, isLast: boolean): string | null => {
    if (head === null) return text;
    head += text;
    if (head.length < HEAD_LENGTH && !isLast) return null;
    const start = head;
    head = null;
    if (HTML.test(start)) throw new ListRefused("html", "it is a web page and no list");
    return start;
  };
  for await (const chunk of bytes) {
    // A mark has up to four bytes.
    held = Buffer.concat([held, chunk]);
    if (decoder === null && held.length < 4) continue;
    const text = checkedHead(decode(held, false), false);
    held = Buffer.alloc(0);
    if (text !== null) yield text;
  }
  yield checkedHead(decode(held, true), true) ?? "";
}

function encodingOf(start: Buffer): string {
  const [a, b, c, d] = start;
  if (a === 0xff && b === 0xfe && !(c === 0 && d === 0)) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  return "utf-8";
}
