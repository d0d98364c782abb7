import type { ComplaintKind, ComplaintState, ComplaintTold } from "../cases/complaint.ts";
import type { Outcome } from "../cases/types.ts";

/** A complaint as its person sees it; of kind `decision`, a decision that concerns them. Absent fields say nothing. */
export interface ComplaintItem {
  readonly id: string;
  readonly kind: ComplaintKind;
  readonly conversation?: string;
  readonly seq?: number;
  /** Of a link; absent for a message and a person. */
  readonly index?: number;
  /** Whom it is about. */
  readonly user?: string;
  readonly host?: string;
  readonly state: ComplaintState;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly dueBy: string;
  readonly category?: string;
  readonly note?: string;
  readonly outcome?: Outcome;
  /** Why, in the words of who decided. */
  readonly reason?: string;
  /** Of `/v1/statements/{id}`. */
  readonly statement?: string;
  /** `appeal` is taken until then. */
  readonly appealUntil?: string;
}

export function complaintItem(told: ComplaintTold): ComplaintItem {
  const { id, kind, target, host, state, atMs, dueAtMs, category, note, outcome, reason, statement, appealUntilMs } =
    told;
  return {
    id,
    kind,
    ...(kind !== "decision" && placeOf(target)),
    ...(host !== null && { host }),
    state,
    at: isoOf(atMs),
    dueBy: isoOf(dueAtMs),
    ...(category !== null && { category }),
    ...(note !== null && { note }),
    ...(outcome !== null && { outcome }),
    ...(reason !== null && { reason }),
    ...(statement !== null && { statement }),
    ...(appealUntilMs !== null && { appealUntil: isoOf(appealUntilMs) }),
  };
}

/** Whom a decision concerns is not told the place: in a conversation of two it would say who complained. */
function placeOf(target: ComplaintTold["target"]): Pick<ComplaintItem, "conversation" | "seq" | "index" | "user"> {
  switch (target.kind) {
    case "link":
      return { conversation: target.conversation, seq: target.seq, index: target.index };
    case "message":
      return { conversation: target.conversation, seq: target.seq };
    case "user":
      return { user: target.user, ...(target.conversation !== null && { conversation: target.conversation }) };
  }
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
