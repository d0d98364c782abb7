import type { CheckState, CheckWord, FourEyes, Wish } from "../cases/case.ts";
import type { Complaint, ComplaintTold, Target } from "../cases/complaint.ts";
import type { ConversationKind } from "../policy/types.ts";
import type { Resolution } from "../resolve/types.ts";
import type { ComplaintRecord, ReporterGroup } from "../cases/reporter.ts";
import type { CaseFile, CaseRole, Direction, Effect, Stage, Stake, Subject } from "../cases/types.ts";

export interface NewComplaint {
  readonly user: string;
  readonly kind: Direction;
  readonly target: Target;
  readonly subject: Subject;
  /** Who wrote what it is about, or who it is about. */
  readonly about: string;
  /** Of the link; null where it is about no link. */
  readonly host: string | null;
  readonly category: string | null;
  readonly note: string | null;
  readonly at: Date;
  /** Left out: it is about no link. */
  readonly judged?: JudgedBefore;
  /** Kept beside the case, should the message be deleted. Left out: it is about a person. */
  readonly seen?: SeenLink;
}

/** What a complaint is about, as the message had it. Its text is not kept. */
export interface SeenLink {
  readonly at: Date;
  readonly chat: ConversationKind;
  /** As it stands in the text; null: the complaint is about the message. */
  readonly link: string | null;
  /** What the network had told of it; null: nothing. */
  readonly resolution: Resolution | null;
}

/** The same, as a case keeps it until 200 days after its decision. */
export interface KeptEvidence extends SeenLink {
  /** As `targetKey` names it. */
  readonly key: string;
  readonly from: string;
}

/** What decided about a link when it was complained of. */
export interface JudgedBefore {
  /** `rulebook/rule`; where no rule did, what else decided (`rulebook/unresolved`). */
  readonly rule: string;
  /** SHA-256 of the edition, hexadecimal; null: there was none. */
  readonly edition: string | null;
  /** That something was found in. */
  readonly lists: readonly { readonly name: string; readonly version: string | null }[];
}

export interface ComplaintRules {
  /** Of one person, that are not decided. */
  readonly maxOpen: number;
  /** Of one person, made within an hour. */
  readonly maxPerHour: number;
}

/** A complaint, and how the case stands that it belongs to. */
export interface ComplaintInCase {
  readonly complaint: Complaint;
  readonly file: CaseFile;
}

/** What somebody is to be told. */
export interface Told {
  readonly user: string;
  readonly complaint: ComplaintTold;
}

/** A case that took a step. */
export interface CaseChanged {
  readonly file: CaseFile;
  /** Whom it concerns: those who complained in this round, and those whom a decision limits. */
  readonly told: readonly Told[];
}

/** Who acts, as their token says. */
export interface CaseActor {
  readonly user: string;
  readonly roles: readonly CaseRole[];
  /** Null: an operator at the machine, without a token. A revoked one decides nothing. */
  readonly token: { readonly issuedAt: Date | null; readonly tokenId: string | null; readonly expiresAt: Date } | null;
}

/** What somebody does in a case. */
export type CaseStep =
  | { readonly do: "claim" | "release" | "confirm" | "reject" | "undo" }
  | ({ readonly do: "check" } & CheckWord)
  | { readonly do: "decide"; readonly wish: Wish; readonly fourEyes: FourEyes };

/** An entry or an exception that somebody decides about a link that nobody complained of. */
export interface UnaskedDecision {
  readonly subject: Subject;
  readonly direction: Direction;
  readonly host: string | null;
  readonly wish: Wish;
  readonly fourEyes: FourEyes;
}

/** What `next` of a page of cases looks like: people, when it was opened in milliseconds, and the case. */
export const CASE_PLACE = /^(\d{1,9})\.(\d{1,15})\.([\w-]{22})$/u;

export interface CaseFilter {
  readonly stages: readonly Stage["kind"][];
  readonly direction: Direction | null;
  readonly host: string | null;
  /** Left out: drawn or not. */
  readonly check?: CheckState;
  /** Whose own decisions of the round are left out, with what reviews them, since another person checks them. */
  readonly notBy?: string;
  /** Of those that are open: somebody appealed. */
  readonly isAppeal?: true;
  /** All that fit are counted, and those that were due before. Left out: they are not. */
  readonly countedAt?: Date;
  /** `next` of the page before (`CASE_PLACE`); null: from the one with the most people. */
  readonly after: string | null;
  readonly limit: number;
}

export interface CaseInQueue {
  readonly file: CaseFile;
  readonly host: string | null;
  /** Who complained in this round. */
  readonly people: number;
}

export interface CasePage {
  /** The one with the most people first, then the oldest. */
  readonly cases: readonly CaseInQueue[];
  readonly next: string | null;
  /** Of all pages; null where none was asked for. */
  readonly count: CaseCount | null;
}

/** So many cases are counted at most, so that a count costs little. */
export const MAX_COUNTED = 10_000;

export interface CaseCount {
  readonly total: number;
  /** Of these, open and due before. */
  readonly overdue: number;
}

/** A case with what moderators see of its complaints. */
export interface CaseWhole extends CaseInQueue {
  /** Of all rounds, newest first, at most 200. */
  readonly complaints: readonly Complaint[];
  readonly kept: readonly KeptEvidence[];
}

/** What a case changes now. */
export interface EffectInForce {
  /** Grows with every change of any effect. */
  readonly number: number;
  readonly caseId: string;
  readonly effect: Effect;
  readonly at: Date;
}

