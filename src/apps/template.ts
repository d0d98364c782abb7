import { decodeText } from "./address.ts";

/** Values by name that a template may put in. */
export type TemplateValues = Readonly<Record<string, string | undefined>>;

export interface Template {
  /** Names of the values it asks for. */
  readonly names: readonly string[];
  /**
   * @param more     Where values that are not among `values` are looked for.
   * @param isPlain  True when no value of `values` needs an escape.
   * @returns null when the template asks for a value that is not known.
   */
  readonly fill: (values: TemplateValues, more: TemplateValues | null, isPlain: boolean) => string | null;
}

interface Slot {
  readonly name: string;
  readonly encodings: number;
  readonly isOptional: boolean;
  /** The text between this slot and the next. */
  readonly after: string;
}

const SLOT = /\{([a-z_]+)(\?)?((?:\|enc)*)\}/giu;
const PLAIN = /^[\w.-]*$/u;
// Letters of an address that may stand in a path or a value without harm.
const UNSAFE = /[^A-Za-z0-9\-._~!$'()*+,;=:@/]+/gu;

/**
 * `{name}` puts a value in, with what no address may hold escaped; `{name|enc}` URI-encodes it as a component,
 * `{name|enc|enc}` twice; `{name?|enc}` leaves the place empty when the value is not known.
 */
export function compileTemplate(text: string): Template {
  const matches = [...text.matchAll(SLOT)];
  const head = text.slice(0, matches[0]?.index ?? text.length);
  const slots = matches.map((match, index): Slot => ({
    name: match[1] ?? "",
    isOptional: match[2] !== undefined,
    encodings: (match[3] ?? "").length / "|enc".length,
    after: text.slice(match.index + match[0].length, matches[index + 1]?.index ?? text.length),
  }));
  const idAlone = slots.length === 1 && slots[0]?.name === "id" ? slots[0].after : undefined;
  return {
    names: slots.map(({ name }) => name),
    fill(values, more, isPlain) {
      // Nearly all templates ask for the id alone.
      const id = idAlone === undefined || !isPlain ? undefined : values["id"];
      if (id !== undefined) return head + id + idAlone;
      let filled = head;
      for (const { name, encodings, isOptional, after } of slots) {
        const value = values[name];
        if (value !== undefined && isPlain) filled += value + after;
        else {
          const found = value ?? more?.[name];
          if (found === undefined && !isOptional) return null;
          filled += escape(found ?? "", name, encodings) + after;
        }
      }
      return filled;
    },
  };
}

function escape(value: string, name: string, encodings: number): string {
  // Most ids are plain, and stay what they are under any escape.
  if (PLAIN.test(value)) return value;
  // Addresses are put in whole: what they hold is escaped already.
  if (encodings === 0) return name === "canonical" || name === "origin" ? value : value.replace(UNSAFE, encode);
  let escaped = value;
  // What could not be decoded (another character set's escapes) is encoded already.
  for (let round = isBrokenEscape(value) ? 1 : 0; round < encodings; round += 1) escaped = encode(escaped);
  return escaped;
}

function isBrokenEscape(value: string): boolean {
  return /%[0-9a-f]{2}/iu.test(value) && decodeText(value) === value;
}

/** As encodeURIComponent, which throws on half a surrogate pair. */
export function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
