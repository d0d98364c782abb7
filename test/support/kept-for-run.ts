import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Before the first worker starts: a folder for what is made once in a run, unless one was given. It is gone at the end. */
export function setup(): (() => void) | undefined {
  if (process.env["TEST_KEPT"] !== undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "hutong-kept-"));
  process.env["TEST_KEPT"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
