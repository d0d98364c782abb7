import { parameter, parameterNames, type WebAddress } from "./address.ts";
import type { EntityEntry } from "./app-file.ts";
import type { CompiledApp, CompiledEntity, Ownership, PageRule } from "./app-index.ts";
import { aidOfBvid, bidOfMid, bvidOfAid, midOfBid, pkOfShortcode, shortcodeOfPk } from "./id-conversions.ts";
import type { Ids } from "./pattern.ts";
import { encode, type Template, type TemplateValues } from "./template.ts";
import type { AppSummary, Entity, Identified, OfflineHop, OpenWays } from "./types.ts";

/** Where an entity was found: on a page, or in an app address; and the steps to it. */
export type Origin =
  | {
      readonly page: PageRule;
      readonly address: WebAddress;
      readonly host: string;
      readonly hops: readonly OfflineHop[];
    }
  | {
      readonly page: null;
      readonly scheme: string;
      readonly url: string;
      /** Raw, of the app address. */
      readonly query: string;
      readonly keep: readonly string[] | undefined;
      readonly hops: readonly OfflineHop[];
    };

/** What a report says of an app at a host, whose class may differ from the app's. */
export function summaryOf(app: CompiledApp, owner: Ownership | null): AppSummary {
  return owner?.app === app ? owner.summary : app.summary;
}

/**
 * A link to an entity. The canonical address and the ways to open are rebuilt from ids and selecting parameters.
 * Nothing else of the original address comes through. All of it is computed lazily: some callers ask only for the app.
 */
export class EntityFound implements Identified {
  readonly app: AppSummary;
  readonly entity: KnownEntity;
  readonly needsNetwork = false;
  readonly sendsOn = null;
  readonly instruction = null;
  readonly #compiled: CompiledEntity;
  readonly #origin: Origin;
  #canonicalUrl: string | null | undefined = undefined;
  #open: OpenWays | undefined = undefined;

  constructor(compiled: CompiledEntity, ids: Ids, owner: Ownership | null, origin: Origin) {
    if (compiled.conversion === "instagram" && ids["id"] === undefined) nameByNumber(ids);
    this.app = summaryOf(compiled.app, owner);
    this.entity = new KnownEntity(compiled, ids);
    this.#compiled = compiled;
    this.#origin = origin;
  }

  /** A page is judged where it stands; an app address leads to its page, where it has one. */
  get target(): string {
    const origin = this.#origin;
    return origin.page === null ? (this.canonicalUrl ?? origin.url) : origin.address.url;
  }

  get hops(): readonly OfflineHop[] {
    const origin = this.#origin;
    if (origin.page !== null || this.canonicalUrl === null) return origin.hops;
    return [...origin.hops, { url: origin.url, by: "app_link" }];
  }

