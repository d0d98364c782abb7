import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { CHECK_STATES, checkState, effectOf, FOUR_EYES } from "../../../cases/case.ts";
import type { Complaint } from "../../../cases/complaint.ts";
import type { ComplaintRecord } from "../../../cases/reporter.ts";
import { DIRECTIONS, OUTCOMES, type CaseRefusalCode, type Decision, type Effect } from "../../../cases/types.ts";
import { FINDING_KINDS } from "../../../findings/types.ts";
import { WIDE_REASONS } from "../../../messages/case-desk.ts";
import { siteName, siteNamesIn, type CaseEvidence } from "../../../messages/case-evidence.ts";
import { CONVERSATION_KINDS } from "../../../policy/types.ts";
import { linkReportSchema } from "../../../report/schema.ts";
import { MAX_COUNTED, type CaseInQueue, type CaseWhole } from "../../../store/cases.ts";
import { caseActorOf } from "../access.ts";

const text = z.string();
const instant = z.iso.datetime();
const count = z.int().min(0);
const name = text.optional().meta({ description: "Not told to auditors" });

/** Why somebody decides nothing in a case. */
const BARRED = ["role_missing", "own_case", "same_person"] as const;

export const STATES = ["received", "in_review", "proposed", "decided", "withdrawn"] as const;

const subject = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("link"), entry: text.meta({ description: "As a list entry is written" }) }),
  z.object({ kind: z.literal("message"), conversation: text, seq: z.int().min(1) }),
  z.object({ kind: z.literal("user"), user: name }),
]);
export const effectAnswer = z.union([
  z.object({ entry: text, kind: z.enum(FINDING_KINDS), until: instant.nullable() }),
  z.object({ exception: text, until: instant.nullable() }),
  z.object({ suspend: text, until: instant }),
]);
const wanted = {
  outcome: z.enum(OUTCOMES),
  effect: effectAnswer.nullable(),
  reason: text,
  by: name,
  at: instant,
  wide: z.boolean().meta({ description: "It needs two people, whatever the setting" }),
};
const decision = z.object({
  ...wanted,
  number: z.int().min(1),
  round: z.int().min(1),
  reviews: z.int().min(1).optional().meta({ description: "The decision that it looks at again, after an appeal" }),
  confirmedBy: name,
  undone: z.object({ by: name, at: instant }).optional(),
  endedAt: instant.optional(),
  drawn: z.literal(true).optional().meta({ description: "One in twenty, which another person checks" }),
  check: z
    .object({
      by: name,
      at: instant,
      agrees: z.boolean(),
      note: name,
      left: z.object({ by: name, at: instant }).optional().meta({
        description: "Where that person does not agree: a lead has left the decision as it is",
      }),
    })
    .optional()
    .meta({ description: "What that person says" }),
});

export const queuedCase = z
  .object({
    id: text,
    version: z.int().min(1).meta({ description: "For If-Match; one more with each change" }),
    subject,
    kind: z.enum(DIRECTIONS),
    host: text.nullable(),
    state: z.enum(STATES),
    isAppeal: z.boolean(),
    round: z.int().min(1),
    people: count.meta({ description: "Who complained in this round; it decides nothing" }),
    openedAt: instant,
    dueBy: instant,
    origin: z.enum(["complaint", "ended"]).meta({ description: "`ended`: an effect came to its day" }),
    claimed: z.object({ by: name, until: instant }).optional(),
    proposal: z.object(wanted).optional(),
    check: z.enum(CHECK_STATES).optional().meta({
      description:
        "Its decision was drawn: it waits for another person's word, or for a lead since that person does not agree",
    }),
    inForce: effectAnswer.optional().meta({ description: "What the case changes now" }),
    decisions: z.array(decision),
  })
  .meta({ id: "Case" });

const complaint = z.object({
  at: instant,
  kind: z.enum(DIRECTIONS),
  round: z.int().min(1),
  user: name,
  conversation: text.optional(),
  seq: z.int().min(1).optional(),
  index: count.optional(),
  category: text.optional(),
  note: name,
  withdrawnAt: instant.optional(),
  accountSince: instant.optional().meta({
    description: "Of who complains: when they first signed in. For moderators alone, of the 50 who complained last",
  }),
  earlier: z
    .object({ decided: count.min(1), dismissed: count })
    .optional()
    .meta({
      description:
        "Of who complains, in the last 365 days: how many rounds of cases that they complained in are decided, of the 20 newest, and how many were dismissed; one that a review turned counts as turned. For moderators alone; left out while none is decided, and for all but the 50 who complained last",
    }),
});

