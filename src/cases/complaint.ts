import { appealUntilMs, DUE_MS, lastDecision } from "./case.ts";
import type { CaseFile, Decision, Direction, Outcome } from "./types.ts";

/** What a complaint is about: a link of a message, a message, or a person. */
export type Target =
  | { readonly kind: "link"; readonly conversation: string; readonly seq: number; readonly index: number }
  | { readonly kind: "message"; readonly conversation: string; readonly seq: number }
  | { readonly kind: "user"; readonly user: string; readonly conversation: string | null };

/** `decision`: not a complaint but a decision that its person is told of, since it concerns them. */
export type ComplaintKind = Direction | "decision";

/** One person's complaint, as it is kept. One of each kind about one thing for ever. */
export interface Complaint {
  readonly id: string;
  readonly user: string;
  readonly kind: ComplaintKind;
  readonly target: Target;
  readonly caseId: string;
  /** Of the case, when it was made. */
  readonly round: number;
  readonly atMs: number;
  /** The host of the link; null where it is about no link. */
  readonly host: string | null;
  /** What is found wrong: a kind of finding, or words of the person's own. */
  readonly category: string | null;
  readonly note: string | null;
  readonly withdrawnAtMs: number | null;
}

/** How a complaint stands, as its person is told. */
export const COMPLAINT_STATES = ["received", "in_review", "proposed", "decided", "appealed", "withdrawn"] as const;
export type ComplaintState = (typeof COMPLAINT_STATES)[number];

/** A complaint as its person sees it. Nothing of it names anybody else. */
export interface ComplaintTold {
  readonly id: string;
  readonly kind: ComplaintKind;
  readonly target: Target;
  readonly host: string | null;
  readonly state: ComplaintState;
  readonly atMs: number;
  readonly dueAtMs: number;
  readonly category: string | null;
  readonly note: string | null;
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  /** Of the statement of reasons; null while nothing is decided. */
  readonly statement: string | null;
  readonly appealUntilMs: number | null;
}

/** A complaint as the case stands that it belongs to. */
export function complaintTold(complaint: Complaint, file: CaseFile): ComplaintTold {
  const decision = decisionFor(complaint, file);
  const { id, kind, target, host, atMs, category, note } = complaint;
  return {
    id,
    kind,
    target,
    host,
    state: stateOf(complaint, file, decision),
    atMs,
    dueAtMs: complaint.round === file.round ? file.dueAtMs : atMs + DUE_MS,
    category,
    note,
    outcome: decision?.outcome ?? null,
    reason: decision?.reason ?? null,
    statement: decision === null ? null : statementId(complaint, decision),
    appealUntilMs: decision === null || complaint.withdrawnAtMs !== null ? null : appealUntilMs(file, decision),
  };
}

/** What was decided of a complaint: in its own round, also when the case was opened anew since. */
export function decisionFor({ round }: Pick<Complaint, "round">, file: CaseFile): Decision | null {
  return lastDecision(file, round);
}

function stateOf({ round, withdrawnAtMs }: Complaint, file: CaseFile, decision: Decision | null): ComplaintState {
  if (withdrawnAtMs !== null) return "withdrawn";
  if (round !== file.round) return decision === null ? "withdrawn" : "decided";
  const { stage, appeal } = file;
  if (stage.kind === "decided") return "decided";
  // Who looks at it, and what somebody proposes, is not told.
  if (appeal !== null && decision !== null) return "appealed";
  return stage.kind === "withdrawn" ? "withdrawn" : stage.kind;
}

/** Names the statement of reasons for one person about one decision. */
export function statementId({ id }: Pick<Complaint, "id">, { number }: Pick<Decision, "number">): string {
  return `${id}.${number}`;
}

/** The complaint and the decision that a statement's name says; null for none of ours. */
export function readStatementId(text: string): { readonly complaint: string; readonly decision: number } | null {
  const [, complaint, decision] = /^(k:[\w-]{22})\.([1-9]\d{0,5})$/u.exec(text) ?? [];
  return complaint === undefined ? null : { complaint, decision: Number(decision) };
}

/** What makes one person's complaint the same again. */
export function targetKey(target: Target): string {
  switch (target.kind) {
    case "link":
      return `link ${target.conversation} ${target.seq} ${target.index}`;
    case "message":
      return `message ${target.conversation} ${target.seq}`;
    case "user":
      return `user ${target.user}`;
  }
}
