import { InputError } from "../input/input-error.ts";
import { createThreads } from "../input/threads.ts";
import { rulebookToKeep, rulebookToKeepBeside, type NewRulebook } from "../rulebooks/kept.ts";
import {
  DEFAULT_RULEBOOK,
  readRulebookFile,
  rulebookFileOf,
  type Decider,
  type RulebookShelf,
} from "../rulebooks/shelf.ts";
import { watchFile } from "../rulebooks/watch-file.ts";
import type { RulebookPut, SharedRulebooks } from "../store/shared.ts";
import { StoreError } from "../store/store-error.ts";
import { describeFault, type Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { RulebookKeeper } from "./rulebook-keeper.ts";
import type { RulebookReview } from "./rulebook-review.ts";

/** Between two looks for a rulebook that another put in force: one row by its key. Milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** The rulebook that a store has in force, for all its gateways. */
export interface SharedRulebook {
  /** Who decides now. To be taken once for a text, as of a `LiveRulebook`. */
  readonly current: Decider;
  /** The text that decides now. */
  readonly text: NewRulebook;
  /** The file that this gateway was given; null when it takes what is there. */
  readonly file: string | null;
  /** Takes what was put in force since. Resolves with whether something was. @throws {RulebookError} when it holds no rulebook. */
  readonly take: () => Promise<boolean>;
  /** Puts the file in force when it was written since. @throws {RulebookError} when it holds no rulebook. */
  readonly putFile: () => Promise<void>;
  /** Takes and puts nothing more. */
  readonly close: () => Promise<void>;
}

interface SharedRulebookParts {
  readonly shelf: RulebookShelf;
  readonly shared: SharedRulebooks;
  /** What this gateway was told to put in force, as a shelf reads it; null: nothing. */
  readonly given: string | null;
  /** Left out: nobody is warned of anything. */
  readonly review?: RulebookReview;
  readonly log: Log;
}

/**
 * Opens the rulebook in force. One that is given is put in force first, in the place of any other. Where there is none, the
 * shipped default decides and is put nowhere, so that it changes with the program.
 *
 * @throws {RulebookError} on an invalid one, given or kept by a later program; and on one that a strict review refuses.
 */
export async function openSharedRulebook({
  shelf,
  shared,
  given,
  review,
  log,
}: SharedRulebookParts): Promise<SharedRulebook> {
  const file = given === null ? null : rulebookFileOf(given);
  const threads = createThreads();
  let written: string | null = null;

  /** Reviews what takes the place of another: before it does, or behind it. */
  async function reviewed<Taken>(before: NewRulebook, after: NewRulebook, take: () => Promise<Taken>): Promise<Taken> {
    if (review?.isStrict === true) await review.refuseWarned(before, after);
    const taken = await take();
    if (review?.isStrict === false) review.changed(before, after);
    return taken;
  }

  async function put(rulebook: NewRulebook): Promise<void> {
    written = rulebook.text;
    logPut(log, await shared.putRulebook(rulebook));
  }

  if (given !== null) {
    const rulebook = rulebookToKeep(shelf, given);
    const before = (await shared.rulebookInForce()) ?? shippedDefault(shelf);
    await reviewed(before, rulebook, () => put(rulebook));
  }
  const first = await shared.rulebookInForce();
  let number = first?.number ?? 0;
  let text: NewRulebook = first ?? shippedDefault(shelf);
  let current =
    first === null ? shelf.read(DEFAULT_RULEBOOK, { files: false }) : shelf.readText(first.text, first.reference);
  /** One take ends before the next begins, so that an older one never comes last. */
  let taking: Promise<unknown> = Promise.resolve();

  async function take(): Promise<boolean> {
    const later = await shared.rulebookInForce(number);
    if (later === null) return false;
    // One that is refused is not read again: the next has another number.
    number = later.number;
    const decider = await shelf.readTextBeside(threads, later.text, later.reference);
    if (decider === null) return false;
    await reviewed(text, later, async () => {
      current = decider;
      text = later;
    });
    return true;
  }

  return {
    file,
    get current() {
      return current;
    },
    get text() {
      return text;
    },
    take() {
      const mine = taking.then(take);
      taking = mine.catch(() => {});
      return mine;
    },
    async putFile() {
      if (given === null || file === null) return;
      const ofFile = readRulebookFile(file, { mayWait: false });
      if (ofFile === written) return;
      // A mistake is told once, not each time that something else is written in the folder.
      written = ofFile;
      const rulebook = await rulebookToKeepBeside(threads, shelf, given);
      if (rulebook === null) return;
      // Behind it this gateway is warned as every other: when it takes what was put.
      if (review?.isStrict === true) await review.refuseWarned(text, rulebook);
      await put(rulebook);
    },
    close: threads.close,
  };
}

const shippedDefault = (shelf: RulebookShelf): NewRulebook => rulebookToKeep(shelf, DEFAULT_RULEBOOK);

function logPut(log: Log, { inForce, before, isNew }: RulebookPut): void {
  if (!isNew) return;
  const { reference, hash } = inForce;
  log({ event: "rulebook_put", reference, hash, before: before?.reference ?? null, beforeHash: before?.hash ?? null });
}

interface SharedKeeperParts {
  readonly metrics: Metrics;
  readonly log: Log;
  /** Called in the turn of the swap, before anything is judged by the new one. */
  readonly onChange: () => void;
  /** Another rulebook was noticed here, and nobody had told of it. */
  readonly onNoticed?: () => void;
  /** Default 1 000. */
  readonly lookEveryMs?: number;
}

/** Keeps a gateway's rulebook as the store has it, and the store's as the gateway's own file is written. */
export interface SharedRulebookKeeper extends RulebookKeeper {
  /** Looks at once; for a hint that one was put in force. A fault is told as that of any look, and the next look is not far. */
  readonly reloadRulebook: () => Promise<void>;
}

export function keepSharedRulebook(
  rulebook: SharedRulebook,
  { metrics, log, onChange, onNoticed, lookEveryMs = LOOK_EVERY_MS }: SharedKeeperParts,
): SharedRulebookKeeper {
  const role = "in_force";

  function refused(error: unknown): void {
    // The store says by itself that it cannot be reached; the next look finds what is there.
    if (error instanceof StoreError) return;
    metrics.add("rulebook_reloads", { role, outcome: "refused" });
    const what = error instanceof InputError ? { message: error.message } : describeFault(error);
    log({ event: "rulebook_refused", role, ...what });
  }

  /** Resolves with whether another is in force now. */
  async function reload(): Promise<boolean> {
    try {
      if (!(await rulebook.take())) return false;
    } catch (error) {
      refused(error);
      return false;
    }
    metrics.add("rulebook_reloads", { role, outcome: "changed" });
    log({ event: "rulebook_changed", role, rulebook: rulebook.current.book.rulebook.id });
    onChange();
    return true;
  }

  async function look(): Promise<void> {
    if (await reload()) onNoticed?.();
  }

  async function putAndReload(): Promise<void> {
    await rulebook.putFile().catch(refused);
    await look();
  }

  const onFault = (error: unknown): void => log({ event: "rulebook_unwatched", role, ...describeFault(error) });
  let unwatch: (() => void) | null = null;
  try {
    if (rulebook.file !== null) unwatch = watchFile(rulebook.file, () => void putAndReload(), onFault);
  } catch (error) {
    // Systems bound how much may be watched; the signal still works.
    onFault(error);
  }
  const looking = setInterval(() => void look(), lookEveryMs);
  looking.unref();
  return {
    reload: () => void putAndReload(),
    reloadRulebook: async () => void (await reload()),
    async close() {
      clearInterval(looking);
      unwatch?.();
      await rulebook.close();
    },
  };
}
