import { z } from "zod";
import * as cases from "../../cases/case.ts";
import { effectSchema, type Effect } from "../../cases/types.ts";
import { jsonText, readJson } from "../../input/json.ts";
import type { CaseChanged, EffectInForce, Ending } from "../cases.ts";
import { rowOf, rowsOf, type Script } from "../script.ts";
import { fileById, save } from "./file.ts";
import { append, loggedEffect } from "./logged.ts";

export function* endEffects(at: Date, limit: number): Script<readonly CaseChanged[]> {
  const due = yield* rowsOf(
    z.object({ case_id: z.string() }),
    "SELECT case_id FROM case_effect WHERE effect IS NOT NULL AND until_at <= ? ORDER BY until_at, case_id LIMIT ?",
    at.getTime(),
    limit,
  );
  const ended: CaseChanged[] = [];
  for (const { case_id: id } of due) {
    const before = yield* fileById(id);
    const file = before === null ? null : cases.endEffect(before, at.getTime());
    if (file === null) continue;
    const holds = before === null ? null : cases.effectOf(before);
    const effect = loggedEffect(holds?.effect ?? null);
    const of = holds?.decision.logIndex ?? null;
    if (of !== null && effect !== null) yield* append({ type: "effect_ended", at, of, effect });
    yield* save(file, before);
    ended.push({ file, told: [] });
  }
  return ended;
}

export function* effects(): Script<readonly EffectInForce[]> {
  const rows = yield* rowsOf(
    z.object({ case_id: z.string(), number: z.number(), effect: z.string(), at: z.number() }),
    "SELECT case_id, number, effect, at FROM case_effect WHERE effect IS NOT NULL ORDER BY number",
  );
  return rows.map(({ case_id: caseId, number, effect, at }) => ({
    number,
    caseId,
    effect: readJson(effectSchema, jsonText<Effect>(effect), "case_effect.effect"),
    at: new Date(at),
  }));
}

export function* endings(before: Date, limit: number): Script<readonly Ending[]> {
  const rows = yield* rowsOf(
    z.object({ case_id: z.string(), effect: z.string(), at: z.number(), host: z.string().nullable() }),
    `SELECT e.case_id, e.effect, e.at, f.host FROM case_effect e JOIN case_file f ON f.id = e.case_id
     WHERE e.effect IS NOT NULL AND e.until_at < ? ORDER BY e.until_at, e.case_id LIMIT ?`,
    before.getTime(),
    limit,
  );
  return rows.map(({ case_id: caseId, effect, at, host }) => ({
    caseId,
    host,
    effect: readJson(effectSchema, jsonText<Effect>(effect), "case_effect.effect"),
    at: new Date(at),
  }));
}

export function* lastEffect(): Script<number> {
  const row = yield* rowOf(z.object({ last: z.number() }), "SELECT coalesce(max(number), 0) AS last FROM case_effect");
  return row?.last ?? 0;
}
