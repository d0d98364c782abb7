import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty folder, gone when `onEnd` says: `onTestFinished`, or `afterAll` for one of a whole file. */
export function temporaryFolder(onEnd: (end: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "hutong-test-"));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * What is made once for all workers is kept here for the length of a run; another run that is told the same folder finds it there.
 * Undefined outside tests.
 */
export const KEPT_FOR_RUN = process.env["TEST_KEPT"];

/** Gives a whole folder its name, unless another has it. Of workers that make the same at once, the first one's serves all. */
export function keepFirst(folder: string, kept: string): void {
  try {
    renameSync(folder, kept);
  } catch {
    rmSync(folder, { recursive: true });
  }
}
