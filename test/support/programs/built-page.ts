import { cpSync, existsSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "rolldown";
import { pageScripts } from "../../../rolldown.config.ts";
import { KEPT_FOR_RUN, keepFirst } from "../folder.ts";

const SOURCE = new URL("../../../src/web/", import.meta.url);

/**
 * The web client as the package has it, in few files: a tab that opens it takes the processor three fifths of the time.
 *
 * @returns The folder that holds `web/`.
 */
export async function builtPage(): Promise<URL> {
  if (KEPT_FOR_RUN === undefined) throw new Error("the page is built for tests");
  const kept = join(KEPT_FOR_RUN, "page");
  if (!existsSync(kept)) {
    const root = mkdtempSync(`${kept}-`);
    cpSync(SOURCE, join(root, "web"), { recursive: true, filter: (path) => !path.endsWith(".ts") });
    for (const scripts of pageScripts(root)) await build({ ...scripts, logLevel: "warn" });
    keepFirst(root, kept);
  }
  return pathToFileURL(`${kept}/`);
}
