import { createPairMemo } from "./pair-memo.ts";

/**
 * Reduced, ordered decision diagrams over variables with finitely many cells.
 * A reference of 0 or more is an inner node; a negative one is a leaf that holds the number `~reference`.
 * Equal functions have equal references, so that two of them are compared by `===`.
 */
export type Reference = number;

export const FALSE: Reference = ~0;
export const TRUE: Reference = ~1;

export function leaf(value: number): Reference {
  return ~value;
}

export function valueOf(reference: Reference): number {
  return ~reference;
}

export interface Diagrams {
  /** Cells of each variable, by level. */
  readonly radices: readonly number[];
  levelOf(reference: Reference): number;
  kidsOf(reference: Reference): readonly Reference[];
  node(level: number, kids: readonly Reference[]): Reference;
  /** True in the cells that are flagged. */
  test(level: number, cells: readonly boolean[]): Reference;
  not(condition: Reference): Reference;
  and(left: Reference, right: Reference): Reference;
  or(left: Reference, right: Reference): Reference;
  /** Where the first holds and the second does not. */
  except(left: Reference, right: Reference): Reference;
  /** `value` where the condition holds, `otherwise` elsewhere. */
  override(condition: Reference, value: number, otherwise: Reference): Reference;
  /** `first` where its value is not `empty`, `second` elsewhere. */
  orElse(first: Reference, empty: number, second: Reference): Reference;
  /** Leaf by leaf. `operation` must be a function of its two numbers. */
  combine(left: Reference, right: Reference, operation: (left: number, right: number) => number): Reference;
  map(reference: Reference, operation: (value: number) => number): Reference;
  /** Each leaf replaced by a function of later variables. */
  substitute(reference: Reference, operation: (value: number) => Reference): Reference;
  /** `chosen` where the condition holds, `otherwise` elsewhere. */
  choose(condition: Reference, chosen: Reference, otherwise: Reference): Reference;
  /** The function where one variable is in one cell. */
  restrict(reference: Reference, level: number, cell: number): Reference;
  /** Number of inputs with each leaf value. */
  count(reference: Reference): ReadonlyMap<number, bigint>;
  /** Number of inputs for which a condition holds. */
  size(condition: Reference): bigint;
  /** Inner nodes that a reference reaches, itself first. */
  nodesOf(reference: Reference): Reference[];
}

/** No caller's leaf: what a choice leaves to its other side. */
const UNDECIDED: Reference = -(2 ** 25);

const MAX_NODES = 2 ** 25;
const FIRST_SLOTS = 4_096;
const NO_NODE = -1;

/** Source of the constants: FNV-1a, 32 bits, http://www.isthe.com/chongo/tech/comp/fnv/. */
function hashOf(level: number, kids: readonly Reference[]): number {
  let hash = Math.imul(2_166_136_261 ^ level, 16_777_619);
  for (const kid of kids) hash = Math.imul(hash ^ kid, 16_777_619);
  return (hash ^ (hash >>> 15)) >>> 0;
}

