/** Of one turn. Milliseconds; a piece of work that has begun is finished. */
const MAX_HELD_MS = 5;

/**
 * Shares the turns of the event loop. Whatever may take long, as to bring somebody a long history, leaves most of each turn to everybody else's messages,
 * however many do so at once.
 */
export interface Turns {
  /** Resolves when the next piece of work may be done, in the order of asking. */
  next(): Promise<void>;
  /** Names this turn: a number that is another one in each. */
  current(): number;
}

export function createTurns(): Turns {
  /** When the first piece of this turn began; null: none has. */
  let begunMs: number | null = null;
  let turn = 0;
  let isNamed = false;

  function end(): void {
    isNamed = false;
    turn += 1;
  }

  function attempt(begin: () => void): void {
    const nowMs = performance.now();
    if (begunMs === null) {
      begunMs = nowMs;
      // Before whatever waits for the same turn: it was put there earlier.
      setImmediate(() => (begunMs = null));
    }
    if (nowMs - begunMs < MAX_HELD_MS) begin();
    else setImmediate(attempt, begin);
  }

  return {
    next: () =>
      new Promise((resolve) => {
        setImmediate(attempt, resolve);
      }),
    current() {
      if (!isNamed) setImmediate(end);
      isNamed = true;
      return turn;
    },
  };
}
