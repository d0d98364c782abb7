/** What pauses and resumes the connection a body comes over. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/**
 * A body as it comes in, read once. Small chunks are buffered: a server that sends single bytes
 * must not cost one pass of the whole pipeline for each.
 * At most about `GATHER_BYTES` are buffered; the rest stays on the wire until it is read.
 */
export interface AnswerBody extends AsyncIterable<Uint8Array> {
  push(piece: Uint8Array): void;
  end(): void;
  /** What has come before is still given; then the reading ends with this error. The first one counts. */
  fail(error: Error): void;
}

interface Reader {
  resolve(result: IteratorResult<Uint8Array, undefined>): void;
  reject(error: Error): void;
}

const DONE = { done: true, value: undefined } as const;
/** As much as one read of a decoder gives (https://nodejs.org/api/zlib.html#class-options, `chunkSize`). */
const GATHER_BYTES = 16 * 1024;
/** Given without waiting for more: the least that a full TCP segment holds, RFC 9293, section 3.7.1. */
const PROMPT_BYTES = 536;
/** How long less than that waits for more. */
const GATHER_MS = 5;

export function createAnswerBody(flow: Flow): AnswerBody {
  const gathered = createGatherer();
  let reader: Reader | null = null;
  let timer: NodeJS.Timeout | null = null;
  /** What waits has waited long enough. */
  let isDue = false;
  let isPaused = false;
  let end: { readonly error: Error | null } | null = null;

  const take = (): IteratorResult<Uint8Array, undefined> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    isDue = false;
    return { done: false, value: gathered.take() };
  };

  /** Gives the reader what it waits for, if it is time. */
  const settle = () => {
    const waiting = reader;
    if (waiting === null) return;
    if (gathered.bytes > 0 && (isDue || end !== null || gathered.bytes >= PROMPT_BYTES)) {
      reader = null;
      waiting.resolve(take());
    } else if (gathered.bytes === 0 && end !== null) {
      reader = null;
      if (end.error === null) waiting.resolve(DONE);
      else waiting.reject(end.error);
    }
  };

  const onTime = () => {
    timer = null;
    isDue = true;
    settle();
  };

  const finish = (error: Error | null) => {
    end ??= { error };
    if (timer !== null) clearTimeout(timer);
    timer = null;
    settle();
  };

  const next = (): Promise<IteratorResult<Uint8Array, undefined>> => {
    const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<Uint8Array, undefined>>();
    reader = { resolve, reject };
    settle();
    if (reader !== null && isPaused) {
      isPaused = false;
      flow.resume();
    }
    return promise;
  };

  return {
    push(piece) {
      if (end !== null) return;
      gathered.add(piece);
      settle();
      if (gathered.bytes >= GATHER_BYTES && !isPaused) {
        isPaused = true;
        flow.pause();
      }
      if (gathered.bytes > 0 && gathered.bytes < PROMPT_BYTES && !isDue) timer ??= setTimeout(onTime, GATHER_MS);
    },
    end: () => finish(null),
    fail: (error) => finish(error),
    [Symbol.asyncIterator]: () => ({
      next,
      return() {
        if (gathered.bytes > 0) take();
        finish(null);
        return Promise.resolve(DONE);
      },
    }),
  };
}

/** Copies pieces behind one another: a piece of a byte is an object that would keep the whole read it came with. */
function createGatherer() {
  let small: Buffer | null = null;
  let smallBytes = 0;
  let whole: Uint8Array[] = [];
  let bytes = 0;
  const closeSmall = () => {
    if (small !== null && smallBytes > 0) whole.push(small.subarray(0, smallBytes));
    small = null;
    smallBytes = 0;
  };
  return {
    get bytes() {
      return bytes;
    },
    add(piece: Uint8Array) {
      bytes += piece.byteLength;
      if (piece.byteLength >= PROMPT_BYTES) {
        closeSmall();
        whole.push(piece);
        return;
      }
      if (smallBytes + piece.byteLength > GATHER_BYTES) closeSmall();
      small ??= Buffer.allocUnsafeSlow(GATHER_BYTES);
      small.set(piece, smallBytes);
      smallBytes += piece.byteLength;
    },
    take(): Uint8Array {
      closeSmall();
      const [only, ...more] = whole;
      const all = only !== undefined && more.length === 0 ? only : Buffer.concat(whole);
      whole = [];
      bytes = 0;
      return all;
    },
  };
}
