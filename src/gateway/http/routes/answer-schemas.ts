import { FINDING_KINDS } from "../../../findings/types.ts";
import { z } from "zod";
import { registrySchemas } from "../../../apps/app-file.ts";
import { timelineSchema } from "../../../rulebooks/timeline-event.ts";
import { RELATIONS } from "../../../apps/types.ts";
import { ACTIONS, BASES, DECIDED_BY, SAMENESSES } from "../../../policy/types.ts";
import { conditionSchemas } from "../../../policy/rulebook/condition.ts";
import { articleSchema } from "../../../resolve/articles/article.ts";
import { linkReportSchema } from "../../../report/schema.ts";
import { refusalSchema } from "../http-error.ts";
import { DEMO_SIGN_INS } from "../local-access.ts";

const text = z.string();
const citations = z.array(
  z
    .object({ title: text, url: text, date: text.exactOptional(), against: z.literal(true).exactOptional() })
    .meta({ id: "Citation" }),
);
const hash = text.regex(/^sha256:[0-9a-f]{64}$/u).meta({ description: "Of the edition's canonical JSON" });
const instant = z.iso.datetime({ offset: true });
const localised = z
  .record(text, text)
  .meta({ id: "Localised", description: "By BCP 47 tag, the default of the book first" });

const signatures = z
  .array(text)
  .meta({ description: "With `sign`: a compact JWS for each link; none while the gateway cannot sign" })
  .exactOptional();
const checkedLinks = z.object({
  links: z.array(linkReportSchema).meta({ description: "One report for each link, in the order of the text" }),
  signatures,
});
const compactAnswer = z
  .object({
    worst: z
      .enum(ACTIONS)
      .nullable()
      .meta({ description: "The most careful action of all links; null: there is none" }),
    notice: z.boolean().meta({ description: "Whether a notice page comes first, for the link that `worst` is of" }),
    sentence: text.nullable().meta({ description: "Why, of that link, in the reader's language" }),
    links: z.array(
      z.object({
        value: text,
        start: z.int(),
        end: z.int(),
        url: text.nullable(),
        app: text.nullable().meta({ description: "Id of its app; null: unknown" }),
        action: z.enum(ACTIONS),
        notice: z.boolean(),
        rule: text.nullable(),
      }),
    ),
    signatures,
  })
  .meta({ id: "CompactAnswer" });
const named = { id: text.exactOptional() };

export const checkAnswer = z.union([
  checkedLinks,
  compactAnswer,
  z.object({
    results: z
      .array(
        z.union([
          checkedLinks.extend(named),
          compactAnswer.extend(named),
          refusalSchema(["bad_request", "internal"]).extend(named),
        ]),
      )
      .meta({ description: "Of a batch, in its order" }),
  }),
]);

const editionName = {
  id: text,
  title: text,
  from: instant.meta({ description: "In force from this instant until the next edition's" }),
  hash,
};

export const articleAnswer = articleSchema.extend({
  url: text.meta({ description: "Where the page stands: the source of the text" }),
});

const rulebookName = {
  id: text,
  title: text,
  authority: text.meta({ description: "Whose rules these are" }),
  hosts: z
    .array(text)
    .nullable()
    .meta({ description: "App ids of the host platforms whose chats it governs; null: any" }),
};

const editionSummary = z.object(editionName).meta({ id: "EditionSummary" });

export const rulebooksAnswer = z.object({
  rulebooks: z.array(
    z
      .object({ ...rulebookName, editions: z.array(editionSummary).meta({ description: "Oldest first" }) })
      .meta({ id: "RulebookSummary" }),
  ),
});

const outcome = {
  action: z.enum(ACTIONS),
  notice: z.boolean().meta({ description: "Whether a notice page comes first" }),
  basis: z.enum(BASES),
  reason: localised,
  citations,
};

const fallback = z
  .object({
    ...outcome,
    missingReasons: z.array(text).meta({ description: "Languages whose sentence repeats another's" }),
  })
  .meta({ id: "Fallback" });

const rule = z
  .object({
    id: text,
    title: text.exactOptional(),
    when: conditionSchemas().when,
    testedApps: z
      .array(text)
      .meta({ description: "Apps whose links were tested; the rule is inferred for others" })
      .exactOptional(),
    onUnresolved: fallback
      .meta({ id: "RuleUnresolved", description: "What a link gets that fits, but whose target could not be learnt" })
      .exactOptional(),
    meant: localised
      .meta({ id: "Meant", description: "Why its links fare otherwise than other owners' on purpose" })
      .exactOptional(),
    ...outcome,
  })
  .meta({ id: "Rule" });

