import type { Surroundings } from "./surroundings.ts";

/** Confirms what was received, a conversation's newest message for all before it, so that a burst costs one frame. */
export interface Receipts {
  received(conversation: string, seq: number): void;
  /** Whether confirmations may leave; what was heard meanwhile leaves then. */
  setOpen(isOpen: boolean): void;
}

/** A burst is waited for this long. Milliseconds. */
const COALESCE_MS = 200;

export function createReceipts(
  after: Surroundings["after"],
  confirm: (conversation: string, seq: number) => void,
): Receipts {
  const waiting = new Map<string, number>();
  let stop: (() => void) | null = null;
  let isOpen = false;

  function schedule(): void {
    if (!isOpen || waiting.size === 0) return;
    stop ??= after(COALESCE_MS, () => {
      stop = null;
      for (const [conversation, seq] of waiting) confirm(conversation, seq);
      waiting.clear();
    });
  }

  return {
    received(conversation, seq) {
      waiting.set(conversation, Math.max(seq, waiting.get(conversation) ?? 0));
      schedule();
    },
    setOpen(next) {
      isOpen = next;
      if (isOpen) schedule();
      else {
        stop?.();
        stop = null;
      }
    },
  };
}
