import { domainToUnicode } from "node:url";
import { parse } from "tldts";
import { type Brand, type Catalogue, MIN_SLIP_LENGTH, slipKeys } from "./catalogue.ts";
import { differenceOf } from "./difference.ts";
import { isMixed, scriptOf, scriptsOf, signInDisguise } from "./scripts.ts";
import { asciiLooks, foldAscii, foldedHashOf, hanLooks, hashOf, looksOf, plainHan, strictLooks } from "./skeleton.ts";

/** What a host looks like that it is not. */
export interface Lookalike {
  /** Whether nobody gives a host such a name by accident. */
  readonly isStrong: boolean;
  /** The domain it looks like; null when it only hides what it is. */
  readonly site: string | null;
  /** What makes it look so, in words. */
  readonly why: string;
}

/** A host in parts. */
interface Parts {
  /** In Unicode, without the suffix, from the left; the last one is what its owner chose. */
  readonly labels: readonly string[];
  readonly label: string;
  /** Whether all of it is. */
  readonly isAscii: boolean;
  readonly suffix: string;
  /** Whether anybody may have a name under the suffix within minutes. */
  readonly isHosting: boolean;
}

const SITE_SUFFIXES: ReadonlySet<string> = new Set(["com", "cn", "net", "org", "id", "vn"]);
/** Hosting that lends names to projects of the same name, by hand. */
const PROJECT_HOSTING: ReadonlySet<string> = new Set(["readthedocs.io", "js.org"]);
/** Hosting where a name is an account's, and the account's name its company's. */
const ACCOUNT_HOSTING: ReadonlySet<string> = new Set(["github.io", "gitlab.io"]);
/** Suffixes under which a Chinese name is whom it names: registries check them, or its owner took them first. */
const CHINESE_SUFFIXES: ReadonlySet<string> = new Set(["com", "cn", "net", "com.cn", "net.cn", "hk", "tw", "com.tw"]);

/**
 * What a host looks like, by the first rule that tells.
 *
 * @param host  As an address parser writes it: ASCII lower case, Punycode.
 * @returns     Null for an honest host, and for what is no name under a public suffix.
 */
export function lookalikeOf(host: string, data: Catalogue): Lookalike | null {
  const { domain, publicSuffix, isPrivate, isIp } = parse(host, PARSING);
  if (domain === null || publicSuffix === null || isIp === true) return null;
  if (data.infrastructure.has(publicSuffix) || isNamed(host, domain, data)) return null;
  const isAscii = !host.includes("xn--");
  if (isAscii && data.restricted.has(publicSuffix)) return null;
  const isLent = data.lending.has(domain) && host !== domain;
  const suffix = isLent ? domain : publicSuffix;
  const left = host.slice(0, -suffix.length - 1);
  const labels = (isAscii ? left : domainToUnicode(left)).split(".");
  const label = labels.at(-1) ?? "";
  const parts: Parts = { labels, label, isAscii, suffix, isHosting: isPrivate === true || isLent };
  const isNaming = !isAscii || namesBrand(left, data);
  const found =
    (isAscii ? null : (hiddenSign(domainToUnicode(host).split("."), data) ?? oddScripts(parts, data))) ??
    (isNaming ? disguisedName(parts, data) : null);
  if (found !== null) return found;
  return data.restricted.has(publicSuffix) || PROJECT_HOSTING.has(suffix)
    ? null
    : ((isNaming || GLUED.test(left) ? embedded(parts, data) : null) ??
        (isNaming || left.includes("-") ? besideWords(parts, data) : null) ??
        joinedWithWords(parts, data) ??
        otherSuffix(parts, data) ??
        slip(parts, data));
}

/** The part of a host that its owner registered, in Punycode; the host itself when it is none. */
export function registrableDomain(host: string): string {
  return parse(host, PARSING).domain ?? host;
}

const PARSING = { allowPrivateDomains: true, extractHostname: false, validateHostname: false } as const;

/** Whether a part of a host between its dots and hyphens may be a brand's label, as it stands or in disguise. */
function namesBrand(left: string, { hashes }: Catalogue): boolean {
  let start = 0;
  for (let place = 0; place <= left.length; place += 1) {
    const code = place === left.length ? DOT : left.charCodeAt(place);
    if (code !== DOT && code !== HYPHEN) continue;
    if (hashes.has(hashOf(left, start, place)) || hashes.has(foldedHashOf(left, start, place))) return true;
    start = place + 1;
  }
  // A label with hyphens may be one too.
  return left.includes("-") && hashes.has(foldedHashOf(left, left.lastIndexOf(".") + 1, left.length));
}

