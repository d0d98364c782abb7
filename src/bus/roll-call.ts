/** Gateways of one store, as the store knows them. */
export interface Roll {
  /**
   * Says in the store that a gateway lives, for as long as three calls take.
   *
   * @returns The others that said so, and until when, by the store's clock. Milliseconds.
   */
  call(gateway: string): Promise<ReadonlyMap<string, number>>;
  leave(gateway: string): Promise<void>;
}

interface RollCallParts {
  /** Names one run of one gateway. */
  readonly gateway: string;
  readonly roll: Roll;
  /** Whether its beats come. */
  readonly isHeard: (gateway: string) => boolean;
  /** Told of each other number of gateways that live and have been unheard for longer than a gateway takes to begin or to end. */
  readonly onUnheard: (gateways: number) => void;
  /** Between two calls. Milliseconds. */
  readonly everyMs: number;
  readonly onFault: (error: unknown) => void;
}

export interface RollCall {
  /** To be called at each beat. */
  beat(): void;
  /** Whether somebody lives whose hints do not come: the store alone tells what they write. */
  isAnyUnheard(): boolean;
  close(): Promise<void>;
}

/** Calls until it is told: who has begun or ended since the last one is no news. */
const LASTING_CALLS = 3;

interface Unheard {
  untilMs: number;
  /** In how many calls in a row it lived and was not heard. */
  calls: number;
}

/**
 * Notices gateways that work on the same store and are never heard: on another NATS server or under another name, with another secret, or
 * split from here. One that ended says no more in the store that it lives.
 */
export function createRollCall({ gateway, roll, isHeard, onUnheard, everyMs, onFault }: RollCallParts): RollCall {
  let unheard = new Map<string, Unheard>();
  let told = 0;
  let calledAtMs = Number.NEGATIVE_INFINITY;
  let calling: Promise<void> | null = null;
  let isClosed = false;

  async function call(): Promise<void> {
    const living = await roll.call(gateway);
    const now = new Map<string, Unheard>();
    for (const [name, untilMs] of living) {
      if (isHeard(name)) continue;
      const before = unheard.get(name);
      const isAlive = before !== undefined && before.untilMs < untilMs;
      now.set(name, { untilMs, calls: isAlive ? before.calls + 1 : (before?.calls ?? 0) });
    }
    unheard = now;
    const lasting = [...unheard.values()].filter(({ calls }) => calls >= LASTING_CALLS).length;
    if (lasting === told || isClosed) return;
    told = lasting;
    onUnheard(lasting);
  }

  return {
    beat() {
      const nowMs = performance.now();
      if (isClosed || calling !== null || nowMs - calledAtMs < everyMs) return;
      calledAtMs = nowMs;
      calling = call()
        .catch(onFault)
        .finally(() => (calling = null));
    },
    isAnyUnheard: () => [...unheard].some(([name, { calls }]) => calls > 0 && !isHeard(name)),
    async close() {
      isClosed = true;
      await calling;
      await roll.leave(gateway).catch(onFault);
    },
  };
}
