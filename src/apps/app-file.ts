import { z } from "zod";
import { daySchema } from "../input/days.ts";
import { APP_CLASSES, PAYMENT_STATES } from "./types.ts";
import { WRITINGS } from "./wrapped-text.ts";

/** What the files of the registry must be like. Making the schemas takes longer than reading what was checked before. */
export function registrySchemas(): Schemas {
  return (made ??= makeSchemas());
}

type Schemas = ReturnType<typeof makeSchemas>;
let made: Schemas | undefined;

/** What the registry knows of one app, as its file says. */
export type AppEntry = z.output<Schemas["app"]>;
export type EntityEntry = NonNullable<AppEntry["entities"]>[number];
export type PageEntry = EntityEntry["pages"][number];
export type AppLinkEntry = EntityEntry["appLinks"][number];
export type QueryEntry = NonNullable<PageEntry["query"]>;
export type ShortHostEntry = NonNullable<AppEntry["shortHosts"]>[number];
export type WrapperEntry = NonNullable<AppEntry["wrappers"]>[number];
export type ShareTextEntry = NonNullable<AppEntry["shareTexts"]>[number];
export type SchemeWrapperEntry = NonNullable<AppEntry["schemeWrappers"]>[number];
export type OwnersFile = z.output<Schemas["owners"]>;
export type ShortenersFile = z.output<Schemas["shorteners"]>;
export type TrackingFile = z.output<Schemas["tracking"]>;

/** The JSON Schema of an app's file. */
export function appJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(registrySchemas().app, { target: "draft-2020-12", io: "input" }),
    title: "Hutong app",
    description: "What the registry knows of one app, each fact with its evidence: one file.",
  };
}

