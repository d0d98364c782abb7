import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { z } from "zod";
import type { wholeCase } from "../../src/gateway/http/routes/case-answers.ts";
import type { WholeCase } from "../../src/web/console/told.ts";
import { accessibilityFaults } from "../support/programs/axe.ts";
import { hasBrowser, openBrowser } from "../support/programs/browser.ts";
import { runHere } from "../support/programs/cli.ts";
import { scrollsSideways } from "./in-page.js";
import { startConsoleWorld } from "./console-world.ts";

const MODERATOR = ["moderator"] as const;
/** All that the console loads at once, compressed. */
const MOST_BYTES = 40_500;
const PHISHING = "account.xn--coolap-nze.com";
const LONG = `https://a-shop-with-a-very-long-name-of-its-own.and-a-very-long-registered-domain.example/${"directory/".repeat(60)}?q=${"y".repeat(300)}`;
const MARKUP = "<img src=x onerror=alert(1)><a href='https://evil-note.example/'>here</a>";

/** The page's own types say what the routes' schemas say; this does not compile otherwise. */
export type SameAsTold = z.output<typeof wholeCase> extends Omit<WholeCase, "evidence"> ? true : never;
export const SAME_AS_TOLD: SameAsTold = true;

/** Beside the queue: a key, and what is then to be read. */
const PAGES = [
  ["b", "coins.example is listed"],
  ["l", "feed"],
  ["h", "decision: upheld"],
  ["f", "By moderator"],
] as const;

const title = (page: Page) => page.locator("#case-title");
const row = (page: Page, name: string) => page.locator(".case-row", { hasText: name });

async function choose(page: Page, name: string): Promise<void> {
  await row(page, name).click();
  // At once the row says so, and the case before is gone.
  await page.locator(".case-row[aria-current]", { hasText: name }).waitFor();
  await page.locator(".case-head").waitFor();
}

