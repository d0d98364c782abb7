import { type Diagrams, FALSE, type Reference, TRUE } from "./diagram.ts";

/** A product of cells: those allowed of each variable, null where all are. */
export type Box = readonly (readonly number[] | null)[];

export interface CoveringBox {
  readonly box: Box;
  /** One input of the box that no earlier box holds: a cell of every variable. */
  readonly point: readonly number[];
}

export interface CoverWish {
  /** Levels in the order in which a box may let go of them. */
  readonly order: readonly number[];
  /** Cell of each variable that a witness had best lie in. */
  readonly preferred: readonly number[];
}

/** A cover as far as it was asked for. */
export interface OpenCover {
  /** Null when all boxes were given. */
  next(): CoveringBox | null;
  /** Inputs that no box given so far holds. */
  leftOver(): bigint;
}

/**
 * A set of inputs as few boxes, each as wide as it can be: together they hold every input of `target` that is in
 * `care`, and of the others in `care` none. Boxes may share inputs.
 */
export function openCover(diagrams: Diagrams, target: Reference, care: Reference, wish: CoverWish): OpenCover {
  const allowed = diagrams.or(target, diagrams.not(care));
  let rest = diagrams.and(target, care);
  return {
    next: () => {
      if (rest === FALSE) return null;
      const { box: start, point } = onePath(diagrams, rest, wish.preferred);
      const box = widened(diagrams, start, { allowed, care, order: wish.order });
      rest = diagrams.except(rest, boxDiagram(diagrams, box));
      return { box, point };
    },
    leftOver: () => diagrams.size(rest),
  };
}

/** The first boxes of a cover, `maxBoxes` at most. */
export function coverOf(
  diagrams: Diagrams,
  target: Reference,
  care: Reference,
  wish: CoverWish & { readonly maxBoxes: number },
): readonly CoveringBox[] {
  const cover = openCover(diagrams, target, care, wish);
  const boxes: CoveringBox[] = [];
  while (boxes.length < wish.maxBoxes) {
    const box = cover.next();
    if (box === null) break;
    boxes.push(box);
  }
  return boxes;
}

/** True in the box. */
function boxDiagram(diagrams: Diagrams, box: Box): Reference {
  return box.reduceRight<Reference>((below, cells, level) => {
    if (cells === null) return below;
    const kids = Array.from({ length: diagrams.radices[level] ?? 0 }, () => FALSE);
    for (const cell of cells) kids[cell] = below;
    return diagrams.node(level, kids);
  }, TRUE);
}

function onePath(
  diagrams: Diagrams,
  reference: Reference,
  preferred: readonly number[],
): { readonly box: Box; readonly point: readonly number[] } {
  const box: (readonly number[] | null)[] = diagrams.radices.map(() => null);
  const point = diagrams.radices.map((_, level) => preferred[level] ?? 0);
  let node = reference;
  while (node >= 0) {
    const level = diagrams.levelOf(node);
    const kids = diagrams.kidsOf(node);
    const wanted = preferred[level] ?? 0;
    const cell = kids[wanted] === FALSE ? kids.findIndex((kid) => kid !== FALSE) : wanted;
    box[level] = [cell];
    point[level] = cell;
    node = kids[cell] ?? FALSE;
  }
  return { box, point };
}

interface Bounds {
  readonly allowed: Reference;
  readonly care: Reference;
  readonly order: readonly number[];
}

function widened(diagrams: Diagrams, start: Box, { allowed, care, order }: Bounds): Box {
  const box = [...start];
  for (const level of order) {
    const cells = box[level];
    if (cells === null || cells === undefined) continue;
    box[level] = null;
    if (isInside(diagrams, box, allowed)) continue;
    const kept = [...cells];
    for (let cell = 0; cell < (diagrams.radices[level] ?? 0); cell++) {
      if (kept.includes(cell)) continue;
      // The box so far is inside already, so only the new slice has to be asked.
      box[level] = [cell];
      // A slice without any input that exists would only lengthen the statement.
      if (!meets(diagrams, box, care)) continue;
      if (isInside(diagrams, box, allowed)) kept.push(cell);
    }
    box[level] = kept.toSorted((left, right) => left - right);
  }
  return box;
}

function isInside(diagrams: Diagrams, box: Box, allowed: Reference): boolean {
  const inside = new Set<Reference>();
  const visit = (reference: Reference): boolean => {
    if (reference < 0) return reference === TRUE;
    if (inside.has(reference)) return true;
    const kids = diagrams.kidsOf(reference);
    const cells = box[diagrams.levelOf(reference)] ?? null;
    const isKept = cells === null ? kids.every(visit) : cells.every((cell) => visit(kids[cell] ?? FALSE));
    if (isKept) inside.add(reference);
    return isKept;
  };
  return visit(allowed);
}

function meets(diagrams: Diagrams, box: Box, care: Reference): boolean {
  if (care === TRUE) return true;
  const outside = new Set<Reference>();
  const visit = (reference: Reference): boolean => {
    if (reference < 0) return reference === TRUE;
    if (outside.has(reference)) return false;
    const kids = diagrams.kidsOf(reference);
    const cells = box[diagrams.levelOf(reference)] ?? null;
    const isMet = cells === null ? kids.some(visit) : cells.some((cell) => visit(kids[cell] ?? FALSE));
    if (!isMet) outside.add(reference);
    return isMet;
  };
  return visit(care);
}
