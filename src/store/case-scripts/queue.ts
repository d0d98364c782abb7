import { z } from "zod";
import type { ComplaintRecord } from "../../cases/reporter.ts";
import type { CaseFile } from "../../cases/types.ts";
import type { CaseFilter, CaseInQueue, CasePage, CaseWhole } from "../cases.ts";
import { CASE_PLACE, MAX_COUNTED } from "../cases.ts";
import { rowOf, rowsOf, type Script } from "../script.ts";
import { COMPLAINT_COLUMNS, complaintOf, complaintRow } from "./complaint-row.ts";
import { evidenceIn } from "./evidence.ts";
import { fileOf, stateRow } from "./file.ts";

const MAX_COMPLAINTS_SHOWN = 200;
/** Of one person, counted together. */
const MAX_EARLIER = 20;
const countRow = z.object({ total: z.number(), overdue: z.number() });
const queueRow = stateRow.extend({ host: z.string().nullable(), people: z.number() });

/** What keeps a case out of the queue, as SQL and its values. */
function conditionsOf({ stages, direction, host, check, notBy, isAppeal }: CaseFilter): Condition[] {
  return [
    [`stage IN (${stages.map(() => "?").join(", ")})`, ...stages],
    ...(direction === null ? [] : [["direction = ?", direction] as const]),
    ...(host === null ? [] : [["host = ?", host] as const]),
    ...(check === undefined ? [] : [["check_state = ?", check] as const]),
    ...(notBy === undefined
      ? []
      : [
          [
            // Who decided what an appeal has looked at anew does not check that either.
            `NOT EXISTS (SELECT 1 FROM case_decision d
               WHERE d.case_id = case_file.id AND d.round = case_file.round AND ? IN (d.by_user, d.confirmed_by))`,
            notBy,
          ] as const,
        ]),
    // An open round that is decided, and not taken back, is looked at again.
    ...(isAppeal === undefined
      ? []
      : [
          [
            `stage <> 'decided' AND EXISTS (SELECT 1 FROM case_decision d
               WHERE d.case_id = case_file.id AND d.round = case_file.round AND d.is_reversed = 0)`,
          ] as const,
        ]),
  ];
}
type Condition = readonly [sql: string, ...values: readonly string[]];

export function* listCases(filter: CaseFilter): Script<CasePage> {
  const { after, limit, countedAt } = filter;
  const conditions = conditionsOf(filter);
  const where = conditions.map(([sql]) => sql).join(" AND ");
  const values = conditions.flatMap(([, ...own]) => own);
  const [, people = "", opened = "", id = ""] = CASE_PLACE.exec(after ?? "") ?? [];
  const rows = yield* rowsOf(
    queueRow,
    `SELECT state, host, people FROM case_file WHERE ${where}
     ${id === "" ? "" : "AND (people < ? OR people = ? AND (opened_at > ? OR opened_at = ? AND id > ?))"}
     ORDER BY people DESC, opened_at, id LIMIT ?`,
    ...values,
    ...(id === "" ? [] : [Number(people), Number(people), Number(opened), Number(opened), id]),
    limit + 1,
  );
  const count =
    countedAt === undefined
      ? null
      : yield* rowOf(
          countRow,
          `SELECT count(*) AS total, count(CASE WHEN due_at < ? AND stage IN ('received', 'in_review', 'proposed') THEN 1 END) AS overdue
           FROM (SELECT stage, due_at FROM case_file WHERE ${where} LIMIT ${MAX_COUNTED}) AS fitting`,
          countedAt.getTime(),
          ...values,
        );
  const found = rows.slice(0, limit).map(inQueue);
  const last = found.at(-1);
  const next =
    rows.length > limit && last !== undefined ? `${last.people}.${last.file.openedAtMs}.${last.file.id}` : null;
  return { cases: found, next, count };
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

const recordRow = z.object({ user_id: z.string(), decided: z.number(), dismissed: z.number() });

/** @param of  A round that is not counted; null: all are. */
export function* complaintRecords(
  of: Pick<CaseFile, "id" | "round"> | null,
  users: readonly string[],
  since: Date,
): Script<ReadonlyMap<string, ComplaintRecord>> {
  // What somebody did before they were erased is counted no more.
  const named = users.filter((user) => !user.startsWith("~"));
  if (named.length === 0) return new Map();
  const rows = yield* rowsOf(
    recordRow,
    `SELECT h.user_id, count(*) AS decided, CAST(sum(1 - r.was_right) AS bigint) AS dismissed
     FROM (SELECT user_id, case_id, round,
         row_number() OVER (PARTITION BY user_id ORDER BY max(at) DESC, case_id, round) AS place
       FROM complaint WHERE user_id IN (${named.map(() => "?").join(", ")}) AND at >= ? AND kind <> 'decision'
         AND withdrawn_at IS NULL AND NOT (case_id = ? AND round = ?)
       GROUP BY user_id, case_id, round) AS h
     JOIN case_round r ON r.case_id = h.case_id AND r.round = h.round
     WHERE h.place <= ${MAX_EARLIER} AND r.was_right IS NOT NULL GROUP BY h.user_id`,
    ...named,
    since.getTime(),
    of?.id ?? "",
    of?.round ?? 0,
  );
  return new Map(rows.map(({ user_id: user, ...record }) => [user, record]));
}
