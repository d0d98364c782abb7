import type { Surroundings } from "./surroundings.ts";

/**
 * How far this user has read in each conversation. No frame answers a mark, so one that may have met a dead connection is said again
 * over the next one: marks only move forward.
 */
export interface ReadMarks {
  read(conversation: string, seq: number): void;
  /** Something came over the connection. */
  heard(): void;
  /** Whether marks may leave; those of before leave then. */
  setOpen(isOpen: boolean): void;
  /** The conversations of another store are others. */
  forget(): void;
}

interface Mark {
  readonly seq: number;
  /** Null: over no connection that is there. */
  readonly sentAtMs: number | null;
}

/** A connection over which something comes so long after a mark has carried it. Milliseconds. */
const CARRIED_MS = 15_000;

export function createReadMarks(
  { nowMs }: Pick<Surroundings, "nowMs">,
  send: (conversation: string, seq: number) => void,
): ReadMarks {
  /** Those that may not have arrived, the longest ago first. */
  const unsure = new Map<string, Mark>();
  let isOpen = false;
  let heardAtMs = Number.NEGATIVE_INFINITY;

  function dropCarried(): void {
    for (const [conversation, { sentAtMs }] of unsure) {
      if (sentAtMs === null || sentAtMs + CARRIED_MS > heardAtMs) return;
      unsure.delete(conversation);
    }
  }

  return {
    read(conversation, seq) {
      const mark = { seq: Math.max(seq, unsure.get(conversation)?.seq ?? 0), sentAtMs: isOpen ? nowMs() : null };
      unsure.delete(conversation);
      unsure.set(conversation, mark);
      dropCarried();
      if (isOpen) send(conversation, seq);
    },
    heard() {
      if (isOpen) heardAtMs = nowMs();
    },
    setOpen(next) {
      isOpen = next;
      if (!isOpen) dropCarried();
      for (const [conversation, { seq }] of unsure) {
        unsure.set(conversation, { seq, sentAtMs: isOpen ? nowMs() : null });
        if (isOpen) send(conversation, seq);
      }
    },
    forget: () => unsure.clear(),
  };
}
