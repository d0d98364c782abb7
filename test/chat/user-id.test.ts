import { expect, test } from "vitest";
import { CONFUSABLES, CONFUSABLES_SOURCE } from "../../src/findings/imitation/data/confusables.ts";
import { confusablesModule } from "../generators/confusables.ts";
import { type UserIdFault, userIdFault } from "../../src/chat/user-id.ts";

const faultOf = (id: string) => userIdFault(id.normalize("NFC"), ["hutong"]);

test("people's own names and what identity providers give are user ids", () => {
  const names = `alice Alice bob.smith anne-marie a_b 007 3f2504e0-4f89-11d3-9a0c-0305e82c3301
    alice@example.com alice+news@example.co.uk auth0|5f7c8ec7c33c6c004bbafe82 google-oauth2|103547991597142817347
    waad|Lq8eIOoHqvxTQ6fQ samlp|corp|alice@example.com 00uk1u7AsAk6dZL3z0g3
    王小明 王小明Wang 山田たろう ヤマダ太郎 Tanakaさん 김철수 金철수kim น้ำฝน สมชาย-Somchai محمد محمد-Ali sara-سارة
    דנה Ольга Ніна ʻIolani Oʻahu Νίκος Արամ Aram-Արամ नमस्ते தமிழ் မြန်မာ ខ្មែរ ລາວ አማርኛ ქართული Ngọc Nguyễn Yıldız Işık İrem
    Þór Bjørn Kær Strauß Łukasz Čeněk Koƒi Ŋmɛ ㄅㄆㄇ王 ᏣᎳᎩ 二〇二一 อำนาจ ѓорѓи Zoë`;
  const refused = names.split(/\s+/u).flatMap((name) => {
    const fault = faultOf(name);
    return fault === null ? [] : [`${name}: ${fault}`];
  });
  expect(refused).toEqual([]);
});

const REFUSED: Readonly<Record<UserIdFault, readonly string[]>> = {
  reserved: [
    "hutong",
    "Hutong",
    "HUTONG",
    "hut\u043Eng",
    "\u04BBut\u043En\u0261",
    "hut0ng",
    "\u0397utong",
    "huton\u0261",
    "\uFF48\uFF55\uFF54\uFF4F\uFF4E\uFF47",
    "\u{1D421}utong",
    "hutong\u3164",
    "hu\u200Btong",
    "h\u057Dt\u0585ng",
    "ⓗⓤⓣⓞⓝⓖ",
  ],
  empty: [""],
  too_long: ["a".repeat(65), "𠀀".repeat(33)],
  ill_formed: ["a\uD800", "\uDC00bob"],
  control: ["bob\n", "a\u0000", "a\u0085b"],
  space: ["bob smith", "bob\u00A0", "bob\u3000smith", "bob\u2028"],
  invisible: [
    "alice\u3164",
    "alice\u115F",
    "alice\uFFA0",
    "alice\u200B",
    "alice\u200D",
    "alice\uFE0F",
    "alice\u{E0101}",
    "ali\u00ADce",
    "\u202Ealice",
    "alice\u2066",
    "alice\u2800",
    "alice\u{16FE4}",
    "alice\u{E0061}",
    "alice\u034F",
  ],
  colon: ["c:abc", "a:b"],
  character: ["a/b", "a#b", "a,b", "a~b", "😀bob", "bob★", "a\uE000", "a\u20DD", "a\u0378", "it's"],
  first_character: ["_bob", ".bob", "@alice", "\u0301bob", "-1"],
  compatibility: ["\uFF41lice", "\u{1D41A}lice", "ﬁona", "Ⅳ", "a²", "\u0E19\u0E4D\u0E49\u0E32"],
  marks: ["a\u0300\u0301\u0302\u0303\u0304", "b\u0316\u0316"],
  mixed_scripts: [
    "\u0430lice",
    "alic\u0435",
    "αlice",
    "bobκ",
    "алиса王",
    "νикос",
    "abᏣ",
    "김さん",
    "abc-Ольга",
    "aboмnдk",
  ],
  lookalike: ["b\u0585b", "b\u0D20b", "\u0251lice", "\u0261reg", "b\u0665b", "bobi\u0307", "b\u0585é"],
};

test.each(Object.entries(REFUSED))("a user id is refused as %s", (fault, ids) => {
  const others = ids.map((id) => [id, faultOf(id)] as const).filter(([, found]) => found !== fault);
  expect(others).toEqual([]);
});

test("a name written whole in letters that look Latin is somebody's own, unless it looks like a reserved one", () => {
  const cyrillic = "\u0441\u043E\u0440\u0430";
  expect(userIdFault(cyrillic, ["hutong"])).toBeNull();
  expect(userIdFault(cyrillic, ["hutong", "Copa"])).toBe("reserved");
});

test("the table of look-alikes is written from Unicode's and refuses one cut short", () => {
  const table = ["# Date: 2025-07-22, 05:49:37 GMT", "# Version: 17.0.0", "0430 ;\t0061 ;\tMA\t# ( а → a )"].join("\n");
  expect(() => confusablesModule(table)).toThrow("cut short");
  expect(() => confusablesModule("0430 ;\t0061 ;\tMA\t# x")).toThrow("date");
  expect(CONFUSABLES_SOURCE).toEqual({
    source: "UTS 39, https://www.unicode.org/Public/17.0.0/security/confusables.txt",
    version: "17.0.0",
    date: "2025-07-22",
  });
  const looksLikeA = CONFUSABLES.split("\n").find((line) => line.startsWith("a "));
  expect(looksLikeA?.split(" ")).toEqual(expect.arrayContaining(["430", "251"].map((hex) => hex.padStart(4, "0"))));
});
