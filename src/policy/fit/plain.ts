import { type Condition, toCondition, wordOf } from "../rulebook/condition.ts";
import { UNDECIDED } from "../decide/undecided.ts";
import type { Verdict } from "../compare/survey.ts";
import { isOneOf } from "../../input/words.ts";
import type { PolicyFacts } from "../types.ts";
import { keepsBound, parseVersion } from "../version.ts";
import { ACTIONS } from "../vocabulary.ts";

/** A rulebook file as plain values, shared parts not yet filled in. */
export type Tree = Readonly<Record<string, unknown>>;

/** What decides, read off the file without compiling it: a changed file is asked thousands of times. */
export interface PlainBook {
  readonly hosts: readonly string[] | null;
  readonly editions: readonly PlainEdition[];
}

interface PlainEdition {
  readonly id: string;
  readonly fromMs: number;
  readonly rules: readonly PlainRule[];
  readonly default: Verdict;
  readonly unresolved: Verdict;
}

interface PlainRule {
  readonly id: string;
  readonly condition: Condition;
  readonly verdict: Verdict;
  readonly onUnresolved: Verdict | null;
}

/** Who gave a verdict: a rule, or `default`, `unresolved` or `no edition`. */
export interface Given extends Verdict {
  readonly edition: string | null;
  readonly rule: string;
}

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const conditions = new WeakMap<object, Condition>();

/** A condition of a file that the schema took once, with one word, date or version changed since. */
function conditionOf(when: Tree): Condition {
  const condition = conditions.get(when) ?? toCondition(when);
  conditions.set(when, condition);
  return condition;
}

function verdictIn(value: unknown): Verdict {
  const { action, notice } = isTree(value) ? value : {};
  if (typeof action !== "string" || !isOneOf(ACTIONS, action)) throw new Error("a verdict that the schema did not see");
  return { action, notice: notice === true };
}

const treeAt = (tree: Tree, key: string): Tree => {
  const value = tree[key];
  return isTree(value) ? value : {};
};

/** @param tree  Of a file that the schema took, or one that differs from it in one word, date or action. */
export function plainBookOf(tree: Tree): PlainBook {
  const shared = treeAt(tree, "rules");
  const editions = Array.isArray(tree["editions"]) ? tree["editions"].filter(isTree) : [];
  const host = tree["host"];
  return {
    hosts: host === "any" ? null : [host].flat().map(String),
    editions: editions.map((edition) => {
      const entries = Array.isArray(edition["rules"]) ? edition["rules"] : [];
      return {
        id: String(edition["id"]),
        fromMs: Date.parse(String(edition["from"])),
        default: verdictIn(edition["default"]),
        unresolved: verdictIn(edition["unresolved"] ?? edition["default"]),
        rules: entries.map((entry: unknown): PlainRule => {
          const own = isTree(entry) ? entry : { use: entry };
          const use = typeof own["use"] === "string" ? own["use"] : null;
          const whole: Tree = { id: use, ...(use === null ? {} : treeAt(shared, use)), ...own };
          return {
            id: String(whole["id"]),
            condition: conditionOf(treeAt(whole, "when")),
            verdict: verdictIn(whole["then"]),
            onUnresolved: whole["onUnresolved"] === undefined ? null : verdictIn(whole["onUnresolved"]),
          };
        }),
      };
    }),
  };
}

function holds(condition: Condition, facts: PolicyFacts): boolean {
  switch (condition.type) {
    case "all":
      return condition.of.every((part) => holds(part, facts));
    case "any":
      return condition.of.some((part) => holds(part, facts));
    case "not":
      return !holds(condition.of, facts);
    case "word": {
      const word = wordOf(facts, condition.field);
      return word !== null && condition.words.has(word);
    }
    case "finding":
      return condition.kinds.some((kind) => facts.findings.has(kind));
    case "at":
      return facts.at.getTime() >= condition.fromMs && facts.at.getTime() < condition.untilMs;
    case "client":
      break;
  }
  const range = condition.ranges[facts.client.os];
  if (range === undefined) return false;
  const version = facts.client.version === null ? null : parseVersion(facts.client.version);
  return range.length === 0 || (version !== null && range.every((bound) => keepsBound(version, bound)));
}

/** What one link gets. */
export function givenBy({ hosts, editions }: PlainBook, facts: PolicyFacts): Given {
  const edition = editions.findLast(({ fromMs }) => fromMs <= facts.at.getTime());
  if (edition === undefined || (hosts !== null && !hosts.includes(facts.host))) {
    return { ...UNDECIDED, edition: null, rule: "no edition" };
  }
  const rule = edition.rules.find(({ condition }) => holds(condition, facts));
  if (rule === undefined) return { ...edition.default, edition: edition.id, rule: "default" };
  const given = { ...rule.verdict, edition: edition.id, rule: rule.id };
  if (facts.resolution !== "unresolved") return given;
  if (rule.onUnresolved !== null) return { ...given, ...rule.onUnresolved };
  return rule.verdict.action === "open_in_place" ? { ...given, ...edition.unresolved } : given;
}
