import { createHash } from "node:crypto";
import { type Issue, issuesOf } from "../../input/issues.ts";
import { spelt } from "../../input/odd-characters.ts";
import { readYaml } from "../../input/source-text.ts";
import { type Condition, toCondition, type WhenSource } from "./condition.ts";
import { type BookOwners, namesBeside, toOwners } from "./owners.ts";
import { RulebookError, rulebookProblems, type RulebookProblem } from "./rulebook-error.ts";
import {
  type CitationSources,
  type EditionSource,
  type ReasonSource,
  type RuleEntrySource,
  rulebookSchemas,
  type RuleSource,
  type RulebookSource,
} from "./schema.ts";
import type { Action, Basis, Citation } from "../types.ts";
import { canonicalTag, type Texts } from "../../input/languages.ts";
import type { Relation } from "../../apps/types.ts";
import { LOCALES, nearestWord, type SAMENESSES, STRICTNESS, wordHint } from "../vocabulary.ts";
import { recordOf } from "../../input/words.ts";

/** What a link gets, and why. */
export interface Outcome {
  readonly action: Action;
  readonly notice: boolean;
  readonly basis: Basis;
  /** In each language of the book, its default first; one that the file leaves out repeats another. */
  readonly reason: Texts;
  /** Languages the file leaves out. */
  readonly missingReasons: readonly string[];
  readonly citations: readonly Citation[];
}

export interface Rule extends Outcome {
  readonly id: string;
  readonly title: string | null;
  readonly when: Condition;
  /** The condition as it was written, shared parts filled in. */
  readonly whenSource: WhenSource;
  /** Apps whose links were tested; the rule is inferred for others. Null: `basis` holds for every link. */
  readonly testedApps: readonly string[] | null;
  /** Why its links fare otherwise than other owners' on purpose; null: nobody says so. */
  readonly meant: Outcome["reason"] | null;
  /** What an unresolved link gets where this rule fits; null: the edition's `unresolved`, unless `action` is closed anyway. */
  readonly onUnresolved: Outcome | null;
}

/** What must be the same for two links that differ in their owner alone. */
export interface Obligation extends Pick<Outcome, "basis" | "reason" | "missingReasons" | "citations"> {
  readonly id: string;
  readonly same: (typeof SAMENESSES)[number];
  /** Whose links must fare no worse than whose; null: everybody's than anybody's. */
  readonly favours: { readonly for: readonly Relation[]; readonly than: readonly Relation[] } | null;
}

export interface Edition {
  readonly id: string;
  readonly title: string;
  /** In force from this instant, inclusive, until the next edition's. */
  readonly from: Date;
  /** `from` as written, with its offset. */
  readonly fromText: string;
  readonly sources: readonly Citation[];
  readonly rules: readonly Rule[];
  readonly obligations: readonly Obligation[];
  /** When no rule fits. Never opens in place. */
  readonly default: Outcome;
  /** When a rule would open in place a link whose target could not be learnt. Never opens in place. */
  readonly unresolved: Outcome;
  /** `sha256:` and 64 hex digits, over the edition's canonical JSON: shared rules and sources filled in, keys sorted. */
  readonly hash: string;
}

/** The default first. */
export type Languages = readonly [string, ...string[]];

/** Of a book that declares none. */
const USUAL_LANGUAGES: Languages = ["en", ...LOCALES.filter((locale) => locale !== "en")];

export interface Rulebook {
  readonly id: string;
  readonly title: string;
  readonly authority: string;
  /** App ids of the host platforms it governs; null: any. */
  readonly hosts: readonly string[] | null;
  /** BCP 47 tags of the languages that its sentences have; whoever reads none of them gets the first. */
  readonly languages: Languages;
  /** Null: owners are as the registry says. */
  readonly owners: BookOwners | null;
  /** Ids of shared rules that no edition takes: they stand in the file and decide nothing. */
  readonly unusedRules: readonly string[];
  /** Oldest first. */
  readonly editions: readonly [Edition, ...Edition[]];
}

/** What only the registry knows; with it a typo in `app`, `owner`, `testedApps` or `host` is found too. */
export interface KnownNames {
  readonly apps?: readonly string[];
  readonly owners?: readonly string[];
}

