import {
  CaseRefusal,
  type Actor,
  type CaseFile,
  type CaseRefusalCode,
  type CaseRole,
  type Decision,
  type DecisionWord,
  type Direction,
  type Effect,
  type Outcome,
  type Stage,
  type Subject,
} from "./types.ts";

/** Which decisions need two people: wide ones, or all. An operator at the machine acts alone. */
export const FOUR_EYES = ["wide", "all"] as const;
export type FourEyes = (typeof FOUR_EYES)[number];

const DAY_MS = 86_400_000;
/** A claimed case is another's again after so long. */
export const CLAIM_MS = 10 * 60_000;
/** Who decided takes it back so long without anybody else. */
export const OWN_UNDO_MS = 5 * 60_000;
/** Article 20 (1) of the Digital Services Act asks for six months at least. */
export const APPEAL_MS = 183 * DAY_MS;
/** What a decided case keeps of links whose messages were deleted: longer than it may be appealed. */
export const EVIDENCE_MS = 200 * DAY_MS;
/** A letter or a digit that is seen. */
const WORDS = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u;
/** Who takes back what others decided, and leaves what others do not agree with. */
const UNDOES_ALL: readonly CaseRole[] = ["lead", "operator"];
/** By when a round is to be decided. */
export const DUE_MS = 2 * DAY_MS;

interface NewCase {
  readonly id: string;
  readonly subject: Subject;
  readonly direction: Direction;
  readonly atMs: number;
}

export function openCase({ id, subject, direction, atMs }: NewCase): CaseFile {
  return {
    id,
    subject,
    direction,
    version: 1,
    round: 1,
    openedAtMs: atMs,
    dueAtMs: atMs + DUE_MS,
    origin: "complaint",
    stage: { kind: "received" },
    appeal: null,
    decisions: [],
  };
}

/** Decisions that stand: not taken back, and not overturned by one that stands. */
export function standingDecisions({ decisions }: Pick<CaseFile, "decisions">): readonly Decision[] {
  const kept = decisions.filter(({ undone }) => undone === null);
  const overturned = new Set(
    kept.flatMap(({ reviews, outcome }) => (outcome === "overturned" && reviews !== null ? [reviews] : [])),
  );
  return kept.filter(({ number }) => !overturned.has(number));
}

/** The last decision that stands in a round; null: there is none. */
export function lastDecision(file: Pick<CaseFile, "decisions">, round: number): Decision | null {
  return file.decisions.findLast((each) => each.round === round && each.undone === null) ?? null;
}

/** What the case changes now; null: nothing. A case has one effect at most: that of its last standing decision. */
export function effectOf(
  file: Pick<CaseFile, "decisions">,
): { readonly effect: Effect; readonly decision: Decision } | null {
  const decision = standingDecisions(file).findLast((each) => each.effect !== null);
  const effect = decision?.effect ?? null;
  return decision === undefined || effect === null || decision.endedAtMs !== null ? null : { effect, decision };
}

/** Whether those who complained in a round were right, as its last decision stands after a review; null: nothing is decided. */
export function wereRight({ decisions }: Pick<CaseFile, "decisions">, round: number): boolean | null {
  const last = lastDecision({ decisions }, round);
  if (last === null) return null;
  const reviewed = decisions.find(({ number }) => number === last.reviews);
  if (reviewed === undefined) return last.outcome !== "dismissed";
  return (reviewed.outcome === "dismissed") === (last.outcome === "overturned");
}

/** Whether what was decided last limits those whose link, message or account was complained of. */
export function isLimiting(file: Pick<CaseFile, "decisions" | "round" | "direction">): boolean {
  return file.direction === "harmful" && wereRight(file, file.round) === true;
}

