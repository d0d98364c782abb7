import { z } from "zod";
import type { ComplaintRecord } from "../../cases/reporter.ts";
import type { CaseFile } from "../../cases/types.ts";
import type { CaseFilter, CaseInQueue, CasePage, CaseWhole } from "../cases.ts";
import { CASE_PLACE } from "../cases.ts";
import { rowOf, rowsOf, type Script } from "../script.ts";
import { COMPLAINT_COLUMNS, complaintOf, complaintRow } from "./complaint-row.ts";
import { evidenceIn } from "./evidence.ts";
import { fileOf, stateRow } from "./file.ts";

const MAX_COMPLAINTS_SHOWN = 200;
/** Of one person, counted together. */
const MAX_EARLIER = 20;
const queueRow = stateRow.extend({ host: z.string().nullable(), people: z.number() });

export function* listCases({ stages, direction, host, check, after, limit }: CaseFilter): Script<CasePage> {
  const [, people = "", opened = "", id = ""] = CASE_PLACE.exec(after ?? "") ?? [];
  const rows = yield* rowsOf(
    queueRow,
    `SELECT state, host, people FROM case_file WHERE stage IN (${stages.map(() => "?").join(", ")})
     ${direction === null ? "" : "AND direction = ?"} ${host === null ? "" : "AND host = ?"}
     ${check === undefined ? "" : "AND check_state = ?"}
     ${id === "" ? "" : "AND (people < ? OR people = ? AND (opened_at > ? OR opened_at = ? AND id > ?))"}
     ORDER BY people DESC, opened_at, id LIMIT ?`,
    ...stages,
    ...(direction === null ? [] : [direction]),
    ...(host === null ? [] : [host]),
    ...(check === undefined ? [] : [check]),
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
