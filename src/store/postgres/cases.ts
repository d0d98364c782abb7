import type { Script } from "../script.ts";
import type { Ask } from "./connection.ts";
import { appendEntries } from "./log.ts";
import { fromStored, toStored } from "./stored-text.ts";

/** Runs a script of cases, statement by statement. */
export async function runScript<T>(ask: Ask, script: Script<T>): Promise<T> {
  let step = script.next([]);
  while (step.done !== true) {
    if ("log" in step.value) {
      step = script.next(await appendEntries(ask, [step.value.log]));
      continue;
    }
    const { sql, values } = step.value;
    let number = 0;
    const numbered = sql.replaceAll("?", () => `$${(number += 1)}`);
    const rows = await ask<Record<string, unknown>>(
      numbered,
      values.map((value) => (typeof value === "string" ? toStored(value) : value)),
    );
    step = script.next(rows.map(readable));
  }
  return step.value;
}

/** One that writes, part of a transaction. Writers of cases go one after another, so each sees what those before it left. */
export async function runWriting<T>(ask: Ask, script: Script<T>): Promise<T> {
  await ask("LOCK TABLE case_file IN SHARE ROW EXCLUSIVE MODE");
  return runScript(ask, script);
}

function readable(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === "string" ? fromStored(value) : value]),
  );
}
