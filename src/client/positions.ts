/** Where a message or an update stands to what was received: the next one, known already, or after a gap. */
export type Standing = "next" | "known" | "gap";

/**
 * How far each conversation was received: its messages, or the updates of its messages. A client's own messages are
 * acknowledged, not pushed, and may run ahead; so may updates while a sync, which skips what its messages show already, runs.
 */
export interface Positions {
  readonly have: Readonly<Record<string, number>>;
  /** A pushed message; when it is the next one the position moves past it, and past own ones that ran ahead. */
  take(conversation: string, seq: number): Standing;
  /** A message before which there is nothing for this user: the position moves to it, over any gap. */
  begin(conversation: string, seq: number): Standing;
  /** One that may run ahead. True when it was not known yet. */
  takeAhead(conversation: string, seq: number): boolean;
  /** Everything up to these was received or need not be. Moves forward only. */
  advance(heads: Readonly<Record<string, number>>): void;
  /** Forgets what was there. */
  adopt(heads: Readonly<Record<string, number>>): void;
}

export function createPositions(start: Readonly<Record<string, number>>): Positions {
  const have = new Map(Object.entries(start));
  const ahead = new Map<string, Set<number>>();

  function moveTo(conversation: string, seq: number): void {
    const own = ahead.get(conversation);
    let last = seq;
    while (own?.delete(last + 1) === true) last += 1;
    have.set(conversation, last);
  }

  return {
    get have() {
      return Object.fromEntries(have);
    },
    take(conversation, seq) {
      const last = have.get(conversation) ?? 0;
      if (seq <= last || ahead.get(conversation)?.has(seq) === true) return "known";
      if (seq > last + 1) return "gap";
      moveTo(conversation, seq);
      return "next";
    },
    begin(conversation, seq) {
      if (seq <= (have.get(conversation) ?? 0)) return "known";
      ahead.delete(conversation);
      moveTo(conversation, seq);
      return "next";
    },
    takeAhead(conversation, seq) {
      const last = have.get(conversation) ?? 0;
      const own = ahead.get(conversation) ?? new Set<number>();
      if (seq <= last || own.has(seq)) return false;
      if (seq === last + 1) moveTo(conversation, seq);
      else ahead.set(conversation, own.add(seq));
      return true;
    },
    advance(heads) {
      for (const [conversation, seq] of Object.entries(heads)) {
        if (seq <= (have.get(conversation) ?? 0)) continue;
        const own = ahead.get(conversation) ?? [];
        ahead.set(conversation, new Set([...own].filter((each) => each > seq)));
        moveTo(conversation, seq);
      }
    },
    adopt(heads) {
      have.clear();
      ahead.clear();
      for (const [conversation, seq] of Object.entries(heads)) have.set(conversation, seq);
    },
  };
}
