import { describe, expect, test } from "vitest";
import { registrySchemas } from "../../src/apps/app-file.ts";
import { registry } from "./identify-for-tests.ts";

function statuses(app: string, at: string): Record<string, string> {
  return Object.fromEntries(registry.payments(app, new Date(at)).map(({ method, status }) => [method, status]));
}

/** The day of each fact as the record tells it: since when, or by when it was seen. */
function days(app: string, at: string): Record<string, string> {
  return Object.fromEntries(
    registry
      .payments(app, new Date(at))
      .map(({ method, since, by }) => [method, since === null ? `by ${by}` : `since ${since}`]),
  );
}

/** The apps of the Alibaba group that the articles of September 2021 name. */
const ALIBABA = ["taobao", "tmall", "eleme", "youku", "shuqi", "damai", "kaola", "xianyu", "hema", "taote"];

describe("payments as of a message's date", () => {
  test.each(ALIBABA)("before the opening %s takes Alipay and not WeChat Pay", (app) => {
    // Ele.me's own account showed WeChat Pay in July 2020; its day stands before that.
    const at = app === "eleme" ? "2020-06-30T12:00:00+08:00" : "2021-09-10T12:00:00+08:00";
    // CNBC, 28 Sept 2021: "for years"; Shanghai Daily, Sept 2024: "for more than a decade" at Taobao and Tmall.
    expect(statuses(app, at)).toMatchObject({ alipay: "live", wechat_pay: "not_accepted" });
  });

  test("in July 2020 Ele.me shows WeChat Pay by its own account, and others say the contrary", () => {
    for (const at of ["2020-07-29T12:00:00+08:00", "2021-09-10T12:00:00+08:00"]) {
      const fact = registry.payments("eleme", new Date(at)).find(({ method }) => method === "wechat_pay");
      expect(fact).toMatchObject({ status: "live", by: "2020-07-29" });
      expect(fact?.against?.map(({ status }) => status)).toEqual(["not_accepted", "not_accepted"]);
    }
  });

  test("Meituan takes WeChat Pay by July 2020, and drops Alipay for some", () => {
    expect(statuses("meituan", "2020-08-01T12:00:00+08:00")).toEqual({
      wechat_pay: "live",
      alipay: "removed",
      apple_pay: "live",
    });
    expect(days("meituan", "2023-07-01T12:00:00+08:00")).toMatchObject({ alipay_mini_program: "by 2023-06-26" });
  });

  test("Meituan blocked Alipay for a short time in 2016 and in 2018, on days that nobody tells", () => {
    const alipayAt = (day: string) => statuses("meituan", `${day}T12:00:00+08:00`)["alipay"];
    expect(["2016-12-30", "2016-12-31", "2017-12-31", "2018-12-31", "2019-12-31", "2020-07-29"].map(alipayAt)).toEqual([
      undefined,
      "removed",
      "live",
      "removed",
      "live",
      "removed",
    ]);
    for (const day of ["2016-12-31", "2018-12-31"])
      expect(days("meituan", `${day}T12:00:00+08:00`)).toMatchObject({ alipay: `by ${day}` });
    expect(days("dianping", "2016-03-01T12:00:00+08:00")).toEqual({ apple_pay: "by 2016-02-29" });
  });

  test("the planning commission's word is told against JD's Alipay, and QQ Music takes what WeChat does not", () => {
    const at = new Date("2025-06-01T12:00:00+08:00");
    const fact = (app: string, method: string) => registry.payments(app, at).find((each) => each.method === method);
    expect(fact("jd", "alipay")).toMatchObject({ status: "live", against: [{ status: "agreed" }] });
    expect(fact("qqmusic", "alipay")).toMatchObject({ status: "live", since: null, by: "2025-05-31" });
    expect(fact("wechat", "alipay")).toMatchObject({ status: "none_found", note: expect.stringContaining("QQ Music") });
  });

  test("some shoppers see WeChat Pay at Taobao by 27 March 2022", () => {
    expect(statuses("taobao", "2022-03-26T12:00:00+08:00")).toMatchObject({ wechat_pay: "not_accepted" });
    expect(days("taobao", "2022-03-28T12:00:00+08:00")).toMatchObject({ wechat_pay: "by 2022-03-27" });
  });

  test.each(["eleme", "youku", "shuqi", "damai", "kaola"])("by 28 September 2021 %s takes WeChat Pay too", (app) => {
    const at = "2021-09-28T12:00:00+08:00";
    expect(statuses(app, at)).toMatchObject({ alipay: "live", wechat_pay: "live" });
    expect(days(app, at)).toMatchObject({ wechat_pay: "by 2021-09-28" });
  });

  test.each(["xianyu", "hema", "taote"])("on 28 September 2021 %s awaits Tencent's approval", (app) => {
    expect(statuses(app, "2021-09-28T12:00:00+08:00")).toMatchObject({ wechat_pay: "awaiting" });
  });

  test("Taobao takes Cloud QuickPass from August 2021, of which only the month is told", () => {
    expect(statuses("taobao", "2021-07-31T23:59:59+08:00")).not.toHaveProperty("unionpay_quickpass");
    expect(days("taobao", "2021-08-15T12:00:00+08:00")).toMatchObject({ unionpay_quickpass: "since 2021-08" });
  });

  test("October 2024: Taobao and Tmall take WeChat Pay", () => {
    const at = "2024-10-01T00:00:00+08:00";
    expect(statuses("taobao", at)).toMatchObject({ wechat_pay: "live", unionpay_quickpass: "live" });
    expect(statuses("tmall", at)).toMatchObject({ wechat_pay: "live" });
    expect(statuses("taobao", "2024-09-20T00:00:00+08:00")).toMatchObject({ wechat_pay: "announced" });
  });

  test("JD and Pinduoduo took WeChat Pay long before 2024", () => {
    expect(statuses("jd", "2021-09-28T12:00:00+08:00")).toMatchObject({ wechat_pay: "live", alipay: "removed" });
    expect(days("jd", "2026-11-24T12:00:00+08:00")).toMatchObject({ wechat_pay: "since 2014-05-27" });
    expect(statuses("jd", "2014-05-26T12:00:00+08:00")).not.toHaveProperty("wechat_pay");
    expect(statuses("pdd", "2021-09-28T12:00:00+08:00")).toEqual({ wechat_pay: "live", alipay: "live" });
    expect(days("pdd", "2021-09-28T12:00:00+08:00")).toMatchObject({ wechat_pay: "by 2020-12-31" });
  });

  test("October 2021: JD tests Cloud QuickPass in its mini-program, which it takes by September 2024", () => {
    expect(statuses("jd", "2021-10-04T12:00:00+08:00")).toMatchObject({ unionpay_quickpass: "tested" });
    // The record calls what was signed that day an agreement.
    expect(statuses("jd", "2024-09-28T12:00:00+08:00")).toMatchObject({
      unionpay_quickpass: "live",
      alipay: "agreed",
    });
  });

  test("Alipay at WeChat is unclear in September 2021, expected by one article, and none was found since", () => {
    const inSeptember = registry
      .payments("wechat", new Date("2021-09-28T12:00:00+08:00"))
      .find(({ method }) => method === "alipay");
    expect(inSeptember).toMatchObject({ status: "unclear", against: [{ status: "expected" }] });
    for (const at of ["2021-10-04", "2024-01-01", "2026-11-24"]) {
      expect(statuses("wechat", `${at}T12:00:00+08:00`)).toMatchObject({
        alipay: "none_found",
        alipay_in_accounts: "closed",
      });
    }
  });

  test("whose app scans WeChat Pay's codes: UnionPay from 2021, three carriers from 2023, JD Pay from 2024", () => {
    expect(statuses("wechat_pay", "2021-09-29T12:00:00+08:00")).toEqual({});
    const codes = { unionpay_quickpass: "since 2021-09-30" };
    expect(days("wechat_pay", "2021-09-30T12:00:00+08:00")).toEqual(codes);
    expect(days("unionpay", "2021-09-30T12:00:00+08:00")).toEqual({ wechat_pay: "since 2021-09-30" });
    const wallets = ["china_mobile_wallet", "china_telecom_wallet", "china_unicom_wallet"];
    const walletsSince = (day: string) => Object.fromEntries(wallets.map((method) => [method, `since ${day}`]));
    expect(days("wechat_pay", "2023-11-24T12:00:00+08:00")).toEqual({
      ...codes,
      ...walletsSince("2023-11-10"),
      alipay: "by 2023-11-11",
    });
    expect(statuses("wechat_pay", "2023-11-24T12:00:00+08:00")).toMatchObject({ alipay: "not_accepted" });
    expect(days("wechat_pay", "2024-05-20T12:00:00+08:00")).toMatchObject({
      ...walletsSince("2024-05-20"),
      jd_pay: "since 2024-05-20",
    });
    expect(statuses("wechat_pay", "2024-05-19T12:00:00+08:00")).not.toHaveProperty("jd_pay");
  });

  test("with Kaola's app its payments ended", () => {
    expect(statuses("kaola", "2025-03-30T12:00:00+08:00")).toEqual({ alipay: "live", wechat_pay: "live" });
    const at = "2025-03-31T12:00:00+08:00";
    expect(statuses("kaola", at)).toEqual({ alipay: "ended", wechat_pay: "ended" });
    expect(days("kaola", at)).toMatchObject({ wechat_pay: "by 2025-03-31" });
  });

  test("a status counts from midnight China time of its day, not before", () => {
    expect(statuses("youku", "2021-09-27T15:59:59Z")).toMatchObject({ wechat_pay: "not_accepted" });
    expect(statuses("youku", "2021-09-27T16:00:00Z")).toMatchObject({ wechat_pay: "live" });
  });

  test("an unknown app and an invalid date have none", () => {
    expect(registry.payments("no_such_app", new Date())).toEqual([]);
    expect(registry.payments("taobao", new Date(Number.NaN))).toEqual([]);
    expect(registry.payments("pdd", new Date(Number.NaN))).toEqual([]);
  });

  test("each fact says where it was read, and each note is told in every language", () => {
    const entries = registry
      .apps()
      .flatMap(({ payments = [], ended }) => [...payments, ...(ended === undefined ? [] : [ended])]);
    expect(entries.length).toBeGreaterThan(60);
    for (const entry of entries) {
      expect(entry.source.url).toMatch(/^https?:\/\//u);
      expect(Object.keys(entry.noteIn ?? {})).toEqual(entry.note === undefined ? [] : ["zh-CN", "id", "vi"]);
    }
  });
});

test("a fact is dated once: since a day or a month, or by a day", () => {
  const { payments: _, ...app } = registry.app("taobao") ?? {};
  const fact = { method: "alipay", status: "live", source: { title: "A page", url: "https://a.example/" } };
  const isTaken = (dated: object) =>
    registrySchemas().app.safeParse({ ...app, payments: [{ ...fact, ...dated }] }).success;
  expect(isTaken({ since: "2021-08" })).toBe(true);
  expect(isTaken({ since: null, by: "2021-08-01" })).toBe(true);
  expect(isTaken({ since: null })).toBe(false);
  expect(isTaken({ since: "2021-08-01", by: "2021-08-01" })).toBe(false);
  expect(isTaken({ since: null, by: "2021-08" })).toBe(false);
});
