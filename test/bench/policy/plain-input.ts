/** What the other engines get, worked out for them before the clock runs: numbers for versions and dates, lists for sets. */
export interface PlainInput {
  readonly at: number;
  readonly chat: string;
  readonly os: string;
  readonly version: number;
  readonly choice: string;
  readonly kind: string;
  readonly app: string;
  readonly relation: string;
  readonly cls: string;
  readonly findings: readonly string[];
}

export function versionNumber(version: string | number | null): number {
  if (version === null) return -1;
  if (typeof version === "number") return version;
  return version.split(".").reduce((all, part) => all * 1_000 + Number(part), 0);
}
export const NEWEST = { android: versionNumber("8.0.11"), ios: versionNumber("8.0.13") };
