import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { openApp } from "../../src/app.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { readBuiltinText } from "../../src/rulebooks/builtin.ts";

const SWAPS = 11;
/** For what follows a swap too: its comparison with the one before. */
const AFTER_MS = 1_500;

/** How long the event loop is held while another rulebook takes the place of the one in force, beside as long with none. */
export async function bench(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-bench-"));
  const file = join(folder, "mine.yaml");
  const text = readBuiltinText("wechat") ?? "";
  writeFileSync(file, text);
  const app = await openApp({
    ...DEFAULT_CONFIG,
    port: 0,
    data: join(folder, "data"),
    rulebook: file,
    logLevel: "error",
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  /** Milliseconds; one of them is the timer's own. */
  const longest = async (act: () => void): Promise<number> => {
    delay.reset();
    act();
    await pause(AFTER_MS);
    return delay.max / 1e6;
  };
  try {
    await pause(AFTER_MS);
    const [idle, swapping]: [number[], number[]] = [[], []];
    for (let swap = 0; swap < SWAPS; swap += 1) {
      idle.push(await longest(() => undefined));
      swapping.push(await longest(() => writeFileSync(file, `${text}# ${swap}\n`)));
    }
    print(`the longest that the loop was held in ${AFTER_MS} ms, ms: median and most of ${SWAPS}`);
    for (const [label, held] of [
      ["nothing changes", idle],
      ["a book of 160 rules takes the place of another", swapping],
    ] as const) {
      const sorted = held.toSorted((one, other) => one - other);
      const figures = [sorted[Math.floor(SWAPS / 2)], sorted.at(-1)].map((ms = 0) => ms.toFixed(1).padStart(7));
      print(`  ${label.padEnd(48)}${figures.join("")}`);
    }
  } finally {
    await app.close();
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) await bench((line) => console.log(line));
