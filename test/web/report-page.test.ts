import { readTimeline } from "../../src/rulebooks/timeline.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { auditRulebook } from "../../src/policy/compare/audit.ts";
import { auditHtml } from "../../src/pages/audit-page.ts";
import { diffRulebooks } from "../../src/policy/compare/diff.ts";
import { diffHtml } from "../../src/pages/diff-page.ts";
import { editionById, parseRulebook, type Rulebook } from "../../src/policy/rulebook/rulebook.ts";
import type { Subject } from "../../src/policy/compare/survey.ts";
import { verdictTables } from "../../src/policy/compare/verdict-table.ts";
import { compiledBook, KNOWN_APPS, rulebookText } from "../policy/facts.ts";
import { hasBrowser, openBrowser, openTab, type Tab } from "../support/programs/browser.ts";
import { faintTexts, scrollsSideways } from "./in-page.js";
import { temporaryFolder } from "../support/folder.ts";

/** Least contrast of text by WCAG 2.2, 1.4.3 (AA). Source: https://www.w3.org/TR/WCAG22/#contrast-minimum. */
const LEAST_CONTRAST = 4.5;
const MADE_AT = new Date("2026-03-04T05:06:07Z");

const wechat = compiledBook("wechat").rulebook;
const miit = compiledBook("miit").rulebook;

function auditPage(rulebook: Rulebook): string {
  const tables = verdictTables({ rulebook, edition: null }, KNOWN_APPS);
  return auditHtml(auditRulebook(rulebook, { apps: KNOWN_APPS }), {
    rulebook,
    tables,
    events: readTimeline(),
    madeAt: MADE_AT,
  });
}

function diffPage(left: Subject, right: Subject): string {
  const sideOf = (subject: Subject) => ({ subject, tables: verdictTables(subject, KNOWN_APPS) });
  const changed = {
    fixture: "<b>f</b>",
    link: "https://a.example/?<script>",
    left: { action: "open_in_place", notice: true, rule: "r", decidedBy: "rule" },
    right: { action: "open_externally", notice: false, rule: null, decidedBy: "error" },
  } as const;
  const found = diffRulebooks(left, right, { apps: KNOWN_APPS });
  return diffHtml(found, {
    sides: [sideOf(left), sideOf(right)],
    changed: [changed],
    events: readTimeline(),
    madeAt: MADE_AT,
  });
}

const AUDIT = auditPage(wechat);
const DIFF = diffPage(
  { rulebook: wechat, edition: editionById(wechat, "2021-09-17") },
  { rulebook: miit, edition: null },
);

