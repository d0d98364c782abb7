import { ListRefused } from "./read.ts";

/** Something of a JSON text that is too large to be read in one piece. */
export interface JsonPart {
  /** The names on the way to it, of objects that stand in each other; what an array holds stands at the array's own. */
  readonly path: readonly string[];
  /** Whether it stands in an array. */
  readonly isItem: boolean;
  readonly value: unknown;
}

/** Longest item or member that is read in one piece, in bytes. */
const MAX_PART_BYTES = 16 * 1_024 * 1_024;
/** Objects this deep are opened; deeper ones, and those in arrays, are read in one piece. */
const MAX_OPENED = 4;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];
const END = -1;

/**
 * What stands in the arrays and objects of a JSON text, in its order. Each part is parsed as JSON.parse does; of the whole no more
 * than one part is in memory.
 *
 * @param pieces  UTF-8; each is good until the next is asked for.
 * @throws {ListRefused} `cut` where it is no JSON, `too_large` for a part beyond 16 MiB; both name the byte, from 0.
 */
export function* jsonParts(pieces: Iterable<Buffer>): Generator<JsonPart> {
  const bytes = new Bytes(pieces);
  yield* valueIn(bytes, [], false);
  if (bytes.next() !== END) throw broken(bytes.place);
}

function* valueIn(bytes: Bytes, path: readonly string[], isItem: boolean): Generator<JsonPart> {
  const sign = bytes.next();
  if (!isItem && sign === OPEN_ARRAY) yield* itemsIn(bytes, path);
  else if (!isItem && sign === OPEN_OBJECT && path.length < MAX_OPENED) yield* membersIn(bytes, path);
  else yield { path, isItem, value: bytes.value() };
}

function* itemsIn(bytes: Bytes, path: readonly string[]): Generator<JsonPart> {
  bytes.skip();
  if (bytes.next() === CLOSE_ARRAY) return bytes.skip();
  for (;;) {
    yield* valueIn(bytes, path, true);
    if (isLast(bytes, CLOSE_ARRAY)) return;
  }
}

function* membersIn(bytes: Bytes, path: readonly string[]): Generator<JsonPart> {
  bytes.skip();
  if (bytes.next() === CLOSE_OBJECT) return bytes.skip();
  for (;;) {
    if (bytes.next() !== QUOTE) throw broken(bytes.place);
    const name = bytes.value();
    if (bytes.next() !== COLON) throw broken(bytes.place);
    bytes.skip();
    yield* valueIn(bytes, [...path, String(name)], false);
    if (isLast(bytes, CLOSE_OBJECT)) return;
  }
}

/** Reads on behind a value: whether `close` stands there and not a comma. */
function isLast(bytes: Bytes, close: number): boolean {
  const sign = bytes.next();
  if (sign !== COMMA && sign !== close) throw broken(bytes.place);
  bytes.skip();
  return sign === close;
}

function broken(place: number): ListRefused {
  return new ListRefused("cut", `expected JSON: the text is cut or damaged at byte ${place}`);
}

/** A text of which one piece is in memory. */
class Bytes {
  readonly #pieces: Iterator<Buffer>;
  #piece: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Bytes before the present piece. */
  #before = 0;

  constructor(pieces: Iterable<Buffer>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** How many bytes stand before what is read next. */
  get place(): number {
    return this.#before + this.#at;
  }

  /** The next byte that is no white space, without taking it; -1 at the end. */
  next(): number {
    for (;;) {
      for (; this.#at < this.#piece.length; this.#at += 1) {
        const byte = this.#piece[this.#at] ?? END;
        if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      }
      if (!this.#turn()) return END;
    }
  }

  skip(): void {
    this.#at += 1;
  }

  /** The value that begins here, whole. */
  value(): unknown {
    const start = this.place;
    const parts: Buffer[] = [];
    let length = 0;
    let depth = 0;
    let isText = false;
    let isEscaped = false;
    for (let isDone = false; !isDone;) {
      const piece = this.#piece;
      const from = this.#at;
      let at = from;
      for (; at < piece.length && !isDone; at += 1) {
        const byte = piece[at] ?? END;
        if (isText) {
          if (isEscaped) isEscaped = false;
          else if (byte === BACKSLASH) isEscaped = true;
          else if (byte === QUOTE) {
            isText = false;
            isDone = depth === 0;
          }
        } else if (byte === QUOTE) isText = true;
        else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
        else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY || byte === COMMA) {
          // Behind a number or a word stands what ends the array or object that it is in.
          if (depth === 0) break;
          if (byte !== COMMA) depth -= 1;
          isDone = byte !== COMMA && depth === 0;
        }
      }
      length += at - from;
      if (length > MAX_PART_BYTES)
        throw new ListRefused("too_large", `a part of its JSON, from byte ${start} on, is larger than 16 MiB`);
      const isWithin = at < piece.length;
      if (isDone || isWithin) {
        parts.push(piece.subarray(from, at));
        this.#at = at;
        break;
      }
      parts.push(Buffer.from(piece.subarray(from, at)));
      this.#at = at;
      if (!this.#turn()) break;
    }
    try {
      return JSON.parse(Buffer.concat(parts, length).toString("utf8"));
    } catch {
      throw broken(start);
    }
  }

  /** Goes on to the next piece; false at the end. */
  #turn(): boolean {
    const { value, done } = this.#pieces.next();
    if (done === true) return false;
    this.#before += this.#piece.length;
    this.#piece = value;
    this.#at = 0;
    return true;
  }
}
