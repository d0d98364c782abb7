import { performance, PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Each half of the young generation. Node's own 64 MiB hold more at the same speed; 8 are fewer than a busy gateway can do with. */
const MAX_HALF_BYTES = 16 * 2 ** 20;
/** Of its time the event loop is at work at most so much, a second long, before all is collected. */
const IDLE_UTILIZATION = 0.1;
const LOOK_EVERY_MS = 1_000;

export interface SmallHeap {
  /** Collects all there is, once, in the first idle second: what only the start needed goes. */
  collectWhenIdle(): void;
  /** As it was before. */
  close(): void;
}

/**
 * Has V8 keep the heap small from now on: the old generation is collected when it has doubled, and the young one stops growing early.
 * V8 reads these flags whenever it collects, so they may still change. An operator's own for the same win.
 *
 * Compiled code is kept for the flags in force. So they are set once the program is loaded, and taken back before its end: on the
 * command line they would make Node compile its own modules anew, and left in force have the next start find nothing.
 *
 * @param options  Node's, of this process: its `execArgv`, and its `NODE_OPTIONS` as one text.
 */
export function keepHeapSmall(options: readonly string[]): SmallHeap {
  const given = options.join(" ").replaceAll("_", "-");
  const closers: (() => void)[] = [];
  if (!given.includes("--heap-growing-percent")) closers.push(setFlag("--heap-growing-percent", { to: 100, back: 0 }));
  if (!/--(?:m(?:ax|in)-semi-space-size|semi-space-growth-factor)/u.test(given)) closers.push(capYoungGeneration());
  return {
    collectWhenIdle: () => void closers.push(collectWhenIdle()),
    close() {
      for (const close of closers) close();
    },
  };
}

function setFlag(name: string, { to, back }: { readonly to: number; readonly back: number }): () => void {
  setFlagsFromString(`${name}=${to}`);
  return () => setFlagsFromString(`${name}=${back}`);
}

/** `--max-semi-space-size` counts at the start of a process only; by how much the young generation grows is read each time. */
function capYoungGeneration(): () => void {
  let isCapped = false;
  const cap = (shouldBe: boolean): void => {
    if (shouldBe === isCapped) return;
    isCapped = shouldBe;
    setFlagsFromString(`--semi-space-growth-factor=${isCapped ? 1 : 2}`);
  };
  // It shrinks in quiet hours, and may grow again then.
  const observer = new PerformanceObserver(() => cap(youngBytes() >= 2 * MAX_HALF_BYTES));
  observer.observe({ entryTypes: ["gc"] });
  return () => {
    observer.disconnect();
    cap(false);
  };
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space")?.space_size ?? 0;
}

/** Takes some 25 ms, which whoever comes right after a start need not wait for. V8 itself gives the room back within ten seconds. */
function collectWhenIdle(): () => void {
  let before = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization > IDLE_UTILIZATION) return;
    clearInterval(timer);
    collectAll();
  }, LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** A context that is made while the flag is set has the function; where there is none, nothing is done. */
function collectAll(): void {
  const isExposed = "gc" in globalThis;
  if (!isExposed) setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("globalThis.gc");
  if (!isExposed) setFlagsFromString("--no-expose-gc");
  if (typeof collect === "function") collect({ type: "major" });
}
