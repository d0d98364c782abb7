import type { Catalogue } from "../catalogue.ts";
import { hashOf } from "../skeleton.ts";
import { nameBehind } from "./disguise.ts";
import { isCopied, lookingLike, type Lookalike, NO_BRANDS, type Parts } from "./parts.ts";

/** Countries where the copied companies have houses. */
const COUNTRIES: ReadonlySet<string> = new Set(
  ["au", "br", "ca", "cn", "de", "es", "fr", "gb", "hk", "id", "ie", "in", "it", "jp", "kr"].concat([
    "mx",
    "my",
    "nl",
    "ph",
    "pl",
    "sg",
    "th",
    "tw",
    "uk",
    "us",
    "vn",
  ]),
);

/** What countries' suffixes for companies begin with: `co.jp`, `ne.jp`. */
const COMPANY: ReadonlySet<string> = new Set(["co", "ne", "or"]);

const SITE_SUFFIXES: ReadonlySet<string> = new Set(["com", "cn", "net", "org", "id", "vn"]);

/** Rule 4: somebody's domain stands before the real one. */
export function embedded({ labels, label, suffix, isHosting }: Parts, data: Catalogue): Lookalike | null {
  if (labels.length === 1 && !label.includes("-") && !isHosting) return glued(label, suffix, data);
  const posing = domainByHyphen(labels, data);
  if (posing !== null) return posing;
  const tokens = labels.flatMap((each, place) =>
    each.split("-").map((text, index) => ({ text, isFirst: index === 0, isOwn: place === labels.length - 1 })),
  );
  for (const each of labels) {
    const joined = each.includes("-") ? glued(each, suffix, data) : null;
    if (joined !== null) return joined;
  }
  for (let place = tokens.length - 1; place >= 0; place -= 1) {
    const { text, isOwn } = tokens[place] ?? { text: "", isOwn: false };
    const next = tokens[place + 1];
    // Suffixes such as `cn.com` go on with what stands before them.
    const state = stateOf(text, next?.text ?? (isHosting ? (suffix.split(".")[0] ?? "") : ""));
    if (state !== null) return { isStrong: true, site: state, why: `${state} stands before another domain` };
    const brand = data.brands.get(text) ?? (next === undefined ? undefined : nameBehind(text, data)?.brand);
    if (brand === undefined) {
      const joined = isOwn || tokens.length > 2 ? glued(text, suffix, data) : null;
      if (joined !== null) return joined;
      continue;
    }
    const [, ...siteSuffix] = brand.site.split(".");
    const isSite = brand.site.startsWith(`${brand.label}.`) && next?.text === siteSuffix[0];
    const isTelling = brand.weight === "distinct" || brand.weight === "known" || brand.weight === "word";
    const isCountry = COMPANY.has(next?.text ?? "") && /^[a-z]{2}$/u.test(tokens[place + 2]?.text ?? "");
    // Its house in a country: `amazon.jp.example.com`. The last labels may be a suffix that lends names.
    const isAbroad =
      next?.isFirst === true &&
      (!next.isOwn || data.strongWords.has(tokens[place + 2]?.text ?? "")) &&
      isCopied(brand) &&
      COUNTRIES.has(next.text) &&
      brand.weight !== "short";
    if (isAbroad && brand.label.length > 3)
      return lookingLike(brand, `${text}.${next.text} stands before another domain`, false);
    const isDomain =
      next !== undefined && (isSite || (isTelling && (SITE_SUFFIXES.has(next.text.replace(/\d+$/u, "")) || isCountry)));
    const why = `${text}.${next?.text ?? ""} stands before another domain`;
    // A short name needs its dot to be a domain.
    if (isDomain && (isTelling || (next.isFirst && labels.length > 1))) return lookingLike(brand, why, true);
    if (tokens[place - 1]?.text !== "www" || !isTelling) continue;
    const isHyphened = tokens[place]?.isFirst === false;
    if (isOwn ? !isHyphened : brand.weight !== "distinct" && !isHyphened) continue;
    return lookingLike(brand, "www and its name under another domain", isOwn);
  }
  return null;
}

const MIN_POSING = 5;

/** A name that goes on, before a label that poses as the end of its domain: `ezpassny.com-tollbill.xin`. */
function domainByHyphen(labels: readonly string[], data: Catalogue): Lookalike | null {
  const end = /^(?:com|net|org|gov)(?=-)/u.exec(labels.at(-1) ?? "")?.[0];
  const label = labels.at(-2) ?? "";
  if (end === undefined) return null;
  // A name may hold a hyphen itself: `e-zpassny.com-ticket.xin`.
  for (const name of new Set([label.slice(label.lastIndexOf("-") + 1), label])) {
    if (name.length < MIN_POSING) continue;
    for (const brand of data.byStart.get(hashOf(name, 0, 3)) ?? NO_BRANDS) {
      const isNamed = brand.weight === "distinct" && brand.label.length >= MIN_POSING && name.startsWith(brand.label);
      if (isNamed) return lookingLike(brand, `${name}.${end} stands before another domain`, true);
    }
  }
  return null;
}

/** `gov.cn` and the like, which stand for a state. */
function stateOf(text: string, next: string): string | null {
  if (text === "gov" && /^(?:ae|au|br|cn|hk|in|it|my|ng|ph|pl|sg|tr|tw|ua|uk|vn|za)$/u.test(next)) return `gov.${next}`;
  if (text === "gob" && /^(?:ar|cl|ec|es|gt|mx|pe)$/u.test(next)) return `gob.${next}`;
  if (text === "gouv" && next === "fr") return "gouv.fr";
  if (text === "go" && /^(?:id|jp|kr|th)$/u.test(next)) return `go.${next}`;
  return text === "govcn" || text === "govvn" ? `gov.${text.slice(3)}` : null;
}

/** `taobaocom`, `wwwtaobao`: a domain without its dots. Companies end names with `net` and `cn`, where names cost money. */
function glued(text: string, suffix: string, { brands, cheap }: Catalogue): Lookalike | null {
  if (text.length < 7) return null;
  const ending = (cheap.has(suffix) ? /(?:com|cn|net|org)$/u : /com$/u).exec(text)?.[0] ?? "";
  const bare = text.startsWith("ww") ? text.slice(text.startsWith("www") ? 3 : 2) : text;
  for (const name of new Set([bare, ending === "" ? bare : bare.slice(0, -ending.length)])) {
    const brand = name === text ? undefined : brands.get(name);
    if (brand === undefined) continue;
    // With both its ends even an everyday word is a domain: `wwwchasecom`.
    const isWhole = bare !== text && name.length < bare.length && brand.site.startsWith(`${name}.`);
    if (bare !== text && !text.startsWith("www") && name.length < MIN_POSING) continue;
    if (!isWhole && (name.length < 4 || brand.weight === "common" || brand.weight === "short")) continue;
    return lookingLike(brand, "its domain without dots", true);
  }
  return null;
}
