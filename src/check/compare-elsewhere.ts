import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { RulebookWarning } from "../policy/compare/change.ts";
import { ACTIONS } from "../policy/vocabulary.ts";
import type { RulebookChange } from "./rulebook-change.ts";

/** Built, it is plain JavaScript. */
const WORKER = import.meta.url.endsWith(".ts") ? "./rulebook-change-worker.ts" : "./rulebook-change-worker.js";

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
  const running = new Set<Worker>();
  let isClosed = false;
  return {
    async warningsOf({ before, after, ...rest }) {
      if (isClosed) return null;
      // What else a kept rulebook has is no concern of the thread.
      const textOf = ({ reference, text }: RulebookChange["after"]) => ({ reference, text });
      const workerData = { ...rest, before: before === null ? null : textOf(before), after: textOf(after) };
      const worker = new Worker(new URL(WORKER, import.meta.url), { workerData });
      running.add(worker);
      try {
        // `once` rejects with what the thread throws.
        const ended = once(worker, "exit").then(() => [null]);
        const [answer]: unknown[] = await Promise.race([once(worker, "message"), ended]);
        if (answer === null && !isClosed) throw new Error("the thread that compares rulebooks ended without an answer");
        return answer === null ? null : warningsSchema.parse(answer);
      } finally {
        running.delete(worker);
        await worker.terminate();
      }
    },
    async close() {
      isClosed = true;
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}
