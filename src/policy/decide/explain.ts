import { type Condition, wordOf } from "../rulebook/condition.ts";
import { basisFor, type CompiledEdition, type CompiledRulebook, decide, decideIn } from "./decide.ts";
import { type Satisfied, isSatisfied, trace } from "./trace.ts";
import type { Action, Basis, Decision, PolicyFacts } from "../types.ts";
import { formatVersion, parseVersion, type VersionRange } from "../version.ts";

/** One condition of a rule beside what was found. */
export interface ConditionTrace {
  /** The word it compares (`chat`, `client`, …) or how its parts are joined: `all`, `any`, `not`. */
  readonly condition: string;
  readonly matched: boolean;
  /** What it asks for, in words; empty for a joined one. */
  readonly expected: string;
  /** What the link and its message had; empty for a joined one. */
  readonly actual: string;
  readonly parts: readonly ConditionTrace[];
}

export interface RuleTrace {
  readonly rule: string;
  /** `spoke`: the first that matches. `not_reached`: a rule before it matched. */
  readonly state: "spoke" | "no_match" | "not_reached";
  readonly action: Action;
  readonly notice: boolean;
  readonly basis: Basis;
  /** Conditions that must all hold. None: the rule always fits. */
  readonly conditions: readonly ConditionTrace[];
}

/** Why a link got its verdict: every rule in order, and what each asked and found. */
export interface Explanation {
  readonly decision: Decision;
  /** What every plain condition of the edition answered, a bit each; empty when none was in force. */
  readonly satisfied: Satisfied;
  /** Every rule of the edition; empty when none was in force. Put into words when it is first read. */
  readonly rules: readonly RuleTrace[];
}

/** The decision and what every condition answered; the words are made only when they are read. Never throws. */
export function explainIn(compiled: CompiledEdition, facts: PolicyFacts): Explanation {
  return traced(compiled, facts, decideIn(compiled, facts));
}

/** As `explainIn`, under the edition that was in force. */
export function explain(book: CompiledRulebook, facts: PolicyFacts): Explanation {
  const decision = decide(book, facts);
  const compiled = book.edition(book.rulebook.editions.findIndex(({ id }) => id === decision.edition));
  return compiled === undefined ? { decision, satisfied: [], rules: [] } : traced(compiled, facts, decision);
}

function traced(compiled: CompiledEdition, facts: PolicyFacts, decision: Decision): Explanation {
  return new Traced(compiled, facts, decision);
}

/** A class, since an object literal with a getter takes several times as long to make. */
class Traced implements Explanation {
  readonly decision: Decision;
  readonly satisfied: Satisfied;
  readonly #compiled: CompiledEdition;
  readonly #facts: PolicyFacts;
  #rules: readonly RuleTrace[] | null = null;

  constructor(compiled: CompiledEdition, facts: PolicyFacts, decision: Decision) {
    this.decision = decision;
    this.satisfied = trace(compiled, facts);
    this.#compiled = compiled;
    this.#facts = facts;
  }

  get rules(): readonly RuleTrace[] {
    this.#rules ??= inWords(this.#compiled, this.#facts, this.satisfied);
    return this.#rules;
  }
}

function inWords(compiled: CompiledEdition, facts: PolicyFacts, satisfied: Satisfied): RuleTrace[] {
  let hasMatched = false;
  return compiled.edition.rules.map((rule): RuleTrace => {
    const fits = isSatisfied(compiled, satisfied, rule.when);
    const state = hasMatched ? "not_reached" : fits ? "spoke" : "no_match";
    hasMatched ||= fits;
    const parts = rule.when.type === "all" ? rule.when.of : [rule.when];
    return {
      rule: rule.id,
      state,
      action: rule.action,
      notice: rule.notice,
      basis: basisFor(rule, facts.app),
      conditions: parts.map((part) => conditionInWords(compiled, facts, satisfied, part)),
    };
  });
}

function conditionInWords(
  compiled: CompiledEdition,
  facts: PolicyFacts,
  satisfied: Satisfied,
  condition: Condition,
): ConditionTrace {
  const plain = (name: string, expected: string, actual: string): ConditionTrace => ({
    condition: name,
    matched: isSatisfied(compiled, satisfied, condition),
    expected,
    actual,
    parts: [],
  });
  const joined = (name: string, parts: readonly Condition[]): ConditionTrace => ({
    ...plain(name, "", ""),
    parts: parts.map((part) => conditionInWords(compiled, facts, satisfied, part)),
  });
  switch (condition.type) {
    case "all":
    case "any":
      return joined(condition.type, condition.of);
    case "not":
      return joined("not", [condition.of]);
    case "word":
      return plain(condition.field, oneOf([...condition.words]), wordOf(facts, condition.field) ?? "nobody's");
    case "finding":
      return plain(
        "finding",
        oneOf(condition.kinds),
        facts.findings.size === 0 ? "none" : [...facts.findings].join(", "),
      );
    case "client": {
      const { os, version } = facts.client;
      const ranges = Object.entries(condition.ranges).map(([name, range]) => `${name} ${formatRange(range)}`);
      const isKnown = version !== null && parseVersion(version) !== null;
      return plain("client", ranges.join(" or "), `${os} ${isKnown ? version : "of unknown version"}`);
    }
    case "at":
      break;
  }
  return plain("at", formatInstants(condition.fromMs, condition.untilMs), formatInstant(facts.at.getTime()));
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? "") : `one of ${words.join(", ")}`;
}

export function formatRange(range: VersionRange): string {
  if (range.length === 0) return "any version";
  return range.map(({ comparison, version }) => `${comparison}${formatVersion(version)}`).join(" ");
}

function formatInstants(fromMs: number, untilMs: number): string {
  const from = Number.isFinite(fromMs) ? `from ${formatInstant(fromMs)}` : "";
  const until = Number.isFinite(untilMs) ? `before ${formatInstant(untilMs)}` : "";
  return [from, until].filter((part) => part !== "").join(", ");
}

function formatInstant(atMs: number): string {
  return Number.isFinite(atMs) ? new Date(atMs).toISOString() : "not a date";
}
