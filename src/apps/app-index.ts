import { type AppAddress, hostOf, type WebAddress } from "./address.ts";
import type {
  AppEntry,
  AppLinkEntry,
  EntityEntry,
  PageEntry,
  SchemeWrapperEntry,
  ShareTextEntry,
  ShortHostEntry,
  WrapperEntry,
} from "./app-file.ts";
import { type AppTable, hostKey } from "./app-table.ts";
import { AppMatcher, compileQuery, PageMatcher, takeQuery } from "./match.ts";
import { type Pattern, patternOf } from "./pattern.ts";
import { mayStandAfterSlash, OTHER } from "./pattern-syntax.ts";
import { compileTemplate, type Template } from "./template.ts";
import type { AppSummary } from "./types.ts";

export interface CompiledApp {
  readonly entry: AppEntry;
  readonly summary: AppSummary;
}

export interface CompiledEntity {
  readonly app: CompiledApp;
  // Asked for with every link. An entry leaves out what it does not say: those have dozens of shapes, which are slow to read.
  readonly type: EntityEntry["type"];
  /** Names of the ids that the main one is joined of, where none is called `id`. */
  readonly joined: readonly string[];
  readonly conversion: EntityEntry["conversion"];
  readonly keep: EntityEntry["keep"];
  readonly sensitive: EntityEntry["sensitive"];
  readonly caution: EntityEntry["caution"];
  /** Of the app on Android; undefined: none is known. */
  readonly packageName: string | undefined;
  readonly canonical: readonly Template[];
  /** Whether the canonical address asks for more than ids: the host, the country. */
  readonly isPlaced: boolean;
  /** Whether the ways to open ask for more than ids: for the place, kept parameters or converted ids. */
  readonly opensByMore: boolean;
  readonly any: readonly Template[];
  readonly ios: readonly Template[];
  readonly android: readonly Template[];
  readonly universal: readonly Template[];
}

export interface PageRule {
  readonly entity: CompiledEntity;
  readonly matcher: PageMatcher;
  /** True when its ids need no escape wherever they are put. */
  readonly isPlain: boolean;
  /** Query parameters that the ids are read from. */
  readonly consumes: readonly string[];
}

export interface WrapperRule {
  readonly entry: WrapperEntry;
  readonly path: Pattern;
  readonly within: RegExp | null;
}

export interface ShortRule {
  readonly app: CompiledApp;
  readonly entry: ShortHostEntry;
  readonly path: Pattern;
  readonly fits: (path: string, query: string) => boolean;
}

/** What may stand at a host: in the order in which it is tried. */
export interface HostRules {
  readonly wrappers: WrapperRule[];
  readonly pages: PageRule[];
  readonly shorts: ShortRule[];
}

export interface Ownership {
  readonly app: CompiledApp;
  /** With the class of the host, which may differ from the app's. */
  readonly summary: AppSummary;
}

/** The rules of a host by the character behind a path's first slash, which tells most of them apart. */
export class PathRules {
  readonly #all: HostRules;
  /** Whether apps give short codes at the host and no pages: whatever stands there, only a request can read. */
  readonly hasOnlyCodes: boolean;
  /** By the character's code; each is worked out when it is first asked for. */
  readonly #byCode: (HostRules | undefined)[] = [];

  constructor(levels: readonly HostRules[]) {
    this.#all = {
      wrappers: levels.flatMap(({ wrappers }) => wrappers),
      pages: levels.flatMap(({ pages }) => pages),
      shorts: levels.flatMap(({ shorts }) => shorts),
    };
    this.hasOnlyCodes = this.#all.shorts.length > 0 && !this.#all.shorts.some(({ entry }) => isAlsoPage(entry));
  }

  /** The rules that a path may fit. */
  ofPath(path: string): HostRules {
    const code = path.length > 1 ? Math.min(path.charCodeAt(1), OTHER) : OTHER + 1;
    return (this.#byCode[code] ??= this.#select(path.charCodeAt(1)));
  }

  #select(code: number): HostRules {
    const { wrappers, pages, shorts } = this.#all;
    return {
      wrappers: wrappers.filter(({ path }) => mayStandAfterSlash(path.afterSlash, code)),
      pages: pages.filter(({ matcher }) => mayStandAfterSlash(matcher.afterSlash, code)),
      shorts: shorts.filter(({ path }) => mayStandAfterSlash(path.afterSlash, code)),
    };
  }
}

/** Whether an address that fits may be a page itself, and not only lead to one. */
export function isAlsoPage({ alsoPages, answers }: ShortHostEntry): boolean {
  return alsoPages === true || answers === "html" || answers === "login-wall";
}

