import * as cases from "../../cases/case.ts";
import { CaseRefusal, type Actor, type CaseFile, type Effect } from "../../cases/types.ts";
import type { CaseActor, CaseChanged, CaseStep, UnaskedDecision } from "../cases.ts";
import { rowOf, rowsOf, write, type CaseDialect, type Script } from "../script.ts";
import { COMPLAINT_COLUMNS, complaintRow, MAX_TOLD, toldOf, type ComplaintRow } from "./complaint-row.ts";
import { lastEffect } from "./effects.ts";
import { addCase, drawId, fileById, oneRow, openedCase, save } from "./file.ts";
import { logStep } from "./logged.ts";
import { actorIn } from "./stakes.ts";

export function* act(
  id: string,
  version: number,
  step: CaseStep,
  { actor: by, at, dialect }: { readonly actor: CaseActor; readonly at: Date; readonly dialect: CaseDialect },
): Script<CaseChanged | null> {
  const before = yield* fileById(id);
  if (before === null) return null;
  const actor = yield* actorIn(before, by, effectOf(step, before), { at, dialect });
  // Who may not decide is told so before whether the case has changed.
  const file = drawn(stepped(before, step, actor, at.getTime()), before, dialect);
  if (before.version !== version)
    throw new CaseRefusal("conflict", "the case has changed meanwhile", { version: before.version });
  if (step.do === "decide" && step.wish.effect?.kind === "suspend") yield* refuseOthers(id, step.wish.effect.user);
  if (file.decisions.length > before.decisions.length) yield* notify(file);
  const logged = yield* logStep(file, before, step, by, at);
  yield* save(logged, before);
  // What others think of a decision is told to nobody whom it concerns.
  return { file: logged, told: step.do === "check" ? [] : yield* toldOf(logged) };
}

/** One in so many decisions is looked at by another person. */
const SAMPLE = 20;

/** Draws a decision that was just made, or does not: nobody foretells which, and one made anew in its round is drawn as before. */
function drawn(file: CaseFile, before: CaseFile, { draw }: CaseDialect): CaseFile {
  const isNew = file.decisions.length > before.decisions.length;
  if (!isNew || draw(`check ${file.id} ${file.round}`) % SAMPLE !== 0) return file;
  const last = file.decisions.at(-1);
  return { ...file, decisions: file.decisions.map((each) => (each === last ? { ...each, isDrawn: true } : each)) };
}

/** What a step brings about; null: nothing, or it takes something back. */
function effectOf(step: CaseStep, { stage }: CaseFile): Effect | null {
  if (step.do === "decide") return step.wish.effect;
  return step.do === "confirm" && stage.kind === "proposed" ? stage.proposal.effect : null;
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
  const actor = yield* actorIn(open, by, wish.effect, { at, dialect });
  const last = yield* lastEffect();
  if (open.stage.kind !== "received" && cases.whyBarred(open, actor) === null)
    throw new CaseRefusal("conflict", "its case is under review or decided: decide it there", { version: last });
  const step: CaseStep = { do: "decide", wish, fourEyes };
  const file = drawn(stepped(open, step, actor, at.getTime()), open, dialect);
  if (last !== version) throw new CaseRefusal("conflict", "the list has changed meanwhile", { version: last });
  if (before === null) yield* addCase(file, host);
  if (file.decisions.length > open.decisions.length) yield* notify(file);
  const logged = yield* logStep(file, open, step, by, at);
  yield* save(logged, before);
  return { file: logged, told: yield* toldOf(logged) };
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
    case "check":
      return cases.check(file, step, actor, atMs);
    case "decide":
      return cases.decide(file, step.wish, actor, { atMs, fourEyes: step.fourEyes });
  }
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