describe.skipIf(!hasBrowser())("the moderators' page", () => {
  let browser: Browser;
  let world: Awaited<ReturnType<typeof startConsoleWorld>>;
  beforeAll(async () => {
    [browser, world] = await Promise.all([openBrowser(), startConsoleWorld({ base: "/chat" })]);
    await world.complain(`Log in at https://account.coolapκ.com/verify/now?id=8 or lose it`, {
      by: ["ann", "cy", "dee", "eve", "fay", "gus", "hal", "ida", "jon", "kim", "lin"],
      from: "support",
      note: MARKUP,
      category: "phishing",
    });
    await world.complain("big win https://casino-feed.example/play/now", {
      by: ["ann", "cy"],
      kind: "wrongly_blocked",
      note: "my shop for cards",
    });
    await world.complain("i know where you live", { by: ["dee"], index: null, from: "troll", note: "every day" });
    await world.meet("pest", "fay");
    await (await world.join("fay")).complain({ user: "pest" }, "harmful", { note: "adds me again and again" });
    await world.complain("sale https://item.jd.com/100012043978.html", { by: ["gus"], from: "shop" });
    await world.complain(`deal ${LONG}`, {
      by: ["lin", "kim"],
      from: "longwinded",
      note: "no end of words ".repeat(31),
    });
    for (const name of ["first", "second", "third", "fourth"])
      await world.complain(`see https://${name}.example/a/b`, { by: ["hal"], from: "bob" });
    await world.complain("free coins https://coins.example/get", { by: ["ida"], from: "coiner", note: "steals" });
    const { id, version } = await world.caseOf("coins.example");
    const effect = { entry: "coins.example", kind: "fraud" };
    const decision = { decision: "uphold", effect, reason: "It takes money for nothing." };
    await world.ask("mo", MODERATOR, `v1/cases/${id}`, decision, version);
    const told = await (await world.join("coiner")).complaints();
    await (await world.join("coiner")).appeal(told.items[0]?.id ?? "", "We were hacked; it is repaired.");
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test("[T19] two keys and Enter decide the usual case, the next one is there already, and z takes it back", async () => {
    const { page, troubles } = await world.open(browser, "mo", MODERATOR, { host: "first.example" });
    // From here on nothing more is told of the next case: it was asked for with this one.
    const { id } = await world.caseOf("second.example");
    await expect
      .poll(() => page.evaluate((next) => performance.getEntriesByName(next).length, `${world.app.url}v1/cases/${id}`))
      .toBeGreaterThan(0);
    await page.route(`**/v1/cases/${id}`, () => undefined);
    await page.keyboard.press("u");
    await page.keyboard.press("2");
    expect(await page.locator("#reason").inputValue()).toBe("The page takes money for what it does not deliver.");
    await page.locator(".preview", { hasText: "1 link stricter; 2 people will see it" }).waitFor();
    await page.keyboard.press("Enter");
    await title(page).filter({ hasText: "second.example" }).waitFor();
    expect(await page.locator(".told").innerText()).toContain(
      "first.example: upheld: first.example is listed as Fraud",
    );
    const decided = await world.caseOf("first.example", "decided");
    expect(decided.decisions).toMatchObject([{ by: "mo", effect: { entry: "first.example", kind: "fraud" } }]);
    await page.unroute(`**/v1/cases/${id}`);
    await page.keyboard.press("z");
    await title(page).filter({ hasText: "first.example" }).waitFor();
    expect((await world.caseOf("first.example", "received,in_review")).decisions[0]?.undone?.by).toBe("mo");
    // A host is searched, its case is at hand, and the keys decide in that one; of no host none is.
    const search = async (host: string) => {
      await page.keyboard.press("/");
      await page.keyboard.type(host);
      await page.keyboard.press("Enter");
    };
    await search("second.example");
    await title(page).filter({ hasText: "second.example" }).waitFor();
    await page.keyboard.press("d");
    await page.locator(".option[aria-pressed='true']", { hasText: "Dismiss" }).waitFor();
    await page.locator("#search").fill("");
    await search("nowhere.example");
    await page.locator("p#case-title", { hasText: "Nothing open fits." }).waitFor();
    expect(await page.locator(".option").count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  test("[T6] of two moderators one wins, and the other is told who and what", async () => {
    // Whoever takes a case up keeps others from it: here nobody does.
    const open = { host: "third.example", claims: false };
    const mo = await world.open(browser, "mo", MODERATOR, open);
    const ma = await world.open(browser, "ma", MODERATOR, open);
    for (const { page } of [mo, ma]) {
      await page.keyboard.press("d");
      await page.locator(".commit:focus").waitFor();
    }
    await mo.page.keyboard.press("Enter");
    await title(mo.page).filter({ hasText: "fourth.example" }).waitFor();
    await ma.page.keyboard.press("Enter");
    await ma.page
      .locator(".trouble", { hasText: "mo decided this meanwhile: dismissed. Your decision was not taken." })
      .waitFor();
    expect((await world.caseOf("third.example", "decided")).decisions).toHaveLength(1);
    // The next case is at hand, and no key was needed for it.
    expect(await title(ma.page).innerText()).not.toContain("third.example");
    // And a case that somebody has taken up is not to be decided by another.
    const { id, version } = await world.caseOf("fourth.example");
    expect((await world.ask("mo", MODERATOR, `v1/cases/${id}/claim`, {}, version)).status).toBe(200);
    await choose(ma.page, "fourth.example");
    await ma.page.locator(".obstacle", { hasText: "mo has this case under review" }).waitFor();
    expect(await ma.page.locator(".option").count()).toBe(0);
  });

  test("[T4] [T6] what is wide waits for a second person, and who may not decide is told why", async () => {
    // Before anybody's page can take it up.
    const { id, version } = await world.caseOf("second.example", "received,in_review");
    await world.ask("mo", MODERATOR, `v1/cases/${id}`, { decision: "dismiss", reason: "seen" }, version);
    const { page } = await world.open(browser, "mo", MODERATOR, { host: "item.jd.com" });
    await page.keyboard.press("u");
    // A page of it one person decides; the whole host they do not.
    await page.locator(".preview", { hasText: "1 link stricter" }).waitFor();
    expect(await page.locator(".wide-note").count()).toBe(0);
    await page.keyboard.press("e");
    await page.locator(".preview .wide-note", { hasText: "registered app" }).waitFor();
    expect(await page.locator(".commit-words").innerText()).toBe("Propose: List: item.jd.com");
    await page.keyboard.press("Enter");
    await page.locator(".told", { hasText: "waits for a second person" }).waitFor();
    await choose(page, "item.jd.com");
    await page.locator(".obstacle", { hasText: "You proposed this" }).waitFor();
    await choose(page, "coins.example");
    await page.locator(".obstacle", { hasText: "You took part in the decision" }).waitFor();
    const own = await world.open(browser, "ann", MODERATOR, { host: "casino-feed.example" });
    await own.page.locator(".obstacle", { hasText: "This case is your own" }).waitFor();
    const lea = await world.open(browser, "lea", ["lead"], { host: "item.jd.com" });
    await lea.page.locator(".proposal", { hasText: "item.jd.com is listed as Phishing" }).waitFor();
    await lea.page.keyboard.press("y");
    await lea.page.keyboard.press("Enter");
    await lea.page.locator(".told", { hasText: "item.jd.com: upheld" }).waitFor();
    expect((await world.caseOf("item.jd.com", "decided")).decisions).toMatchObject([{ by: "mo", confirmedBy: "lea" }]);
    // A lead takes back what another decided, also later.
    await lea.page.evaluate((hash) => location.assign(hash), `#case/${id}`);
    await title(lea.page).filter({ hasText: "second.example" }).waitFor();
    await lea.page.locator(".option", { hasText: "Take the decision back" }).waitFor();
    await lea.page.keyboard.press("x");
    await lea.page.keyboard.press("Enter");
    await lea.page.locator(".told", { hasText: "second.example: taken back" }).waitFor();
    expect((await world.caseOf("second.example")).decisions[0]?.undone?.by).toBe("lea");
    const auditor = await world.open(browser, "au", ["auditor"], { host: "casino-feed.example" });
    await auditor.page.locator(".obstacle", { hasText: "Auditors read" }).waitFor();
    expect(await auditor.page.locator(".case-parts").innerText()).not.toMatch(/my shop|ann/u);
  });

  test("[T9] looking fetches and opens nothing that was reported, and what people wrote is text", async () => {
    // Also a connection that asks for nothing tells whoever is there that somebody looks.
    let connections = 0;
    const server = createServer((_request, response) => void response.end());
    server.on("connection", () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const reported = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bait`;
    await world.complain(`look ${reported}`, {
      by: ["jon"],
      from: "baiter",
      note: `<script src="${reported}"></script>`,
    });
    const headers = (await fetch(new URL("console", world.app.url))).headers;
    expect(headers.get("content-security-policy")).toMatch(
      /default-src 'none'.*connect-src 'self';.*frame-ancestors 'none'.*form-action 'none'.*require-trusted-types-for 'script'/u,
    );
    expect(headers.get("content-security-policy")).not.toMatch(/frame-src|https:|wss:|unsafe/u);
    const { page, troubles } = await world.open(browser, "ma", MODERATOR, { host: "127.0.0.1" });
    for (const name of ["127.0.0.1", "coolap"]) {
      await choose(page, name);
      for (const key of ["u", "e", "t", "o", "Escape", "j", "k"]) await page.keyboard.press(key);
      await choose(page, name);
      for (const link of await page.locator(".case-parts .address").all()) await link.click();
    }
    await page.locator(".voices q", { hasText: MARKUP }).first().waitFor();
    expect(await page.locator(".case-parts").locator("img, script, iframe, a").count()).toBe(0);
    expect(page.url()).not.toMatch(/eyJ|bait/u);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("eyJ");
    // Nor does an element name another place: a name may be asked for where nothing is.
    const elsewhere = await page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter((each) =>
          ["href", "src", "srcset", "poster", "data", "action"].some(
            (name) =>
              each.hasAttribute(name) && new URL(each.getAttribute(name) ?? "", location.href).host !== location.host,
          ),
        )
        .map(({ localName }) => localName),
    );
    expect(elsewhere).toEqual([]);
    expect(connections).toBe(0);
    // No decision names this machine as a whole, which the preview is told.
    expect(troubles.filter((each) => !each.includes("400 (Bad Request)"))).toEqual([]);
  });

  test("a case shows its host, letters, verdict, findings, people and earlier decisions on one screen of 1280 by 800", async () => {
    const { page, troubles } = await world.open(browser, "ma", MODERATOR, { viewport: { width: 1_280, height: 800 } });
    const fits = () =>
      page.evaluate(() =>
        [".case-parts", ".decide", "html"].filter((part) => {
          const place = document.querySelector(part);
          return place === null || place.scrollHeight > place.clientHeight;
        }),
      );
    await choose(page, "coolap");
    expect(await title(page).locator("strong").innerText()).toBe("coolapκ.com");
    expect(await page.locator(".visited").innerText()).toBe(`Visited as ${PHISHING}`);
    expect(await page.locator(".letters-words").innerText()).toBe("κ (Greek, U+03BA) for k");
    expect(await page.locator(".action").innerText()).toBe("Blocked");
    expect(await page.locator(".case-head .warn").innerText()).toMatch(
      /^11 complained within an hour\. .* 11 of 11 are new\.$/u,
    );
    await page.keyboard.press("u");
    await page.locator(".preview p").first().waitFor();
    expect(await fits()).toEqual([]);
    await choose(page, "casino-feed.example");
    expect(await page.locator(".findings").innerText()).toMatch(
      /Gambling listed: casino-feed\.example \(says feed, confirmed/u,
    );
    await page.keyboard.press("r");
    await page.locator(".preview", { hasText: "1 link milder" }).waitFor();
    expect(await fits()).toEqual([]);
    await choose(page, "coins.example");
    expect(await page.locator(".appeal-note").innerText()).toContain("We were hacked; it is repaired.");
    expect(await page.locator(".earlier").innerText()).toContain("upheld: coins.example is listed as Fraud");
    await page.keyboard.press("r");
    expect(await fits()).toEqual([]);
    await choose(page, "a-shop-with");
    await page.keyboard.press("u");
    await page.locator(".preview", { hasText: "1 link stricter" }).waitFor();
    expect(await fits()).toEqual([]);
    await page.locator(".long-address summary").first().click();
    expect(await page.locator(".long-address .address").nth(1).innerText()).toBe(LONG);
    // However long the queue is, the page itself stays where it is.
    await page.setViewportSize({ width: 1_280, height: 400 });
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(400);
    await page.setViewportSize({ width: 1_280, height: 800 });
    await choose(page, "A message");
    expect(await page.locator(".message blockquote").innerText()).toBe("i know where you live");
    await page.keyboard.press("s");
    expect(await page.locator(".commit-words").innerText()).toBe("Suspend: troll");
    expect(await fits()).toEqual([]);
    // Accounts were new when their people wrote and complained, however long the case has waited.
    await page.clock.setFixedTime(Date.now() + 10 * 86_400_000);
    await choose(page, "coolap");
    expect(await page.locator(".voices").innerText()).toMatch(/10 days ago, account then \d+ min/u);
    expect(await page.locator(".message h3").innerText()).toMatch(/^support wrote, .*account then \d+ min/u);
    expect(troubles).toEqual([]);
  });

  test("keys are shown by ?, can be turned off, and are letters where somebody writes", async () => {
    const { page } = await world.open(browser, "ma", MODERATOR, { host: "casino-feed.example" });
    await page.keyboard.press("d");
    await page.keyboard.press("n");
    await page.keyboard.type("judzx?");
    expect(await page.locator("#reason").inputValue()).toBe("judzx?");
    for (const key of ["Escape", "Escape"]) await page.keyboard.press(key);
    await page.keyboard.press("?");
    await page.locator("dialog.keys kbd", { hasText: "z" }).waitFor();
    await page.locator("#single-keys").uncheck();
    await page.keyboard.press("Escape");
    await page.locator("dialog.keys").waitFor({ state: "detached" });
    const before = await title(page).innerText();
    await page.keyboard.press("j");
    await page.keyboard.press("d");
    expect([await title(page).innerText(), await page.locator(".commit").count()]).toEqual([before, 0]);
    // Everything is reached without them.
    await page.locator(".option", { hasText: "Dismiss" }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".commit:focus").waitFor();
  });

  test("taking a case up moves nothing; on a phone a case begins at its top, and trouble is seen at its end", async () => {
    const viewport = { width: 360, height: 500 };
    const { page } = await world.open(browser, "ma", MODERATOR, { host: "casino-feed.example", viewport });
    const head = await page.locator(".case-head").elementHandle();
    await title(page).focus();
    await page.keyboard.press("C");
    await page.locator(".told", { hasText: "ten minutes" }).waitFor();
    expect(await head?.evaluate(({ isConnected }) => isConnected)).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("case-title");
    const isSeen = (selector: string) =>
      page.locator(selector).evaluate((part) => {
        const { top, bottom, height } = part.getBoundingClientRect();
        return height > 0 && top >= 0 && bottom <= innerHeight;
      });
    const toTheEnd = () => page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await toTheEnd();
    expect(await isSeen("#case-title")).toBe(false);
    await page.keyboard.press("j");
    await title(page).filter({ hasNotText: "casino-feed" }).waitFor();
    await page.locator(".case-head").waitFor();
    expect(await isSeen("#case-title")).toBe(true);
    await toTheEnd();
    await page.keyboard.press("z");
    await page.locator(".trouble", { hasText: "nothing of yours" }).waitFor();
    expect([await isSeen(".trouble"), await isSeen("#case-title")]).toEqual([true, false]);
  });

  test("no key takes away what a moderator wrote", async () => {
    const { page } = await world.open(browser, "ma", MODERATOR, { host: "casino-feed.example", claims: false });
    const [words, reason] = ["The owner proved who they are.", page.locator("#reason")];
    await page.keyboard.press("r");
    await page.keyboard.press("n");
    await page.keyboard.type(words);
    // The first Escape leaves the field, the second unchooses; both leave the words.
    await page.keyboard.press("Escape");
    await page.locator(".commit:focus").waitFor();
    expect(await reason.inputValue()).toBe(words);
    await page.keyboard.press("Escape");
    await page.locator(".decide", { hasText: "What you wrote is kept." }).waitFor();
    await page.keyboard.press("r");
    expect(await reason.inputValue()).toBe(words);
    // A ready reason stands in their place until 0; what is written after n is added.
    await page.keyboard.press("1");
    expect(await reason.inputValue()).not.toBe(words);
    await page.keyboard.press("0");
    await page.keyboard.press("n");
    await page.keyboard.type("!");
    expect(await reason.inputValue()).toBe(`${words}!`);
    // Nor does another case, nor loading the page anew.
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("r");
    expect(await reason.inputValue()).toBe(`${words}!`);
    await page.reload();
    await page.locator(".case-head").waitFor();
    await page.keyboard.press("r");
    expect(await reason.inputValue()).toBe(`${words}!`);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    await page.locator(".settings summary").click();
    await page.locator(".settings button").click();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  for (const [colorScheme, width, height] of [
    ["light", 1_280, 800],
    ["dark", 360, 740],
  ] as const) {
    test(`axe finds nothing wrong on ${width} pixels, ${colorScheme}, and nothing scrolls sideways`, async () => {
      const viewport = { width, height };
      const options = { colorScheme, viewport, reducedMotion: "reduce" } as const;
      const faults: Record<string, unknown> = {};
      if (width === 360) {
        const door = await world.door(browser, options);
        faults["door"] = await accessibilityFaults(door.page);
        await door.page.context().close();
      }
      const { page, troubles } = await world.open(browser, "ma", MODERATOR, options);
      const look = async (view: string) => {
        const isWide = await page.evaluate(scrollsSideways);
        faults[view] = [...(await accessibilityFaults(page)), ...(isWide ? ["scrolls sideways"] : [])];
      };
      await page.locator(".case-row").first().waitFor();
      await look("queue");
      await row(page, "coolap").click();
      await page.locator(".case-head").waitFor();
      await page.keyboard.press("u");
      await page.locator(".preview p").first().waitFor();
      await look("case");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await page.locator("dialog.keys").waitFor();
      if (width > 360) await look("keys");
      await page.keyboard.press("Escape");
      for (const [key, text] of width === 360 ? PAGES.slice(2) : PAGES.slice(0, 2)) {
        await page.keyboard.press(key);
        await page.locator(".other", { hasText: text }).waitFor();
        await look(key);
      }
      expect(Object.values(faults).flat()).toEqual([]);
      expect(troubles).toEqual([]);
    });
  }

  test("the page speaks four languages, the reasons that it offers too", async () => {
    for (const [locale, said, reason] of [
      ["zh-CN", "被指有害", "该页面冒用他人名义索取密码或银行卡信息。"],
      ["id", "Disebut berbahaya", "Halaman ini meminta kata sandi atau data kartu atas nama pihak lain."],
      ["vi", "Bị cho là có hại", "Trang mạo danh để hỏi mật khẩu hoặc dữ liệu thẻ."],
    ] as const) {
      const { page, troubles } = await world.open(browser, "ma", MODERATOR, { locale });
      await choose(page, "coolap");
      expect(await page.locator("html").getAttribute("lang")).toBe(locale);
      expect(await page.locator(".case-head .why-open").innerText()).toBe(said);
      await page.keyboard.press("u");
      expect(await page.locator("#reason").inputValue()).toBe(reason);
      expect(troubles).toEqual([]);
      await page.context().close();
    }
  });

  test("all that the page loads is light, lies below the gateway's path, and is named in the page", async () => {
    const html = await (await fetch(new URL("console", world.app.url))).text();
    const named = [...html.matchAll(/<link rel="modulepreload" href="([^"]+)" \/>/gu)].map(
      ([, path]) => `/chat/${path}`,
    );
    const { page } = await world.open(browser, "ma", MODERATOR);
    await page.locator(".case-head").waitFor();
    const loaded = await page.evaluate(() => [
      ...new Set(performance.getEntriesByType("resource").map(({ name }) => name)),
    ]);
    const files = loaded.filter((url) => !url.includes("/v1/"));
    const paths = files.map((url) => new URL(url).pathname);
    expect(paths.filter((path) => !path.startsWith("/chat/web/"))).toEqual([]);
    const modules = paths.filter((path) => /\.[jt]s$/u.test(path));
    expect(named.filter((path) => !modules.includes(path))).toEqual([]);
    expect(
      modules.filter((path) => !named.includes(path) && !/\/(?:words\.js|en\d?\.js|main\.ts)$/u.test(path)),
    ).toEqual([]);
    const sizes = await Promise.all(
      files.map(async (url) => gzipSync(new Uint8Array(await (await fetch(url)).arrayBuffer())).length),
    );
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  });

  test("what was drawn is checked by two keys, beside others who check, and a note is no reason", async () => {
    const [first, second, third] = await world.drawn("mo");
    const { page, troubles } = await world.open(browser, "ma", MODERATOR);
    await page.locator(".case-head").waitFor();
    for (const [filter, count] of [
      ["disputed", "0"],
      ["checks", "[1-9]\\d*"],
    ] as const) {
      await page.locator("#filter").selectOption(filter);
      await page.locator(".counts", { hasText: new RegExp(`^${count} decided$`, "u") }).waitFor();
    }
    await page.locator(".case-row[aria-current]").waitFor();
    await choose(page, first.host);
    expect(await row(page, first.host).innerText()).toMatch(/decided (this minute|\d+ min. ago)/u);
    await page.keyboard.press("y");
    await world.ask("mia", MODERATOR, `v1/cases/${first.id}/check`, { agrees: false, note: "Too mild" }, first.version);
    await page.keyboard.press("Enter");
    await page.locator(".trouble", { hasText: "mia has checked this meanwhile and does not agree" }).waitFor();
    await choose(page, second.host);
    for (const keys of [["y", "Enter"], ["z"], ["y", "Enter"]]) {
      for (const key of keys) await page.keyboard.press(key);
      const told = `${second.host}: ${keys[0] === "z" ? "your word is taken back" : "checked"}`;
      await page.locator(".told", { hasText: told }).waitFor();
    }
    const { body } = await world.ask("mo", MODERATOR, `v1/cases?state=decided&host=${second.host}`);
    expect(body).toMatchObject({ cases: [{ decisions: [{ check: { agrees: true } }] }] });
    await choose(page, third.host);
    for (const key of ["d", "n"]) await page.keyboard.press(key);
    await page.keyboard.type("mo is wrong here");
    await world.ask("lea", ["lead"], `v1/cases/${third.id}`, { decision: "undo" }, third.version);
    await page.keyboard.press("Enter");
    await page.locator(".trouble", { hasText: "The case has changed meanwhile" }).waitFor();
    await page.keyboard.press("d");
    expect(await page.locator("#reason").inputValue()).toBe("Nothing was found that is against the rules.");
    expect(troubles.filter((each) => !each.includes("409"))).toEqual([]);
  }, 120_000);

  test("who was erased is named so in a case, cannot be suspended, and the case is dismissed as any other", async () => {
    await world.meet("gone", "wes");
    const { conversation, seq } = await (await world.join("wes")).send("gone", "rude words");
    await (await world.join("wes")).complain({ user: "gone", conversation }, "harmful", { note: "pesters me" });
    await (await world.join("gone")).complain({ conversation, seq }, "harmful", { note: "is rude" });
    expect((await runHere(["erase", "gone", "--data", world.data])).code).toBe(0);
    const { page, troubles } = await world.open(browser, "mo", MODERATOR);
    // Of two cases one is about, one by whom was erased.
    await choose(page, "Erased user");
    await title(page).filter({ hasText: "Erased user" }).waitFor();
    await page.locator(".voices", { hasText: "pesters me" }).waitFor();
    await page.locator(".option", { hasText: "Dismiss" }).waitFor();
    expect(await page.locator(".option", { hasText: "Suspend" }).count()).toBe(0);
    for (const key of ["d", "1", "Enter"]) await page.keyboard.press(key);
    await page.locator(".told", { hasText: "Erased user: dismissed" }).waitFor();
    const { body } = await world.ask("mo", MODERATOR, "v1/cases?state=received");
    const byGone = (body as { cases: WholeCase[] }).cases.find(
      ({ subject }) => "conversation" in subject && subject.conversation === conversation,
    );
    await page.goto(`${world.app.url}console#case/${byGone?.id ?? ""}`);
    await page.locator(".voices .who", { hasText: "Erased user" }).waitFor();
    expect(await page.locator("#app").innerText()).not.toContain("~");
    expect(troubles).toEqual([]);
  }, 60_000);
});
