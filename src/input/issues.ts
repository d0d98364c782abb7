import type { z } from "zod";

/** One mistake that a schema found. */
export interface Issue {
  /** Where the mistaken value stands; of a key that is not expected, where it stands with it. */
  readonly path: readonly PropertyKey[];
  /** Whether the mistake is the last key of the path and not its value. */
  readonly isKey: boolean;
  /** Whether nothing stands at the path. Known only where the schema was asked with `reportInput`. */
  readonly isMissing: boolean;
  /** Whether a number or a word such as true stands where a text is expected: without quotes it is none. */
  readonly isUnquoted: boolean;
  /** What was expected. */
  readonly message: string;
}

/** The mistakes that a schema found, one for each place. Of a union the branch speaks whose form the input has. */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.flatMap((issue) => flatten(issue, []));
}

/** What zod says of a union whose schema has no sentence of its own. */
const NO_SENTENCE = "Invalid input";

function flatten(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path];
  const one = { path, isKey: false, isMissing: false, isUnquoted: false, message: inWords(issue) };
  if (issue.code === "invalid_union") {
    // The one with the fewest mistakes, of those whose fields the input has.
    const [fitting] = issue.errors
      .filter((branch) => branch.some(({ path: at }) => at.length > 0))
      .toSorted((one, other) => mistakesIn(one) - mistakesIn(other));
    // Where no branch has the input's form, a sentence of the schema's own tells of all branches.
    if (fitting === undefined && issue.message !== NO_SENTENCE) return [one];
    const typed = issue.errors.find((branch) => branch.some(({ code }) => code !== "invalid_type"));
    return (fitting ?? typed ?? issue.errors[0] ?? []).flatMap((inner) => flatten(inner, path));
  }
  if (issue.code === "invalid_key")
    return [{ ...one, isKey: true, message: issue.issues[0]?.message ?? issue.message }];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ ...one, path: [...path, key], isKey: true }));
  if (issue.code !== "invalid_type" || !("input" in issue)) return [one];
  const isUnquoted = issue.expected === "string" && ["number", "boolean", "bigint"].includes(typeof issue.input);
  return [{ ...one, isMissing: issue.input === undefined, isUnquoted }];
}

function mistakesIn(branch: readonly z.core.$ZodIssue[]): number {
  return branch.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
}

/** What zod calls the types of JSON, in the words of who writes it. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
  undefined: "nothing",
};

/** What is counted, by what zod calls it. */
const UNITS: Readonly<Record<string, string>> = { string: "character", array: "item", set: "item", map: "item" };

/** A schema's own sentence as it is; zod's in plain words. */
function inWords(issue: z.core.$ZodIssue): string {
  const { code, message } = issue;
  if (/^Too (?:small|big): /u.test(message)) {
    const [bound, least] =
      code === "too_small" ? [issue.minimum, "at least"] : code === "too_big" ? [issue.maximum, "at most"] : [];
    const of = code === "too_small" || code === "too_big" ? UNITS[issue.origin] : undefined;
    if (bound !== undefined)
      return `expected ${least} ${bound}${of === undefined ? "" : ` ${of}${Number(bound) === 1 ? "" : "s"}`}`;
  }
  if (code === "invalid_value" && message.startsWith("Invalid option: "))
    return `expected one of ${issue.values.map(String).join(", ")}`;
  const [, expected, received] = /^Invalid input: expected (\w+), received (\w+)$/u.exec(message) ?? [];
  const word = TYPE_WORDS[expected ?? ""];
  if (code !== "invalid_type" || word === undefined) return message;
  // NaN: what came in an address is no number.
  return received === "undefined" || received === "NaN" || (expected === "int" && received === "number")
    ? `expected ${word}`
    : `expected ${word}, not ${TYPE_WORDS[received ?? ""] ?? received}`;
}

/** The name of a place in an object: `at.day`, `lists[1].entry`; empty for the whole. */
export function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./u, "");
}

/** What a schema found wrong, as `field: what was expected`, without the values. */
export function describeIssues(error: z.ZodError): string {
  return issuesOf(error)
    .map(({ path, message }) => `${fieldOf(path) || "the object"}: ${message}`)
    .join("; ");
}
