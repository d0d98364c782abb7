import { createDiagrams, type Reference } from "./diagram.ts";
import { editionDiagram } from "./rule-diagram.ts";
import type { Edition, Outcome, Rulebook } from "./rulebook.ts";
import { clientCell, FIRST_FINDING_LEVEL, instantCell, LEVEL, type Space, spaceOf, VARIABLES } from "./space.ts";
import type { DecidedBy, Decision, PolicyFacts } from "./types.ts";
import { undecided } from "./undecided.ts";
import { OSES } from "./vocabulary.ts";

/** An edition as one decision diagram, flat. Made once; no rule is walked to decide. */
export interface CompiledEdition {
  readonly rulebook: Rulebook;
  readonly edition: Edition;
  readonly space: Space;
  readonly root: Reference;
  /** Level of each node. */
  readonly levels: Uint8Array;
  /** Where the kids of each node begin in `kids`. */
  readonly starts: Int32Array;
  readonly kids: Int32Array;
  /** Leaf of each node if the link has none of the findings from the node's level on. */
  readonly clean: Int32Array;
  /** By leaf: rules in order, then the default. */
  readonly decisions: readonly Decision[];
  readonly unresolvedDecisions: readonly Decision[];
  readonly badFacts: Decision;
  /** Cell of each word, by level. */
  readonly cells: readonly ReadonlyMap<string, number>[];
  /** Client cells already worked out, per system. Bounded: what it holds changes no answer. */
  readonly versionCells: Readonly<Record<string, Map<string, number>>>;
}

export interface CompiledRulebook {
  readonly rulebook: Rulebook;
  /** Oldest first. */
  readonly editions: readonly CompiledEdition[];
  /** Instant from which each edition is in force, milliseconds. */
  readonly fromMs: readonly number[];
  readonly noEdition: Decision;
  readonly otherHost: Decision;
  readonly badFacts: Decision;
}

export function compileRulebook(rulebook: Rulebook): CompiledRulebook {
  return {
    rulebook,
    editions: rulebook.editions.map((edition) => compileEdition(rulebook, edition)),
    fromMs: rulebook.editions.map(({ from }) => from.getTime()),
    noEdition: undecided("no_edition", rulebook.id, null),
    otherHost: undecided("other_host", rulebook.id, null),
    badFacts: undecided("bad_facts", rulebook.id, null),
  };
}

export function compileEdition(rulebook: Rulebook, edition: Edition): CompiledEdition {
  const space = spaceOf(edition.rules.map(({ when }) => when));
  const diagrams = createDiagrams(space.radices);
  const built = editionDiagram(edition, space, diagrams);

  const nodes = diagrams.nodesOf(built);
  const places = new Map(nodes.map((node, place) => [node, place]));
  const placeOf = (reference: Reference): Reference => (reference < 0 ? reference : (places.get(reference) ?? 0));
  const kids: number[] = [];
  const starts: number[] = [];
  const clean: number[] = [];
  for (const node of nodes) {
    starts.push(kids.length);
    for (const kid of diagrams.kidsOf(node)) kids.push(placeOf(kid));
    let end = node;
    while (end >= 0 && diagrams.levelOf(end) >= FIRST_FINDING_LEVEL) end = diagrams.kidsOf(end)[0] ?? end;
    clean.push(end < 0 ? end : 0);
  }

  const cells = VARIABLES.map((name): ReadonlyMap<string, number> => {
    if (name === "at" || name === "client") return new Map();
    return new Map(space.words[name].map((word, cell) => [word, cell]));
  });
  return {
    rulebook,
    edition,
    space,
    root: placeOf(built),
    levels: Uint8Array.from(nodes, (node) => diagrams.levelOf(node)),
    starts: Int32Array.from(starts),
    kids: Int32Array.from(kids),
    clean: Int32Array.from(clean),
    decisions: decisionsOf(rulebook, edition),
    unresolvedDecisions: unresolvedDecisionsOf(rulebook, edition),
    badFacts: undecided("bad_facts", rulebook.id, edition),
    cells,
    versionCells: Object.fromEntries(OSES.map((os) => [os, new Map<string, number>()])),
  };
}

function toDecision(
  rulebook: Rulebook,
  edition: Edition,
  { action, notice, basis, reason, citations }: Outcome,
  rule: string | null,
  decidedBy: DecidedBy,
): Decision {
  const { hash } = edition;
  return Object.freeze({
    action,
    notice,
    rulebook: rulebook.id,
    edition: edition.id,
    rule,
    decidedBy,
    hash,
    basis,
    reason,
    citations,
  });
}

function decisionsOf(rulebook: Rulebook, edition: Edition): Decision[] {
  return [
    ...edition.rules.map((rule) => toDecision(rulebook, edition, rule, rule.id, "rule")),
    toDecision(rulebook, edition, edition.default, null, "default"),
  ];
}