/**
 * A rulebook from its YAML or JSON text.
 *
 * @param fileName  Stands in error messages only; nothing is read.
 * @throws {RulebookError} `syntax` or `shape`, with line, column, what was expected, and the nearest known word for a typo.
 */
export function parseRulebook(text: string, fileName: string, registry: KnownNames = {}): Rulebook {
  const yaml = readYaml(text);
  if (yaml.kind === "broken") {
    throw rulebookProblems(
      "syntax",
      yaml.mistakes.map((mistake) => ({ file: fileName, ...mistake })),
    );
  }
  const problems: RulebookProblem[] = [];
  const report: Report = (path, message, key) => {
    const place = yaml.placeOf(path, key);
    problems.push({ file: fileName, ...place, message: yaml.hinted(message, place) });
  };
  const parsed = rulebookSchemas().rulebook.safeParse(yaml.value, { reportInput: true });
  if (!parsed.success) {
    for (const issue of issuesOf(parsed.error))
      reportIssue(issue, issue.isUnquoted ? yaml.plainAt(issue.path) : null, report);
    throw rulebookProblems("shape", problems);
  }
  const source = parsed.data;
  const known = withOwnNames(source, registry);
  const owners =
    source.owners === undefined
      ? null
      : toOwners(source.owners, (items, path) => toCitations(source, items, path, report));
  const languages = languagesOf(source, report);
  checkTexts(source, [], languages, report);
  const editions = source.editions.map((edition, index) =>
    toEdition(source, edition, ["editions", index], { known, owners, languages, report }),
  );
  checkOrder(source, report);
  checkHosts(source.host, known, report);
  if (source.owners !== undefined) checkOwners(source, known, report);
  for (const [id, rule] of Object.entries(source.rules ?? {})) checkNames(rule, ["rules", id], known, report);
  const [first, ...later] = editions;
  if (problems.length > 0 || first === undefined) throw rulebookProblems("shape", problems);
  return {
    id: source.id,
    title: source.title,
    authority: source.authority,
    languages,
    owners,
    hosts: source.host === "any" ? null : typeof source.host === "string" ? [source.host] : source.host,
    unusedRules: unusedRulesOf(source),
    editions: [first, ...later],
  };
}

function unusedRulesOf({ rules = {}, editions }: RulebookSource): string[] {
  const used = new Set(
    editions.flatMap((edition) => edition.rules.map((entry) => (typeof entry === "string" ? entry : entry.use))),
  );
  return Object.keys(rules).filter((id) => !used.has(id));
}

/**
 * The edition of a rulebook that governed a message.
 *
 * @param at  When the gateway received the message (UTC). Never "now": a replay must choose the same edition.
 * @returns   The edition with the latest `from` not after `at`.
 * @throws {RulebookError} `no_edition` when `at` is before the first.
 */
export function editionInForce(rulebook: Rulebook, at: Date): Edition {
  const inForce = rulebook.editions.findLast((edition) => edition.from.getTime() <= at.getTime());
  if (inForce !== undefined) return inForce;
  throw new RulebookError(
    "no_edition",
    `Rulebook ${rulebook.id} was not in force yet: its first edition begins ${rulebook.editions[0].fromText}`,
  );
}

/** @throws {RulebookError} `unknown_edition`. */
export function editionById(rulebook: Rulebook, editionId: string): Edition {
  const edition = rulebook.editions.find(({ id }) => id === editionId);
  if (edition !== undefined) return edition;
  const ids = rulebook.editions.map(({ id }) => id);
  throw new RulebookError(
    "unknown_edition",
    `Rulebook ${rulebook.id} has no such edition: ${wordHint(editionId, ids)}`,
  );
}

type Path = readonly PropertyKey[];
type Report = (path: Path, message: string, key?: string) => void;

/** @param plain  What stands unquoted where a text is expected; null: nothing of the kind. */
function reportIssue({ path, isKey, isMissing, message }: Issue, plain: string | null, report: Report): void {
  if (isKey) report(path.slice(0, -1), message, String(path.at(-1)));
  else if (plain !== null)
    report(
      path,
      `${message}; a text that looks like a number or a word of YAML stands in quotes: "${plain.slice(0, 64)}"`,
    );
  else report(path, isMissing ? `missing "${String(path.at(-1) ?? "rulebook")}": ${message}` : message);
}

