import { domainToUnicode } from "node:url";
import { parse } from "tldts";
import { type Brand, type Catalogue, deletionsOf, MIN_SLIP_LENGTH } from "./catalogue.ts";
import { differenceOf } from "./difference.ts";
import { isMixed, scriptOf, scriptsOf, signInDisguise } from "./scripts.ts";
import { asciiLooks, foldAscii, hanLooks, looksOf, plainHan, strictLooks } from "./skeleton.ts";

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
  readonly suffix: string;
  /** Whether anybody may have a name under the suffix within minutes. */
  readonly isHosting: boolean;
}

const SITE_SUFFIXES: ReadonlySet<string> = new Set(["com", "cn", "net", "org"]);
/** Hosting that lends names to projects of the same name, by hand. */
const PROJECT_HOSTING: ReadonlySet<string> = new Set(["readthedocs.io", "js.org"]);
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
  const left = host.slice(0, -publicSuffix.length - 1);
  const labels = (isAscii ? left : domainToUnicode(left)).split(".");
  const label = labels.at(-1) ?? "";
  const parts: Parts = { labels, label, suffix: publicSuffix, isHosting: isPrivate === true };
  const found =
    (isAscii ? null : (hiddenSign(domainToUnicode(host).split("."), data) ?? oddScripts(parts, data))) ??
    disguisedName(parts, data);
  if (found !== null) return found;
  return data.restricted.has(publicSuffix)
    ? null
    : (embedded(parts, data) ??
        besideWords(parts, data) ??
        joinedWithWords(parts, data) ??
        otherSuffix(parts, data) ??
        slip(parts, data));
}

/** The part of a host that its owner registered, in Punycode; the host itself when it is none. */
export function registrableDomain(host: string): string {
  return parse(host, PARSING).domain ?? host;
}

const PARSING = { allowPrivateDomains: true, extractHostname: false, validateHostname: false } as const;

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
  if (/^\d+$/u.test(brand.label) || /^\d+$/u.test(text)) return null;
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
  return null;
}