/** Until when the case keeps what complaints are about; null: it is open. What everybody took back is kept no longer. */
export function evidenceUntilMs({ stage, decisions, openedAtMs }: CaseFile): number | null {
  if (stage.kind === "withdrawn") return openedAtMs;
  return stage.kind === "decided" ? (decisions.at(-1)?.atMs ?? openedAtMs) + EVIDENCE_MS : null;
}

/** Somebody complains again: an open case takes it in, and so does a decided one whose effect holds. Otherwise it is opened anew. */
export function takeComplaint(file: CaseFile, atMs: number): CaseFile {
  const isClosed = file.stage.kind === "withdrawn" || (file.stage.kind === "decided" && effectOf(file) === null);
  return isClosed ? changed(file, anew(file, atMs, "complaint")) : file;
}

/** A complaint of the round was taken back. @param left  How many others of it are not. */
export function takeWithdrawal(file: CaseFile, left: number): CaseFile {
  const { stage, appeal, origin } = file;
  const isWaiting = stage.kind === "received" || stage.kind === "in_review";
  if (left > 0 || !isWaiting || appeal !== null || origin === "ended") return file;
  return changed(file, { stage: { kind: "withdrawn" } });
}

/** @throws {CaseRefusal} */
export function claim(file: CaseFile, actor: Actor, atMs: number): CaseFile {
  mayDecide(file, actor);
  mayTakeUp(file, actor, atMs);
  return changed(file, { stage: { kind: "in_review", by: actor.user, untilMs: atMs + CLAIM_MS } });
}

/** @throws {CaseRefusal} */
export function release(file: CaseFile, actor: Actor): CaseFile {
  needsRole(actor, "moderator", "lead", "operator");
  const { stage } = file;
  if (stage.kind !== "in_review" || stage.by !== actor.user) throw conflict(file, "nobody of this name has the case");
  return changed(file, { stage: { kind: "received" } });
}

/** What a moderator wants to decide. */
export interface Wish {
  readonly decision: Exclude<DecisionWord, "undo">;
  readonly effect: Effect | null;
  readonly reason: string;
  readonly isWide: boolean;
}

/**
 * Decides, or proposes where it takes two people.
 *
 * @throws {CaseRefusal}
 */
export function decide(
  file: CaseFile,
  wish: Wish,
  actor: Actor,
  at: { readonly atMs: number; readonly fourEyes: FourEyes },
): CaseFile {
  mayDecide(file, actor);
  const outcome = outcomeOf(file, wish);
  mayTakeUp(file, actor, at.atMs);
  const { effect, reason } = wish;
  const isWide = wish.isWide || (effect !== null && effect.untilMs === null);
  if (effect !== null) refuseEnded(effect, at.atMs);
  const wanted = { outcome, effect, reason, by: actor.user, atMs: at.atMs, isWide, logIndex: null };
  const isAlone = actor.roles.includes("operator") || (at.fourEyes === "wide" && !isWide);
  if (!isAlone) return changed(file, { stage: { kind: "proposed", proposal: wanted } });
  return changed(file, decided(file, wanted, null));
}

/** Another person agrees with what is proposed. @throws {CaseRefusal} */
export function confirm(file: CaseFile, actor: Actor, atMs: number): CaseFile {
  const proposal = proposalOf(file);
  mayDecide(file, actor);
  if (proposal.by === actor.user) throw samePerson("another person than who proposed it confirms");
  return changed(file, decided(file, { ...proposal, atMs }, actor.user));
}

/** What is proposed is not done; who proposed it may say so too. @throws {CaseRefusal} */
export function reject(file: CaseFile, actor: Actor): CaseFile {
  proposalOf(file);
  mayDecide(file, actor);
  return changed(file, { stage: { kind: "received" } });
}

/**
 * Takes the last decision back: whoever decided within five minutes, later a lead or an operator.
 *
 * @throws {CaseRefusal}
 */
