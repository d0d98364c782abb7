import { readRulebookFile, rulebookFileOf, type Decider, type RulebookShelf } from "./shelf.ts";

/** The rulebook in force, which its operator may replace while it decides. */
export interface LiveRulebook {
  /** The file it is read from; null for a shipped one, which changes with the program only. */
  readonly file: string | null;
  /** Who decides now. To be taken once for a text, so that all its links are judged by one rulebook. */
  readonly current: Decider;
  /**
   * Reads the file again. Another text than the one in force is compiled whole and then swapped in by one reference.
   *
   * @returns Whether it was another text.
   * @throws {RulebookError} when the file cannot be read or holds no rulebook; what was in force stays.
   */
  readonly reload: () => boolean;
  /** As `reload`, but a text that was refused before is not read again. */
  readonly reloadIfWritten: () => boolean;
}

/**
 * @param reference  As a shelf reads it: id, `id@edition` or a file.
 * @throws {RulebookError} when there is no such rulebook or edition, or the file holds none.
 */
export function openLiveRulebook(shelf: RulebookShelf, reference: string): LiveRulebook {
  const file = rulebookFileOf(reference);
  let textInForce = file === null ? null : readRulebookFile(file);
  let current = textInForce === null ? shelf.read(reference, { files: false }) : shelf.readText(textInForce, reference);
  /** What was refused last: the text, or that there was none. */
  let refused: string | null = null;

  function reload(isReadAgain: boolean): boolean {
    if (file === null) return false;
    let text = "";
    try {
      text = readRulebookFile(file);
      if (text === textInForce) refused = null;
      if (text === textInForce || (text === refused && !isReadAgain)) return false;
      current = shelf.readText(text, reference);
    } catch (error) {
      const isKnown = text === refused;
      refused = text;
      if (isKnown && !isReadAgain) return false;
      throw error;
    }
    textInForce = text;
    refused = null;
    return true;
  }

  return {
    file,
    get current() {
      return current;
    },
    reload: () => reload(true),
    reloadIfWritten: () => reload(false),
  };
}
