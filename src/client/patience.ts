import type { Surroundings } from "./surroundings.ts";

/** Waits for answers over one connection, and says when too long nothing came. */
export interface Patience {
  /** An answer is awaited, from now on or still. */
  wait(): void;
  /** Something came that shows that the wait is not in vain. */
  heard(): void;
  /** Nothing is awaited any more. */
  rest(): void;
}

interface PatienceParts {
  readonly surroundings: Pick<Surroundings, "after" | "nowMs">;
  /** The longest silence while something is awaited. Milliseconds. */
  readonly longestMs: number;
  /** Half of it has passed: the other side may be asked whether it is there. */
  readonly onHalf: () => void;
  readonly onEnd: () => void;
}

export function createPatience({ surroundings, longestMs, onHalf, onEnd }: PatienceParts): Patience {
  let heardAtMs = 0;
  let stop: (() => void) | null = null;

  function look(): void {
    stop = null;
    const silentMs = surroundings.nowMs() - heardAtMs;
    if (silentMs >= longestMs) return onEnd();
    const halfMs = longestMs / 2;
    if (silentMs >= halfMs) onHalf();
    lookAfter(silentMs < halfMs ? halfMs - silentMs : longestMs - silentMs);
  }

  function lookAfter(waitMs: number): void {
    stop = surroundings.after(waitMs, look);
  }

  return {
    wait() {
      if (stop !== null) return;
      heardAtMs = surroundings.nowMs();
      lookAfter(longestMs / 2);
    },
    heard() {
      heardAtMs = surroundings.nowMs();
    },
    rest() {
      stop?.();
      stop = null;
    },
  };
}
