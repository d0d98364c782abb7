import { BOT_USER } from "../../../src/chat/ids.ts";
import type { Store } from "../../../src/store/store.ts";
import { StoreError } from "../../../src/store/store-error.ts";

/** `before`: nothing is written. `after`: it is written, and the answer is lost. */
export type Lost = "before" | "after";

/** `ask` and `answer` are an append, by somebody or by the bot. */
export type Write = "ask" | "answer" | "claimQuestions" | "settleQuestion" | "releaseLeases" | "renewLeases";

interface Doubtful {
  readonly store: Store;
  /** Which writes failed, in order. */
  readonly failed: readonly string[];
  /** Which were asked for and were not frozen any more, in order. */
  readonly asked: readonly string[];
  /** The next call of each of these fails. */
  fail(writes: readonly Write[]): void;
  /** From now on none of them begins, as in a process that is stopped, until the returned function lets them go on. */
  freeze(): () => void;
}

/** A real store to which the way is bad: a write fails, and whoever asked knows not whether it was done. */
export function doubtfulStore(store: Store, lost: Lost): Doubtful {
  const failing = new Set<Write>();
  const failed: string[] = [];
  const asked: string[] = [];
  let frozen: Promise<void> | null = null;

  async function doubtful<T>(name: Write, write: () => Promise<T>): Promise<T> {
    await frozen;
    asked.push(name);
    if (!failing.delete(name)) return write();
    if (lost === "after") await write();
    failed.push(name);
    throw new StoreError("unavailable", "the answer was lost");
  }

  return {
    failed,
    asked,
    fail: (writes) => writes.forEach((write) => failing.add(write)),
    freeze() {
      const { promise, resolve } = Promise.withResolvers<void>();
      frozen = promise;
      return resolve;
    },
    store: {
      ...store,
      append: (message) => doubtful(message.from === BOT_USER ? "answer" : "ask", () => store.append(message)),
      claimQuestions: (...given) => doubtful("claimQuestions", () => store.claimQuestions(...given)),
      settleQuestion: (place) => doubtful("settleQuestion", () => store.settleQuestion(place)),
      releaseLeases: (...given) => doubtful("releaseLeases", () => store.releaseLeases(...given)),
      renewLeases: (...given) => doubtful("renewLeases", () => store.renewLeases(...given)),
    },
  };
}
