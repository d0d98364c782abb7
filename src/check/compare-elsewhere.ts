import { z } from "zod";
import { createThreads, threadBeside } from "../input/threads.ts";
import type { RulebookWarning } from "../policy/compare/change.ts";
import { ACTIONS } from "../policy/vocabulary.ts";
import type { RulebookChange } from "./rulebook-change.ts";

const warningsSchema: z.ZodType<RulebookWarning[]> = z.array(
  z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("unreachable_rule"),
      edition: z.string(),
      rule: z.string(),
      hiddenBy: z.array(z.string()),
    }),
    z.object({
      kind: z.literal("allows_more"),
      rule: z.string().nullable(),
      ruleBefore: z.string().nullable(),
      action: z.enum(ACTIONS),
      actionBefore: z.enum(ACTIONS),
      where: z.string(),
    }),
  ]),
);

/** Compares rulebooks in a worker thread, so that nobody who chats waits for it. */
export interface ChangeComparison {
  /** Resolves with null when it was closed meanwhile. @throws {Error} what ended the thread. */
  warningsOf(change: RulebookChange): Promise<readonly RulebookWarning[] | null>;
  close(): Promise<void>;
}

export function compareElsewhere(): ChangeComparison {
  const threads = createThreads();
  return {
    async warningsOf({ before, after, ...rest }) {
      // What else a kept rulebook has is no concern of the thread.
      const textOf = ({ reference, text }: RulebookChange["after"]) => ({ reference, text });
      const change = { ...rest, before: before === null ? null : textOf(before), after: textOf(after) };
      const answer = await threads.ask(threadBeside(import.meta.url, "rulebook-change-worker"), change);
      return answer === null ? null : warningsSchema.parse(answer);
    },
    close: threads.close,
  };
}
