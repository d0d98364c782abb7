import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const MAIN = resolve(import.meta.dirname, "../../src/main.js");
const FIXTURES = resolve(import.meta.dirname, "../../fixtures/stories/one-taobao-link.jsonl");
const ROUNDS = 9;

/** What is started, with its goal in seconds; null: it is what the others stand beside. */
const STARTS: Readonly<Record<string, { readonly args: readonly string[]; readonly goalS: number | null }>> = {
  "node -e 0": { args: ["-e", "0"], goalS: null },
  links: { args: [MAIN, "links"], goalS: 0.25 },
  check: { args: [MAIN, "check", "--offline", "https://item.jd.com/100012043978.html"], goalS: 0.35 },
  replay: { args: [MAIN, "replay", FIXTURES], goalS: 0.35 },
  "serve, to its address": { args: [MAIN, "serve", "--port", "0", "--resolve", "off"], goalS: 0.5 },
};

/** Starts of the program, in rounds that take turns. The first round fills what is kept between starts and does not count. */
export async function bench(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-start-"));
  const times = new Map<string, number[]>();
  try {
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const [name, { args }] of Object.entries(STARTS)) {
        const tookS = await startedIn(args, folder);
        if (round > 0) times.set(name, [...(times.get(name) ?? []), tookS]);
      }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  print(`${"".padEnd(24)}median s  fastest s  goal s`);
  for (const [name, { goalS }] of Object.entries(STARTS)) {
    const sorted = (times.get(name) ?? []).toSorted((a, b) => a - b);
    const told = [sorted[sorted.length >> 1] ?? 0, sorted[0] ?? 0].map((seconds) => seconds.toFixed(2));
    print(`${name.padEnd(24)}${told[0]?.padStart(8)}  ${told[1]?.padStart(9)}  ${String(goalS ?? "").padStart(6)}`);
  }
}

/** Seconds until it ended, or until a gateway told its address. */
async function startedIn(args: readonly string[], folder: string): Promise<number> {
  const startMs = performance.now();
  const env = { ...process.env, XDG_CACHE_HOME: folder };
  const place = args[1] === "serve" ? ["--data", join(folder, "data")] : [];
  const child = spawn(process.execPath, [...args, ...place], { env, stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  if (args[1] !== "serve") child.stdout.resume();
  await (args[1] === "serve" ? once(child.stdout, "data") : ended);
  const tookS = (performance.now() - startMs) / 1_000;
  child.kill("SIGTERM");
  await ended;
  return tookS;
}
