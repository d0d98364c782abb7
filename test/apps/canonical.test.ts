import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type AppEntry,
  type AppLinkEntry,
  type PageEntry,
  type QueryEntry,
  registrySchemas,
} from "../../src/apps/app-file.ts";
import { parameterNames, readWebAddress } from "../../src/apps/address.ts";
import { parseData, RegistryDataError } from "../../src/apps/read-data.ts";
import { identify, registry } from "./identify-for-tests.ts";
import { samplesOf } from "./sample-pattern.ts";

/** Ids that only describe what the main one names: a title's words, whose it is, how the address was spelt. */
const DESCRIPTIVE = new Set(["user", "slug", "name", "pk", "pkfull", "city", "entry", "kind", "question", "album"]);

interface Sample {
  readonly app: AppEntry;
  readonly type: string;
  readonly url: string;
}

function queriesOf(query: QueryEntry = {}): string[] {
  return Object.entries(query).reduce<string[]>(
    (heads, [name, { re, optional }]) =>
      heads.flatMap((head) => [
        ...samplesOf(re)
          .slice(0, 2)
          .map((value) => `${head}${head === "" ? "?" : "&"}${name}=${encodeURIComponent(value)}`),
        ...(optional === true ? [head] : []),
      ]),
    [""],
  );
}

function pagesOf({ hosts, hostPattern, path, query, fragment, example }: PageEntry): string[] {
  const names = hostPattern === undefined ? hosts.map((host) => host.replace("*", "x")) : samplesOf(hostPattern);
  const fragments = fragment === undefined ? [""] : samplesOf(fragment).map((text) => `#${text}`);
  const built = names.flatMap((host) =>
    (path === undefined ? ["/"] : samplesOf(path)).flatMap((at) =>
      queriesOf(query).flatMap((asked) => fragments.map((last) => `https://${host}${at}${asked}${last}`)),
    ),
  );
  return example === undefined ? built : [...built, example];
}

function appAddressesOf({ schemes, host, hostPattern, path, query, json, whole }: AppLinkEntry): string[] {
  if (json !== undefined || whole !== undefined) return [];
  const hosts = host === undefined ? (hostPattern === undefined ? [""] : samplesOf(hostPattern)) : [host];
  const paths = path === undefined ? [""] : samplesOf(path).filter((text) => text === "" || text.startsWith("/"));
  return schemes.flatMap((scheme) =>
    hosts.flatMap((name) => paths.flatMap((at) => queriesOf(query).map((asked) => `${scheme}://${name}${at}${asked}`))),
  );
}

const entities = registry.apps().flatMap((app) => (app.entities ?? []).map((entity) => ({ app, entity })));
const pages: Sample[] = entities.flatMap(({ app, entity: { type, pages: all } }) =>
  all.flatMap((page) => pagesOf(page).map((url) => ({ app, type, url }))),
);
const appAddresses: Sample[] = entities.flatMap(({ app, entity: { type, appLinks } }) =>
  appLinks.flatMap((link) => appAddressesOf(link).map((url) => ({ app, type, url }))),
);

/** What an address names, and what its canonical address names; null where it has no canonical one. */
function both(url: string) {
  const { entity, canonicalUrl } = identify(url);
  if (entity === null || canonicalUrl === null) return null;
  const again = identify(canonicalUrl);
  const named = (ids: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(ids).filter(([name]) => !DESCRIPTIVE.has(name)));
  return {
    of: { url, type: entity.type, id: entity.id, ids: named(entity.ids), canonicalUrl },
    again: {
      url,
      type: again.entity?.type,
      id: again.entity?.id,
      ids: named(again.entity?.ids),
      canonicalUrl: again.canonicalUrl,
    },
  };
}

test("the canonical address of a page names the same thing, over every pattern of the registry", () => {
  expect(pages.length).toBeGreaterThan(1_500);
  const unread = pages.filter(({ url }) => identify(url).entity === null).map(({ url }) => url);
  expect(unread).toEqual([]);
  const found = pages.flatMap(({ url }) => both(url) ?? []);
  expect(found.map(({ again }) => again)).toEqual(found.map(({ of }) => of));
});