/** How many of something in a period. */
export interface FigureRow {
  /** Of a rule, a list or a person; null: of a link that no rule or list is known of, or of no link. */
  readonly name: string | null;
  readonly received: number;
  readonly decided: number;
  readonly reversed: number;
}

/** Complaints of a period by who made them. */
export interface ReporterRow {
  /** Null: nothing was known of them. */
  readonly name: ReporterGroup | null;
  /** Those that were not taken back. */
  readonly complaints: number;
  /** Of these, in a round that is decided; and how many were not right. */
  readonly decided: number;
  readonly dismissed: number;
}

/** Figures of cases that were opened or decided in a period. */
export interface Figures {
  /** Times that a case was opened. */
  readonly received: number;
  readonly complaints: number;
  readonly decided: number;
  /** Of those decided: taken back, or overturned by an appeal. */
  readonly reversed: number;
  /** Milliseconds from the opening, or the appeal, to the decision; null: none is known. */
  readonly medianMs: number | null;
  /** Of those decided: one in twenty is drawn, which another person checks. */
  readonly checks: {
    readonly drawn: number;
    readonly checked: number;
    readonly agreed: number;
    /** Now, whatever the period: for another person's word, and for a lead. */
    readonly waiting: number;
    readonly disputed: number;
  };
  /** Now, whatever the period. */
  readonly open: number;
  readonly overdue: number;
  readonly byRule: readonly FigureRow[];
  readonly byList: readonly FigureRow[];
  readonly byReporter: readonly ReporterRow[];
  /** Who decided; `pseudonym` as the decision log writes them, null: they have none. */
  readonly byModerator: readonly (Omit<FigureRow, "name" | "received"> & {
    readonly user: string;
    readonly pseudonym: string | null;
    /** Of theirs, by others. */
    readonly checked: number;
    readonly agreed: number;
    /** The hour of the clock (UTC) with the most of their decisions, the first of several. */
    readonly busiestHour: { readonly from: Date; readonly decided: number };
  })[];
}

/** An effect that will end. */
export interface Ending {
  readonly effect: Effect;
  readonly caseId: string;
  readonly host: string | null;
  readonly at: Date;
}

/**
 * Complaints, cases and what was decided of them. A write is on disk when its promise resolves; who may do what is checked
 * in its transaction, where {@link CaseRefusal} is thrown. Part of the contract in store.ts.
 */
export interface CaseStore {
  /**
   * The same complaint again is answered as it stands. Of one subject and direction there is one case.
   *
   * @throws {CaseRefusal} `withdrawn`, `too_many_complaints`.
   */
  complain(complaint: NewComplaint, rules: ComplaintRules): Promise<Told & { readonly isNew: boolean }>;
  /** A person's own, newest first. @param before  The id of the last one of the page before; null: from the newest. */
  complaintsOf(user: string, before: string | null, limit: number): Promise<readonly ComplaintTold[]>;
  /** Null for none of ours. */
  complaint(id: string): Promise<ComplaintInCase | null>;
  /** @throws {CaseRefusal} `unknown_complaint`, also for another's; `already_decided`. */
  withdraw(user: string, id: string, at: Date): Promise<CaseChanged & { readonly own: ComplaintTold }>;
  /** @throws {CaseRefusal} `unknown_complaint`, `not_decided`, `final`. */
  appeal(
    user: string,
    id: string,
    note: string | null,
    at: Date,
  ): Promise<CaseChanged & { readonly own: ComplaintTold }>;
  cases(filter: CaseFilter): Promise<CasePage>;
  caseFile(id: string): Promise<CaseWhole | null>;
  /**
   * How complaints of people turned out that they made since then, by user. Those of one round of a case count once;
   * the round of `file` does not, nor do those of who is erased. At most 20 rounds of each person, the newest.
   */
  complaintRecords(
    file: CaseFile,
    users: readonly string[],
    since: Date,
  ): Promise<ReadonlyMap<string, ComplaintRecord>>;
  /** Whether two are or were in one conversation. */
  haveMet(user: string, other: string): Promise<boolean>;
  /** What keeps somebody from deciding in a case, with an effect or without; of no case nothing does. */
  stake(id: string, user: string, effect: Effect | null): Promise<Stake>;
  /**
   * @param version  Of the case as the actor saw it.
   * @returns Null when there is no such case.
   * @throws {CaseRefusal}
   */
  act(id: string, version: number, step: CaseStep, actor: CaseActor, at: Date): Promise<CaseChanged | null>;
  /**
   * Decides in the case of a subject, which is opened for it.
   *
   * @param version  Of all effects as the actor saw them: `lastEffect()`.
   * @throws {CaseRefusal} `conflict` also when its case is under review or decided.
   */
  decideUnasked(decision: UnaskedDecision, version: number, actor: CaseActor, at: Date): Promise<CaseChanged>;
  /** Ends effects whose day has come, at most so many. */
  endEffects(at: Date, limit: number): Promise<readonly CaseChanged[]>;
  /** Takes what decided cases kept of links, and have kept long enough. */
  endEvidence(at: Date): Promise<void>;
  /** All that hold, whatever their day. */
  effects(): Promise<readonly EffectInForce[]>;
  /** Those with a day, the next to end first. */
  endings(before: Date, limit: number): Promise<readonly Ending[]>;
  /** @param from  Counted from here on. @param to  And before here. */
  figures(from: Date, to: Date, now: Date): Promise<Figures>;
  /** The number of the last change of any effect; 0: there was none. */
  lastEffect(): Promise<number>;
}
