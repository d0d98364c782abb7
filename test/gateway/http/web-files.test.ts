import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect } from "vitest";
import { test } from "../../support/test.ts";

const src = join(import.meta.dirname, "../../../src");

/** Every file that the page loads, from its first script on, and what it loads when that is asked for. */
function loadedFrom(entry: string): ReadonlySet<string> {
  const found = new Set([entry]);
  for (const file of found) {
    const text = readFileSync(join(src, file), "utf8");
    for (const [, isType, path = ""] of text.matchAll(/^(?:import|export)\s+(type\s)?[^"';]*?from\s+"(\.[^"]+)"/gmu))
      if (isType === undefined) found.add(posix.join(posix.dirname(file), path));
    for (const [, path = ""] of text.matchAll(/(?<!typeof )\bimport\("(\.[^"]+)"\)/gu))
      found.add(posix.join(posix.dirname(file), path));
  }
  return found;
}

test("every file that the pages' scripts import is served", async ({ start }) => {
  const { http } = await start();
  const files = [...new Set([...loadedFrom("web/main.ts"), ...loadedFrom("web/console/main.ts")])];
  expect(files.length).toBeGreaterThan(20);
  const missing: string[] = [];
  for (const file of files) if ((await fetch(`${http}/${file}`)).status !== 200) missing.push(file);
  expect(missing).toEqual([]);
});
