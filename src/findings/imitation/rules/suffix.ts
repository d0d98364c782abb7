import type { Catalogue } from "../catalogue.ts";
import { chineseSuffix } from "./chinese.ts";
import { ACCOUNT_HOSTING, lookingLike, type Lookalike, type Parts } from "./parts.ts";

/** Rules 6 and 8: its name under a suffix that is not its own, or on a host that lends names. */
export function otherSuffix({ label, suffix, isAscii, isHosting }: Parts, data: Catalogue): Lookalike | null {
  if (!isAscii && /\p{Script=Han}/u.test(label)) return chineseSuffix(label, suffix, data);
  const brand = data.brands.get(label);
  if (brand === undefined) return null;
  const { weight, isClosed } = brand;
  if (isHosting) {
    const isTold = (weight === "distinct" || weight === "word") && !ACCOUNT_HOSTING.has(suffix);
    return isTold ? lookingLike(brand, `its name on ${suffix}`, false) : null;
  }
  const why = `its name under .${suffix}`;
  if (data.cheap.has(suffix)) {
    const isTold = weight === "distinct" || weight === "known" || weight === "word";
    return isTold ? lookingLike(brand, why, false) : null;
  }
  if (weight !== "distinct") return null;
  if (isClosed && data.customerSuffixes.has(suffix)) return lookingLike(brand, why, false);
  if (data.companySuffixes.has(suffix)) return null;
  // A company has domains in many countries, and another company of its name is at home in one.
  const end = suffix.split(".").at(-1) ?? "";
  const isCountry = end.length === 2 && !data.soldToAnybody.has(suffix);
  if (isCountry && !data.sole.has(label)) return null;
  return lookingLike(brand, why, false);
}
