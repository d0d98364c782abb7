import { domainToASCII } from "node:url";
import { registerTokenPlugin, test } from "linkifyjs";
import { visible } from "./characters.ts";
import { TOP_LEVEL_DOMAINS } from "./data/top-level-domains.ts";

/**
 * The one place where linkifyjs is used.
 *
 * linkifyjs parses a whole text well when words stand apart. In Chinese chat it takes prose into the address, and it
 * reads every character of every message. So the windows are cut first (`find-links.ts`).
 * Its parser then sees only what may be a bare host:
 * is this one word a web address, and not an e-mail address or a file name's end?
 * A token plugin gives its scanner the dated list of `data/`, which may be newer than the package.
 */
registerTokenPlugin("hutong-top-level-domains", ({ scanner }) => {
  const { TLD, UTLD } = scanner.tokens;
  for (const name of TOP_LEVEL_DOMAINS) {
    const isAscii = /^[a-z0-9-]+$/u.test(name);
    if (scanner.start.accepts()) continue;
    let state = scanner.start;
    let known = true;
    for (const character of name) {
      const next = state.go(character);
      if (next === null) {
        known = false;
        break;
      }
      state = next;
    }
    if (!known || (state.t !== TLD && state.t !== UTLD)) scanner.start.ts(name, isAscii ? TLD : UTLD);
  }
});

/** Unicode and `xn--` forms, lower case. */
const NAMES: ReadonlySet<string> = new Set(
  TOP_LEVEL_DOMAINS.flatMap((name) => (/[^a-z0-9-]/u.test(name) ? [name, domainToASCII(name)] : [name])),
);

const CJK_NAMES: readonly string[] = TOP_LEVEL_DOMAINS.filter((name) =>
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+$/u.test(name),
);
const LONGEST_CJK_NAME = Math.max(...CJK_NAMES.map((name) => name.length));
const CJK_NAME_SET: ReadonlySet<string> = new Set(CJK_NAMES);

const LETTERS = /^[\p{L}\d\u24D0-\u24E9-]+$/u;

/** Whether the label, in any case and in Unicode or `xn--` form, is a delegated top-level domain. */
export function isTopLevelDomain(label: string): boolean {
  if (NAMES.has(label)) return true;
  if (/^[\da-z-]*$/u.test(label)) return false;
  const shown = visible(label).toLowerCase();
  // Letters in other forms are the same to a browser (UTS #46); units and fractions in one character are none of a name.
  return NAMES.has(shown.normalize(LETTERS.test(shown) ? "NFKC" : "NFC"));
}

/** Length of the longest top-level domain of a CJK script that the text has at `index`; 0 for none. */
export function cjkTopLevelDomainAt(text: string, index: number, end: number): number {
  for (let length = Math.min(LONGEST_CJK_NAME, end - index); length > 1; length -= 1) {
    if (CJK_NAME_SET.has(text.slice(index, index + length))) return length;
  }
  return 0;
}

const MOST_REMEMBERED = 2048;
const remembered = new Map<string, boolean>();

/** Whether linkifyjs reads the ASCII host, standing alone, as one web address. Remembers the hosts of the last messages. */
export function readsAsWebAddress(host: string): boolean {
  const known = remembered.get(host);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const reads = test(host, "url");
  remembered.set(host, reads);
  return reads;
}
