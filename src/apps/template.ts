/** Values by name that a template may put in. */
export type TemplateValues = Readonly<Record<string, string | undefined>>;

/** @returns null when the template names a value that is not known. */
export type Template = (values: TemplateValues) => string | null;

interface Slot {
  readonly name: string;
  readonly encodings: number;
  readonly isOptional: boolean;
  /** The text between this slot and the next. */
  readonly after: string;
}

const SLOT = /\{([a-z_]+)(\?)?((?:\|enc)*)\}/giu;
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
  return (values) => {
    let filled = head;
    for (const { name, encodings, isOptional, after } of slots) {
      const value = values[name];
      if (value === undefined && !isOptional) return null;
      filled += escape(value ?? "", name, encodings) + after;
    }
    return filled;
  };
}

function escape(value: string, name: string, encodings: number): string {
  // Addresses are put in whole: what they hold is escaped already.
  if (encodings === 0) return name === "canonical" || name === "origin" ? value : value.replace(UNSAFE, encode);
  let escaped = value;
  for (let round = 0; round < encodings; round += 1) escaped = encode(escaped);
  return escaped;
}

/** As encodeURIComponent, which throws on half a surrogate pair. */
export function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
