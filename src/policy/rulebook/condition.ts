import { z } from "zod";
import { instantTextSchema } from "../../input/days.ts";
import { spelt } from "../../input/odd-characters.ts";
import type { FindingKind } from "../../findings/types.ts";
import type { PolicyFacts } from "../types.ts";
import { parseVersionRange, type VersionRange } from "../version.ts";
import {
  CHAT_KINDS,
  CHOICE_WORDS,
  CLASSES,
  FINDINGS,
  ID_PATTERN,
  LINK_KINDS,
  OSES,
  RELATIONS,
  SET_FIELDS,
  type SetField,
  wordHint,
} from "../vocabulary.ts";

type Os = PolicyFacts["client"]["os"];
type OneOrMore = string | readonly string[] | undefined;

/** A condition as it is written. Several keys in one condition must all hold; `{}` always holds. */
export interface WhenSource {
  readonly chat?: OneOrMore;
  readonly relation?: OneOrMore;
  readonly kind?: OneOrMore;
  readonly choice?: OneOrMore;
  readonly class?: OneOrMore;
  readonly app?: OneOrMore;
  readonly owner?: OneOrMore;
  /** Holds when at least one of the kinds was found. */
  readonly finding?: OneOrMore;
  /** A version range for each system that fits; a system left out fits never. */
  readonly client?: Readonly<Partial<Record<Os, string | undefined>>> | undefined;
  /** From an instant (inclusive) until another (exclusive), each with its offset. */
  readonly at?: { readonly from?: string | undefined; readonly until?: string | undefined } | undefined;
  readonly any?: readonly WhenSource[] | undefined;
  readonly all?: readonly WhenSource[] | undefined;
  readonly not?: WhenSource | undefined;
}

/** A condition ready to be asked. */
export type Condition =
  | { readonly type: "all"; readonly of: readonly Condition[] }
  | { readonly type: "any"; readonly of: readonly Condition[] }
  | { readonly type: "not"; readonly of: Condition }
  | { readonly type: "word"; readonly field: SetField; readonly words: ReadonlySet<string> }
  | { readonly type: "finding"; readonly kinds: readonly FindingKind[] }
  | { readonly type: "client"; readonly ranges: Readonly<Partial<Record<Os, VersionRange>>> }
  | { readonly type: "at"; readonly fromMs: number; readonly untilMs: number };

/** A strict object whose error names the unknown key and the known one it resembles. */
export function strictShape<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `unknown key ${issue.keys.map((key) => `"${spelt(key)}": ${wordHint(key, known)}`).join("; ")}`
        : `expected a mapping with ${known.join(", ")}`,
  });
}

/**
 * One word of a closed list, with a hint for a typo.
 *
 * @param whyNot  Of words that stand elsewhere: why not here.
 */
export function word<const Words extends readonly [string, ...string[]]>(
  words: Words,
  whyNot: Readonly<Record<string, string>> = {},
) {
  return z.enum(words, {
    error: ({ input }) =>
      typeof input === "string" && Object.hasOwn(whyNot, input)
        ? `expected ${words.join(" or ")}: ${whyNot[input]}`
        : typeof input === "string"
          ? `unknown word "${spelt(input.slice(0, 64))}": ${wordHint(input.slice(0, 64), words)}`
          : `expected one of ${words.join(", ")}`,
  });
}

const ID_EXPECTED = "expected an id: lower-case letters, digits, - and _, at most 64";

function oneOrMore<Item extends z.ZodType<string, string>>(item: Item) {
  return z.union([item, z.array(item).min(1, { error: "expected at least one word" })]);
}

let made: ReturnType<typeof makeSchemas> | undefined;

/** What a condition must be like, and the words in it. Made when first asked for: a book that was checked before needs none. */
export function conditionSchemas() {
  return (made ??= makeSchemas());
}

