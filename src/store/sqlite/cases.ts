import type Database from "better-sqlite3";
import type { Log } from "./log.ts";
import type { Script } from "../script.ts";

/** Runs scripts of cases: those that write inside a transaction. */
export function createScripts(db: Database.Database, log: Pick<Log, "append">): <T>(script: Script<T>) => T {
  const prepared = new Map<string, Database.Statement>();
  const statementOf = (sql: string): Database.Statement => {
    const known = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  return (script) => {
    let step = script.next([]);
    while (step.done !== true) {
      if ("log" in step.value) {
        step = script.next([log.append(step.value.log)]);
        continue;
      }
      const { sql, values } = step.value;
      const statement = statementOf(sql);
      if (statement.reader) step = script.next(statement.all(...values));
      else {
        statement.run(...values);
        step = script.next([]);
      }
    }
    return step.value;
  };
}
