import { expect, test } from "vitest";
import { openRegistry } from "../../src/apps/registry.ts";
import { paymentText } from "../../src/commands/cli/payment-text.ts";
import { widthOf } from "../../src/commands/cli/wrapped.ts";
import { LOCALES } from "../../src/policy/types.ts";
import { paymentTable } from "../../src/report/payment-table.ts";
import { paymentTableSchema } from "../../src/report/schema.ts";
import { WORDS } from "../../src/report/words/languages.ts";

const registry = openRegistry();
const on = (day: string, locale: (typeof LOCALES)[number] = "en") =>
  paymentTable(registry, new Date(`${day}T12:00:00+08:00`), locale);

test("the table holds every app with a payment that day, under its name of that day", () => {
  const table = on("2021-09-28");
  expect(paymentTableSchema.parse(JSON.parse(JSON.stringify(table)))).toEqual(table);
  expect(table).toMatchObject({ day: "2021-09-28", at: "2021-09-28T04:00:00.000Z" });
  expect(table.methods.slice(0, 3)).toEqual(["wechat_pay", "alipay", "unionpay_quickpass"]);
  expect(table.apps.find(({ id }) => id === "eleme")).toMatchObject({ name: "Ele.me", owner: "alibaba" });
  expect(on("2026-11-24").apps.find(({ id }) => id === "eleme")?.name).toBe("Taobao Shangou (Ele.me)");
  const apps = registry.apps().filter(({ id }) => registry.payments(id, new Date(table.at)).length > 0);
  expect(table.apps.map(({ id }) => id).toSorted()).toEqual(apps.map(({ id }) => id));
  // Midnight in China ends a day.
  expect(paymentTable(registry, new Date("2021-09-27T16:00:00Z"), "en").day).toBe("2021-09-28");
});

test.each(LOCALES)("in %s it fits 80 columns on every day, but for the addresses of sources", (locale) => {
  for (const day of ["2014-03-01", "2021-09-10", "2021-09-28", "2024-09-12", "2026-11-24"]) {
    const table = on(day, locale);
    const lines = paymentText(table, WORDS[locale], 80).split("\n");
    expect(lines.filter((line) => widthOf(line) > 80 && !/^ +https?:/u.test(line))).toEqual([]);
    // Each status is told, which may break behind its first word, and the sources of all are written out.
    const statuses = new Set(table.apps.flatMap(({ payments }) => payments.map(({ status }) => status)));
    for (const status of statuses) {
      expect(lines.join("\n")).toContain(WORDS[locale].status[status].split(" ")[0]);
    }
    const urls = new Set(table.apps.flatMap(({ payments }) => payments.map(({ source }) => source.url)));
    for (const url of urls) expect(lines.some((line) => line.endsWith(url))).toBe(true);
  }
});

test("a row tells status, source and day in the column of its method", () => {
  const lines = paymentText(on("2021-09-28"), WORDS.en, 80).split("\n");
  const place = lines.findIndex((line) => line.startsWith("Taobao  "));
  expect(lines[place]).toMatch(/^Taobao +not accepted \[\d+\] +accepted \[\d+\] +accepted \[\d+\]$/u);
  expect(lines[place + 1]).toMatch(/^ +by 2014-09-27 +by 2014-09-27 +since 2021-08$/u);
  const head = lines.find((line) => line.startsWith("App ")) ?? "";
  expect(lines[place]?.indexOf("not accepted")).toBe(head.indexOf("WeChat Pay"));
});
