import { threadBeside, type Threads } from "../input/threads.ts";
import type { DecisionTable } from "../policy/decide/decide.ts";
import type { KnownNames, Rulebook } from "../policy/rulebook/rulebook.ts";
import { RulebookError } from "../policy/rulebook/rulebook-error.ts";

/** A rulebook with the table of each of its editions, in their order. Plain data. */
export interface ReadRulebook {
  readonly rulebook: Rulebook;
  readonly tables: readonly DecisionTable[];
}

/**
 * As `parseRulebook`, with what takes long of compiling, in a thread: both together take 100 ms and more of a book of 160 rules,
 * and taking over what was read 2.
 *
 * @returns null when the threads were closed meanwhile.
 */
export async function readElsewhere(
  threads: Threads,
  text: string,
  fileName: string,
  known: KnownNames,
): Promise<ReadRulebook | null> {
  const question = { text, fileName, known };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `read-worker.ts` posts
  const answer = (await threads.ask(threadBeside(import.meta.url, "read-worker"), question)) as
    | ReadRulebook
    | Pick<RulebookError, "code" | "message" | "problems">
    | null;
  if (answer !== null && "code" in answer) throw new RulebookError(answer.code, answer.message, answer.problems);
  return answer;
}
