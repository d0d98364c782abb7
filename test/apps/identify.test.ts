import { describe, expect, test } from "vitest";
import { createLinkFinder } from "../../src/links/find-links.ts";
import { identify, identifyCode, registry } from "./identify-for-tests.ts";

describe("entities of pages", () => {
  test("an item's canonical address and ways to open are rebuilt from its id", () => {
    const identified = identify("https://item.taobao.com/item.htm?spm=a1.b2&id=610233489917&skuId=77&utm_source=x");
    expect(JSON.parse(JSON.stringify(identified))).toEqual({
      app: { id: "taobao", names: { en: "Taobao", zh: "淘宝" }, owner: "alibaba", class: "e-commerce" },
      entity: { type: "item", id: "610233489917", ids: { id: "610233489917" } },
      target: "https://item.taobao.com/item.htm?spm=a1.b2&id=610233489917&skuId=77&utm_source=x",
      hops: [],
      canonicalUrl: "https://item.taobao.com/item.htm?id=610233489917&skuId=77",
      removed: ["spm", "utm_source"],
      needsNetwork: false,
      sendsOn: null,
      open: {
        universal: expect.stringMatching(/^https:\/\/ace\.tb\.cn\/t\?smburl=tbopen%3A%2F%2F/u),
        ios: "taobao://item.taobao.com/item.htm?id=610233489917",
        intent:
          "intent://item.taobao.com/item.htm?id=610233489917#Intent;scheme=taobao;package=com.taobao.taobao;S.browser_fallback_url=https%3A%2F%2Fitem.taobao.com%2Fitem.htm%3Fid%3D610233489917%26skuId%3D77;end",
        android: "taobao://item.taobao.com/item.htm?id=610233489917",
        web: "https://item.taobao.com/item.htm?id=610233489917&skuId=77",
      },
      instruction: null,
    });
  });

  test.each([
    [
      "https://www.bilibili.com/video/BV13x41117TL?vd_source=a&p=2&t=30",
      "BV13x41117TL",
      "https://www.bilibili.com/video/BV13x41117TL?p=2&t=30",
    ],
    ["https://h5.ele.me/shop/#geohash=w&id=998877", "998877", "https://h5.ele.me/shop/#id=998877"],
    ["https://music.163.com/#/song?id=28949129&userid=1", "28949129", "https://music.163.com/#/song?id=28949129"],
    ["https://shopee.co.id/Kopi-Susu-i.12345.67890?sp_atk=1", "67890", "https://shopee.co.id/product/12345/67890"],
    [
      "https://www.lazada.co.id/products/kopi-i555-s666.html?spm=1",
      "555",
      "https://www.lazada.co.id/products/pdp-i555-s666.html",
    ],
    [
      "https://uri.amap.com/marker?position=116.4,39.9&name=A%20B&src=x",
      "39.9/116.4",
      "https://uri.amap.com/marker?position=116.4,39.9&name=A%20B",
    ],
    ["https://b23.tv/ep123456", "123456", "https://www.bilibili.com/bangumi/play/ep123456"],
    ["https://b23.tv/av170001/p1", "170001", "https://www.bilibili.com/video/av170001"],
    [
      "https://s.weibo.com/weibo/%23%E8%AF%9D%E9%A2%98%23",
      "#话题#",
      "https://s.weibo.com/weibo?q=%23%E8%AF%9D%E9%A2%98%23",
    ],
  ])("%s is %s", (url, id, canonical) => {
    expect(identify(url)).toMatchObject({ entity: { id }, canonicalUrl: canonical, needsNetwork: false });
  });

  test("ids that follow from each other are told beside the one that was read", () => {
    expect(identify("https://www.bilibili.com/video/av8903802").entity?.aliases).toEqual({ bvid: "BV13x41117TL" });
    expect(identify("https://m.weibo.cn/detail/4189191225395228").entity?.aliases).toEqual({ bid: "FBqgOmDxO" });
    expect(identify("https://www.instagram.com/p/aye83DjauH/").open.ios).toBe(
      "instagram://media?id=482584233761418119",
    );
  });

  test("payments and group invitations are marked", () => {
    expect(identify("https://qr.alipay.com/fkx123abc").entity).toMatchObject({ type: "qr", sensitive: "payment" });
    expect(identify("wxp://f2f0aBcD").entity).toMatchObject({ type: "collect_code", sensitive: "payment" });
    for (const url of [
      "https://wx.tenpay.com/f2f?t=AQAAAQx",
      "https://i.qianbao.qq.com/wallet/sqrcode.htm?u=12345678",
    ]) {
      expect(identify(url).entity).toMatchObject({ sensitive: "payment" });
    }
    expect(identify("https://t.me/+AbCdEfGhIjKl").entity).toMatchObject({ type: "invite", caution: "joins_group" });
    expect(identify("https://item.jd.com/100012043978.html").entity).not.toHaveProperty("sensitive");
  });

  test.each([
    ["https://t.me/+11234567890", "phone", "11234567890", "tg://resolve?phone=11234567890"],
    ["tg://resolve?phone=11234567890", "phone", "11234567890", "tg://resolve?phone=11234567890"],
    ["https://t.me/+1234567890a", "invite", "1234567890a", "tg://join?invite=1234567890a"],
    ["https://t.me/addlist/wJrgfwSHk_sxODIy", "chat_folder", "wJrgfwSHk_sxODIy", "tg://addlist?slug=wJrgfwSHk_sxODIy"],
    ["https://t.me/durov/12/345", "post", "345", "tg://resolve?domain=durov&post=345"],
    ["https://t.me/c/1234567890/12/345", "private_post", "345", "tg://privatepost?channel=1234567890&post=345"],
    ["https://t.me/loginhelp/12", "post", "12", "tg://resolve?domain=loginhelp&post=12"],
    ["https://webdev.t.me/", "user", "webdev", "tg://resolve?domain=webdev"],
  ])("what Telegram's documentation calls %s is of type %s", (url, type, id, way) => {
    expect(identify(url)).toMatchObject({
      app: { id: "telegram" },
      entity: { type, id },
      open: { ios: way, android: way },
    });
  });

  test.each([
    ["https://wa.me/+6289526084725", "whatsapp", "phone", "6289526084725", "https://wa.me/6289526084725"],
    ["https://www.bilibili.com/list/ml3182013783", "bilibili", "favlist", "3182013783", null],
    ["https://www.bilibili.com/list/ml3329471754?bvid=BV1AU4y127mw", "bilibili", "video", "BV1AU4y127mw", undefined],
    ["https://www.douyin.com/article/7630763748059303202", "douyin", "article", "7630763748059303202", null],
  ])("%s is %s's %s", (url, app, type, id, canonical) => {
    const identified = identify(url);
    expect(identified).toMatchObject({ app: { id: app }, entity: { type, id } });
    if (canonical !== undefined) expect(identified.canonicalUrl).toBe(canonical ?? url);
  });

  test.each([
    "https://t.me/login/12345",
    "https://t.me/boost?c=1234567",
    "https://t.me/confirmphone?phone=1&hash=2",
    "https://web.t.me/",
  ])("a word that Telegram keeps to itself is nobody's name: %s", (url) => {
    expect(identify(url)).toMatchObject({ app: { id: "telegram" }, entity: null });
  });

  test("a page of no entity loses its tracking parameters and nothing else", () => {
    expect(identify("https://www.taobao.com/markets/x?spm=1&wh_pid=7&from=timeline#top")).toMatchObject({
      app: { id: "taobao" },
      entity: null,
      canonicalUrl: "https://www.taobao.com/markets/x?wh_pid=7#top",
      removed: ["spm", "from"],
    });
  });
});

