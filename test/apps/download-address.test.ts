import { expect, test } from "vitest";
import { carriedByDownload } from "../../src/apps/download-address.ts";
import { openRegistry } from "../../src/apps/registry.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

test.each([
  [`thunder://${base64("AAhttps://shop.example.com/a.zipZZ")}`, "https://shop.example.com/a.zip"],
  [`THUNDER://${base64("AAftp://dl.example.com/电影.mkvZZ")}/`, "ftp://dl.example.com/电影.mkv"],
  [`flashget://${base64("[FLASHGET]http://dl.example.com/a.rar[FLASHGET]")}&abc`, "http://dl.example.com/a.rar"],
  [`qqdl://${base64("http://dl.example.com/b.rar")}`, "http://dl.example.com/b.rar"],
  [
    `thunder://${Buffer.from([0x41, 0x41, ...Buffer.from("http://a.cn/"), 0xb5, 0xe7, 0x5a, 0x5a]).toString("base64")}`,
    "http://a.cn/电",
  ],
])("%s carries %s", (address, carried) => {
  expect(carriedByDownload(address)).toBe(carried);
});

test.each([
  `thunder://${base64("https://a.cn/")}`,
  `thunder://${base64("AAno addressZZ")}`,
  `qqdl://${base64("a")}`,
  `thunder://${base64(`AAhttps://a.cn/${"a".repeat(9_000)}ZZ`)}`,
  "thunder://",
  "https://a.cn/",
])("%s carries nothing that is read", (address) => {
  expect(carriedByDownload(address)).toBeNull();
});

test("what a download manager's address carries is judged, also a wrapper in it", () => {
  const registry = openRegistry();
  const identify = (value: string) => registry.identify({ kind: "app", value, url: value, text: value, os: "android" });
  const inner = "https://item.taobao.com/item.htm?id=652874301955";
  const once = `thunder://${base64(`AA${inner}ZZ`)}`;
  expect(identify(once)).toMatchObject({ app: { id: "taobao" }, target: inner });
  expect(identify(`qqdl://${base64(once)}`)).toMatchObject({ app: { id: "taobao" }, target: inner });
});
