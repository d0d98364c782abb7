import { expect, test } from "vitest";
import { openChecker } from "../../../src/check/checker.ts";
import { prettyReports } from "../../../src/commands/cli/pretty-report.ts";
import { LOCALES, type Locale } from "../../../src/policy/types.ts";
import { checkContextOf, contextSchema } from "../../../src/report/context.ts";
import { WORDS } from "../../../src/report/words/languages.ts";

const checker = openChecker();
const TEXT = "https://item.taobao.com/item.htm?id=652874301955 https://evil.example/x";

function pretty(locale: Locale): string {
  const lists = [{ entry: "evil.example", kind: "phishing" }];
  const fields = { at: "2021-09-18", client: { os: "android", version: "8.0.11" }, locale, lists };
  return prettyReports(checker.check(TEXT, checkContextOf(contextSchema.parse(fields), new Date())), locale, 80);
}

test.each(LOCALES)("in %s every label is in its language, and no name of a field is left", (locale) => {
  const labels = pretty(locale)
    .split("\n")
    .flatMap((line) => /^ {2}(\S.*?) {2,}/u.exec(line)?.[1] ?? []);
  const { why, rule, source, against, found, payments, leadsTo, notFollowed, leftOut, ways } = WORDS[locale];
  const known = new Set([
    ...Object.values(ways),
    why,
    rule,
    source,
    against,
    found,
    payments,
    leadsTo,
    notFollowed,
    leftOut,
  ]);
  expect(labels.length).toBeGreaterThan(10);
  expect(labels.filter((label) => !known.has(label))).toEqual([]);
  expect(pretty(locale)).not.toContain("complain");
  expect(pretty(locale)).toContain(WORDS[locale].finding.phishing);
});
