import { BRANDS } from "./data/brands.ts";
import { EVERYDAY } from "./data/everyday.ts";
import suffixes from "./data/suffixes.json" with { type: "json" };
import words from "./data/words.json" with { type: "json" };
import { HashSet } from "./hash-set.ts";
import { isPopular } from "./popular.ts";
import { foldAscii, foldedHashOf, hashOf, hashOfThree } from "./skeleton.ts";

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
  /** Whether nobody but itself gives a host its name: it has no resellers and fans, and no company runs it on its own hosts. */
  readonly isClosed: boolean;
  /** Whether no honest name of public lists joins anything to it that is not its own. */
  readonly isAlone: boolean;
  /** Whether its houses bear its name with a place, under its own suffix: `berliner-sparkasse.de`. */
  readonly hasHouses: boolean;
}

/** A brand that slips are looked for in by what they leave standing. */
interface KeyedBrand {
  readonly brand: Brand;
  /** The letters in its label, a bit each. */
  readonly letters: number;
}

/** One whose label is long enough to be read with two slips. */
interface LongBrand extends KeyedBrand {
  /** Its label with each letter once where it stands twice. */
  readonly undoubled: string;
  /** What it ends with that everybody's names have; empty when it does not. */
  readonly end: string;
}

/** A name of two words that is looked for with slips in both. */
export interface GarbledBrand {
  readonly brand: Brand;
  readonly first: string;
  readonly last: string;
}

