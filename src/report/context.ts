import { z } from "zod";
import { APP_CLASSES, READER_OSES } from "../apps/types.ts";
import { languagesIn } from "../input/languages.ts";
import { extendedInstant, instantOrDaySchema } from "../input/days.ts";
import { FINDING_KINDS } from "../findings/types.ts";
import { CHAT_KINDS, CHOICES, LOCALES } from "../policy/types.ts";
import { hostPlatformOf } from "../policy/host-platform.ts";
import { expectedWord } from "../policy/vocabulary.ts";
import { RESOLVE_MODES } from "../resolve/types.ts";
import { leadingVersion, nearestOs } from "./client-words.ts";
import type { CheckContext } from "./report.ts";

const CHINA_OFFSET = "+08:00";

/** An instant with its offset, or a day, which begins at midnight China time because the rules are dated so. */
export const instantSchema = z
  .preprocess(
    extendedInstant,
    instantOrDaySchema(
      "expected an ISO 8601 instant with its offset (2021-09-18T12:00:00+08:00) or a day (2021-09-18)",
    ),
  )
  .transform((text) => new Date(text.includes("T") ? text : `${text}T00:00:00${CHINA_OFFSET}`));

/** One word of a closed list; a mistake is told with the nearest known word. */
function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: ({ input }) => expectedWord(input, words) });
}

/** A client as people write it: a wrong word is told. Of a version the leading numbers count. */
export const clientSchema = z.object(
  {
    os: oneOf(READER_OSES).default("web"),
    version: z
      .string()
      .max(64)
      .regex(/^\s*v?\d/iu, { error: 'expected a version such as "8.0.11"' })
      .nullish()
      .transform((version) => (typeof version !== "string" ? null : leadingVersion(version))),
  },
  { error: 'expected an object such as {"os":"android","version":"8.0.11"}' },
);

const appsWord = z.string().max(64, { error: "expected at most 64 characters" });

/** A client as apps tell it. It only colours a verdict, so a word that is not known is no reason to refuse. */
export const deviceClientSchema = z.object(
  {
    os: appsWord
      .default("web")
      .transform(nearestOs)
      .meta({
        description: `${READER_OSES.join(", ")}; of any other word the nearest one, else web`,
      }),
    version: appsWord
      .nullish()
      .transform((version) => (typeof version !== "string" ? null : leadingVersion(version)))
      .meta({ description: 'As the app has it ("8.0.11(0x1800)"): its leading numbers count' }),
  },
  { error: 'expected an object such as {"os":"android","version":"8.0.11"}' },
);

const ENTRY_EXPECTED = "expected a host, a host with a path, or a full address";
const listEntrySchema = z
  .string({ error: ENTRY_EXPECTED })
  .min(1, { error: ENTRY_EXPECTED })
  .max(4_096, { error: "expected at most 4096 characters" });

export const localeSchema = oneOf(LOCALES);

/** What a reader reads, for the sentences of a report: tags in their canonical form, the best first (`ms,en`). */
export const localeTagSchema = z
  .string()
  .max(128)
  .transform((text, context): string => {
    const asked = languagesIn(text);
    if (asked.length > 0) return asked.join(",");
    context.issues.push({
      code: "custom",
      input: text,
      message: "expected BCP 47 tags, the best first, such as ms,en",
    });
    return z.NEVER;
  })
  .meta({
    description: `BCP 47 tags, the best first: a book's sentences come in the best that it has, all else in ${LOCALES.join(", ")}`,
  });
export const choiceSchema = oneOf(CHOICES).nullable();
const appIdSchema = z.string().regex(/^[a-z0-9_-]{1,64}$/u, { error: "expected an app id such as taobao" });
/** What a choice is for, where it is not for every link. */
export const choiceScopeSchema = z.union(
  [
    z.strictObject({ app: appIdSchema }),
    z.strictObject({ conversation: z.string().min(1).max(256) }),
    z.strictObject({ class: oneOf(APP_CLASSES) }),
  ],
  { error: "expected {app}, {conversation} or {class}" },
);
export const exactChoiceSchema = z.object({ for: choiceScopeSchema, choice: oneOf(CHOICES) });
const byName = z.record(z.string(), oneOf(CHOICES));
export const ownChoicesSchema = z.object({ apps: byName, classes: byName, rest: z.enum(["conversation", "all"]) });

/** The context of a check as it travels: in JSON lines, fixtures and HTTP bodies. Every field has a default but `at`. */
export const contextSchema = z.object({
  at: instantSchema
    .optional()
    .meta({ description: "When the message came: an instant with its offset, or a day in China; left out, now" }),
  host: z
    .string()
    .regex(/^[a-z0-9_-]{1,64}$/u, { error: "expected an app id such as wechat" })
    .optional()
    .meta({ description: "The app whose chat this is; left out, the first that the rulebook governs, else `wechat`" }),
  chat: oneOf(CHAT_KINDS).default("one_to_one").meta({ description: "Where the link is shared" }),
  client: clientSchema.prefault({}).meta({ description: "What the reader reads on" }),
  choice: choiceSchema.default(null).meta({ description: "How the reader wishes links opened" }),
  locale: localeTagSchema.default("en"),
  rulebook: z
    .string()
    .min(1, { error: "expected an id, id@edition or a file" })
    .max(4_096)
    .optional()
    .meta({ description: "Who decides: an id, id@edition or a file" }),
  lists: z
    .array(
      z.object({
        entry: listEntrySchema,
        kind: oneOf(FINDING_KINDS),
        until: instantSchema.optional().meta({ description: "When it ends, as `at` is said; left out, never" }),
        exception: z
          .boolean()
          .optional()
          .meta({ description: "Takes back what the others here say of what it covers" }),
      }),
    )
    .max(10_000)
    .default([])
    .meta({ description: "What is known of links besides the lists of the gateway" }),
});
/** An answer that a site gave when the fixture was recorded; the body is decoded text. */
const recordedAnswerSchema = z.object({
  url: z
    .url({ protocol: /^https?$/u, error: "expected a web address" })
    .meta({ description: "The address that was asked" }),
  status: z.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  body: z.string().max(1_048_576).default(""),
});

/** What a network answered, recorded. */
export const networkSchema = z.array(recordedAnswerSchema).max(1_000);

/** Whom recorded answers may come from; the gateway's default is `known`. */
export const resolveModeSchema = oneOf(RESOLVE_MODES);

type ContextFields = z.output<typeof contextSchema>;

/**
 * The context without the rulebook, which the caller looks up. `now` stands in for a missing `at`.
 *
 * @param rulebook  Who decides: where no host platform is named, it is the first that this one governs.
 */
export function checkContextOf(
  fields: ContextFields,
  now: Date,
  rulebook: { readonly hosts: readonly string[] | null } = { hosts: null },
): CheckContext {
  const { chat, client, choice, locale, lists } = fields;
  return { at: fields.at ?? now, host: hostPlatformOf(fields.host, rulebook), chat, client, choice, locale, lists };
}
