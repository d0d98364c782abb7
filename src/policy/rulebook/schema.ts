import { z } from "zod";
import { conditionSchemas, strictShape, word } from "./condition.ts";
import { ACTIONS, BASES, RELATIONS, SAMENESSES } from "../vocabulary.ts";
import { partialDaySchema } from "../../input/days.ts";

/** A language, its script and region, as BCP 47 writes them. */
const LANGUAGE_PATTERN = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/u;

/** What a rulebook file must be like. Made when first asked for: making the schemas takes longer than reading what was checked before. */
export function rulebookSchemas(): Schemas {
  return (made ??= makeSchemas());
}

type Schemas = ReturnType<typeof makeSchemas>;
let made: Schemas | undefined;

export type RulebookSource = z.output<Schemas["rulebook"]>;
export type EditionSource = RulebookSource["editions"][number];
export type RuleEntrySource = EditionSource["rules"][number];
export type RuleSource = z.output<Schemas["rule"]>;
export type CitationSources = EditionSource["source"];
export type ReasonSource = RuleSource["reason"];

/** The JSON Schema (draft 2020-12) of a rulebook file. Editors use it to complete and check the file. */
export function rulebookJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(rulebookSchemas().rulebook, { target: "draft-2020-12", io: "input" }),
    title: "Hutong rulebook",
    description:
      "Dated, cited rules that decide whether a shared link opens in place, opens externally, or is blocked.",
  };
}

