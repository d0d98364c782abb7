import { BRANDS } from "./data/brands.ts";
import { DOMAINS } from "./data/domains.ts";
import { EVERYDAY } from "./data/everyday.ts";
import suffixes from "./data/suffixes.json" with { type: "json" };
import words from "./data/words.json" with { type: "json" };
import { foldAscii, foldedHashOf, hashOf } from "./skeleton.ts";

/**
 * How much a name says by itself. `distinct`: means nothing else. `known`: the same, of a site that is copied less often.
 * `word`: has another meaning, and is copied often. `common`: an everyday word. `short`: a few letters that stand for much.
 */
export const WEIGHTS = ["distinct", "known", "word", "common", "short"] as const;
export type Weight = (typeof WEIGHTS)[number];

export const COUNTRIES = ["CN", "ID", "VN"] as const;
type Country = (typeof COUNTRIES)[number];

/** A name that others copy. */
export interface Brand {
  /** As it stands in its domain. */
  readonly label: string;
  readonly weight: Weight;
  /** The country that alone knows it, so that other countries' suffixes are not its own; null when the world does. */
  readonly country: Country | null;
  /** The domain that people mean by it. */
  readonly site: string;
  /** What it is called in Chinese. */
  readonly chinese: readonly string[];
}

/** What the rules know, in the form in which they ask for it. */
export interface Catalogue {
  readonly brands: ReadonlyMap<string, Brand>;
  /** Brands by the folded form of their labels. */
  readonly bySkeleton: ReadonlyMap<string, Brand>;
  /** Hashes of labels and of their folded forms, so that few parts of hosts are looked at closely. */
  readonly hashes: ReadonlySet<number>;
  /** Brands by the first and by the last three letters of their labels, or by the whole of shorter ones. */
  readonly byStart: ReadonlyMap<string, readonly Brand[]>;
  readonly byEnd: ReadonlyMap<string, readonly Brand[]>;
  /** Those that a slip of one letter is looked for in, by what it leaves standing: start, end, or two letters of each. */
  readonly bySlip: ReadonlyMap<string, readonly Brand[]>;
  readonly chinese: readonly (readonly [string, Brand])[];
  /** Domains that a brand really owns, and well-known sites that only share its letters. */
  readonly domains: ReadonlySet<string>;
  /** Words within one letter of a brand that mean something else. */
  readonly everyday: ReadonlySet<string>;
  readonly strongWords: ReadonlySet<string>;
  readonly plainWords: ReadonlySet<string>;
  /** Words of trust of Indonesia and Vietnam, which elsewhere mean something else. */
  readonly localWords: ReadonlySet<string>;
  /** Words that say something beside a distinct name only. */
  readonly fillers: ReadonlySet<string>;
  /** Words that ask for trust after a hyphen, and that companies join to their names. */
  readonly companyWords: ReadonlySet<string>;
  /** Countries as names of companies have them. */
  readonly places: ReadonlySet<string>;
  readonly placesOf: Readonly<Record<Country, readonly string[]>>;
  /** Words that ask for trust beside any name. */
  readonly coreWords: ReadonlySet<string>;
  readonly chineseWords: readonly string[];
  readonly restricted: ReadonlySet<string>;
  readonly cheap: ReadonlySet<string>;
  readonly soldToAnybody: ReadonlySet<string>;
  readonly infrastructure: ReadonlySet<string>;
  /** Suffixes under which companies take their names. */
  readonly companySuffixes: ReadonlySet<string>;
  /** Domains that lend names to their customers and are in no list of suffixes. */
  readonly lending: ReadonlySet<string>;
}

/** The shortest label that a slip of one letter is looked for in. */
export const MIN_SLIP_LENGTH = 6;

let loaded: Catalogue | null = null;

/** Read at the first host that is looked at: whoever checks no address pays nothing. */
export function catalogue(): Catalogue {
  loaded ??= compileCatalogue({ brands: BRANDS, domains: DOMAINS, everyday: EVERYDAY });
  return loaded;
}

/**
 * @param brands    A line a brand: label, weight, country or `global`, site, Chinese names with commas between them or `-`.
 * @param domains   Lines of domains; a line that begins with `@` names the source of those below it.
 * @param everyday  Words, white space between them.
 */
