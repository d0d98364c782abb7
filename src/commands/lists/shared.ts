import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMirror } from "../../findings/lists/kept/mirror.ts";
import { adoptLists } from "../../findings/lists/kept/update-list.ts";
import type { Console } from "../cli/command.ts";
import { openDatabase } from "../cli/messages-store.ts";
import { updateParts, type ListsValues } from "./options.ts";

/** What a command does with lists. */
interface Doing {
  readonly changes: boolean;
  readonly withTexts: boolean;
  /** Makes look-ups in them. */
  readonly withIndex: boolean;
}

/** Another's update of a large list may take so long. */
const TURN_WAIT_MS = 120_000;

function doingOf(word: string, words: readonly string[], values: ListsValues): Doing {
  const isDry = word === "add" && values["dry-run"];
  const isRead = isDry || word === "stats" || word === "look" || (word === "except" && words[0] === "list");
  return { changes: !isRead, withTexts: isDry || word === "look" || word === "update", withIndex: isDry };
}

/**
 * Runs a command on lists where they are. Those in a store come into a temporary folder, and what becomes of them there is put
 * back in one step.
 *
 * @throws {ListsInUse} while another changes them; {DatabaseError}; {StoreError}
 */
export async function onLists<Result>(
  [word, words]: readonly [string, readonly string[]],
  values: ListsValues,
  console: Console,
  run: (values: ListsValues) => Promise<Result>,
): Promise<Result> {
  if (values.store === undefined || values.lists !== undefined) return run(values);
  const { changes, withTexts, withIndex } = doingOf(word, words, values);
  const store = await openDatabase(values.store);
  const folder = mkdtempSync(join(tmpdir(), "hutong-lists-"));
  const here = { ...values, lists: folder, keepsIndex: withIndex };
  const parts = updateParts(here, console);
  try {
    const mirror = createMirror({
      shared: store.shared,
      folder,
      withTexts,
      async adopt(catalog, incoming) {
        for (const { message } of await adoptLists(catalog, incoming, parts)) console.tell(message);
      },
    });
    if (changes) return await mirror.change(TURN_WAIT_MS, () => run(here));
    await mirror.pull();
    return await run(here);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await store.close();
  }
}