function checkOrder(source: RulebookSource, report: Report): void {
  const ids = new Set<string>();
  let previous = Number.NEGATIVE_INFINITY;
  for (const [index, edition] of source.editions.entries()) {
    if (ids.has(edition.id)) report(["editions", index, "id"], `edition "${edition.id}" stands twice`);
    ids.add(edition.id);
    const from = Date.parse(edition.from);
    const before = source.editions[index - 1];
    const at = ["editions", index, "from"];
    if (before !== undefined && from === previous) {
      report(
        at,
        `editions "${before.id}" and "${edition.id}" begin at one instant; expected each to begin later than the one before`,
      );
    } else if (before !== undefined && from < previous) {
      report(
        at,
        `expected editions in the order of their dates, oldest first: "${edition.id}" begins before "${before.id}"`,
      );
    }
    previous = from;
  }
}

function toEdition(
  book: RulebookSource,
  source: EditionSource,
  path: Path,
  {
    known,
    owners,
    languages,
    report,
  }: {
    readonly known: KnownNames;
    readonly owners: BookOwners | null;
    readonly languages: Languages;
    readonly report: Report;
  },
): Edition {
  const reasonOf = (reason: ReasonSource) => reasonIn(reason, languages);
  const toOutcome = (outcome: OutcomeSource, cited: readonly Citation[]) => outcomeIn(outcome, cited, languages);
  const citations = (items: CitationSources | undefined, at: Path): Citation[] => toCitations(book, items, at, report);
  const fallback = toOutcome(
    { ...source.default },
    citations(source.default.citations, [...path, "default", "citations"]),
  );
  const unresolved =
    source.unresolved === undefined
      ? fallback
      : toOutcome(source.unresolved, citations(source.unresolved.citations, [...path, "unresolved", "citations"]));

  const rules: Rule[] = [];
  const canonicalRules: unknown[] = [];
  const ids = new Set<string>();
  for (const [index, entry] of source.rules.entries()) {
    const at = [...path, "rules", index];
    const rule = fillIn(book, entry, at, report);
    if (rule === null) continue;
    if (ids.has(rule.id)) report(at, `rule "${rule.id}" stands twice in this edition`);
    ids.add(rule.id);
    const cited = citations(rule.citations, at);
    const onUnresolved = rule.onUnresolved;
    if (onUnresolved !== undefined && STRICTNESS[onUnresolved.action] < STRICTNESS[rule.then.action]) {
      report(at, `rule "${rule.id}": expected onUnresolved to be no laxer than then`, "onUnresolved");
    }
    if (rule.testedApps !== undefined && rule.basis !== "tested") {
      report(at, `rule "${rule.id}": expected basis to be tested where testedApps says what was`, "testedApps");
    }
    // A shared rule's names are checked where it stands.
    if (typeof entry !== "string") checkNames(entry, at, known, report);
    if (rule.then.notice === true && rule.then.action === "block") {
      report(at, `rule "${rule.id}": a blocked link has no notice page`);
    }
    const { title, when, ...rest } = rule;
    canonicalRules.push({ ...rest, when, citations: cited });
    rules.push({
      ...toOutcome({ ...rule, action: rule.then.action, notice: rule.then.notice }, cited),
      id: rule.id,
      title: title ?? null,
      when: toCondition(when),
      whenSource: when,
      testedApps: rule.testedApps ?? null,
      meant: rule.meant === undefined ? null : reasonOf(rule.meant).reason,
      onUnresolved:
        onUnresolved === undefined
          ? null
          : {
              ...unresolved,
              ...(onUnresolved.reason === undefined ? {} : reasonOf(onUnresolved.reason)),
              action: onUnresolved.action,
              basis: onUnresolved.basis ?? unresolved.basis,
              citations:
                onUnresolved.citations === undefined ? unresolved.citations : citations(onUnresolved.citations, at),
            },
    });
  }

  const sources = citations(source.source, [...path, "source"]);
  const obligations = (source.obligations ?? []).map((obligation, index): Obligation => {
    const { for: whose, than, basis, reason } = obligation;
    return {
      id: obligation.id,
      same: obligation.same,
      favours: whose === undefined || than === undefined ? null : { for: [whose].flat(), than: [than].flat() },
      basis,
      ...reasonOf(reason),
      citations: citations(obligation.citations, [...path, "obligations", index, "citations"]),
    };
  });
  return {
    id: source.id,
    title: source.title,
    from: new Date(source.from),
    fromText: source.from,
    sources,
    rules,
    obligations,
    default: fallback,
    unresolved,
    hash: hashOf({
      rulebook: book.id,
      host: book.host,
      ...(owners === null ? {} : { owners }),
      ...(book.languages === undefined ? {} : { languages }),
      id: source.id,
      from: source.from,
      source: sources,
      default: { ...source.default, citations: fallback.citations },
      unresolved: { ...source.unresolved, citations: unresolved.citations },
      rules: canonicalRules,
      ...(obligations.length === 0
        ? {}
        : {
            obligations: (source.obligations ?? []).map((obligation, index) => ({
              ...obligation,
              citations: obligations[index]?.citations,
            })),
          }),
    }),
  };
}