/** Rule 4: somebody's domain stands before the real one. */
function embedded({ labels, label }: Parts, data: Catalogue): Lookalike | null {
  if (labels.length === 1 && !label.includes("-")) return glued(label, data);
  const tokens = labels.flatMap((each, place) =>
    each.split("-").map((text, index) => ({ text, isFirst: index === 0, isOwn: place === labels.length - 1 })),
  );
  for (let place = tokens.length - 1; place >= 0; place -= 1) {
    const { text, isOwn } = tokens[place] ?? { text: "", isOwn: false };
    const next = tokens[place + 1];
    const state = stateOf(text, next?.text ?? "");
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
    const isDomain = next !== undefined && (isSite || (isTelling && SITE_SUFFIXES.has(next.text)));
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

/** Rule 5, with hyphens: its name beside a word that asks for trust. */
function besideWords({ labels, label, suffix, isHosting }: Parts, data: Catalogue): Lookalike | null {
  for (const each of labels) {
    const isOwn = each === label;
    if (!each.includes("-")) {
      const brand = isOwn ? undefined : data.brands.get(each);
      if (brand === undefined || brand.weight === "common" || brand.weight === "known") continue;
      // A name before a domain that is made of such words and nothing else.
      const words = label.split("-");
      const isBait =
        words.length > 1 &&
        words.every((word) => isWord(word, data)) &&
        words.some((word) => data.strongWords.has(word));
      if (isBait) return lookingLike(brand, `its name before ${label}`, false);
      continue;
    }
    const tokens = each.split("-");
    for (const [place, token] of tokens.entries()) {
      const brand = data.brands.get(token) ?? slipOf(token, data);
      if (brand === undefined) continue;
      const others = tokens.toSpliced(place, 1);
      const strong = others.find((word) => data.strongWords.has(word));
      const word = strong ?? others.find((other) => data.plainWords.has(other));
      const told = strengthBeside(brand, { strong, word, others, isCheap: data.cheap.has(suffix) }, data);
      if (told === null) continue;
      const isExact = token === brand.label;
      if (!isExact && strong === undefined) continue;
      const why = word === undefined ? "its name and a hyphen" : `its name beside ${word}`;
      if (isOwn) return lookingLike(brand, why, told === "strong" && isExact);
      if (strong !== undefined && !isHosting && brand.weight === "distinct") return lookingLike(brand, why, false);
    }
  }
  return null;
}

function isWord(word: string, { strongWords, plainWords }: Catalogue): boolean {
  return strongWords.has(word) || plainWords.has(word);
}

interface Beside {
  readonly strong: string | undefined;
  readonly word: string | undefined;
  readonly others: readonly string[];
  readonly isCheap: boolean;
}

/** How much it tells that a name stands beside words; null: nothing. */
function strengthBeside(
  { weight, isLocal }: Brand,
  { strong, word, others, isCheap }: Beside,
  { coreWords, fillers }: Catalogue,
): "strong" | "weak" | null {
  switch (weight) {
    case "distinct":
      return word !== undefined || others.some((other) => fillers.has(other)) ? "strong" : "weak";
    case "known":
      if (strong !== undefined) return "strong";
      return word !== undefined && isCheap ? "weak" : null;
    case "word":
      if (strong !== undefined) return "strong";
      return word !== undefined || isCheap ? "weak" : null;
    case "common":
      return others.some((other) => coreWords.has(other)) ? "weak" : null;
    case "short":
      if (strong !== undefined) return "strong";
      return word !== undefined && (isCheap || isLocal) ? "weak" : null;
  }
}

/** Rule 5, without hyphens: `taobaokefu`. */
function joinedWithWords({ label }: Parts, data: Catalogue): Lookalike | null {
  for (const text of label.includes("-") ? label.split("-") : [label]) {
    if (text.length < 6 || !data.starts.has(text.slice(0, 4))) {
      if (text.length < 6 || !data.starts.has(text.slice(0, 3))) continue;
    }
    if (data.brands.has(text) || data.everyday.has(text)) continue;
    for (let cut = 2; cut <= text.length - 2; cut += 1) {
      const [left, right] = [text.slice(0, cut), text.slice(cut)];
      const found = joined(data.brands.get(left), right, data) ?? joined(data.brands.get(right), left, data);
      if (found !== null) return found;
    }
  }
  return null;
}

function joined(brand: Brand | undefined, rest: string, data: Catalogue): Lookalike | null {
  if (brand === undefined || brand.weight === "common") return null;
  const { strongWords, plainWords, fillers } = data;
  const isStrong = strongWords.has(rest);
  if (brand.weight === "distinct") {
    const isWordy = isStrong || plainWords.has(rest) || fillers.has(rest) || /^\d{1,6}$/u.test(rest);
    if (!isWordy && !isTwoWords(rest, data)) return null;
    return brand.label.length < 4 ? null : lookingLike(brand, `its name beside ${rest}`, false);
  }
  const isEnough = isStrong && (brand.weight !== "short" || (rest.length > 3 && brand.label.length > 1));
  return isEnough ? lookingLike(brand, `its name beside ${rest}`, false) : null;
}

function isTwoWords(text: string, data: Catalogue): boolean {
  for (let cut = 2; cut <= text.length - 2; cut += 1) {
    if (isWord(text.slice(0, cut), data) && isWord(text.slice(cut), data)) return true;
  }
  return false;
}

/** Rules 6 and 8: its name under a suffix that is not its own, or on a host that lends names. */
function otherSuffix({ label, suffix, isHosting }: Parts, data: Catalogue): Lookalike | null {
  if (/\p{Script=Han}/u.test(label)) return chineseSuffix(label, suffix, data);
  const brand = data.brands.get(label);
  if (brand === undefined) return null;
  const { weight, isLocal } = brand;
  if (isHosting) {
    const isTold = (weight === "distinct" || weight === "word") && !PROJECT_HOSTING.has(suffix);
    return isTold ? lookingLike(brand, `its name on ${suffix}`, false) : null;
  }
  const why = `its name under .${suffix}`;
  if (data.cheap.has(suffix)) {
    const isTold = weight === "distinct" || weight === "known" || weight === "word";
    return isTold ? lookingLike(brand, why, false) : null;
  }
  if (weight !== "distinct") return null;
  // A company of the world has domains in every country.
  const country = suffix.split(".").at(-1) ?? "";
  if (country.length === 2 && !isLocal && !data.soldToAnybody.has(suffix)) return null;
  return lookingLike(brand, why, false);
}

function chineseSuffix(label: string, suffix: string, data: Catalogue): Lookalike | null {
  const brand = data.chinese.find(([name]) => name === plainHan(label))?.[1];
  const isItsOwn = CHINESE_SUFFIXES.has(suffix) || suffix.startsWith("xn--");
  return brand === undefined || isItsOwn ? null : lookingLike(brand, `its name under .${suffix}`, false);
}

/** Rule 7: one letter more, less, other or swapped, a hyphen or a number. */
function slip({ label }: Parts, data: Catalogue): Lookalike | null {
  if (data.brands.has(label) || data.everyday.has(label)) return null;
  if (label.includes("-")) {
    const bare = data.brands.get(label.replaceAll("-", ""));
    const isTold = bare !== undefined && bare.weight !== "common" && bare.label.length > 4;
    return isTold ? lookingLike(bare, "its name with a hyphen", false) : null;
  }
  const brand = slipOf(label, data);
  return brand === undefined ? null : lookingLike(brand, differenceOf(label, brand.label).words, false);
}

function slipOf(text: string, data: Catalogue): Brand | undefined {
  if (text.length < MIN_SLIP_LENGTH - 1 || data.everyday.has(text)) return undefined;
  const { ends } = data;
  if (
    !ends.has(`${text.slice(0, 3)}…`) &&
    !ends.has(`…${text.slice(-3)}`) &&
    !ends.has(`${text.slice(0, 2)}…${text.slice(-2)}`)
  )
    return undefined;
  for (const shorter of [text, ...deletionsOf(text)]) {
    for (const brand of data.byDeletion.get(shorter) ?? []) if (isSlip(text, brand.label)) return brand;
  }
  return undefined;
}

/** Ends of names that everybody's names have: what stands before them is the name. */
const COMMON_END =
  /(?:bank|box|card|cloud|home|hub|link|mail|news|pass|pay|post|scan|shop|store|times?|play|media|china)$/u;

/** Whether one letter was left out, added, changed or swapped with its neighbour. */
function isSlip(text: string, label: string): boolean {
  if (text === label) return false;
  // Other letters before such an end make another name.
  const end = COMMON_END.exec(label);
  if (end !== null && end.index < 4 && text.endsWith(end[0])) return false;
  let start = 0;
  while (start < text.length && text[start] === label[start]) start += 1;
  const [rest, other] = [text.slice(start), label.slice(start)];
  if (rest.length === other.length) {
    const isSwap = rest.slice(2) === other.slice(2) && rest[0] === other[1] && rest[1] === other[0];
    return rest.slice(1) === other.slice(1) || isSwap;
  }
  return rest === other.slice(1) || other === rest.slice(1);
}