describe("short links", () => {
  test("only a request tells where they lead", () => {
    expect(identify("https://v.douyin.com/GeIocABVe5U/")).toMatchObject({
      app: { id: "douyin" },
      entity: null,
      canonicalUrl: null,
      needsNetwork: true,
      open: { web: "https://v.douyin.com/GeIocABVe5U/" },
    });
  });

  test.each([
    ["a letter before the code that is new", "xiaohongshu", "https://xhslink.com/n/8QxTeStAbC1"],
    ["TikTok Lite's hyphen", "tiktok", "https://vm.tiktok.com/ZSQxTeStAbC1-QxTeSt/"],
    ["a folder before the code", "kuaishou", "https://v.kuaishou.com/s/QxTeSt12"],
    ["a host of a region", "kuaishou", "https://kpfshanghai.m.chenzhongtech.com/s/QxTeSt12"],
    ["a host of old", "kuaishou", "http://m.gifshow.com/s/QxTeSt12"],
    ["a host of the app's other name", "kuaishou", "https://v.kuaishouapp.com/s/QxTeSt12"],
    ["a host of its own", "kuaishou", "https://f.kuaishou.com/QxTeSt"],
    ["what the share button of Threads gives", "threads", "https://www.threads.com/share/QxTeStAb/"],
    ["a share of a post", "reddit", "https://www.reddit.com/r/test/s/QxTeStAbC1"],
  ])("%s is asked: %s, %s", (_form, app, url) => {
    expect(identify(url)).toMatchObject({ app: { id: app }, entity: null, canonicalUrl: null, needsNetwork: true });
  });

  test("what nobody wrote down is asked too where an app gives nothing but codes", () => {
    for (const url of [
      "https://v.douyin.com/new/way/QxTeSt?x=1",
      "https://163cn.tv/a/QxTeSt",
      "https://u.jd.com/_Qx",
    ]) {
      expect(identify(url)).toMatchObject({ canonicalUrl: null, needsNetwork: true, sendsOn: null });
    }
    for (const url of ["https://v.douyin.com/", "https://www.kuaishou.com/about/x", "https://m.toutiao.com/about/x"]) {
      expect(identify(url).needsNetwork).toBe(false);
    }
  });

  test("the words of the message tell apart apps that share a short host", () => {
    const taobao = "https://m.tb.cn/h.5abc?tk=XyZ";
    expect(identify(taobao, `【淘宝】${taobao} CZ0001 「杯子」`).app?.id).toBe("taobao");
    expect(identify(taobao, `【闲鱼】${taobao} HU006 「旧书」`).app?.id).toBe("xianyu");
    expect(identify(taobao, `【天猫】${taobao} CZ0001 「杯子」`).app?.id).toBe("tmall");
    expect(identify("http://dpurl.cn/BNE9Tdaz", "【小馆】@大众点评 http://dpurl.cn/BNE9Tdaz").app?.id).toBe("dianping");
    expect(identify("http://dpurl.cn/BNE9Tdaz").app?.id).toBe("meituan");
  });
});