export function undo(file: CaseFile, actor: Actor, atMs: number): CaseFile {
  const last = lastDecision(file, file.round);
  if (file.stage.kind !== "decided" || last === null) throw conflict(file, "nothing is decided");
  needsRole(actor, "moderator", "lead", "operator");
  refuseOwn(actor);
  const isOwn = (last.by === actor.user || last.confirmedBy === actor.user) && atMs - last.atMs <= OWN_UNDO_MS;
  if (!isOwn) needsRole(actor, ...UNDOES_ALL);
  if (last.endedAtMs !== null) throw conflict(file, "its effect has ended");
  const decisions = file.decisions.map((each) =>
    each === last ? { ...each, undone: { by: actor.user, atMs } } : each,
  );
  return changed(file, { decisions, stage: { kind: "received" }, dueAtMs: atMs + DUE_MS });
}

/** How a decided case stands that was drawn: it waits for another person's word, or for a lead since that person does not agree. */
export const CHECK_STATES = ["waiting", "disputed"] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** @returns Null: it was not drawn, is open again, another person agrees, or a lead left it as it is. */
export function checkState(file: Pick<CaseFile, "stage" | "round" | "decisions">): CheckState | null {
  const last = file.stage.kind === "decided" ? lastDecision(file, file.round) : null;
  if (last?.isDrawn !== true) return null;
  if (last.check === null) return "waiting";
  return last.check.agrees || last.check.left !== null ? null : "disputed";
}

/** What somebody says of a decision that was drawn. */
export interface CheckWord {
  /** Null: one's own word is taken back. */
  readonly agrees: boolean | null;
  readonly note: string | null;
}

/**
 * Another person says whether they agree with a decision that was drawn, and may take their word back for five minutes.
 * A lead who agrees with what is disputed leaves it as it is. It changes nothing else.
 *
 * @throws {CaseRefusal}
 */
export function check(file: CaseFile, word: CheckWord, actor: Actor, atMs: number): CaseFile {
  mayDecide(file, actor);
  const last = file.stage.kind === "decided" ? lastDecision(file, file.round) : null;
  if (last === null) throw conflict(file, "nothing of it waits to be checked");
  if ([last.by, last.confirmedBy].includes(actor.user)) throw samePerson("another person than who decided checks it");
  const said = checked(file, last, word, actor, atMs);
  return changed(file, {
    decisions: file.decisions.map((each) => (each === last ? { ...each, check: said } : each)),
  });
}

function checked(
  file: CaseFile,
  { check: before }: Decision,
  { agrees, note }: CheckWord,
  actor: Actor,
  atMs: number,
): Decision["check"] {
  if (agrees === null) {
    if (before?.by === actor.user && before.left === null && atMs - before.atMs <= OWN_UNDO_MS) return null;
    throw conflict(file, "no word of yours within five minutes is there to be taken back");
  }
  const state = checkState(file);
  if (state === "disputed" && before !== null && agrees && actor.roles.some((role) => UNDOES_ALL.includes(role)))
    return { ...before, left: { by: actor.user, atMs } };
  if (state !== "waiting") throw conflict(file, "nothing of it waits to be checked");
  if (!agrees && !WORDS.test(note ?? "")) throw bad("note: expected some words on why it is not right");
  return { by: actor.user, atMs, agrees, note, left: null };
}

/**
 * Until when what stands may be appealed, by whoever it concerns; null: it may not.
 *
 * @param of  What they were told. A later round that came to the same gives them no other day.
 */
export function appealUntilMs(file: CaseFile, of: Decision): number | null {
  const last = lastDecision(file, file.round);
  if (last === null || file.appeal !== null || of.reviews !== null || last.outcome !== of.outcome) return null;
  return of.atMs + APPEAL_MS;
}

interface Asked {
  readonly by: string;
  readonly note: string | null;
  /** What they were told; null: nothing yet. */
  readonly of: Decision | null;
}

