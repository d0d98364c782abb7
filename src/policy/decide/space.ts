import type { Condition } from "../rulebook/condition.ts";
import type { FindingKind } from "../../findings/types.ts";
import type { PolicyFacts } from "../types.ts";
import {
  compareVersions,
  keepsBound,
  parseVersion,
  type Version,
  type VersionBound,
  type VersionRange,
} from "../version.ts";
import {
  CHAT_KINDS,
  CHOICE_WORDS,
  CLASSES,
  FINDINGS,
  LINK_KINDS,
  OSES,
  RELATIONS,
  type SetField,
} from "../vocabulary.ts";
import { recordOf } from "../../input/words.ts";

type Os = PolicyFacts["client"]["os"];

/**
 * The variables every space has, in the order in which they are asked; the findings follow. Rules about one app or owner
 * name their own dates and versions. These are asked once the link's app and owner are known: asked before, every
 * app's dates and versions would have to be told apart for every other app too.
 */
export const VARIABLES = ["chat", "relation", "kind", "choice", "class", "app", "owner", "at", "client"] as const;
/** Of the variables the first ones, whose words are known beforehand. */
export const CLOSED_VARIABLES = 5;
export type VariableName = (typeof VARIABLES)[number];

/** Place of each variable in `VARIABLES`. */
export const LEVEL: Readonly<Record<VariableName, number>> = recordOf(VARIABLES, (_, place) => place);
export const FIRST_FINDING_LEVEL = VARIABLES.length;

/** A place between two versions: just before `version`, or just after it. */
export interface VersionCut {
  readonly version: Version;
  readonly isAfter: boolean;
}

/**
 * Every input a set of conditions can tell apart, as a product of finite variables.
 * Two inputs in the same cell of every variable get the same answer from every one of the conditions.
 */
export interface Space {
  /** Words of each set variable; for `app` and `owner` the named ones, with one more cell for all others. */
  readonly words: Readonly<Record<SetField, readonly string[]>>;
  /** Instants at which an answer may change, ascending. Cell 0 lies before the first. */
  readonly instantsMs: readonly number[];
  /** Per system, ascending. Its cells: unknown version, then one more than it has cuts. */
  readonly versionCuts: Readonly<Record<Os, readonly VersionCut[]>>;
  /** First client cell of each system. */
  readonly clientStart: Readonly<Record<Os, number>>;
  /**
   * Findings that no condition tells apart, by group; one two-celled variable each: none of them, at least one.
   * A condition asks for at least one of some kinds, so a group is all it can see.
   */
  readonly findings: readonly (readonly FindingKind[])[];
  /** Number of cells of every variable, in order of level. */
  readonly radices: readonly number[];
}

/** @param instantsMs  Further instants to cut time at, such as those at which editions begin. */
export function spaceOf(conditions: Iterable<Condition>, instantsMs: Iterable<number> = []): Space {
  const apps = new Set<string>();
  const owners = new Set<string>();
  const instants = new Set(instantsMs);
  const askedKinds: (readonly FindingKind[])[] = [];
  const cuts = recordOf(OSES, (): VersionCut[] => []);

  const visit = (condition: Condition): void => {
    switch (condition.type) {
      case "all":
      case "any":
        condition.of.forEach(visit);
        return;
      case "not":
        visit(condition.of);
        return;
      case "word":
        if (condition.field === "app") for (const word of condition.words) apps.add(word);
        if (condition.field === "owner") for (const word of condition.words) owners.add(word);
        return;
      case "finding":
        askedKinds.push(condition.kinds);
        return;
      case "client":
        for (const os of OSES) for (const bound of condition.ranges[os] ?? []) cuts[os].push(...cutsOf(bound));
        return;
      case "at":
        if (Number.isFinite(condition.fromMs)) instants.add(condition.fromMs);
        if (Number.isFinite(condition.untilMs)) instants.add(condition.untilMs);
    }
  };
  for (const condition of conditions) visit(condition);

  const versionCuts = recordOf(OSES, (os) => sortedCuts(cuts[os]));
  const clientStart = recordOf(OSES, () => 0);
  let clientCells = 0;
  for (const os of OSES) {
    clientStart[os] = clientCells;
    clientCells += versionCuts[os].length + 2;
  }
  const words: Record<SetField, readonly string[]> = {
    chat: CHAT_KINDS,
    relation: RELATIONS,
    kind: LINK_KINDS,
    choice: CHOICE_WORDS,
    class: CLASSES,
    app: [...apps].sort(),
    owner: [...owners].sort(),
  };
  const findings = groupsOf(askedKinds);
  const sortedInstants = [...instants].sort((left, right) => left - right);
  return {
    words,
    instantsMs: sortedInstants,
    versionCuts,
    clientStart,
    findings,
    radices: [
      ...VARIABLES.map((name) => {
        if (name === "at") return sortedInstants.length + 1;
        if (name === "client") return clientCells;
        return words[name].length + (name === "app" || name === "owner" ? 1 : 0);
      }),
      ...findings.map(() => 2),
    ],
  };
}