const relations = z.array(z.enum(RELATIONS));
const obligation = z
  .object({
    id: text,
    same: z.enum(SAMENESSES),
    for: relations.meta({ description: "Whose links must fare no worse; absent: everybody's" }).exactOptional(),
    than: relations.exactOptional(),
    basis: z.enum(BASES),
    reason: localised,
    citations,
  })
  .meta({ id: "Obligation" });

/** Whose apps are and how owners stand to each other, where the book says otherwise than the registry. */
const owners = z
  .object({
    apps: z.array(z.object({ app: text, owner: text, citations })),
    relations: z.array(
      z.object({
        between: z.tuple([text, text]),
        relation: z.enum(RELATIONS),
        from: instant.nullable().meta({ description: "From this instant, inclusive; null: always" }),
        until: instant.nullable().meta({ description: "Until this instant, exclusive; null: ever since" }),
        citations,
      }),
    ),
  })
  .meta({ id: "BookOwners" });

const edition = z
  .object({
    ...editionName,
    sources: citations,
    rules: z.array(rule).meta({ description: "In order; the first that fits decides" }),
    obligations: z.array(obligation).meta({ description: "What an audit holds another book to" }).exactOptional(),
    default: fallback.meta({ id: "DefaultOutcome", description: "What a link gets that no rule fits" }),
    unresolved: fallback.meta({
      id: "UnresolvedOutcome",
      description: "What a link gets that a rule would open in place, but whose target could not be learnt",
    }),
  })
  .meta({ id: "Edition" });

export const rulebookAnswer = z
  .object({
    ...rulebookName,
    languages: z.array(text).meta({ description: "BCP 47 tags of its sentences, the default first" }),
    owners: owners.exactOptional(),
    editions: z.array(edition).meta({ description: "Oldest first" }),
  })
  .meta({ id: "Rulebook" });

export const timelineAnswer = timelineSchema.meta({ description: "None of this is a rule" });

export const appsAnswer = z.object({
  apps: z.array(registrySchemas().app.meta({ id: "App", description: "What the registry knows of one app" })),
});

const shadowVerdict = z
  .object({
    rulebook: text,
    edition: text.nullable(),
    rule: text.nullable(),
    decidedBy: z.enum(DECIDED_BY),
    action: z.enum(ACTIONS),
    notice: z.boolean(),
  })
  .meta({ id: "ShadowVerdict" });

const count = z.int().min(0);

export const listsAnswer = z.object({
  lists: z.array(
    z.object({
      name: text.meta({ description: "As findings show it" }),
      kind: z.enum(FINDING_KINDS).meta({ description: "What it finds, where an entry does not say" }),
      format: text.meta({ description: "How its source is written" }),
      version: z.union([text, z.null()]).meta({ description: "As the source tells it" }),
      at: instant.meta({ description: "When the source last confirmed it" }),
      ageSeconds: count.meta({ description: "Seconds since then" }),
      stale: z.boolean().meta({ description: "Whether it was confirmed too long ago" }),
      entries: count,
      exceptions: count.meta({ description: "Entries that take others of the same list back" }),
    }),
  ),
});

export const shadowAnswer = z.object({
  inForce: text.meta({ description: "Id of the rulebook in force" }),
  shadow: text.meta({ description: "Id of the candidate" }),
  since: instant.meta({ description: "Since when is counted" }),
  judged: count.meta({ description: "Links judged by both" }),
  differing: count.meta({ description: "Of them those judged differently" }),
  differences: z
    .array(
      z
        .object({
          inForce: shadowVerdict,
          shadow: shadowVerdict,
          count: count.min(1),
          firstAt: instant,
          lastAt: instant,
        })
        .meta({ id: "ShadowDifference" }),
    )
    .meta({ description: "Most frequent first" }),
  leftOver: count.meta({ description: "Differing links that no entry counts" }),
});

export const demoSignInAnswer = z.object({ demoSignIn: z.enum(DEMO_SIGN_INS) });
export const tokenAnswer = z.object({ token: text.meta({ description: "For hello, an hour long" }) });

/** A document of a format of its own, which its first field names. */
export const openApiAnswer = z.looseObject({
  openapi: text,
  info: z.looseObject({ title: text, version: text }),
  paths: z.looseObject({}),
});
export const asyncApiAnswer = z.looseObject({
  asyncapi: text,
  info: z.looseObject({ title: text, version: text }),
  servers: z.looseObject({ gateway: z.looseObject({ host: text, protocol: z.enum(["ws", "wss"]) }) }),
  channels: z.looseObject({}),
});
export const jsonSchemaAnswer = z.looseObject({ $schema: text });
