import { randomBytes } from "node:crypto";
import { z } from "zod";
import * as cases from "../cases/case.ts";
import { complaintTold, decisionFor, targetKey, type Complaint, type ComplaintTold } from "../cases/complaint.ts";
import {
  caseSchema,
  CaseRefusal,
  effectSchema,
  type Actor,
  type CaseFile,
  type Effect,
  type Stake,
  type Subject,
} from "../cases/types.ts";
import { Person, Secret, type NewEntry } from "../log/entry.ts";
import { jsonText, readJson, writeJson } from "../input/json.ts";
import type {
  CaseActor,
  CaseChanged,
  CaseFilter,
  CaseInQueue,
  CasePage,
  CaseStep,
  CaseWhole,
  ComplaintInCase,
  ComplaintRules,
  EffectInForce,
  Ending,
  JudgedBefore,
  NewComplaint,
  Told,
  UnaskedDecision,
} from "./cases.ts";
import { CASE_PLACE } from "./cases.ts";
import { eraseEvidence, evidenceIn, keepEvidence, limitEvidence } from "./case-evidence.ts";
import { judgedIn, recordFigures } from "./case-figures.ts";
import { digestOf } from "./revocations.ts";
import { rowOf, rowsOf, write, type CaseDialect, type Script } from "./script.ts";

const HOUR_MS = 3_600_000;
const MAX_COMPLAINTS_SHOWN = 200;
/** Of the lists of an entry of the log, which may be 4 KiB whole. */
const MAX_LISTS = 10;
const MAX_LISTS_BYTES = 1_000;
/** Told together of one case. */
const MAX_TOLD = 10_000;

const OPEN = "('received', 'in_review', 'proposed')";
const COMPLAINT_COLUMNS = `k.id, k.user_id, k.kind, k.target, k.about_user, k.case_id, k.round, k.at, k.host, k.category, k.note,
  k.withdrawn_at`;

const targetSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("link"), conversation: z.string(), seq: z.int(), index: z.int() }),
  z.object({ kind: z.literal("message"), conversation: z.string(), seq: z.int() }),
  z.object({ kind: z.literal("user"), user: z.string(), conversation: z.string().nullable() }),
]);

const complaintRow = z.object({
  id: z.string(),
  user_id: z.string(),
  kind: z.enum(["harmful", "wrongly_blocked", "decision"]),
  target: z.string(),
  about_user: z.string(),
  case_id: z.string(),
  round: z.number(),
  at: z.number(),
  host: z.string().nullable(),
  category: z.string().nullable(),
  note: z.string().nullable(),
  withdrawn_at: z.number().nullable(),
});
type ComplaintRow = z.infer<typeof complaintRow>;
const oneRow = z.object({ one: z.number() });
const stateRow = z.object({ state: z.string() });
const queueRow = stateRow.extend({ host: z.string().nullable(), people: z.number() });
const countRow = z.object({ count: z.number(), oldest: z.number().nullable() });

/** What came of a script that may refuse. It refuses before it writes, so the transaction goes on. */
export type Answered<T> = { readonly value: T } | { readonly refusal: CaseRefusal };

export function* answered<T>(script: Script<T>): Script<Answered<T>> {
  try {
    return { value: yield* script };
  } catch (error) {
    if (error instanceof CaseRefusal) return { refusal: error };
    throw error;
  }
}

/** @throws {CaseRefusal} */
export function valueOf<T>(outcome: Answered<T>): T {
  if ("refusal" in outcome) throw outcome.refusal;
  return outcome.value;
}

function fileOf(state: string): CaseFile {
  return readJson(caseSchema, jsonText<CaseFile>(state), "case_file.state");
}

function complaintOf(row: ComplaintRow): Complaint {
  return {
    id: row.id,
    user: row.user_id,
    kind: row.kind,
    target: readJson(targetSchema, jsonText<Complaint["target"]>(row.target), "complaint.target"),
    caseId: row.case_id,
    round: row.round,
    atMs: row.at,
    host: row.host,
    category: row.category,
    note: row.note,
    withdrawnAtMs: row.withdrawn_at,
  };
}