/** What the rules know, in the form in which they ask for it. */
export interface Catalogue {
  readonly brands: ReadonlyMap<string, Brand>;
  /** Brands by the folded form of their labels. */
  readonly bySkeleton: ReadonlyMap<string, Brand>;
  /** Hashes of labels and of their folded forms, so that few parts of hosts are looked at closely. */
  readonly hashes: HashSet;
  /** Those of the first three letters of names that words are joined to. */
  readonly starts: HashSet;
  /** Brands by the first three letters of their labels, those of four letters and more that words are joined to. */
  readonly byStart: ReadonlyMap<number, readonly Brand[]>;
  /** Those of seven letters and fewer that a slip of one letter is looked for in, by the hashes of what is left of their labels without a letter. */
  readonly bySlip: ReadonlyMap<number, readonly Brand[]>;
  /** Hashes that `bySlip` holds. */
  readonly slips: HashSet;
  /** What a slip of one letter leaves standing of the labels in it: start, end, or two letters of each. */
  readonly slipKeys: HashSet;
  /** Those of six letters and more by what is left standing. */
  readonly bySlipKey: ReadonlyMap<number, readonly KeyedBrand[]>;
  /** Hashes of the labels in the two maps below. */
  readonly swaps: HashSet;
  /** Brands by their labels with the two halves swapped: `maskmeta`. */
  readonly bySwappedHalves: ReadonlyMap<string, Brand>;
  /** Those of closed names that end in what everybody's names have, with that end before the rest: `mailroyal`. */
  readonly bySwappedEnds: ReadonlyMap<string, Brand>;
  readonly chinese: readonly (readonly [string, Brand])[];
  /** Whether many people visit a domain; one in a hundred others passes for such a one. */
  readonly isPopular: (domain: string) => boolean;
  /** Words within one letter of a brand that mean something else. */
  readonly everyday: ReadonlySet<string>;
  /** Everyday words that hold a brand's label, by label. */
  readonly within: ReadonlyMap<string, readonly string[]>;
  readonly strongWords: ReadonlySet<string>;
  /** Their hashes. */
  readonly strongHashes: HashSet;
  /** Hashes of words that may be joined to a name, and of `www` and `com`. */
  readonly joinable: HashSet;
  /** Those of their first three letters, and of their last three. */
  readonly joinableStarts: HashSet;
  readonly joinableEnds: HashSet;
  /** Brands by their labels with each letter once where it stands twice. */
  readonly byUndoubled: ReadonlyMap<string, Brand>;
  /** Hashes of the labels in it. */
  readonly undoubledHashes: HashSet;
  /** The distinct ones that two slips are looked for in, by the first three letters of their labels. */
  readonly longByStart: ReadonlyMap<number, readonly LongBrand[]>;
  /** Brands of five letters and more by the first three letters of their folded labels. */
  readonly byFoldedStart: ReadonlyMap<string, readonly Brand[]>;
  /** Those of four letters and more in their folded form. */
  readonly disguisedWords: ReadonlySet<string>;
  /** The same of words that ask for nothing by themselves. */
  readonly disguisedPlain: ReadonlySet<string>;
  readonly plainWords: ReadonlySet<string>;
  /** Words of trust of Indonesia and Vietnam, which elsewhere mean something else. */
  readonly localWords: ReadonlySet<string>;
  /** Words that say something beside a misspelt name only. */
  readonly ordinaryWords: ReadonlySet<string>;
  /** Words that say something beside a distinct name only. */
  readonly fillers: ReadonlySet<string>;
  /** Words that ask for trust after a hyphen, and that companies join to their names. */
  readonly companyWords: ReadonlySet<string>;
  /** Words that pose as a company's way to its customers, and that its own domains seldom hold. */
  readonly posingWords: ReadonlySet<string>;
  /** Words that companies put beside their names for what is not for customers. */
  readonly corporateWords: ReadonlySet<string>;
  /** Words that an app is downloaded by. */
  readonly downloadWords: ReadonlySet<string>;
  /** Names whose companies have no house in China: their service is closed or forbidden there. */
  readonly barred: ReadonlySet<string>;
  /** Names of two words that programs misspell in many places at once: `stearncommuninty`. */
  readonly garbled: readonly GarbledBrand[];
  /** Names of wallets that are got at one site, which has no house in any country. */
  readonly sole: ReadonlySet<string>;
  /** Names of programs whose downloads others pose as, in China more than anybody else bears the name there. */
  readonly posed: ReadonlySet<string>;
  /** Words that sites about something put beside its name. */
  readonly aboutWords: ReadonlySet<string>;
  /** Countries as names of companies have them. */
  readonly places: ReadonlySet<string>;
  /** Parts of countries and cities that people put before the name of a service there. */
  readonly regions: ReadonlySet<string>;
  readonly placesOf: Readonly<Record<Country, readonly string[]>>;
  /** Words that ask for trust beside any name. */
  readonly coreWords: ReadonlySet<string>;
  /** What banks call the hosts of their customers, which is a bank's name too: `ibank.example.ru`. */
  readonly doorNames: ReadonlySet<string>;
  /** What companies and caches run for others, so that many hosts bear the name: `outlook.example.com`. */
  readonly hostedNames: ReadonlySet<string>;
  readonly chineseWords: readonly string[];
  readonly restricted: ReadonlySet<string>;
  readonly cheap: ReadonlySet<string>;
  readonly soldToAnybody: ReadonlySet<string>;
  /** Suffixes under which companies take their names. */
  readonly companySuffixes: ReadonlySet<string>;
  /** Those of them that sound like a company's door for its customers. */
  readonly customerSuffixes: ReadonlySet<string>;
}

/** The shortest label that a slip of one letter is looked for in where nothing else stands beside it. */
export const MIN_SLIP_LENGTH = 6;
/** Names as long as this are read as such with two slips. */
export const MIN_TWO_SLIPS = 11;
/** Texts of fewer letters may be a letter off a name too short for what a slip leaves standing. */
export const MIN_KEYED = 7;

let loaded: Catalogue | null = null;

/** Compiled at the first host that no known domain holds: most starts of a command ask for none. */
export function catalogue(): Catalogue {
  loaded ??= compileCatalogue({ brands: BRANDS, everyday: EVERYDAY, isPopular });
  return loaded;
}

/**
 * @param brands    A line a brand: label, weight, country or `global`, site, Chinese names with commas between them or `-`,
 *                  and marks: `closed` where nobody else gives a host its name, `alone` where nothing honest is joined to it,
 *                  `houses` where its own bear it with a place.
 * @param everyday   Words, white space between them.
 * @param isPopular  Whether many people visit a domain.
 */
