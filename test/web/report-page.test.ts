import { readTimeline } from "../../src/rulebooks/timeline.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { extractTextItems } from "unpdf";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { auditRulebook } from "../../src/policy/compare/audit.ts";
import { auditHtml } from "../../src/pages/audit-page.ts";
import { diffRulebooks } from "../../src/policy/compare/diff.ts";
import { diffHtml } from "../../src/pages/diff-page.ts";
import { PAGE_WORDS } from "../../src/pages/words/languages.ts";
import { LOCALES, type Locale } from "../../src/policy/types.ts";
import { editionById, parseRulebook, type Rulebook } from "../../src/policy/rulebook/rulebook.ts";
import type { Subject } from "../../src/policy/compare/survey.ts";
import { verdictTables } from "../../src/policy/compare/verdict-table.ts";
import { compiledBook, KNOWN_APPS, rulebookText } from "../policy/facts.ts";
import { hasBrowser, openBrowser, openTab, type Tab } from "../support/programs/browser.ts";
import { accessibilityFaults } from "../support/programs/axe.ts";
import { faintTexts, scrollsSideways } from "./in-page.js";
import { temporaryFolder } from "../support/folder.ts";

/** Least contrast of text by WCAG 2.2, 1.4.3 (AA). Source: https://www.w3.org/TR/WCAG22/#contrast-minimum. */
const LEAST_CONTRAST = 4.5;
const MADE = { at: new Date("2026-03-04T05:06:07Z"), version: "7.8.9" };

const wechat = compiledBook("wechat").rulebook;
const miit = compiledBook("miit").rulebook;

/** Runs in the page. What is wider than the tile it stands in. */
function textsThatStickOut(tiles: readonly Element[]): readonly (string | null)[] {
  return tiles
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map(({ textContent }) => textContent);
}

function auditPage(rulebook: Rulebook, locale: Locale = "en"): string {
  const tables = verdictTables({ rulebook, edition: null }, KNOWN_APPS);
  return auditHtml(auditRulebook(rulebook, { apps: KNOWN_APPS }), {
    rulebook,
    tables,
    events: readTimeline(),
    made: MADE,
    locale,
  });
}

function diffPage(left: Subject, right: Subject, locale: Locale = "en"): string {
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
    made: MADE,
    locale,
  });
}

const AUDIT = auditPage(wechat);
const COMPARED = [
  { rulebook: wechat, edition: editionById(wechat, "2021-09-17") },
  { rulebook: miit, edition: null },
] as const;
const DIFF = diffPage(...COMPARED);