/** A rule of an edition with what it takes from the shared rules. Null after a problem was reported. */
function fillIn(book: RulebookSource, entry: RuleEntrySource, path: Path, report: Report): RuleSource | null {
  const { use, ...own } = typeof entry === "string" ? { use: entry } : entry;
  let whole: unknown = own;
  if (use !== undefined) {
    const shared = ownOf(book.rules, use);
    if (shared === undefined) {
      report(path, `no shared rule "${spelt(use)}": ${wordHint(use, Object.keys(book.rules ?? {}))}`);
      return null;
    }
    // An entry that rests on something else says nothing of tests.
    const { testedApps, ...rest } = shared;
    whole = { id: use, ...rest, ...(own.basis === undefined ? { testedApps } : {}), ...own };
  }
  const parsed = rulebookSchemas().rule.safeParse(whole);
  if (parsed.success) return parsed.data;
  for (const issue of issuesOf(parsed.error))
    report(path, `the rule lacks "${issue.path.join(".")}": ${issue.message}`);
  return null;
}

function withOwnNames(source: RulebookSource, { apps, owners }: KnownNames): KnownNames {
  const own = namesBeside(source);
  return {
    ...(apps === undefined ? {} : { apps: [...apps, ...own.apps] }),
    ...(owners === undefined ? {} : { owners: [...owners, ...own.owners] }),
  };
}

function checkOwners({ owners = {}, host }: RulebookSource, registry: KnownNames, report: Report): void {
  const { apps = [], relations = [] } = owners;
  // An app that a host most likely meant is worth a hint, though nobody knows it.
  const known = { ...registry, ...(registry.apps === undefined ? {} : { apps: [...registry.apps, ...[host].flat()] }) };
  for (const [place, { app, owner }] of apps.entries()) {
    const at = ["owners", "apps", place];
    checkName("app", app, [...at, "app"], known, report);
    checkName("owner", owner, [...at, "owner"], known, report);
    if (apps.findIndex((other) => other.app === app) !== place) report([...at, "app"], `app "${app}" stands twice`);
  }
  for (const [place, { between }] of relations.entries()) {
    const at = ["owners", "relations", place, "between"];
    for (const [side, owner] of between.entries()) checkName("owner", owner, [...at, side], known, report);
    if (between[0] === between[1]) report(at, "expected two different owners");
  }
}

function checkHosts(host: RulebookSource["host"], known: KnownNames, report: Report): void {
  if (host === "any") return;
  for (const [place, name] of [host].flat().entries()) {
    checkName("app", name, typeof host === "string" ? ["host"] : ["host", place], known, report, "host platform");
  }
}

function checkName(
  field: "app" | "owner",
  name: string,
  path: Path,
  known: KnownNames,
  report: Report,
  called: string = field,
): void {
  const names = { app: known.apps, owner: known.owners }[field];
  if (names === undefined || names.includes(name)) return;
  const nearest = nearestWord(name, names);
  const where = field === "owner" ? "an owner of its own stands under owners.names" : "hutong apps lists them";
  report(path, `unknown ${called} "${spelt(name)}": ${nearest === null ? where : `did you mean "${nearest}"?`}`);
}