describe("ways to open that ask for more than ids", () => {
  test.each([
    [
      "the host",
      "https://www.shopee.vn/product/131477471/22466400575",
      "https://shopee.vn/universal-link/product/131477471/22466400575",
    ],
    [
      "a kept parameter",
      "https://uri.amap.com/marker?position=121.3,31.3&name=Library",
      "androidamap://viewMap?sourceApplication=app&poiname=Library&lat=31.3&lon=121.3&dev=0",
    ],
    ["a converted id", "https://www.instagram.com/p/aye83DjauH/", "instagram://media?id=482584233761418119"],
  ])("%s", (_asked, url, way) => {
    expect(Object.values(identify(url).open)).toContain(way);
  });

  test("an address of a kind and an id is found and leads to its page", () => {
    const [link] = createLinkFinder(registry)("listen: spotify:track:4cMCaxrAxc0XNoth9fqzf4, and tell me");
    expect(link).toMatchObject({ kind: "app", value: "spotify:track:4cMCaxrAxc0XNoth9fqzf4" });
    expect(identify(link?.value ?? "").canonicalUrl).toBe("https://open.spotify.com/track/4cMCaxrAxc0XNoth9fqzf4");
  });
});

describe("a code beside an address", () => {
  const finder = createLinkFinder(registry);
  const code = "￥aS1dF2gH3jK￥";

  test.each([
    [`${code} https://m.tb.cn/h.Zk3aB9x CZ0001 打开淘宝`],
    [`【天猫】${code} https://item.taobao.com/item.htm?id=610233489917`],
    [`taobao://item.taobao.com/item.htm?id=610233489917 ${code} 打开手淘`],
    [`${code} m.tb.cn/h.Zk3aB9x`],
  ])("is left out where the address says the same: %s", (text) => {
    expect(finder(text).map(({ kind }) => kind)).not.toContain("share_code");
  });

  test.each([
    [`${code} https://item.jd.com/100012043978.html 打开淘宝`],
    [`https://t.cn/A6xK3bZq ${code} 复制打开手机淘宝`],
    [`https://mp.weixin.qq.com/s/9f3KqT1bVxY2mZ0aLw7RpA ${code} 打开淘宝`],
    [`https://www.zhihu.com/question/19550225 ${code}`],
  ])("is found where the address is another's: %s", (text) => {
    expect(finder(text).filter(({ kind }) => kind === "share_code")).toMatchObject([{ value: code }]);
  });
});