export function compileCatalogue({
  brands: brandLines,
  everyday,
  isPopular: isVisited,
}: {
  readonly brands: string;
  readonly everyday: string;
  readonly isPopular: (domain: string) => boolean;
}): Catalogue {
  const brands = new Map<string, Brand>();
  for (const line of brandLines.trim().split("\n")) {
    const [label = "", weight = "", reach, site = "", chinese = "-", ...marks] = line.split(" ");
    const brand: Brand = {
      label,
      weight: WEIGHTS.find((each) => each === weight) ?? "known",
      country: COUNTRIES.find((each) => each === reach) ?? null,
      site,
      chinese: chinese === "-" ? [] : chinese.split(","),
      isClosed: marks.includes("closed"),
      isAlone: marks.includes("alone"),
      hasHouses: marks.includes("houses"),
    };
    brands.set(label, brand);
  }
  const bySkeleton = new Map<string, Brand>();
  const hashes = new HashSet(17);
  for (const word of ["gov", "gob", "gouv", "go", "govcn", "govvn"]) hashes.add(hashOf(word, 0, word.length));
  const starts = new HashSet();
  const byStart = new Map<number, Brand[]>();
  const bySlip = new Map<number, Brand[]>();
  const byUndoubled = new Map<string, Brand>();
  const byFoldedStart = new Map<string, Brand[]>();
  const longByStart = new Map<number, LongBrand[]>();
  const slips = new HashSet(17);
  const slipKeys = new HashSet(18);
  const bySlipKey = new Map<number, KeyedBrand[]>();
  const swaps = new HashSet();
  const bySwappedHalves = new Map<string, Brand>();
  const bySwappedEnds = new Map<string, Brand>();
  const shortClosed: Brand[] = [];
  for (const brand of brands.values()) {
    const { label } = brand;
    if (!bySkeleton.has(foldAscii(label))) bySkeleton.set(foldAscii(label), brand);
    hashes.add(hashOf(label, 0, label.length));
    hashes.add(foldedHashOf(label, 0, label.length));
    if (brand.weight !== "common" && label.length > 2) {
      starts.add(hashOf(label, 0, 3));
      addTo(byStart, hashOf(label, 0, 3), brand);
    }
    if (label.length > 4 && (brand.weight === "distinct" || brand.weight === "word"))
      addTo(byFoldedStart, foldAscii(label).slice(0, 3), brand);
    if (label.length >= MIN_TWO_SLIPS && brand.weight === "distinct")
      addTo(longByStart, hashOf(label, 0, 3), {
        brand,
        undoubled: undoubled(label),
        end: COMMON_END.exec(label)?.[0] ?? "",
        letters: lettersOf(label),
      });
    if (isReadDoubled(brand)) byUndoubled.set(undoubled(label), brand);
    else if (brand.weight === "short" && brand.isClosed && /^[a-z]{3,}$/u.test(label)) shortClosed.push(brand);
    if (!isLookedForWithSlips(brand)) continue;
    const keyed = { brand, letters: lettersOf(label) };
    for (let kept = 0; kept < SLIP_KEYS && label.length >= MIN_SLIP_LENGTH; kept += 1) {
      const key = slipKey(label, kept);
      slipKeys.add(key);
      addTo(bySlipKey, key, keyed);
    }
    const isShort = label.length <= MIN_KEYED;
    for (const form of isShort ? new Set([label, ...deletionsOf(label)]) : []) {
      slips.add(hashOf(form, 0, form.length));
      addTo(bySlip, hashOf(form, 0, form.length), brand);
    }
    for (const swapped of swappedHalvesOf(brand)) if (!brands.has(swapped)) bySwappedHalves.set(swapped, brand);
    for (const swapped of swappedEndsOf(brand)) if (!brands.has(swapped)) bySwappedEnds.set(swapped, brand);
  }
  for (const swapped of [...bySwappedHalves.keys(), ...bySwappedEnds.keys()])
    swaps.add(hashOf(swapped, 0, swapped.length));
  for (const brand of shortClosed) if (!byUndoubled.has(brand.label)) byUndoubled.set(brand.label, brand);
  const undoubledHashes = new HashSet(17);
  for (const label of byUndoubled.keys()) undoubledHashes.add(hashOf(label, 0, label.length));
  const everydayWords = new Set([...everyday.trim().split(/\s+/u), ...words.everyday]);
  const within = new Map<string, string[]>();
  for (const word of everydayWords) {
    for (let start = 0; start <= word.length - 3; start += 1) {
      for (const { label } of byStart.get(hashOf(word, start, start + 3)) ?? [])
        // A letter more makes the same word of another language: `telegramm`.
        if (word.startsWith(label, start) && (word.length > label.length + 1 || word === `${label}s`))
          addTo(within, label, word);
    }
  }
  const strongWords = new Set([
    ...words.strong.en,
    ...words.strong.pinyin,
    ...words.strong.id,
    ...words.strong.vi,
    ...words.strong.other,
  ]);
  for (const word of words.strong.en) strongWords.add(`${word}s`);
  const strongHashes = new HashSet(17);
  for (const word of strongWords) strongHashes.add(hashOf(word, 0, word.length));
  // Words are disguised as names are: `glft`, `1ogin`.
  const disguisedWords = new Set([...strongWords].filter((word) => word.length > 3).map(foldAscii));
  const plainWords = new Set([
    ...words.plain.en,
    ...words.plain.pinyin,
    ...words.plain.id,
    ...words.plain.vi,
    ...words.plain.other,
  ]);
  const disguisedPlain = new Set([...plainWords, ...words.ordinary].filter((word) => word.length > 3).map(foldAscii));
  const joinable = new HashSet(17);
  const joinableStarts = new HashSet();
  const joinableEnds = new HashSet();
  for (const word of [...strongWords, ...plainWords, ...words.places, ...words.ordinary, "www", "com"])
    if (word.length > 2) {
      joinable.add(hashOf(word, 0, word.length));
      joinableStarts.add(hashOfThree(word, 0));
      joinableEnds.add(hashOfThree(word, word.length - 3));
    }
  return {
    brands,
    bySkeleton,
    hashes,
    starts,
    byStart,
    bySlip,
    slips,
    slipKeys,
    bySlipKey,
    swaps,
    bySwappedHalves,
    bySwappedEnds,
    chinese: [...brands.values()].flatMap((brand) => brand.chinese.map((name) => [name, brand] as const)),
    isPopular: isVisited,
    everyday: everydayWords,
    within,
    strongWords,
    strongHashes,
    joinable,
    joinableStarts,
    joinableEnds,
    byFoldedStart,
    byUndoubled,
    undoubledHashes,
    longByStart,
    disguisedWords,
    disguisedPlain,
    plainWords,
    localWords: new Set([...words.strong.id, ...words.strong.vi].filter((word) => !words.strong.en.includes(word))),
    ordinaryWords: new Set(words.ordinary),
    fillers: new Set(words.filler),
    companyWords: new Set(words.companies.flatMap((word) => [word, `${word}s`])),
    posingWords: new Set(words.posing),
    corporateWords: new Set(words.corporate),
    downloadWords: new Set(words.downloads),
    barred: new Set(words.barred),
    garbled: words.garbled.flatMap((name) => {
      const [first = "", last = ""] = name.split(" ");
      const brand = brands.get(first + last);
      return brand === undefined ? [] : [{ brand, first, last }];
    }),
    sole: new Set(words.sole),
    posed: new Set(words.posed),
    aboutWords: new Set(words.about),
    places: new Set(words.places),
    regions: new Set(words.regions),
    placesOf: words.countries,
    coreWords: new Set(words.core),
    doorNames: new Set(words.doors),
    hostedNames: new Set(words.hosted),
    chineseWords: words.strong.zh,
    restricted: new Set(suffixes.restricted.suffixes),
    cheap: new Set([...suffixes.cheap.suffixes, ...suffixes.provinces.suffixes]),
    soldToAnybody: new Set([...suffixes.soldToAnybody.suffixes, ...suffixes.provinces.suffixes]),
    companySuffixes: new Set(suffixes.companies.suffixes),
    customerSuffixes: new Set(suffixes.customers.suffixes),
  };
}

