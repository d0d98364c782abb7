import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { registrySchemas } from "../../src/apps/app-file.ts";
import { openRegistry } from "../../src/apps/registry.ts";
import { parseData, RegistryDataError } from "../../src/apps/read-data.ts";
import { identify } from "./identify-for-tests.ts";

const fileUrl = new URL("../../src/apps/data/wrappers.json", import.meta.url);
const { wrappers } = registrySchemas().wrappers.parse(JSON.parse(readFileSync(fileUrl, "utf8")));

const END = "https://shop.example.com/a/b?x=1";
const ESCAPED = encodeURIComponent(END);

test("every example of a wrapper that belongs to nobody is opened, or told to hide its target", () => {
  const examples = wrappers.flatMap(({ example, read }) => (example === undefined ? [] : [{ example, read }]));
  expect(examples.length).toBeGreaterThan(50);
  for (const { example, read } of examples) {
    const { target, sendsOn, app } = identify(example);
    expect({ example, app, sendsOn }).toEqual({ example, app: null, sendsOn: read === "opaque" ? "anywhere" : null });
    if (read !== "opaque") expect(target).toMatch(/^https?:\/\/shop\.example\.com\//u);
  }
});

describe("what mail wrappers carry", () => {
  const carried: readonly (readonly [url: string, target: string])[] = [
    ...["outlook.com", "office365.us", "outlook.de", "outlook.cn", "partner.outlook.cn", "apps.mil"].map(
      (cloud) => [`https://eur03.safelinks.protection.${cloud}/?url=${ESCAPED}&data=05%7C01`, END] as const,
    ),
    [
      "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fgo.example.com%2Flinkredirect%3Furl%3Dhttps%253A%252F%252Fshop.example.org%252Fx.html%2523me%2540corp.example&data=02",
      "https://go.example.com/linkredirect?url=https%3A%2F%2Fshop.example.org%2Fx.html%23me%40corp.example",
    ],
    [
      "https://urldefense.proofpoint.com/v1/url?u=http://shop.example.com/&k=oIvRg1%3D%3D&r=IKM5u8",
      "http://shop.example.com/",
    ],
    [
      "https://urldefense.proofpoint.com/v2/url?u=https-3A__shop.example.com_a-2Db_-3Fx-3D1-26y-3Da-5Fb&d=DwIC&c=Qx",
      "https://shop.example.com/a-b/?x=1&y=a_b",
    ],
    ["https://urldefense.com/v3/__https://shop.example.com/a/b__;!!Qx1!TeSt$", "https://shop.example.com/a/b"],
    ["https://urldefense.us/v3/__http://www.example.com__;!!Qx1!TeSt$", "http://www.example.com/"],
    // `*` is the next sign behind the semicolon (Kw== is a plus), `**A` the next two, `**B` the next three.
    [
      "https://urldefense.com/v3/__https://shop.example.com/s?q=a*b&c=d__;Kw!!Qx1!TeSt$",
      "https://shop.example.com/s?q=a+b&c=d",
    ],
    [
      "https://urldefense.com/v3/__https://shop.example.com/**Atea/*__;5aW26Iy2fg!!Qx1!TeSt$",
      "https://shop.example.com/%E5%A5%B6%E8%8C%B6tea/~",
    ],
    ["https://urldefense.com/v3/__https:/shop.example.com/a**B__;Kysr!!Qx1!TeSt$", "https://shop.example.com/a+++"],
    [
      "https://urldefense.com/v3/__https://shop.example.com/#/a*20b__;JQ!!Qx1!TeSt$",
      "https://shop.example.com/#/a%20b",
    ],
    ["https://protect.checkpoint.com/v2/r01/___https:/shop.example.com/a/b?x=1___.YzJ1OkQx", END],
    [`https://qx1.r.eu-west-1.awstrack.me/L0/${ESCAPED.replace("%3A", ":")}/1/0102018/Qx=1`, END],
  ];
  test.each(carried)("%s", (url, target) => {
    expect(identify(url).target).toBe(target);
  });

  test("a code that hides its target is told to lead anywhere", () => {
    for (const url of [
      "https://protect-eu.mimecast.com/s/QxTeSt?domain=shop.example.com",
      "https://news.google.com/articles/CBMi",
      "https://news.google.com/read/CBMiWkFVX3lx?hl=ko",
      "https://www.linkedin.com/slink?code=gQxTest",
      "https://url.emailprotection.link/?b6t_QxTeSt",
      "https://app.appsflyer.com/id572001572?pid=Qx",
      "https://ad.doubleclick.net/ddm/trackclk/N4022.1;dc_trk_aid=1;ltd=",
    ]) {
      expect(identify(url)).toMatchObject({ target: url, sendsOn: "anywhere", needsNetwork: true });
    }
    expect(identify("https://urldefense.com/v3/__broken").hops).toEqual([]);
  });
});

describe("what redirectors of letters, partner programmes and translators carry", () => {
  const carried: readonly (readonly [from: string, url: string, target: string])[] = [
    [
      "two rounds of escapes, as Gmail keeps a Postmark link",
      "https://www.google.com/url?q=https://click.pstmrk.it/2m/shop.example.com%252Fa%252F20-305/ByIZ1h8N/DbEk/C9xO&source=gmail-imap",
      "https://shop.example.com/a/20-305",
    ],
    [
      "two rounds of escapes behind a host",
      "https://click.pstmrk.it/2m/shop.example.com%252Fa%252F20-305/ByIZ1h8N/DbEk/C9xO",
      "https://shop.example.com/a/20-305",
    ],
    ["an Instant View of Telegram", `https://telegram.me/iv?url=${ESCAPED}&rhash=0123456789abcd`, END],
    ["a sign-in of Medium on the way to a blog", `https://medium.com/m/global-identity?redirectUrl=${ESCAPED}`, END],
    ["a warning of Odnoklassniki", `https://ok.ru/dk?st.cmd=outLinkWarning&st.rfn=${ESCAPED}`, END],
    [
      "escapes within base64",
      `https://shop.prospect2.com/Prod/link-tracker?redirectUrl=${Buffer.from(ESCAPED).toString("base64")}&sig=8MyA&iat=16`,
      END,
    ],
    [
      "a letter of Reddit, unescaped",
      "https://click.redditmail.com/CL0/https://shop.example.com/a/b/1/01000191bd393638-90cd632e-000000/aBs5XoGs=369",
      "https://shop.example.com/a/b",
    ],
    ["an ad of Google's, behind semicolons", `https://ad.doubleclick.net/ddm/clk/424929324;226928293;l?${END}`, END],
    ["another ad's click", `https://googleads.g.doubleclick.net/pcs/click?xai=Qx&adurl=${END}`, END],
    [
      "an ad of DuckDuckGo's, and Bing's within it",
      `https://duckduckgo.com/y.js?ad_domain=example.com&u3=${encodeURIComponent(`https://www.bing.com/aclick?ld=e8&u=${Buffer.from(ESCAPED).toString("base64")}`)}`,
      END,
    ],
    ["an attribution link of AppsFlyer", `https://app.appsflyer.com/com.example.qx?pid=Qx&af_r=${ESCAPED}`, END],
    ["Meta's for work", `https://l.work.meta.com/?u=${ESCAPED}`, END],
    ["a business page of Google's", `https://business.google.com/website_shared/launch_bw.html?f=${END}`, END],
    ["MetaMask's browser, by a whole address", "https://metamask.app.link/dapp/https://shop.example.com/a/b?x=1", END],
    ["MetaMask's browser, by its own scheme", "metamask://dapp/shop.example.com/a/b?x=1", END],
    [
      "OKX's wallet, an app address within",
      `https://www.okx.com/zh-hans/download?deeplink=${encodeURIComponent(`okx://wallet/dapp/url?dappUrl=${ESCAPED}`)}`,
      END,
    ],
    [
      "a wallet's address with JSON, a picture before the page",
      `tronlinkoutside://pull.activity?param=${encodeURIComponent(JSON.stringify({ icon: "https://cdn.example.com/a.png", url: END }))}`,
      END,
    ],
    ["a wallet's address with JSON as it is", `tpdapp://open?params={"url":"${END}","chain":"EOS"}`, END],
    ["a Firebase link in full", `https://shop.page.link/?link=${ESCAPED}&apn=com.example&isi=1`, END],
    [
      "a mail program's own page",
      `https://deref-gmx.net/mail/client/RV25X0rqGXk/dereferrer/?redirectUrl=${ESCAPED}`,
      END,
    ],
    ["a partner's domain at Impact", `https://shop.7tiv.net/c/1/2/3?subId1=x&u=${ESCAPED}`, END],
    [
      "a partner's link within another's",
      `https://shop-links.co/link/?url=${encodeURIComponent(`https://www.pntra.com/t/Qx?url=${ESCAPED}`)}`,
      END,
    ],
    [
      "an advertiser's click, unescaped, and another's within it",
      `https://clickserve.dartsearch.net/link/click?lid=92&ds_dest_url=https://8808.xg4ken.com/trk/v1?prof=4&kct=google&url=${END}&y=2`,
      `${END}&y=2`,
    ],
    ["an archive's page to save with", `http://archive.today?url=${END}&y=2`, `${END}&y=2`],
    [
      "prefixes of podcasts",
      "https://dts.podtrac.com/redirect.mp3/chtbl.com/track/9E9/shop.example.com/a.mp3?dest-id=1",
      "https://shop.example.com/a.mp3?dest-id=1",
    ],
    [
      "a translated page, hyphens doubled, its own parameters left out",
      "https://shop-example--mall-com.translate.goog/a/b?x=1&_x_tr_sl=auto&_x_tr_tl=en&_x_tr_pto=wapp#c",
      "https://shop.example-mall.com/a/b?x=1#c",
    ],
    [
      "a translated page without TLS",
      "https://www-example-com.translate.goog/?_x_tr_sch=http&_x_tr_sl=ja",
      "http://www.example.com/",
    ],
  ];
  test.each(carried)("%s", (_from, url, target) => {
    expect(identify(url).target).toBe(target);
  });

  test.each([
    ["several addresses in base64", "http://link.2gis.ru/1.4/aHR0cDovL2EuZXhhbXBsZQ0KaHR0cDovL2IuZXhhbXBsZQ=="],
    ["a translated page whose host is no name", "https://localhost.translate.goog/?_x_tr_sl=auto"],
  ])("%s may lead anywhere", (_what, url) => {
    expect(identify(url)).toMatchObject({ target: url, sendsOn: "anywhere" });
  });

  test("a short link of Firebase hides its target, and its front page leads nowhere", () => {
    expect(identify("https://shop.page.link/aBcD").sendsOn).toBe("anywhere");
    expect(identify("https://shop.page.link/").sendsOn).toBeNull();
  });
});

describe("a page of a known host that says it leads on, and where", () => {
  test.each([
    `https://www.google.co.jp/url?sa=t&url=${ESCAPED}&usg=qx`,
    `https://www.google.com.vn/url?q=${ESCAPED}`,
    `https://consent.youtube.com/m?continue=${ESCAPED}&gl=DE`,
    `https://links.jianshu.com/go?to=${ESCAPED}`,
    `https://m.facebook.com/flx/warn/?u=${ESCAPED}`,
    `https://instagram.com/linkshim?u=${ESCAPED}`,
    `https://www.aiqicha.com/safetip?target=${ESCAPED}`,
    `https://mail.qq.com/cgi-bin/mail_spam?action=check_link&url=${ESCAPED}&mailid=Qx`,
    `https://new.qq.com/rain/linkRedirect.html?dest=${ESCAPED}`,
    `https://safe.weibo.com/x?anything=${ESCAPED}`,
    `https://www.taobao.com/go/${ESCAPED}`,
    `https://www.taobao.com/go/${END}`,
    `https://www.taobao.com/go/https:/shop.example.com/a/b?x=1`,
    `https://www.zhihu.com/away?from=https%3A%2F%2Fwww.zhihu.com%2F&to=${ESCAPED}`,
    `https://www.zhihu.com/away?to=${Buffer.from(END).toString("base64url")}`,
    `https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxcheckurl?requrl=${ESCAPED}&skey=x`,
    `https://exmail.qq.com/cgi-bin/readtemplate?t=safety&gourl=${ESCAPED}`,
    `https://some.qq.com/h5/jumppage.html?url=${ESCAPED}`,
    `https://www.douban.com/#/link?url=${ESCAPED}`,
    `https://www.douban.com/link/x#url=${ESCAPED}`,
    `https://www.douban.com/jump?url=${encodeURIComponent("//shop.example.com/a/b?x=1")}`,
    `https://weixin110.qq.com/cgi-bin/mmspamsupport-bin/newredirectconfirmcgi?main_type=2&url=${ESCAPED}`,
  ])("%s", (url) => {
    expect(identify(url)).toMatchObject({ target: END, hops: [{ url: new URL(url).href, by: "wrapper" }] });
  });

  test.each([
    ["a host that nobody registered", `https://link.example.org/go?url=${ESCAPED}`],
    ["a page to share with", `https://www.facebook.com/sharer/sharer.php?u=${ESCAPED}`],
    ["a page that says nothing of it", `https://www.douban.com/note/x?url=${ESCAPED}`],
    ["words within words", `https://www.douban.com/blinker/golang?url=${ESCAPED}`],
    ["the page that led there", `https://www.zhihu.com/away?from=${ESCAPED}`],
    ["a path that begins with two slashes", "https://www.douban.com/away?url=%2F%2Fmenu%2Fx"],
    ["a time", "https://www.douban.com/away?at=12:30&x=a:b"],
    ["a path alone", "https://www.douban.com/link2/?url=%2Fabout"],
    ["no address at all", "https://www.douban.com/away?url=https"],
  ])("%s is not opened", (_why, url) => {
    expect(identify(url).target).not.toBe(END);
    expect(identify(url).hops.filter(({ by }) => by === "wrapper").length).toBe(url.includes("link2") ? 1 : 0);
  });

  test("somebody else's page as a search engine shows it", () => {
    for (const [url, target] of [
      ["https://www.google.com.sg/amp/s/shop.example.com/a", "https://shop.example.com/a"],
      ["https://google.com/amp/%73hop.example.com/a?x=1", "http://shop.example.com/a?x=1"],
      ["https://www.bing.com/amp/s/shop.example.com/a/b?x=1", END],
      ["https://yandex.com/turbo/s/shop.example.com/a/", "https://shop.example.com/a/"],
      ["https://edition.cnn.com/amp/index.html", "https://edition.cnn.com/amp/index.html"],
      ["https://edition.cnn.com/amp/style", "https://edition.cnn.com/amp/style"],
    ] as const) {
      expect([url, identify(url).target]).toEqual([url, target]);
    }
  });

  test("what is no page is judged as what it is, wherever it stands", () => {
    expect(identify("https://www.douban.com/away?to=javascript:alert(1)").target).toBe("javascript:alert(1)");
    expect(identify("https://www.douban.com/away?to=weixin%3A%2F%2Fdl%2Fscan").target).toBe("weixin://dl/scan");
  });

  test("a page of its own that cannot read its target is asked, but may not lead to anybody", () => {
    for (const url of [
      "https://mobile.yangkeduo.com/login.html?from=chat",
      "https://t.me/share/url?url=hello",
      "https://mobile.yangkeduo.com/goods.html?ps=QxTeStQxTe",
      "https://www.facebook.com/share/p/QxTeStQxTe/",
    ]) {
      expect(identify(url)).toMatchObject({ needsNetwork: true, sendsOn: null });
    }
    expect(identify("https://gitee.com/link?target=%00")).toMatchObject({ needsNetwork: true, sendsOn: "anywhere" });
  });

  test("an entity of the app stays what it is, whatever it carries", () => {
    const url = `https://www.bilibili.com/video/BV1bN4y1273w?link=${ESCAPED}`;
    expect(identify(url)).toMatchObject({ entity: { type: "video" }, hops: [] });
  });
});

describe("addresses that other programs are to open", () => {
  test.each(["onenote:", "microsoft-edge:", "ms-word:ofe|u|", "ms-excel:ofv|u|"])("%s…", (scheme) => {
    expect(identify(scheme + END)).toMatchObject({ target: END, hops: [{ by: "app_link" }] });
  });

  test("what a browser keeps to itself is no other program's", () => {
    expect(identify(`view-source:${END}`).hops).toEqual([]);
  });

  test.each([
    `https://translate.google.com/translate?sl=auto&tl=en&u=https://me:pw@evil.example/x`,
    "https://web.archive.org/web/2020/https://me:pw@evil.example/x",
  ])("a name before the host stays to be seen: %s", (url) => {
    expect(identify(url).target).toBe("https://me:pw@evil.example/x");
  });
});

describe("an operator's own wrappers", () => {
  const own = {
    wrappers: [
      {
        hosts: ["mail.corp.example", "*.gate.corp.example"],
        path: "^/leave$",
        read: "param",
        params: ["to"],
        evidence: "our mail gateway",
        confidence: "official",
      },
    ],
  };

  test("are opened as the registry's are, and make nobody an owner", () => {
    const registry = openRegistry(parseData(JSON.stringify(own), "own.json", registrySchemas().wrappers));
    for (const host of ["mail.corp.example", "eu.gate.corp.example"]) {
      const url = `https://${host}/leave?to=${ESCAPED}`;
      expect(registry.identify({ kind: "web", value: url, url, text: url, os: "web" })).toMatchObject({
        target: END,
        app: null,
      });
      expect(identify(url).hops).toEqual([]);
    }
  });

  test("are refused with file, line, column and field", () => {
    const text = JSON.stringify({ wrappers: [{ ...own.wrappers[0], path: "^/(", read: "guess" }] }, null, 2);
    try {
      parseData(text, "own.json", registrySchemas().wrappers);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof RegistryDataError)) throw error;
      expect(error.message).toContain("own.json:8:7: wrappers.0.path: expected a regular expression (u flag)");
      expect(error.message).toMatch(/own\.json:9:7: wrappers\.0\.read: /u);
    }
  });
});