describe("a mini program's link", () => {
  const article = "https://mp.weixin.qq.com/s/9f3KqT1bVxY2mZ0aLw7RpA";

  test.each(["#小程序://胡同小馆/aB3dE5fG7hJ9kLm", "#小程序://胡同小馆/aB3dE5fG"])(
    "is WeChat's and leads to no neighbour: %s",
    (value) => {
      const text = `${value} 打开淘宝 ${article}`;
      const identified = registry.identify({ kind: "share_code", value, url: null, text, os: "android" });
      expect(identified).toMatchObject({ app: { id: "wechat" }, target: null, canonicalUrl: null });
    },
  );
});

describe("one page in many writings", () => {
  test.each([
    ["https://item.jd.com/100012043978/", "jd", "item", "100012043978"],
    ["https://item.jd.com/10001%32043978%2Ehtml", "jd", "item", "100012043978"],
    ["https://mp.weixin.qq.com/s/9f3KqT1bVxY2mZ0aLw7RpA/", "wechat", "article", "9f3KqT1bVxY2mZ0aLw7RpA"],
    ["https://www.douyin.com/vide%6f/6980000000000000001/", "douyin", "video", "6980000000000000001"],
    ["https://oia.zhihu.com/people/abc", "zhihu", "user", "abc"],
  ])("%s is of %s: %s %s", (url, app, type, id) => {
    expect(identify(url)).toMatchObject({ app: { id: app }, entity: { type, id } });
  });

  test("a short link with a slash at its end is a short link", () => {
    expect(identify("https://t.co/AbCdEf123/")).toMatchObject({ app: { id: "x" }, needsNetwork: true });
  });

  test("escapes of another character set stay as they are", () => {
    const url = "https://tieba.baidu.com/f?kw=%B9%FE%B9%FE";
    expect(identify(url)).toMatchObject({ entity: { type: "forum" }, canonicalUrl: url });
  });
});

describe("wrappers", () => {
  test("no writing of a wrapper's path hides what it carries", () => {
    for (const path of ["/middlem.html", "/middlem.htm%6c", "/middlem.html/"]) {
      const url = `https://c.pc.qq.com${path}?pfurl=https%3A%2F%2Fevil.example%2F`;
      expect(identify(url)).toMatchObject({ app: null, target: "https://evil.example/" });
    }
    const base64 = Buffer.from("https://example.org/a/b?c=d").toString("base64");
    expect(base64).toContain("/");
    expect(identify(`https://link.mcmod.cn/target/${base64}`).target).toBe("https://example.org/a/b?c=d");
  });

  test("the inner address is judged, step by step, the outer kept for opening", () => {
    const inner = "https://item.jd.com/100012043978.html";
    const middle = `https://c.pc.qq.com/middlem.html?pfurl=${encodeURIComponent(inner)}`;
    const outer = `https://link.zhihu.com/?target=${encodeURIComponent(middle)}`;
    expect(identify(outer)).toMatchObject({
      app: { id: "jd" },
      target: inner,
      hops: [
        { url: outer, by: "wrapper" },
        { url: middle, by: "wrapper" },
      ],
      canonicalUrl: inner,
    });
    const foreign = "https://link.csdn.net/?target=https%3A%2F%2Fexample.com%2Fa%3Futm_source%3Dx%26b%3D1";
    expect(identify(foreign)).toMatchObject({
      app: null,
      target: "https://example.com/a?utm_source=x&b=1",
      canonicalUrl: "https://example.com/a?b=1",
      removed: ["utm_source"],
      open: { web: foreign },
    });
  });

  test.each([
    ["https://link.zhihu.com/?target=https%3A//example.com/a", "https://example.com/a"],
    ["https://blog.51cto.com/transfer?https://example.com/a?b=1&c=2", "https://example.com/a?b=1&c=2"],
    ["https://www.pixiv.net/jump.php?https%3A%2F%2Fexample.com%2F", "https://example.com/"],
    ["https://www.curseforge.com/linkout?remoteUrl=https%253a%252f%252fexample.com%252fa", "https://example.com/a"],
    ["https://link.mcmod.cn/target/aHR0cHM6Ly9leGFtcGxlLmNvbS8=", "https://example.com/"],
    ["https://disq.us/url?url=https%3A%2F%2Fexample.com%2Fa%3AkPq-7_x", "https://example.com/a"],
    ["https://www.google.com/amp/s/example.com/a", "https://example.com/a"],
    [
      "https://www.xiaohongshu.com/login?redirectPath=%2Fexplore%2F64b0c0c0000000001203d0e1",
      "https://www.xiaohongshu.com/explore/64b0c0c0000000001203d0e1",
    ],
    ["https://link.zhihu.com/?target=javascript%3Aalert(1)", "javascript:alert(1)"],
    ["googlechrome://shop.example.com/a?b=1", "https://shop.example.com/a?b=1"],
    ["googlechromes://item.jd.com/100012043978.html", "https://item.jd.com/100012043978.html"],
    ["googlechrome://navigate?url=https%3A%2F%2Fexample.com%2F", "https://example.com/"],
  ])("%s carries %s", (outer, inner) => {
    expect(identify(outer).target).toBe(inner);
  });

  test("a wrapper that cannot be read is judged as itself and says so", () => {
    const opaque = "https://www.baidu.com/link?url=fpYJSbnDhK867l5Ctb6jjOb4BH";
    expect(identify(opaque)).toMatchObject({ app: { id: "baidu" }, target: opaque, hops: [], needsNetwork: true });
    expect(identify("https://gitee.com/link?target=%00")).toMatchObject({ app: { id: "gitee" }, needsNetwork: true });
    expect(identify("https://gitee.com/torvalds/linux")).toMatchObject({ app: { id: "gitee" }, needsNetwork: false });
  });

  test("eight wrappers are opened, a ninth is not", () => {
    const wrap = (url: string) => `https://link.csdn.net/?target=${encodeURIComponent(url)}`;
    let url = "https://example.com/";
    for (let depth = 0; depth < 8; depth += 1) url = wrap(url);
    expect(identify(url)).toMatchObject({ target: "https://example.com/", needsNetwork: false });
    const deeper = identify(wrap(url));
    expect(deeper).toMatchObject({ app: { id: "csdn" }, target: wrap("https://example.com/"), needsNetwork: true });
    expect(deeper.hops).toHaveLength(8);
  });
});

