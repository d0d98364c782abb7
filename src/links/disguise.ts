import type { Link } from "./types.ts";
import { visible } from "./characters.ts";
import { shownFor } from "./markup.ts";
import { normaliseLink } from "./normalise-link.ts";

/** A character inside a link that shows nothing or turns the reading direction. */
export interface InvisibleCharacter {
  /** `U+200B` and the like. */
  readonly codePoint: string;
  /** What it does: turns the direction, joins or parts letters, or only hides. */
  readonly does: "bidi" | "joins" | "hides";
  /** Offset in the text, UTF-16 units. */
  readonly at: number;
}

/** A link of markup whose shown text names another host than its target. */
export interface TextMismatch {
  /** The text a reader sees, as written. */
  readonly shown: string;
  readonly shownHost: string;
  readonly targetHost: string;
}

const BIDI = /^[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]$/u;
const JOINERS = /^[\u200C\u200D]$/u;
/** Scripts whose spelling needs joiners; emoji sequences need them too. Source: UTS #46, ContextJ. */
const NEEDS_JOINERS =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Kannada}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Gujarati}\p{Extended_Pictographic}]/u;

/**
 * Every invisible or bidirectional character inside a link's `value`, in order.
 * Joiners and emoji selectors after a letter or an emoji that is spelled with them are not reported: they hide nothing.
 */
export function invisibleCharacters(link: Pick<Link, "value" | "start">): InvisibleCharacter[] {
  // Most links are plain; looking at each character is for the others.
  if (visible(link.value) === link.value) return [];
  const found: InvisibleCharacter[] = [];
  let before = "";
  for (const { 0: character, index } of link.value.matchAll(/./gsu)) {
    if (visible(character) !== "") {
      before = character;
      continue;
    }
    const spells = (JOINERS.test(character) || character === "\uFE0F") && NEEDS_JOINERS.test(before);
    if (spells) continue;
    const does = BIDI.test(character) ? "bidi" : JOINERS.test(character) ? "joins" : "hides";
    const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    found.push({ codePoint: `U+${hex}`, does, at: link.start + index });
  }
  return found;
}

/**
 * Whether the link is the target of markup whose shown text names another host than the target's.
 * Two hosts differ when neither equals the other or is its sub-domain, `www.` aside. Null for every other link.
 *
 * @param findLinks  The finder that found the link: what counts as a host in the shown text is its business.
 */
export function textMismatch(text: string, link: Link, findLinks: (text: string) => Link[]): TextMismatch | null {
  const shown = shownFor(text, link);
  if (shown === null) return null;
  const targetHost = hostOf(link);
  if (targetHost === null) return null;
  for (const named of findLinks(shown)) {
    const shownHost = hostOf(named);
    if (shownHost !== null && !isSameSite(shownHost, targetHost)) return { shown, shownHost, targetHost };
  }
  return null;
}

function hostOf(link: Link): string | null {
  const { url } = normaliseLink(link);
  if (url === null) return null;
  const { hostname } = new URL(url);
  return hostname === "" ? null : hostname.replace(/^www\./u, "").replace(/\.$/u, "");
}

function isSameSite(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}
