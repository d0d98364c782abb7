import fs, { cpSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { vi } from "vitest";

/**
 * Runs it, and copies a folder before each of its steps on disk and in the middle of each text: what a kill would leave.
 *
 * @param into  Where the copies go.
 * @returns     Their paths, in the order of the steps; the last one is of the end.
 */
export async function copiesDuring(
  folder: string,
  into: string,
  run: () => Promise<unknown>,
): Promise<readonly string[]> {
  const copies: string[] = [];
  const copy = (): void => {
    const name = join(into, String(copies.length));
    cpSync(folder, name, { recursive: true });
    copies.push(name);
  };
  const { renameSync, rmSync, writeFileSync: write } = fs;
  vi.spyOn(fs, "renameSync").mockImplementation((from, to) => {
    copy();
    renameSync(from, to);
  });
  vi.spyOn(fs, "rmSync").mockImplementation((path, options) => {
    if (fs.existsSync(path)) copy();
    rmSync(path, options);
  });
  vi.spyOn(fs, "writeFileSync").mockImplementation((file, text, options) => {
    write(file, typeof text === "string" ? text.slice(0, text.length / 2) : "", options);
    copy();
    write(file, text, options);
  });
  syncBuiltinESMExports();
  try {
    await run();
  } finally {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  }
  copy();
  return copies;
}
