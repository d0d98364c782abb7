import { getDomain } from "tldts";
import { type AppAddress, hostOf, type WebAddress } from "./address.ts";
import type {
  AppEntry,
  EntityEntry,
  SchemeWrapperEntry,
  ShareTextEntry,
  ShortHostEntry,
  WrapperEntry,
} from "./app-file.ts";
import { InputError } from "../input/input-error.ts";
import { AppMatcher, compileQuery, PageMatcher, takeQuery } from "./match.ts";
import { type Pattern, patternOf } from "./pattern.ts";
import { mayStandAfterSlash, OTHER } from "./pattern-syntax.ts";
import { compileTemplate, type Template } from "./template.ts";
import type { AppClass, AppSummary } from "./types.ts";

export interface CompiledApp {
  readonly entry: AppEntry;
  readonly summary: AppSummary;
}

export interface CompiledEntity {
  readonly app: CompiledApp;
  readonly entry: EntityEntry;
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

/** Made at the first look-up of a host or a scheme that it is for: most starts ask for few of some thousand rules. */
type Later<T> = () => T;

interface LaterRules {
  readonly wrappers: Later<WrapperRule>[];
  readonly pages: Later<PageRule>[];
  readonly shorts: Later<ShortRule>[];
}

interface HostNode {
  owner: Ownership | null;
  /** For the host itself. */
  exact: LaterRules | null;
  /** For every host below it. */
  below: LaterRules | null;
}

export interface Ownership {
  readonly app: CompiledApp;
  /** With the class of the host, which may differ from the app's. */
  readonly summary: AppSummary;
}

/** The rules of a host by the character behind a path's first slash, which tells most of them apart. */
export class PathRules {
  readonly #all: HostRules;
  /** By the character's code; each is worked out when it is first asked for. */
  readonly #byCode: (HostRules | undefined)[] = [];

  constructor(levels: readonly LaterRules[]) {
    this.#all = {
      wrappers: levels.flatMap(({ wrappers }) => wrappers.map((made) => made())),
      pages: levels.flatMap(({ pages }) => pages.map((made) => made())),
      shorts: levels.flatMap(({ shorts }) => shorts.map((made) => made())),
    };
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
export class SchemeRules {
  readonly wrappers: SchemeWrapperRule[] = [];
  swapTo: string | null = null;
  readonly app: CompiledApp;
  readonly #links: Later<AppLinkRule>[] = [];
  #appLinks: readonly AppLinkRule[] | null = null;

  constructor(app: CompiledApp) {
    this.app = app;
  }

  addLink(link: Later<AppLinkRule>): void {
    this.#links.push(link);
  }

  /** Who asks for more is asked first: a group's card is a user's card with one parameter more. */
  get appLinks(): readonly AppLinkRule[] {
    return (this.#appLinks ??= this.#links.map((made) => made()).toSorted((a, b) => b.demands - a.demands));
  }
}

export interface ShareTextRule {
  readonly app: CompiledApp;
  readonly entry: ShareTextEntry;
  readonly regExp: RegExp;
}

/** Two files that cannot both be right. */
export class RegistryConflictError extends InputError {
  override readonly name = "RegistryConflictError";

  constructor(message: string) {
    super("registry_conflict", [{ message }]);
  }
}

/** What templates may ask of the place that was read, besides ids. */
const PLACE_NAMES: ReadonlySet<string> = new Set(["host", "origin", "scheme", "cc"]);

/** Looked-up authorities that are remembered. */
const MAX_ANSWERS = 2_000;

/** All apps, looked up by host and by scheme. */
export class AppIndex {
  readonly apps = new Map<string, CompiledApp>();
  readonly schemes = new Map<string, SchemeRules>();
  readonly shareTexts: ShareTextRule[] = [];
  /** Any word by which a share text names an app. */
  readonly anyWord: RegExp;
  readonly #hosts = new Map<string, HostNode>();
  readonly #answers = new Map<string, HostAnswer>();

  /** @throws {RegistryConflictError} when two apps claim one id or host, or a host is everybody's. */
  constructor(entries: readonly AppEntry[], wrappers: readonly WrapperEntry[] = []) {
    const apps = entries.map((entry) => this.#addApp(entry));
    const words = entries.flatMap((entry) => (entry.words ?? []).map((word) => RegExp.escape(word)));
    this.anyWord = new RegExp(words.join("|") || "$^", "u");
    for (const app of apps) this.#claimHosts(app);
    for (const app of apps) this.#addRules(app);
    for (const wrapper of wrappers) this.#addWrapper(wrapper, null);
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
    const rules: LaterRules[] = [];
    let rest = withoutWww(host);
    let isItself = true;
    for (;;) {
      const node = this.#hosts.get(rest);
      if (node !== undefined) {
        owner ??= node.owner;
        const found = isItself ? node.exact : node.below;
        if (found !== null) rules.push(found);
      }
      const dot = rest.indexOf(".");
      if (dot === -1) return { host, owner, rules: new PathRules(rules) };
      rest = rest.slice(dot + 1);
      isItself = false;
    }
  }

  #ownerOf(host: string): Ownership | null {
    for (let rest = withoutWww(host); ; rest = rest.slice(rest.indexOf(".") + 1)) {
      const owner = this.#hosts.get(rest)?.owner ?? null;
      if (owner !== null || !rest.includes(".")) return owner;
    }
  }

  #addApp(entry: AppEntry): CompiledApp {
    if (this.apps.has(entry.id)) throw new RegistryConflictError(`two files have the id ${entry.id}`);
    const app: CompiledApp = {
      entry,
      summary: { id: entry.id, names: entry.names, owner: entry.owner, class: entry.class },
    };
    this.apps.set(entry.id, app);
    return app;
  }

