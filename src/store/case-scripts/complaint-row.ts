import { z } from "zod";
import { complaintTold, type Complaint } from "../../cases/complaint.ts";
import type { CaseFile } from "../../cases/types.ts";
import { jsonText, readJson } from "../../input/json.ts";
import type { Told } from "../cases.ts";
import { rowsOf, type Script } from "../script.ts";

/** Told together of one case. */
export const MAX_TOLD = 10_000;

export const COMPLAINT_COLUMNS = `k.id, k.user_id, k.kind, k.target, k.about_user, k.case_id, k.round, k.at, k.host, k.category, k.note,
  k.withdrawn_at`;

const targetSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("link"), conversation: z.string(), seq: z.int(), index: z.int() }),
  z.object({ kind: z.literal("message"), conversation: z.string(), seq: z.int() }),
  z.object({ kind: z.literal("user"), user: z.string(), conversation: z.string().nullable() }),
]);

export const complaintRow = z.object({
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
export type ComplaintRow = z.infer<typeof complaintRow>;

export function complaintOf(row: ComplaintRow): Complaint {
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

/** Everybody whom the case concerns in this round. */
export function* toldOf(file: CaseFile): Script<readonly Told[]> {
  const rows = yield* rowsOf(
    complaintRow,
    `SELECT ${COMPLAINT_COLUMNS} FROM complaint k WHERE case_id = ? AND round = ? AND withdrawn_at IS NULL ORDER BY at, id LIMIT ?`,
    file.id,
    file.round,
    MAX_TOLD,
  );
  return rows.map((row) => ({ user: row.user_id, complaint: complaintTold(complaintOf(row), file) }));
}
