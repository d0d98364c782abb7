import { z } from "zod";
import { evidenceUntilMs } from "../../cases/case.ts";
import { targetKey, type Target } from "../../cases/complaint.ts";
import type { CaseFile } from "../../cases/types.ts";
import { jsonText, readJson, writeJson } from "../../input/json.ts";
import { CONVERSATION_KINDS } from "../../policy/types.ts";
import { resolutionSchema } from "../../resolve/cache/resolution-schema.ts";
import type { Resolution } from "../../resolve/types.ts";
import type { KeptEvidence, SeenLink } from "../cases.ts";
import { rowsOf, write, type Script } from "../script.ts";

/** Of one case: moderators see three, and whoever deletes all of them leaves enough. */
const MAX_KEPT = 20;

const resolution: z.ZodType<Resolution | null> = resolutionSchema.nullable();
const evidenceRow = z.object({
  target_key: z.string(),
  about_user: z.string(),
  at: z.number(),
  chat: z.enum(CONVERSATION_KINDS),
  link: z.string().nullable(),
  resolution: z.string().nullable(),
});

/** Keeps what a complaint is about beside its case; the same again is kept as it was first. */
export function* keepEvidence(file: CaseFile, target: Target, about: string, seen: SeenLink): Script<void> {
  yield* write(
    `INSERT INTO case_evidence (case_id, target_key, about_user, at, chat, link, resolution, until_at)
     SELECT id, ?, ?, ?, ?, ?, ?, ? FROM case_file
     WHERE id = ? AND (SELECT count(*) FROM case_evidence WHERE case_id = ?) < ${MAX_KEPT} ON CONFLICT DO NOTHING`,
    targetKey(target),
    about,
    seen.at.getTime(),
    seen.chat,
    seen.link,
    seen.resolution === null ? null : writeJson(seen.resolution),
    evidenceUntilMs(file),
    file.id,
    file.id,
  );
}

/** A case that was decided keeps its evidence so long and no longer; one that is open again keeps it. */
export function* limitEvidence(file: CaseFile, before: CaseFile | null): Script<void> {
  const untilMs = evidenceUntilMs(file);
  if (before === null || untilMs === evidenceUntilMs(before)) return;
  yield* write("UPDATE case_evidence SET until_at = ? WHERE case_id = ?", untilMs, file.id);
}

export function* evidenceIn(caseId: string): Script<readonly KeptEvidence[]> {
  const rows = yield* rowsOf(
    evidenceRow,
    "SELECT target_key, about_user, at, chat, link, resolution FROM case_evidence WHERE case_id = ? ORDER BY at DESC, target_key",
    caseId,
  );
  return rows.map((row) => ({
    key: row.target_key,
    from: row.about_user,
    at: new Date(row.at),
    chat: row.chat,
    link: row.link,
    resolution:
      row.resolution === null
        ? null
        : readJson(resolution, jsonText<Resolution | null>(row.resolution), "case_evidence.resolution"),
  }));
}

/** Takes evidence whose day has come. */
export function* endEvidence(at: Date): Script<void> {
  yield* write("DELETE FROM case_evidence WHERE until_at <= ?", at.getTime());
}

/** What somebody wrote goes with them, also out of open cases. */
export function* eraseEvidence(user: string): Script<void> {
  yield* write("DELETE FROM case_evidence WHERE about_user = ?", user);
}
