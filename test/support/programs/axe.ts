import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe finds wrong with a page as it stands, best practices counted: rule, help and where.
 *
 * @param within  A selector of the part to be looked at; left out: the whole page.
 */
export async function accessibilityFaults(page: Page, within?: string): Promise<string[]> {
  // A script that the debugger brings is none of the page's, so that the page's policy lets it run. It stays until another page is
  // loaded: to bring it takes longer than to look.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(SOURCE);
  const where = within === undefined ? "document" : JSON.stringify(within);
  const { violations, passes } = await page.evaluate<AxeResults>(`axe.run(${where}, { resultTypes: ["violations"] })`);
  if (passes.length === 0) throw new Error("axe looked at nothing");
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id}: ${help}: ${target.join(" ")} (${failureSummary})`),
  );
}
