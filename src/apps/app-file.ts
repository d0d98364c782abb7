import { z } from "zod";
import { daySchema } from "../input/days.ts";
import { APP_CLASSES, PAYMENT_STATES } from "./types.ts";
import { WRITINGS } from "./wrapped-text.ts";

/** A regular expression in the file; compiled with the `u` flag. */
const pattern = z.string().refine(isPattern, { error: "expected a regular expression (u flag)" });

/** Exact host (`item.taobao.com`) or every host below one (`*.feishu.cn`); ASCII, lower case. */
const host = z
  .string()
  .regex(/^(\*\.)?([a-z0-9_-]+\.)+[a-z0-9-]+$/u, { error: "expected a host such as item.taobao.com or *.feishu.cn" });
const scheme = z
  .string()
  .regex(/^[a-z][a-z0-9+.-]*$/u, { error: "expected a scheme in lower case, without the colon" });

/** How a fact is known. `evidence` names the source: a public repository, a document, `public code`, `memory`. */
const known = {
  evidence: z.string().min(1),
  confidence: z.enum(["official", "device-tested", "code", "memory"]),
  note: z.string().optional(),
};

/** Query parameter → the id it holds (`as`) and how it must look. Named groups of `re` are ids themselves. */
const query = z.record(
  z.string(),
  z.strictObject({ as: z.string().min(1), re: pattern, optional: z.boolean().optional() }),
);

/** A page of an entity. Named groups of `path`, `fragment` and `hostPattern` are its ids. */
const page = z.strictObject({
  hosts: z.array(host).min(1),
  hostPattern: pattern.optional(),
  path: pattern.optional(),
  query: query.optional(),
  fragment: pattern.optional(),
  /** The parameter that names the character set of the others' escapes, where it is not UTF-8. */
  charset: z.string().optional(),
  example: z.string().optional(),
  ...known,
});

/** `{id}` is put in as it is, `{id|enc}` URI-encoded; `{canonical}` is the entity's canonical address. */
const ways = z.array(z.strictObject({ template: z.string().min(1), ...known }));

/** An app address that names an entity. */
const appLink = z.strictObject({
  schemes: z.array(scheme).min(1),
  host: z.string().optional(),
  hostPattern: pattern.optional(),
  path: pattern.optional(),
  query: query.optional(),
  /** Ids inside a JSON parameter: path in the JSON (`song.0.songmid`) → id; the first that is there counts. */
  json: z
    .strictObject({
      param: z.string(),
      where: z.record(z.string(), z.string()).optional(),
      ids: z.record(z.string(), z.string()),
    })
    .optional(),
  /** Against the whole decoded address. */
  whole: pattern.optional(),
  /** Query parameters that select something on the page and stay, of those that the entity keeps. */
  keep: z.array(z.string()).optional(),
  ...known,
});

const entity = z.strictObject({
  type: z.string().min(1),
  /** Of which ids the entity's id is joined by `/`, where none of them is called `id`. */
  id: z.array(z.string()).optional(),
  pages: z.array(page),
  /** The first whose ids are all known is the canonical address. */
  canonical: z.array(z.string()),
  /** Query parameters that select something on the page and stay, in this order. */
  keep: z.array(z.string()).optional(),
  open: z.strictObject({
    any: ways.optional(),
    ios: ways.optional(),
    android: ways.optional(),
    universal: ways.optional(),
  }),
  appLinks: z.array(appLink),
  /** What the way back from the deep link loses. */
  lossy: z.string().optional(),
  sensitive: z.literal("payment").optional(),
  caution: z.enum(["joins_group", "members_only"]).optional(),
  /** Ids that can be worked out from each other. */
  conversion: z.enum(["bilibili", "weibo", "instagram"]).optional(),
  note: z.string().optional(),
});

/** Name of the script variable that holds the target, on pages that answer with a script instead of a redirect. */
const scriptVariable = z
  .string()
  .regex(/^\w{1,40}$/u, { error: "expected the name of a script variable" })
  .optional();

/** Addresses that only a request can read. `answers`: how the server tells the target. */
const shortHost = z.strictObject({
  hosts: z.array(host).min(1),
  path: pattern,
  query: query.optional(),
  answers: z.string().min(1),
  scriptVariable,
  /** The host has ordinary pages besides its short codes. */
  alsoPages: z.boolean().optional(),
  /** The host belongs to another app too; it is this one's only with one of its `words` in the message. */
  onlyWithWords: z.boolean().optional(),
  example: z.string().optional(),
  ...known,
});

/**
 * A page that carries another address. `read` says where that address stands:
 *
 * - `param`: in one of the query parameters;
 * - `param_or_opaque`: the same, but the page may hide it;
 * - `query`: the whole query;
 * - `param_or_query`: either of them;
 * - `path`: the rest of the path;
 * - `path_base64`: the same in base64;
 * - `whole`: the address from its path on;
 * - `opaque`: only a request tells.
 */
