import { z } from "zod";
import * as cases from "../../cases/case.ts";
import type { CaseFile, Effect } from "../../cases/types.ts";
import { Person, Secret, type NewEntry } from "../../log/entry.ts";
import type { CaseActor, CaseStep } from "../cases.ts";
import type { Script } from "../script.ts";
import { judgedIn } from "./figures.ts";
import { hostOfCase, subjectKey } from "./file.ts";

/** Of the lists of an entry of the log, which may be 4 KiB whole. */
const MAX_LISTS = 10;
const MAX_LISTS_BYTES = 1_000;

/** Writes into the decision log what a step decided, and keeps where it stands there. */
export function* logStep(
  file: CaseFile,
  before: CaseFile,
  { do: did }: CaseStep,
  { user, roles }: CaseActor,
  at: Date,
): Script<CaseFile> {
  const actor = roles.includes("operator") ? ("operator" as const) : new Person(user);
  const proposal = before.stage.kind === "proposed" ? before.stage.proposal : null;
  const last = file.decisions.at(-1);
  if (did === "confirm" || did === "reject") {
    if (proposal?.logIndex !== null && proposal !== null) {
      const isConfirmed = did === "confirm";
      yield* append({
        type: "confirmation",
        at,
        case: file.id,
        of: proposal.logIndex,
        isConfirmed,
        actor,
        reason: null,
      });
    }
    return file;
  }
  if (did === "undo") {
    const of = cases.lastDecision(before, before.round)?.logIndex ?? null;
    if (of !== null) yield* append({ type: "undo", at, case: file.id, of, actor, reason: null });
    return file;
  }
  if (did !== "decide") return file;
  const wanted = file.stage.kind === "proposed" ? file.stage.proposal : last;
  if (wanted === undefined) return file;
  const { subject } = file;
  const { rule, edition, lists } = yield* judgedIn(file);
  const logIndex = yield* append({
    type: file.stage.kind === "proposed" ? "proposal" : "decision",
    at,
    case: file.id,
    direction: before.appeal === null ? file.direction : "appeal",
    subject: new Secret(subjectKey(subject), subject.kind === "user" ? subject.user : null),
    host: yield* hostOfCase(file.id),
    outcome: wanted.outcome,
    effect: loggedEffect(wanted.effect),
    rule,
    edition,
    lists: withinBytes(lists),
    actor,
    reason: new Secret(wanted.reason, null),
    prev: cases.reviewedIn(before)?.logIndex ?? null,
  });
  if (file.stage.kind === "proposed")
    return { ...file, stage: { kind: "proposed", proposal: { ...file.stage.proposal, logIndex } } };
  return { ...file, decisions: file.decisions.map((each) => (each === last ? { ...each, logIndex } : each)) };
}

export function* append(entry: NewEntry): Script<number> {
  const [index] = z.array(z.number()).parse(yield { log: entry });
  if (index === undefined) throw new Error("an entry has a place");
  return index;
}

/** As many as an entry has room for. */
function withinBytes<T>(all: readonly T[]): readonly T[] {
  let left = MAX_LISTS_BYTES;
  return all.slice(0, MAX_LISTS).filter((each) => (left -= Buffer.byteLength(JSON.stringify(each))) >= 0);
}

export function loggedEffect(effect: Effect | null) {
  if (effect === null) return null;
  if (effect.kind === "suspend")
    return { suspend: new Secret(effect.user, effect.user), until: new Date(effect.untilMs).toISOString() };
  const until = effect.untilMs === null ? null : new Date(effect.untilMs).toISOString();
  return effect.kind === "entry"
    ? { entry: effect.entry, kind: effect.finding, until }
    : { exception: effect.entry, until };
}
