import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/**
 * What axe finds wrong with a page as it stands, best practices counted: rule, help and where.
 *
 * @param within  A selector of the part to be looked at; left out: the whole page.
 */
export async function accessibilityFaults(page: Page, within?: string): Promise<string[]> {
  // A script that the debugger brings is none of the page's, so that the page's policy lets it run.
  await page.evaluate(axe.source);
  const where = within === undefined ? "document" : JSON.stringify(within);
  const { violations, passes } = await page.evaluate<AxeResults>(`axe.run(${where}, { resultTypes: ["violations"] })`);
  if (passes.length === 0) throw new Error("axe looked at nothing");
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id}: ${help}: ${target.join(" ")} (${failureSummary})`),
  );
}
