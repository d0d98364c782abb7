import { readFileSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import zlib from "node:zlib";
import { expect, onTestFinished, test, vi } from "vitest";
import type { ListEntry } from "../../../../src/findings/lists/entry.ts";
import { buildIndex } from "../../../../src/findings/lists/index/build/build-index.ts";
import { Layer } from "../../../../src/findings/lists/index/layer/layer.ts";
import { temporaryFolder } from "../../../support/folder.ts";

const HOSTS = 140_000;
const PIECE_BYTES = 65_536;
const PIECES = 4;

function* hosts(): Generator<ListEntry> {
  for (let line = 1; line <= HOSTS; line += 1) {
    yield { covers: "host", host: `h${line}.example`, port: "any", isException: false, line };
  }
}

/** How many bytes were checked in each turn of the loop in which some were. */
async function checkedByTurn(run: () => Promise<void>): Promise<number[]> {
  const byTurn: number[] = [0];
  const { crc32 } = zlib;
  vi.spyOn(zlib, "crc32").mockImplementation((data, value) => {
    byTurn.push((byTurn.pop() ?? 0) + (typeof data === "string" ? data.length : data.byteLength));
    return crc32(data, value);
  });
  syncBuiltinESMExports();
  let isRunning = true;
  const turn = (): void => {
    if (byTurn.at(-1) !== 0) byTurn.push(0);
    if (isRunning) setImmediate(turn);
  };
  setImmediate(turn);
  try {
    await run();
  } finally {
    isRunning = false;
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  }
  return byTurn.filter((bytes) => bytes > 0);
}

test("[T16] a large layer is opened in steps, each checked, between which the loop turns", async () => {
  const folder = temporaryFolder(onTestFinished);
  const facts = { name: "feed", version: null, confirmedAtMs: 0, kind: "phishing", maxAgeMs: Infinity } as const;
  const { base } = await buildIndex(folder, [{ ...facts, entries: hosts() }], { nowMs: 0 });
  const layers: Layer[] = [];
  const checked = await checkedByTurn(async () => void layers.push(await Layer.open(folder, base, PIECE_BYTES)));
  expect(checked).toHaveLength(PIECES);
  expect(Math.max(...checked)).toBe(PIECE_BYTES);
  for (const layer of layers) {
    // Marking what it holds yields too.
    expect([...layer.mark(new Uint32Array(1 << 14))]).toHaveLength(2);
    layer.close();
  }

  const file = join(folder, base.hosts.name);
  const whole = readFileSync(file);
  for (let piece = 0; piece < PIECES; piece += 1) {
    const at = Math.min(piece * PIECE_BYTES + 1_000, whole.length - 1);
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(file, changed);
    await expect(Layer.open(folder, base, PIECE_BYTES)).rejects.toThrow(
      `${base.hosts.name}: the checksum at byte ${piece * PIECE_BYTES} does not fit`,
    );
  }
});
