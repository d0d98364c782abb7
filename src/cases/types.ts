import { z } from "zod";
import { FINDING_KINDS } from "../findings/types.ts";

/** What somebody says of a link, a message or a person. */
export const DIRECTIONS = ["harmful", "wrongly_blocked"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What comes of a case. */
export const OUTCOMES = ["upheld", "overturned", "dismissed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What moderators do in a case, as a request says it. */
export const DECISIONS = ["uphold", "overturn", "dismiss", "undo"] as const;
export type DecisionWord = (typeof DECISIONS)[number];

/** Who decides. `operator`: whoever is at the gateway's machine; acts alone, and is written down as that. */
export type CaseRole = "moderator" | "lead" | "auditor" | "operator";

const instantMs = z.number();

/** What a case is about. Of one subject and direction there is one case for ever. */
export const subjectSchema = z.discriminatedUnion("kind", [
  /** As a list entry is written: a host, or an address without its query where no list may name the host as a whole. */
  z.object({ kind: z.literal("link"), entry: z.string() }),
  z.object({ kind: z.literal("message"), conversation: z.string(), seq: z.int() }),
  z.object({ kind: z.literal("user"), user: z.string() }),
]);
export type Subject = z.infer<typeof subjectSchema>;

/** What a decision changes, until its day; null: without end. Milliseconds since 1970. */
export const effectSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("entry"),
    entry: z.string(),
    finding: z.enum(FINDING_KINDS),
    untilMs: instantMs.nullable(),
  }),
  z.object({ kind: z.literal("exception"), entry: z.string(), untilMs: instantMs.nullable() }),
  z.object({ kind: z.literal("suspend"), user: z.string(), untilMs: instantMs }),
]);
export type Effect = z.infer<typeof effectSchema>;

/** What somebody has decided, or wants to. */
const wishSchema = z.object({
  outcome: z.enum(OUTCOMES),
  effect: effectSchema.nullable(),
  /** For whom it concerns. */
  reason: z.string(),
  by: z.string(),
  atMs: instantMs,
  /** Needs two people, whatever the setting. */
  isWide: z.boolean(),
  /** Of its entry in the decision log; null until it is there. */
  logIndex: z.int().nullable(),
});

export const decisionSchema = wishSchema.extend({
  /** From 1 in each case. */
  number: z.int(),
  round: z.int(),
  /** The decision that this one reviews; null: it answers complaints. */
  reviews: z.int().nullable(),
  confirmedBy: z.string().nullable(),
  undone: z.object({ by: z.string(), atMs: instantMs }).nullable(),
  /** When its effect ended by its day; null: it has not. */
  endedAtMs: instantMs.nullable(),
  /** One of the sample that another person looks at. An earlier program drew none. */
  isDrawn: z.boolean().default(false),
  /** What that person said; null: nothing yet. The note is for moderators. */
  check: z
    .object({
      by: z.string(),
      atMs: instantMs,
      agrees: z.boolean(),
      note: z.string().nullable(),
      /** The lead who read why somebody does not agree, and left the decision as it is; null: nobody did. */
      left: z.object({ by: z.string(), atMs: instantMs }).nullable().default(null),
    })
    .nullable()
    .default(null),
});
export type Decision = z.infer<typeof decisionSchema>;

const stageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("received") }),
  /** Nobody else takes it up before the lease is over. */
  z.object({ kind: z.literal("in_review"), by: z.string(), untilMs: instantMs }),
  /** Waits for another person. */
  z.object({ kind: z.literal("proposed"), proposal: wishSchema }),
  z.object({ kind: z.literal("decided") }),
  /** Everybody took their complaint back. */
  z.object({ kind: z.literal("withdrawn") }),
]);
export type Stage = z.infer<typeof stageSchema>;

const appealSchema = z.object({ by: z.string(), atMs: instantMs, note: z.string().nullable(), of: z.int() });

/** A case as it is kept. Changed only by `case.ts`. */
export const caseSchema = z.object({
  id: z.string(),
  subject: subjectSchema,
  direction: z.enum(DIRECTIONS),
  /** One more with each change. */
  version: z.int(),
  /** From 1; a further one begins when somebody complains again or an effect has ended. */
  round: z.int(),
  openedAtMs: instantMs,
  dueAtMs: instantMs,
  origin: z.enum(["complaint", "ended"]),
  stage: stageSchema,
  /** The one of this round; null: nobody has appealed. */
  appeal: appealSchema.nullable(),
  decisions: z.array(decisionSchema),
});
export type CaseFile = z.infer<typeof caseSchema>;

/** What ties somebody to a case. */
export interface Stake {
  /** Complained in it, wrote what it is about, is in one of its conversations, or is whom it is about; or so of what its effect names. */
  readonly isConcerned: boolean;
  /** Decided, confirmed or agreed with what blocks the link that is said to be wrongly blocked. */
  readonly hasBlocked: boolean;
}

/** Who acts in a case. */
export interface Actor extends Stake {
  readonly user: string;
  readonly roles: readonly CaseRole[];
}

/** Why a step was refused. */
export const CASE_REFUSALS = [
  /** The token does not say the role that it takes. */
  "role_missing",
  /** The case is the actor's own. */
  "own_case",
  /** The actor took part in what is to be confirmed or reviewed. */
  "same_person",
  /** Another has it under review, or decided it meanwhile. */
  "conflict",
  /** The decision does not fit the case. */
  "bad_decision",
  "unknown_complaint",
  /** There was one of this person about this, and they took it back. */
  "withdrawn",
  "already_decided",
  "not_decided",
  /** There is nothing more to appeal. */
  "final",
  "too_many_complaints",
] as const;
export type CaseRefusalCode = (typeof CASE_REFUSALS)[number];

/** A step that the case does not take. The message repeats nothing that somebody wrote. */
export class CaseRefusal extends Error {
  override readonly name = "CaseRefusal";
  readonly code: CaseRefusalCode;
  /** Milliseconds after which it may be tried again; null: never. */
  readonly retryAfterMs: number | null;
  /** Of a `conflict`: the version that the case has now. */
  readonly version: number | null;

  constructor(
    code: CaseRefusalCode,
    message: string,
    details: { readonly retryAfterMs?: number; readonly version?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.version = details.version ?? null;
  }
}
