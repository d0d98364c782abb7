import type { ReporterGroup } from "../../cases/reporter.ts";
import type { FindingKind } from "../../findings/types.ts";
import type { ConversationKind } from "../../policy/types.ts";
import type { LinkReport } from "../../report/report.ts";

/** What the gateway answers moderators, as its routes describe it. Instants are ISO 8601. */

export type Role = "moderator" | "lead" | "auditor" | "operator";

export interface Actor {
  /** Null: an operator at the machine, without a token. */
  readonly user: string | null;
  readonly roles: readonly Role[];
  readonly fourEyes: "wide" | "all";
  readonly undoWithinMs: number;
}

export type Subject =
  | { readonly kind: "link"; readonly entry: string }
  | { readonly kind: "message"; readonly conversation: string; readonly seq: number }
  /** Auditors read no name. */
  | { readonly kind: "user"; readonly user?: string | undefined };

export type EffectTold =
  | { readonly entry: string; readonly kind: FindingKind; readonly until: string | null }
  | { readonly exception: string; readonly until: string | null }
  | { readonly suspend: string; readonly until: string };

export type Outcome = "upheld" | "overturned" | "dismissed";

/** What somebody decided, or wants to. Auditors read no names. */
export interface Wanted {
  readonly outcome: Outcome;
  readonly effect: EffectTold | null;
  readonly reason: string;
  readonly by?: string | undefined;
  readonly at: string;
  readonly wide: boolean;
}

export interface Decision extends Wanted {
  readonly number: number;
  readonly round: number;
  readonly reviews?: number | undefined;
  readonly confirmedBy?: string | undefined;
  readonly undone?: { readonly by?: string | undefined; readonly at: string } | undefined;
  readonly endedAt?: string | undefined;
  /** Of the sample that another person checks. */
  readonly drawn?: true | undefined;
  readonly check?:
    | {
        readonly by?: string | undefined;
        readonly at: string;
        readonly agrees: boolean;
        readonly note?: string | undefined;
        /** A lead has left the decision as it is. */
        readonly left?: { readonly by?: string | undefined; readonly at: string } | undefined;
      }
    | undefined;
}

export type CaseState = "received" | "in_review" | "proposed" | "decided" | "withdrawn";

export interface QueuedCase {
  readonly id: string;
  readonly version: number;
  readonly subject: Subject;
  readonly kind: "harmful" | "wrongly_blocked";
  readonly host: string | null;
  readonly state: CaseState;
  readonly isAppeal: boolean;
  readonly round: number;
  readonly people: number;
  readonly openedAt: string;
  readonly dueBy: string;
  readonly origin: "complaint" | "ended";
  readonly claimed?: { readonly by?: string | undefined; readonly until: string } | undefined;
  readonly proposal?: Wanted | undefined;
  /** Its decision was drawn, and waits for another person, or for a lead since that person does not agree. */
  readonly check?: "waiting" | "disputed" | undefined;
  readonly inForce?: EffectTold | undefined;
  readonly decisions: readonly Decision[];
}

export interface SiteName {
  readonly host: string;
  readonly unicode: string;
  readonly domain: string | null;
}

export interface Evidence {
  readonly at: string;
  readonly chat: ConversationKind;
  readonly from: string;
  /** When whoever wrote it first signed in. */
  readonly accountSince?: string | undefined;
  readonly text: string;
  /** The message was deleted, and its text with it. */
  readonly isDeleted?: true | undefined;
  readonly report?: LinkReport | undefined;
  readonly sites: readonly SiteName[];
}

export interface ComplaintTold {
  readonly at: string;
  readonly round: number;
  readonly user?: string | undefined;
  readonly category?: string | undefined;
  readonly note?: string | undefined;
  readonly withdrawnAt?: string | undefined;
  /** When this person first signed in. */
  readonly accountSince?: string | undefined;
  /** How other complaints of this person turned out. */
  readonly earlier?: { readonly decided: number; readonly dismissed: number } | undefined;
}

export type Barred = "role_missing" | "own_case" | "same_person";

export interface WholeCase extends QueuedCase {
  readonly site: SiteName | null;
  readonly barred: Barred | null;
  readonly evidence: readonly Evidence[];
  readonly appeal?:
    | { readonly by?: string | undefined; readonly at: string; readonly note?: string | undefined }
    | undefined;
  readonly complaints: readonly ComplaintTold[];
}

export type WideReason = "without_end" | "over_a_year" | "registered" | "guarded" | "many_messages" | "long_suspension";

/** What an effect would change, of the messages of the last 30 days. */
export interface Reach {
  readonly messages: number;
  readonly isCapped: boolean;
  readonly stricter: number;
  readonly milder: number;
  readonly conversations: number;
  readonly people: number;
  readonly wide: readonly WideReason[];
}

export interface EffectInForce {
  readonly case: string;
  readonly host: string | null;
  readonly at: string;
  readonly effect: EffectTold;
}

export interface ListTold {
  readonly name: string;
  readonly kind: FindingKind;
  readonly format: string;
  readonly version: string | null;
  readonly at: string;
  readonly ageSeconds: number;
  readonly stale: boolean;
  readonly entries: number;
  readonly exceptions: number;
}

export interface FigureRow {
  readonly name: string | null;
  readonly received?: number | undefined;
  readonly decided: number;
  readonly reversed: number;
  /** Of a moderator. */
  readonly checked?: number | undefined;
  readonly agreed?: number | undefined;
  readonly busiestHour?: { readonly from: string; readonly decided: number } | undefined;
}

/** Complaints by who made them. */
export interface ReporterRow {
  readonly name: ReporterGroup | null;
  readonly complaints: number;
  readonly decided: number;
  readonly dismissed: number;
}

/** Of a period. */
export interface Figures {
  readonly from: string;
  readonly to: string;
  readonly received: number;
  readonly complaints: number;
  readonly decided: number;
  readonly reversed: number;
  readonly medianMs: number | null;
  readonly checks: Readonly<Record<"drawn" | "checked" | "agreed" | "waiting" | "disputed", number>>;
  readonly open: number;
  readonly overdue: number;
  readonly byRule: readonly FigureRow[];
  readonly byList: readonly FigureRow[];
  readonly byReporter: readonly ReporterRow[];
  readonly byModerator: readonly FigureRow[];
}
