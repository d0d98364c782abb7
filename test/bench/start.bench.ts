import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runKills } from "../drills/kill-run.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const FIXTURES = join(ROOT, "fixtures/stories/one-taobao-link.jsonl");
const ROUNDS = 9;
const KILLS = { users: 20, kills: 50, inFlight: 2, seed: 1, store: "sqlite", print: () => {} } as const;
const KILL_GOAL_S = 0.5;

/** What is started, with its goal in seconds. */
const STARTS: readonly { readonly name: string; readonly args: readonly string[]; readonly goalS: number }[] = [
  { name: "links", args: ["links"], goalS: 0.25 },
  { name: "check", args: ["check", "--offline", "https://item.jd.com/100012043978.html"], goalS: 0.35 },
  { name: "replay", args: ["replay", FIXTURES], goalS: 0.35 },
  { name: "serve, to its address", args: ["serve", "--port", "0", "--resolve", "off"], goalS: 0.5 },
];

/** The program as this checkout has it, and as `npm run build` makes the package of it where that was done. */
const PROGRAMS = [
  { place: "checkout", main: join(ROOT, "src/main.js") },
  { place: "package", main: join(ROOT, "dist/main.js") },
].filter(({ main }) => existsSync(main));

interface Start {
  readonly tookS: number;
  /** Resident, MiB; 0 where it ended by itself or the system does not tell. */
  readonly memoryMiB: number;
}

/**
 * Starts of the program, in rounds that take turns. The first round fills what is kept between starts and does not count.
 * Then a gateway under load is killed again and again.
 */
export async function bench(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-start-"));
  const rows = [
    { name: "node -e 0", args: ["-e", "0"], goalS: null, starts: [] as Start[] },
    ...STARTS.flatMap(({ name, args, goalS }) =>
      PROGRAMS.map(({ place, main }) => ({
        name: `${name} (${place})`,
        args: [main, ...args],
        goalS,
        starts: [] as Start[],
      })),
    ),
  ];
  try {
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const { args, starts } of rows) {
        const start = await startedIn(args, folder);
        if (round > 0) starts.push(start);
      }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  print(`${"".padEnd(34)}median s  times node  fastest s  goal s   MiB`);
  const nodeS = middleOf(rows[0]?.starts.map(({ tookS }) => tookS) ?? []);
  for (const { name, goalS, starts } of rows) {
    const tookS = starts.map((start) => start.tookS);
    const median = middleOf(tookS);
    const memory = middleOf(starts.map(({ memoryMiB }) => memoryMiB));
    const told = [median.toFixed(2), (median / nodeS).toFixed(1), Math.min(...tookS).toFixed(2), String(goalS ?? "")];
    const [middle = "", ratio = "", fastest = "", goal = ""] = told;
    const cells = [middle.padStart(8), ratio.padStart(10), fastest.padStart(9), goal.padStart(6)];
    print(`${name.padEnd(34)}${cells.join("  ")}${memory === 0 ? "" : memory.toFixed(0).padStart(6)}`);
  }
  for (const { place, main } of PROGRAMS) {
    const { backMs, missing } = await runKills({ ...KILLS, main });
    const [median, longest] = [backMs.median, backMs.longest].map((ms) => (ms / 1_000).toFixed(2));
    const goal = String(KILL_GOAL_S).padStart(28);
    print(`${`kill to acknowledgement (${place})`.padEnd(34)}${median?.padStart(8)}${goal}`);
    print(`  of ${KILLS.kills} kills under load; the longest ${longest} s, ${missing} acknowledged messages lost`);
  }
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Until it ended, or until a gateway told its address. */
async function startedIn(args: readonly string[], folder: string): Promise<Start> {
  const isServer = args[1] === "serve";
  const startMs = performance.now();
  const env = { ...process.env, XDG_CACHE_HOME: folder };
  const place = isServer ? ["--data", join(folder, "data")] : [];
  const child = spawn(process.execPath, [...args, ...place], { env, stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  if (!isServer) child.stdout.resume();
  await (isServer ? once(child.stdout, "data") : ended);
  const tookS = (performance.now() - startMs) / 1_000;
  const memoryMiB = isServer ? residentMiB(child.pid) : 0;
  child.kill("SIGTERM");
  await ended;
  return { tookS, memoryMiB };
}

/** Source: proc_pid_status(5). */
function residentMiB(pid: number | undefined): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(file, "utf8"))?.[1] ?? 0) / 1_024;
}