  #claimHosts(app: CompiledApp): void {
    const { hosts, hostClasses, ownsPublicSuffix } = app.entry;
    const claims = new Map<string, AppClass>(hosts.map((host) => [withoutWww(host), app.entry.class]));
    for (const [host, hostClass] of Object.entries(hostClasses ?? {})) claims.set(host, hostClass);
    for (const [host, hostClass] of claims) {
      const node = this.#node(host);
      if (node.owner !== null) {
        throw new RegistryConflictError(`${host} is claimed by ${node.owner.app.entry.id} and ${app.entry.id}`);
      }
      if (ownsPublicSuffix !== true && getDomain(host) === null) {
        throw new RegistryConflictError(
          `${host} of ${app.entry.id} is a public suffix, under which anyone can register`,
        );
      }
      const summary = hostClass === app.entry.class ? app.summary : { ...app.summary, class: hostClass };
      node.owner = { app, summary };
    }
  }

  #addRules(app: CompiledApp): void {
    const { entry } = app;
    for (const wrapper of entry.wrappers ?? []) this.#addWrapper(wrapper, app);
    for (const entityEntry of entry.entities ?? []) this.#addEntity(app, entityEntry);
    for (const shortEntry of entry.shortHosts ?? []) {
      const rule = later(() => compileShort(app, shortEntry));
      for (const host of shortEntry.hosts) {
        const { shorts } = this.#rulesAt(host, app);
        if (shortEntry.onlyWithWords === true) shorts.unshift(rule);
        else shorts.push(rule);
      }
    }
    for (const scheme of entry.schemes ?? []) this.#rulesOf(scheme, app);
    for (const wrapperEntry of entry.schemeWrappers ?? []) {
      const rule = { entry: wrapperEntry, fits: compileSchemeWrapper(wrapperEntry) };
      for (const scheme of wrapperEntry.schemes) this.#rulesOf(scheme, app).wrappers.push(rule);
    }
    for (const scheme of entry.schemeSwap?.schemes ?? []) {
      this.#rulesOf(scheme, app).swapTo = entry.schemeSwap?.to ?? null;
    }
    for (const shareText of entry.shareTexts ?? []) {
      this.shareTexts.push({ app, entry: shareText, regExp: new RegExp(shareText.pattern, "u") });
    }
  }

  #addWrapper(entry: WrapperEntry, app: CompiledApp | null): void {
    const rule = later(() => {
      const within = entry.within === undefined ? null : new RegExp(entry.within, "u");
      return { entry, path: patternOf(entry.path), within };
    });
    for (const host of entry.hosts) this.#rulesAt(host, app).wrappers.push(rule);
  }

  #addEntity(app: CompiledApp, entry: EntityEntry): void {
    const entity = later(() => compileEntity(app, entry));
    for (const page of entry.pages) {
      const rule = later(() => {
        const matcher = new PageMatcher(page);
        return { entity: entity(), matcher, isPlain: matcher.isPlain, consumes: Object.keys(page.query ?? {}) };
      });
      for (const host of page.hosts) this.#rulesAt(host, app).pages.push(rule);
    }
    for (const link of entry.appLinks) {
      const rule = later(() => {
        const demands = Object.values(link.query ?? {}).filter(({ optional }) => optional !== true).length;
        return { entity: entity(), matcher: new AppMatcher(link), keep: link.keep, demands };
      });
      for (const scheme of link.schemes) this.#rulesOf(scheme, app).addLink(rule);
    }
  }

  #node(host: string): HostNode {
    const key = withoutWww(host);
    const known = this.#hosts.get(key);
    if (known !== undefined) return known;
    const node: HostNode = { owner: null, exact: null, below: null };
    this.#hosts.set(key, node);
    return node;
  }

  #rulesAt(host: string, app: CompiledApp | null): LaterRules {
    const isBelow = host.startsWith("*.");
    const name = isBelow ? host.slice(2) : host;
    const node = this.#node(name);
    // A host that only a rule names is the rule's app's, unless somebody has it already.
    if (app !== null && this.#ownerOf(name) === null) node.owner = { app, summary: app.summary };
    if (isBelow) return (node.below ??= { wrappers: [], pages: [], shorts: [] });
    return (node.exact ??= { wrappers: [], pages: [], shorts: [] });
  }

  #rulesOf(scheme: string, app: CompiledApp): SchemeRules {
    const known = this.schemes.get(scheme);
    if (known !== undefined) return known;
    const rules = new SchemeRules(app);
    this.schemes.set(scheme, rules);
    return rules;
  }
}

function later<T extends object>(make: () => T): Later<T> {
  let made: T | null = null;
  return () => (made ??= make());
}

function compileEntity(app: CompiledApp, entry: EntityEntry): CompiledEntity {
  const templates = (ways: readonly { template: string }[] = []) => ways.map((way) => compileTemplate(way.template));
  const canonical = entry.canonical.map(compileTemplate);
  const any = templates(entry.open.any);
  const ios = templates(entry.open.ios);
  const android = templates(entry.open.android);
  const universal = templates(entry.open.universal);
  const isConverted = (name: string) => entry.conversion !== undefined && name !== "id" && name !== "canonical";
  return {
    app,
    entry,
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

// `www.` says nothing of its own: a page is the same with and without it.
function withoutWww(host: string): string {
  return host.startsWith("www.") ? host.slice(4) : host;
}

function compileShort(app: CompiledApp, entry: ShortHostEntry): ShortRule {
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
