import { isOneOf } from "../input/words.ts";

/** A client version as its numbers: `8.0.11` is `[8, 0, 11]`. */
export type Version = readonly number[];

/** Most numbers of a version. */
export const MAX_NUMBERS = 8;

const VERSION_PATTERN = new RegExp(`^\\d{1,9}(?:\\.\\d{1,9}){0,${MAX_NUMBERS - 1}}$`, "u");

/** @returns Null when the text is no dotted version of one to eight numbers; such a version fits no range. */
export function parseVersion(text: string): Version | null {
  if (!VERSION_PATTERN.test(text)) return null;
  return text.split(".").map(Number);
}

/** Number by number; a missing number counts as 0, so that `8.0` and `8.0.0` are the same version. */
export function compareVersions(left: Version, right: Version): number {
  const length = Math.max(left.length, right.length);
  for (let place = 0; place < length; place++) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

const COMPARISONS = [">=", ">", "<", "<=", "="] as const;
type Comparison = (typeof COMPARISONS)[number];

/** One comparison, such as `>=8.0.11`. */
export interface VersionBound {
  readonly comparison: Comparison;
  readonly version: Version;
}

/** Every bound must hold. No bound at all (`any`): every version fits, and an unknown one too. */
export type VersionRange = readonly VersionBound[];

const BOUND_PATTERN = /^(>=|>|<=|<|=)?(\d[\d.]*)$/u;

/**
 * A range as written in a rulebook: `any`, `>=8.0.11`, `>=8.0.11 <8.1`.
 *
 * @returns Null when it is none.
 */
export function parseVersionRange(text: string): VersionRange | null {
  const trimmed = text.trim();
  if (trimmed === "any") return [];
  const bounds: VersionBound[] = [];
  for (const part of trimmed.replaceAll(/(>=|<=|>|<|=)\s+/gu, "$1").split(/\s+/u)) {
    const match = BOUND_PATTERN.exec(part);
    const version = parseVersion(match?.[2] ?? "");
    if (match === null || version === null) return null;
    const comparison = match[1] ?? "=";
    if (!isOneOf(COMPARISONS, comparison)) return null;
    bounds.push({ comparison, version });
  }
  return bounds;
}

/** Whether a known version keeps a bound. */
export function keepsBound(version: Version, bound: VersionBound): boolean {
  const order = compareVersions(version, bound.version);
  switch (bound.comparison) {
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "=":
      break;
  }
  return order === 0;
}

export function formatVersion(version: Version): string {
  return version.join(".");
}