/** Instants at which an answer may change, with further ones. */
export function instantsOf(conditions: Iterable<Condition>, instantsMs: Iterable<number> = []): ReadonlySet<number> {
  return new Set(spaceOf(conditions, instantsMs).instantsMs);
}

function groupsOf(asked: readonly (readonly FindingKind[])[]): FindingKind[][] {
  const groups = new Map<string, FindingKind[]>();
  for (const kind of FINDINGS) {
    const askedBy = asked.flatMap((kinds, place) => (kinds.includes(kind) ? [place] : []));
    if (askedBy.length === 0) continue;
    const key = askedBy.join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [kind]);
    else group.push(kind);
  }
  return [...groups.values()];
}

function cutsOf({ comparison, version }: VersionBound): VersionCut[] {
  const before = { version, isAfter: false };
  const after = { version, isAfter: true };
  if (comparison === "=") return [before, after];
  return comparison === ">=" || comparison === "<" ? [before] : [after];
}

function compareCuts(left: VersionCut, right: VersionCut): number {
  return compareVersions(left.version, right.version) || Number(left.isAfter) - Number(right.isAfter);
}

function sortedCuts(cuts: readonly VersionCut[]): VersionCut[] {
  return cuts.toSorted(compareCuts).filter((cut, index, all) => {
    const previous = all[index - 1];
    return previous === undefined || compareCuts(previous, cut) !== 0;
  });
}

/** Cell of an instant: how many cuts lie at or before it. */
export function instantCell(space: Space, atMs: number): number {
  let low = 0;
  let high = space.instantsMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((space.instantsMs[middle] ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cell of a client; the first of its system when the version is unknown. */
export function clientCell(space: Space, os: Os, versionText: string | null): number {
  const version = versionText === null ? null : parseVersion(versionText);
  const start = space.clientStart[os];
  if (version === null) return start;
  let passed = 0;
  for (const cut of space.versionCuts[os]) {
    const order = compareVersions(version, cut.version);
    if (order > 0 || (order === 0 && !cut.isAfter)) passed++;
    else break;
  }
  return start + 1 + passed;
}

/** The cells of one variable in which a plain condition holds, as one flag a cell. */
export function cellsWhere(space: Space, condition: Extract<Condition, { type: "word" | "client" | "at" }>): boolean[] {
  switch (condition.type) {
    case "word": {
      const cells = space.words[condition.field].map((word) => condition.words.has(word));
      if (condition.field === "app" || condition.field === "owner") cells.push(false);
      return cells;
    }
    case "at":
      return Array.from({ length: space.instantsMs.length + 1 }, (_, cell) => {
        const startMs = space.instantsMs[cell - 1] ?? Number.NEGATIVE_INFINITY;
        return startMs >= condition.fromMs && startMs < condition.untilMs;
      });
    case "client":
      break;
  }
  return OSES.flatMap((os) => {
    const range = condition.ranges[os];
    const cuts = space.versionCuts[os];
    const cells = [range !== undefined && range.length === 0];
    for (let cell = 0; cell <= cuts.length; cell++) cells.push(range !== undefined && fitsCell(range, cuts, cell));
    return cells;
  });
}

/** Whether every version of a cell keeps a range whose bounds are all among the cuts. */
function fitsCell(range: VersionRange, cuts: readonly VersionCut[], cell: number): boolean {
  const lower = cuts[cell - 1];
  const upper = cuts[cell];
  return range.every((bound) => {
    // The cell lies between two neighbouring cuts, so one bound is kept by all of it or by none.
    if (lower !== undefined && !lower.isAfter) return keepsBound(lower.version, bound);
    if (upper?.isAfter === true) return keepsBound(upper.version, bound);
    if (lower === undefined) return bound.comparison === "<" || bound.comparison === "<=";
    const order = compareVersions(lower.version, bound.version);
    if (bound.comparison === "=") return false;
    return bound.comparison === ">" || bound.comparison === ">=" ? order >= 0 : order < 0;
  });
}
