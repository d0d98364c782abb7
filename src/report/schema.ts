import { z } from "zod";
import { APP_CLASSES, PAYMENT_STATES } from "../apps/types.ts";
import { FINDING_KINDS } from "../findings/types.ts";
import { LINK_KINDS } from "../links/types.ts";
import { ACTIONS, BASES, CHOICES, DECIDED_BY } from "../policy/types.ts";
import { HOP_WAYS } from "../resolve/types.ts";
import { CHOICE_REACHES } from "./own-choice.ts";
import { RESOLUTION_STATES } from "./report.ts";

const absent = z.null();
const text = z.string();

const hop = z.object({
  url: text,
  status: z.int().exactOptional(),
  by: z.enum(HOP_WAYS),
  guessed: z.literal(true).exactOptional(),
  downgrade: z.literal(true).exactOptional(),
});

const page = z.object({
  title: text.exactOptional(),
  description: text.exactOptional(),
  image: text.exactOptional(),
  siteName: text.exactOptional(),
  contentType: text.exactOptional(),
  frameable: z.boolean().exactOptional(),
});

const resolution = z.object({
  status: z.enum(RESOLUTION_STATES),
  hops: z.array(hop),
  finalUrl: z.union([text, absent]),
  canonicalUrl: z.union([text, absent]),
  removed: z.array(text),
  skipped: z.union([text, absent]),
  page: z.union([page, absent]),
  failure: z.union([z.object({ code: text, at: text }), absent]),
  httpStatus: z.int().exactOptional(),
});

const appName = { id: text, name: text, owner: text, class: z.enum(APP_CLASSES) };

const app = z.object({
  ...appName,
  entity: z.union([z.object({ type: text, id: text, sensitive: z.literal("payment").exactOptional() }), absent]),
});

const verdict = z.object({
  action: z.enum(ACTIONS),
  notice: z.boolean(),
  rulebook: text,
  edition: z.union([text, absent]),
  rule: z.union([text, absent]),
  decidedBy: z.enum(DECIDED_BY),
  hash: z.union([text, absent]),
  basis: z.enum(BASES),
  reason: text,
  citations: z.array(
    z.object({ title: text, url: text, date: text.exactOptional(), against: z.literal(true).exactOptional() }),
  ),
  byChoice: z
    .object({ choice: z.enum(CHOICES), for: z.enum(CHOICE_REACHES) })
    .exactOptional()
    .meta({ description: "A choice of the reader's own that made it stricter" }),
});

const finding = z.object({
  kind: z.enum(FINDING_KINDS),
  evidence: text,
  source: text,
  list: z
    .object({
      name: text,
      version: z.union([text, absent]),
      at: text,
      entrySince: text.exactOptional(),
      until: text.exactOptional(),
    })
    .exactOptional(),
  stale: z.literal(true).exactOptional(),
  excepted: z.object({ by: text, until: z.union([text, absent]) }).exactOptional(),
  lookalike: z.object({ host: text, domain: text, of: z.union([text, absent]) }).exactOptional(),
});

const factSource = z.object({ title: text, url: text });

/** A payment fact as reports tell it. A test holds it equal to `PaymentReport`. */
export const paymentReportSchema = z
  .object({
    method: text,
    status: z.enum(PAYMENT_STATES),
    since: z
      .union([text, absent])
      .meta({ description: "Day or month from which on, China time; null where only `by` is known" }),
    by: text.exactOptional().meta({ description: "Day by which it was seen; it may have begun earlier" }),
    source: factSource,
    note: text.exactOptional().meta({ description: "In the reader's language" }),
    against: z
      .array(z.object({ status: z.enum(PAYMENT_STATES), source: factSource }))
      .exactOptional()
      .meta({ description: "What others said at that time instead" }),
  })
  .meta({ id: "PaymentFact" });

/** Which app takes which payment. A test holds it equal to `PaymentTable`. */
export const paymentTableSchema = z.object({
  at: text.meta({ description: "As of this instant" }),
  day: text.meta({ description: "The day in China" }),
  methods: z.array(text).meta({ description: "Every method of the rows" }),
  apps: z
    .array(z.object({ id: text, name: text, owner: text, payments: z.array(paymentReportSchema) }))
    .meta({ description: "Apps of which something is on record, by owner and id" }),
});

/** The link report as a schema, for documents and for those who read reports back. A test holds it equal to `LinkReport`. */
export const linkReportSchema = z
  .object({
    link: z.object({
      value: text,
      start: z.int().min(0),
      end: z.int().min(0),
      kind: z.enum(LINK_KINDS),
    }),
    url: z.union([text, absent]),
    resolution,
    app: z.union([app, absent]),
    alternatives: z
      .array(z.object({ url: z.union([text, absent]), app: z.union([z.object(appName), absent]) }))
      .exactOptional(),
    findings: z.array(finding),
    verdict,
    open: z.object({
      web: text.exactOptional(),
      ios: text.exactOptional(),
      android: text.exactOptional(),
      intent: text.exactOptional(),
      universal: text.exactOptional(),
      copy: text.exactOptional(),
      appeal: text.exactOptional(),
      instruction: text.exactOptional(),
    }),
    payments: z.array(paymentReportSchema),
  })
  .meta({ id: "LinkReport" });
