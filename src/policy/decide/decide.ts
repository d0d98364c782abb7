import { createDiagrams, type Diagrams, type NodeRef } from "./diagram.ts";
import { editionDiagram } from "./rule-diagram.ts";
import type { Edition, Outcome, Rule, Rulebook } from "../rulebook/rulebook.ts";
import { clientCell, CLOSED_VARIABLES, FIRST_FINDING_LEVEL, instantCell, LEVEL, type Space, spaceOf } from "./space.ts";
import type { Basis, DecidedBy, Decision, PolicyFacts } from "../types.ts";
import { undecided } from "./undecided.ts";
import { wordCells } from "./word-cells.ts";
import { CHAT_KINDS, CHOICES, CLASSES, LINK_KINDS, OSES, RELATIONS } from "../vocabulary.ts";

/** Decisions of a rule of which only some apps' links were tested. */
interface Untested {
  readonly testedApps: ReadonlySet<string>;
  readonly decision: Decision;
  readonly unresolvedDecision: Decision;
}

/** The conditions of an edition's rules as one decision diagram, flat. Plain data; no rule is walked to decide. */
export interface DecisionTable {
  readonly space: Space;
  /** Where a link enters the diagram, by its chat, relation, kind, choice and class at once. */
  readonly roots: Int32Array;
  /** Level of each node. */
  readonly levels: Uint8Array;
  /** Where the children of each node begin in `children`. */
  readonly starts: Int32Array;
  readonly children: Int32Array;
  /** Leaf of each node if the link has none of the findings from the node's level on. */
  readonly leavesWithoutFindings: Int32Array;
}

/** An edition ready to be asked. Made once. */
export interface CompiledEdition extends DecisionTable {
  readonly rulebook: Rulebook;
  readonly edition: Edition;
  /** By leaf: rules in order, then the default. */
  readonly decisions: readonly Decision[];
  readonly unresolvedDecisions: readonly Decision[];
  /** By leaf: what links get that nobody tested; null where a rule's basis holds for every link. */
  readonly untested: readonly (Untested | null)[];
  readonly badFacts: Decision;
  readonly appCells: ReadonlyMap<string, number>;
  readonly ownerCells: ReadonlyMap<string, number>;
  /** Place of each finding's group. */
  readonly findingPlaces: ReadonlyMap<string, number>;
  /** Client cells already worked out, per system. Bounded: what it holds changes no answer. */
  readonly versionCells: Readonly<Record<string, Map<string, number>>>;
}

export interface CompiledRulebook {
  readonly rulebook: Rulebook;
  /** Oldest first; whoever asks for one day asks `edition` and waits for that one alone. */
  readonly editions: readonly CompiledEdition[];
  /** One of them by its place, compiled when it is first asked for. Undefined: there is none. */
  edition(index: number): CompiledEdition | undefined;
  /** Instant from which each edition is in force, milliseconds. */
  readonly fromMs: readonly number[];
  readonly noEdition: Decision;
  readonly otherHost: Decision;
  readonly badFacts: Decision;
}

/** @param tableOf  Where the table of an edition may be at hand; left out, or where it has none, it is made. */
export function compileRulebook(
  rulebook: Rulebook,
  tableOf: (edition: Edition) => DecisionTable | undefined = decisionTable,
): CompiledRulebook {
  return new BookOfEditions(rulebook, tableOf);
}

/** A class: an object literal with a getter keeps its fields in a hash table, and each link that is judged reads four. */
class BookOfEditions implements CompiledRulebook {
  readonly rulebook: Rulebook;
  readonly fromMs: readonly number[];
  readonly noEdition: Decision;
  readonly otherHost: Decision;
  readonly badFacts: Decision;
  readonly #tableOf: (edition: Edition) => DecisionTable | undefined;
  /** By place: a map of editions took as long as the decision. */
  readonly #compiled: (CompiledEdition | undefined)[];
  #editions: readonly CompiledEdition[] | null = null;

  constructor(rulebook: Rulebook, tableOf: (edition: Edition) => DecisionTable | undefined) {
    this.rulebook = rulebook;
    this.fromMs = rulebook.editions.map(({ from }) => from.getTime());
    this.noEdition = undecided("no_edition", rulebook.id, null);
    this.otherHost = undecided("other_host", rulebook.id, null);
    this.badFacts = undecided("bad_facts", rulebook.id, null);
    this.#tableOf = tableOf;
    this.#compiled = rulebook.editions.map(() => undefined);
  }