/** 128 random bits. */
function drawId(prefix: string): string {
  return prefix + randomBytes(16).toString("base64url");
}

export function subjectKey(subject: Subject): string {
  switch (subject.kind) {
    case "link":
      return `link ${subject.entry}`;
    case "message":
      return `message ${subject.conversation} ${subject.seq}`;
    case "user":
      return `user ${subject.user}`;
  }
}

function* fileById(id: string): Script<CaseFile | null> {
  const row = yield* rowOf(stateRow, "SELECT state FROM case_file WHERE id = ?", id);
  return row === null ? null : fileOf(row.state);
}

function* save(file: CaseFile, before: CaseFile | null, judged: JudgedBefore | null = null): Script<void> {
  const { id, stage, round, version, openedAtMs, dueAtMs } = file;
  yield* write(
    `UPDATE case_file SET stage = ?, round = ?, version = ?, opened_at = ?, due_at = ?, state = ?,
       people = (SELECT count(DISTINCT user_id) FROM complaint
         WHERE case_id = ? AND round = ? AND kind <> 'decision' AND withdrawn_at IS NULL)
     WHERE id = ?`,
    stage.kind,
    round,
    version,
    openedAtMs,
    dueAtMs,
    writeJson(file),
    id,
    round,
    id,
  );
  yield* recordFigures(file, before, judged);
  yield* limitEvidence(file, before);
  const [was, is] = [before === null ? null : cases.effectOf(before), cases.effectOf(file)];
  if (JSON.stringify(was) === JSON.stringify(is)) return;
  yield* write(
    `INSERT INTO case_effect (case_id, number, effect, until_at, at)
     SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ? FROM case_effect WHERE true
     ON CONFLICT (case_id) DO UPDATE SET number = excluded.number, effect = excluded.effect, until_at = excluded.until_at,
       at = excluded.at`,
    id,
    is === null ? null : writeJson(is.effect),
    is?.effect.untilMs ?? null,
    is?.decision.atMs ?? 0,
  );
}