/** A closed action needs no target, so only what opens in place, or a rule's own word, changes for an unresolved link. */
function unresolvedDecisionsOf(rulebook: Rulebook, edition: Edition): Decision[] {
  return [
    ...edition.rules.map((rule) => {
      if (rule.onUnresolved !== null) return toDecision(rulebook, edition, rule.onUnresolved, rule.id, "unresolved");
      if (rule.action === "open_in_place") return toDecision(rulebook, edition, edition.unresolved, null, "unresolved");
      return toDecision(rulebook, edition, rule, rule.id, "rule");
    }),
    toDecision(rulebook, edition, edition.default, null, "default"),
  ];
}

/**
 * What a link gets under the edition of a rulebook that was in force when its message came in.
 * Pure: the same facts give the same decision, always. Never throws.
 *
 * @returns `decidedBy: "error"`, opening externally, when no edition was in force, the host platform is not governed,
 *          or a fact is not valid.
 */
export function judge(book: CompiledRulebook, facts: PolicyFacts): Decision {
  const { hosts } = book.rulebook;
  if (hosts !== null && !hosts.includes(facts.host)) return book.otherHost;
  const atMs = facts.at.getTime();
  if (Number.isNaN(atMs)) return book.badFacts;
  for (let index = book.fromMs.length - 1; index >= 0; index--) {
    const edition = book.editions[index];
    if (edition !== undefined && atMs >= (book.fromMs[index] ?? Number.POSITIVE_INFINITY))
      return decide(edition, facts);
  }
  return book.noEdition;
}

/**
 * What a link gets under one edition, whatever its dates.
 *
 * @returns `decidedBy: "error"` when a fact that a rule asks for is not valid (no such chat kind, not a date).
 */
export function decide(compiled: CompiledEdition, facts: PolicyFacts): Decision {
  const { levels, starts, kids } = compiled;
  let node = compiled.root;
  while (node >= 0) {
    const level = levels[node] ?? 0;
    if (level >= FIRST_FINDING_LEVEL) {
      node = leafByFindings(compiled, node, facts);
      break;
    }
    const cell = cellOf(compiled, level, facts);
    if (cell < 0) return compiled.badFacts;
    node = kids[(starts[node] ?? 0) + cell] ?? 0;
  }
  const decisions = facts.resolution === "unresolved" ? compiled.unresolvedDecisions : compiled.decisions;
  return decisions[~node] ?? compiled.badFacts;
}

function leafByFindings(compiled: CompiledEdition, from: Reference, facts: PolicyFacts): Reference {
  if (facts.findings.size === 0) return compiled.clean[from] ?? from;
  const { levels, starts, kids, space } = compiled;
  let node = from;
  while (node >= 0) {
    const group = space.findings[(levels[node] ?? 0) - FIRST_FINDING_LEVEL] ?? [];
    let isPresent = 0;
    for (const kind of group) if (facts.findings.has(kind)) isPresent = 1;
    node = kids[(starts[node] ?? 0) + isPresent] ?? 0;
  }
  return node;
}

/** Cell of a variable; negative when the fact is not valid. Only what the diagram asks for is ever worked out. */
function cellOf(compiled: CompiledEdition, level: number, facts: PolicyFacts): number {
  switch (level) {
    case LEVEL.chat:
      return compiled.cells[level]?.get(facts.chat) ?? -1;
    case LEVEL.relation:
      return compiled.cells[level]?.get(facts.relation) ?? -1;
    case LEVEL.kind:
      return compiled.cells[level]?.get(facts.kind) ?? -1;
    case LEVEL.choice:
      return facts.choice === null ? 0 : (compiled.cells[level]?.get(facts.choice) ?? -1);
    case LEVEL.class:
      return compiled.cells[level]?.get(facts.class) ?? -1;
    case LEVEL.at: {
      const atMs = facts.at.getTime();
      return Number.isNaN(atMs) ? -1 : instantCell(compiled.space, atMs);
    }
    case LEVEL.client:
      return knownClientCell(compiled, facts);
    case LEVEL.app:
      return otherwiseLast(compiled.cells[level], facts.app);
    default:
      return otherwiseLast(compiled.cells[level], facts.owner);
  }
}

function otherwiseLast(cells: ReadonlyMap<string, number> | undefined, word: string | null): number {
  if (cells === undefined) return -1;
  return (word === null ? undefined : cells.get(word)) ?? cells.size;
}

const MAX_KNOWN_VERSIONS = 1_000;

function knownClientCell(compiled: CompiledEdition, facts: PolicyFacts): number {
  const { os, version } = facts.client;
  const known = compiled.versionCells[os];
  if (known === undefined) return -1;
  if (version === null) return compiled.space.clientStart[os];
  const cell = known.get(version);
  if (cell !== undefined) return cell;
  // Versions come from clients: without a bound a hostile one could fill the memory.
  if (known.size >= MAX_KNOWN_VERSIONS) known.clear();
  const fresh = clientCell(compiled.space, os, version);
  known.set(version, fresh);
  return fresh;
}