const DOT = 0x2e;
const HYPHEN = 0x2d;
/** A part that may be a domain without its dots. */
const GLUED = /(?:com|cn|net|org)(?:[.-]|$)|(?:^|[.-])www[a-z0-9]/u;

/** Whether a domain on the way from the host to its registrable one is known to be whose it says. */
function isNamed(host: string, domain: string, { domains }: Catalogue): boolean {
  for (let name = host; ; name = name.slice(name.indexOf(".") + 1)) {
    if (domains.has(name)) return true;
    if (name.length <= domain.length) return false;
  }
}

function lookingLike(brand: Brand, why: string, isStrong: boolean): Lookalike {
  return { isStrong, site: brand.site, why };
}

/** Rule 1: signs in disguise, in what is no suffix but looks like one too. */
function hiddenSign(labels: readonly string[], data: Catalogue): Lookalike | null {
  for (const label of labels) {
    const sign = signInDisguise(label);
    if (sign === null) continue;
    const why = `${nameOf(sign.character)} looks like ${sign.as}`;
    const before = label.slice(0, label.indexOf(sign.character));
    const brand = data.brands.get(before.split(".").at(-1) ?? "") ?? brandBefore(labels, label, data);
    return { isStrong: true, site: brand?.site ?? null, why };
  }
  return null;
}

/** Rule 2: scripts that nobody mixes, and words that are all disguise. */
function oddScripts({ labels, suffix }: Parts, data: Catalogue): Lookalike | null {
  const { soldToAnybody } = data;
  // Under their own countries' suffixes these scripts are at home.
  const isLatinSuffix = !suffix.startsWith("xn--") && (!/(?:^|\.)[a-z]{2}$/u.test(suffix) || soldToAnybody.has(suffix));
  for (const label of labels) {
    const [script, another] = scriptsOf(label);
    if (isLatinSuffix && script !== undefined && script !== "Latin" && another === undefined) {
      const isAscii = /^[a-z0-9-]{3,}$/u.test(strictLooks(label));
      if (isAscii && nameBehind(label, data) === null) {
        return { isStrong: false, site: null, why: `${script} letters that all look Latin` };
      }
    }
    for (const token of label.split("-")) {
      const scripts = scriptsOf(token);
      const brand = nameBehind(token, data)?.brand;
      if (!isMixed(scripts)) continue;
      if (brand !== undefined) continue;
      const odd = Array.from(token).find((each) => scriptOf(each) !== "Latin" && scriptOf(each) !== "Common") ?? "";
      const isHidden = scripts.includes("Latin") && /^[a-z]$/iu.test(looksOf(odd));
      const why = isHidden ? `${nameOf(odd)} among Latin letters` : `mixes ${scripts.join(" and ")}`;
      return { isStrong: isHidden, site: null, why };
    }
  }
  return null;
}

function brandBefore(labels: readonly string[], label: string, data: Catalogue): Brand | undefined {
  return data.brands.get(labels[labels.indexOf(label) - 1] ?? "");
}

function nameOf(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const script = scriptOf(character);
  return script === "Common" || script === "another script" ? code : `${script} ${character} (${code})`;
}

/** A name that a text passes for without being it. */
interface Disguise {
  readonly brand: Brand;
  readonly why: string;
  readonly isStrong: boolean;
}

/** Rule 3: the brand behind a text that is read as its name. */
function nameBehind(text: string, data: Catalogue): Disguise | null {
  const isAscii = /^[\x21-\x7E]*$/u.test(text);
  const looks = isAscii ? text : asciiLooks(text);
  const brand = data.bySkeleton.get(foldAscii(looks));
  if (brand === undefined || text === brand.label || data.brands.has(text) || data.everyday.has(text)) return null;
  if (/^\d+$/u.test(text)) return null;
  // Letters among the digits of a number that people know.
  if (/^\d+$/u.test(brand.label)) {
    const isTold =
      brand.label.length > 4 && text.length === brand.label.length && (text.match(/\d/gu)?.length ?? 0) > 2;
    return isTold ? { brand, why: differenceOf(text, brand.label).words, isStrong: true } : null;
  }
  const difference = differenceOf(text, brand.label);
  if (isAscii) {
    const least = difference.byGroups ? 5 : 4;
    if (brand.label.length < least || (brand.weight === "common" && !/\d/u.test(text))) return null;
    // Short codes of digits and letters are names of their own.
    if (brand.label.length < 6 && (text.match(/\d/gu)?.length ?? 0) > 1) return null;
  } else if (brand.label.length < 4 && scriptsOf(text).every((script) => script === "Latin")) {
    return null;
  }
  return { brand, why: difference.words, isStrong: !difference.isSlight };
}

