import { expect, test } from "vitest";
import { oneTimeKind } from "../../../src/resolve/guard/one-time-links.ts";

test.each([
  ["https://shop.example.com/unsubscribe?u=1", "unsubscribe"],
  ["https://news.example.com/opt-out/9", "unsubscribe"],
  ["https://m.example.cn/退订", "unsubscribe"],
  ["https://app.example.com/magic-link/abc", "token"],
  ["https://app.example.com/users/password/reset/9f8a7d6c5b4a39281706", "token"],
  ["https://app.example.com/welcome?token=abcd1234", "token"],
  ["https://app.example.com/#access_token=abcd1234", "token"],
  ["https://app.example.com/?mode=resetPassword&oobCode=abc123", "token"],
  ["https://app.example.com/x?ticket=ST-12345-abcdefgh", "token"],
  [`https://app.example.com/go/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.sig`, "token"],
  ["https://app.example.com/welcome?email=a@b.com&k=9f8a7d6c5b4a39281706", "token"],
  ["https://onetimesecret.com/secret/abc", "token"],
  ["https://app.example.com/secret/9f8a7d6c5b4a39281706", "token"],
  ["https://example.com/Sign_In", "sign_in"],
  ["https://example.com/login.php?next=/", "sign_in"],
  ["https://login.example.com/", "sign_in"],
  ["https://passport.weibo.com/visitor", "sign_in"],
  ["https://example.com/callback?code=abc&state=def", "sign_in"],
  ["https://example.com/verify-email/1", "confirmation"],
  ["https://example.com/account?action=confirm", "confirmation"],
  ["https://shop.example.com/checkout/confirm", "payment"],
  ["https://cashier.example.com/order/1", "payment"],
  ["https://example.com/pay", "payment"],
])("%s is never asked: %s", (address, kind) => {
  expect(oneTimeKind(new URL(address))).toBe(kind);
});

test.each([
  "https://e.tb.cn/h.71ENK0ASa7KFQQ2?tk=GeUTfHxQGTk",
  "https://mp.weixin.qq.com/s?__biz=MzA5&mid=26&idx=1&sn=0b1c2d3e4f5a6b7c8d9e&chksm=8b",
  "https://mp.weixin.qq.com/s/9f3KqT1bVxY2mZ0aLw7RpA",
  "https://www.xiaohongshu.com/explore/64ab12cd34ef567890abcdef?xsec_token=ABcd1234efGH5678ijKL90mn&xsec_source=pc_share",
  "https://www.bilibili.com/video/BV1M4411q7W8?vd_source=0123456789abcdef0123456789abcdef",
  "https://item.taobao.com/item.htm?id=652874301955&spm=a1z10.1",
  "https://id.wikipedia.org/wiki/Halaman_Utama",
  "https://github.com/nodejs/undici/issues/2019?e=1",
  "https://v.douyin.com/d8XkqPv/",
  "https://blog.example.com/how-to-confirm-a-payment",
  "https://docs.example.com/magic/cards",
  "https://surl.amap.com/1a2b3c4d",
])("%s is an ordinary page", (address) => {
  expect(oneTimeKind(new URL(address))).toBeNull();
});
