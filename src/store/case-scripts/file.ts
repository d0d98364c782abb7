import { randomBytes } from "node:crypto";
import { z } from "zod";
import * as cases from "../../cases/case.ts";
import { caseSchema, type CaseFile, type Subject } from "../../cases/types.ts";
import { writtenEntry } from "../../findings/lists/written-entry.ts";
import { jsonText, readJson, writeJson } from "../../input/json.ts";
import type { JudgedBefore } from "../cases.ts";
import { rowOf, write, type Script } from "../script.ts";
import { limitEvidence } from "./evidence.ts";
import { recordFigures } from "./figures.ts";

export const oneRow = z.object({ one: z.number() });

export const stateRow = z.object({ state: z.string() });

export function fileOf(state: string): CaseFile {
  return readJson(caseSchema, jsonText<CaseFile>(state), "case_file.state");
}

/** 128 random bits. */
export function drawId(prefix: string): string {
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

export function* fileById(id: string): Script<CaseFile | null> {
  const row = yield* rowOf(stateRow, "SELECT state FROM case_file WHERE id = ?", id);
  return row === null ? null : fileOf(row.state);
}

export function* hostOfCase(id: string): Script<string | null> {
  const row = yield* rowOf(z.object({ host: z.string().nullable() }), "SELECT host FROM case_file WHERE id = ?", id);
  return row?.host ?? null;
}

/** The case of a subject as it is and as it is open, if it can be. Nothing is written yet. */
export function* openedCase(
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
export function* addCase({ id, subject, direction }: CaseFile, host: string | null): Script<void> {
  yield* write(
    `INSERT INTO case_file (id, subject, direction, host, stage, round, version, people, opened_at, due_at, state)
     VALUES (?, ?, ?, ?, 'received', 1, 1, 0, 0, 0, '')`,
    id,
    subjectKey(subject),
    direction,
    host,
  );
}

export function* save(file: CaseFile, before: CaseFile | null, judged: JudgedBefore | null = null): Script<void> {
  const { id, stage, round, version, openedAtMs, dueAtMs } = file;
  yield* write(
    `UPDATE case_file SET stage = ?, round = ?, version = ?, opened_at = ?, due_at = ?, state = ?, check_state = ?,
       people = (SELECT count(DISTINCT user_id) FROM complaint
         WHERE case_id = ? AND round = ? AND kind <> 'decision' AND withdrawn_at IS NULL)
     WHERE id = ?`,
    stage.kind,
    round,
    version,
    openedAtMs,
    dueAtMs,
    writeJson(file),
    cases.checkState(file),
    id,
    round,
    id,
  );
  yield* recordFigures(file, before, judged);
  yield* limitEvidence(file, before);
  const [was, is] = [before === null ? null : cases.effectOf(before), cases.effectOf(file)];
  if (JSON.stringify(was) === JSON.stringify(is)) return;
  yield* write(
    `INSERT INTO case_effect (case_id, number, effect, host, until_at, at)
     SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM case_effect WHERE true
     ON CONFLICT (case_id) DO UPDATE SET number = excluded.number, effect = excluded.effect, host = excluded.host,
       until_at = excluded.until_at, at = excluded.at`,
    id,
    is === null ? null : writeJson(is.effect),
    is === null || is.effect.kind === "suspend"
      ? null
      : (writtenEntry(is.effect.entry, { line: 1, isException: false })?.host ?? null),
    is?.effect.untilMs ?? null,
    is?.decision.atMs ?? 0,
  );
}