test("the page of an app address names the same thing, over every pattern of the registry", () => {
  expect(appAddresses.length).toBeGreaterThan(250);
  const found = appAddresses.flatMap(({ url }) => both(url) ?? []);
  expect(found.length).toBeGreaterThan(200);
  expect(found.map(({ again }) => again)).toEqual(found.map(({ of }) => of));
});

test("a parameter that any pattern of an app reads or keeps survives on the app's other pages", () => {
  for (const app of registry.apps()) {
    const read = (app.entities ?? []).flatMap(({ pages: all, keep = [] }) => [
      ...keep,
      ...all.flatMap(({ query = {} }) => Object.keys(query)),
    ]);
    const host = app.hosts.find((name) => !name.startsWith("*."));
    if (host === undefined || read.length === 0) continue;
    const query = [...new Set(read)].map((name) => `${name}=1`).join("&");
    const { entity, canonicalUrl, needsNetwork } = identify(`https://${host}/a/page/that/nobody/knows/of?${query}`);
    if (entity !== null || needsNetwork || canonicalUrl === null) continue;
    expect([app.id, ...parameterNames(readWebAddress(canonicalUrl)?.query ?? "")]).toEqual([app.id, ...new Set(read)]);
  }
});

describe("what selects a page stays", () => {
  test.each([
    ["https://space.bilibili.com/4178203/lists/3960?type=series", null],
    ["https://www.tiktok.com/search?q=rain%20cat&t=1700000000000", "https://www.tiktok.com/search?q=rain%20cat"],
    ["https://www.tiktok.com/search/user?q=rain", null],
    [
      "http://www.gifshow.com/i/photo/lwx?userId=4178203&photoId=943312001&cc=share_copylink",
      "http://www.gifshow.com/i/photo/lwx?userId=4178203&photoId=943312001",
    ],
    ["https://www.gifshow.com/x?cc=86", null],
    ["https://www.baidu.com/s?ie=gb2312&wd=%CE%A2%D0%C5", "https://www.baidu.com/s?wd=%E5%BE%AE%E4%BF%A1"],
    ["https://www.baidu.com/s?ie=utf-8&wd=%E5%BE%AE%E4%BF%A1", "https://www.baidu.com/s?wd=%E5%BE%AE%E4%BF%A1"],
    ["https://www.baidu.com/s?ie=no-such&wd=abc", "https://www.baidu.com/s?wd=abc"],
    ["https://work.weixin.qq.com/kfid/kfc8e1d2?enc_scene=ENCab", null],
    ["https://work.weixin.qq.com/ca/cawcde1234", null],
    ["https://weibo.com/hot/search?type=video", null],
    [
      "https://www.bilibili.com/video/BV1bN4y1273w?p=2&amp;share_source=qq&amp;t=30",
      "https://www.bilibili.com/video/BV1bN4y1273w?p=2&t=30",
    ],
    ["https://www.acfun.cn/v/ac35457073_2", null],
    ["https://liff.line.me/1234567890-AbcdEfgh/shop/7", null],
    ["https://t.me/addemoji/QxCats", null],
    ["https://t.me/qxchannel/123?comment=456", null],
    ["https://www.douyin.com/search/rain?type=user", null],
    ["https://www.douban.com/search?cat=1002&q=rain", "https://www.douban.com/search?q=rain&cat=1002"],
    ["https://tieba.baidu.com/f?kw=rain&pn=50", null],
    ["https://www.youtube.com/results?search_query=rain&sp=EgIQAg", null],
    ["https://www.instagram.com/p/Qr_brd/?img_index=3&igsh=x", "https://www.instagram.com/p/Qr_brd/?img_index=3"],
    ["https://www.youtube.com/user/qxtest", null],
    ["https://open.kakao.com/me/qxtest", null],
    [
      "http://wpa.qq.com/msgrd?v=3&uin=138029887&site=qq&menu=yes",
      "https://wpa.qq.com/msgrd?v=3&uin=138029887&site=qq&menu=yes",
    ],
    ["whatsapp://send?phone=%2B918121648629", "https://wa.me/918121648629"],
  ])("%s", (url, canonicalUrl) => {
    expect(identify(url).canonicalUrl).toBe(canonicalUrl ?? url);
  });

  test("an Alipay mini program is opened at its page, from the web and from the app", () => {
    const page = "page=pages%2Fgoods%2Findex%3Fid%3D7&query=from%3Dchat";
    for (const url of [
      `alipays://platformapi/startapp?appId=2021001234567890&${page}&chInfo=share`,
      `https://render.alipay.com/p/s/i?appId=2021001234567890&${page}`,
    ]) {
      const { canonicalUrl, open } = identify(url);
      expect(canonicalUrl).toBe(`https://render.alipay.com/p/s/i/?appId=2021001234567890&${page}`);
      expect(open.ios).toBe(`alipays://platformapi/startapp?appId=2021001234567890&${page}`);
    }
    expect(identify("alipays://platformapi/startapp?appId=20000042").open.ios).toBe(
      "alipays://platformapi/startapp?appId=20000042",
    );
  });

  test("a reading of another thing is none: a group's other containers, comments, longer ids", () => {
    for (const url of [
      "sinaweibo://pageinfo?containerid=100103type%3D1",
      "https://mobile.yangkeduo.com/comm_comment_list.html?goods_id=112233",
      "https://x.com/i/spaces/1OwGWwnoleRGQabc",
    ]) {
      expect(identify(url).entity).toBeNull();
    }
    expect(identify("kakaotalk://plusfriend/home/@qx")).toMatchObject({ entity: { id: "@qx" }, canonicalUrl: null });
  });
});