function makeSchemas() {
  /** A regular expression in the file; compiled with the `u` flag. */
  const pattern = z.string().refine(isPattern, { error: "expected a regular expression (u flag)" });

  /** Exact host (`item.taobao.com`) or every host below one (`*.feishu.cn`); ASCII, lower case. */
  const host = z
    .string()
    .regex(/^(\*\.)?([a-z0-9_-]+\.)+[a-z0-9-]+$/u, { error: "expected a host such as item.taobao.com or *.feishu.cn" });
  const scheme = z
    .string()
    .regex(/^[a-z][a-z0-9+.-]*$/u, { error: "expected a scheme in lower case, without the colon" });

  /** How a fact is known. */
  const known = {
    evidence: z
      .string()
      .min(1)
      .meta({ description: "Where the fact is from: a public repository, a document, `public code`, `memory`" }),
    confidence: z.enum(["official", "device-tested", "code", "memory"]).meta({ description: "How surely it is known" }),
    note: z.string().optional().meta({ description: "For people" }),
  };

  /** Query parameter → the id it holds (`as`) and how it must look. Named groups of `re` are ids themselves. */
  const query = z.record(
    z.string(),
    z.strictObject({
      as: z.string().min(1).meta({ description: "The id it holds" }),
      re: pattern.meta({ description: "How it must look" }),
      optional: z.boolean().optional().meta({ description: "It may be missing" }),
    }),
  );

  /** A page of an entity. Named groups of `path`, `fragment` and `hostPattern` are its ids. */
  const page = z.strictObject({
    hosts: z.array(host).min(1).meta({ description: "Such as `item.taobao.com`; `*.feishu.cn` is every host below" }),
    hostPattern: pattern.optional().meta({ description: "What the host must match; named groups are ids" }),
    path: pattern.optional().meta({ description: "What the path must match; named groups are ids" }),
    query: query.optional().meta({ description: "Parameters that hold ids, by their names" }),
    fragment: pattern.optional().meta({ description: "What stands behind `#`; named groups are ids" }),
    charset: z.string().optional().meta({
      description: "The parameter that names the character set of the others' escapes, where it is not UTF-8",
    }),
    example: z.string().optional().meta({ description: "An address of this form" }),
    ...known,
  });

  /** `{id}` is put in as it is, `{id|enc}` URI-encoded; `{canonical}` is the entity's canonical address. */
  const ways = z.array(
    z.strictObject({
      template: z.string().min(1).meta({ description: "An address with `{id}`, `{id|enc}` or `{canonical}` in it" }),
      ...known,
    }),
  );

  /** An app address that names an entity. */
  const appLink = z.strictObject({
    schemes: z.array(scheme).min(1).meta({ description: "Without the colon" }),
    host: z.string().optional().meta({ description: "What stands where a web address has its host" }),
    hostPattern: pattern.optional().meta({ description: "What the host must match; named groups are ids" }),
    path: pattern.optional().meta({ description: "What the path must match; named groups are ids" }),
    query: query.optional().meta({ description: "Parameters that hold ids, by their names" }),
    json: z
      .strictObject({
        param: z.string().meta({ description: "The parameter that holds it" }),
        where: z.record(z.string(), z.string()).optional(),
        ids: z.record(z.string(), z.string()),
      })
      .optional()
      .meta({
        description:
          "Ids inside a JSON parameter: path in the JSON (`song.0.songmid`) → id; the first that is there counts",
      }),
    whole: pattern.optional().meta({ description: "Against the whole decoded address" }),
    keep: z.array(z.string()).optional().meta({
      description: "Query parameters that select something on the page and stay, of those that the entity keeps",
    }),
    ...known,
  });

  const entity = z.strictObject({
    type: z.string().min(1).meta({ description: "Such as `item` or `video`" }),
    id: z
      .array(z.string())
      .optional()
      .meta({ description: "Of which ids the entity's id is joined by `/`, where none of them is called `id`" }),
    pages: z.array(page).meta({ description: "Its web addresses" }),
    canonical: z.array(z.string()).meta({ description: "The first whose ids are all known is the canonical address" }),
    keep: z
      .array(z.string())
      .optional()
      .meta({ description: "Query parameters that select something on the page and stay, in this order" }),
    open: z
      .strictObject({
        any: ways.optional(),
        ios: ways.optional(),
        android: ways.optional(),
        universal: ways.optional(),
      })
      .meta({
        description: "Ways to open it in the app: on any device, on one, or by a web address that the app takes",
      }),
    appLinks: z.array(appLink).meta({ description: "App addresses that name it" }),
    lossy: z.string().optional().meta({ description: "What the way back from the deep link loses" }),
    sensitive: z.literal("payment").optional().meta({ description: "A payment code: it opens outside a chat" }),
    caution: z
      .enum(["joins_group", "members_only"])
      .optional()
      .meta({ description: "What a reader should know before opening" }),
    conversion: z
      .enum(["bilibili", "weibo", "instagram"])
      .optional()
      .meta({ description: "Ids that can be worked out from each other" }),
    note: z.string().optional().meta({ description: "For people" }),
  });

  const scriptVariable = z
    .string()
    .regex(/^\w{1,40}$/u, { error: "expected the name of a script variable" })
    .optional()
    .meta({ description: "Name of the script variable that holds the target, on pages that answer with a script" });

  /** Addresses that only a request can read. `answers`: how the server tells the target. */
  const shortHost = z.strictObject({
    hosts: z.array(host).min(1).meta({ description: "Such as `item.taobao.com`; `*.feishu.cn` is every host below" }),
    path: pattern.meta({ description: "What the path must match; named groups are ids" }),
    query: query.optional().meta({ description: "Parameters that hold ids, by their names" }),
    answers: z.string().min(1).meta({ description: "How the server tells the target" }),
    scriptVariable,
    alsoPages: z.boolean().optional().meta({ description: "The host has ordinary pages besides its short codes" }),
    onlyWithWords: z.boolean().optional().meta({
      description: "The host belongs to another app too; it is this one's only with one of its `words` in the message",
    }),
    example: z.string().optional().meta({ description: "An address of this form" }),
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
   * - `host`: the first label, its dots written as hyphens, before the same path;
   * - `opaque`: only a request tells.
   */
  const wrapper = z.strictObject({
    hosts: z.array(host).min(1).meta({ description: "Such as `item.taobao.com`; `*.feishu.cn` is every host below" }),
    path: pattern.meta({ description: "What the path must match; named groups are ids" }),
    read: z
      .enum(["param", "param_or_opaque", "query", "param_or_query", "path", "path_base64", "whole", "host", "opaque"])
      .meta({ description: "Where the other address stands" }),
    params: z.array(z.string()).optional().meta({ description: "Query parameters that may hold it" }),
    base: z.string().optional().meta({ description: "What a target without a scheme is relative to" }),
    scriptVariable,
    within: pattern.optional().meta({ description: "Pattern whose first group is the address within the value" }),
    writing: z
      .enum(WRITINGS)
      .optional()
      .meta({ description: "The wrapper's own way to write the address, besides percent escapes" }),
    staysWithin: z.boolean().optional().meta({
      description:
        "It is a page itself (a sign-in, an article), or what it hides stays with its app (a coupon). Left out, it shows nothing of its own and may lead to anybody where its target cannot be read",
    }),
    example: z.string().optional().meta({ description: "An address of this form" }),
    ...known,
  });

  /** An app address that carries another address in a parameter. */
  const schemeWrapper = z.strictObject({
    schemes: z.array(scheme).min(1).meta({ description: "Without the colon" }),
    host: z.string().optional().meta({ description: "What stands where a web address has its host" }),
    path: pattern.optional().meta({ description: "What the path must match; named groups are ids" }),
    param: z.string().meta({ description: "The parameter that holds it" }),
    json: z
      .strictObject({ path: z.string(), where: z.record(z.string(), z.string()).optional() })
      .optional()
      .meta({ description: "The parameter is JSON; the address stands at this path" }),
    base64: z.boolean().optional().meta({ description: "The parameter is base64" }),
    when: z
      .strictObject({ params: z.array(z.string()), equals: z.string() })
      .optional()
      .meta({ description: "Only when one of these parameters has this value" }),
    base: z.string().optional(),
    example: z.string().optional().meta({ description: "An address of this form" }),
    ...known,
  });

  const day = daySchema("expected a day, YYYY-MM-DD");

  const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/u, { error: "expected a month, YYYY-MM" });
  const factSource = z.strictObject({ title: z.string().min(1), url: z.url() });

  /** When something was so, and who says it. */
  const dated = {
    since: z.union([day, month]).nullable().meta({
      description: "The day or the month from which on; null where the record only tells a day by which it was seen",
    }),
    by: day.optional().meta({ description: "A day by which it was so, where `since` is null" }),
    source: factSource.meta({ description: "Who says it" }),
    note: z.string().optional().meta({ description: "For people" }),
    noteIn: z
      .strictObject({ "zh-CN": z.string().min(1), id: z.string().min(1), vi: z.string().min(1) })
      .optional()
      .meta({ description: "The note in the languages besides English" }),
  };

  const isDatedOnce = ({ since, by }: { readonly since: string | null; readonly by?: string | undefined }) =>
    (since === null) === (by !== undefined);
  const DATED_ONCE = { error: "expected a since, or since null and a by", path: ["since"] };

  /** One payment method's status from a day on; the latest not after a message's date is the one that counts. */
  const payment = z
    .strictObject({
      method: z
        .string()
        .regex(/^[a-z][a-z_]*$/u)
        .meta({ description: "Such as `wechat_pay`" }),
      status: z.enum(PAYMENT_STATES).exclude(["ended"]).meta({ description: "How it stood from then on" }),
      ...dated,
      longBefore: z.literal(true).optional().meta({
        description:
          "The source tells that it was so long before `by`: it counts for each day that has no earlier status",
      }),
      against: z
        .array(z.strictObject({ status: z.enum(PAYMENT_STATES), source: factSource }))
        .optional()
        .meta({ description: "What others said at that time instead" }),
    })
    .refine(isDatedOnce, DATED_ONCE);

  const appNames = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

  /** One app, one file. */
  const appFileSchema = z.strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_]*$/u, { error: "expected lower-case letters, digits and _" })
      .meta({ description: "Names the app in rules, reports and fixtures" }),
    names: appNames.meta({ description: "What people call it" }),
    aliases: z.array(z.string().min(1)).optional().meta({ description: "What else people call it" }),
    formerly: z
      .array(z.strictObject({ until: day, names: appNames, source: factSource }))
      .optional()
      .meta({ description: "What it was called before a day, China time; the earliest first" }),
    owner: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_]*$/u)
      .meta({ description: "Whose it is: an owner of `owners.json` or a name of its own" }),
    class: z.enum(APP_CLASSES).exclude(["site"]).meta({ description: "What it is" }),
    kind: z.string().meta({ description: "The class in more words" }),
    region: z.string().meta({ description: "Where it is used, `CN` or another" }),
    ...known,
    hosts: z.array(host).min(1).meta({ description: "Hosts that are the app's, each with every host below it" }),
    hostClasses: z
      .record(host, z.enum(APP_CLASSES).exclude(["site"]))
      .optional()
      .meta({ description: "Hosts of another class than the app's" }),
    ownsPublicSuffix: z.boolean().optional().meta({
      description:
        "Set for hosts under which others cannot register, though the public suffix list names them (gov.cn)",
    }),
    words: z.array(z.string().min(1)).optional().meta({ description: "Words by which a share text names the app" }),
    schemes: z.array(scheme).optional().meta({ description: "Its own schemes, without the colon" }),
    packages: z
      .strictObject({
        android: z.array(z.string()),
        ios: z.array(z.string()),
        appStore: z.string().optional(),
        evidence: z.string(),
      })
      .optional()
      .meta({ description: "Names under which stores have it" }),
    markets: z
      .array(z.strictObject({ host, scheme: scheme.optional(), cc: z.string().optional() }))
      .optional()
      .meta({ description: "One app, many countries: what templates put in for the host or the scheme of a link" }),
    entities: z.array(entity).optional().meta({ description: "What its links lead to" }),
    shortHosts: z.array(shortHost).optional().meta({ description: "Addresses that only a request can read" }),
    wrappers: z.array(wrapper).optional().meta({ description: "Pages that carry another address" }),
    schemeWrappers: z.array(schemeWrapper).optional().meta({ description: "App addresses that carry a web address" }),
    schemeSwap: z
      .strictObject({ schemes: z.array(scheme).min(1), to: z.string(), ...known })
      .optional()
      .meta({ description: "Schemes of which the rest is a web address: put `to` in their place" }),
    shareTexts: z
      .array(
        z.strictObject({
          name: z.string(),
          pattern,
          entity: z.string().optional().meta({
            description:
              "The entity that the pattern's group `id` names; such a text is this app's whatever else it says",
          }),
          example: z.string(),
          carries: z.string().meta({ description: "What such a text brings: a code, an address" }),
          ...known,
        }),
      )
      .optional()
      .meta({ description: "How the app's share texts look" }),
    tracking: z
      .strictObject({ names: z.array(z.string()), evidence: z.string() })
      .optional()
      .meta({
        description:
          "Query parameters that only follow the reader, on pages of which an entity is read: other pages may need them",
      }),
    payments: z.array(payment).optional().meta({ description: "Which payment it takes, from which day on" }),
    ended: z
      .strictObject(dated)
      .refine(isDatedOnce, DATED_ONCE)
      .optional()
      .meta({ description: "When the app ended, with all its payments" }),
    notes: z.array(z.string()).optional().meta({ description: "For people" }),
  });

  /**
   * Many brands in one file: apps of which little is known beyond names, owner, class and hosts.
   * Each entry has the form of an app's own file.
   */
  const brandsFileSchema = z.strictObject({ asOf: day, brands: z.array(appFileSchema) });

  /** Wrappers that belong to no app of the registry: of this project, or an operator's own. */
  const wrappersFileSchema = z.strictObject({
    asOf: day.optional(),
    note: z.string().optional().meta({ description: "For people" }),
    wrappers: z.array(wrapper),
  });

  /** The owners and how they stand to each other. */
  const ownersFileSchema = z.strictObject({
    asOf: day,
    relations: z.array(
      z.strictObject({
        between: z.tuple([z.string(), z.string()]),
        relation: z.enum(["allied", "rival"]),
        from: day.optional().meta({
          description: "Days in China on which it begins and no longer holds. Left out: not known, or it still holds",
        }),
        until: day.optional(),
        source: z.strictObject({ title: z.string().min(1), url: z.url() }),
        dated: z
          .array(z.strictObject({ title: z.string().min(1), url: z.url() }))
          .optional()
          .meta({ description: "Where `from` and `until` are told" }),
        note: z.string().optional().meta({ description: "For people" }),
      }),
    ),
  });

  const source = z.strictObject({
    title: z.string().min(1),
    url: z.url().optional(),
    asOf: day.meta({ description: "When the source was last changed, or read where it has no date" }),
  });

  const sources = z.record(z.string(), source);
  const keys = z.array(z.string()).min(1);

  /** Public shorteners: hosts (`bit.ly`, or `*.app.link` for every host below one) and which sources name each. */
  const shortenersFileSchema = z
    .strictObject({
      asOf: day,
      criterion: z.string().min(1).meta({ description: "What makes a host one of them" }),
      sources,
      hosts: z.record(host, keys),
    })
    .superRefine((file, context) => checkSources(file.sources, file.hosts, (name) => ["hosts", name], context));

  /**
   * Query parameters that follow readers on every site, and which sources say so. A `*` at the end stands for any rest. What selects
   * a page anywhere is none of them.
   */
  const trackingFileSchema = z
    .strictObject({
      asOf: day,
      sources,
      names: z.record(
        z.string().regex(/^[\w-]+\*?$/u, { error: "expected a parameter's name, or its beginning and *" }),
        keys,
      ),
      values: z
        .record(z.string(), z.strictObject({ values: z.array(z.string()).min(1), sources: keys }))
        .meta({ description: "Parameters that only track with one of these values" }),
    })
    .superRefine((file, context) => {
      checkSources(file.sources, file.names, (name) => ["names", name], context);
      const cited = Object.fromEntries(
        Object.entries(file.values).map(([name, { sources: keysOf }]) => [name, keysOf]),
      );
      checkSources(file.sources, cited, (name) => ["values", name, "sources"], context);
    });

  return {
    app: appFileSchema,
    brands: brandsFileSchema,
    wrappers: wrappersFileSchema,
    owners: ownersFileSchema,
    shorteners: shortenersFileSchema,
    tracking: trackingFileSchema,
  };
}

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

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u").source.length > 0;
  } catch {
    return false;
  }
}
