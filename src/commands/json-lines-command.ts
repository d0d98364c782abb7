import type { z } from "zod";
import { inputFault } from "../check/input-fault.ts";
import { parseLine, readLineBatches } from "../check/json-lines.ts";
import type { Console, ExitCode } from "./command.ts";

/**
 * Answers each line of stdin with one line of stdout, in order, as the lines come.
 * A line that is none is answered by `{id: null, line, error}` and told on stderr; the rest goes on and the exit code is 1.
 */
export async function answerLines<T extends z.ZodType>(
  console: Console,
  schema: T,
  answer: (value: z.output<T>) => unknown,
): Promise<ExitCode> {
  let number = 0;
  let failed = false;
  for await (const lines of readLineBatches(console.stdin)) {
    let written = "";
    for (const line of lines) {
      number += 1;
      if (line.trim() === "") continue;
      try {
        written += `${JSON.stringify(answer(parseLine(line, number, schema)))}\n`;
      } catch (error) {
        const fault = inputFault(error);
        if (fault === null) throw error;
        const message = fault.startsWith("line ") ? fault : `line ${number}: ${fault}`;
        failed = true;
        console.tell(message);
        written += `${JSON.stringify({ id: null, line: number, error: { code: "bad_input", message } })}\n`;
      }
    }
    await console.write(written);
  }
  return failed ? 1 : 0;
}
