/**
 * A value with one object for all of its parts that are alike: written with references, it takes a fraction of the bytes.
 *
 * @param value  Plain data that nobody changes: arrays, objects, sets of texts, dates.
 */
export function withSharedParts<T>(value: T): T {
  const parts = new Map<string, object>();
  const numbers = new Map<object, number>();
  const nameOf = (part: unknown): string => {
    if (typeof part === "string") return JSON.stringify(part);
    return typeof part === "object" && part !== null ? `#${numbers.get(part)}` : String(part);
  };
  /** The first of its parts that is like it. */
  const firstLike = (part: object, key: string): object => {
    const first = parts.get(key);
    if (first !== undefined) return first;
    parts.set(key, part);
    numbers.set(part, numbers.size);
    return part;
  };
  const shared = (part: unknown): unknown => {
    if (typeof part !== "object" || part === null) return part;
    if (part instanceof Date) return firstLike(part, `at ${part.getTime()}`);
    if (part instanceof Set) return firstLike(part, `set ${[...part].map(nameOf).join(",")}`);
    if (Array.isArray(part)) {
      const items = part.map(shared);
      return firstLike(items, `list ${items.map(nameOf).join(",")}`);
    }
    const entries = Object.entries(part).map(([key, own]) => [key, shared(own)] as const);
    return firstLike(
      Object.fromEntries(entries),
      `record ${entries.map(([key, own]) => `${JSON.stringify(key)}:${nameOf(own)}`).join(",")}`,
    );
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each part is another of the same shape
  return shared(value) as T;
}