function disguisedName({ labels, label }: Parts, data: Catalogue): Lookalike | null {
  for (const each of labels) {
    const isOwn = each === label;
    const isAscii = /^[\x21-\x7E]*$/u.test(each);
    if (!isOwn && isAscii) continue;
    const whole = nameBehind(each, data);
    if (whole !== null) return lookingLike(whole.brand, whole.why, whole.isStrong);
    if (!isAscii) {
      const chinese = chineseName(each, data);
      if (chinese !== null) return chinese;
    }
    if (!each.includes("-")) continue;
    for (const token of each.split("-")) {
      const part = nameBehind(token, data);
      if (part !== null && (part.brand.weight !== "common" || !isAscii) && part.brand.label.length > 3)
        return lookingLike(part.brand, part.why, part.isStrong);
    }
  }
  return null;
}

/** A Chinese name in other characters, or beside a word that asks for trust. */
function chineseName(label: string, data: Catalogue): Lookalike | null {
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

/** Rule 4: somebody's domain stands before the real one. */
function embedded({ labels, label, suffix, isHosting }: Parts, data: Catalogue): Lookalike | null {
  if (labels.length === 1 && !label.includes("-") && !isHosting) return glued(label, data);
  const tokens = labels.flatMap((each, place) =>
    each.split("-").map((text, index) => ({ text, isFirst: index === 0, isOwn: place === labels.length - 1 })),
  );
  for (let place = tokens.length - 1; place >= 0; place -= 1) {
    const { text, isOwn } = tokens[place] ?? { text: "", isOwn: false };
    const next = tokens[place + 1];
    // Suffixes such as `cn.com` go on with what stands before them.
    const state = stateOf(text, next?.text ?? (isHosting ? (suffix.split(".")[0] ?? "") : ""));
    if (state !== null) return { isStrong: true, site: state, why: `${state} stands before another domain` };
    const brand = data.brands.get(text) ?? (next === undefined ? undefined : nameBehind(text, data)?.brand);
    if (brand === undefined) {
      const joined = isOwn || tokens.length > 2 ? glued(text, data) : null;
      if (joined !== null) return joined;
      continue;
    }
    const [, ...siteSuffix] = brand.site.split(".");
    const isSite = brand.site.startsWith(`${brand.label}.`) && next?.text === siteSuffix[0];
    const isTelling = brand.weight === "distinct" || brand.weight === "known" || brand.weight === "word";
    const isCountry = next?.text === "co" && /^[a-z]{2}$/u.test(tokens[place + 2]?.text ?? "");
    const isDomain =
      next !== undefined && (isSite || (isTelling && (SITE_SUFFIXES.has(next.text.replace(/\d+$/u, "")) || isCountry)));
    const why = `${text}.${next?.text ?? ""} stands before another domain`;
    // A short name needs its dot to be a domain.
    if (isDomain && (isTelling || (next.isFirst && labels.length > 1))) return lookingLike(brand, why, true);
    if (tokens[place - 1]?.text !== "www" || !isTelling) continue;
    const isHyphened = tokens[place]?.isFirst === false;
    if (isOwn ? !isHyphened : brand.weight !== "distinct") continue;
    return lookingLike(brand, "www and its name under another domain", isOwn);
  }
  return null;
}

/** `gov.cn` and the like, which stand for a state. */
function stateOf(text: string, next: string): string | null {
  if (text === "gov" && /^(?:cn|vn|sg|uk|my|au|in|hk|tw|ph)$/u.test(next)) return `gov.${next}`;
  if (text === "go" && /^(?:id|jp|kr|th)$/u.test(next)) return `go.${next}`;
  return text === "govcn" || text === "govvn" ? `gov.${text.slice(3)}` : null;
}

/** `taobaocom`, `wwwtaobao`: a domain without its dots. */
function glued(text: string, { brands }: Catalogue): Lookalike | null {
  if (text.length < 7) return null;
  const ending = /(?:com|cn|net|org)$/u.exec(text)?.[0] ?? "";
  const bare = text.startsWith("www") ? text.slice(3) : text;
  for (const name of new Set([bare, ending === "" ? bare : bare.slice(0, -ending.length)])) {
    const brand = name === text ? undefined : brands.get(name);
    if (brand === undefined || name.length < 4 || brand.weight === "common" || brand.weight === "short") continue;
    return lookingLike(brand, "its domain without dots", true);
  }
  return null;
}

const STATE_SITE = /\.(?:gov|go)\.[a-z]{2}$/u;

/** Rule 5, with hyphens: its name beside a word that asks for trust. */
function besideWords({ labels, label, suffix, isHosting }: Parts, data: Catalogue): Lookalike | null {
  // A domain that is made of such words and nothing else stands behind a name to be its end.
  const words = label.split("-");
  const isBait =
    words.length > 1 &&
    words.every((word) => isWord(word, data) || data.fillers.has(word)) &&
    words.some((word) => data.strongWords.has(word));
  for (const each of labels) {
    const isOwn = each === label;
    if (!isOwn && isBait) {
      const brand = each
        .split("-")
        .flatMap((token) => data.brands.get(token) ?? [])
        .find(
          (named) => isCopied(named) || (named.weight === "common" && words.some((word) => data.coreWords.has(word))),
        );
      if (brand !== undefined) return lookingLike(brand, `its name before ${label}`, false);
    }
    if (!each.includes("-") || data.brands.has(each)) continue;
    const tokens = each.split("-");
    for (const [place, token] of tokens.entries()) {
      const pair = data.brands.get(`${token}-${tokens[place + 1] ?? ""}`);
      const others = tokens.toSpliced(place, pair === undefined ? 1 : 2);
      const strong = others.find((other) => data.strongWords.has(other) || isTwoWords(other, data));
      const brand = pair ?? data.brands.get(token) ?? (strong === undefined ? undefined : brandWithin(token, data));
      if (brand === undefined) continue;
      const word = strong ?? others.find((other) => data.plainWords.has(other));
      const isEnd = STATE_SITE.test(brand.site) || (place === tokens.length - 1 && brand.site === `${token}.${suffix}`);
      const told = strengthBeside(brand, { strong, word, others, isEnd, isCheap: data.cheap.has(suffix) }, data);
      if (told === null) continue;
      const isExact = token === brand.label || pair !== undefined;
      const why = word === undefined ? "its name and a hyphen" : `its name beside ${word}`;
      if (isOwn) return lookingLike(brand, why, told === "strong" && isExact);
      if (strong !== undefined && !isHosting && brand.weight === "distinct") return lookingLike(brand, why, false);
    }
  }
  return null;
}

/** A name that a word is joined to, or that has a slip: beside a word that asks for trust it is meant. */
function brandWithin(token: string, data: Catalogue): Brand | undefined {
  for (let cut = 4; cut <= token.length - 2; cut += 1) {
    const brand = data.brands.get(token.slice(0, cut));
    if (brand !== undefined && isCopied(brand) && brand.weight !== "short" && isWord(token.slice(cut), data))
      return brand;
  }
  return slipOf(token, data) ?? foldedBrand(token, data);
}

function foldedBrand(token: string, data: Catalogue): Brand | undefined {
  const brand = data.bySkeleton.get(foldAscii(token));
  return brand !== undefined && isCopied(brand) && brand.label.length > 4 ? brand : undefined;
}

function isWord(word: string, { strongWords, plainWords, places }: Catalogue): boolean {
  return strongWords.has(word) || plainWords.has(word) || places.has(word);
}

function isCopied({ weight }: Brand): boolean {
  return weight !== "common" && weight !== "known";
}

interface Beside {
  readonly strong: string | undefined;
  readonly word: string | undefined;
  readonly others: readonly string[];
  /** Whether the name and the suffix are its domain, and only a hyphen stands before it; a state's names are nobody else's. */
  readonly isEnd: boolean;
  readonly isCheap: boolean;
}

/** How much it tells that a name stands beside words; null: nothing. */
function strengthBeside(
  { label, weight, country }: Brand,
  { strong, word, others, isEnd, isCheap }: Beside,
  { brands, coreWords, fillers, places, localWords }: Catalogue,
): "strong" | "weak" | null {
  const isPlaced = others.some((other) => places.has(other));
  switch (weight) {
    case "distinct":
      if (word !== undefined) return "strong";
      if (others.some((other) => fillers.has(other))) return "weak";
      if (isPlaced || isEnd || others.some((other) => brands.get(other)?.weight === "distinct")) return "weak";
      if (others.every((other) => /^\d+$/u.test(other))) return "weak";
      // Names of sites about it have such hyphens too.
      return label.length > 4 && isCheap ? "weak" : null;
    case "known":
      if (strong !== undefined) return "strong";
      return word !== undefined && isCheap ? "weak" : null;
    case "word":
      if (strong !== undefined) return "strong";
      return word !== undefined || others.includes("free") || isPlaced || isEnd || isCheap ? "weak" : null;
    case "common":
      if (country !== null && strong !== undefined) return "weak";
      return others.some((other) => coreWords.has(other)) ? "weak" : null;
    case "short":
      if (strong !== undefined && (country !== null || !localWords.has(strong))) return "strong";
      return (word !== undefined || isPlaced) && (isCheap || country !== null) ? "weak" : null;
  }
}

/** Rule 5, without hyphens: `taobaokefu`. */
function joinedWithWords({ label, suffix }: Parts, data: Catalogue): Lookalike | null {
  const isCheap = data.cheap.has(suffix);
  for (const text of label.includes("-") ? label.split("-") : [label]) {
    if (text.length < 6) continue;
    if (data.brands.has(text) || data.everyday.has(text)) continue;
    const found = joinedTo(text, isCheap, data);
    if (found !== null) return found;
  }
  return null;
}

function joinedTo(text: string, isCheap: boolean, data: Catalogue): Lookalike | null {
  const { byStart, byEnd } = data;
  for (let length = 3; length > 0; length -= 1) {
    for (const brand of byStart.get(text.slice(0, length)) ?? NO_BRANDS) {
      const found = text.startsWith(brand.label) ? joined(brand, text.slice(brand.label.length), isCheap, data) : null;
      if (found !== null) return found;
    }
    for (const brand of byEnd.get(text.slice(-length)) ?? NO_BRANDS) {
      const found = text.endsWith(brand.label)
        ? joined(brand, text.slice(0, -brand.label.length), isCheap, data)
        : null;
      if (found !== null) return found;
    }
  }
  return null;
}

function joined(brand: Brand, rest: string, isCheap: boolean, data: Catalogue): Lookalike | null {
  if (brand.weight === "common" || rest.length < 2) return null;
  if (/^\d+$/u.test(brand.label + rest)) return null;
  const { strongWords, companyWords, places, fillers, placesOf } = data;
  const { label, weight, country } = brand;
  const isStrong = strongWords.has(rest) && (isCheap || !companyWords.has(rest));
  const why = `its name beside ${rest}`;
  if (weight !== "distinct") {
    return isStrong && (weight !== "short" || rest.length > 3) ? lookingLike(brand, why, false) : null;
  }
  const isHome = country !== null && placesOf[country].includes(rest);
  const isTold = isStrong || isHome || /^\d{1,6}$/u.test(rest) || isTwoWords(rest, data);
  // Companies join such words to their names themselves, but take other suffixes for them.
  const isLikely = isCheap && (isWord(rest, data) || fillers.has(rest) || places.has(rest));
  return label.length > 3 && (isTold || isLikely) ? lookingLike(brand, why, false) : null;
}

function isTwoWords(text: string, data: Catalogue): boolean {
  for (let cut = 2; cut <= text.length - 2; cut += 1) {
    const [first, second] = [text.slice(0, cut), text.slice(cut)];
    const isAsking = data.strongWords.has(first) || data.strongWords.has(second);
    if (isAsking && isWord(first, data) && isWord(second, data)) return true;
  }
  return false;
}

/** Rules 6 and 8: its name under a suffix that is not its own, or on a host that lends names. */
function otherSuffix({ label, suffix, isAscii, isHosting }: Parts, data: Catalogue): Lookalike | null {
  if (!isAscii && /\p{Script=Han}/u.test(label)) return chineseSuffix(label, suffix, data);
  const brand = data.brands.get(label);
  if (brand === undefined) return null;
  const { weight, country } = brand;
  if (isHosting) {
    const isTold = (weight === "distinct" || weight === "word") && !ACCOUNT_HOSTING.has(suffix);
    return isTold ? lookingLike(brand, `its name on ${suffix}`, false) : null;
  }
  const why = `its name under .${suffix}`;
  if (data.cheap.has(suffix)) {
    const isTold = weight === "distinct" || weight === "known" || weight === "word";
    return isTold ? lookingLike(brand, why, false) : null;
  }
  if (weight !== "distinct" || data.companySuffixes.has(suffix)) return null;
  // A company of the world has domains in every country, any company in its own.
  const end = suffix.split(".").at(-1) ?? "";
  const isCountry = end.length === 2 && !data.soldToAnybody.has(suffix);
  if (isCountry && (country === null || HOMES[country].some((home) => home === end))) return null;
  return lookingLike(brand, why, false);
}

const HOMES = { CN: ["cn", "hk", "mo", "tw"], ID: ["id"], VN: ["vn"] } as const;

function chineseSuffix(label: string, suffix: string, data: Catalogue): Lookalike | null {
  const brand = data.chinese.find(([name]) => name === plainHan(label))?.[1];
  const isItsOwn = CHINESE_SUFFIXES.has(suffix) || suffix.startsWith("xn--");
  return brand === undefined || isItsOwn ? null : lookingLike(brand, `its name under .${suffix}`, false);
}

/** Rule 7: one letter more, less, other or swapped, a hyphen or a number. */
function slip({ label, suffix, isAscii }: Parts, data: Catalogue): Lookalike | null {
  if (data.brands.has(label) || data.everyday.has(label)) return null;
  if (label.includes("-")) {
    const bare = data.brands.get(label.replaceAll("-", ""));
    const isTold = bare !== undefined && bare.weight !== "common" && bare.label.length > 4;
    return isTold ? lookingLike(bare, "its name with a hyphen", false) : null;
  }
  // Letters with marks may hide the slip.
  const text = isAscii ? label : asciiLooks(label);
  const brand = isAscii || /^[a-z0-9]*$/u.test(text) ? (slipOf(text, data) ?? doubledOf(text, data)) : undefined;
  if (brand === undefined) return null;
  // Its houses abroad have names of their own.
  const end = suffix.split(".").at(-1) ?? "";
  if (brand.country === "CN" && end !== "cn" && HOMES.CN.some((home) => home === end)) return null;
  // A letter before or behind its whole name, where its country gives names to companies, is one of its services.
  const isService = brand.country !== null && brand.site.endsWith(`.${suffix}`) && suffix.includes(".");
  if (isService && label.includes(brand.label)) return null;
  return lookingLike(brand, differenceOf(text, brand.label).words, false);
}

/** A name of five letters and more with one of them doubled. */
function doubledOf(text: string, { brands }: Catalogue): Brand | undefined {
  if (text.length < 6) return undefined;
  for (let index = 0; index < text.length - 1; index += 1) {
    if (text.charCodeAt(index) !== text.charCodeAt(index + 1)) continue;
    const brand = brands.get(text.slice(0, index) + text.slice(index + 1));
    if (brand !== undefined && isCopied(brand) && brand.weight !== "short") return brand;
  }
  return undefined;
}

function slipOf(text: string, { everyday, bySlip }: Catalogue): Brand | undefined {
  if (text.length < MIN_SLIP_LENGTH - 1 || everyday.has(text)) return undefined;
  for (const key of slipKeys(text)) {
    for (const brand of bySlip.get(key) ?? NO_BRANDS) if (isSlip(text, brand.label)) return brand;
  }
  return undefined;
}

const NO_BRANDS: readonly Brand[] = [];

/** Ends of names that everybody's names have: what stands before them is the name. */
const COMMON_END =
  /(?:bank|box|card|cloud|home|hub|link|mail|news|pass|pay|post|scan|shop|store|times?|play|media|china)$/u;

/** Whether one letter was left out, added, changed or swapped with its neighbour. */
function isSlip(text: string, label: string): boolean {
  if (text === label) return false;
  // Other letters before such an end make another name.
  const end = COMMON_END.exec(label);
  if (end !== null && end.index < 3 && text.endsWith(end[0])) return false;
  let start = 0;
  while (start < text.length && text[start] === label[start]) start += 1;
  const [rest, other] = [text.slice(start), label.slice(start)];
  if (rest.length === other.length) {
    const isSwap = rest.slice(2) === other.slice(2) && rest[0] === other[1] && rest[1] === other[0];
    return rest.slice(1) === other.slice(1) || isSwap;
  }
  return rest === other.slice(1) || other === rest.slice(1);
}