export function createDiagrams(radices: readonly number[]): Diagrams {
  const levels: number[] = [];
  const children: (readonly Reference[])[] = [];
  let unique = new Int32Array(FIRST_SLOTS).fill(NO_NODE);
  const applied = createPairMemo();
  const counted = new Map<Reference, bigint>();

  const levelOf = (reference: Reference): number => (reference < 0 ? radices.length : (levels[reference] ?? 0));
  const kidsOf = (reference: Reference): readonly Reference[] => children[reference] ?? [];

  function node(level: number, kids: readonly Reference[]): Reference {
    const first = kids[0] ?? FALSE;
    if (kids.every((kid) => kid === first)) return first;
    let slot = hashOf(level, kids) & (unique.length - 1);
    for (let known = unique[slot] ?? NO_NODE; known !== NO_NODE; known = unique[slot] ?? NO_NODE) {
      if (levels[known] === level && kidsOf(known).every((kid, cell) => kid === kids[cell])) return known;
      slot = (slot + 1) & (unique.length - 1);
    }
    if (levels.length >= MAX_NODES) throw new RangeError("decision diagram: more than 33 million nodes");
    const reference = levels.length;
    levels.push(level);
    children.push(kids);
    unique[slot] = reference;
    if (levels.length * 2 > unique.length) rehash();
    return reference;
  }

  function rehash(): void {
    unique = new Int32Array(unique.length * 4).fill(NO_NODE);
    for (let node = 0; node < levels.length; node++) {
      let slot = hashOf(levelOf(node), kidsOf(node)) & (unique.length - 1);
      while (unique[slot] !== NO_NODE) slot = (slot + 1) & (unique.length - 1);
      unique[slot] = node;
    }
  }

  type Shortcut = (left: Reference, right: Reference) => Reference | null;

  function apply(left: Reference, right: Reference, shortcut: Shortcut): Reference {
    applied.clear();
    const visit = (left: Reference, right: Reference): Reference => {
      const answer = shortcut(left, right);
      if (answer !== null) return answer;
      const known = applied.get(left, right);
      if (known !== null) return known;
      const level = Math.min(levelOf(left), levelOf(right));
      const leftKids = levelOf(left) === level ? kidsOf(left) : null;
      const rightKids = levelOf(right) === level ? kidsOf(right) : null;
      const kids: Reference[] = [];
      for (let cell = 0; cell < (radices[level] ?? 0); cell++) {
        kids.push(visit(leftKids?.[cell] ?? left, rightKids?.[cell] ?? right));
      }
      const result = node(level, kids);
      applied.set(left, right, result);
      return result;
    };
    return visit(left, right);
  }

  function rewrite(reference: Reference, change: (reference: Reference) => Reference | null): Reference {
    const memo = new Map<Reference, Reference>();
    const visit = (reference: Reference): Reference => {
      const known = memo.get(reference);
      if (known !== undefined) return known;
      const result = change(reference) ?? node(levelOf(reference), kidsOf(reference).map(visit));
      memo.set(reference, result);
      return result;
    };
    return visit(reference);
  }

  const substitute = (reference: Reference, operation: (value: number) => Reference): Reference =>
    rewrite(reference, (part) => (part < 0 ? operation(valueOf(part)) : null));
  const map = (reference: Reference, operation: (value: number) => number): Reference =>
    substitute(reference, (value) => leaf(operation(value)));

  const orElse = (first: Reference, empty: number, second: Reference): Reference =>
    apply(first, second, (first, second) => {
      if (first === leaf(empty)) return second;
      return first < 0 ? first : null;
    });

  return {
    radices,
    levelOf,
    kidsOf,
    node,
    map,
    substitute,
    choose: (condition, chosen, otherwise) => {
      const known = apply(condition, chosen, (condition, chosen) => {
        if (condition === TRUE) return chosen;
        return condition === FALSE ? UNDECIDED : null;
      });
      return orElse(known, valueOf(UNDECIDED), otherwise);
    },
    test: (level, cells) =>
      node(
        level,
        cells.map((holds) => (holds ? TRUE : FALSE)),
      ),
    not: (condition) => map(condition, (value) => 1 - value),
    and: (left, right) =>
      apply(left, right, (a, b) => {
        if (a === FALSE || b === FALSE) return FALSE;
        if (a === TRUE || a === b) return b;
        return b === TRUE ? a : null;
      }),
    or: (left, right) =>
      apply(left, right, (a, b) => {
        if (a === TRUE || b === TRUE) return TRUE;
        if (a === FALSE || a === b) return b;
        return b === FALSE ? a : null;
      }),
    except: (left, right) =>
      apply(left, right, (a, b) => {
        if (a === FALSE || b === TRUE || a === b) return FALSE;
        return b === FALSE ? a : null;
      }),
    override: (condition, value, otherwise) =>
      apply(condition, otherwise, (condition, otherwise) => {
        if (condition === TRUE) return leaf(value);
        return condition === FALSE ? otherwise : null;
      }),
    orElse,
    combine: (left, right, operation) =>
      apply(left, right, (a, b) => (a < 0 && b < 0 ? leaf(operation(valueOf(a), valueOf(b))) : null)),
    restrict: (reference, level, cell) =>
      rewrite(reference, (part) => {
        if (levelOf(part) > level) return part;
        return levelOf(part) === level ? (kidsOf(part)[cell] ?? part) : null;
      }),
    nodesOf: (reference) => {
      const seen = new Set<Reference>();
      const waiting = [reference];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (next < 0 || seen.has(next)) continue;
        seen.add(next);
        waiting.push(...kidsOf(next));
      }
      return [...seen];
    },
    count: (reference) => countLeaves(reference, { radices, levelOf, kidsOf }),
    size: (condition) => sizeOf(condition, { radices, levelOf, kidsOf }, counted),
  };
}

type Nodes = Pick<Diagrams, "radices" | "levelOf" | "kidsOf">;

function inputsBetween({ radices }: Nodes, from: number, until: number): bigint {
  let product = 1n;
  for (let level = from; level < until; level++) product *= BigInt(radices[level] ?? 1);
  return product;
}

/** @param known  Inputs of a node over the variables from its own level on. */
function sizeOf(condition: Reference, nodes: Nodes, known: Map<Reference, bigint>): bigint {
  const visit = (reference: Reference): bigint => {
    if (reference < 0) return reference === TRUE ? 1n : 0n;
    const counted = known.get(reference);
    if (counted !== undefined) return counted;
    let size = 0n;
    for (const kid of nodes.kidsOf(reference)) {
      if (kid !== FALSE) size += visit(kid) * inputsBetween(nodes, nodes.levelOf(reference) + 1, nodes.levelOf(kid));
    }
    known.set(reference, size);
    return size;
  };
  return visit(condition) * inputsBetween(nodes, 0, nodes.levelOf(condition));
}

function countLeaves(reference: Reference, nodes: Nodes): ReadonlyMap<number, bigint> {
  const { levelOf, kidsOf } = nodes;
  const memo = new Map<Reference, Map<number, bigint>>();
  /** Counts over the variables from the node's own level on. */
  const visit = (reference: Reference): Map<number, bigint> => {
    const known = memo.get(reference);
    if (known !== undefined) return known;
    const counts = new Map<number, bigint>();
    if (reference < 0) counts.set(valueOf(reference), 1n);
    for (const kid of reference < 0 ? [] : kidsOf(reference)) {
      const factor = inputsBetween(nodes, levelOf(reference) + 1, levelOf(kid));
      for (const [value, count] of visit(kid)) counts.set(value, (counts.get(value) ?? 0n) + count * factor);
    }
    memo.set(reference, counts);
    return counts;
  };
  const above = inputsBetween(nodes, 0, levelOf(reference));
  return new Map([...visit(reference)].map(([value, count]) => [value, count * above]));
}