/** Somebody concerned asks for another look, by another person. @throws {CaseRefusal} */
export function appeal(file: CaseFile, { by, note, of }: Asked, atMs: number): CaseFile {
  const last = lastDecision(file, file.round);
  if (of === null) throw new CaseRefusal("not_decided", "nothing is decided yet");
  if (last === null) throw new CaseRefusal("not_decided", "it is looked at anew; what comes of that can be appealed");
  const untilMs = appealUntilMs(file, of);
  if (untilMs === null || atMs > untilMs) throw new CaseRefusal("final", "the decision can be appealed no more");
  return changed(file, {
    stage: { kind: "received" },
    appeal: { by, atMs, note, of: last.number },
    dueAtMs: atMs + DUE_MS,
  });
}

/** Ends the effect whose day has come. A link's comes back as a case; a person's ends by itself. Null: nothing has ended. */
export function endEffect(file: CaseFile, atMs: number): CaseFile | null {
  const holds = effectOf(file);
  if (holds === null || holds.effect.untilMs === null || holds.effect.untilMs > atMs) return null;
  const decisions = file.decisions.map((each) => (each === holds.decision ? { ...each, endedAtMs: atMs } : each));
  const isOver = file.stage.kind === "decided" && holds.effect.kind !== "suspend";
  const next = { ...file, decisions };
  return changed(file, isOver ? anew(next, atMs, "ended") : { decisions });
}

type Changes = Partial<Omit<CaseFile, "id" | "subject" | "direction" | "version">>;

function changed(file: CaseFile, changes: Changes): CaseFile {
  return { ...file, ...changes, version: file.version + 1 };
}

function anew(file: CaseFile, atMs: number, origin: CaseFile["origin"]): Changes {
  return {
    decisions: file.decisions,
    round: file.round + 1,
    openedAtMs: atMs,
    dueAtMs: atMs + DUE_MS,
    origin,
    stage: { kind: "received" },
    appeal: null,
  };
}

type Wanted = Extract<Stage, { kind: "proposed" }>["proposal"];

function decided(file: CaseFile, wanted: Wanted, confirmedBy: string | null): Changes {
  const decision: Decision = {
    ...wanted,
    number: file.decisions.length + 1,
    round: file.round,
    reviews: file.appeal?.of ?? null,
    confirmedBy,
    undone: null,
    endedAtMs: null,
    isDrawn: false,
    check: null,
  };
  return { stage: { kind: "decided" }, decisions: [...file.decisions, decision] };
}

/** The decision that an appeal asks to look at again; null: it is about complaints. */
export function reviewedIn({ appeal: asked, decisions }: Pick<CaseFile, "appeal" | "decisions">): Decision | null {
  return decisions.find(({ number }) => number === asked?.of) ?? null;
}

/** @throws {CaseRefusal} `bad_decision` for what does not answer the case. */
function outcomeOf(file: CaseFile, { decision, effect, reason }: Wish): Outcome {
  if (!WORDS.test(reason)) throw bad("reason: expected some words for whom it concerns");
  if (effect !== null) fitting(file, effect);
  const reviewed = reviewedIn(file);
  if (reviewed !== null) return reviewOf(file, reviewed, decision, effect);
  if (decision === "dismiss") {
    if (effect !== null) throw bad("effect: what is dismissed changes nothing");
    return "dismissed";
  }
  if (decision !== actingWord(file.direction)) throw bad(`decision: expected ${actingWord(file.direction)} or dismiss`);
  if (effect === null && file.subject.kind === "link") throw bad("effect: expected what the decision changes");
  return file.direction === "harmful" ? "upheld" : "overturned";
}

function actingWord(direction: Direction): "uphold" | "overturn" {
  return direction === "harmful" ? "uphold" : "overturn";
}

