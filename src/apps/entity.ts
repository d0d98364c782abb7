import { parameter, parameterNames, type WebAddress } from "./address.ts";
import type { CompiledApp, CompiledEntity } from "./app-index.ts";
import { aidOfBvid, bidOfMid, bvidOfAid, midOfBid, pkOfShortcode, shortcodeOfPk } from "./id-conversions.ts";
import type { Ids } from "./match.ts";
import { encode, type Template, type TemplateValues } from "./template.ts";
import type { Entity, OpenWays } from "./types.ts";

/** An entity with everything that follows from its ids. */
export interface KnownEntity {
  readonly entity: Entity;
  readonly canonicalUrl: string | null;
  /** The ways to open it, worked out when asked for: most callers that look a link up do not open it. */
  readonly open: () => OpenWays;
}

/** Where the ids were read: the host of a page, or the scheme of an app address. */
export type Origin = { readonly web: WebAddress } | { readonly scheme: string };

/**
 * The canonical address and the ways to open, rebuilt from the ids and the parameters that select something:
 * nothing else of the address that was read comes through.
 */
export function describeEntity(compiled: CompiledEntity, ids: Ids, origin: Origin): KnownEntity {
  const { app, entry, isPlaced } = compiled;
  const aliases = convertIds(entry.conversion, ids);
  const kept = keptParameters(entry.keep, origin);
  const bare = firstFilled(compiled.canonical, isPlaced ? { ...originValues(app, origin), ...ids } : ids);
  const canonicalUrl = bare === null ? null : kept === null ? bare : withParameters(bare, kept);
  const entity: Mutable<Entity> = { type: entry.type, id: ids["id"] ?? joinIds(entry.id, ids), ids };
  if (entry.sensitive !== undefined) entity.sensitive = entry.sensitive;
  if (entry.caution !== undefined) entity.caution = entry.caution;
  if (aliases !== undefined) entity.aliases = aliases;
  return {
    entity,
    canonicalUrl,
    open: () => {
      const values = {
        ...originValues(app, origin),
        ...kept,
        ...aliases,
        ...ids,
        canonical: canonicalUrl ?? undefined,
      };
      return openWays(compiled, values, canonicalUrl);
    },
  };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Query parameters of a page that its canonical address does without; those the ids stand in are not among them. */
export function removedParameters(
  address: WebAddress,
  canonicalUrl: string | null,
  consumes: readonly string[],
): string[] {
  if (address.query === "") return [];
  const names = parameterNames(address.query);
  if (names.every((name) => consumes.includes(name))) return [];
  const queryStart = canonicalUrl?.indexOf("?") ?? -1;
  const query =
    canonicalUrl === null || queryStart === -1 ? "" : (canonicalUrl.slice(queryStart + 1).split("#")[0] ?? "");
  const stays = parameterNames(query);
  return names.filter((name) => !consumes.includes(name) && !stays.includes(name));
}

function joinIds(names: readonly string[] | undefined, ids: Ids): string {
  return (names ?? []).map((name) => ids[name] ?? "").join("/");
}

function firstFilled(templates: readonly Template[], values: TemplateValues): string | null {
  for (const template of templates) {
    const filled = template.fill(values);
    if (filled !== null) return filled;
  }
  return null;
}

function keptParameters(names: readonly string[] | undefined, origin: Origin): Record<string, string> | null {
  if (names === undefined || !("web" in origin) || origin.web.query === "") return null;
  let kept: Record<string, string> | null = null;
  for (const name of names) {
    const value = parameter(origin.web.query, name);
    if (value === null || value === "") continue;
    kept ??= {};
    kept[name] = value;
  }
  return kept;
}

function withParameters(url: string, kept: Readonly<Record<string, string>>): string {
  let added = "";
  for (const name in kept) added += `&${name}=${encode(kept[name] ?? "")}`;
  const hash = url.indexOf("#");
  const page = hash === -1 ? url : url.slice(0, hash);
  return page + (page.includes("?") ? added : `?${added.slice(1)}`) + (hash === -1 ? "" : url.slice(hash));
}

/** What templates may ask of the place that was read: its host and origin, its country. */
function originValues({ entry }: CompiledApp, origin: Origin): Record<string, string | undefined> {
  const markets = entry.markets;
  if ("web" in origin) {
    const host = origin.web.host.startsWith("www.") ? origin.web.host.slice(4) : origin.web.host;
    return {
      ...markets?.find((market) => market.host === host),
      host,
      origin: `https://${origin.web.host}`,
    };
  }
  return { ...markets?.find((market) => market.scheme === origin.scheme), origin: undefined };
}

/** The ids that follow from the ones that were read. An app address of Instagram names its posts by number alone. */
function convertIds(conversion: CompiledEntity["entry"]["conversion"], ids: Ids): Record<string, string> | undefined {
  const id = ids["id"];
  if (conversion === undefined) return undefined;
  if (id === undefined) {
    const shortcode = conversion === "instagram" ? shortcodeOfPk(ids["pk"] ?? "") : null;
    if (shortcode !== null) ids["id"] = shortcode;
    return undefined;
  }
  const [name, convert] = CONVERSIONS[conversion][/^\d+$/u.test(id) ? "number" : "text"];
  const other = convert(id);
  return other === null ? undefined : { [name]: other };
}

type Conversion = readonly [name: string, convert: (id: string) => string | null];

const CONVERSIONS = {
  bilibili: { number: ["bvid", bvidOfAid], text: ["aid", aidOfBvid] },
  weibo: { number: ["bid", bidOfMid], text: ["mid", midOfBid] },
  instagram: { number: ["pk", pkOfShortcode], text: ["pk", pkOfShortcode] },
} as const satisfies Record<string, { number: Conversion; text: Conversion }>;

function openWays(compiled: CompiledEntity, values: TemplateValues, canonicalUrl: string | null): OpenWays {
  const anywhere = firstFilled(compiled.any, values);
  const ios = firstFilled(compiled.ios, values) ?? anywhere;
  const android = firstFilled(compiled.android, values) ?? anywhere;
  const universal =
    firstFilled(compiled.universal, values) ?? (anywhere?.startsWith("https:") === true ? anywhere : null);
  const intent = intentFor(compiled, values, android, canonicalUrl);
  return {
    ...(universal === null ? {} : { universal }),
    ...(ios === null ? {} : { ios }),
    ...(intent === null ? {} : { intent }),
    ...(android === null ? {} : { android }),
    ...(canonicalUrl === null ? {} : { web: canonicalUrl }),
  };
}

/** `intent:` names the app that may open it, and leads readers without the app to the page. */
function intentFor(
  { app, android }: CompiledEntity,
  values: TemplateValues,
  appUrl: string | null,
  canonicalUrl: string | null,
): string | null {
  if (appUrl?.startsWith("intent:") === true) return appUrl;
  const packageName = app.entry.packages?.android[0];
  const slashes = appUrl?.indexOf("://") ?? -1;
  if (appUrl === null || packageName === undefined || slashes === -1 || /^https?:/u.test(appUrl)) {
    const written = android.map((template) => template.fill(values));
    return written.find((way) => way?.startsWith("intent:") === true) ?? null;
  }
  const fallback = canonicalUrl === null ? "" : `S.browser_fallback_url=${encode(canonicalUrl)};`;
  const scheme = appUrl.slice(0, slashes);
  return `intent://${appUrl.slice(slashes + 3)}#Intent;scheme=${scheme};package=${packageName};${fallback}end`;
}
