import { basename } from "node:path";
import type { Threads } from "../input/threads.ts";
import { readBuiltinText } from "./builtin.ts";
import { readRulebookFile, rulebookFileOf, splitReference, type RulebookShelf } from "./shelf.ts";

/** A rulebook as gateways keep it where each of them finds it. */
export interface NewRulebook {
  /** The file's name without its folders, or the id of a shipped one; `name@edition` where one edition decides always. */
  readonly reference: string;
  /** The whole file. */
  readonly text: string;
}

/** One that is or was in force. */
export interface KeptRulebook extends NewRulebook {
  /** From 1; the highest is in force. */
  readonly number: number;
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
  /** By the store's clock. */
  readonly since: Date;
}

/**
 * Reads a rulebook to be kept. A shipped one is kept as it is now, and changes with the program no longer.
 *
 * @param reference  As a shelf reads it: id, `id@edition` or a file.
 * @throws {RulebookError} when there is no such rulebook or edition, or the text holds none.
 */
export function rulebookToKeep(shelf: RulebookShelf, reference: string): NewRulebook {
  const rulebook = unreadRulebook(shelf, reference, true);
  shelf.readText(rulebook.text, reference);
  return rulebook;
}

/** The same, read in a thread. Resolves with null when the threads were closed meanwhile. */
export async function rulebookToKeepBeside(
  threads: Threads,
  shelf: RulebookShelf,
  reference: string,
): Promise<NewRulebook | null> {
  const rulebook = unreadRulebook(shelf, reference, false);
  return (await shelf.readTextBeside(threads, rulebook.text, reference)) && rulebook;
}

function unreadRulebook(shelf: RulebookShelf, reference: string, mayWait: boolean): NewRulebook {
  const { name, editionId } = splitReference(reference);
  const file = rulebookFileOf(reference);
  const text = file === null ? readBuiltinText(name) : readRulebookFile(file, { mayWait });
  // Says which ids there are.
  if (text === null) shelf.read(reference, { files: false });
  return { reference: [basename(name), ...(editionId === null ? [] : [editionId])].join("@"), text: text ?? "" };
}