  get editions(): readonly CompiledEdition[] {
    return (this.#editions ??= this.rulebook.editions.flatMap((_, index) => this.edition(index) ?? []));
  }

  edition(index: number): CompiledEdition | undefined {
    return this.#compiled[index] ?? this.#compile(index);
  }

  #compile(index: number): CompiledEdition | undefined {
    const edition = this.rulebook.editions[index];
    return edition && (this.#compiled[index] = compileEdition(this.rulebook, edition, this.#tableOf(edition)));
  }
}

/** Takes most of the time that compiling an edition takes. */
export function decisionTable(edition: Edition): DecisionTable {
  const space = spaceOf(edition.rules.map(({ when }) => when));
  const diagrams = createDiagrams(space.radices);
  const built = editionDiagram(edition, space, diagrams);

  const nodes = diagrams.nodesOf(built);
  const places = new Map(nodes.map((node, place) => [node, place]));
  const placeOf = (reference: NodeRef): NodeRef => (reference < 0 ? reference : (places.get(reference) ?? 0));
  const children: number[] = [];
  const starts: number[] = [];
  const leavesWithoutFindings: number[] = [];
  for (const node of nodes) {
    starts.push(children.length);
    for (const child of diagrams.childrenOf(node)) children.push(placeOf(child));
    let end = node;
    while (end >= 0 && diagrams.levelOf(end) >= FIRST_FINDING_LEVEL) end = diagrams.childrenOf(end)[0] ?? end;
    leavesWithoutFindings.push(end < 0 ? end : 0);
  }
  return {
    space,
    roots: rootsOf(diagrams, built, placeOf),
    levels: Uint8Array.from(nodes, (node) => diagrams.levelOf(node)),
    starts: Int32Array.from(starts),
    children: Int32Array.from(children),
    leavesWithoutFindings: Int32Array.from(leavesWithoutFindings),
  };
}

export function compileEdition(
  rulebook: Rulebook,
  edition: Edition,
  table: DecisionTable = decisionTable(edition),
): CompiledEdition {
  const { space, roots, levels, starts, children, leavesWithoutFindings } = table;
  const cellsOf = (words: readonly string[]): ReadonlyMap<string, number> =>
    new Map(words.map((word, cell) => [word, cell]));
  return {
    rulebook,
    edition,
    space,
    roots,
    levels,
    starts,
    children,
    leavesWithoutFindings,
    decisions: decisionsOf(rulebook, edition),
    unresolvedDecisions: unresolvedDecisionsOf(rulebook, edition),
    untested: untestedOf(rulebook, edition),
    badFacts: undecided("bad_facts", rulebook.id, edition),
    appCells: cellsOf(space.words.app),
    ownerCells: cellsOf(space.words.owner),
    findingPlaces: new Map(space.findings.flatMap((group, place) => group.map((kind) => [kind, place] as const))),
    versionCells: Object.fromEntries(OSES.map((os) => [os, new Map<string, number>()])),
  };
}

/** The closed variables as one table: a link passes them in one step. */
function rootsOf(diagrams: Diagrams, root: NodeRef, placeOf: (reference: NodeRef) => NodeRef): Int32Array {
  let layer: NodeRef[] = [root];
  for (let level = 0; level < CLOSED_VARIABLES; level++) {
    layer = layer.flatMap((node) =>
      diagrams.levelOf(node) === level
        ? diagrams.childrenOf(node)
        : Array.from({ length: diagrams.radices[level] ?? 1 }, () => node),
    );
  }
  return Int32Array.from(layer, placeOf);
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

/** A closed action needs no target. So an unresolved link changes only opening in place, or a rule's own word. */
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

function untestedOf(rulebook: Rulebook, edition: Edition): (Untested | null)[] {
  const inferred = { ...edition, rules: edition.rules.map((rule): Rule => ({ ...rule, basis: basisFor(rule, null) })) };
  const [decisions, unresolvedDecisions] = [decisionsOf(rulebook, inferred), unresolvedDecisionsOf(rulebook, inferred)];
  return edition.rules.map(({ testedApps }, leaf) => {
    const [decision, unresolvedDecision] = [decisions[leaf], unresolvedDecisions[leaf]];
    if (testedApps === null || decision === undefined || unresolvedDecision === undefined) return null;
    return { testedApps: new Set(testedApps), decision, unresolvedDecision };
  });
}

/** What a rule rests on for a link of an app (null: nobody's): a test of some apps' links is none of the others'. */
export function basisFor({ basis, testedApps }: Rule, app: string | null): Basis {
  return testedApps === null || (app !== null && testedApps.includes(app)) ? basis : "inferred";
}

/**
 * What a link gets under the edition of a rulebook that was in force when its message came in.
 * Pure: the same facts give the same decision, always. Never throws.
 *
 * @returns `decidedBy: "error"` and opening externally in three cases: no edition was in force,
 *          the host platform is not governed, or a fact is not valid.
 */
export function decide(book: CompiledRulebook, facts: PolicyFacts): Decision {
  const { hosts } = book.rulebook;
  if (hosts !== null && !hosts.includes(facts.host)) return book.otherHost;
  const atMs = facts.at.getTime();
  if (Number.isNaN(atMs)) return book.badFacts;
  for (let index = book.fromMs.length - 1; index >= 0; index--) {
    if (atMs < (book.fromMs[index] ?? Number.POSITIVE_INFINITY)) continue;
    const edition = book.edition(index);
    if (edition !== undefined) return decideIn(edition, facts);
  }
  return book.noEdition;
}

/**
 * Names the clients that a rulebook does not tell apart at an instant: two of one system and one name get the same decision
 * about every link. Exact, because a cell of the edition's space lies between two neighbouring edges of its rules.
 */
export function clientGroup(book: CompiledRulebook, at: Date, client: PolicyFacts["client"]): string {
  const atMs = at.getTime();
  const edition = book.edition(book.fromMs.findLastIndex((fromMs) => fromMs <= atMs));
  return edition === undefined ? "none" : clientGroupIn(edition, client);
}

/** The same under one edition, whatever its dates. */
export function clientGroupIn(compiled: CompiledEdition, { os, version }: PolicyFacts["client"]): string {
  return `${compiled.edition.hash} ${knownClientCell(compiled, os, version)}`;
}

const chatCell = wordCells(CHAT_KINDS);
const relationCell = wordCells(RELATIONS);
const kindCell = wordCells(LINK_KINDS);
/** Without `none`, which comes before them where cells are numbered. */
const choiceCell = wordCells(CHOICES);
const classCell = wordCells(CLASSES);

/**
 * What a link gets under one edition, whatever its dates.
 *
 * @returns `decidedBy: "error"` when a fact is not valid: an unknown chat kind or class,
 *          or an invalid date that a rule asks for.
 */
export function decideIn(compiled: CompiledEdition, facts: PolicyFacts): Decision {
  const { chat, relation, kind, choice } = facts;
  const chosen = choice === null ? 0 : 1 + choiceCell(choice);
  const words = chatCell(chat) * 64 + relationCell(relation) * 16 + kindCell(kind) * 4 + chosen;
  const root = words * CLASSES.length + classCell(facts.class);
  // A word outside the vocabulary is NaN, and so is every sum with it.
  if (Number.isNaN(root)) return compiled.badFacts;
  const { levels, starts, children } = compiled;
  let node = compiled.roots[root] ?? 0;
  while (node >= 0) {
    const level = levels[node] ?? 0;
    let cell: number;
    if (level === LEVEL.at) {
      const atMs = facts.at.getTime();
      if (Number.isNaN(atMs)) return compiled.badFacts;
      cell = instantCell(compiled.space, atMs);
    } else if (level === LEVEL.client) {
      cell = knownClientCell(compiled, facts.client.os, facts.client.version);
      if (cell < 0) return compiled.badFacts;
    } else if (level === LEVEL.app) {
      cell = otherwiseLast(compiled.appCells, facts.app);
    } else if (level === LEVEL.owner) {
      cell = otherwiseLast(compiled.ownerCells, facts.owner);
    } else {
      node = leafByFindings(compiled, node, facts.findings);
      break;
    }
    node = children[(starts[node] ?? 0) + cell] ?? 0;
  }
  const isUnresolved = facts.resolution === "unresolved";
  const untested = compiled.untested[~node] ?? null;
  if (untested !== null && (facts.app === null || !untested.testedApps.has(facts.app))) {
    return isUnresolved ? untested.unresolvedDecision : untested.decision;
  }
  return (isUnresolved ? compiled.unresolvedDecisions : compiled.decisions)[~node] ?? compiled.badFacts;
}

function leafByFindings(compiled: CompiledEdition, from: NodeRef, findings: PolicyFacts["findings"]): NodeRef {
  if (findings.size === 0) return compiled.leavesWithoutFindings[from] ?? from;
  // No more groups than kinds of findings, which are fewer than the bits of a number.
  let present = 0;
  for (const kind of findings) {
    const place = compiled.findingPlaces.get(kind);
    if (place !== undefined) present |= 1 << place;
  }
  if (present === 0) return compiled.leavesWithoutFindings[from] ?? from;
  const { levels, starts, children } = compiled;
  let node = from;
  while (node >= 0) {
    const place = (levels[node] ?? 0) - FIRST_FINDING_LEVEL;
    node = children[(starts[node] ?? 0) + ((present >> place) & 1)] ?? 0;
  }
  return node;
}

function otherwiseLast(cells: ReadonlyMap<string, number>, word: string | null): number {
  return (word === null ? undefined : cells.get(word)) ?? cells.size;
}

const MAX_KNOWN_VERSIONS = 1_000;

/** Cell of a client. Negative for a system that is none. */
export function knownClientCell(
  compiled: CompiledEdition,
  os: PolicyFacts["client"]["os"],
  version: string | null,
): number {
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
