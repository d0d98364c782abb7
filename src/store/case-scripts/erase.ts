import { targetKey } from "../../cases/complaint.ts";
import type { CaseFile, Effect } from "../../cases/types.ts";
import { writeJson } from "../../input/json.ts";
import { rowsOf, write, type Script } from "../script.ts";
import { COMPLAINT_COLUMNS, complaintOf, complaintRow } from "./complaint-row.ts";
import { eraseEvidence } from "./evidence.ts";
import { fileOf, save, stateRow, subjectKey } from "./file.ts";

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
      check:
        each.check === null
          ? null
          : {
              ...each.check,
              by: name(each.check.by),
              note: each.check.by === user ? null : each.check.note,
              left: each.check.left === null ? null : { ...each.check.left, by: name(each.check.left.by) },
            },
    })),
  };
}
