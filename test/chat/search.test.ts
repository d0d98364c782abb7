import { expect, test } from "vitest";
import { textSearch } from "../../src/chat/search.ts";

test.each([
  ["a capital I with a dot", "İstanbul'da", "istanbul"],
  ["an i without one", "IŞIK", "ışık"],
  ["capitals of ß", "Straße", "STRASSE"],
  ["ß of two s", "in der Hauptstrasse", "hauptstraße"],
  ["a part of a Greek word in capitals", "Ο Σίσυφος", "ΣΊΣ"],
  ["a Greek word whose end is written as its middle", "Σίσυφος", "σίσυφοσ"],
  ["a line's end", "one line\nline two", "one line line two"],
  ["a line's end with blanks around it", "see you \r\n tomorrow", "you tomorrow"],
  ["a no-break space", "10\u00A0Uhr", "10 uhr"],
  ["an ideographic space", "上海　东边", "上海 东边"],
  ["two spaces of a query", "one two", "one  two"],
  ["a zero-width space", "抖音\u200B口令", "抖音口令"],
  ["a soft hyphen", "Donau\u00ADdampfschiff", "donaudampf"],
  ["a sign as an emoji", "I ❤ you", "❤\uFE0F"],
  ["an emoji as a sign", "I ❤\uFE0F you", "❤ you"],
  ["half-width and full-width", "ｶﾀｶﾅ ＡＢＣ", "カタカナ abc"],
  ["letters in parts", "cafe\u0301", "CAFÉ"],
  ["Vietnamese typed without accents", "Học tiếng Việt ở Đà Nẵng", "tieng viet o da nang"],
  ["French typed without accents", "Ça va, naïve Zoë?", "ca va, naive zoe"],
  ["Greek typed without accents", "Καλημέρα σας", "καλημερα"],
  ["Polish typed without strokes", "Łódź", "lodz"],
  ["Russian typed without its dots", "Зелёный чай", "зеленый"],
  ["accents that were typed", "tiếng Việt", "việt"],
  ["traditional characters by simplified ones", "我們後天見", "后天见"],
  ["simplified characters by traditional ones", "王后和后面", "後面"],
  ["a text in both", "發財 发财", "发财 發財"],
  ["half of a letter's accents in parts", "vie\u0323\u0302t", "viet"],
])("a search finds %s", (_what, text, query) => {
  expect(textSearch(query)(text)).toBe(true);
});

test.each([
  ["what nobody sees", "any text", "\u200B"],
  ["a word across two that stand apart", "one two", "onetwo"],
  ["another accent", "naïve", "naíve"],
  ["an accent that is not there", "cong viec", "công"],
  ["another letter of Russian", "мой", "мои"],
  ["another Han character", "大家好", "太家"],
  ["a Japanese letter without its mark", "が", "か"],
  ["a Thai word with another vowel", "ดี", "ดา"],
  ["other letters", "I ❤ you", "♥"],
])("a search for %s finds nothing", (_what, text, query) => {
  expect(textSearch(query)(text)).toBe(false);
});