/** Whose a host is and what may stand there. */
export interface HostAnswer {
  /** ASCII lower case, without a trailing dot. */
  readonly host: string;
  readonly owner: Ownership | null;
  readonly rules: PathRules;
}

export interface AppLinkRule {
  readonly entity: CompiledEntity;
  readonly matcher: AppMatcher;
  /** Query parameters of the app address that its page keeps. */
  readonly keep: readonly string[] | undefined;
  /** How many parameters it asks for. */
  readonly demands: number;
}

export interface SchemeWrapperRule {
  readonly entry: SchemeWrapperEntry;
  readonly fits: (address: AppAddress) => boolean;
}

/** What may stand at a scheme. */
export interface SchemeRules {
  readonly app: CompiledApp;
  readonly wrappers: readonly SchemeWrapperRule[];
  readonly swapTo: string | null;
  /** Who asks for more is asked first: a group's card is a user's card with one parameter more. */
  readonly appLinks: readonly AppLinkRule[];
}

export interface ShareTextRule {
  readonly app: CompiledApp;
  readonly entry: ShareTextEntry;
  readonly regExp: RegExp;
}

/** What templates may ask of the place that was read, besides ids. */
const PLACE_NAMES: ReadonlySet<string> = new Set(["host", "origin", "scheme", "cc"]);

/** Looked-up authorities that are remembered. */
const MAX_ANSWERS = 2_000;

/** Every app: which says what is at hand, and what it says is read when it is first asked for. */
export interface AppSource {
  readonly table: AppTable;
  /** By its place among the apps. */
  entry(place: number): AppEntry;
}

/** An app whose entry is read when it is first asked for. */
class AppOfSource implements CompiledApp {
  readonly #source: AppSource;
  readonly #place: number;
  #entry: AppEntry | null = null;
  #summary: AppSummary | null = null;

  constructor(source: AppSource, place: number) {
    this.#source = source;
    this.#place = place;
  }