export function* complain(
  complaint: NewComplaint,
  { maxOpen, maxPerHour }: ComplaintRules,
): Script<Told & { readonly isNew: boolean }> {
  const { user, kind, target, subject, about, host, category, note, at } = complaint;
  const key = targetKey(target);
  const known = yield* rowOf(
    complaintRow,
    `SELECT ${COMPLAINT_COLUMNS} FROM complaint k WHERE user_id = ? AND kind = ? AND target_key = ?`,
    user,
    kind,
    key,
  );
  if (known !== null) {
    const file = yield* fileById(known.case_id);
    if (file === null) throw new Error("a complaint without a case");
    if (known.withdrawn_at !== null)
      throw new CaseRefusal("withdrawn", "your complaint about this was taken back, and there is one for ever");
    return { user, complaint: complaintTold(complaintOf(known), file), isNew: false };
  }
  yield* refuseTooMany(user, at.getTime(), maxOpen, maxPerHour);
  const atMs = at.getTime();
  const { before, file } = yield* openedCase(subject, kind, atMs);
  if (before === null) yield* addCase(file, host);
  const id = drawId("k:");
  yield* write(
    `INSERT INTO complaint (id, user_id, kind, target_key, target, conversation, about_user, case_id, round, at, host, category,
       note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    user,
    kind,
    key,
    writeJson(target),
    target.conversation,
    about,
    file.id,
    file.round,
    atMs,
    host,
    category,
    note,
  );
  yield* save(file, before, complaint.judged ?? null);
  if (complaint.seen !== undefined) yield* keepEvidence(file, target, about, complaint.seen);
  const made = { id, user, kind, target, caseId: file.id, round: file.round, atMs, host, category, note };
  return { user, complaint: complaintTold({ ...made, withdrawnAtMs: null }, file), isNew: true };
}

/** The case of a subject as it is and as it is open, if it can be. Nothing is written yet. */
function* openedCase(
  subject: Subject,
  direction: CaseFile["direction"],
  atMs: number,
): Script<{ readonly before: CaseFile | null; readonly file: CaseFile }> {
  const found = yield* rowOf(
    stateRow,
    "SELECT state FROM case_file WHERE subject = ? AND direction = ?",
    subjectKey(subject),
    direction,
  );
  const before = found === null ? null : fileOf(found.state);
  const file =
    before === null ? cases.openCase({ id: drawId(""), subject, direction, atMs }) : cases.takeComplaint(before, atMs);
  return { before, file };
}

/** A row that `save` fills. */
function* addCase({ id, subject, direction }: CaseFile, host: string | null): Script<void> {
  yield* write(
    `INSERT INTO case_file (id, subject, direction, host, stage, round, version, people, opened_at, due_at, state)
     VALUES (?, ?, ?, ?, 'received', 1, 1, 0, 0, 0, '')`,
    id,
    subjectKey(subject),
    direction,
    host,
  );
}

/** @throws {CaseRefusal} `too_many_complaints`, with when there may be another where that is known. */
function* refuseTooMany(user: string, atMs: number, maxOpen: number, maxPerHour: number): Script<void> {
  const hour = yield* rowOf(
    countRow,
    `SELECT count(*) AS count, min(at) AS oldest FROM complaint WHERE user_id = ? AND kind <> 'decision' AND at > ?`,
    user,
    atMs - HOUR_MS,
  );
  if (hour !== null && hour.count >= maxPerHour) {
    const retryAfterMs = Math.max(1, (hour.oldest ?? atMs) + HOUR_MS - atMs);
    throw new CaseRefusal("too_many_complaints", "too many complaints within an hour", { retryAfterMs });
  }
  const open = yield* rowOf(
    countRow,
    `SELECT count(*) AS count, min(k.at) AS oldest FROM complaint k JOIN case_file f ON f.id = k.case_id
     WHERE k.user_id = ? AND k.kind <> 'decision' AND k.withdrawn_at IS NULL AND k.round = f.round AND f.stage IN ${OPEN}`,
    user,
  );
  if (open !== null && open.count >= maxOpen)
    throw new CaseRefusal("too_many_complaints", "too many complaints that are not decided");
}

export function* complaintsOf(user: string, before: string | null, limit: number): Script<readonly ComplaintTold[]> {
  const rows = yield* rowsOf(
    complaintRow.extend({ state: z.string() }),
    `SELECT ${COMPLAINT_COLUMNS}, f.state FROM complaint k JOIN case_file f ON f.id = k.case_id
     WHERE k.user_id = ? ${before === null ? "" : "AND (k.at, k.id) < (SELECT at, id FROM complaint WHERE id = ? AND user_id = ?)"}
     ORDER BY k.at DESC, k.id DESC LIMIT ?`,
    ...(before === null ? [user] : [user, before, user]),
    limit,
  );
  return rows.map((row) => complaintTold(complaintOf(row), fileOf(row.state)));
}

export function* complaintById(id: string): Script<ComplaintInCase | null> {
  const row = yield* rowOf(complaintRow, `SELECT ${COMPLAINT_COLUMNS} FROM complaint k WHERE id = ?`, id);
  const file = row === null ? null : yield* fileById(row.case_id);
  return row === null || file === null ? null : { complaint: complaintOf(row), file };
}

/** @throws {CaseRefusal} `unknown_complaint`: another's looks like none. */
function* ownComplaint(user: string, id: string): Script<ComplaintInCase> {
  const found = yield* complaintById(id);
  if (found === null || found.complaint.user !== user)
    throw new CaseRefusal("unknown_complaint", "you have no complaint with this id");
  return found;
}

export function* withdraw(user: string, id: string, at: Date): Script<CaseChanged & { readonly own: ComplaintTold }> {
  const { complaint, file: before } = yield* ownComplaint(user, id);
  if (complaint.withdrawnAtMs !== null) return { file: before, told: [], own: complaintTold(complaint, before) };
  const isOpen = complaint.round === before.round && before.stage.kind !== "decided" && before.appeal === null;
  if (!isOpen || complaint.kind === "decision") throw new CaseRefusal("already_decided", "it is decided already");
  yield* write("UPDATE complaint SET withdrawn_at = ? WHERE id = ?", at.getTime(), id);
  const left = yield* rowOf(
    z.object({ count: z.number() }),
    "SELECT count(*) AS count FROM complaint WHERE case_id = ? AND round = ? AND withdrawn_at IS NULL AND kind <> 'decision'",
    before.id,
    before.round,
  );
  const file = cases.takeWithdrawal(before, left?.count ?? 0);
  yield* save(file, before);
  return { file, told: [], own: complaintTold({ ...complaint, withdrawnAtMs: at.getTime() }, file) };
}

export function* appeal(
  user: string,
  id: string,
  note: string | null,
  at: Date,
): Script<CaseChanged & { readonly own: ComplaintTold }> {
  const { complaint, file: before } = yield* ownComplaint(user, id);
  if (complaint.withdrawnAtMs !== null) throw new CaseRefusal("final", "it was withdrawn");
  const file = cases.appeal(before, { by: user, note, of: decisionFor(complaint, before) }, at.getTime());
  // Whoever was told in an earlier round hears from now on what comes of this one.
  yield* write("UPDATE complaint SET round = ? WHERE id = ?", file.round, id);
  yield* save(file, before);
  const told = yield* toldOf(file);
  const own = complaintTold({ ...complaint, round: file.round }, file);
  return { file, told: told.filter((each) => each.complaint.id !== id), own };
}

/** Everybody whom the case concerns in this round. */
function* toldOf(file: CaseFile): Script<readonly Told[]> {
  const rows = yield* rowsOf(
    complaintRow,
    `SELECT ${COMPLAINT_COLUMNS} FROM complaint k WHERE case_id = ? AND round = ? AND withdrawn_at IS NULL ORDER BY at, id LIMIT ?`,
    file.id,
    file.round,
    MAX_TOLD,
  );
  return rows.map((row) => ({ user: row.user_id, complaint: complaintTold(complaintOf(row), file) }));
}

export function* listCases({ stages, direction, host, after, limit }: CaseFilter): Script<CasePage> {
  const [, people = "", opened = "", id = ""] = CASE_PLACE.exec(after ?? "") ?? [];
  const rows = yield* rowsOf(
    queueRow,
    `SELECT state, host, people FROM case_file WHERE stage IN (${stages.map(() => "?").join(", ")})
     ${direction === null ? "" : "AND direction = ?"} ${host === null ? "" : "AND host = ?"}
     ${id === "" ? "" : "AND (people < ? OR people = ? AND (opened_at > ? OR opened_at = ? AND id > ?))"}
     ORDER BY people DESC, opened_at, id LIMIT ?`,
    ...stages,
    ...(direction === null ? [] : [direction]),
    ...(host === null ? [] : [host]),
    ...(id === "" ? [] : [Number(people), Number(people), Number(opened), Number(opened), id]),
    limit + 1,
  );
  const found = rows.slice(0, limit).map(inQueue);
  const last = found.at(-1);
  const next =
    rows.length > limit && last !== undefined ? `${last.people}.${last.file.openedAtMs}.${last.file.id}` : null;
  return { cases: found, next };
}

function inQueue({ state, host, people }: z.infer<typeof queueRow>): CaseInQueue {
  return { file: fileOf(state), host, people };
}

export function* wholeCase(id: string): Script<CaseWhole | null> {
  const row = yield* rowOf(queueRow, "SELECT state, host, people FROM case_file WHERE id = ?", id);
  if (row === null) return null;
  const complaints = yield* rowsOf(
    complaintRow,
    `SELECT ${COMPLAINT_COLUMNS} FROM complaint k WHERE case_id = ? AND kind <> 'decision' ORDER BY at DESC, id LIMIT ?`,
    id,
    MAX_COMPLAINTS_SHOWN,
  );
  return { ...inQueue(row), complaints: complaints.map(complaintOf), kept: yield* evidenceIn(id) };
}

export function* act(
  id: string,
  version: number,
  step: CaseStep,
  { actor: by, at, dialect }: { readonly actor: CaseActor; readonly at: Date; readonly dialect: CaseDialect },
): Script<CaseChanged | null> {
  const before = yield* fileById(id);
  if (before === null) return null;
  const actor = yield* actorIn(before, by, at, dialect);
  // Who may not decide is told so before whether the case has changed.
  const file = stepped(before, step, actor, at.getTime());
  if (before.version !== version)
    throw new CaseRefusal("conflict", "the case has changed meanwhile", { version: before.version });
  if (step.do === "decide" && step.wish.effect?.kind === "suspend") yield* refuseOthers(id, step.wish.effect.user);
  if (file.decisions.length > before.decisions.length) yield* notify(file);
  const logged = yield* logStep(file, before, step, by, at);
  yield* save(logged, before);
  return { file: logged, told: yield* toldOf(logged) };
}

/** Nobody is suspended by a case that is not about them; whether there is such a person is not told. @throws {CaseRefusal} */
function* refuseOthers(id: string, user: string): Script<void> {
  const sql = "SELECT 1 AS one FROM complaint WHERE case_id = ? AND about_user = ? LIMIT 1";
  if ((yield* rowOf(oneRow, sql, id, user)) === null)
    throw new CaseRefusal("bad_decision", "effect.suspend: expected a person whom the case is about");
}

/** Decides about a link that nobody complained of. @param version  Of all effects. */
export function* decideUnasked(
  { subject, direction, host, wish, fourEyes }: UnaskedDecision,
  version: number,
  { actor: by, at, dialect }: { readonly actor: CaseActor; readonly at: Date; readonly dialect: CaseDialect },
): Script<CaseChanged> {
  const { before, file: open } = yield* openedCase(subject, direction, at.getTime());
  const actor = yield* actorIn(open, by, at, dialect);
  const last = yield* lastEffect();
  if (open.stage.kind !== "received" && cases.whyBarred(open, actor) === null)
    throw new CaseRefusal("conflict", "its case is under review or decided: decide it there", { version: last });
  const step: CaseStep = { do: "decide", wish, fourEyes };
  const file = stepped(open, step, actor, at.getTime());
  if (last !== version) throw new CaseRefusal("conflict", "the list has changed meanwhile", { version: last });
  if (before === null) yield* addCase(file, host);
  if (file.decisions.length > open.decisions.length) yield* notify(file);
  const logged = yield* logStep(file, open, step, by, at);
  yield* save(logged, before);
  return { file: logged, told: yield* toldOf(logged) };
}

/** Writes into the decision log what a step decided, and keeps where it stands there. */
function* logStep(
  file: CaseFile,
  before: CaseFile,
  { do: did }: CaseStep,
  { user, roles }: CaseActor,
  at: Date,
): Script<CaseFile> {
  const actor = roles.includes("operator") ? ("operator" as const) : new Person(user);
  const proposal = before.stage.kind === "proposed" ? before.stage.proposal : null;
  const last = file.decisions.at(-1);
  if (did === "confirm" || did === "reject") {
    if (proposal?.logIndex !== null && proposal !== null) {
      const isConfirmed = did === "confirm";
      yield* append({
        type: "confirmation",
        at,
        case: file.id,
        of: proposal.logIndex,
        isConfirmed,
        actor,
        reason: null,
      });
    }
    return file;
  }
  if (did === "undo") {
    const of = cases.lastDecision(before, before.round)?.logIndex ?? null;
    if (of !== null) yield* append({ type: "undo", at, case: file.id, of, actor, reason: null });
    return file;
  }
  if (did !== "decide") return file;
  const wanted = file.stage.kind === "proposed" ? file.stage.proposal : last;
  if (wanted === undefined) return file;
  const { subject } = file;
  const { rule, edition, lists } = yield* judgedIn(file);
  const logIndex = yield* append({
    type: file.stage.kind === "proposed" ? "proposal" : "decision",
    at,
    case: file.id,
    direction: before.appeal === null ? file.direction : "appeal",
    subject: new Secret(subjectKey(subject), subject.kind === "user" ? subject.user : null),
    host: yield* hostOfCase(file.id),
    outcome: wanted.outcome,
    effect: loggedEffect(wanted.effect),
    rule,
    edition,
    lists: withinBytes(lists),
    actor,
    reason: new Secret(wanted.reason, null),
    prev: cases.reviewedIn(before)?.logIndex ?? null,
  });
  if (file.stage.kind === "proposed")
    return { ...file, stage: { kind: "proposed", proposal: { ...file.stage.proposal, logIndex } } };
  return { ...file, decisions: file.decisions.map((each) => (each === last ? { ...each, logIndex } : each)) };
}

function* append(entry: NewEntry): Script<number> {
  const [index] = z.array(z.number()).parse(yield { log: entry });
  if (index === undefined) throw new Error("an entry has a place");
  return index;
}

function* hostOfCase(id: string): Script<string | null> {
  const row = yield* rowOf(z.object({ host: z.string().nullable() }), "SELECT host FROM case_file WHERE id = ?", id);
  return row?.host ?? null;
}

/** As many as an entry has room for. */
function withinBytes<T>(all: readonly T[]): readonly T[] {
  let left = MAX_LISTS_BYTES;
  return all.slice(0, MAX_LISTS).filter((each) => (left -= Buffer.byteLength(JSON.stringify(each))) >= 0);
}

function loggedEffect(effect: Effect | null) {
  if (effect === null) return null;
  if (effect.kind === "suspend")
    return { suspend: new Secret(effect.user, effect.user), until: new Date(effect.untilMs).toISOString() };
  const until = effect.untilMs === null ? null : new Date(effect.untilMs).toISOString();
  return effect.kind === "entry"
    ? { entry: effect.entry, kind: effect.finding, until }
    : { exception: effect.entry, until };
}

function stepped(file: CaseFile, step: CaseStep, actor: Actor, atMs: number): CaseFile {
  switch (step.do) {
    case "claim":
      return cases.claim(file, actor, atMs);
    case "release":
      return cases.release(file, actor);
    case "confirm":
      return cases.confirm(file, actor, atMs);
    case "reject":
      return cases.reject(file, actor);
    case "undo":
      return cases.undo(file, actor, atMs);
    case "decide":
      return cases.decide(file, step.wish, actor, { atMs, fourEyes: step.fourEyes });
  }
}

/** A token that has expired or was revoked gives no role any more. */
function* actorIn(file: CaseFile, { user, roles, token }: CaseActor, at: Date, dialect: CaseDialect): Script<Actor> {
  const isGood = token === null || (token.expiresAt > at && !(yield* isRevoked(user, token)));
  return { user, roles: isGood ? roles : [], ...(yield* stakeIn(file, user, dialect)) };
}

export function* stake(id: string, user: string, dialect: CaseDialect): Script<Stake> {
  const file = yield* fileById(id);
  return file === null ? { isConcerned: false, hasBlocked: false } : yield* stakeIn(file, user, dialect);
}

function* stakeIn(file: CaseFile, user: string, dialect: CaseDialect): Script<Stake> {
  return { isConcerned: yield* concerns(file, user, dialect), hasBlocked: yield* hasBlocked(file, user) };
}

/** Whether somebody decided what blocks the link of a case: an entry of a case about its host or one above, or on one above. */
function* hasBlocked({ subject, direction }: CaseFile, user: string): Script<boolean> {
  if (subject.kind !== "link" || direction === "harmful") return false;
  const host = subject.entry.replace(/^https?:\/\//iu, "").replace(/[/?#].*$/su, "");
  const labels = host.split(".");
  const names = labels.map((_label, index) => labels.slice(index).join("."));
  const rows = yield* rowsOf(
    stateRow,
    `SELECT f.state FROM case_effect e JOIN case_file f ON f.id = e.case_id
     WHERE e.effect IS NOT NULL AND f.direction = 'harmful'
       AND (f.host IN (${names.map(() => "?").join(", ")}) OR ${names.map(() => "e.effect LIKE ?").join(" OR ")})`,
    ...names,
    ...names.map((name) => `%"entry":${JSON.stringify(name)}%`),
  );
  return rows.some(({ state }) => {
    const decision = cases.effectOf(fileOf(state))?.decision;
    return decision?.by === user || decision?.confirmedBy === user;
  });
}

/** Whether two are or were in one conversation. */
export function* haveMet(user: string, other: string, { memberUser }: CaseDialect): Script<boolean> {
  const met = yield* rowOf(
    oneRow,
    `SELECT 1 AS one FROM member m JOIN member o ON o.conversation = m.conversation
     WHERE m.${memberUser} = ? AND o.${memberUser} = ? LIMIT 1`,
    user,
    other,
  );
  return met !== null;
}

/** Whether somebody complained in a case, wrote what it is about, is in one of its conversations, or is whom it is about. */
function* concerns(file: CaseFile, user: string, dialect: CaseDialect): Script<boolean> {
  const isOwn = file.subject.kind === "user" && file.subject.user === user;
  const concerned = yield* rowOf(
    oneRow,
    `SELECT 1 AS one FROM complaint k WHERE k.case_id = ? AND (k.user_id = ? OR k.about_user = ? OR k.conversation IN (
       SELECT c.id FROM member m JOIN conversation c ON c.row = m.conversation WHERE m.${dialect.memberUser} = ?))
     LIMIT 1`,
    file.id,
    user,
    user,
    user,
  );
  return isOwn || concerned !== null;
}

function* isRevoked(user: string, { issuedAt, tokenId }: NonNullable<CaseActor["token"]>): Script<boolean> {
  const sql = "SELECT at FROM revocation WHERE kind = ? AND digest = ?";
  const atRow = z.object({ at: z.number() });
  if (tokenId !== null && (yield* rowOf(atRow, sql, "token", digestOf(tokenId))) !== null) return true;
  const ofUser = yield* rowOf(atRow, sql, "user", digestOf(user));
  return ofUser !== null && (issuedAt === null || issuedAt.getTime() <= ofUser.at);
}

/** Those whose link, message or account a decision limits have a row of their own from now on, by which they may appeal. */
function* notify(file: CaseFile): Script<void> {
  const decision = cases.lastDecision(file, file.round);
  if (decision === null || !cases.isLimiting(file)) return;
  const rows = yield* rowsOf(
    complaintRow,
    `SELECT ${COMPLAINT_COLUMNS} FROM complaint k WHERE case_id = ? AND round = ? AND kind <> 'decision' AND withdrawn_at IS NULL
     ORDER BY at, id LIMIT ?`,
    file.id,
    file.round,
    MAX_TOLD,
  );
  const first = new Map<string, ComplaintRow>();
  for (const row of rows) if (!first.has(row.about_user)) first.set(row.about_user, row);
  for (const [user, { target, host }] of first) {
    yield* write(
      `INSERT INTO complaint (id, user_id, kind, target_key, target, conversation, about_user, case_id, round, at, host)
       VALUES (?, ?, 'decision', ?, ?, NULL, ?, ?, ?, ?, ?)
       ON CONFLICT (user_id, kind, target_key) DO UPDATE SET round = excluded.round, at = excluded.at, target = excluded.target`,
      drawId("k:"),
      user,
      `case ${file.id}`,
      target,
      user,
      file.id,
      file.round,
      decision.atMs,
      host,
    );
  }
}

export function* endEffects(at: Date, limit: number): Script<readonly CaseChanged[]> {
  const due = yield* rowsOf(
    z.object({ case_id: z.string() }),
    "SELECT case_id FROM case_effect WHERE effect IS NOT NULL AND until_at <= ? ORDER BY until_at, case_id LIMIT ?",
    at.getTime(),
    limit,
  );
  const ended: CaseChanged[] = [];
  for (const { case_id: id } of due) {
    const before = yield* fileById(id);
    const file = before === null ? null : cases.endEffect(before, at.getTime());
    if (file === null) continue;
    const holds = before === null ? null : cases.effectOf(before);
    const effect = loggedEffect(holds?.effect ?? null);
    const of = holds?.decision.logIndex ?? null;
    if (of !== null && effect !== null) yield* append({ type: "effect_ended", at, of, effect });
    yield* save(file, before);
    ended.push({ file, told: [] });
  }
  return ended;
}

export function* effects(): Script<readonly EffectInForce[]> {
  const rows = yield* rowsOf(
    z.object({ case_id: z.string(), number: z.number(), effect: z.string(), at: z.number() }),
    "SELECT case_id, number, effect, at FROM case_effect WHERE effect IS NOT NULL ORDER BY number",
  );
  return rows.map(({ case_id: caseId, number, effect, at }) => ({
    number,
    caseId,
    effect: readJson(effectSchema, jsonText<Effect>(effect), "case_effect.effect"),
    at: new Date(at),
  }));
}

export function* endings(before: Date, limit: number): Script<readonly Ending[]> {
  const rows = yield* rowsOf(
    z.object({ case_id: z.string(), effect: z.string(), at: z.number(), host: z.string().nullable() }),
    `SELECT e.case_id, e.effect, e.at, f.host FROM case_effect e JOIN case_file f ON f.id = e.case_id
     WHERE e.effect IS NOT NULL AND e.until_at < ? ORDER BY e.until_at, e.case_id LIMIT ?`,
    before.getTime(),
    limit,
  );
  return rows.map(({ case_id: caseId, effect, at, host }) => ({
    caseId,
    host,
    effect: readJson(effectSchema, jsonText<Effect>(effect), "case_effect.effect"),
    at: new Date(at),
  }));
}

export function* lastEffect(): Script<number> {
  const row = yield* rowOf(z.object({ last: z.number() }), "SELECT coalesce(max(number), 0) AS last FROM case_effect");
  return row?.last ?? 0;
}

/** Takes a name out of everything about cases; their notes go, and what was decided stays. */
export function* eraseFromCases(user: string, pseudonym: string): Script<void> {
  yield* eraseEvidence(user);
  const names = yield* rowsOf(
    complaintRow,
    `SELECT ${COMPLAINT_COLUMNS} FROM complaint k WHERE user_id = ? OR about_user = ?`,
    user,
    user,
  );
  for (const row of names) {
    const target = complaintOf(row).target;
    const renamed = target.kind === "user" && target.user === user ? { ...target, user: pseudonym } : target;
    const isOwn = row.user_id === user;
    yield* write(
      `UPDATE complaint SET user_id = ?, about_user = ?, target = ?, target_key = ?, note = ?, category = ? WHERE id = ?`,
      isOwn ? pseudonym : row.user_id,
      row.about_user === user ? pseudonym : row.about_user,
      writeJson(renamed),
      row.kind === "decision" ? `case ${row.case_id}` : targetKey(renamed),
      isOwn ? null : row.note,
      isOwn ? null : row.category,
      row.id,
    );
  }
  const written = JSON.stringify(user).replaceAll(/[\\%_]/gu, String.raw`\$&`);
  const files = yield* rowsOf(
    stateRow,
    String.raw`SELECT state FROM case_file WHERE state LIKE ? ESCAPE '\'`,
    `%${written}%`,
  );
  for (const { state } of files) {
    const before = fileOf(state);
    const file = withoutName(before, user, pseudonym);
    yield* write("UPDATE case_file SET subject = ? WHERE id = ?", subjectKey(file.subject), file.id);
    yield* save(file, before);
  }
}

function withoutName(file: CaseFile, user: string, pseudonym: string): CaseFile {
  const name = <T extends string | null>(each: T): T | string => (each === user ? pseudonym : each);
  const effect = (each: Effect | null): Effect | null =>
    each?.kind === "suspend" ? { ...each, user: name(each.user) } : each;
  const { subject, stage, appeal: asked } = file;
  return {
    ...file,
    subject: subject.kind === "user" ? { ...subject, user: name(subject.user) } : subject,
    stage:
      stage.kind === "in_review"
        ? { ...stage, by: name(stage.by) }
        : stage.kind === "proposed"
          ? {
              ...stage,
              proposal: { ...stage.proposal, by: name(stage.proposal.by), effect: effect(stage.proposal.effect) },
            }
          : stage,
    appeal: asked === null ? null : { ...asked, by: name(asked.by), note: asked.by === user ? null : asked.note },
    decisions: file.decisions.map((each) => ({
      ...each,
      by: name(each.by),
      confirmedBy: name(each.confirmedBy),
      undone: each.undone === null ? null : { ...each.undone, by: name(each.undone.by) },
      effect: effect(each.effect),
    })),
  };
}