function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const others = map.get(key);
  if (others === undefined) map.set(key, [value]);
  else others.push(value);
}

/** A slip of one letter in six and more leaves one of these standing: three letters at the start, three at the end, or two of each. */
export const SLIP_KEYS = 3;

/** One of them, of a text of three letters or more. */
export function slipKey(text: string, kept: number): number {
  const end = text.length;
  if (kept === 0) return Math.imul(hashOfThree(text, 0), 3);
  if (kept === 1) return (Math.imul(hashOfThree(text, end - 3), 3) + 1) | 0;
  const start = text.charCodeAt(0) * 31 + text.charCodeAt(1);
  return (Math.imul(Math.imul(start, 0x1003f) + text.charCodeAt(end - 2) * 31 + text.charCodeAt(end - 1), 3) + 2) | 0;
}

/** Whether several of its letters twice are still read as it: `mandiriii`. */
function isReadDoubled({ label, weight, isClosed }: Brand): boolean {
  if (weight === "distinct") return label.length > 4 || (isClosed && label.length > 3 && undoubled(label) === label);
  return weight === "word" && isClosed && label.length > MIN_SLIP_LENGTH;
}

/** Whether one letter off its name is still read as it: of names copied less often the longest are. */
function isLookedForWithSlips({ label, weight, isAlone }: Brand): boolean {
  if (/^\d+$|\d.*\d/u.test(label)) return false;
  switch (weight) {
    case "distinct":
    case "word":
      return label.length > 3;
    case "short":
      return isAlone && label.length > 2;
    case "common":
      return label.length > 3;
    case "known":
      return label.length >= MIN_SLIP_LENGTH + 2 && !label.includes("-");
  }
}

