import { describe, expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { checkContextOf, contextSchema } from "../../src/report/context.ts";
import { registry } from "./identify-for-tests.ts";

const checker = openChecker();

describe("an app is found by any of its names", () => {
  test.each([
    ["kaola", ["kaola", "Kaola", "Koala", "考拉", "考拉海购", "网易考拉"]],
    ["xianyu", ["Idle Fish", "idlefish", "IDLE  FISH", "Xianyu", "闲鱼", "Idle Fish (Xianyu)"]],
    ["hema", ["Hema", "Freshippo", "盒马", "盒马鲜生"]],
    ["taote", ["Taobao Deals", "Taote", "淘特", "淘宝特价版"]],
    ["unionpay", ["云闪付", "QuickPass", "Cloud QuickPass", "UnionPay"]],
    ["wechat_pay", ["WeChat Pay", "wechat_pay", "wechat-pay", "微信支付"]],
    ["jd", ["JD", "ＪＤ", "JD.com", "京东"]],
    ["eleme", ["Ele.me", "eleme", "饿了么", "Taobao Shangou", "淘宝闪购"]],
    ["x", ["Twitter", "推特"]],
  ])("%s", (id, names) => {
    expect(names.map((name) => [name, registry.named.find(name)])).toEqual(names.map((name) => [name, [id]]));
  });

  test("by every name that its own file tells, or with those that share it", () => {
    for (const { id, names, aliases = [], formerly = [] } of registry.apps()) {
      const all = [id, names.en, names.zh, ...aliases, ...formerly.flatMap((each) => Object.values(each.names))];
      // What is another's id means that app.
      for (const name of all.filter((each) => registry.app(each) === null)) {
        expect(registry.named.find(name)).toContain(id);
      }
    }
  });

  test("an unknown name has nearest ones, and nonsense has none", () => {
    expect(registry.named.find("Koalla")).toEqual([]);
    expect(registry.named.nearest("Koalla")[0]).toBe("kaola");
    expect(registry.named.nearest("考啦")[0]).toBe("kaola");
    expect(registry.named.nearest("Pinduodou")[0]).toBe("pdd");
    expect(registry.named.nearest("!?")).toEqual([]);
    expect(registry.named.find("")).toEqual([]);
  });
});

describe("an app has the name of the day", () => {
  test.each([
    ["https://h5.ele.me/msite/", "2021-09-28", "Ele.me", "饿了么"],
    ["https://h5.ele.me/msite/", "2025-12-04", "Ele.me", "饿了么"],
    ["https://h5.ele.me/msite/", "2025-12-05", "Taobao Shangou (Ele.me)", "淘宝闪购（饿了么）"],
    ["https://goods.kaola.com/product/5628739.html", "2019-09-05", "NetEase Kaola", "网易考拉"],
    ["https://goods.kaola.com/product/5628739.html", "2021-09-28", "Kaola", "考拉海购"],
    ["https://x.com/a/status/1", "2023-07-23", "Twitter", "推特"],
    ["https://x.com/a/status/1", "2023-07-24", "X (Twitter)", "X"],
  ])("%s on %s is of %s, %s", (url, at, en, zh) => {
    const nameIn = (locale: string) =>
      checker.check(url, checkContextOf(contextSchema.parse({ at, locale }), new Date()))[0]?.app?.name;
    expect([nameIn("en"), nameIn("zh-CN")]).toEqual([en, zh]);
  });

  test("no two former names of one app end on one day, and each says its source", () => {
    for (const { formerly = [] } of registry.apps()) {
      const days = formerly.map(({ until }) => until);
      expect(days).toEqual([...new Set(days)].toSorted());
    }
  });
});

describe("names in a text", () => {
  const idsIn = (text: string) => registry.named.mentions(text).map(({ ids }) => ids.join("|"));

  test("are read at their longest, in Chinese within a sentence and in Latin letters as words", () => {
    expect(idsIn("淘宝支持微信支付吗？")).toEqual(["taobao", "wechat_pay"]);
    expect(idsIn("does Taobao take WeChat  Pay?")).toEqual(["taobao", "wechat_pay"]);
    expect(idsIn("IdleFish")).toEqual(["xianyu"]);
    expect(idsIn("taobaoish, alipayment")).toEqual([]);
  });
});
