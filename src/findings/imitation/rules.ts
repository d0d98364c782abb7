import { domainToUnicode } from "node:url";
import { parse } from "tldts";
import type { Catalogue } from "./catalogue.ts";
import type { KnownDomains } from "./known-domains.ts";
import { beforeStranger, joinedBeforeStranger } from "./rules/before-stranger.ts";
import { besideWords } from "./rules/beside.ts";
import { disguisedBesideWord, disguisedName, hiddenSign, oddScripts } from "./rules/disguise.ts";
import { embedded } from "./rules/embedded.ts";
import { joinedWithWords } from "./rules/joined.ts";
import { misspelt } from "./rules/misspelt.ts";
import { type Lookalike, type Parts, PROJECT_HOSTING } from "./rules/parts.ts";
import { slip } from "./rules/slip.ts";
import { otherSuffix } from "./rules/suffix.ts";
import type { HashSet } from "./hash-set.ts";
import { asciiLooks, foldedCode, foldedHashOf, hashOf, pairOf } from "./skeleton.ts";

/**
 * What a host looks like, by the first rule that tells.
 *
 * @param host   As an address parser writes it: ASCII lower case, Punycode.
 * @param names  Asked for only where no known domain holds the host.
 * @returns      Null for an honest host, and for what is no name under a public suffix.
 */
export function lookalikeOf(host: string, known: KnownDomains, names: () => Catalogue): Lookalike | null {
  const { domain, publicSuffix, isPrivate, isIp } = parse(host, PARSING);
  if (domain === null || publicSuffix === null || isIp === true) return null;
  if (known.infrastructure.has(publicSuffix) || known.infrastructure.has(domain)) return null;
  if (isNamed(host, domain, known)) return null;
  const data = names();
  const isAscii = !host.includes("xn--");
  if (isAscii && data.restricted.has(publicSuffix)) return null;
  const isLent = known.lending.has(domain) && host !== domain;
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
  const spelled = isAscii ? parts : withoutMarks(parts);
  return data.restricted.has(publicSuffix) || PROJECT_HOSTING.has(suffix)
    ? null
    : ((isNaming || GLUED.test(left) ? embedded(parts, data) : null) ??
        (isNaming || left.includes("-") ? besideWords(spelled, isNaming, data) : null) ??
        joinedWithWords(spelled, data) ??
        (isNaming ? otherSuffix(parts, data) : null) ??
        (isNaming ? beforeStranger(parts, isLent ? host : domain, data) : null) ??
        (labels.length > 1 ? joinedBeforeStranger(parts, isLent ? host : domain, data) : null) ??
        slip(parts, data) ??
        misspelt(spelled, isLent ? host : domain, data) ??
        disguisedBesideWord(parts, data));
}

/** Words with marks as people type them without: `vérification`. Labels that hold other letters stay. */
function withoutMarks(parts: Parts): Parts {
  const plain = (label: string) => {
    const looks = asciiLooks(label);
    return /^[a-z0-9-]*$/u.test(looks) ? looks : label;
  };
  return { ...parts, labels: parts.labels.map(plain), label: plain(parts.label) };
}

/** The part of a host that its owner registered, in Punycode; the host itself when it is none. */
export function registrableDomain(host: string): string {
  return parse(host, PARSING).domain ?? host;
}

const PARSING = { allowPrivateDomains: true, extractHostname: false, validateHostname: false } as const;

/** Whether a part of a host between its dots and hyphens may be a brand's label, as it stands or in disguise. */
function namesBrand(left: string, { hashes }: Catalogue): boolean {
  let start = 0;
  let labelStart = 0;
  // The hyphen before the present part, and where the part before that hyphen begins.
  let hyphen = -1;
  let pairStart = 0;
  // The hashes of the present part: as it stands, and folded up to where two letters end that are read as one.
  let plain = 0;
  let folded = 0;
  let foldedTo = 0;
  for (let place = 0; place <= left.length; place += 1) {
    const code = place === left.length ? DOT : left.charCodeAt(place);
    if (code !== DOT && code !== HYPHEN) {
      plain = (Math.imul(plain, 31) + code) | 0;
      if (place < foldedTo) continue;
      const pair = place + 1 < left.length ? pairOf(code, left.charCodeAt(place + 1)) : 0;
      folded = (Math.imul(folded, 31) + (pair === 0 ? foldedCode(code) : pair)) | 0;
      foldedTo = place + (pair === 0 ? 1 : 2);
      continue;
    }
    if (hashes.has(plain) || hashes.has(folded)) return true;
    plain = 0;
    folded = 0;
    // Names may hold a hyphen: two parts of a label, or all of it.
    if (hyphen >= labelStart && isAmong(hashes, left, pairStart, place)) return true;
    if (code === DOT) {
      if (hyphen > labelStart && pairStart !== labelStart && isAmong(hashes, left, labelStart, place)) return true;
      labelStart = place + 1;
      hyphen = -1;
    } else {
      hyphen = place;
      pairStart = start;
    }
    start = place + 1;
  }
  return false;
}

function isAmong(hashes: HashSet, text: string, from: number, to: number): boolean {
  return hashes.has(hashOf(text, from, to)) || hashes.has(foldedHashOf(text, from, to));
}

const DOT = 0x2e;
const HYPHEN = 0x2d;
/** A part that may be a domain without its dots. */
const GLUED = /(?:com|cn|net|org)(?:[.-]|$)|(?:^|[.-])ww(?:w?[a-vx-z0-9]|ww)/u;

/** Whether a domain on the way from the host to its registrable one is known to be whose it says. */
function isNamed(host: string, domain: string, { domains, hashes }: KnownDomains): boolean {
  const first = host.length - domain.length;
  let hash = 0;
  let power = 1;
  for (let place = host.length - 1; place >= 0; place -= 1) {
    const code = host.charCodeAt(place);
    const isName = code === DOT && place < first;
    if (isName && hashes.has(hash) && domains.has(host.slice(place + 1))) return true;
    hash = (hash + Math.imul(code, power)) | 0;
    power = Math.imul(power, 31);
  }
  return hashes.has(hash) && domains.has(host);
}
