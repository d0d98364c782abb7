import { z } from "zod";
import { CaseRefusal } from "../cases/types.ts";
import type { NewEntry } from "../log/entry.ts";

type Value = string | number | null;

/** One statement of a script. `?` stands for each value in its turn. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** An entry of the decision log, in the same transaction; its index comes back. */
export interface LogStep {
  readonly log: NewEntry;
}

/** Statements of one transaction, each made of what came of those before. Both backends run the same ones. */
export type Script<T> = Generator<Statement | LogStep, T, readonly unknown[]>;

/** What differs between the backends. */
export interface CaseDialect {
  /** The column of `member` that holds the user. */
  readonly memberUser: "user" | "user_id";
  /** As `Keys` draws. */
  readonly draw: (name: string) => number;
}

export function* write(sql: string, ...values: readonly Value[]): Script<void> {
  yield { sql, values };
}

export function* rowsOf<Row>(schema: z.ZodType<Row>, sql: string, ...values: readonly Value[]): Script<readonly Row[]> {
  return z.array(schema).parse(yield { sql, values });
}

export function* rowOf<Row>(schema: z.ZodType<Row>, sql: string, ...values: readonly Value[]): Script<Row | null> {
  const [row] = yield* rowsOf(schema, sql, ...values);
  return row ?? null;
}

/** What came of a script that may refuse. It refuses before it writes, so the transaction goes on. */
export type Answered<T> = { readonly value: T } | { readonly refusal: CaseRefusal };

export function* answered<T>(script: Script<T>): Script<Answered<T>> {
  try {
    return { value: yield* script };
  } catch (error) {
    if (error instanceof CaseRefusal) return { refusal: error };
    throw error;
  }
}

/** @throws {CaseRefusal} */
export function valueOf<T>(outcome: Answered<T>): T {
  if ("refusal" in outcome) throw outcome.refusal;
  return outcome.value;
}