describe("app addresses", () => {
  test.each([
    [
      'openApp.jdMobile://virtual?params={"des":"productDetail","sku":"100024749316"}',
      "jd",
      "item",
      "https://item.jd.com/100024749316.html",
    ],
    [
      "tmall://tmallclient/?{“action”:“item:id=36615660686”}",
      "tmall",
      "item",
      "https://detail.tmall.com/item.htm?id=36615660686",
    ],
    [
      "tbopen://m.taobao.com/tbopen/index.html?h5Url=https://detail.tmall.com/item.htm?id=535823983028&spm=1",
      "tmall",
      "item",
      "https://detail.tmall.com/item.htm?id=535823983028",
    ],
    [
      "alipays://platformapi/startapp?appId=20000067&url=https%3A%2F%2Fwww.zhihu.com%2Fquestion%2F1234567",
      "zhihu",
      "question",
      "https://www.zhihu.com/question/1234567",
    ],
    ["mqqapi://card/show_pslcard?card_type=group&uin=123456789", "qq", "group_card", null],
    [
      "spotify:track:4uLU6hMCjMI75M1A2tKUQC",
      "spotify",
      "track",
      "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC",
    ],
    ["shopeevn://product/12/34", "shopee", "item", "https://shopee.vn/product/12/34"],
    [
      "youtube://www.youtube.com/channel/UCBR8-60-B28hp2BmDPdntcQ",
      "youtube",
      "channel",
      "https://www.youtube.com/channel/UCBR8-60-B28hp2BmDPdntcQ",
    ],
  ])("%s is of %s: %s", (address, app, type, canonical) => {
    expect(identify(address)).toMatchObject({ app: { id: app }, entity: { type }, canonicalUrl: canonical });
  });

  test("an app page that is not known is the app's, and opens as it is", () => {
    expect(identify("taobao://settings")).toMatchObject({
      app: { id: "taobao" },
      entity: null,
      target: "taobao://settings",
      canonicalUrl: null,
      open: { ios: "taobao://settings", android: "taobao://settings" },
    });
    expect(identify("nobodys-app://x")).toMatchObject({ app: null, open: {} });
  });
});