  get canonicalUrl(): string | null {
    if (this.#canonicalUrl === undefined) this.#canonicalUrl = this.#findCanonicalUrl();
    return this.#canonicalUrl;
  }

  get removed(): readonly string[] {
    const origin = this.#origin;
    return origin.page === null || origin.address.query === ""
      ? []
      : removedParameters(origin.address.query, this.canonicalUrl, origin.page.consumes);
  }

  get open(): OpenWays {
    return (this.#open ??= this.#waysToOpen());
  }

  toJSON(): Identified {
    const { app, entity, target, hops, canonicalUrl, removed, needsNetwork, sendsOn, open, instruction } = this;
    return { app, entity, target, hops, canonicalUrl, removed, needsNetwork, sendsOn, open, instruction };
  }

  #findCanonicalUrl(): string | null {
    const { app, canonical, isPlaced } = this.#compiled;
    const more = isPlaced ? placeValues(app, this.#origin) : null;
    const isPlain = this.#origin.page?.isPlain === true;
    const bare = firstFilled(canonical, { ids: this.entity.ids, more, isPlain });
    const kept = this.#keptParameters();
    return bare === null || kept === null ? bare : withParameters(bare, kept);
  }

  #keptParameters(): TemplateValues | null {
    const origin = this.#origin;
    const { keep, query } = origin.page === null ? origin : { keep: this.#compiled.keep, query: origin.address.query };
    return keep === undefined || query === "" ? null : keptParameters(keep, query);
  }

  #waysToOpen(): OpenWays {
    const compiled = this.#compiled;
    const { canonicalUrl, target } = this;
    const canonical = canonicalUrl ?? undefined;
    const more = compiled.opensByMore
      ? {
          ...placeValues(compiled.app, this.#origin),
          ...this.#keptParameters(),
          ...this.entity.aliases,
          canonical,
        }
      : { canonical };
    const values = { ids: this.entity.ids, more, isPlain: this.#origin.page?.isPlain === true };
    return openWays(compiled, values, canonicalUrl, canonicalUrl ?? (/^https?:/u.test(target) ? target : null));
  }
}

class KnownEntity implements Entity {
  readonly type: string;
  readonly id: string;
  readonly ids: Ids;
  declare readonly sensitive?: "payment";
  declare readonly caution?: "joins_group" | "members_only";
  readonly #conversion: EntityEntry["conversion"];

  constructor({ type, joined, conversion, sensitive, caution }: CompiledEntity, ids: Ids) {
    this.type = type;
    this.id = ids["id"] ?? joinIds(joined, ids);
    this.ids = ids;
    this.#conversion = conversion;
    if (sensitive !== undefined) this.sensitive = sensitive;
    if (caution !== undefined) this.caution = caution;
  }

  // Converting costs more than all the rest, and is asked for by few.
  get aliases(): Readonly<Record<string, string>> | undefined {
    return this.#conversion === undefined ? undefined : convertId(this.#conversion, this.id);
  }

  toJSON(): Entity {
    const { type, id, ids, sensitive, caution, aliases } = this;
    return {
      type,
      id,
      ids,
      ...(sensitive === undefined ? {} : { sensitive }),
      ...(caution === undefined ? {} : { caution }),
      ...(aliases === undefined ? {} : { aliases }),
    };
  }
}

/** Query parameters of a page that its canonical address does without; those the ids stand in are not among them. */
function removedParameters(query: string, canonicalUrl: string | null, consumes: readonly string[]): readonly string[] {
  const names = parameterNames(query);
  if (names.every((name) => consumes.includes(name))) return [];
  const queryStart = canonicalUrl?.indexOf("?") ?? -1;
  const stays =
    canonicalUrl === null || queryStart === -1
      ? []
      : parameterNames(canonicalUrl.slice(queryStart + 1).split("#")[0] ?? "");
  return names.filter((name) => !consumes.includes(name) && !stays.includes(name));
}

function joinIds(names: readonly string[], ids: Ids): string {
  return names.map((name) => ids[name] ?? "").join("/");
}

function firstFilled(templates: readonly Template[], { ids, more, isPlain }: Values): string | null {
  for (const template of templates) {
    const filled = template.fill(ids, more, isPlain);
    if (filled !== null) return filled;
  }
  return null;
}

function keptParameters(names: readonly string[], query: string): Record<string, string> | null {
  let kept: Record<string, string> | null = null;
  for (const name of names) {
    const value = parameter(query, name);
    if (value === null || value === "") continue;
    kept ??= {};
    kept[name] = value;
  }
  return kept;
}

function withParameters(url: string, kept: TemplateValues): string {
  let added = "";
  for (const name in kept) added += `&${name}=${encode(kept[name] ?? "")}`;
  const hash = url.indexOf("#");
  const page = hash === -1 ? url : url.slice(0, hash);
  return page + (page.includes("?") ? added : `?${added.slice(1)}`) + (hash === -1 ? "" : url.slice(hash));
}

/** What templates may ask of the place that was read: its host and origin, its country. */
function placeValues({ entry }: CompiledApp, origin: Origin): TemplateValues {
  const { markets } = entry;
  if (origin.page === null) return { ...markets?.find(({ scheme }) => scheme === origin.scheme), origin: undefined };
  const { host } = origin;
  const name = host.startsWith("www.") ? host.slice(4) : host;
  return { ...markets?.find((market) => market.host === name), host: name, origin: `https://${host}` };
}

/** An app address of Instagram names its posts by number alone. */
function nameByNumber(ids: Ids): void {
  const shortcode = shortcodeOfPk(ids["pk"] ?? "");
  if (shortcode !== null) ids["id"] = shortcode;
}

/** The id that follows from the one that was read. */
function convertId(conversion: keyof typeof CONVERSIONS, id: string): Readonly<Record<string, string>> | undefined {
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

/** What templates are filled with: the ids, and what is not among them. */
interface Values {
  readonly ids: Ids;
  readonly more: TemplateValues | null;
  /** True when no id needs an escape. */
  readonly isPlain: boolean;
}

function openWays(
  { packageName, any, ios, android, universal }: CompiledEntity,
  values: Values,
  canonicalUrl: string | null,
  page: string | null,
): OpenWays {
  const anywhere = firstFilled(any, values);
  const forAndroid = firstFilled(android, values) ?? anywhere;
  const ways: Mutable<OpenWays> = {};
  put(ways, "universal", firstFilled(universal, values) ?? (anywhere?.startsWith("https:") === true ? anywhere : null));
  put(ways, "ios", firstFilled(ios, values) ?? anywhere);
  put(ways, "intent", intentFor(packageName, forAndroid, canonicalUrl) ?? writtenIntent(android, values));
  put(ways, "android", forAndroid);
  put(ways, "web", page);
  return ways;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function put(ways: Mutable<OpenWays>, way: keyof OpenWays, address: string | null): void {
  if (address !== null) ways[way] = address;
}

/** `intent:` names the app that may open it, and leads readers without the app to the page. */
function intentFor(packageName: string | undefined, appUrl: string | null, canonicalUrl: string | null): string | null {
  if (appUrl === null || appUrl.startsWith("intent:")) return appUrl;
  const slashes = appUrl.indexOf("://");
  if (packageName === undefined || slashes === -1 || /^https?:/u.test(appUrl)) return null;
  const fallback = canonicalUrl === null ? "" : `S.browser_fallback_url=${encode(canonicalUrl)};`;
  const scheme = appUrl.slice(0, slashes);
  return `intent://${appUrl.slice(slashes + 3)}#Intent;scheme=${scheme};package=${packageName};${fallback}end`;
}

function writtenIntent(android: readonly Template[], values: Values): string | null {
  const written = android.map((template) => template.fill(values.ids, values.more, values.isPlain));
  return written.find((way) => way?.startsWith("intent:") === true) ?? null;
}