const wrapper = z.strictObject({
  hosts: z.array(host).min(1),
  path: pattern,
  read: z.enum(["param", "param_or_opaque", "query", "param_or_query", "path", "path_base64", "whole", "opaque"]),
  params: z.array(z.string()).optional(),
  /** What a target without a scheme is relative to. */
  base: z.string().optional(),
  scriptVariable,
  /** Pattern whose first group is the address within the value. */
  within: pattern.optional(),
  /** The wrapper's own way to write the address, besides percent escapes. */
  writing: z.enum(WRITINGS).optional(),
  /**
   * It is a page itself (a sign-in, an article), or what it hides stays with its app (a coupon). Left out, it shows nothing of its
   * own and may lead to anybody where its target cannot be read.
   */
  staysWithin: z.boolean().optional(),
  example: z.string().optional(),
  ...known,
});

/** An app address that carries another address in a parameter. */
const schemeWrapper = z.strictObject({
  schemes: z.array(scheme).min(1),
  host: z.string().optional(),
  path: pattern.optional(),
  param: z.string(),
  /** The parameter is JSON; the address stands at this path. */
  json: z.strictObject({ path: z.string(), where: z.record(z.string(), z.string()).optional() }).optional(),
  base64: z.boolean().optional(),
  /** Only when one of these parameters has this value. */
  when: z.strictObject({ params: z.array(z.string()), equals: z.string() }).optional(),
  base: z.string().optional(),
  example: z.string().optional(),
  ...known,
});

const day = daySchema("expected a day, YYYY-MM-DD");

const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/u, { error: "expected a month, YYYY-MM" });
const factSource = z.strictObject({ title: z.string().min(1), url: z.url() });

/** When something was so, and who says it. */
const dated = {
  /** The day or the month from which on; null where the record only tells a day by which it was seen. */
  since: z.union([day, month]).nullable(),
  by: day.optional(),
  source: factSource,
  note: z.string().optional(),
  /** The note in the languages besides English. */
  noteIn: z.strictObject({ "zh-CN": z.string().min(1), id: z.string().min(1), vi: z.string().min(1) }).optional(),
};

const isDatedOnce = ({ since, by }: { readonly since: string | null; readonly by?: string | undefined }) =>
  (since === null) === (by !== undefined);
const DATED_ONCE = { error: "expected a since, or since null and a by", path: ["since"] };

/** One payment method's status from a day on; the latest not after a message's date is the one that counts. */
const payment = z
  .strictObject({
    method: z.string().regex(/^[a-z][a-z_]*$/u),
    status: z.enum(PAYMENT_STATES).exclude(["ended"]),
    ...dated,
    /** The source tells that it was so long before `by`: it counts for each day that has no earlier status. */
    longBefore: z.literal(true).optional(),
    /** What others said at that time instead. */
    against: z.array(z.strictObject({ status: z.enum(PAYMENT_STATES), source: factSource })).optional(),
  })
  .refine(isDatedOnce, DATED_ONCE);

const appNames = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

/** One app, one file. */
export const appFileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_]*$/u, { error: "expected lower-case letters, digits and _" }),
  names: appNames,
  /** What else people call it. */
  aliases: z.array(z.string().min(1)).optional(),
  /** What it was called before a day, China time; the earliest first. */
  formerly: z.array(z.strictObject({ until: day, names: appNames, source: factSource })).optional(),
  owner: z.string().regex(/^[a-z0-9][a-z0-9_]*$/u),
  class: z.enum(APP_CLASSES).exclude(["site"]),
  /** The class in more words. */
  kind: z.string(),
  region: z.string(),
  ...known,
  /** Hosts that are the app's, each with every host below it. */
  hosts: z.array(host).min(1),
  /** Hosts of another class than the app's. */
  hostClasses: z.record(host, z.enum(APP_CLASSES).exclude(["site"])).optional(),
  /** Set for hosts under which others cannot register, though the public suffix list names them (gov.cn). */
  ownsPublicSuffix: z.boolean().optional(),
  /** Words by which a share text names the app. */
  words: z.array(z.string().min(1)).optional(),
  schemes: z.array(scheme).optional(),
  packages: z
    .strictObject({
      android: z.array(z.string()),
      ios: z.array(z.string()),
      appStore: z.string().optional(),
      evidence: z.string(),
    })
    .optional(),
  /** One app, many countries: what templates put in for the host or the scheme of a link. */
  markets: z.array(z.strictObject({ host, scheme: scheme.optional(), cc: z.string().optional() })).optional(),
  entities: z.array(entity).optional(),
  shortHosts: z.array(shortHost).optional(),
  wrappers: z.array(wrapper).optional(),
  schemeWrappers: z.array(schemeWrapper).optional(),
  /** Schemes of which the rest is a web address: put `to` in their place. */
  schemeSwap: z.strictObject({ schemes: z.array(scheme).min(1), to: z.string(), ...known }).optional(),
  shareTexts: z
    .array(
      z.strictObject({
        name: z.string(),
        pattern,
        /** The entity that the pattern's group `id` names; such a text is this app's whatever else it says. */
        entity: z.string().optional(),
        example: z.string(),
        carries: z.string(),
        ...known,
      }),
    )
    .optional(),
  /** Query parameters that only follow the reader, on pages of which an entity is read: other pages may need them. */
  tracking: z.strictObject({ names: z.array(z.string()), evidence: z.string() }).optional(),
  payments: z.array(payment).optional(),
  /** When the app ended, with all its payments. */
  ended: z.strictObject(dated).refine(isDatedOnce, DATED_ONCE).optional(),
  notes: z.array(z.string()).optional(),
});

