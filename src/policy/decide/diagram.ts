import { createPairMemo } from "./pair-memo.ts";
import { RulebookError } from "../rulebook/rulebook-error.ts";

/**
 * Reduced, ordered, multi-valued decision diagrams (MDD): variables have finitely many cells, asked in a fixed order.
 * Source: Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", IEEE Trans. Computers C-35 (8), 1986; its
 * words (ite, compose, restrict, satCount) are used here. A number of 0 or more refers to an inner node, a negative one
 * to the leaf that holds `~number`. Equal functions have equal references: `===` compares them.
 */
export type NodeRef = number;

export const FALSE: NodeRef = ~0;
export const TRUE: NodeRef = ~1;

export function leaf(value: number): NodeRef {
  return ~value;
}

export function valueOf(ref: NodeRef): number {
  return ~ref;
}

export interface Diagrams {
  /** Cells of each variable, by level. */
  readonly radices: readonly number[];
  levelOf(ref: NodeRef): number;
  childrenOf(ref: NodeRef): readonly NodeRef[];
  node(level: number, children: readonly NodeRef[]): NodeRef;
  /** True in the cells that are flagged. */
  literal(level: number, cells: readonly boolean[]): NodeRef;
  not(condition: NodeRef): NodeRef;
  and(left: NodeRef, right: NodeRef): NodeRef;
  or(left: NodeRef, right: NodeRef): NodeRef;
  /** Where the first holds and the second does not. */
  difference(left: NodeRef, right: NodeRef): NodeRef;
  /** `value` where the condition holds, `otherwise` elsewhere. */
  override(condition: NodeRef, value: number, otherwise: NodeRef): NodeRef;
  /** `first` where its value is not `empty`, `second` elsewhere. */
  orElse(first: NodeRef, empty: number, second: NodeRef): NodeRef;
  /** Leaf by leaf. `operation` must be a function of its two numbers. */
  combine(left: NodeRef, right: NodeRef, operation: (left: number, right: number) => number): NodeRef;
  map(ref: NodeRef, operation: (value: number) => number): NodeRef;
  /** Each leaf replaced by a function of later variables. */
  compose(ref: NodeRef, operation: (value: number) => NodeRef): NodeRef;
  /** `chosen` where the condition holds, `otherwise` elsewhere. */
  ite(condition: NodeRef, chosen: NodeRef, otherwise: NodeRef): NodeRef;
  /** The function where one variable is in one cell. */
  restrict(ref: NodeRef, level: number, cell: number): NodeRef;
  /** Number of inputs with each leaf value. */
  count(ref: NodeRef): ReadonlyMap<number, bigint>;
  /** Number of inputs for which a condition holds. */
  satCount(condition: NodeRef): bigint;
  /** Inner nodes that a reference reaches, itself first. */
  nodesOf(ref: NodeRef): NodeRef[];
}

/** No caller's leaf: what a choice leaves to its other side. */
const UNDECIDED: NodeRef = -(2 ** 25);

const MAX_NODES = 2 ** 25;
const FIRST_SLOTS = 4_096;
const NO_NODE = -1;

/** Source of the constants: FNV-1a, 32 bits, http://www.isthe.com/chongo/tech/comp/fnv/. */
function hashOf(level: number, children: readonly NodeRef[]): number {
  let hash = Math.imul(2_166_136_261 ^ level, 16_777_619);
  for (const child of children) hash = Math.imul(hash ^ child, 16_777_619);
  return (hash ^ (hash >>> 15)) >>> 0;
}

// The two loops below are asked millions of times for a large book: a function for each child would cost half of them.

function isOtherIn(children: readonly NodeRef[], first: NodeRef): boolean {
  for (let cell = 1; cell < children.length; cell++) if (children[cell] !== first) return true;
  return false;
}

function isSame(some: readonly NodeRef[], others: readonly NodeRef[]): boolean {
  for (let cell = 0; cell < some.length; cell++) if (some[cell] !== others[cell]) return false;
  return true;
}

