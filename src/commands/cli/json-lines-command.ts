import { z } from "zod";
import { InputError } from "../../input/input-error.ts";
import { LineError, parseLine, readLineBatches } from "../../input/json-lines.ts";
import type { Console, ExitCode } from "./command.ts";

/** Lines under way at once when answers take time. */
const MAX_AHEAD = 32;

/**
 * Answers each line of stdin with one line of stdout, in order, as the lines come. Answers that take time are worked on
 * side by side; each is one JSON text.
 * A line that is none is answered by `{id, line, error}` and told on stderr; the rest goes on and the exit code is 1.
 * `id` is the line's own, null where it has none or no JSON can be read.
 */
export async function answerLines<T extends z.ZodType>(
  console: Console,
  schema: T,
  answer: (value: z.output<T>) => string | Promise<string>,
): Promise<ExitCode> {
  let number = 0;
  let failed = false;
  const refuse = (error: unknown, line: number, text: string): string => {
    if (!(error instanceof InputError)) throw error;
    const message = error instanceof LineError ? error.message : `line ${line}: ${error.message}`;
    failed = true;
    console.tell(message);
    return `${JSON.stringify({ id: idIn(text), line, error: { code: "bad_input", message } })}\n`;
  };
  const answerTo = (text: string, line: number): string | Promise<string> => {
    try {
      const answered = answer(parseLine(text, line, schema));
      if (typeof answered === "string") return `${answered}\n`;
      return answered.then(
        (json) => `${json}\n`,
        (error: unknown) => refuse(error, line, text),
      );
    } catch (error) {
      return refuse(error, line, text);
    }
  };

  const writing: Promise<void>[] = [];
  let written = Promise.resolve();
  for await (const lines of readLineBatches(console.stdin)) {
    let ready = "";
    for (const text of lines) {
      number += 1;
      if (text.trim() === "") continue;
      const answered = answerTo(text, number);
      if (typeof answered === "string" && writing.length === 0) {
        ready += answered;
        continue;
      }
      if (ready !== "") written = console.write(ready);
      ready = "";
      written = Promise.all([written, answered]).then(([, json]) => console.write(json));
      writing.push(written);
      if (writing.length >= MAX_AHEAD) await writing.shift();
    }
    await console.write(ready);
  }
  await written;
  return failed ? 1 : 0;
}

const withIdSchema = z.object({ id: z.union([z.string().max(1_024), z.number()]) });

/** The id that a refused line gave itself, so that whoever sent it knows which was refused. */
function idIn(text: string): string | number | null {
  try {
    return withIdSchema.safeParse(JSON.parse(text)).data?.id ?? null;
  } catch {
    return null;
  }
}
