/** Who complains, as figures group complaints: by how old the account was, and how earlier complaints had turned out. */
export const REPORTER_GROUPS = ["new_account", "established", "often_dismissed"] as const;
export type ReporterGroup = (typeof REPORTER_GROUPS)[number];

/** Rounds of cases that somebody complained in, as they are decided. */
export interface ComplaintRecord {
  readonly decided: number;
  /** Of those decided: they were not right. */
  readonly dismissed: number;
}

const DAY_MS = 86_400_000;
/** An account of less is new. */
export const NEW_ACCOUNT_MS = 7 * DAY_MS;
/** How earlier complaints turned out is counted so far back. */
export const RECORD_MS = 365 * DAY_MS;
/** With fewer decided rounds a record says nothing. */
const LEAST_DECIDED = 3;

/** @param ageMs  Of the account; null: not known. @returns Null: nothing is known of them. */
export function reporterGroup(ageMs: number | null, record: ComplaintRecord | undefined): ReporterGroup | null {
  if (record !== undefined && record.decided >= LEAST_DECIDED && record.dismissed * 2 > record.decided)
    return "often_dismissed";
  if (ageMs === null) return null;
  return ageMs < NEW_ACCOUNT_MS ? "new_account" : "established";
}
