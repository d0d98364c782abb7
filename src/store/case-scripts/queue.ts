import { z } from "zod";
import { wereRight } from "../../cases/case.ts";
import type { CaseFile } from "../../cases/types.ts";
import type { CaseFilter, CaseInQueue, CasePage, CaseWhole, ComplaintRecord } from "../cases.ts";
import { CASE_PLACE } from "../cases.ts";
import { rowOf, rowsOf, type Script } from "../script.ts";
import { COMPLAINT_COLUMNS, complaintOf, complaintRow } from "./complaint-row.ts";
import { evidenceIn } from "./evidence.ts";
import { fileOf, stateRow } from "./file.ts";

const MAX_COMPLAINTS_SHOWN = 200;
/** Of one person, counted together. */
const MAX_EARLIER = 20;
const queueRow = stateRow.extend({ host: z.string().nullable(), people: z.number() });

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

const earlierRow = stateRow.extend({ user_id: z.string(), case_id: z.string(), round: z.number() });

export function* complaintRecords(
  { id, round }: Pick<CaseFile, "id" | "round">,
  users: readonly string[],
  since: Date,
): Script<ReadonlyMap<string, ComplaintRecord>> {
  // What somebody did before they were erased is counted no more.
  const named = users.filter((user) => !user.startsWith("~"));
  const records = new Map<string, ComplaintRecord>();
  if (named.length === 0) return records;
  const rows = yield* rowsOf(
    earlierRow,
    `SELECT h.user_id, h.case_id, h.round, f.state
     FROM (SELECT user_id, case_id, round,
         row_number() OVER (PARTITION BY user_id ORDER BY max(at) DESC, case_id, round) AS place
       FROM complaint WHERE user_id IN (${named.map(() => "?").join(", ")}) AND at >= ? AND kind <> 'decision'
         AND withdrawn_at IS NULL AND NOT (case_id = ? AND round = ?)
       GROUP BY user_id, case_id, round) AS h
     JOIN case_file f ON f.id = h.case_id WHERE h.place <= ${MAX_EARLIER}`,
    ...named,
    since.getTime(),
    id,
    round,
  );
  // Many who complain together did so before: each case is read once.
  const files = new Map<string, CaseFile>();
  for (const { user_id: user, case_id: caseId, round: earlier, state } of rows) {
    const file = files.get(caseId) ?? fileOf(state);
    files.set(caseId, file);
    const right = wereRight(file, earlier);
    if (right === null) continue;
    const { decided, dismissed } = records.get(user) ?? { decided: 0, dismissed: 0 };
    records.set(user, { decided: decided + 1, dismissed: dismissed + Number(!right) });
  }
  return records;
}
