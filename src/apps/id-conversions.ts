/**
 * Ids of one thing that are worked out from each other without a network.
 * Sources: Bilibili's base-58 in public code; Instagram's in yt-dlp's extractor (github.com/yt-dlp/yt-dlp,
 * yt_dlp/extractor/instagram.py); Weibo's checked on pairs of yt_dlp/extractor/weibo.py.
 */

const BILIBILI_ALPHABET = "FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9RdoZf";
const BILIBILI_BASE = BILIBILI_ALPHABET.length;
const BILIBILI_XOR = 23_442_827_791_579;
/** av numbers are below it; a BV id says the number with this added. */
const BILIBILI_MAX = 2 ** 51;
/** The digits of a BV id from the highest, by the places where they stand. */
const BILIBILI_PLACES = [9, 7, 5, 6, 4, 8, 3, 10, 11] as const;
const HALF = 2 ** 26;

/** `8903802` → `BV13x41117TL`; null for what is no av number. */
export function bvidOfAid(aid: string): string | null {
  const number = Number(aid);
  if (!/^\d{1,16}$/u.test(aid) || number >= BILIBILI_MAX) return null;
  let rest = BILIBILI_MAX + xor(number, BILIBILI_XOR);
  const characters = Array.from("BV1000000000");
  for (const place of BILIBILI_PLACES.toReversed()) {
    characters[place] = BILIBILI_ALPHABET[rest % BILIBILI_BASE] ?? "";
    rest = Math.floor(rest / BILIBILI_BASE);
  }
  return characters.join("");
}

/** `BV13x41117TL` → `8903802`; null for what is no BV id. */
export function aidOfBvid(bvid: string): string | null {
  if (!/^BV1[1-9A-HJ-NP-Za-km-z]{9}$/u.test(bvid)) return null;
  let sum = 0;
  for (const place of BILIBILI_PLACES) sum = sum * BILIBILI_BASE + BILIBILI_ALPHABET.indexOf(bvid[place] ?? "");
  if (sum < BILIBILI_MAX || sum >= 2 * BILIBILI_MAX) return null;
  return String(xor(sum - BILIBILI_MAX, BILIBILI_XOR));
}

// Bit by bit, for numbers of up to 52 bits: `^` alone sees 32.
function xor(a: number, b: number): number {
  const high = Math.floor(a / HALF) ^ Math.floor(b / HALF);
  return high * HALF + ((a % HALF) ^ (b % HALF));
}

const WEIBO_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Numeric mid → base-62 bid, `4189191225395228` → `FBqgOmDxO`: from the right, seven digits give four characters. */
export function bidOfMid(mid: string): string | null {
  if (!/^\d{8,19}$/u.test(mid)) return null;
  let bid = "";
  for (let end = mid.length; end > 0; end -= 7) {
    const group = base62(Number(mid.slice(Math.max(end - 7, 0), end)));
    bid = (end > 7 ? group.padStart(4, "0") : group) + bid;
  }
  return bid;
}

/** Base-62 bid → numeric mid. */
export function midOfBid(bid: string): string | null {
  if (!/^[0-9A-Za-z]{5,12}$/u.test(bid)) return null;
  let mid = "";
  for (let end = bid.length; end > 0; end -= 4) {
    let value = 0;
    for (const character of bid.slice(Math.max(end - 4, 0), end))
      value = value * 62 + WEIBO_ALPHABET.indexOf(character);
    mid = (end > 4 ? String(value).padStart(7, "0") : String(value)) + mid;
  }
  return bidOfMid(mid) === bid ? mid : null;
}

function base62(value: number): string {
  let rest = value;
  let text = "";
  do {
    text = (WEIBO_ALPHABET[rest % 62] ?? "") + text;
    rest = Math.floor(rest / 62);
  } while (rest > 0);
  return text;
}

const INSTAGRAM_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** Longer shortcodes carry a private part of this length at the end. */
const INSTAGRAM_PRIVATE_LENGTH = 28;

/** `aye83DjauH` → `482584233761418119`, the number the app's scheme wants. */
export function pkOfShortcode(shortcode: string): string | null {
  if (!/^[A-Za-z0-9_-]+$/u.test(shortcode)) return null;
  const isPrivate = shortcode.length > INSTAGRAM_PRIVATE_LENGTH;
  const open = isPrivate ? shortcode.slice(0, -INSTAGRAM_PRIVATE_LENGTH) : shortcode;
  let pk = 0n;
  for (const character of open) pk = pk * 64n + BigInt(INSTAGRAM_ALPHABET.indexOf(character));
  return String(pk);
}

/** The number back to the shortcode. */
export function shortcodeOfPk(pk: string): string | null {
  if (!/^[1-9]\d{0,29}$/u.test(pk)) return null;
  let rest = BigInt(pk);
  let shortcode = "";
  while (rest > 0n) {
    shortcode = (INSTAGRAM_ALPHABET[Number(rest % 64n)] ?? "") + shortcode;
    rest /= 64n;
  }
  return shortcode;
}