/** Texts of a page of paper by line, from top to bottom. */
function linesOf(items: Awaited<ReturnType<typeof extractTextItems>>["items"][number]): string[] {
  const lines = Map.groupBy(items, ({ y }) => Math.round(y));
  return [...lines]
    .toSorted(([a], [b]) => b - a)
    .map(([, texts]) =>
      texts
        .toSorted((a, b) => a.x - b.x)
        .map(({ str }) => str)
        .join(""),
    )
    .filter((line) => line.trim() !== "");
}

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
        expect(await page.locator(".figures > div").evaluateAll(textsThatStickOut)).toEqual([]);
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
    expect(await statements.locator("p", { hasText: /^\s*Example: /u }).count()).toBe(unequal.length);
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
    const foot = await page.locator("footer").innerText();
    expect(foot).toContain("Made by Hutong 7.8.9 on 2026-03-04.");
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

  for (const scheme of ["light", "dark"] as const) {
    test(`axe finds nothing wrong with either report, ${scheme}`, async () => {
      for (const html of [auditPage(miit), DIFF]) {
        const { page } = await open(html, 1_280, scheme);
        expect(await accessibilityFaults(page)).toEqual([]);
      }
    });
  }

  for (const [name, html, id] of [
    ["audit", AUDIT, "unequal"],
    ["diff", DIFF, "differences"],
  ] as const) {
    test(`no two statements of the ${name} read alike, and no list is cut short`, async () => {
      const { page } = await open(html, 1_280);
      const statements = await page
        .locator(`section[aria-labelledby=${id}] .statements > li`)
        .evaluateAll((items) => items.map((item) => item.querySelector("p")?.textContent ?? ""));
      expect(statements.length).toBeGreaterThan(20);
      const verdicts = await page
        .locator(`section[aria-labelledby=${id}] .statements > li dl`)
        .evaluateAll((lists) => lists.map((list) => list.textContent ?? ""));
      const told = statements.map((text, index) => text + verdicts[index]);
      expect(told.filter((text, index) => told.indexOf(text) !== index)).toEqual([]);
      expect(await page.locator("main").innerText()).not.toMatch(/and \d+ more/u);
    });

    test(`the whole lists of the ${name} are folded on a screen and stand open on paper`, async () => {
      const { page } = await open(html, 1_280);
      const lists = page.locator(`section[aria-labelledby=${id}] details.whole`);
      const first = lists.first().locator("li").last();
      expect(await first.isVisible()).toBe(false);
      const foldedPx = (await lists.first().boundingBox())?.height ?? 0;
      await page.emulateMedia({ media: "print" });
      const openPx = (await lists.first().boundingBox())?.height ?? 0;
      expect(openPx).toBeGreaterThan(1.5 * foldedPx);
      expect(await lists.count()).toBeGreaterThan(10);
      // What a sentence says it leaves to the list is the length of the list.
      const wrong = await lists.evaluateAll((all) =>
        all.flatMap((one) => {
          const count = Number(/\d+/u.exec(one.querySelector("summary")?.textContent ?? "")?.[0]);
          return count === one.querySelectorAll("li").length ? [] : [one.textContent];
        }),
      );
      expect(wrong).toEqual([]);
    });
  }

  test("the first page says in words what was found, of which editions to the byte, when, and by which version", async () => {
    const { page } = await open(DIFF, 1_280);
    const summary = await page.locator(".summary").innerText();
    expect(summary).toMatch(/The two judge [\d,]+ of [\d,]+ distinguishable inputs differently \(2\.2%\):/u);
    expect(summary).toContain("Made by Hutong 7.8.9 on 2026-03-04.");
    const [latest] = miit.editions.slice(-1);
    for (const hash of [COMPARED[0].edition.hash, latest?.hash ?? "none"]) expect(summary).toContain(hash);
    const { differences } = diffRulebooks(...COMPARED, { apps: KNOWN_APPS });
    const counted = [...summary.matchAll(/statements below: (\d+)/gu)].map(([, count]) => Number(count));
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(differences.length);
    const { page: audit } = await open(AUDIT, 1_280);
    const found = auditRulebook(wechat, { apps: KNOWN_APPS });
    const said = await audit.locator(".summary").innerText();
    expect(said).toContain(`Unequal treatment: ${found.unequal.length}`);
    expect(said).toContain(wechat.editions.at(-1)?.hash ?? "none");
  });

  test("on paper every page is numbered, and no heading stands apart from what it heads", async () => {
    for (const [html, foot] of [
      [AUDIT, "Audit of WeChat external links"],
      [DIFF, "wechat@2021-09-17 against miit"],
    ] as const) {
      const { page } = await open(html, 1_280);
      const headings = await page
        .locator("h2, h3, caption")
        .evaluateAll((all) => all.map((one) => one.textContent.trim()));
      const introductions = await page
        .locator("main > section > p")
        .evaluateAll((all) => all.map((one) => one.textContent.trim()));
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      const { items, totalPages } = await extractTextItems(new Uint8Array(pdf));
      expect(totalPages).toBeGreaterThan(10);
      const squeezed = (text: string): string => text.replaceAll(/\s+/gu, "");
      const known = new Set(headings.map(squeezed));
      const columns = squeezed("Class of linkOne-to-one chatsGroup chatsMoments");
      for (const [index, texts] of items.entries()) {
        const lines = linesOf(texts);
        expect(squeezed(lines.at(-1) ?? "")).toBe(squeezed(`${foot}Page ${index + 1} of ${totalPages}`));
        const last = squeezed(lines.at(-2) ?? "");
        expect({ page: index + 1, isHeading: known.has(last) || last === columns, last }).toMatchObject({
          isHeading: false,
        });
      }
      // What introduces a section is not torn in two.
      const pages = items.map((texts) => squeezed(linesOf(texts).join("")));
      expect(introductions.length).toBeGreaterThan(0);
      expect(introductions.filter((text) => !pages.some((each) => each.includes(squeezed(text))))).toEqual([]);
      const [first = []] = items;
      const text = linesOf(first).join("\n");
      expect(text).toMatch(/sha256:[0-9a-f]{64}/u);
      expect(text).toContain("7.8.9");
    }
  });

  for (const locale of LOCALES.filter((each) => each !== "en")) {
    test(`both reports speak ${locale}, headings, statements, reasons and all`, async () => {
      for (const html of [auditPage(wechat, locale), diffPage(...COMPARED, locale)]) {
        const { page, troubles } = await open(html, 360);
        expect(await page.locator("html").getAttribute("lang")).toBe(locale);
        expect(await page.evaluate(scrollsSideways)).toBe(false);
        // Titles of books, editions and sources stay as they were written; they stand in <bdi>.
        const own = await page.locator("body").evaluate((body) => {
          const copy = document.createElement("div");
          copy.append(...body.cloneNode(true).childNodes);
          for (const quoted of copy.querySelectorAll("h1, bdi, code, .hash")) quoted.remove();
          return copy.textContent;
        });
        const english = own.match(
          /\b(?:the|with|of|is|links|nothing|found|chats|opens|rules|from|edition|source|day)\b/giu,
        );
        expect(english).toEqual(null);
        expect(own).toContain(PAGE_WORDS[locale].page.summary);
        expect(troubles).toEqual([]);
      }
    });
  }

  test("a report wears the colours of the chat page", () => {
    const tokens = readFileSync(new URL("../../src/web/tokens.css", import.meta.url), "utf8");
    const colours = [...tokens.matchAll(/--[a-z_-]+: #[0-9a-f]{6}/gu)].map(([declared]) => declared);
    expect(colours.length).toBeGreaterThan(30);
    const missing = colours.filter((declared) => !AUDIT.includes(declared) || !DIFF.includes(declared));
    expect(missing).toEqual([]);
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
