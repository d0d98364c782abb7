import type { Console } from "./command.ts";

/** Shows how far a long step has come, on a terminal; nothing in a pipe. */
export interface ProgressBar {
  /** @param of  Null: nobody knows how much there is. */
  show(done: number, of: number | null): void;
  /** Takes the bar away. */
  end(): void;
}

const REDRAW_EVERY_MS = 100;
const BAR_COLUMNS = 30;

/** @param label  What is done, in a word or two. */
export function progressBar({ redraw }: Pick<Console, "redraw">, label: string, now = Date.now): ProgressBar {
  let drawnAtMs = 0;
  if (redraw === undefined) return { show: () => undefined, end: () => undefined };
  return {
    show(done, of) {
      if (now() - drawnAtMs < REDRAW_EVERY_MS) return;
      drawnAtMs = now();
      redraw(`${label} ${of === null || of === 0 ? sizeText(done) : bar(Math.min(1, done / of))}`);
    },
    end() {
      if (drawnAtMs > 0) redraw("");
    },
  };
}

function bar(part: number): string {
  const full = Math.round(part * BAR_COLUMNS);
  return `[${"#".repeat(full)}${".".repeat(BAR_COLUMNS - full)}] ${String(Math.floor(part * 100)).padStart(3)} %`;
}

function sizeText(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`;
}
