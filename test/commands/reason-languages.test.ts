import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { answerTo } from "../../src/bots/answer.ts";
import { openChecker } from "../../src/check/checker.ts";
import { publicApi } from "../../src/gateway/http/public-api.ts";
import { rulebookAnswer } from "../../src/gateway/http/routes/answer-schemas.ts";
import { openPage } from "../../src/pages/open-page.ts";
import { interfaceLocale } from "../../src/report/report.ts";
import { checkContextOf, contextSchema } from "../../src/report/context.ts";
import { openRecordedResolver } from "../../src/check/link-resolver.ts";
import { runHere } from "../support/programs/cli.ts";

const LINK = "https://item.taobao.com/item.htm?id=652874301955";
const BOOK = `id: kedai
title: Kedai
authority: a test
host: wechat
languages: [ms, zh-Hant, en]
owners:
  relations:
    - { between: [tencent, alibaba], relation: rival, from: "2020-01-01T00:00:00+08:00", citations: [A] }
sources:
  A: { title: A, url: "https://a.example/", date: "2020-01-01" }
editions:
  - id: "2020"
    from: "2020-01-01T00:00:00+08:00"
    title: Satu
    source: [A]
    obligations:
      - { id: alike, same: action, for: [rival], than: [own, allied], basis: house, reason: { ms: Sama., zh-Hant: 一樣。, en: Alike. } }
    default: { action: block, basis: house, reason: { ms: Tiada., zh-Hant: 沒有。, en: None. } }
    rules:
      - id: shops
        title: Shops
        when: { class: e-commerce, relation: rival }
        then: { action: open_externally }
        onUnresolved: { action: block, reason: { ms: Tidak pasti., zh-Hant: 未知。, en: Unknown. } }
        basis: written
        citations: [A]
        meant: { ms: Memang., en: On purpose. }
        reason: { ms: Kedai ditutup., en: Shops are closed. }
`;
const folder = mkdtempSync(join(tmpdir(), "hutong-languages-"));
const FILE = join(folder, "kedai.yaml");
writeFileSync(FILE, BOOK);
afterAll(() => rmSync(folder, { recursive: true }));

const checker = openChecker();
const decider = checker.shelf.find(FILE);
const reading = checker.shelf.read(FILE, { files: true });
const resolver = openRecordedResolver(checker.registry, []);

function judged(locale: string) {
  const context = checkContextOf(contextSchema.parse({ locale, at: "2026-01-01" }), new Date());
  return { context, reports: checker.checkWith(reading, LINK, context) };
}

test.each([
  ["ms", "Kedai ditutup.", "Why: Kedai ditutup."],
  ["ms-SG", "Kedai ditutup.", "Why: Kedai ditutup."],
  ["en-GB", "Shops are closed.", "Why: Shops are closed."],
  ["fr", "Kedai ditutup.", "Why: Kedai ditutup."],
  ["fr,en", "Shops are closed.", "Why: Shops are closed."],
  ["id,ms", "Kedai ditutup.", "Alasan: Kedai ditutup."],
  ["zh-CN,en", "Kedai ditutup.", "原因：Kedai ditutup."],
])(
  "who reads %s is told the book's reason in the best of its languages, all else in the interface's",
  (locale, reason, line) => {
    const { context, reports } = judged(locale);
    expect(reports.map(({ verdict }) => verdict.reason)).toEqual([reason]);
    const words = interfaceLocale(context.locale);
    const asked = { registry: checker.registry, at: context.at };
    expect(answerTo(LINK, reports, words, asked)).toContain(line);
    const [report] = reports;
    if (report === undefined) throw new Error("no report");
    const page = openPage(report, words, null);
    expect(page).toContain(reason);
    expect(page).toContain(`<html lang="${words}">`);
  },
);

test("an audit names each rule that lacks a reason in a language that the book declares, and no other language", async () => {
  const { code, stdout } = await runHere(["audit", "--json", FILE]);
  const { missing } = JSON.parse(stdout) as { missing: object[] };
  expect(code).toBe(1);
  expect(missing).toMatchObject([{ edition: "2020", rule: "shops", noCitation: false, noReasonIn: ["zh-Hant"] }]);
});

