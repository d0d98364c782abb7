import * as cases from "../../src/cases/case.ts";
import type { Complaint } from "../../src/cases/complaint.ts";
import {
  CaseRefusal,
  type Actor,
  type CaseFile,
  type CaseRole,
  type Direction,
  type Effect,
} from "../../src/cases/types.ts";

export const DAY_MS = 86_400_000;
const link = { kind: "link", entry: "evil.example" } as const;
export const person = (user: string, roles: readonly CaseRole[] = ["moderator"], isConcerned = false): Actor => ({
  user,
  roles,
  isConcerned,
  hasBlocked: false,
});
export const mo = person("mo");
export const ma = person("ma");
export const lea = person("lea", ["lead"]);
export const opened = (direction: Direction = "harmful", subject: CaseFile["subject"] = link) =>
  cases.openCase({ id: "1", subject, direction, atMs: 0 });
export const entry = (untilMs: number | null = 90 * DAY_MS): Effect => ({
  kind: "entry",
  entry: "evil.example",
  finding: "fraud",
  untilMs,
});
export const exception = (untilMs: number | null = 90 * DAY_MS): Effect => ({
  kind: "exception",
  entry: "good.example",
  untilMs,
});
export const wish = (decision: cases.Wish["decision"], effect: Effect | null = null, isWide = false): cases.Wish => ({
  decision,
  effect,
  reason: "seen",
  isWide,
});
export const at = (atMs: number, fourEyes: cases.FourEyes = "wide") => ({ atMs, fourEyes });

/** An appeal against the last decision of the round, which whoever appeals was told. */
export function appealed(file: CaseFile, atMs: number, { by = "sender", note = null }: Asking = {}): CaseFile {
  return cases.appeal(file, { by, note, of: cases.lastDecision(file, file.round) }, atMs);
}

interface Asking {
  readonly by?: string;
  readonly note?: string | null;
}

/** The code of what a step throws; `taken`: it throws nothing. */
export function refusalOf(step: () => unknown): string {
  try {
    step();
  } catch (error) {
    if (error instanceof CaseRefusal) return error.code;
    throw error;
  }
  return "taken";
}

/** Of a link, in the first round. */
export const complaint: Complaint = {
  id: "k:1",
  user: "ann",
  kind: "harmful",
  target: { kind: "link", conversation: "c", seq: 1, index: 0 },
  caseId: "1",
  round: 1,
  atMs: 0,
  host: "evil.example",
  category: null,
  note: null,
  withdrawnAtMs: null,
};