const siteSchema = z
  .object({
    host: text.meta({ description: "As it is visited: ASCII, Punycode" }),
    unicode: text,
    domain: text.nullable().meta({ description: "The part that its owner registered" }),
  })
  .meta({ id: "SiteName" });

const evidence = z
  .object({
    at: instant.meta({ description: "When the gateway received the message" }),
    chat: z.enum(CONVERSATION_KINDS),
    from: text,
    accountSince: instant.optional().meta({ description: "When whoever wrote it first signed in" }),
    text: text.meta({ description: "Of the message; not the rest of its conversation" }),
    isDeleted: z
      .literal(true)
      .optional()
      .meta({ description: "The message was deleted and its text with it; the rest is what the case kept" }),
    report: linkReportSchema.optional().meta({ description: "The link as it is judged now, where it is about a link" }),
    sites: z.array(siteSchema).meta({ description: "Every host that the link passes, or is said to look like" }),
  })
  .meta({ id: "CaseEvidence" });

export const wholeCase = queuedCase
  .extend({
    site: siteSchema.nullable().meta({ description: "Of a link" }),
    barred: z
      .enum(BARRED)
      .nullable()
      .meta({ description: "Why the one who asks may decide nothing in it; null: they may" }),
    evidence: z.array(evidence).max(3).meta({
      description:
        "What people complained about, newest complaint first, messages that are still there before others; none for auditors",
    }),
    appeal: z.object({ by: name, at: instant, note: name }).optional(),
    complaints: z.array(complaint).meta({ description: "Newest first, at most 200" }),
  })
  .meta({ id: "WholeCase" });

export const casesAnswer = z.object({
  cases: z.array(queuedCase),
  next: text.nullable(),
  total: count
    .max(MAX_COUNTED)
    .optional()
    .meta({ description: `On the first page: how many fit on all pages; ${MAX_COUNTED} stands for so many or more` }),
  overdue: count.optional().meta({ description: "Of these, due before now" }),
});

export const actorAnswer = z.object({
  user: text.nullable().meta({ description: "Null: an operator at the machine" }),
  roles: z.array(z.enum(["moderator", "lead", "auditor", "operator"])),
  fourEyes: z.enum(FOUR_EYES).meta({ description: "Which decisions take two people" }),
  undoWithinMs: count.meta({ description: "So long who decided takes it back alone" }),
});

export const reachAnswer = z.object({
  messages: count.meta({ description: "Of the last 30 days, with a link that passes the host" }),
  isCapped: z.boolean().meta({ description: "There are more, which were not looked at" }),
  stricter: count.meta({ description: "Links that would be judged more strictly" }),
  milder: count,
  conversations: count,
  people: count.meta({ description: "Who hold one of those messages" }),
  wide: z.array(z.enum(WIDE_REASONS)).meta({ description: "Why it needs two people; empty: one decides" }),
});

/** Auditors read neither names nor notes. */
export function isNamedFor(request: IncomingMessage): boolean {
  return caseActorOf(request).roles.some((role) => role !== "auditor");
}

/** @param isNamed  Auditors read no names and no notes. */
export function queuedCaseOf({ file, host, people }: CaseInQueue, isNamed: boolean): z.output<typeof queuedCase> {
  const { stage, appeal } = file;
  const holds = effectOf(file)?.effect ?? null;
  const check = checkState(file);
  const by = (user: string) => (isNamed ? { by: user } : {});
  return {
    id: file.id,
    version: file.version,
    subject: file.subject.kind === "user" && !isNamed ? { kind: "user" } : file.subject,
    kind: file.direction,
    host,
    state: stage.kind,
    isAppeal: appeal !== null && stage.kind !== "decided",
    round: file.round,
    people,
    openedAt: isoOf(file.openedAtMs),
    dueBy: isoOf(file.dueAtMs),
    origin: file.origin,
    ...(stage.kind === "in_review" && { claimed: { ...by(stage.by), until: isoOf(stage.untilMs) } }),
    ...(stage.kind === "proposed" && { proposal: { ...wantedOf(stage.proposal, isNamed), ...by(stage.proposal.by) } }),
    ...(check !== null && { check }),
    ...(holds !== null && { inForce: effectTold(holds, isNamed) }),
    decisions: file.decisions.map((each) => decisionTold(each, isNamed)),
  };
}

