import { describe, expect, test } from "vitest";
import { readWebAddress } from "../../src/apps/address.ts";
import { AppIndex } from "../../src/apps/app-index.ts";
import { tableOf } from "../../src/apps/app-table.ts";
import { registrySchemas } from "../../src/apps/app-file.ts";
import { parseData, RegistryDataError } from "../../src/apps/read-data.ts";
import { identify, registry } from "./identify-for-tests.ts";

describe("whose a host is", () => {
  test.each([
    ["https://www.taobao.com/", "taobao", "e-commerce"],
    ["https://TaoBao.com./markets", "taobao", "e-commerce"],
    ["https://taobao.com:8443/", "taobao", "e-commerce"],
    ["https://some.shop.tmall.com/", "tmall", "e-commerce"],
    ["https://mp.weixin.qq.com/", "wechat", "official_account"],
    ["https://weixin.qq.com/", "wechat", "im"],
    ["https://docs.qq.com/doc/DUE", "tencent_docs", "office"],
    ["https://yb.tencent.com/x", "yuanbao", "tool"],
    ["https://cloud.tencent.com/product", "tencent_cloud", "tool"],
    ["https://www.tencent.com/", "tencent", "tool"],
    ["https://haohuo.jinritemai.com/", "douyin", "e-commerce"],
    ["https://www.douyin.com/", "douyin", "short_video"],
    ["https://www.ixigua.com/", "xigua", "short_video"],
    ["https://www.fliggy.com/", "fliggy", "e-commerce"],
    ["https://tieba.baidu.com/", "tieba", "community"],
    ["https://baike.baidu.com/", "baidu", "encyclopaedia"],
    ["https://www.beijing.gov.cn/", "government_cn", "government"],
    ["https://m.vip.com/", "vipshop", "e-commerce"],
  ])("%s is of %s, class %s", (url, app, appClass) => {
    expect(identify(url).app).toMatchObject({ id: app, class: appClass });
  });

  test.each([
    "https://taobao.com.evil.cn/item.htm?id=1",
    "https://taobao-com.cn/",
    "https://nottaobao.com/",
    "https://tаobao.com/item.htm?id=1",
    "https://taobao.com@evil.example/",
    "https://evil.example/https://item.taobao.com/item.htm?id=1",
    "https://com/",
    "https://tb.cn.evil.test/h.5abc",
  ])("the look-alike %s is nobody's", (url) => {
    expect(identify(url)).toMatchObject({ app: null, entity: null, canonicalUrl: null, needsNetwork: false });
  });
});

describe("how owners stand to the host platform", () => {
  test.each([
    ["qqmusic", "wechat", "own"],
    ["acfun", "wechat", "allied"],
    ["dianping", "wechat", "allied"],
    ["vipshop", "wechat", "allied"],
    ["eleme", "wechat", "rival"],
    ["alipay", "wechat", "rival"],
    ["feishu", "wechat", "rival"],
    ["baidu_pan", "wechat", "rival"],
    ["unionpay", "wechat", "neutral"],
    ["weibo", "wechat", "neutral"],
    ["alipay", "taobao", "allied"],
    ["wechat", "taobao", "rival"],
    ["taobao", "nobody", "neutral"],
    [null, "wechat", "neutral"],
  ])("%s in %s is %s", (app, host, relation) => {
    expect(registry.relation(app, host, new Date("2021-10-01T00:00:00+08:00"))).toBe(relation);
  });

  test.each([
    ["jd", "2014-03-09T23:59:59+08:00", "neutral"],
    ["jd", "2014-03-10T00:00:00+08:00", "allied"],
    ["jd", "2021-12-22T23:59:59+08:00", "allied"],
    ["jd", "2021-12-23T00:00:00+08:00", "neutral"],
    ["dianping", "2013-01-01T00:00:00+08:00", "allied"],
    ["dianping", "2022-11-15T23:59:59+08:00", "allied"],
    ["dianping", "2022-11-16T00:00:00+08:00", "neutral"],
    ["wechat", "2014-03-10T00:00:00+08:00", "own"],
    ["taobao", "2013-01-01T00:00:00+08:00", "rival"],
  ])("%s in wechat as of %s is %s", (app, at, relation) => {
    expect(registry.relation(app, "wechat", new Date(at))).toBe(relation);
  });

  test("an owner that drew near and parted is told span by span", () => {
    expect(registry.relations("jd", "wechat")).toEqual([
      { fromMs: Number.NEGATIVE_INFINITY, relation: "neutral" },
      { fromMs: Date.parse("2014-03-10T00:00:00+08:00"), relation: "allied" },
      { fromMs: Date.parse("2021-12-23T00:00:00+08:00"), relation: "neutral" },
    ]);
    expect(registry.relations("jd", "jd")).toEqual([{ fromMs: Number.NEGATIVE_INFINITY, relation: "own" }]);
  });

  test("every owner that a relation names owns an app", () => {
    const owners = new Set(registry.apps().map(({ owner }) => owner));
    for (const owner of ["jd", "pdd", "kuaishou", "bilibili", "meituan", "vipshop", "alibaba", "ant", "bytedance"]) {
      expect(owners).toContain(owner);
    }
  });
});

