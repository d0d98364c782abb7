import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { threadBeside } from "../../input/threads.ts";
import { articleSchema, type Article } from "./article.ts";

/** What came of a page: its text, null for none, or `busy` when too many wait already. */
export type Extracted = Article | null | "busy";

export interface ArticleThread {
  /** Never rejects for what a page holds; one that takes too long or too much memory has no text. */
  extract(html: string, url: string): Promise<Extracted>;
  close(): Promise<void>;
}

export interface ArticleThreadOptions {
  /** Milliseconds one page may take, the start of the thread included. */
  readonly timeoutMs: number;
  /** Pages that may wait for the one before them. */
  readonly maxWaiting: number;
  /** Mebibytes of JavaScript heap. */
  readonly maxHeapMib: number;
}

/**
 * One thread that reads pages one after another: a page made to be slow holds up nobody who chats, and its thread is ended.
 * It starts with the first page and keeps no program running.
 */
export function createArticleThread({ timeoutMs, maxWaiting, maxHeapMib }: ArticleThreadOptions): ArticleThread {
  let worker: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function started(): Worker {
    if (worker !== null) return worker;
    const made = new Worker(threadBeside(import.meta.url, "article-worker"), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMib, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
      // Nothing of this program's surroundings is its business.
      env: {},
    });
    made.unref();
    // Without a listener what ends it would end the program.
    made.on("error", () => undefined);
    made.once("exit", () => {
      if (worker === made) worker = null;
    });
    worker = made;
    return made;
  }

  async function run(html: string, url: string): Promise<Article | null> {
    const thread = started();
    const over = new AbortController();
    const { signal } = over;
    try {
      const answered = once(thread, "message", { signal }).then(([answer]: unknown[]) => ({ answer }));
      const ended = once(thread, "exit", { signal }).then(() => null);
      thread.postMessage({ html, url });
      const outcome = await Promise.race([answered, ended, pause(timeoutMs, null, { signal })]).catch(() => null);
      if (outcome !== null) return articleSchema.nullable().parse(outcome.answer);
      await end();
      return null;
    } finally {
      over.abort();
    }
  }

  async function end(): Promise<void> {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  }

  return {
    async extract(html, url) {
      if (waiting >= maxWaiting) return "busy";
      waiting += 1;
      const mine = turn.then(() => run(html, url));
      turn = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        waiting -= 1;
      }
    },
    close: end,
  };
}
