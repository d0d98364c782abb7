import type { Brand } from "../catalogue.ts";

/** What a host looks like that it is not. */
export interface Lookalike {
  /** Whether nobody gives a host such a name by accident. */
  readonly isStrong: boolean;
  /** The domain it looks like; null when it only hides what it is. */
  readonly site: string | null;
  /** What makes it look so, in words. */
  readonly why: string;
}

/** A host in parts. */
export interface Parts {
  /** In Unicode, without the suffix, from the left; the last one is what its owner chose. */
  readonly labels: readonly string[];
  readonly label: string;
  /** Whether all of it is. */
  readonly isAscii: boolean;
  readonly suffix: string;
  /** Whether anybody may have a name under the suffix within minutes. */
  readonly isHosting: boolean;
}

/** Countries whose companies are at home under several suffixes. */
export const HOMES = { CN: ["cn", "hk", "mo", "tw"], ID: ["id"], VN: ["vn"] } as const;

export const NO_BRANDS: readonly Brand[] = [];

export function lookingLike(brand: Brand, why: string, isStrong: boolean): Lookalike {
  return { isStrong, site: brand.site, why };
}

/** Whether a name is copied often enough that a slip in it, or a joined word, is meant. */
export function isCopied({ weight }: Brand): boolean {
  return weight !== "common" && weight !== "known";
}