export function compileCatalogue({
  brands: brandLines,
  domains,
  everyday,
}: {
  readonly brands: string;
  readonly domains: string;
  readonly everyday: string;
}): Catalogue {
  const brands = new Map<string, Brand>();
  for (const line of brandLines.trim().split("\n")) {
    const [label = "", weight = "", reach, site = "", chinese = "-"] = line.split(" ");
    const brand: Brand = {
      label,
      weight: WEIGHTS.find((each) => each === weight) ?? "known",
      country: COUNTRIES.find((each) => each === reach) ?? null,
      site,
      chinese: chinese === "-" ? [] : chinese.split(","),
    };
    brands.set(label, brand);
  }
  const bySkeleton = new Map<string, Brand>();
  const hashes = new Set(["gov", "go", "govcn", "govvn"].map((word) => hashOf(word, 0, word.length)));
  const byStart = new Map<string, Brand[]>();
  const byEnd = new Map<string, Brand[]>();
  const bySlip = new Map<string, Brand[]>();
  for (const brand of brands.values()) {
    const { label } = brand;
    if (!bySkeleton.has(foldAscii(label))) bySkeleton.set(foldAscii(label), brand);
    hashes.add(hashOf(label, 0, label.length)).add(foldedHashOf(label, 0, label.length));
    addTo(byStart, label.slice(0, 3), brand);
    addTo(byEnd, label.slice(-3), brand);
    if (!isLookedForWithSlips(brand)) continue;
    for (const key of slipKeys(label)) addTo(bySlip, key, brand);
  }
  const strongWords = new Set([
    ...words.strong.en,
    ...words.strong.pinyin,
    ...words.strong.id,
    ...words.strong.vi,
    ...words.strong.other,
  ]);
  for (const word of words.strong.en) strongWords.add(`${word}s`);
  const plainWords = new Set([...words.plain.en, ...words.plain.pinyin, ...words.plain.id, ...words.plain.vi]);
  return {
    brands,
    bySkeleton,
    hashes,
    byStart,
    byEnd,
    bySlip,
    chinese: [...brands.values()].flatMap((brand) => brand.chinese.map((name) => [name, brand] as const)),
    domains: new Set([
      ...[...brands.values()].map(({ site }) => site),
      ...domains.split("\n").flatMap((line) => (line.startsWith("@") ? [] : line.split(" "))),
    ]),
    everyday: new Set([...everyday.trim().split(/\s+/u), ...words.everyday]),
    strongWords,
    plainWords,
    localWords: new Set([...words.strong.id, ...words.strong.vi].filter((word) => !words.strong.en.includes(word))),
    fillers: new Set(words.filler),
    companyWords: new Set(words.companies),
    places: new Set(words.places),
    placesOf: words.countries,
    coreWords: new Set(words.core),
    chineseWords: words.strong.zh,
    restricted: new Set(suffixes.restricted.suffixes),
    cheap: new Set(suffixes.cheap.suffixes),
    soldToAnybody: new Set(suffixes.soldToAnybody.suffixes),
    infrastructure: new Set(suffixes.infrastructure.suffixes),
    companySuffixes: new Set(suffixes.companies.suffixes),
    lending: new Set(suffixes.lending.suffixes),
  };
}

function addTo(map: Map<string, Brand[]>, key: string, brand: Brand): void {
  const others = map.get(key);
  if (others === undefined) map.set(key, [brand]);
  else others.push(brand);
}

/** What a slip of one letter leaves standing of a text of six letters or more, in one place or another. */
export function slipKeys(text: string): readonly string[] {
  const end = text.length;
  return [`${text.slice(0, 3)}^`, `${text.slice(end - 3)}$`, text.slice(0, 2) + text.slice(end - 2)];
}

/** Whether one letter off its name is still read as it: long names do, and of those copied less often the longest. */
function isLookedForWithSlips({ label, weight }: Brand): boolean {
  if (weight === "common" || weight === "short" || /^\d+$/u.test(label)) return false;
  return label.length >= (weight === "known" ? MIN_SLIP_LENGTH + 2 : MIN_SLIP_LENGTH);
}

/** A label in every form that lacks one of its letters. */
export function deletionsOf(label: string): string[] {
  return Array.from(label, (_, place) => label.slice(0, place) + label.slice(place + 1));
}
