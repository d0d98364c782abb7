import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createMirror } from "../../findings/lists/kept/mirror.ts";
import { adoptLists } from "../../findings/lists/kept/update-list.ts";
import { readCatalog } from "../../findings/lists/kept/catalog.ts";
import { tellLists } from "../../log/lists-told.ts";
import { openSqliteStore } from "../../store/sqlite/store.ts";
import type { EffectInForce } from "../../store/cases.ts";
import type { Console } from "../cli/command.ts";
import { databaseIn } from "../cli/data-folder.ts";
import { openDatabase } from "../cli/messages-store.ts";
import { listsFolder, updateParts, type ListsValues } from "./options.ts";

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

/** Where no gateway ever ran there is no log yet; its first start tells what lists there are. */
async function logInFolder(values: ListsValues): Promise<void> {
  const database = databaseIn(values.data);
  if (!existsSync(database)) return;
  const store = openSqliteStore(database);
  try {
    await tellLists(store, readCatalog(listsFolder(values)), "operator", new Date());
  } finally {
    await store.close();
  }
}

/** What moderators decided that holds. None for a folder of lists alone, and where no gateway ever ran. */
export async function decidedEffects(values: ListsValues): Promise<readonly EffectInForce[]> {
  const database = values.store === undefined && values.lists === undefined ? databaseIn(values.data) : null;
  if (values.store === undefined && (database === null || !existsSync(database))) return [];
  const store = database === null ? await openDatabase(values.store ?? "") : openSqliteStore(database);
  try {
    return await store.effects();
  } finally {
    await store.close();
  }
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
  const { changes, withTexts, withIndex } = doingOf(word, words, values);
  if (values.store === undefined || values.lists !== undefined) {
    const folder = listsFolder(values);
    const wasThere = existsSync(folder) || (values.lists === undefined && existsSync(databaseIn(values.data)));
    const result = await run(values);
    if (!wasThere && existsSync(folder))
      console.tell(`hutong lists: no gateway has run with ${resolve(folder)} yet; it was made now`);
    if (changes && values.lists === undefined) await logInFolder(values);
    return result;
  }
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
    if (changes) {
      const result = await mirror.change(TURN_WAIT_MS, () => run(here));
      await tellLists(store, readCatalog(folder), "operator", new Date());
      return result;
    }
    await mirror.pull();
    return await run(here);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await store.close();
  }
}