function makeSchemas() {
  const idSchema = z.string().regex(ID_PATTERN, {
    error: ({ input }) =>
      /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u.test(input ?? "")
        ? `${ID_EXPECTED}; hutong check tells whose a host is`
        : ID_EXPECTED,
  });

  const instantSchema = instantTextSchema();

  const versionRangeSchema = z
    .string({ error: 'expected a version range such as ">=8.0.11", or any' })
    .refine((text) => parseVersionRange(text) !== null, {
      error: ({ input }) =>
        `no version range: "${String(input).slice(0, 64)}"; expected one such as ">=8.0.11" or ">=8.0 <8.1", or any`,
    })
    .meta({
      id: "VersionRange",
      description: 'Such as ">=8.0.11" or ">=8.0 <8.1"; `any` holds for an unknown version too',
      pattern: String.raw`^\s*(any|[<>=]{0,2}\s*\d[\d.]*(\s+[<>=]{0,2}\s*\d[\d.]*)*)\s*$`,
    });

  const whenSchema: z.ZodType<WhenSource, WhenSource> = strictShape({
    chat: oneOrMore(word(CHAT_KINDS)).meta({ description: "Where the link is shared" }).optional(),
    relation: oneOrMore(word(RELATIONS))
      .meta({ description: "How its owner stands to the host platform's" })
      .optional(),
    kind: oneOrMore(word(LINK_KINDS)).meta({ description: "How it is written" }).optional(),
    choice: oneOrMore(word(CHOICE_WORDS)).meta({ description: "How the reader wants links opened" }).optional(),
    class: oneOrMore(word(CLASSES)).meta({ description: "What its app is" }).optional(),
    app: oneOrMore(idSchema).meta({ description: "Whose page it is: an id of the registry" }).optional(),
    owner: oneOrMore(idSchema)
      .meta({ description: "Whose app that is: an owner of the registry or of the book's own" })
      .optional(),
    finding: oneOrMore(word(FINDINGS))
      .meta({ description: "Holds when at least one of the kinds was found" })
      .optional(),
    client: strictShape({
      android: versionRangeSchema.optional(),
      ios: versionRangeSchema.optional(),
      web: versionRangeSchema.optional(),
    })
      .refine((ranges) => Object.keys(ranges).length > 0, {
        error: `expected a version range for one of ${OSES.join(", ")}`,
      })
      .meta({
        description: "A version range for each system that fits; a system left out never fits",
        minProperties: 1,
      })
      .optional(),
    at: strictShape({
      from: instantSchema.meta({ description: "From this instant, inclusive" }).optional(),
      until: instantSchema.meta({ description: "Until this instant, exclusive" }).optional(),
    })
      .refine((range) => range.from !== undefined || range.until !== undefined, {
        error: "expected from, until, or both",
      })
      .refine(({ from, until }) => from === undefined || until === undefined || Date.parse(from) < Date.parse(until), {
        error: "expected from to be before until",
      })
      .meta({ description: "From an instant (inclusive) until another (exclusive)", minProperties: 1 })
      .optional(),
    get any() {
      return conditions().meta({ description: "At least one of these conditions holds" }).optional();
    },
    get all() {
      return conditions().meta({ description: "Each of these conditions holds" }).optional();
    },
    get not() {
      return whenSchema.optional();
    },
  }).meta({
    id: "When",
    description: "All keys must hold. A list holds when one of its words does; {} always holds",
  });

  function conditions() {
    return z.array(whenSchema).min(1, { error: "expected at least one condition" });
  }

  return { id: idSchema, instant: instantSchema, when: whenSchema };
}

const ANY_KEYS = ["any", "all", "not"] as const;

/** A condition that `whenSchema` took. */
export function toCondition(source: WhenSource): Condition {
  const parts: Condition[] = [];
  for (const field of SET_FIELDS) {
    const words = source[field];
    if (words !== undefined) parts.push({ type: "word", field, words: new Set(listOf(words)) });
  }
  if (source.client !== undefined) parts.push({ type: "client", ranges: toRanges(source.client) });
  if (source.at !== undefined) {
    const { from, until } = source.at;
    parts.push({
      type: "at",
      fromMs: from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from),
      untilMs: until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until),
    });
  }
  if (source.finding !== undefined) {
    parts.push({ type: "finding", kinds: FINDINGS.filter((kind) => listOf(source.finding).includes(kind)) });
  }
  for (const key of ANY_KEYS) {
    if (key === "not") {
      if (source.not !== undefined) parts.push({ type: "not", of: toCondition(source.not) });
    } else {
      const of = source[key];
      if (of !== undefined) parts.push({ type: key, of: of.map(toCondition) });
    }
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { type: "all", of: parts };
}

function listOf(words: OneOrMore): readonly string[] {
  if (words === undefined) return [];
  return typeof words === "string" ? [words] : words;
}

function toRanges(source: NonNullable<WhenSource["client"]>): Partial<Record<Os, VersionRange>> {
  const ranges: Partial<Record<Os, VersionRange>> = {};
  for (const os of OSES) {
    const text = source[os];
    if (text === undefined) continue;
    const range = parseVersionRange(text);
    if (range === null) throw new Error("a version range that whenSchema did not see");
    ranges[os] = range;
  }
  return ranges;
}

/** The word a set condition compares; null for an app or owner that is nobody's, which no word equals. */
export function wordOf(facts: PolicyFacts, field: SetField): string | null {
  if (field === "choice") return facts.choice ?? "none";
  return facts[field];
}
