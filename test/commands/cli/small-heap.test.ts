import { execFile } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../support/folder.ts";
import { startCli } from "../../support/programs/cli.ts";

const SMALL_HEAP = new URL("../../../src/commands/cli/small-heap.ts", import.meta.url).href;

/** Says of each whole collection that somebody asked for how many bytes of the young generation were in use before and after. */
const WATCH = `
  import { PerformanceObserver, constants } from "node:perf_hooks";
  import { getHeapSpaceStatistics } from "node:v8";
  const young = () => getHeapSpaceStatistics().find((space) => space.space_name === "new_space").space_used_size;
  let before = 0;
  setInterval(() => (before = Math.max(before, young())), 100).unref();
  new PerformanceObserver((list) => {
    for (const { detail } of list.getEntries())
      if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR && (detail.flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0)
        console.error("collected " + JSON.stringify({ before, after: young() }));
  }).observe({ entryTypes: ["gc"] });`;

test("what only the start of a gateway needed is collected once it is idle", async ({ onTestFinished }) => {
  const args = ["serve", "--port", "0", "--data", temporaryFolder(onTestFinished), "--resolve", "off"];
  const gateway = startCli(args, { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(WATCH)}` });
  const ended = once(gateway, "exit");
  onTestFinished(async () => {
    gateway.kill("SIGKILL");
    await ended;
  });
  gateway.stdout?.resume();
  if (gateway.stderr === null) throw new Error("the program has no stderr");
  for await (const line of createInterface({ input: gateway.stderr })) {
    const [, told] = /^collected (.+)$/u.exec(line) ?? [];
    if (told === undefined) continue;
    const { before, after } = JSON.parse(told) as { before: number; after: number };
    expect(after).toBeLessThan(before / 2);
    return;
  }
  throw new Error("the program ended");
});

/** What a program prints that keeps its heap small, told of such options of Node's. */
async function printed(program: string, options: readonly string[] = []): Promise<unknown> {
  const text = `import { keepHeapSmall } from ${JSON.stringify(SMALL_HEAP)}; import * as v8 from "node:v8";
    const options = ${JSON.stringify(options)}; ${program}`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", text]);
  return JSON.parse(stdout);
}

/** Objects live long enough for Node to give the young generation all that it may have, which is 128 MiB. */
const MOST_YOUNG = `
  const heap = keepHeapSmall(options);
  const ring = new Array(50_000);
  let count = 0, mib = 0;
  for (let round = 0; round < 100 && mib < 64; round += 1) {
    for (let each = 0; each < 40_000; each += 1) ring[count++ % ring.length] = { each, in: [each] };
    await new Promise(setImmediate);
    mib = Math.max(mib, v8.getHeapSpaceStatistics().find((space) => space.space_name === "new_space").space_size / 2 ** 20);
  }
  console.log(mib);`;

test("the young generation stops growing at 32 MiB, unless an operator has set its size", async () => {
  // A page that is just being moved may count twice.
  expect(await printed(MOST_YOUNG)).toBeLessThan(48);
  expect(await printed(MOST_YOUNG, ["--max_semi_space_size=64"])).toBeGreaterThanOrEqual(64);
});

const CODE_IS_KEPT_FOR = `
  const kinds = [v8.cachedDataVersionTag()];
  const heap = keepHeapSmall(options);
  kinds.push(v8.cachedDataVersionTag());
  heap.close();
  kinds.push(v8.cachedDataVersionTag());
  console.log(JSON.stringify(kinds.map((kind) => kind === kinds[0])));`;

test("an operator's own growth of the heap stays, and the next start finds the code that is kept at the end", async () => {
  expect(await printed(CODE_IS_KEPT_FOR)).toEqual([true, false, true]);
  expect(await printed(CODE_IS_KEPT_FOR, ["--trace-gc --heap-growing-percent=50"])).toEqual([true, true, true]);
});
