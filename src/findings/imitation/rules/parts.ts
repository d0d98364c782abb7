import type { Brand, Catalogue } from "../catalogue.ts";

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

/** The label that was cut last, and its parts: each rule asks for those of one label. */
let cut = "";
let tokens: readonly string[] = [];

/** The parts of a label between its hyphens. */
export function tokensOf(label: string): readonly string[] {
  if (label !== cut) {
    cut = label;
    tokens = label.split("-");
  }
  return tokens;
}

/** Countries whose companies are at home under several suffixes. */
export const HOMES = { CN: ["cn", "hk", "mo", "tw"], ID: ["id"], VN: ["vn"] } as const;

/** Suffixes that a country gives to its companies. */
export const COMPANIES = /^com?\.[a-z]{2}$/u;

/** Whether a name's company is at home nowhere under a suffix of China, so that whoever has it there is somebody else. */
export function isBarred({ label }: Brand, suffix: string, { barred }: Catalogue): boolean {
  return (suffix === "cn" || suffix.endsWith(".cn")) && barred.has(label);
}

export const NO_BRANDS: readonly Brand[] = [];

export function lookingLike(brand: Brand, why: string, isStrong: boolean): Lookalike {
  return { isStrong, site: brand.site, why };
}

/** Whether a name is copied often enough that a slip in it, or a joined word, is meant. */
export function isCopied({ weight }: Brand): boolean {
  return weight !== "common" && weight !== "known";
}

/** Hosting where a name is an account's, and the account's name its company's. */
export const ACCOUNT_HOSTING: ReadonlySet<string> = new Set(["github.io", "gitlab.io"]);
/** Hosting that lends names to projects of the same name, by hand. */
export const PROJECT_HOSTING: ReadonlySet<string> = new Set(["readthedocs.io", "js.org"]);

/** Hosting where companies' own machines have names. */
const MACHINES =
  /(?:^|\.)(?:aliyuncs|amazonaws|appspot|azure|myqcloud)\.com$|(?:^|\.)(?:azureedge|azurewebsites|cloudapp|cloudfunctions|windows)\.net$|\.on\.aws$/u;

/** Whether anybody had the name within minutes, and it says nothing about who that is. */
export function isCheapHosting({ isHosting, suffix }: Parts): boolean {
  return isHosting && !ACCOUNT_HOSTING.has(suffix) && !PROJECT_HOSTING.has(suffix) && !MACHINES.test(suffix);
}