test("a book is shown whole over HTTP: its languages, owners, obligations, and what its rules mean", () => {
  checker.shelf.setOwn(decider);
  const api = publicApi({ checker, resolver, inForce: () => reading, clock: () => new Date() });
  const shown = rulebookAnswer.parse(api.rulebook?.("kedai"));
  const citations = [{ title: "A", url: "https://a.example/", date: "2020-01-01" }];
  expect(shown.languages).toEqual(["ms", "zh-Hant", "en"]);
  expect(shown.owners).toEqual({
    apps: [],
    relations: [
      { between: ["tencent", "alibaba"], relation: "rival", from: "2020-01-01T00:00:00+08:00", until: null, citations },
    ],
  });
  const [edition] = shown.editions;
  expect(edition?.obligations).toMatchObject([
    { id: "alike", same: "action", for: ["rival"], than: ["own", "allied"] },
  ]);
  expect(edition?.rules).toMatchObject([
    {
      title: "Shops",
      meant: { ms: "Memang.", "zh-Hant": "Memang.", en: "On purpose." },
      onUnresolved: { action: "block", reason: { ms: "Tidak pasti.", "zh-Hant": "未知。", en: "Unknown." } },
      reason: { ms: "Kedai ditutup.", en: "Shops are closed." },
    },
  ]);
  // Every field of a rule that is written is shown.
  expect(Object.keys(edition?.rules[0] ?? {})).toEqual(
    expect.arrayContaining(
      [...(/^ {6}- (id: shops[\s\S]*)/mu.exec(BOOK)?.[1] ?? "").matchAll(/^ {8}(?!then)(\w+):/gmu)].map(
        ([, key]) => key,
      ),
    ),
  );
  const miit = rulebookAnswer.parse(api.rulebook?.("miit"));
  expect(miit).not.toHaveProperty("owners");
  expect(Object.keys(miit.editions[0]?.default.reason ?? {})).toEqual(miit.languages);
});

test.each([
  ["languages: [ms, zh-Hant, en]", "languages: [ms, en]", "zh-Hant: 一樣", 'the book declares no language "zh-Hant"'],
  ["languages: [ms, zh-Hant, en]", "languages: [ms, zh-hant, en]", "zh-hant", "expected a language's BCP 47 tag"],
  ["languages: [ms, zh-Hant, en]", "languages: [ms, zh-Hant, en, ms]", "ms]", 'language "ms" stands twice'],
  ["languages: [ms, zh-Hant, en]", "languages: [iw, ms, zh-Hant, en]", "iw", 'written "he"'],
  ["reason: { ms: Kedai", "reason: { Malay: Kedai", "Malay", "expected a language's BCP 47 tag"],
])("%s, written %s, is refused in its place", async (right, wrong, at, told) => {
  const text = BOOK.replace(right, wrong);
  writeFileSync(join(folder, "wrong.yaml"), text);
  const before = text.slice(0, text.indexOf(at)).split("\n");
  const { stderr } = await runHere(["audit", join(folder, "wrong.yaml")]);
  expect(stderr).toContain(`wrong.yaml:${before.length}:${(before.at(-1) ?? "").length + 1}: `);
  expect(stderr).toContain(told);
});

test("declared languages are part of an edition's hash, and a book that declares none keeps its hash", () => {
  const text = BOOK.replace(/^languages: .*\n/mu, "")
    .replaceAll("zh-Hant", "zh-CN")
    .replaceAll("ms:", "id:");
  const hashOf = (book: string): string | undefined =>
    checker.shelf.readText(book, "x.yaml").book.rulebook.editions[0].hash;
  expect(hashOf(BOOK.replace("[ms, zh-Hant, en]", "[en, ms, zh-Hant]"))).not.toBe(hashOf(BOOK));
  expect(hashOf(`languages: [en, zh-CN, id, vi]\n${text}`)).not.toBe(hashOf(text));
  expect(readFileSync("src/rulebooks/data/miit.yaml", "utf8")).not.toContain("languages:");
});