  get entry(): AppEntry {
    return (this.#entry ??= this.#source.entry(this.#place));
  }

  get summary(): AppSummary {
    return (this.#summary ??= summaryOf(this.entry));
  }
}

function summaryOf({ id, names, owner, class: own }: AppEntry): AppSummary {
  return { id, names, owner, class: own };
}

/** All apps, looked up by host and by scheme. Most starts ask for few of some thousand rules, so each is made when it is asked for. */
export class AppIndex {
  /** Words by which share texts name apps. */
  readonly words: AppTable["words"];
  readonly #source: AppSource;
  readonly #apps: CompiledApp[] = [];
  readonly #places: ReadonlyMap<string, number>;
  readonly #hosts: ReadonlyMap<string, number>;
  readonly #schemes: ReadonlyMap<string, readonly number[]>;
  /** Wrappers of nobody. */
  readonly #wrappers = new Map<string, WrapperEntry[]>();
  readonly #owners = new Map<number, Ownership>();
  readonly #hostRules = new Map<string, HostRules>();
  readonly #schemeRules = new Map<string, SchemeRules>();
  readonly #answers = new Map<string, HostAnswer>();
  readonly #wrapperOf = onceEach(compileWrapper);
  readonly #entityOf = onceEach(compileEntity);
  readonly #pageOf = onceEach(compilePage);
  readonly #shortOf = onceEach(compileShort);
  #shareTexts: readonly ShareTextRule[] | null = null;
  #anyWord: RegExp | null = null;

  /** @param wrappers  Of nobody, tried in this order after those of an app. */
  constructor(source: AppSource, wrappers: readonly WrapperEntry[] = []) {
    const { ids, hosts, schemes, words } = source.table;
    this.#source = source;
    this.words = words;
    this.#places = placesOf(ids);
    this.#hosts = placesOf(hosts);
    this.#schemes = new Map(schemes);
    for (const wrapper of wrappers) for (const host of wrapper.hosts) this.#addWrapper(ruleKey(host), wrapper);
  }

  /** By its id. */
  app(id: string): CompiledApp | null {
    const place = this.#places.get(id);
    return place === undefined ? null : this.appAt(place);
  }

  /** By its place among the apps. */
  appAt(place: number): CompiledApp {
    return (this.#apps[place] ??= new AppOfSource(this.#source, place));
  }

  hasScheme(scheme: string): boolean {
    return this.#schemes.has(scheme);
  }

  scheme(name: string): SchemeRules | null {
    const known = this.#schemeRules.get(name);
    if (known !== undefined) return known;
    const apps = this.#schemes.get(name)?.map((place) => this.appAt(place)) ?? [];
    const [app] = apps;
    if (app === undefined) return null;
    const rules = this.#rulesOfScheme(name, app, apps);
    this.#schemeRules.set(name, rules);
    return rules;
  }

  get shareTexts(): readonly ShareTextRule[] {
    return (this.#shareTexts ??= this.#source.table.sharers
      .map((place) => this.appAt(place))
      .flatMap((app) =>
        (app.entry.shareTexts ?? []).map((entry) => ({ app, entry, regExp: new RegExp(entry.pattern, "u") })),
      ));
  }

  /** Any of `words`. */
  get anyWord(): RegExp {
    return (this.#anyWord ??= new RegExp(this.words.map(([word]) => RegExp.escape(word)).join("|") || "$^", "u"));
  }

  /**
   * Whose an address is and what may stand there. The longest registered host wins: the host itself, then the ones above
   * it label by label, so that `taobao.com.evil.cn` and `taobao-com.cn` find nothing of `taobao.com`.
   */
  lookUp({ authority }: WebAddress): HostAnswer {
    const known = this.#answers.get(authority);
    if (known !== undefined) return known;
    const answer = this.#walkUp(hostOf(authority));
    // Hosts come from messages, so the memory is bounded.
    if (this.#answers.size >= MAX_ANSWERS) this.#answers.clear();
    this.#answers.set(authority, answer);
    return answer;
  }

  #walkUp(host: string): HostAnswer {
    let owner: Ownership | null = null;
    const rules: HostRules[] = [];
    let rest = hostKey(host);
    let isItself = true;
    for (;;) {
      const place = this.#hosts.get(rest);
      if (place !== undefined) owner ??= this.#ownerAt(place);
      const found = this.#rulesAt(rest, isItself ? rest : `*.${rest}`, place);
      if (found !== null) rules.push(found);
      const dot = rest.indexOf(".");
      if (dot === -1) return { host, owner, rules: new PathRules(rules) };
      rest = rest.slice(dot + 1);
      isItself = false;
    }
  }

  #ownerAt(place: number): Ownership | null {
    const known = this.#owners.get(place);
    if (known !== undefined) return known;
    const { owners, hosts, classes } = this.#source.table;
    const owner = owners[place] ?? -1;
    if (owner < 0) return null;
    const app = this.appAt(owner);
    const host = hosts[place] ?? "";
    const hostClass = Object.hasOwn(classes, host) ? classes[host] : undefined;
    const summary = hostClass === undefined ? app.summary : { ...app.summary, class: hostClass };
    const ownership = { app, summary };
    this.#owners.set(place, ownership);
    return ownership;
  }

  /**
   * @param name   The host as rules name it: itself, or `*.` and it for every host below it.
   * @param place  Of the host; undefined: no app says anything of it.
   */
  #rulesAt(host: string, name: string, place: number | undefined): HostRules | null {
    const wrappers = this.#wrappers.get(name);
    if (place === undefined && wrappers === undefined) return null;
    const known = this.#hostRules.get(name);
    if (known !== undefined) return known;
    const { owners, ruledBy } = this.#source.table;
    const apps =
      place === undefined ? [] : Object.hasOwn(ruledBy, host) ? (ruledBy[host] ?? []) : [owners[place] ?? -1];
    const rules: HostRules = { wrappers: [], pages: [], shorts: [] };
    for (const app of apps) this.#addRules(rules, this.appAt(app), name);
    for (const wrapper of wrappers ?? []) rules.wrappers.push(this.#wrapperOf(wrapper));
    this.#hostRules.set(name, rules);
    return rules;
  }

  #addRules({ wrappers, pages, shorts }: HostRules, app: CompiledApp, name: string): void {
    /** Once for each time that a part names the host. */
    const naming = <Part extends { readonly hosts: readonly string[] }>(parts: readonly Part[] = []): Part[] =>
      parts.flatMap((part) => part.hosts.filter((host) => ruleKey(host) === name).map(() => part));
    for (const wrapper of naming(app.entry.wrappers)) wrappers.push(this.#wrapperOf(wrapper));
    for (const entity of app.entry.entities ?? [])
      for (const page of naming(entity.pages)) pages.push(this.#pageOf(page, this.#entityOf(entity, app)));
    for (const short of naming(app.entry.shortHosts)) {
      const rule = this.#shortOf(short, app);
      if (short.onlyWithWords === true) shorts.unshift(rule);
      else shorts.push(rule);
    }
  }

  #addWrapper(name: string, wrapper: WrapperEntry): void {
    const known = this.#wrappers.get(name);
    if (known === undefined) this.#wrappers.set(name, [wrapper]);
    else known.push(wrapper);
  }

  #rulesOfScheme(name: string, app: CompiledApp, apps: readonly CompiledApp[]): SchemeRules {
    const naming = <Part extends { readonly schemes: readonly string[] }>(parts: readonly Part[] = []): Part[] =>
      parts.filter(({ schemes }) => schemes.includes(name));
    const links = apps.flatMap((each) =>
      (each.entry.entities ?? []).flatMap((entity) =>
        naming(entity.appLinks).map((link) => compileLink(link, this.#entityOf(entity, each))),
      ),
    );
    return {
      app,
      wrappers: apps
        .flatMap(({ entry }) => naming(entry.schemeWrappers))
        .map((entry) => ({ entry, fits: compileSchemeWrapper(entry) })),
      swapTo: apps.flatMap(({ entry }) => naming(entry.schemeSwap && [entry.schemeSwap])).at(-1)?.to ?? null,
      appLinks: links.toSorted((a, b) => b.demands - a.demands),
    };
  }
}

function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, place) => [name, place]));
}

