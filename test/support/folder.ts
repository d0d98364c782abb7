import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty folder, gone when `onEnd` says: `onTestFinished`, or `afterAll` for one of a whole file. */
export function temporaryFolder(onEnd: (end: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "hutong-test-"));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
