import { z } from "zod";
import type { CaseFilter, CaseInQueue, CasePage, CaseWhole } from "../cases.ts";
import { CASE_PLACE } from "../cases.ts";
import { rowOf, rowsOf, type Script } from "../script.ts";
import { COMPLAINT_COLUMNS, complaintOf, complaintRow } from "./complaint-row.ts";
import { evidenceIn } from "./evidence.ts";
import { fileOf, stateRow } from "./file.ts";

const MAX_COMPLAINTS_SHOWN = 200;
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
