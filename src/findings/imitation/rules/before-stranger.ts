import type { Brand, Catalogue } from "../catalogue.ts";
import { nameBehind } from "./disguise.ts";
import { lookingLike, type Lookalike, type Parts } from "./parts.ts";

/**
 * Rule 6: the name of somebody who is never a guest, before a domain that is not his: `paypal.evil.top`.
 *
 * @param domain  The registrable part. What many people visit lends names to customers and partners: `netflix.fandom.com`.
 */
export function beforeStranger({ labels, suffix }: Parts, domain: string, data: Catalogue): Lookalike | null {
  if (labels.length < 2) return null;
  const isCheap = data.cheap.has(suffix);
  for (const label of labels.slice(0, -1)) {
    const brand = guest(label, isCheap, data);
    if (brand === null || data.isPopular(domain)) continue;
    return lookingLike(brand, `its name before ${domain}`, false);
  }
  return null;
}

function guest(label: string, isCheap: boolean, data: Catalogue): Brand | null {
  const whole = data.brands.get(label) ?? nameBehind(label, data)?.brand;
  if (whole !== undefined && isTelling(whole, isCheap)) return whole;
  if (!label.includes("-")) return null;
  for (const token of label.split("-")) {
    const part = data.brands.get(token);
    if (part === undefined || part.label.length < 4) continue;
    if (part.weight === "distinct" && part.isClosed) return part;
    const isAsking = label.split("-").some((other) => other !== token && data.strongWords.has(other));
    if (isAsking && (part.weight === "distinct" || part.weight === "word")) return part;
  }
  return null;
}

/** A name with another meaning, or a short one, may be a department's; where nobody pays for a name it hardly is. */
function isTelling({ isClosed, weight, label }: Brand, isCheap: boolean): boolean {
  if (!isClosed) return false;
  if (weight === "distinct") return label.length > 3;
  return isCheap && (weight === "word" || (weight === "short" && label.length > 2));
}