const trackingUrl = new URL("../../src/apps/data/tracking.json", import.meta.url);
const trackingFile = registrySchemas().tracking.parse(JSON.parse(readFileSync(trackingUrl, "utf8")));

describe("what only follows readers goes", () => {
  test.each([
    ["https://shop.example.com/a?id=1&ttclid=E_C_P_Qx", "https://shop.example.com/a?id=1"],
    [
      "https://www.bbc.com/zhongwen/simp/uk-6?at_medium=custom7&at_custom1=%5Bpost%5D",
      "https://www.bbc.com/zhongwen/simp/uk-6",
    ],
    ["https://shop.example.com/a?id=1&gad_source=1&gbraid=0AQx&wbraid=CQx", "https://shop.example.com/a?id=1"],
    ["https://news.example.com/?from=groupmessage&isappinstalled=0", "https://news.example.com/"],
    [
      "https://www.bilibili.com/blackboard/x.html?id=7&vd_source=ab&share_medium=qq",
      "https://www.bilibili.com/blackboard/x.html?id=7",
    ],
    ["https://example.com/?ref_src=twsrc%5Etfw", "https://example.com/"],
  ])("%s", (url, canonicalUrl) => {
    expect(identify(url).canonicalUrl).toBe(canonicalUrl);
  });

  test.each([
    "https://news.example.com/?from=index",
    "https://shop.example.com/a?ref_src=menu",
    "https://a.example/?at=5",
  ])("%s says something", (url) => {
    expect(identify(url)).toMatchObject({ canonicalUrl: null, removed: [] });
  });

  test("every name of the table, and none without a source", () => {
    expect(Object.keys(trackingFile.names).length).toBeGreaterThan(190);
    for (const name of Object.keys(trackingFile.names)) {
      const written = name.replace("*", "x");
      expect(identify(`https://shop.example.com/a?id=1&${written}=Qx`)).toMatchObject({
        canonicalUrl: "https://shop.example.com/a?id=1",
        removed: [written],
      });
    }
    const text = JSON.stringify({ ...trackingFile, names: { utm_source: ["hearsay"] } }, null, 2);
    expect(() => parseData(text, "tracking.json", registrySchemas().tracking)).toThrow(RegistryDataError);
    expect(() => parseData(text, "tracking.json", registrySchemas().tracking)).toThrow(
      "names.utm_source.0: expected one of",
    );
  });
});