describe.skipIf(!hasBrowser())("a report is one page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  async function open(html: string, width: number, colorScheme: "light" | "dark" = "light"): Promise<Tab> {
    const folder = temporaryFolder(onTestFinished);
    const file = join(folder, "report.html");
    writeFileSync(file, html);
    return openTab(browser, pathToFileURL(file).href, { viewport: { width, height: 800 }, colorScheme });
  }

  for (const [name, html] of [
    ["audit", AUDIT],
    ["diff", DIFF],
  ] as const) {
    for (const [width, scheme] of [
      [360, "light"],
      [1_280, "dark"],
      [1_280, "light"],
    ] as const) {
      test(`the ${name} asks for nothing, fits ${width} pixels and can be read, ${scheme} and on paper`, async () => {
        const { page, troubles } = await open(html, width, scheme);
        expect(await page.evaluate(scrollsSideways)).toBe(false);
        expect(await page.evaluate(faintTexts, LEAST_CONTRAST)).toEqual([]);
        await page.emulateMedia({ media: "print", colorScheme: scheme });
        expect(await page.evaluate(scrollsSideways)).toBe(false);
        expect(await page.evaluate(faintTexts, LEAST_CONTRAST)).toEqual([]);
        expect(await page.locator("nav").isVisible()).toBe(false);
        expect(await page.locator("script, img, iframe, object, link, [onclick], [onerror], [onload]").count()).toBe(0);
        expect(troubles).toEqual([]);
      });
    }
  }

  test("the audit tells editions, a table for each, every case of unequal treatment with an example, and its sources", async () => {
    const { page } = await open(AUDIT, 1_280);
    const { unequal, editions } = auditRulebook(wechat, { apps: KNOWN_APPS });
    expect(await page.title()).toBe("Audit of WeChat external links");
    expect(await page.locator(".timeline li").count()).toBe(editions.length);
    expect(await page.locator("section[aria-labelledby=verdicts] table").count()).toBe(editions.length);
    const statements = page.locator("section[aria-labelledby=unequal] .statements > li");
    expect(await statements.count()).toBe(unequal.length);
    expect(await statements.getByText("Example: ").count()).toBe(unequal.length);
    const phase = page
      .locator("section[aria-labelledby=verdicts] table")
      .nth(editions.findIndex(({ id }) => id === "2021-09-17"))
      .locator("tr", { hasText: "e-commerce" });
    expect(await page.locator("section[aria-labelledby=events] li").count()).toBe(readTimeline().length);
    expect(await phase.locator("td").first().innerText()).toMatch(
      /^own, allied, neutral: Opens in place\s+rival: Opens in place after a notice or Opens externally, by client$/u,
    );
    const dangling = await page
      .locator("a[href^='#']")
      .evaluateAll((links) =>
        links.map((link) => link.getAttribute("href") ?? "").filter((to) => document.querySelector(to) === null),
      );
    expect(dangling).toEqual([]);
    const cited = new Set(
      wechat.editions.flatMap(({ rules }) => rules.flatMap(({ citations }) => citations.map(({ url }) => url))),
    );
    const linked = await page
      .locator("a[href^='http']")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    expect([...cited].filter((url) => !linked.includes(url))).toEqual([]);
    expect(await page.locator("footer time").innerText()).toBe("2026-03-04");
  });

  test("the comparison tells every difference with both verdicts and rules, and the links of given messages", async () => {
    const { page } = await open(DIFF, 1_280);
    expect(await page.title()).toBe("wechat@2021-09-17 against miit");
    const group = page
      .locator(".statements > li", {
        hasText: /In group chats( or in Moments)?; (not on [^;]*; )?rival links; class e-commerce/u,
      })
      .first();
    expect(await group.locator(".sides").innerText()).toMatch(
      /^wechat@2021-09-17\s+Opens externally by first-phase-group-closed\s+miit\s+Opens in place by lawful-link$/u,
    );
    expect(await page.locator("section[aria-labelledby=messages] .statements").innerText()).toMatch(
      /https:\/\/a\.example\/\?<script> in <b>f<\/b>[\s\S]*Opens in place after a notice by r[\s\S]*Opens externally by error/u,
    );
  });

  test("whatever a rulebook says of itself stays text", async () => {
    const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script></style></title>&amp;\u202E${"x".repeat(400)}`;
    const quoted = JSON.stringify(hostile);
    const text = rulebookText("miit")
      .replace("title: MIIT standard for links in instant messaging", `title: ${quoted}`)
      .replace(/^authority: .*$/mu, `authority: ${quoted}`)
      .replace("title: Every lawful link opens in the app", `title: ${quoted}`)
      .replace(/en: The standard covers.*$/mu, `en: ${quoted}`)
      .replace(/F1: \{ title: "[^"]*"/u, `F1: { title: ${quoted}`)
      .replace("https://www.rfc-editor.org/rfc/rfc3986#section-7.6", `https://a.example/'onclick='alert(3)`);
    const { page, troubles } = await open(auditPage(parseRulebook(text, "hostile.yaml")), 360);
    const shown = hostile.replace("\u202E", "\uFFFD");
    expect(await page.title()).toBe(`Audit of ${shown}`);
    expect(await page.locator("header p", { hasText: "onerror" }).innerText()).toBe(shown);
    expect(await page.locator("img, script").count()).toBe(0);
    expect(await page.locator("[onclick]").count()).toBe(0);
    expect(await page.evaluate(scrollsSideways)).toBe(false);
    expect(troubles).toEqual([]);
  });
});