function makeSchemas() {
  const { id: idSchema, instant: instantSchema, when: whenSchema } = conditionSchemas();

  const text = z
    .string({ error: "expected a text" })
    .min(1, { error: "expected a text that is not empty" })
    .max(2_000)
    .refine((said) => /^$|[\p{L}\p{N}\p{S}]/u.test(said), { error: "expected a text with a letter in it" });

  const citationSchema = strictShape({
    title: text.meta({ description: "Who tells what, and when" }),
    url: z
      .url({ protocol: /^https?$/u, error: "expected a web address (https://…)" })
      .meta({ pattern: "^[Hh][Tt][Tt][Pp][Ss]?:", description: "Where it can be read" }),
    date: partialDaySchema()
      .meta({ description: "Day, month or year of what the source tells; a rule older than all its sources is named" })
      .optional(),
  });

  /** A key of `sources`, a citation of its own, or one of the two that says the contrary. */
  const citationsSchema = z.array(
    z.union([
      z.string(),
      citationSchema,
      strictShape({
        against: z.union([z.string(), citationSchema]).meta({ description: "A source that says the contrary" }),
      }),
    ]),
    { error: "expected a list of citations, such as [A] or [{ title: …, url: … }]" },
  );
  const citations = citationsSchema.meta({
    id: "Citations",
    description: "Keys of `sources`, or citations of their own; under `against` one that says the contrary",
  });

  const languageSchema = z
    .string({ error: "expected a language's BCP 47 tag such as ms or zh-Hant" })
    .regex(LANGUAGE_PATTERN, { error: "expected a language's BCP 47 tag such as ms or zh-Hant" });

  const reasonSchema = z
    .record(languageSchema, text.meta({ description: "The sentence in that language" }), {
      error: "expected sentences by their languages: { en: … }",
    })
    .refine((reason) => Object.keys(reason).length > 0, {
      error: "expected one sentence in at least one language",
    })
    .meta({
      id: "Reason",
      description: "One sentence for the reader, in each language of the book",
      minProperties: 1,
    });

  const basis = word(BASES).meta({
    id: "Basis",
    description:
      "tested: seen in a published test. written: said by a rule text. inferred: drawn from the two. house: this gateway's own caution",
  });

  const notice = z
    .boolean({ error: "expected true or false" })
    .meta({ description: "Whether a notice page comes first" })
    .optional();

  /** What a rule may give. */
  const thenSchema = strictShape({ action: word(ACTIONS).meta({ description: "How it opens" }), notice }).meta({
    description: "What a link gets that fits",
  });

  /** What is given when no rule could speak: never opens in place. */
  const closedActions = word(["open_externally", "block"], {
    open_in_place: "what no rule could decide never opens in place; a last rule with when: {} may open the rest",
  }).meta({
    id: "ClosedAction",
    description: "What is given when no rule could speak: never opens in place",
  });

  const fallbackSchema = strictShape({
    action: closedActions,
    basis,
    reason: reasonSchema,
    citations: citations.optional(),
  });

  /** What a rule asks and what it gives. As keys of a schema, which is never awaited, so that `then` makes no promise of it. */
  const [WHEN, THEN] = ["when", "then"] as const;

  const ruleId = idSchema.meta({ description: "Names the rule in verdicts; once in an edition" });

  const ruleShape = {
    title: text.meta({ description: "What people may call it" }).optional(),
    [WHEN]: whenSchema,
    [THEN]: thenSchema,
    onUnresolved: strictShape({
      action: closedActions,
      basis: basis.optional(),
      reason: reasonSchema.optional(),
      citations: citations.optional(),
    })
      .meta({ description: "What a link gets that fits but whose target could not be learnt; no laxer than `then`" })
      .optional(),
    basis,
    testedApps: z
      .array(idSchema)
      .min(1, { error: "expected at least one app" })
      .meta({ description: "Apps whose links were tested; for the links of others a `tested` rule is `inferred`" })
      .optional(),
    reason: reasonSchema,
    meant: reasonSchema
      .meta({
        description:
          "Why links of this rule fare otherwise than those of other owners on purpose; an audit tells that apart",
      })
      .optional(),
    citations: citations.optional(),
  };

  /** A whole rule, as it must be once `use` has been filled in. */
  const ruleSchema = strictShape({ id: ruleId, ...ruleShape });

  const partialRuleShape = z.object(ruleShape).partial().shape;

  /** A rule of an edition: the name of a shared rule, or `use` with the fields that differ, or a rule of its own. */
  const ruleEntrySchema = z
    .union([
      idSchema,
      strictShape({
        id: ruleId.optional(),
        use: idSchema.meta({ description: "The shared rule that it takes its other parts from" }).optional(),
        ...partialRuleShape,
      }),
    ])
    .meta({ description: "The name of a shared rule, `use` with the fields that differ, or a rule of its own" });

  const oneOrMoreRelations = z.union([word(RELATIONS), z.array(word(RELATIONS)).min(1)]);

  /** What must be the same for two links that differ in their owner alone. An audit holds another book to it. */
  const obligationSchema = strictShape({
    id: idSchema.meta({ description: "Names the obligation in an audit" }),
    same: word(SAMENESSES).meta({
      description: "action: they open alike. steps: none has a notice page or is copied where another opens at once",
    }),
    for: oneOrMoreRelations
      .meta({ description: "Whose links must fare no worse; left out, everybody's. Needs `than`" })
      .optional(),
    than: oneOrMoreRelations.meta({ description: "Than whose. Needs `for`" }).optional(),
    basis,
    reason: reasonSchema,
    citations: citations.optional(),
  }).refine(({ for: whose, than }) => (whose === undefined) === (than === undefined), {
    error: "expected for and than together",
  });

  const editionSchema = strictShape({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/u, { error: "expected an edition's id such as 2021-09-17" })
      .meta({ description: "Names the edition in verdicts and after `@`; most often its day" }),
    from: instantSchema.meta({ description: "In force from this instant until the next edition's, with its offset" }),
    title: text.meta({ description: "What began with it" }),
    source: citationsSchema
      .min(1, { error: "expected at least one source" })
      .meta({ description: "What the edition as a whole rests on" }),
    default: fallbackSchema.meta({ description: "What a link gets that no rule fits" }),
    unresolved: fallbackSchema
      .meta({ description: "What a link gets that a rule would open in place, but whose target could not be learnt" })
      .optional(),
    obligations: z
      .array(obligationSchema)
      .meta({ description: "What `hutong audit BOOK --against THIS` holds another book to" })
      .optional(),
    rules: z
      .array(ruleEntrySchema, { error: "expected a list of rules" })
      .min(1, { error: "expected at least one rule" })
      .meta({ description: "In order; the first that fits decides" }),
  });

  const ownCitations = citationsSchema
    .min(1, { error: "expected at least one source" })
    .meta({ description: "What it rests on" });

  const ownersSchema = strictShape({
    names: z.array(idSchema).min(1).meta({ description: "Owners that the registry does not know" }).optional(),
    apps: z
      .array(
        strictShape({
          app: idSchema.meta({ description: "Of the registry, or a `host`" }),
          owner: idSchema.meta({ description: "Of the registry, or one of `names`" }),
          citations: ownCitations,
        }),
      )
      .meta({
        description: "Whose an app is, in place of what the registry says; of a `host` that it does not know, too",
      })
      .optional(),
    relations: z
      .array(
        strictShape({
          between: z
            .tuple([idSchema, idSchema], { error: "expected two owners" })
            .meta({ description: "Two owners, in either order" }),
          relation: word(["allied", "rival", "neutral"]).meta({ description: "How they stand to each other then" }),
          from: instantSchema.meta({ description: "From this instant, inclusive; left out, always" }).optional(),
          until: instantSchema.meta({ description: "Until this instant, exclusive; left out, ever since" }).optional(),
          citations: ownCitations,
        }).refine(
          ({ from, until }) => from === undefined || until === undefined || Date.parse(from) < Date.parse(until),
          {
            error: "expected from to be before until",
          },
        ),
      )
      .meta({
        description:
          "How two owners stand to each other from an instant (inclusive) until another, in place of what the registry says of that time; of two that overlap the later entry holds",
      })
      .optional(),
  }).meta({ id: "Owners", description: "Rivals and allies as this book sees them, over the registry's" });

  /** A rulebook file. Published as JSON Schema by `rulebookJsonSchema`. */
  const rulebookSchema = strictShape({
    $schema: z.string().meta({ description: "Where an editor finds this schema" }).optional(),
    id: idSchema.meta({ description: "Names the book" }),
    title: text.meta({ description: "What people call it" }),
    authority: text.meta({ description: "Whose rules these are" }),
    host: z
      .union([idSchema, z.array(idSchema).min(1)])
      .meta({ description: "App ids of the host platforms whose chats it governs, or `any`" }),
    languages: z
      .array(languageSchema, { error: "expected a list of languages" })
      .min(1, { error: "expected at least one language" })
      .meta({
        description:
          "BCP 47 tags of the languages that its sentences have; whoever reads none of them gets the first. Left out: en, zh-CN, id, vi",
      })
      .optional(),
    owners: ownersSchema.optional(),
    sources: z
      .record(z.string(), citationSchema)
      .meta({ description: "Citations by a short key, for all editions" })
      .optional(),
    rules: z
      .record(idSchema, strictShape(partialRuleShape))
      .meta({ description: "Rules that several editions share, by their ids" })
      .optional(),
    editions: z
      .array(editionSchema, { error: "expected a list of editions" })
      .min(1, { error: "expected at least one edition" })
      .meta({ description: "Oldest first; superseded, never edited" }),
  });

  return { rulebook: rulebookSchema, rule: ruleSchema };
}
