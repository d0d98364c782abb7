import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openRegistry } from "../../src/apps/registry.ts";
import { checkText, examineText, type CheckParts } from "../../src/check/check-text.ts";
import { compileLists } from "../../src/findings/lists/compiled-list.ts";
import { createLinkFinder } from "../../src/links/find-links.ts";
import { isAwaited } from "../../src/messages/follow-links.ts";
import { requestUrlIn } from "../../src/messages/judge.ts";
import type { CheckContext } from "../../src/report/report.ts";
import { openRulebookShelf } from "../../src/rulebooks/shelf.ts";

const registry = openRegistry();
const parts: CheckParts = {
  findLinks: createLinkFinder(registry),
  registry,
  threats: { current: () => compileLists([], [], Date.now) },
};
const { decide } = openRulebookShelf({}).read("wechat", { files: false });
const FIXTURES = new URL("../../fixtures/", import.meta.url);

test("the report of an awaited link ends at the address that a request would go to", () => {
  const texts = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.ya?ml$|\.jsonl?$/u.test(file))
    .flatMap((file) => readFileSync(new URL(file, FIXTURES), "utf8").split("\n"));
  texts.push("https://name:word@t.cn/A6x7zzzz", "https://link.zhihu.com/?target=https%3A%2F%2Ft.cn%2FA6x7zzzz");
  const pairs = (["web", "ios", "android"] as const).flatMap((os) => {
    const context: CheckContext = {
      at: new Date("2026-01-01T00:00:00Z"),
      host: "wechat",
      chat: "one_to_one",
      client: { os, version: null },
      choice: null,
      locale: "en",
      lists: [],
    };
    return texts.flatMap((text) => {
      const examined = examineText(text, context, parts, () => "pending");
      return checkText(text, context, decide, parts, () => "pending").flatMap((report, index) =>
        isAwaited(report) ? [[requestUrlIn(report), examined[index]?.requestUrl]] : [],
      );
    });
  });
  expect(pairs.length).toBeGreaterThan(100);
  expect(pairs.map(([told]) => told)).toEqual(pairs.map(([, wanted]) => wanted));
});