describe("intent addresses", () => {
  const item = "intent://item.taobao.com/item.htm?id=894938883251#Intent;scheme=taobao;package=com.taobao.taobao";
  test("name the entity of their own address", () => {
    const url = `${item};S.browser_fallback_url=https%3A%2F%2Fwww.taobao.com%2F;end`;
    expect(identify(url)).toMatchObject({ app: { id: "taobao" }, entity: { type: "item", id: "894938883251" } });
  });

  test("a fallback of somebody else is what is judged", () => {
    const url = `${item};S.browser_fallback_url=https%3A%2F%2Fevil.example%2Fx;end`;
    expect(identify(url)).toMatchObject({ app: null, entity: null, target: "https://evil.example/x" });
  });

  test("nothing but a web fallback is believed: no component, no action, no other extra, no other scheme", () => {
    const other = "intent://x#Intent;scheme=nosuch;component=com.taobao.taobao/.Main;S.url=https%3A%2F%2Fa.example;";
    expect(identify(`${other}S.browser_fallback_url=javascript%3Aalert(1);end`).target).toBe("nosuch://x");
    expect(identify(`${other}S.browser_fallback_url=https%3A%2F%2Fb.example%2F;end`).target).toBe("https://b.example/");
  });
});

describe("share codes", () => {
  test.each([
    ["￥A1b2C3d4E5￥", "￥A1b2C3d4E5￥ 复制这段话打开手机淘宝", "taobao"],
    ["￥A1b2C3d4E5￥", "￥A1b2C3d4E5￥ 打开京东", "jd"],
    ["€g1IVbaMXxxK€", "復·制这段描述€g1IVbaMXxxK€后到👉淘♂寳♀👈", "taobao"],
    ["ky6HepJZ9zuPsUL", "ky6HepJZ9zuPsUL 复制本条信息，打开【小红书】App查看，抖音也有", "xiaohongshu"],
    ["a1B2c3D4e5", "#吱口令#长按复制此条消息，打开支付宝即可添加我为好友 a1B2c3D4e5", "alipay"],
    ["A1b2C3d4E5", "打开百度网盘 A1b2C3d4E5", "baidu_pan"],
    ["/~3b8c36Qx7T~:/", "复制整段内容，打开「夸克APP」即可获取。/~3b8c36Qx7T~:/", "quark"],
  ])("%s in %s is of %s", (code, text, app) => {
    const identified = identifyCode(code, text);
    expect(identified).toMatchObject({ app: { id: app }, target: null, open: { copy: code }, needsNetwork: true });
    expect(Object.keys(identified.instruction ?? {}).toSorted()).toEqual(["en", "id", "vi", "zh-CN"]);
    expect(identified.instruction?.["zh-CN"]).toContain(identified.app?.names["zh"] ?? "?");
  });

  test("a code whose text names no app is nobody's, and its reader is told so", () => {
    const identified = identifyCode("￥A1b2C3d4E5￥", "￥A1b2C3d4E5￥");
    expect(identified.app).toBeNull();
    expect(identified.instruction?.["en"]).toBe("Copy this code, then open the app that made it.");
  });

  test("a mini-program's short link is an entity of WeChat", () => {
    expect(identifyCode("#小程序://一子一木/0JPDrt84ecI5Gwd", "看 #小程序://一子一木/0JPDrt84ecI5Gwd")).toMatchObject({
      app: { id: "wechat" },
      entity: { type: "miniprogram_short_link", id: "0JPDrt84ecI5Gwd" },
    });
    expect(
      identifyCode("#小程序://小程序示例/示例页面/9pZvnVw3KMCQpVp", "看 #小程序://小程序示例/示例页面/9pZvnVw3KMCQpVp"),
    ).toMatchObject({
      app: { id: "wechat" },
      entity: { type: "miniprogram_short_link", id: "9pZvnVw3KMCQpVp" },
    });
  });

  test("an address of the same app in the message goes with the code", () => {
    const text = "【京东】//3.cn/2-ObrTbe?jkl=@U5OlD6VEhxs0@ MF8335 「零食」 打开京东 https://www.example.com/x";
    expect(identifyCode("MF8335", text)).toMatchObject({
      app: { id: "jd" },
      target: "https://3.cn/2-ObrTbe?jkl=@U5OlD6VEhxs0@",
      open: { copy: "MF8335", web: "https://3.cn/2-ObrTbe?jkl=@U5OlD6VEhxs0@" },
    });
  });
});
