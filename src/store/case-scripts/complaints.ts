import { z } from "zod";
import * as cases from "../../cases/case.ts";
import { complaintTold, decisionFor, targetKey, type ComplaintTold } from "../../cases/complaint.ts";
import { RECORD_MS, reporterGroup, type ReporterGroup } from "../../cases/reporter.ts";
import { CaseRefusal } from "../../cases/types.ts";
import { writeJson } from "../../input/json.ts";
import type { CaseChanged, ComplaintInCase, ComplaintRules, NewComplaint, Told } from "../cases.ts";
import { rowOf, rowsOf, write, type Script } from "../script.ts";
import { accountsSince } from "./accounts.ts";
import { COMPLAINT_COLUMNS, complaintOf, complaintRow, toldOf } from "./complaint-row.ts";
import { keepEvidence } from "./evidence.ts";
import { addCase, drawId, fileById, fileOf, openedCase, save } from "./file.ts";
import { complaintRecords } from "./queue.ts";

const HOUR_MS = 3_600_000;
const OPEN = "('received', 'in_review', 'proposed')";

const countRow = z.object({ count: z.number(), oldest: z.number().nullable() });

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
  const atMs = at.getTime();
  yield* refuseTooMany(user, atMs, maxOpen, maxPerHour);
  const reporter = yield* groupOf(user, atMs);
  const { before, file } = yield* openedCase(subject, kind, atMs);
  if (before === null) yield* addCase(file, host);
  const id = drawId("k:");
  yield* write(
    `INSERT INTO complaint (id, user_id, kind, target_key, target, conversation, about_user, case_id, round, at, host, category,
       note, reporter) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    reporter,
  );
  yield* save(file, before, complaint.judged ?? null);
  if (complaint.seen !== undefined) yield* keepEvidence(file, target, about, complaint.seen);
  const made = { id, user, kind, target, caseId: file.id, round: file.round, atMs, host, category, note };
  return { user, complaint: complaintTold({ ...made, withdrawnAtMs: null }, file), isNew: true };
}

function* groupOf(user: string, atMs: number): Script<ReporterGroup | null> {
  const since = (yield* accountsSince([user])).get(user);
  const records = yield* complaintRecords(null, [user], new Date(atMs - RECORD_MS));
  return reporterGroup(since === undefined ? null : atMs - since.getTime(), records.get(user));
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
