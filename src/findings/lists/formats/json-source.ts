import { jsonParts } from "./json-parts.ts";
import { ListRefused, type SourceText } from "./read.ts";

/**
 * A whole source as JSON; null when it is too large for that and has to be read by its parts.
 *
 * @throws {ListRefused} `cut` when it is none: the byte from which on it is not is named.
 */
export function jsonOf(source: SourceText): { readonly json: unknown } | null {
  const text = source.whole();
  if (text === null) return null;
  try {
    return { json: JSON.parse(text) };
  } catch {
    // Finds the place, and throws there.
    for (const _ of jsonParts(source.pieces()));
    throw new ListRefused("cut", "expected JSON: the text is cut or damaged");
  }
}

/** The same of a format that has no parts. @throws {ListRefused} `too_large` too. */
export function smallJsonOf(source: SourceText): unknown {
  const whole = jsonOf(source);
  if (whole === null) throw new ListRefused("too_large", "such JSON of more than 64 MiB is not read: take a text form");
  return whole.json;
}

/** What stands in a source's own array, or in the arrays of its object under `names`; of any name where none is given. */
export function* itemsOf(source: SourceText, names: readonly string[] | null): Generator {
  for (const { path, isItem, value } of jsonParts(source.pieces())) {
    const [name, ...deeper] = path;
    if (isItem && deeper.length === 0 && (name === undefined || names === null || names.includes(name))) yield value;
  }
}

/** The fields of a JSON object; none for what is none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON objects are records of unknown values
  return isRecord(value) ? (value as Record<string, unknown>) : {};
}

export function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Milliseconds since 1970 of an instant; what says no offset is UTC. Undefined when it is none. */
export function instantOf(text: unknown): number | undefined {
  if (typeof text !== "string" || text.trim() === "") return undefined;
  const iso = text.trim().replace(/ UTC$/u, "").replace(" ", "T");
  const timeMs = Date.parse(/T.*(?:Z|[+-]\d\d:?\d\d)$/u.test(iso) || !iso.includes("T") ? iso : `${iso}Z`);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/** A field that is left out where its value is not known. */
export function known<Name extends string>(name: Name, value: number | undefined): { [K in Name]?: number } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed name forgets its type
  return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: number };
}
