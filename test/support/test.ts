import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as plainTest } from "vitest";

/** Vitest's `test` with what a test may ask for by name; it is made when asked for and gone afterwards. */
export const test = plainTest
  // An empty folder of the test's own.
  // oxlint-disable-next-line no-empty-pattern
  .extend("folder", ({}, { onCleanup }) => {
    const folder = mkdtempSync(join(tmpdir(), "hutong-test-"));
    onCleanup(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  });
