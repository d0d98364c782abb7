interface Waiting<Value> {
  readonly answer: Promise<Value | undefined>;
  readonly resolve: (value: Value | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads what is asked for in one turn of the event loop by one call to the server, each key once.
 *
 * @param read  The values of these keys, where there are some.
 */
export function gathered<Value>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): (key: string) => Promise<Value | undefined> {
  let waiting = new Map<string, Waiting<Value>>();

  async function flush(): Promise<void> {
    const asked = waiting;
    waiting = new Map();
    try {
      const values = await read([...asked.keys()]);
      for (const [key, { resolve }] of asked) resolve(values.get(key));
    } catch (error) {
      for (const { reject } of asked.values()) reject(error);
    }
  }

  return (key) => {
    const known = waiting.get(key);
    if (known !== undefined) return known.answer;
    if (waiting.size === 0) setImmediate(() => void flush());
    const { promise, resolve, reject } = Promise.withResolvers<Value | undefined>();
    waiting.set(key, { answer: promise, resolve, reject });
    return promise;
  };
}