/**
 * Many brands in one file: apps of which little is known beyond names, owner, class and hosts.
 * Each entry has the form of an app's own file.
 */
export const brandsFileSchema = z.strictObject({ asOf: day, brands: z.array(appFileSchema) });

/** What the registry knows of one app, as its file says. */
export type AppEntry = z.output<typeof appFileSchema>;
export type EntityEntry = NonNullable<AppEntry["entities"]>[number];
export type PageEntry = EntityEntry["pages"][number];
export type AppLinkEntry = EntityEntry["appLinks"][number];
export type QueryEntry = NonNullable<PageEntry["query"]>;
export type ShortHostEntry = NonNullable<AppEntry["shortHosts"]>[number];
export type WrapperEntry = NonNullable<AppEntry["wrappers"]>[number];
export type ShareTextEntry = NonNullable<AppEntry["shareTexts"]>[number];
export type SchemeWrapperEntry = NonNullable<AppEntry["schemeWrappers"]>[number];

/** Wrappers that belong to no app of the registry: of this project, or an operator's own. */
export const wrappersFileSchema = z.strictObject({
  asOf: day.optional(),
  note: z.string().optional(),
  wrappers: z.array(wrapper),
});

/** The owners and how they stand to each other. */
export const ownersFileSchema = z.strictObject({
  asOf: day,
  relations: z.array(
    z.strictObject({
      between: z.tuple([z.string(), z.string()]),
      relation: z.enum(["allied", "rival"]),
      /** Days in China on which it begins and no longer holds. Left out: not known, or it still holds. */
      from: day.optional(),
      until: day.optional(),
      source: z.strictObject({ title: z.string().min(1), url: z.url() }),
      /** Where `from` and `until` are told. */
      dated: z.array(z.strictObject({ title: z.string().min(1), url: z.url() })).optional(),
      note: z.string().optional(),
    }),
  ),
});
export type OwnersFile = z.output<typeof ownersFileSchema>;

const source = z.strictObject({
  title: z.string().min(1),
  url: z.url().optional(),
  /** When the source was last changed, or read where it has no date. */
  asOf: day,
});

const sources = z.record(z.string(), source);
const keys = z.array(z.string()).min(1);

/** Refuses a fact whose source the file does not name. */
function checkSources(
  known: Readonly<Record<string, unknown>>,
  facts: Readonly<Record<string, readonly string[]>>,
  place: (name: string) => readonly string[],
  context: z.RefinementCtx,
): void {
  for (const [name, cited] of Object.entries(facts)) {
    const index = cited.findIndex((key) => !Object.hasOwn(known, key));
    if (index === -1) continue;
    const message = `expected one of the sources: ${Object.keys(known).join(", ")}`;
    context.addIssue({ code: "custom", path: [...place(name), index], message });
  }
}

/** Public shorteners: hosts (`bit.ly`, or `*.app.link` for every host below one) and which sources name each. */
export const shortenersFileSchema = z
  .strictObject({
    asOf: day,
    /** What makes a host one of them. */
    criterion: z.string().min(1),
    sources,
    hosts: z.record(host, keys),
  })
  .superRefine((file, context) => checkSources(file.sources, file.hosts, (name) => ["hosts", name], context));
export type ShortenersFile = z.output<typeof shortenersFileSchema>;

/**
 * Query parameters that follow readers on every site, and which sources say so. A `*` at the end stands for any rest. What selects
 * a page anywhere is none of them.
 */
export const trackingFileSchema = z
  .strictObject({
    asOf: day,
    sources,
    names: z.record(
      z.string().regex(/^[\w-]+\*?$/u, { error: "expected a parameter's name, or its beginning and *" }),
      keys,
    ),
    /** Parameters that only track with one of these values. */
    values: z.record(z.string(), z.strictObject({ values: z.array(z.string()).min(1), sources: keys })),
  })
  .superRefine((file, context) => {
    checkSources(file.sources, file.names, (name) => ["names", name], context);
    const cited = Object.fromEntries(Object.entries(file.values).map(([name, { sources: keysOf }]) => [name, keysOf]));
    checkSources(file.sources, cited, (name) => ["values", name, "sources"], context);
  });
export type TrackingFile = z.output<typeof trackingFileSchema>;

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u").source.length > 0;
  } catch {
    return false;
  }
}