/** A label with its end before its beginning, three letters and more each. Parts that everybody's names have swap in honest ones. */
function swappedHalvesOf({ label, weight, country }: Brand): string[] {
  // Syllables of Pinyin make other names in any order.
  if (weight !== "distinct" || country === "CN" || label.length < MIN_SLIP_LENGTH + 2 || !/^[a-z]+$/u.test(label))
    return [];
  return Array.from({ length: label.length - 5 }, (_, index) => index + 3)
    .map((cut) => [label.slice(cut), label.slice(0, cut)] as const)
    .filter((halves) => !halves.some((half) => COMMON_END.test(half) || /^(?:bank|china|east|online|link)/u.test(half)))
    .map((halves) => halves.join(""));
}

/** A label that ends in what everybody's names have, with that end first. */
function swappedEndsOf({ label, weight, country, isClosed }: Brand): string[] {
  const cut = COMMON_END.exec(label)?.index ?? 0;
  const isTaken = weight !== "distinct" || country === "CN" || !isClosed || cut < 4 || !/^[a-z]+$/u.test(label);
  return isTaken ? [] : [label.slice(cut) + label.slice(0, cut)];
}

/** Ends of names that everybody's names have: what stands before them is the name. */
export const COMMON_END =
  /(?:bank|box|card|cloud|home|hub|link|mail|mobile|money|news|online|pass|pay|post|scan|shop|store|times?|tv|play|media|china)$/u;

/** The letters of a text, a bit each; other signs share six more. */
export function lettersOf(text: string): number {
  let letters = 0;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    letters |= 1 << (code >= 0x61 && code <= 0x7a ? code - 0x61 : 26 + (code % 6));
  }
  return letters;
}

/** A text with each letter once where it stands twice and more. */
export function undoubled(text: string): string {
  return text.replaceAll(/(.)\1+/gu, "$1");
}

/** A label in every form that lacks one of its letters. */
function deletionsOf(label: string): string[] {
  return Array.from(label, (_, place) => label.slice(0, place) + label.slice(place + 1));
}
