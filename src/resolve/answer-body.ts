/** What pauses and resumes the connection a body comes over. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/** A body as it comes in, read once. No more than one piece waits: the rest stays on the wire until it is asked for. */
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

export function createAnswerBody(flow: Flow): AnswerBody {
  const waiting: Uint8Array[] = [];
  let reader: Reader | null = null;
  let end: { readonly error: Error | null } | null = null;

  const finish = (error: Error | null) => {
    end ??= { error };
    if (reader === null) return;
    if (end.error === null) reader.resolve(DONE);
    else reader.reject(end.error);
    reader = null;
  };

  const next = (): Promise<IteratorResult<Uint8Array, undefined>> => {
    const value = waiting.shift();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (end !== null) return end.error === null ? Promise.resolve(DONE) : Promise.reject(end.error);
    const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<Uint8Array, undefined>>();
    reader = { resolve, reject };
    flow.resume();
    return promise;
  };

  return {
    push(piece) {
      if (end !== null) return;
      if (reader === null) {
        waiting.push(piece);
        flow.pause();
      } else {
        reader.resolve({ done: false, value: piece });
        reader = null;
      }
    },
    end: () => finish(null),
    fail: (error) => finish(error),
    [Symbol.asyncIterator]: () => ({
      next,
      return() {
        waiting.length = 0;
        finish(null);
        return Promise.resolve(DONE);
      },
    }),
  };
}
