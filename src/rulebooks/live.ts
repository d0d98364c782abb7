import type { Threads } from "../input/threads.ts";
import { RulebookError } from "../policy/rulebook/rulebook-error.ts";
import type { NewRulebook } from "./kept.ts";
import { readRulebookFile, rulebookFileOf, type Decider, type RulebookShelf } from "./shelf.ts";

/** Another text of the file, read and compiled whole, in a thread. One of its functions is called, before the file is read again. */
export interface NextRulebook {
  readonly text: NewRulebook;
  /** Lets it decide. */
  take(): void;
  /** What was in force stays; `nextIfWritten` reads this text no more. */
  refuse(): void;
}

/** The rulebook in force, which its operator may replace while it decides. */
export interface LiveRulebook {
  /** The file it is read from; null for a shipped one, which changes with the program only. */
  readonly file: string | null;
  /** Who decides now. To be taken once for a text, so that all its links are judged by one rulebook. */
  readonly current: Decider;
  /**
   * Reads the file again. Another text than the one in force is compiled whole; taken, it is swapped in by one reference.
   * One call ends before the next.
   *
   * @returns null when it is the one in force, or the threads were closed meanwhile.
   * @throws {RulebookError} when the file cannot be read or holds no rulebook; what was in force stays.
   */
  readonly next: (threads: Threads) => Promise<NextRulebook | null>;
  /** As `next`, but null for a text that was refused before. */
  readonly nextIfWritten: (threads: Threads) => Promise<NextRulebook | null>;
  /** The file's text that decides now; null for a shipped rulebook. */
  readonly text: NewRulebook | null;
}

/**
 * @param reference  As a shelf reads it: id, `id@edition` or a file.
 * @throws {RulebookError} when there is no such rulebook or edition, or the file holds none.
 */
export function openLiveRulebook(shelf: RulebookShelf, reference: string): LiveRulebook {
  const file = rulebookFileOf(reference);
  let textInForce = file === null ? null : readRulebookFile(file);
  let current = textInForce === null ? shelf.read(reference, { files: false }) : shelf.readText(textInForce, reference);
  /** What was refused last: the text, or why there was none. */
  let refused: string | null = null;

  async function next(threads: Threads, isReadAgain: boolean): Promise<NextRulebook | null> {
    if (file === null) return null;
    let text = "";
    try {
      text = readRulebookFile(file, { mayWait: false });
      if (text === textInForce) refused = null;
      if (text === textInForce || (text === refused && !isReadAgain)) return null;
      const decider = await shelf.readTextBeside(threads, text, reference);
      if (decider === null) return null;
      return {
        text: { reference, text },
        take() {
          current = decider;
          textInForce = text;
          refused = null;
        },
        refuse: () => void (refused = text),
      };
    } catch (error) {
      const mistake = text === "" && error instanceof RulebookError ? error.message : text;
      const isKnown = mistake === refused;
      refused = mistake;
      if (isKnown && !isReadAgain) return null;
      throw error;
    }
  }

  return {
    file,
    get current() {
      return current;
    },
    next: (threads) => next(threads, true),
    nextIfWritten: (threads) => next(threads, false),
    get text() {
      return textInForce === null ? null : { reference, text: textInForce };
    },
  };
}
