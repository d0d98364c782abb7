import { ListRefused, type SourceText } from "./read.ts";

/** A whole source as JSON. @throws {ListRefused} `cut` when it is none, `too_large` beyond 64 MiB. */
export function jsonOf(source: SourceText): unknown {
  const text = source.whole();
  try {
    return JSON.parse(text);
  } catch {
    throw new ListRefused("cut", "expected JSON: the text is cut or damaged");
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
