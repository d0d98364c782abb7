import { parse } from "yaml";
import type { PolicyFacts } from "../../src/policy/types.ts";

/**
 * A second reading of a rulebook, as plain as can be: it walks the YAML itself, rule after rule, and shares no code
 * with `src/policy`. What it says is what the compiled form must say.
 */
export interface OracleAnswer {
  readonly edition: string | null;
  readonly rule: string | null;
  readonly decidedBy: "rule" | "default" | "error" | "unresolved";
  readonly action: string;
  readonly notice: boolean;
}

export type Tree = Readonly<Record<string, unknown>>;

export interface OracleEdition {
  readonly id: string;
  readonly from: string;
  readonly default: Tree;
  readonly unresolved: Tree;
  readonly rules: readonly Tree[];
}

export function readOracle(text: string): readonly OracleEdition[] {
  return oracleOf(readTree(text));
}

/** A rulebook's file as plain values. */
export function readTree(text: string): Tree {
  return parse(text, { merge: true, maxAliasCount: 2000 }) as Tree;
}

export function oracleOf(book: Tree): readonly OracleEdition[] {
  const shared = (book["rules"] ?? {}) as Record<string, Tree>;
  return (book["editions"] as Tree[]).map((edition) => ({
    id: edition["id"] as string,
    from: edition["from"] as string,
    default: edition["default"] as Tree,
    unresolved: (edition["unresolved"] ?? edition["default"]) as Tree,
    rules: (edition["rules"] as (string | Tree)[]).map((entry) => {
      if (typeof entry === "string") return Object.assign({ id: entry }, shared[entry]);
      if (entry["use"] === undefined) return entry;
      return Object.assign({ id: entry["use"] }, shared[entry["use"] as string], entry);
    }),
  }));
}

export function askOracle(editions: readonly OracleEdition[], facts: PolicyFacts): OracleAnswer {
  const inForce = editions.findLast(({ from }) => new Date(from) <= facts.at);
  if (inForce === undefined) {
    return { edition: null, rule: null, decidedBy: "error", action: "open_externally", notice: false };
  }
  return askEdition(inForce, facts);
}

export function askEdition(edition: OracleEdition, facts: PolicyFacts): OracleAnswer {
  const speaking = edition.rules.find((rule) => fits(rule["when"] as Tree, facts));
  return answerOf(edition, speaking, facts);
}

/** What a link gets when the first rule that fits is known; undefined: none fits. */
export function answerOf(edition: OracleEdition, speaking: Tree | undefined, facts: PolicyFacts): OracleAnswer {
  if (speaking === undefined) {
    return {
      edition: edition.id,
      rule: null,
      decidedBy: "default",
      action: edition.default["action"] as string,
      notice: false,
    };
  }
  const rule = speaking["id"] as string;
  const then = speaking["then"] as Tree;
  const given = { edition: edition.id, action: then["action"] as string, notice: then["notice"] === true };
  if (facts.resolution !== "unresolved") return { ...given, rule, decidedBy: "rule" };
  const own = speaking["onUnresolved"] as Tree | undefined;
  if (own !== undefined)
    return { ...given, rule, decidedBy: "unresolved", action: own["action"] as string, notice: false };
  if (given.action !== "open_in_place") return { ...given, rule, decidedBy: "rule" };
  return {
    ...given,
    rule: null,
    decidedBy: "unresolved",
    action: edition.unresolved["action"] as string,
    notice: false,
  };
}

/** Null: it depends on what is not known. */
export type Truth = boolean | null;

/**
 * Whether a condition holds when something is known about the findings and everything about the rest.
 *
 * @param anyFound  Whether one of the kinds was found.
 */
export function truthOf(when: Tree, facts: PolicyFacts, anyFound: (kinds: readonly string[]) => Truth): Truth {
  return allTrue(
    Object.entries(when).map(([key, wanted]): Truth => {
      const partly = (part: Tree): Truth => truthOf(part, facts, anyFound);
      if (key === "all") return allTrue((wanted as Tree[]).map(partly));
      if (key === "any") return negated(allTrue((wanted as Tree[]).map((part) => negated(partly(part)))));
      if (key === "not") return negated(partly(wanted as Tree));
      return key === "finding" ? anyFound(asList(wanted)) : fits({ [key]: wanted }, facts);
    }),
  );
}

function allTrue(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function negated(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

/** Every plain condition of one condition, its key and whether it holds. */
export function plainParts(when: Tree, facts: PolicyFacts): readonly (readonly [key: string, holds: boolean])[] {
  return Object.entries(when).flatMap(([key, wanted]) => {
    if (key === "not") return plainParts(wanted as Tree, facts);
    if (key === "all" || key === "any") return (wanted as Tree[]).flatMap((part) => plainParts(part, facts));
    return [[key, fits({ [key]: wanted }, facts)] as const];
  });
}

/** For each plain condition on `key`, anywhere in the edition, whether it holds. */
export function plainAnswers({ rules }: OracleEdition, key: string, facts: PolicyFacts): readonly boolean[] {
  const parts = rules.flatMap((rule) => plainParts(rule["when"] as Tree, facts));
  return parts.flatMap(([name, holds]) => (name === key ? [holds] : []));
}

function fits(when: Tree, facts: PolicyFacts): boolean {
  return Object.entries(when).every(([key, wanted]) => {
    switch (key) {
      case "all":
        return (wanted as Tree[]).every((part) => fits(part, facts));
      case "any":
        return (wanted as Tree[]).some((part) => fits(part, facts));
      case "not":
        return !fits(wanted as Tree, facts);
      case "finding":
        return asList(wanted).some((kind) => ([...facts.findings] as string[]).includes(kind));
      case "choice":
        return asList(wanted).includes(facts.choice ?? "none");
      case "client":
        return fitsClient(wanted as Record<string, string>, facts);
      case "at": {
        const { from, until } = wanted as { from?: string; until?: string };
        return (
          (from === undefined || facts.at >= new Date(from)) && (until === undefined || facts.at < new Date(until))
        );
      }
      default: {
        const value = (facts as unknown as Record<string, string | null>)[key];
        return value !== null && value !== undefined && asList(wanted).includes(value);
      }
    }
  });
}

function asList(words: unknown): readonly string[] {
  return Array.isArray(words) ? (words as string[]) : [words as string];
}

function fitsClient(ranges: Record<string, string>, { client }: PolicyFacts): boolean {
  const range = ranges[client.os];
  if (range === undefined) return false;
  if (range === "any") return true;
  if (client.version === null || !/^\d+(\.\d+)*$/u.test(client.version)) return false;
  const place = sortable(client.version);
  return range.split(" ").every((bound) => {
    const [, sign = "", version = ""] = /^([<>=]*)(.*)$/u.exec(bound) ?? [];
    const edge = sortable(version);
    if (sign === ">=") return place >= edge;
    if (sign === ">") return place > edge;
    if (sign === "<") return place < edge;
    if (sign === "<=") return place <= edge;
    return place === edge;
  });
}

/** Eight numbers of ten digits: texts that compare as the versions do. */
function sortable(version: string): string {
  const parts = version.split(".");
  return Array.from({ length: 8 }, (_, index) => (parts[index] ?? "0").padStart(10, "0")).join(".");
}
