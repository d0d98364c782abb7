import { textIn } from "../input/languages.ts";
import type { Decider } from "../rulebooks/shelf.ts";
import { type CompiledEdition, type CompiledRulebook, decide, decideIn } from "../policy/decide/decide.ts";
import { leaf } from "../policy/decide/diagram.ts";
import { offsetOf } from "../policy/compare/scope.ts";
import { clientCell, type VersionCut } from "../policy/decide/space.ts";
import type { Decision, PolicyFacts } from "../policy/types.ts";
import { compareVersions, formatVersion, parseVersion, type Version } from "../policy/version.ts";
import { OSES } from "../policy/vocabulary.ts";
import { clientIn } from "../policy/compare/witness.ts";

/** How far fixtures tried a rulebook. */
export interface Coverage {
  readonly rulebook: string;
  /** Offset in which its dates are told. */
  readonly offset: string;
  readonly editions: readonly EditionCoverage[];
  readonly edges: readonly EdgeCoverage[];
}

export type Reach = "reached" | "not_reached" | "unreachable";

export interface EditionCoverage {
  readonly edition: string;
  /** Every rule in order; `unreachable`: no input comes to it. */
  readonly rules: readonly { readonly rule: string; readonly reach: Reach }[];
  readonly default: Reach;
  /** The edition's word for links that could not be followed to their end. */
  readonly unresolved: Reach;
}

/** Sides of an edge. `before`: the last second, or a version from the next lower edge on. */
export type Side = "before" | "on" | "after";

/** An edge of a date or version, and the sides of it that fixtures tried with an affected link. */
export interface EdgeCoverage {
  /** The edition that names it, or that begins there. */
  readonly edition: string;
  readonly variable: "begin" | "at" | "android" | "ios" | "web";
  /** An instant (ISO 8601, UTC) or a version. */
  readonly on: string;
  readonly reached: readonly Side[];
}

/** Watches decisions while fixtures are replayed. */
export interface CoverageWatch {
  /** The same decider, its decisions noted. */
  watched(decider: Decider): Decider;
  /** In the order in which the rulebooks were first used. */
  coverage(): readonly Coverage[];
}

const SIDES: readonly Side[] = ["before", "on", "after"];
const LAST_SECOND_MS = 1_000;

interface Edge {
  readonly edition: string;
  readonly variable: EdgeCoverage["variable"];
  readonly on: string;
  readonly reached: Set<Side>;
  /** The side on which facts lie; null when they are far away, of another system, or not decided by the edge. */
  sideOf(facts: PolicyFacts, decision: Decision): Side | null;
}

interface Watched {
  readonly book: CompiledRulebook;
  /** `edition rule`, with the rule's own word for unresolved links among the rules. */
  readonly matched: Set<string>;
  readonly edges: readonly Edge[];
}

const DEFAULT = "default";
const UNRESOLVED = "unresolved";
const nameOf = (edition: string | null, who: string): string => `${edition ?? ""} ${who}`;

export function watchCoverage(): CoverageWatch {
  const books = new Map<CompiledRulebook, Watched>();
  const watchedOf = (book: CompiledRulebook): Watched => {
    const known = books.get(book) ?? {
      book,
      matched: new Set<string>(),
      edges: [...dateEdges(book), ...versionEdges(book)],
    };
    books.set(book, known);
    return known;
  };
  return {
    watched: (decider) => {
      const { matched, edges } = watchedOf(decider.book);
      return {
        ...decider,
        decide: (facts) => {
          const decision = decider.decide(facts);
          matched.add(nameOf(decision.edition, decidingRuleOf(decision)));
          for (const edge of edges) {
            const side = edge.sideOf(facts, decision);
            if (side !== null) edge.reached.add(side);
          }
          return decision;
        },
      };
    },
    coverage: () => [...books.values()].map(coverageOf),
  };
}

function decidingRuleOf({ rule, decidedBy }: Decision): string {
  return rule ?? (decidedBy === "unresolved" ? UNRESOLVED : decidedBy);
}

