import type { Catalogue } from "../catalogue.ts";
import { hanLooks, plainHan } from "../skeleton.ts";
import { lookingLike, type Lookalike } from "./parts.ts";

/** Suffixes under which a Chinese name is whom it names: registries check them, or its owner took them first. */
const CHINESE_SUFFIXES: ReadonlySet<string> = new Set(["com", "cn", "net", "com.cn", "net.cn", "hk", "tw", "com.tw"]);

/** What banks, shops, parcel services and wallets are called behind their names. */
const TRADE = /(?:银行|商城|商店|超市|快递|速递|速运|物流|钱包|支付)$/u;

/** A Chinese name in other characters, or beside a word that asks for trust. */
export function chineseName(label: string, data: Catalogue): Lookalike | null {
  if (!/\p{Script=Han}/u.test(label)) return null;
  const plain = plainHan(label);
  const looks = hanLooks(label);
  for (const [name, brand] of data.chinese) {
    if (looks.includes(name) && !plain.includes(name) && looks === name) {
      return lookingLike(brand, `other characters for ${name}`, true);
    }
    if (!looks.includes(name) || looks === name) continue;
    const rest = looks.replace(name, "");
    const word = data.chineseWords.find((each) => rest.includes(each));
    if (word !== undefined) return lookingLike(brand, `${name} beside ${word}`, true);
    const spelled = rest.split("-").find((each) => data.strongWords.has(each));
    if (spelled !== undefined) return lookingLike(brand, `${name} beside ${spelled}`, true);
  }
  const latin = data.brands.get(/^[a-z0-9]+/u.exec(label)?.[0] ?? "");
  const asked = latin === undefined ? undefined : data.chineseWords.find((each) => looks.includes(each));
  return latin === undefined || asked === undefined ? null : lookingLike(latin, `its name beside ${asked}`, true);
}

/** A Chinese name as it stands or in full (`中国工商银行`), under a suffix where anybody gets it. */
export function chineseSuffix(label: string, suffix: string, data: Catalogue): Lookalike | null {
  const plain = plainHan(label);
  const short = plain.replace(/^中国/u, "");
  const named = new Set([plain, short, plain.replace(TRADE, ""), short.replace(TRADE, "")]);
  const brand = data.chinese.find(([name]) => named.has(name))?.[1];
  const isItsOwn = CHINESE_SUFFIXES.has(suffix) || suffix.startsWith("xn--");
  return brand === undefined || isItsOwn ? null : lookingLike(brand, `its name under .${suffix}`, false);
}