/** What of a case depends on who asks, and is looked up. */
interface Beside {
  readonly isNamed: boolean;
  readonly barred: CaseRefusalCode | null;
  readonly evidence: readonly CaseEvidence[];
  /** By name: how earlier complaints of who complains turned out, and since when their accounts and those of who wrote are known. None for auditors. */
  readonly records: ReadonlyMap<string, ComplaintRecord>;
  readonly since: ReadonlyMap<string, Date>;
}

/** The report's own type says that nobody changes it; the schema's does not. */
type WholeCaseTold = Omit<z.output<typeof wholeCase>, "evidence"> & {
  readonly evidence: readonly ReturnType<typeof evidenceTold>[];
};

export function wholeCaseOf(whole: CaseWhole, beside: Beside): WholeCaseTold {
  const { isNamed, barred } = beside;
  const { appeal } = whole.file;
  return {
    ...queuedCaseOf(whole, isNamed),
    site: whole.host === null ? null : siteName(whole.host),
    barred: BARRED.find((each) => each === barred) ?? null,
    evidence: beside.evidence.map((each) => evidenceTold(each, beside.since.get(each.message.from))),
    ...(appeal !== null && {
      appeal: {
        at: isoOf(appeal.atMs),
        ...(isNamed && { by: appeal.by, ...(appeal.note !== null && { note: appeal.note }) }),
      },
    }),
    complaints: whole.complaints.map((each) => complaintToldTo(each, beside)),
  };
}

function evidenceTold({ message, isDeleted, report }: CaseEvidence, since: Date | undefined) {
  return {
    at: isoOf(message.at.getTime()),
    chat: message.kind,
    from: message.from,
    ...(since !== undefined && { accountSince: since.toISOString() }),
    text: message.text,
    ...(isDeleted && { isDeleted }),
    ...(report !== null && { report }),
    sites: report === null ? [] : [...siteNamesIn(report)],
  };
}

function complaintToldTo(each: Complaint, { isNamed, records, since }: Beside): z.output<typeof complaint> {
  const { target, note, category, withdrawnAtMs } = each;
  const [earlier, known] = [records.get(each.user), since.get(each.user)];
  return {
    at: isoOf(each.atMs),
    kind: each.kind === "wrongly_blocked" ? "wrongly_blocked" : "harmful",
    round: each.round,
    ...(isNamed && { user: each.user, ...(note !== null && { note }) }),
    ...(target.conversation !== null && { conversation: target.conversation }),
    ...(target.kind !== "user" && { seq: target.seq }),
    ...(target.kind === "link" && { index: target.index }),
    ...(category !== null && isNamed && { category }),
    ...(withdrawnAtMs !== null && { withdrawnAt: isoOf(withdrawnAtMs) }),
    ...(known !== undefined && { accountSince: known.toISOString() }),
    ...(earlier !== undefined && { earlier }),
  };
}

function wantedOf(
  { outcome, effect: given, reason, atMs, isWide }: Pick<Decision, "outcome" | "effect" | "reason" | "atMs" | "isWide">,
  isNamed: boolean,
) {
  return {
    outcome,
    effect: given === null ? null : effectTold(given, isNamed),
    reason,
    at: isoOf(atMs),
    wide: isWide,
  };
}

function decisionTold(each: Decision, isNamed: boolean): z.output<typeof decision> {
  const { number, round, reviews, confirmedBy, undone, endedAtMs, isDrawn, check } = each;
  return {
    ...wantedOf(each, isNamed),
    ...(isNamed && { by: each.by, ...(confirmedBy !== null && { confirmedBy }) }),
    number,
    round,
    ...(reviews !== null && { reviews }),
    ...(undone !== null && { undone: { at: isoOf(undone.atMs), ...(isNamed && { by: undone.by }) } }),
    ...(endedAtMs !== null && { endedAt: isoOf(endedAtMs) }),
    ...(isDrawn && { drawn: isDrawn }),
    ...(check !== null && {
      check: {
        at: isoOf(check.atMs),
        agrees: check.agrees,
        ...(isNamed && { by: check.by, ...(check.note !== null && { note: check.note }) }),
        ...(check.left !== null && { left: { at: isoOf(check.left.atMs), ...(isNamed && { by: check.left.by }) } }),
      },
    }),
  };
}

export function effectTold(given: Effect, isNamed: boolean): z.output<typeof effectAnswer> {
  switch (given.kind) {
    case "entry":
      return { entry: given.entry, kind: given.finding, until: isoOrNull(given.untilMs) };
    case "exception":
      return { exception: given.entry, until: isoOrNull(given.untilMs) };
    case "suspend":
      return { suspend: isNamed ? given.user : "", until: isoOf(given.untilMs) };
  }
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : isoOf(atMs);
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
