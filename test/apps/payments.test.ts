import { describe, expect, test } from "vitest";
import { registry } from "./identify-for-tests.ts";

function statuses(app: string, at: string): Record<string, string> {
  return Object.fromEntries(registry.payments(app, new Date(at)).map(({ method, status }) => [method, status]));
}

describe("payments as of a message's date", () => {
  test("September 2021: Ele.me takes WeChat Pay, Xianyu awaits it, Taobao takes Cloud QuickPass", () => {
    const at = "2021-09-30T12:00:00+08:00";
    expect(statuses("eleme", at)).toEqual({ wechat_pay: "live" });
    expect(statuses("xianyu", at)).toEqual({ wechat_pay: "awaiting" });
    expect(statuses("taobao", at)).toEqual({ unionpay_quickpass: "live" });
    expect(statuses("taote", at)).toEqual({ wechat_mini_program: "removed", wechat_pay: "awaiting" });
  });

  test("October 2024: Taobao and Tmall take WeChat Pay", () => {
    const at = "2024-10-01T00:00:00+08:00";
    expect(statuses("taobao", at)).toMatchObject({ wechat_pay: "live", unionpay_quickpass: "live" });
    expect(statuses("tmall", at)).toMatchObject({ wechat_pay: "live" });
    expect(statuses("taobao", "2024-09-20T00:00:00+08:00")).toMatchObject({ wechat_pay: "announced" });
  });

  test("October 2021: JD tests Cloud QuickPass in its mini-program, which it takes by September 2024", () => {
    expect(statuses("jd", "2021-10-04T12:00:00+08:00")).toEqual({ unionpay_quickpass: "tested" });
    expect(statuses("jd", "2024-09-28T12:00:00+08:00")).toMatchObject({
      unionpay_quickpass: "live",
      alipay: "announced",
    });
  });

  test("a status counts from midnight China time of its day, not before", () => {
    expect(statuses("eleme", "2021-09-27T15:59:59Z")).toEqual({});
    expect(statuses("eleme", "2021-09-27T16:00:00Z")).toEqual({ wechat_pay: "live" });
  });

  test("an unknown app and an invalid date have none", () => {
    expect(registry.payments("no_such_app", new Date())).toEqual([]);
    expect(registry.payments("taobao", new Date(Number.NaN))).toEqual([]);
  });

  test("each fact says where it was read", () => {
    for (const { payments = [] } of registry.apps()) {
      for (const { source } of payments) expect(source.url).toMatch(/^https?:\/\//u);
    }
  });
});