describe("the data files", () => {
  test("hold the apps, each with the class of its pages, and travel as JSON", () => {
    const apps = registry.apps();
    expect(apps.filter((app) => app.class === "redirector").map(({ id }) => id)).toEqual(["viglink"]);
    expect(apps.filter((app) => app.entities !== undefined).length).toBeGreaterThanOrEqual(65);
    expect(JSON.parse(JSON.stringify(apps))).toEqual(apps);
    expect(registry.app("hema")?.names.zh).toBe("盒马");
    expect(registry.app("no_such_app")).toBeNull();
  });

  const examples = registry
    .apps()
    .flatMap((app) => [
      ...(app.entities ?? []).flatMap(({ type, pages }) =>
        pages.flatMap(({ example }) => (example === undefined ? [] : [[app.id, type, example] as const])),
      ),
      ...(app.shortHosts ?? []).flatMap(({ example, onlyWithWords }) =>
        example === undefined || onlyWithWords === true ? [] : [[app.id, null, example] as const],
      ),
    ]);
  test("every example of a page or a short link is read as what its file says", () => {
    expect(examples.length).toBeGreaterThan(150);
    const read = examples.map(([, , example]) => {
      const { app, entity } = identify(example);
      return [app?.id, entity?.type ?? null, example];
    });
    expect(read).toEqual(examples);
  });

  test("every example of a wrapper is opened", () => {
    const wrapped = registry
      .apps()
      .flatMap((app) => [
        ...(app.wrappers ?? []).filter(({ read }) => read !== "opaque"),
        ...(app.schemeWrappers ?? []),
      ])
      .flatMap(({ example }) => example ?? []);
    expect(wrapped.length).toBeGreaterThan(30);
    expect(wrapped.filter((example) => identify(example).hops.length === 0)).toEqual([]);
  });

  const valid = {
    id: "example",
    names: { en: "Example", zh: "例子" },
    owner: "example",
    class: "tool",
    kind: "example",
    region: "any",
    evidence: "written for a test",
    confidence: "memory",
    hosts: ["example.com"],
  };

  test("a broken file is refused with file, line, column, field and what was expected", () => {
    const text = JSON.stringify({ ...valid, hosts: ["exa mple.com"], colour: "red" }, null, 2);
    const problems = problemsOf(text);
    expect(problems.message).toContain("example.json:14:5: hosts.0: expected a host such as item.taobao.com");
    expect(problems.message).toContain("example.json:16:3: colour: expected no such field");
    expect(problemsOf('{\n  "id": }').message).toMatch(/^example\.json:2:\d+: expected JSON$/u);
    expect(problemsOf(JSON.stringify({ ...valid, class: "site" })).problems[0]?.field).toBe("class");
  });

  function problemsOf(text: string): RegistryDataError {
    try {
      parseData(text, "example.json", registrySchemas().app);
    } catch (error) {
      if (error instanceof RegistryDataError) return error;
    }
    throw new Error("the file was not refused");
  }

  test("two apps cannot claim one host, and nobody can claim a public suffix", () => {
    const app = registrySchemas().app.parse(valid);
    expect(() => tableOf([app, { ...app, id: "other" }])).toThrow("example.com is claimed by example and other");
    expect(() => tableOf([app, app])).toThrow("two files have the id example");
    expect(() => tableOf([{ ...app, hosts: ["com.cn"] }])).toThrow("com.cn of example is a public suffix");
  });

  test("a look-up reads the entries of those alone who say something of the host or the scheme", () => {
    const entries = registry.apps();
    const read: string[] = [];
    const index = new AppIndex({
      table: tableOf(entries),
      entry(place) {
        const entry = entries[place];
        if (entry === undefined) throw new Error("expected a place of an app");
        read.push(entry.id);
        return entry;
      },
    });
    const whose = (address: string) => {
      const web = readWebAddress(address);
      return web === null ? null : (index.lookUp(web).owner?.summary.id ?? null);
    };
    expect(whose("https://nobody.example/")).toBe(null);
    expect(read).toEqual([]);
    expect(whose("https://item.jd.com/1.html")).toBe("jd");
    expect(index.scheme("openapp.jdmobile")?.app.summary.id).toBe("jd");
    expect(index.scheme("nobodys-scheme")).toBe(null);
    expect(read).toEqual(["jd"]);
    expect(whose("https://b.constructor/")).toBe(null);
  });

  test("the finder is told of schemes and of hosts that hold nothing but short codes", () => {
    expect(registry.schemes).toContain("openapp.jdmobile");
    expect(registry.shortHosts).toContain("v.douyin.com");
    expect(registry.shortHosts).toContain("m.tb.cn");
    expect(registry.shortHosts).not.toContain("www.tiktok.com");
  });
});
