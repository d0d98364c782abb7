/** One line that somebody says on a day, in China time. */
export interface Said {
  readonly at: string;
  readonly from: "hua" | "ming";
  readonly text: string;
}

const TAOBAO = "https://item.taobao.com/item.htm?id=652874301955";

/**
 * What four press articles of September 2021 tell, played by two people: one link through all the days, and a link of every other
 * kind. The days are those of `src/rulebooks/data/wechat.yaml`, which cites a source for each.
 */
export const STORY: readonly Said[] = [
  { at: "2021-09-09T20:10:00+08:00", from: "hua", text: `听说各家被要求把链接放开。这个你现在能点吗？ ${TAOBAO}` },
  {
    at: "2021-09-10T12:00:00+08:00",
    from: "ming",
    text: "不行，让复制到浏览器去。京东的倒是一直直接开：https://item.jd.com/100012043978.html",
  },
  { at: "2021-09-18T12:30:00+08:00", from: "ming", text: `昨天开始放开了，不过要最新的版本。再试一次 ${TAOBAO}` },
  {
    at: "2021-09-18T12:40:00+08:00",
    from: "hua",
    text: "抖音呢？ https://www.douyin.com/video/7009324585123456789 短的也试试 https://v.douyin.com/abc1234/",
  },
  { at: "2021-09-18T12:44:00+08:00", from: "ming", text: "付款码别发群里：https://qr.alipay.com/fkx12345abcdefgh" },
  {
    at: "2021-09-20T09:00:00+08:00",
    from: "hua",
    text: "刚收到一条，自称淘宝登录 https://taobao.com@login.example/ 别点！",
  },
  {
    at: "2021-09-24T21:00:00+08:00",
    from: "hua",
    text: "文章在这儿 https://mp.weixin.qq.com/s/9f3KqT1bVxY2mZ0aLw7RpA 路线 https://www.amap.com/place/B000A83M61",
  },
  { at: "2021-11-30T08:00:00+08:00", from: "ming", text: `群里今天零点以后可以直接打开了 ${TAOBAO}` },
  { at: "2024-09-27T10:00:00+08:00", from: "hua", text: `三年以后：淘宝里能用微信支付了 ${TAOBAO}` },
];

export const GROUP = { title: "互通，2021 年 9 月", at: "2021-09-09T20:00:00+08:00" } as const;

/** What is asked of the bot, of a day then and of today. */
export const QUESTION = `2021-09-10 ${TAOBAO}`;