function coverageOf({ book, matched, edges }: Watched): Coverage {
  return {
    rulebook: book.rulebook.id,
    offset: offsetOf(book.rulebook.editions[0].fromText),
    editions: book.editions.map((compiled): EditionCoverage => {
      const { edition } = compiled;
      const comes = reachableLeaves(compiled);
      const reachOf = (who: string, isReachable: boolean): Reach => {
        if (matched.has(nameOf(edition.id, who))) return "reached";
        return isReachable ? "not_reached" : "unreachable";
      };
      return {
        edition: edition.id,
        rules: edition.rules.map(({ id }, index) => ({ rule: id, reach: reachOf(id, comes.has(index)) })),
        default: reachOf(DEFAULT, comes.has(edition.rules.length)),
        unresolved: reachOf(
          UNRESOLVED,
          edition.rules.some(
            ({ action, onUnresolved }, index) =>
              comes.has(index) && action === "open_in_place" && onUnresolved === null,
          ),
        ),
      };
    }),
    edges: edges.map(({ edition, variable, on, reached }) => ({
      edition,
      variable,
      on,
      reached: SIDES.filter((side) => reached.has(side)),
    })),
  };
}

/** Places of the rules, and of the default after them, to which some input comes. */
function reachableLeaves({ edition, roots, children }: CompiledEdition): ReadonlySet<number> {
  const ends = new Set([...roots, ...children]);
  const places = Array.from({ length: edition.rules.length + 1 }, (_, place) => place);
  return new Set(places.filter((place) => ends.has(leaf(place))));
}

/** Whether readers are told the same. */
function isSame(one: Decision, other: Decision): boolean {
  return (
    one.rule === other.rule &&
    one.action === other.action &&
    one.notice === other.notice &&
    one.basis === other.basis &&
    textIn(one.reason, "en") === textIn(other.reason, "en")
  );
}

/** Where editions begin, and the dates that rules name while their edition is in force. */
function dateEdges(book: CompiledRulebook): Edge[] {
  return book.editions.flatMap(({ edition, space }, index) => {
    const startMs = book.fromMs[index] ?? Number.NaN;
    const endMs = book.fromMs[index + 1] ?? Number.POSITIVE_INFINITY;
    const inside = space.instantsMs.filter((ms) => ms > startMs && ms < endMs);
    return [startMs, ...inside].map((edgeMs, place, edges): Edge => {
      const nextMs = edges[place + 1] ?? endMs;
      return {
        edition: edition.id,
        variable: place === 0 ? "begin" : "at",
        on: new Date(edgeMs).toISOString(),
        reached: new Set(),
        sideOf: (facts) => {
          const afterMs = facts.at.getTime() - edgeMs;
          if (afterMs < -LAST_SECOND_MS || facts.at.getTime() >= nextMs) return null;
          const [before, on] = [edgeMs - 1, edgeMs].map((ms) => decide(book, { ...facts, at: new Date(ms) }));
          if (before === undefined || on === undefined || isSame(before, on)) return null;
          if (afterMs < 0) return "before";
          return afterMs === 0 ? "on" : "after";
        },
      };
    });
  });
}

function versionEdges(book: CompiledRulebook): Edge[] {
  return book.editions.flatMap((compiled) =>
    OSES.flatMap((os) => {
      const versions = namedVersions(compiled.space.versionCuts[os]);
      return versions.map((edge, place): Edge => ({
        edition: compiled.edition.id,
        variable: os,
        on: formatVersion(edge),
        reached: new Set(),
        sideOf: (facts, decision) => {
          const version = parseVersion(facts.client.version ?? "");
          if (decision.edition !== compiled.edition.id || facts.client.os !== os || version === null) return null;
          const [lower, upper] = [versions[place - 1], versions[place + 1]];
          if (lower !== undefined && compareVersions(version, lower) <= 0) return null;
          if (upper !== undefined && compareVersions(version, upper) >= 0) return null;
          if (!isDecidedBy(compiled, os, edge, facts)) return null;
          return SIDES[compareVersions(version, edge) + 1] ?? null;
        },
      }));
    }),
  );
}

/** A version may be cut before and after: by `=`, or by `>=` in one rule and `>` in another. */
function namedVersions(cuts: readonly VersionCut[]): readonly Version[] {
  return cuts
    .map(({ version }) => version)
    .filter((version, place, all) => {
      const previous = all[place - 1];
      return previous === undefined || compareVersions(previous, version) !== 0;
    });
}

/** Whether the same link is decided otherwise just below the version, on it, or just above it. */
function isDecidedBy(
  compiled: CompiledEdition,
  os: PolicyFacts["client"]["os"],
  edge: Version,
  facts: PolicyFacts,
): boolean {
  const { space } = compiled;
  const cell = clientCell(space, os, formatVersion(edge));
  const on = decideIn(compiled, { ...facts, client: { os, version: formatVersion(edge) } });
  return [cell - 1, cell + 1].some((near) => {
    const client = clientIn(space, near);
    return client.os === os && client.version !== null && !isSame(on, decideIn(compiled, { ...facts, client }));
  });
}
