import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { resolveLink } from "../../src/resolve/resolve-link.ts";
import {
  BEHAVIOURS,
  openHostileUpstream,
  type HostileUpstream,
  type Outcome,
} from "../support/labs/hostile-upstream.ts";
import { LOOPBACK_OPTIONS } from "../support/doubles/resolve-options.ts";

const MAX_GROWTH_BYTES = 64 * 1024 * 1024;
/** Only what is to run out of time has little of it: a busy machine may let the others wait for long. */
const timeFor = ({ outcome }: { readonly outcome: Outcome }) => (outcome === "timeout" ? 2_000 : 20_000);

let upstream: HostileUpstream;
beforeAll(async () => {
  upstream = await openHostileUpstream();
});
afterAll(() => upstream.close());

const addressOf = (name: string) => `http://hostile.example.com:${upstream.port}/${name}`;

test("there are at least a hundred and twenty hostile behaviours", () => {
  expect(Object.keys(BEHAVIOURS).length).toBeGreaterThanOrEqual(120);
});

test.concurrent.for(Object.entries(BEHAVIOURS))(
  "a server that does %s gets a stated outcome",
  async ([name, behaviour], { expect }) => {
    const options = { ...LOOPBACK_OPTIONS, totalTimeoutMs: timeFor(behaviour) };
    const resolution = await resolveLink(addressOf(name), options);
    expect(resolution.failure?.code ?? resolution.httpStatus).toBe(behaviour.outcome);
    expect(resolution.page?.title).toBe(behaviour.title);
  },
);

test("all of them, six times, leave no connection open and a process that is no more than 64 MB larger", async () => {
  const run = promisify(execFile);
  const script = join(import.meta.dirname, "../support/programs/growth-process.ts");
  const urls = Object.keys(BEHAVIOURS).map((name) => `http://www.hostile-${name}.com:${upstream.port}/${name}`);
  // A small heap, so that what is no longer needed is collected and not counted.
  const heap = ["--max-old-space-size=64", "--max-semi-space-size=4"];
  const { stdout } = await run(process.execPath, [...heap, script, ...urls]);
  const { growth, peak } = JSON.parse(stdout) as { growth: number; peak: number };
  expect(growth).toBeLessThan(MAX_GROWTH_BYTES);
  expect(peak).toBeLessThan(MAX_GROWTH_BYTES);
  await expect.poll(() => upstream.open()).toBe(0);
});
