import { type Diagrams, FALSE, type NodeRef, TRUE } from "../decide/diagram.ts";

/** A product of cells: those allowed of each variable, null where all are. */
export type Cube = readonly (readonly number[] | null)[];

export interface CoveringCube {
  readonly cube: Cube;
  /** One input of the cube that no earlier cube holds: a cell of every variable. */
  readonly assignment: readonly number[];
}

export interface CoverOptions {
  /** Levels in the order in which a cube may let go of them. */
  readonly order: readonly number[];
  /** Cell of each variable that a witness had best lie in. */
  readonly preferred: readonly number[];
  /** Where a witness had best lie before all else; anywhere when left out. */
  readonly within?: NodeRef;
}

/** A cover as far as it was asked for. */
export interface OpenCover {
  /** Null when all cubes were given. */
  next(): CoveringCube | null;
  /** Inputs that no cube given so far holds. */
  leftOver(): bigint;
}

/**
 * A set of inputs as few cubes, each as wide as it can be: together they hold every input of `target` that is in
 * `careSet`, and of the others in `careSet` none. Cubes may share inputs.
 */
export function openCover(diagrams: Diagrams, target: NodeRef, careSet: NodeRef, options: CoverOptions): OpenCover {
  const allowed = diagrams.or(target, diagrams.not(careSet));
  let rest = diagrams.and(target, careSet);
  return {
    next: () => {
      if (rest === FALSE) return null;
      const best = options.within === undefined ? rest : diagrams.and(rest, options.within);
      const { cube: start, assignment } = onePath(diagrams, best === FALSE ? rest : best, options.preferred);
      const cube = widened(diagrams, start, { allowed, careSet, order: options.order });
      rest = diagrams.difference(rest, cubeDiagram(diagrams, cube));
      return { cube, assignment };
    },
    leftOver: () => diagrams.satCount(rest),
  };
}

/** The first cubes of a cover, `maxCubes` at most. */
export function coverOf(
  diagrams: Diagrams,
  target: NodeRef,
  careSet: NodeRef,
  options: CoverOptions & { readonly maxCubes: number },
): readonly CoveringCube[] {
  const cover = openCover(diagrams, target, careSet, options);
  const cubes: CoveringCube[] = [];
  while (cubes.length < options.maxCubes) {
    const cube = cover.next();
    if (cube === null) break;
    cubes.push(cube);
  }
  return cubes;
}

/** True in the cube. */
function cubeDiagram(diagrams: Diagrams, cube: Cube): NodeRef {
  return cube.reduceRight<NodeRef>((below, cells, level) => {
    if (cells === null) return below;
    const children = Array.from({ length: diagrams.radices[level] ?? 0 }, () => FALSE);
    for (const cell of cells) children[cell] = below;
    return diagrams.node(level, children);
  }, TRUE);
}

function onePath(
  diagrams: Diagrams,
  ref: NodeRef,
  preferred: readonly number[],
): { readonly cube: Cube; readonly assignment: readonly number[] } {
  const cube: (readonly number[] | null)[] = diagrams.radices.map(() => null);
  const assignment = diagrams.radices.map((_, level) => preferred[level] ?? 0);
  let node = ref;
  while (node >= 0) {
    const level = diagrams.levelOf(node);
    const children = diagrams.childrenOf(node);
    const wanted = preferred[level] ?? 0;
    const cell = children[wanted] === FALSE ? children.findIndex((child) => child !== FALSE) : wanted;
    cube[level] = [cell];
    assignment[level] = cell;
    node = children[cell] ?? FALSE;
  }
  return { cube, assignment };
}

interface Bounds {
  readonly allowed: NodeRef;
  readonly careSet: NodeRef;
  readonly order: readonly number[];
}

function widened(diagrams: Diagrams, start: Cube, { allowed, careSet, order }: Bounds): Cube {
  const cube = [...start];
  for (const level of order) {
    const cells = cube[level];
    if (cells === null || cells === undefined) continue;
    cube[level] = null;
    if (isInside(diagrams, cube, allowed)) continue;
    const kept = [...cells];
    for (let cell = 0; cell < (diagrams.radices[level] ?? 0); cell++) {
      if (kept.includes(cell)) continue;
      // The cube so far is inside already, so only the new slice has to be asked.
      cube[level] = [cell];
      // A slice without any input that exists would only lengthen the statement.
      if (!meets(diagrams, cube, careSet)) continue;
      if (isInside(diagrams, cube, allowed)) kept.push(cell);
    }
    cube[level] = kept.toSorted((left, right) => left - right);
  }
  return cube;
}

function isInside(diagrams: Diagrams, cube: Cube, allowed: NodeRef): boolean {
  const inside = new Set<NodeRef>();
  const visit = (ref: NodeRef): boolean => {
    if (ref < 0) return ref === TRUE;
    if (inside.has(ref)) return true;
    const children = diagrams.childrenOf(ref);
    const cells = cube[diagrams.levelOf(ref)] ?? null;
    const isKept = cells === null ? children.every(visit) : cells.every((cell) => visit(children[cell] ?? FALSE));
    if (isKept) inside.add(ref);
    return isKept;
  };
  return visit(allowed);
}

function meets(diagrams: Diagrams, cube: Cube, careSet: NodeRef): boolean {
  if (careSet === TRUE) return true;
  const outside = new Set<NodeRef>();
  const visit = (ref: NodeRef): boolean => {
    if (ref < 0) return ref === TRUE;
    if (outside.has(ref)) return false;
    const children = diagrams.childrenOf(ref);
    const cells = cube[diagrams.levelOf(ref)] ?? null;
    const isMet = cells === null ? children.some(visit) : cells.some((cell) => visit(children[cell] ?? FALSE));
    if (!isMet) outside.add(ref);
    return isMet;
  };
  return visit(careSet);
}