/** The names in a rule, as far as it has parts of its own. */
function checkNames(
  {
    when,
    testedApps = [],
  }: { readonly when?: WhenSource | undefined; readonly testedApps?: readonly string[] | undefined },
  path: Path,
  known: KnownNames,
  report: Report,
): void {
  for (const [place, app] of testedApps.entries()) checkName("app", app, [...path, "testedApps", place], known, report);
  if (when !== undefined) checkCondition(when, [...path, "when"], known, report);
}

function checkCondition(when: WhenSource, path: Path, known: KnownNames, report: Report): void {
  for (const field of ["app", "owner"] as const) {
    const used = when[field];
    if (used === undefined) continue;
    for (const [place, name] of [used].flat().entries())
      checkName(field, name, [...path, field, ...(typeof used === "string" ? [] : [place])], known, report);
  }
  for (const key of ["any", "all"] as const) {
    when[key]?.forEach((part, index) => checkCondition(part, [...path, key, index], known, report));
  }
  if (when.not !== undefined) checkCondition(when.not, [...path, "not"], known, report);
}

function toCitations(book: RulebookSource, items: CitationSources | undefined, path: Path, report: Report): Citation[] {
  return (items ?? []).flatMap((item, index) => {
    const isAgainst = typeof item === "object" && "against" in item;
    const cited = isAgainst ? item.against : item;
    if (typeof cited !== "string") return [citationOf(cited, isAgainst)];
    const source = ownOf(book.sources, cited);
    if (source !== undefined) return [citationOf(source, isAgainst)];
    report([...path, index], `no source "${spelt(cited)}": ${wordHint(cited, Object.keys(book.sources ?? {}))}`);
    return [];
  });
}

/** A name of the author's own may be one that every object has: `constructor`. */
function ownOf<Value>(named: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return named !== undefined && Object.hasOwn(named, name) ? named[name] : undefined;
}

function citationOf(
  { title, url, date }: { readonly title: string; readonly url: string; readonly date?: string | undefined },
  isAgainst: boolean,
): Citation {
  return {
    title,
    url,
    ...(date === undefined ? {} : { date }),
    ...(isAgainst ? { against: true } : {}),
  };
}

interface OutcomeSource {
  readonly action: Action;
  readonly notice?: boolean | undefined;
  readonly basis: Basis;
  readonly reason: ReasonSource;
}

function outcomeIn(source: OutcomeSource, citations: readonly Citation[], languages: Languages): Outcome {
  return {
    action: source.action,
    notice: source.notice ?? false,
    basis: source.basis,
    ...reasonIn(source.reason, languages),
    citations,
  };
}

function reasonIn(source: ReasonSource, languages: Languages): Pick<Outcome, "reason" | "missingReasons"> {
  const anySentence = languages.map((language) => source[language]).find((sentence) => sentence !== undefined) ?? "";
  return {
    reason: recordOf(languages, (language) => source[language] ?? anySentence),
    missingReasons: languages.filter((language) => source[language] === undefined),
  };
}

function languagesOf({ languages: declared }: RulebookSource, report: Report): Languages {
  const [first = "en", ...others] = declared ?? USUAL_LANGUAGES;
  const languages: Languages = [first, ...others];
  for (const [place, tag] of languages.entries()) {
    const canonical = canonicalTag(tag);
    if (canonical !== tag)
      report(
        ["languages", place],
        `expected a language's BCP 47 tag${canonical === null ? "" : `, written "${canonical}"`}`,
      );
    if (languages.indexOf(tag) !== place) report(["languages", place], `language "${tag}" stands twice`);
  }
  return languages;
}

const TEXTS: ReadonlySet<string> = new Set(["reason", "meant"]);

/** Sentences of languages that the book does not declare, wherever they stand. */
function checkTexts(part: unknown, path: Path, languages: Languages, report: Report): void {
  if (typeof part !== "object" || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    const at = [...path, Array.isArray(part) ? Number(key) : key];
    if (!TEXTS.has(key) || typeof value !== "object" || value === null) checkTexts(value, at, languages, report);
    else
      for (const language of Object.keys(value)) {
        if (languages.includes(language)) continue;
        report(
          at,
          `the book declares no language "${spelt(language.slice(0, 64))}": ${wordHint(language.slice(0, 64), languages)}`,
          language,
        );
      }
  }
}

function hashOf(value: unknown): string {
  return `sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`;
}

/** JSON with sorted keys and no spaces; what is undefined is left out. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}
