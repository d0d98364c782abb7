import { type Brand, type Catalogue, MIN_SLIP_LENGTH } from "../catalogue.ts";
import { differenceOf } from "../difference.ts";
import { asciiLooks, foldedHashOf, hashOf } from "../skeleton.ts";
import { nameBehind } from "./disguise.ts";
import { isOtherPinyin, isSlip, type Near, nearName } from "./near.ts";
import { HOMES, lookingLike, type Lookalike, type Parts } from "./parts.ts";

/** A text with hyphens and a slip at once is read as a name when it is as long as this: `bank-off-china`. */
const MIN_HYPHENED = 10;

/** Rule 7: one letter more, less, other or swapped, a hyphen, a number, or one half of the name before the other. */
export function slip({ label, suffix, isAscii }: Parts, data: Catalogue): Lookalike | null {
  if (label.includes("-")) {
    const text = label.replaceAll("-", "");
    const found = hyphened(label, text, data);
    if (found !== null && !data.brands.has(label) && !data.everyday.has(label)) return found;
  }
  // Letters with marks may hide the slip.
  const text = isAscii ? label : asciiLooks(label);
  const near = isAscii || /^[a-z0-9]*$/u.test(text) ? nearName(text, data) : undefined;
  if (near === undefined) {
    if (!data.swaps.has(hashOf(text, 0, text.length))) return null;
    const swapped = data.bySwappedHalves.get(text) ?? swappedAlone(text, data);
    return swapped === undefined || data.everyday.has(text)
      ? null
      : lookingLike(swapped, "its name with its halves swapped", false);
  }
  // A hyphen too many makes two words.
  if (label.includes("-") !== near.brand.label.includes("-")) return null;
  if (!isToldAlone(near, text) || data.brands.has(label) || data.everyday.has(label)) return null;
  const { brand } = near;
  // Its houses abroad have names of their own.
  const end = suffix.split(".").at(-1) ?? "";
  if (brand.country === "CN" && end !== "cn" && HOMES.CN.some((home) => home === end)) return null;
  // A letter before or behind its whole name, where its country gives names to companies, is one of its services.
  const isService = brand.country !== null && brand.site.endsWith(`.${suffix}`) && suffix.includes(".");
  if (isService && label.includes(brand.label)) return null;
  return lookingLike(brand, differenceOf(text, brand.label).words, false);
}

/** A name with hyphens in it, also with a slip. */
function hyphened(label: string, text: string, data: Catalogue): Lookalike | null {
  const isBare = data.hashes.has(hashOf(text, 0, text.length));
  const bare =
    (isBare ? data.brands.get(text) : undefined) ??
    (data.hashes.has(foldedHashOf(text, 0, text.length)) ? nameBehind(text, data)?.brand : undefined);
  if (bare !== undefined) {
    // Its own site may be spelled so: `credit-agricole.fr`.
    const isSpelledSo = bare.site.startsWith(`${label}.`);
    // Names copied less often are two words that others join too: `d-card`.
    const leastLength = bare.weight === "known" ? MIN_SLIP_LENGTH + 2 : 5;
    const isTold = !isSpelledSo && bare.weight !== "common" && bare.label.length >= leastLength;
    return isTold ? lookingLike(bare, "its name with a hyphen", false) : null;
  }
  // A letter alone is a part of a company: `chinaunicom-a`.
  if (text.length < MIN_HYPHENED || /(?:^|-)[a-z](?:-|$)/u.test(label)) return null;
  const near = nearName(text, data);
  if (near?.brand.weight !== "distinct" || !isSlip(near, "likely")) return null;
  return lookingLike(near.brand, `its name with a hyphen, ${differenceOf(text, near.brand.label).words}`, false);
}

/** `bankvietin`: what stands beside the common part is no word, since nothing honest is joined to the name. */
function swappedAlone(text: string, data: Catalogue): Brand | undefined {
  const brand = data.bySwappedEnds.get(text);
  return brand?.isAlone === true && brand.label.length >= MIN_SLIP_LENGTH + 4 ? brand : undefined;
}

/** Whether a name with a slip is meant although nothing stands beside it: the shorter it is, the surer the slip has to be. */
function isToldAlone(near: Near, text: string): boolean {
  const { label, weight } = near.brand;
  switch (weight) {
    case "short":
      return near.brand.isAlone && isSlip(near, "doubled");
    case "common":
      return isSlip(near, label.length > MIN_SLIP_LENGTH ? "likely" : "doubled");
    case "known":
      return isSlip(near, label.length > MIN_SLIP_LENGTH + 2 ? "any" : "likely");
    case "distinct":
    case "word":
      // Another letter makes another syllable: `xiaoni` is no `xiaomi`.
      if (isOtherPinyin(text, label))
        return label.length >= MIN_SLIP_LENGTH && isSlip(near, text.length === label.length ? "same" : "likely");
      if (label.length > MIN_SLIP_LENGTH + 2) return true;
      // Before or behind all of its letters another one is a name's own: `itelegram`.
      if (label.length > MIN_SLIP_LENGTH + 1 && text.length > label.length && !text.includes(label)) return true;
      if (label.length >= MIN_SLIP_LENGTH) return isSlip(near, label.length > MIN_SLIP_LENGTH ? "first" : "likely");
      return isSlip(near, label.length > 4 ? "same" : "doubled");
  }
}