export function createDiagrams(radices: readonly number[]): Diagrams {
  const levels: number[] = [];
  const childrenAt: (readonly NodeRef[])[] = [];
  let unique = new Int32Array(FIRST_SLOTS).fill(NO_NODE);
  const applied = createPairMemo();
  const counted = new Map<NodeRef, bigint>();

  const levelOf = (ref: NodeRef): number => (ref < 0 ? radices.length : (levels[ref] ?? 0));
  const childrenOf = (ref: NodeRef): readonly NodeRef[] => childrenAt[ref] ?? [];

  function node(level: number, children: readonly NodeRef[]): NodeRef {
    const first = children[0] ?? FALSE;
    if (!isOtherIn(children, first)) return first;
    let slot = hashOf(level, children) & (unique.length - 1);
    for (let known = unique[slot] ?? NO_NODE; known !== NO_NODE; known = unique[slot] ?? NO_NODE) {
      if (levels[known] === level && isSame(childrenOf(known), children)) return known;
      slot = (slot + 1) & (unique.length - 1);
    }
    if (levels.length >= MAX_NODES)
      throw new RulebookError("too_large", "expected rules that need at most 33 million nodes of a decision diagram");
    const ref = levels.length;
    levels.push(level);
    childrenAt.push(children);
    unique[slot] = ref;
    if (levels.length * 2 > unique.length) rehash();
    return ref;
  }

  function rehash(): void {
    unique = new Int32Array(unique.length * 4).fill(NO_NODE);
    for (let node = 0; node < levels.length; node++) {
      let slot = hashOf(levelOf(node), childrenOf(node)) & (unique.length - 1);
      while (unique[slot] !== NO_NODE) slot = (slot + 1) & (unique.length - 1);
      unique[slot] = node;
    }
  }

  type Shortcut = (left: NodeRef, right: NodeRef) => NodeRef | null;

  function apply(left: NodeRef, right: NodeRef, shortcut: Shortcut): NodeRef {
    applied.clear();
    const visit = (left: NodeRef, right: NodeRef): NodeRef => {
      const answer = shortcut(left, right);
      if (answer !== null) return answer;
      const known = applied.get(left, right);
      if (known !== null) return known;
      const level = Math.min(levelOf(left), levelOf(right));
      const leftChildren = levelOf(left) === level ? childrenOf(left) : null;
      const rightChildren = levelOf(right) === level ? childrenOf(right) : null;
      const children: NodeRef[] = [];
      for (let cell = 0; cell < (radices[level] ?? 0); cell++) {
        children.push(visit(leftChildren?.[cell] ?? left, rightChildren?.[cell] ?? right));
      }
      const result = node(level, children);
      applied.set(left, right, result);
      return result;
    };
    return visit(left, right);
  }

  function rewrite(ref: NodeRef, change: (ref: NodeRef) => NodeRef | null): NodeRef {
    const memo = new Map<NodeRef, NodeRef>();
    const visit = (ref: NodeRef): NodeRef => {
      const known = memo.get(ref);
      if (known !== undefined) return known;
      const result = change(ref) ?? node(levelOf(ref), childrenOf(ref).map(visit));
      memo.set(ref, result);
      return result;
    };
    return visit(ref);
  }

  const compose = (ref: NodeRef, operation: (value: number) => NodeRef): NodeRef =>
    rewrite(ref, (part) => (part < 0 ? operation(valueOf(part)) : null));
  const map = (ref: NodeRef, operation: (value: number) => number): NodeRef =>
    compose(ref, (value) => leaf(operation(value)));

  const orElse = (first: NodeRef, empty: number, second: NodeRef): NodeRef =>
    apply(first, second, (first, second) => {
      if (first === leaf(empty)) return second;
      return first < 0 ? first : null;
    });

  return {
    radices,
    levelOf,
    childrenOf,
    node,
    map,
    compose,
    ite: (condition, chosen, otherwise) => {
      const known = apply(condition, chosen, (condition, chosen) => {
        if (condition === TRUE) return chosen;
        return condition === FALSE ? UNDECIDED : null;
      });
      return orElse(known, valueOf(UNDECIDED), otherwise);
    },
    literal: (level, cells) =>
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
    difference: (left, right) =>
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
    restrict: (ref, level, cell) =>
      rewrite(ref, (part) => {
        if (levelOf(part) > level) return part;
        return levelOf(part) === level ? (childrenOf(part)[cell] ?? part) : null;
      }),
    nodesOf: (ref) => {
      const seen = new Set<NodeRef>();
      const waiting = [ref];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (next < 0 || seen.has(next)) continue;
        seen.add(next);
        waiting.push(...childrenOf(next));
      }
      return [...seen];
    },
    count: (ref) => countLeaves(ref, { radices, levelOf, childrenOf }),
    satCount: (condition) => satCountOf(condition, { radices, levelOf, childrenOf }, counted),
  };
}

type Nodes = Pick<Diagrams, "radices" | "levelOf" | "childrenOf">;

function inputsBetween({ radices }: Nodes, from: number, until: number): bigint {
  let product = 1n;
  for (let level = from; level < until; level++) product *= BigInt(radices[level] ?? 1);
  return product;
}

/** @param known  Inputs of a node over the variables from its own level on. */
function satCountOf(condition: NodeRef, nodes: Nodes, known: Map<NodeRef, bigint>): bigint {
  const visit = (ref: NodeRef): bigint => {
    if (ref < 0) return ref === TRUE ? 1n : 0n;
    const counted = known.get(ref);
    if (counted !== undefined) return counted;
    let inputs = 0n;
    for (const child of nodes.childrenOf(ref)) {
      if (child !== FALSE) inputs += visit(child) * inputsBetween(nodes, nodes.levelOf(ref) + 1, nodes.levelOf(child));
    }
    known.set(ref, inputs);
    return inputs;
  };
  return visit(condition) * inputsBetween(nodes, 0, nodes.levelOf(condition));
}

function countLeaves(ref: NodeRef, nodes: Nodes): ReadonlyMap<number, bigint> {
  const { levelOf, childrenOf } = nodes;
  const memo = new Map<NodeRef, Map<number, bigint>>();
  /** Counts over the variables from the node's own level on. */
  const visit = (ref: NodeRef): Map<number, bigint> => {
    const known = memo.get(ref);
    if (known !== undefined) return known;
    const counts = new Map<number, bigint>();
    if (ref < 0) counts.set(valueOf(ref), 1n);
    for (const child of ref < 0 ? [] : childrenOf(ref)) {
      const factor = inputsBetween(nodes, levelOf(ref) + 1, levelOf(child));
      for (const [value, count] of visit(child)) counts.set(value, (counts.get(value) ?? 0n) + count * factor);
    }
    memo.set(ref, counts);
    return counts;
  };
  const above = inputsBetween(nodes, 0, levelOf(ref));
  return new Map([...visit(ref)].map(([value, count]) => [value, count * above]));
}