/** A host as the rules of `AppIndex` are kept by. */
function ruleKey(host: string): string {
  return host.startsWith("*.") ? `*.${hostKey(host.slice(2))}` : hostKey(host);
}

/** What is made of a part of an entry, once for all hosts that it names. */
function onceEach<Part extends object, More extends readonly unknown[], Made>(
  make: (part: Part, ...more: More) => Made,
): (part: Part, ...more: More) => Made {
  const known = new Map<Part, Made>();
  return (part, ...more) => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const made = make(part, ...more);
    known.set(part, made);
    return made;
  };
}

function compileEntity(entry: EntityEntry, app: CompiledApp): CompiledEntity {
  const templates = (ways: readonly { template: string }[] = []) => ways.map((way) => compileTemplate(way.template));
  const canonical = entry.canonical.map(compileTemplate);
  const any = templates(entry.open.any);
  const ios = templates(entry.open.ios);
  const android = templates(entry.open.android);
  const universal = templates(entry.open.universal);
  const isConverted = (name: string) => entry.conversion !== undefined && name !== "id" && name !== "canonical";
  return {
    app,
    type: entry.type,
    joined: entry.id ?? [],
    conversion: entry.conversion,
    keep: entry.keep,
    sensitive: entry.sensitive,
    caution: entry.caution,
    packageName: app.entry.packages?.android[0],
    canonical,
    isPlaced: asksFor(canonical, (name) => PLACE_NAMES.has(name)),
    opensByMore: asksFor(
      [...any, ...ios, ...android, ...universal],
      (name) => PLACE_NAMES.has(name) || isConverted(name) || entry.keep?.includes(name) === true,
    ),
    any,
    ios,
    android,
    universal,
  };
}

function asksFor(templates: readonly Template[], isMeant: (name: string) => boolean): boolean {
  return templates.some(({ names }) => names.some(isMeant));
}

function compileWrapper(entry: WrapperEntry): WrapperRule {
  const within = entry.within === undefined ? null : new RegExp(entry.within, "u");
  return { entry, path: patternOf(entry.path), within };
}

function compilePage(page: PageEntry, entity: CompiledEntity): PageRule {
  const matcher = new PageMatcher(page);
  return { entity, matcher, isPlain: matcher.isPlain, consumes: Object.keys(page.query ?? {}) };
}

function compileLink(link: AppLinkEntry, entity: CompiledEntity): AppLinkRule {
  const demands = Object.values(link.query ?? {}).filter(({ optional }) => optional !== true).length;
  return { entity, matcher: new AppMatcher(link), keep: link.keep, demands };
}

function compileShort(entry: ShortHostEntry, app: CompiledApp): ShortRule {
  const path = patternOf(entry.path);
  const parameters = compileQuery(entry.query);
  return {
    app,
    entry,
    path,
    fits: (text, query) => path.fits(text) && takeQuery({}, parameters, query),
  };
}

function compileSchemeWrapper({ host, path, when }: SchemeWrapperEntry): (address: AppAddress) => boolean {
  const regExp = path === undefined ? null : new RegExp(path, "u");
  return (address) => {
    if (host !== undefined && address.host.toLowerCase() !== host) return false;
    if (regExp !== null && !regExp.test(address.path)) return false;
    if (when === undefined) return true;
    const query = `&${address.query}&`;
    return when.params.some((name) => query.includes(`&${name}=${when.equals}&`));
  };
}
