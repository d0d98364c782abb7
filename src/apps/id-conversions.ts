/**
 * Ids of one thing that are worked out from each other without a network.
 * Sources: Bilibili's base-58 in public code; Instagram's in yt-dlp's extractor (github.com/yt-dlp/yt-dlp,
 * yt_dlp/extractor/instagram.py); Weibo's checked on pairs of yt_dlp/extractor/weibo.py.
 */

const BILIBILI_ALPHABET = "FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9RdoZf";
const BILIBILI_XOR = 23_442_827_791_579n;
const BILIBILI_MASK = 2_251_799_813_685_247n;
const BILIBILI_MAX = 1n << 51n;
const BV_LENGTH = 12;

/** `8903802` → `BV13x41117TL`; null for what is no av number. */
export function bvidOfAid(aid: string): string | null {
  if (!/^\d{1,16}$/u.test(aid)) return null;
  let rest = (BILIBILI_MAX | BigInt(aid)) ^ BILIBILI_XOR;
  const characters = Array.from("BV1000000000");
  for (let index = BV_LENGTH - 1; index > 2 && rest > 0n; index -= 1) {
    characters[index] = BILIBILI_ALPHABET[Number(rest % 58n)] ?? "";
    rest /= 58n;
  }
  return swapped(characters).join("");
}

/** `BV13x41117TL` → `8903802`; null for what is no BV id. */
export function aidOfBvid(bvid: string): string | null {
  if (!/^BV1[1-9A-HJ-NP-Za-km-z]{9}$/u.test(bvid)) return null;
  let sum = 0n;
  for (const character of swapped(Array.from(bvid)).slice(3))
    sum = sum * 58n + BigInt(BILIBILI_ALPHABET.indexOf(character));
  const aid = (sum & BILIBILI_MASK) ^ BILIBILI_XOR;
  return aid > 0n && bvidOfAid(String(aid)) === bvid ? String(aid) : null;
}

function swapped(characters: string[]): string[] {
  const result = [...characters];
  for (const [a, b] of [
    [3, 9],
    [4, 7],
  ] as const) {
    [result[a], result[b]] = [result[b] ?? "", result[a] ?? ""];
  }
  return result;
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
