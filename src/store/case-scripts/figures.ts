import { z } from "zod";
import { standingDecisions, wereRight } from "../../cases/case.ts";
import { REPORTER_GROUPS } from "../../cases/reporter.ts";
import type { CaseFile, Decision } from "../../cases/types.ts";
import { jsonText, readJson, writeJson } from "../../input/json.ts";
import type { FigureRow, Figures, JudgedBefore } from "../cases.ts";
import { rowOf, rowsOf, write, type Script } from "../script.ts";

const UNKNOWN: Omit<JudgedBefore, "rule"> & { readonly rule: null } = { rule: null, edition: null, lists: [] };

const judgedSchema = z.object({
  rule: z.string(),
  edition: z.string().nullable(),
  lists: z.array(z.object({ name: z.string(), version: z.string().nullable() })),
});
const namesSchema = z.array(z.string());
const countRow = z.object({ count: z.number() });
const HOUR_MS = 3_600_000;

/** A round that begins, and decisions that were made or changed: what figures count. Nothing of an earlier save is lost by another. */
export function* recordFigures(file: CaseFile, before: CaseFile | null, judged: JudgedBefore | null): Script<void> {
  const { id, round, openedAtMs } = file;
  // An effect that ended brings a case back for the same link.
  if (before !== null && before.round !== round && judged === null)
    yield* write(
      `INSERT INTO case_round (case_id, round, opened_at, rule, lists, judged)
       SELECT case_id, ?, ?, rule, lists, judged FROM case_round WHERE case_id = ? AND round = ? ON CONFLICT DO NOTHING`,
      round,
      openedAtMs,
      id,
      before.round,
    );
  else if (before?.round !== round)
    yield* write(
      `INSERT INTO case_round (case_id, round, opened_at, rule, lists, judged) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      id,
      round,
      openedAtMs,
      judged?.rule ?? null,
      judged === null ? null : writeJson(judged.lists.map(({ name }) => name).toSorted()),
      judged === null ? null : writeJson(judged),
    );
  yield* recordRight(file, before);
  const known = before === null ? [] : countedIn(before);
  for (const [place, decision] of countedIn(file).entries()) {
    const was = known[place];
    const isSame =
      was?.by === decision.by &&
      was.confirmedBy === decision.confirmedBy &&
      was.isReversed === decision.isReversed &&
      was.check === decision.check;
    if (isSame) continue;
    const agrees = decision.check === null ? null : Number(decision.check.agrees);
    yield* write(
      `INSERT INTO case_decision (case_id, number, round, at, by_user, confirmed_by, waited, is_reversed, is_drawn, agrees)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (case_id, number) DO UPDATE SET by_user = excluded.by_user, confirmed_by = excluded.confirmed_by,
         is_reversed = excluded.is_reversed, agrees = excluded.agrees`,
      id,
      decision.number,
      decision.round,
      decision.atMs,
      decision.by,
      decision.confirmedBy,
      waitedMs(file, decision),
      Number(decision.isReversed),
      Number(decision.isDrawn),
      agrees,
    );
  }
}

/** Whether who complained was right, of rounds where that has changed. */
function* recordRight(file: CaseFile, before: CaseFile | null): Script<void> {
  for (const round of new Set(file.decisions.map((each) => each.round))) {
    const right = wereRight(file, round);
    if (before !== null && wereRight(before, round) === right) continue;
    yield* write(
      "UPDATE case_round SET was_right = ? WHERE case_id = ? AND round = ?",
      right === null ? null : Number(right),
      file.id,
      round,
    );
  }
}

type Counted = Decision & { readonly isReversed: boolean };

function countedIn(file: CaseFile): readonly Counted[] {
  const standing = new Set(standingDecisions(file));
  return file.decisions.map((each) => ({ ...each, isReversed: !standing.has(each) }));
}

/** Known while the round lasts. */
function waitedMs({ round, openedAtMs, appeal }: CaseFile, decision: Decision): number | null {
  if (decision.round !== round) return null;
  const sinceMs = decision.reviews === null ? openedAtMs : appeal?.atMs;
  return sinceMs === undefined ? null : Math.max(0, decision.atMs - sinceMs);
}

/** What decided when the link of this round was complained of. */
export function* judgedIn({ id, round }: Pick<CaseFile, "id" | "round">): Script<JudgedBefore | typeof UNKNOWN> {
  const row = yield* rowOf(
    z.object({ judged: z.string().nullable() }),
    "SELECT judged FROM case_round WHERE case_id = ? AND round = ?",
    id,
    round,
  );
  const judged = row?.judged ?? null;
  return judged === null ? UNKNOWN : readJson(judgedSchema, jsonText<JudgedBefore>(judged), "case_round.judged");
}

const groupRow = z.object({ rule: z.string().nullable(), lists: z.string().nullable(), count: z.number() });
const decidedRow = groupRow.extend({ reversed: z.number() });
type Count = "received" | "decided" | "reversed";

/** Counts by name. */
class Table {
  readonly #rows = new Map<string | null, { name: string | null } & Record<Count, number>>();

  add(name: string | null, what: Count, count: number): void {
    const row = this.#rows.get(name) ?? { name, received: 0, decided: 0, reversed: 0 };
    row[what] += count;
    this.#rows.set(name, row);
  }

  /** The most decided first. */
  rows(): readonly FigureRow[] {
    return [...this.#rows.values()].toSorted(
      (one, other) =>
        other.decided - one.decided ||
        other.received - one.received ||
        ((one.name ?? "") < (other.name ?? "") ? -1 : 1),
    );
  }
}

export function* figures(from: Date, to: Date, now: Date): Script<Figures> {
  const period = [from.getTime(), to.getTime()] as const;
  const opened = yield* rowsOf(
    groupRow,
    `SELECT rule, lists, count(*) AS count FROM case_round WHERE opened_at >= ? AND opened_at < ? GROUP BY rule, lists`,
    ...period,
  );
  const decided = yield* rowsOf(
    decidedRow,
    `SELECT r.rule, r.lists, count(*) AS count, CAST(sum(d.is_reversed) AS bigint) AS reversed
     FROM case_decision d LEFT JOIN case_round r ON r.case_id = d.case_id AND r.round = d.round
     WHERE d.at >= ? AND d.at < ? GROUP BY r.rule, r.lists`,
    ...period,
  );
  const [byRule, byList] = [new Table(), new Table()];
  const add = (row: z.infer<typeof groupRow>, what: Count, count: number) => {
    byRule.add(row.rule, what, count);
    for (const name of listsOf(row.lists)) byList.add(name, what, count);
  };
  for (const row of opened) add(row, "received", row.count);
  for (const row of decided) {
    add(row, "decided", row.count);
    add(row, "reversed", row.reversed);
  }
  const complaints = yield* rowOf(
    countRow,
    "SELECT count(*) AS count FROM complaint WHERE kind <> 'decision' AND at >= ? AND at < ?",
    ...period,
  );
  const waiting = yield* rowOf(
    countRow.extend({ overdue: z.number() }),
    `SELECT count(*) AS count, count(CASE WHEN due_at < ? THEN 1 END) AS overdue FROM case_file
     WHERE stage IN ('received', 'in_review', 'proposed')`,
    now.getTime(),
  );
  return {
    received: sum(opened, ({ count }) => count),
    complaints: complaints?.count ?? 0,
    decided: sum(decided, ({ count }) => count),
    reversed: sum(decided, ({ reversed }) => reversed),
    medianMs: yield* medianWait(...period),
    checks: { ...(yield* checksIn(...period)), ...(yield* checksNow()) },
    open: waiting?.count ?? 0,
    overdue: waiting?.overdue ?? 0,
    byRule: byRule.rows(),
    byList: byList.rows(),
    byReporter: yield* reporterRows(...period),
    byModerator: yield* moderatorRows(...period),
  };
}

const checksRow = z.object({ drawn: z.number(), checked: z.number(), agreed: z.number() });

function* checksIn(from: number, to: number): Script<z.infer<typeof checksRow>> {
  const row = yield* rowOf(
    checksRow,
    `SELECT count(*) AS drawn, count(agrees) AS checked, count(CASE WHEN agrees = 1 THEN 1 END) AS agreed
     FROM case_decision WHERE is_drawn = 1 AND at >= ? AND at < ?`,
    from,
    to,
  );
  return row ?? { drawn: 0, checked: 0, agreed: 0 };
}

const checksNowRow = z.object({ waiting: z.number(), disputed: z.number() });

/** What was taken back before anybody looked was drawn and waits for nobody: these are counted by themselves. */
function* checksNow(): Script<z.infer<typeof checksNowRow>> {
  const row = yield* rowOf(
    checksNowRow,
    `SELECT count(CASE WHEN check_state = 'waiting' THEN 1 END) AS waiting,
       count(CASE WHEN check_state = 'disputed' THEN 1 END) AS disputed
     FROM case_file WHERE check_state IS NOT NULL`,
  );
  return row ?? { waiting: 0, disputed: 0 };
}

const reporterRow = z.object({
  name: z.enum(REPORTER_GROUPS).nullable(),
  complaints: z.number(),
  decided: z.number(),
  dismissed: z.number(),
});

function* reporterRows(from: number, to: number): Script<Figures["byReporter"]> {
  return yield* rowsOf(
    reporterRow,
    `SELECT k.reporter AS name, count(*) AS complaints, count(r.was_right) AS decided,
       count(CASE WHEN r.was_right = 0 THEN 1 END) AS dismissed
     FROM complaint k LEFT JOIN case_round r ON r.case_id = k.case_id AND r.round = k.round
     WHERE k.kind <> 'decision' AND k.withdrawn_at IS NULL AND k.at >= ? AND k.at < ?
     GROUP BY k.reporter ORDER BY complaints DESC, k.reporter`,
    from,
    to,
  );
}

const moderatorRow = z.object({
  by_user: z.string(),
  pseudonym: z.string().nullable(),
  decided: z.number(),
  reversed: z.number(),
  checked: z.number(),
  agreed: z.number(),
  hour: z.number(),
  most: z.number(),
});

function* moderatorRows(from: number, to: number): Script<Figures["byModerator"]> {
  const rows = yield* rowsOf(
    moderatorRow,
    `SELECT h.by_user, p.pseudonym, h.decided, h.reversed, h.checked, h.agreed, h.hour, h.most
     FROM (SELECT by_user, at / ${HOUR_MS} AS hour, count(*) AS most,
         CAST(sum(count(*)) OVER whole AS bigint) AS decided, CAST(sum(sum(is_reversed)) OVER whole AS bigint) AS reversed,
         CAST(sum(count(agrees)) OVER whole AS bigint) AS checked,
         CAST(sum(count(CASE WHEN agrees = 1 THEN 1 END)) OVER whole AS bigint) AS agreed,
         row_number() OVER (PARTITION BY by_user ORDER BY count(*) DESC, at / ${HOUR_MS}) AS place
       FROM case_decision WHERE at >= ? AND at < ? GROUP BY by_user, at / ${HOUR_MS}
       WINDOW whole AS (PARTITION BY by_user)) AS h
     LEFT JOIN log_person p ON p.owner = h.by_user WHERE h.place = 1 ORDER BY h.decided DESC, h.by_user`,
    from,
    to,
  );
  return rows.map(({ by_user: user, hour, most, ...counts }) => ({
    user,
    ...counts,
    busiestHour: { from: new Date(hour * HOUR_MS), decided: most },
  }));
}

function* medianWait(from: number, to: number): Script<number | null> {
  const where = "FROM case_decision WHERE at >= ? AND at < ? AND waited IS NOT NULL";
  const known = (yield* rowOf(countRow, `SELECT count(*) AS count ${where}`, from, to))?.count ?? 0;
  if (known === 0) return null;
  const middle = yield* rowsOf(
    z.object({ waited: z.number() }),
    `SELECT waited ${where} ORDER BY waited LIMIT ? OFFSET ?`,
    from,
    to,
    2 - (known % 2),
    Math.floor((known - 1) / 2),
  );
  return sum(middle, ({ waited }) => waited) / middle.length;
}

function listsOf(json: string | null): readonly string[] {
  return json === null ? [] : readJson(namesSchema, jsonText<string[]>(json), "case_round.lists");
}

function sum<T>(all: readonly T[], of: (each: T) => number): number {
  return all.reduce((whole, each) => whole + of(each), 0);
}