function reviewOf(file: CaseFile, reviewed: Decision, decision: Wish["decision"], effect: Effect | null): Outcome {
  if (decision === "uphold") {
    if (effect !== null) throw bad("effect: what is upheld stays as it is");
    return "upheld";
  }
  if (decision !== "overturn") throw bad("decision: expected uphold or overturn");
  const hasActed = reviewed.outcome !== "dismissed";
  if (hasActed && effect !== null) throw bad("effect: what is overturned loses its effect, and gets no other");
  if (!hasActed && effect === null && file.subject.kind === "link")
    throw bad("effect: expected what the decision changes");
  return "overturned";
}

/** @throws {CaseRefusal} `bad_decision` for an effect that would be over as it begins. */
export function refuseEnded({ untilMs }: Effect, atMs: number): void {
  if (untilMs !== null && untilMs <= atMs) throw bad("until: expected a day to come");
}

/** Whether an effect is of the case's kind. */
function fitting({ subject, direction }: CaseFile, effect: Effect): void {
  const kinds: readonly Effect["kind"][] =
    direction === "wrongly_blocked" ? ["exception"] : subject.kind === "link" ? ["entry", "suspend"] : ["suspend"];
  if (!kinds.includes(effect.kind)) throw bad(`effect: expected ${kinds.join(" or ")}`);
  if (subject.kind === "user" && effect.kind === "suspend" && effect.user !== subject.user)
    throw bad("effect: expected the person whom the case is about");
}

/** @throws {CaseRefusal} */
function mayDecide(file: CaseFile, actor: Actor): void {
  needsRole(actor, "moderator", "lead", "operator");
  refuseOwn(actor);
  if (actor.hasBlocked) throw samePerson("another person than who blocked the link looks at it");
  const reviewed = reviewedIn(file);
  if (reviewed !== null && tookPart(reviewed, actor.user))
    throw samePerson("another person than who decided, or agreed with it, looks at an appeal");
}

/** Whether somebody decided or confirmed it, agreed with it in a check, or as a lead left it although another did not agree. */
export function tookPart({ by, confirmedBy, check: said }: Decision, user: string): boolean {
  return [by, confirmedBy, said?.agrees === true ? said.by : null, said?.left?.by].includes(user);
}

/** Why somebody may decide nothing in a case as it stands; null: they may. */
export function whyBarred(file: CaseFile, actor: Actor): CaseRefusalCode | null {
  try {
    mayDecide(file, actor);
    if (file.stage.kind === "proposed" && file.stage.proposal.by === actor.user) return "same_person";
    return null;
  } catch (error) {
    if (error instanceof CaseRefusal) return error.code;
    throw error;
  }
}

/** @throws {CaseRefusal} */
function mayTakeUp(file: CaseFile, actor: Actor, atMs: number): void {
  const { stage } = file;
  if (stage.kind === "received") return;
  if (stage.kind === "in_review" && (stage.by === actor.user || stage.untilMs <= atMs)) return;
  throw conflict(file, stage.kind === "in_review" ? "another has the case under review" : "the case is not open");
}

function proposalOf(file: CaseFile): Wanted {
  if (file.stage.kind !== "proposed") throw conflict(file, "nothing is proposed");
  return file.stage.proposal;
}

function refuseOwn({ isConcerned }: Actor): void {
  if (isConcerned) throw ownCase();
}

export function ownCase(): CaseRefusal {
  return new CaseRefusal(
    "own_case",
    "nobody decides what concerns them: a case of theirs, or an effect on a link of theirs",
  );
}

function needsRole({ roles }: Actor, ...wanted: readonly CaseRole[]): void {
  if (!wanted.some((role) => roles.includes(role)))
    throw new CaseRefusal("role_missing", `expected a token with the role ${wanted.slice(0, -1).join(" or ")}`);
}

function samePerson(message: string): CaseRefusal {
  return new CaseRefusal("same_person", message);
}

function bad(message: string): CaseRefusal {
  return new CaseRefusal("bad_decision", message);
}

function conflict({ version }: CaseFile, message: string): CaseRefusal {
  return new CaseRefusal("conflict", message, { version });
}
