/**
 * Writes the names, domains and words that `src/findings/imitation` reads, from its own brands, the registry, and a folder of
 * public lists:
 *
 *     node test/generators/imitation.ts FOLDER
 *
 * The folder holds `sources.json` (what each list is, with file, commit and day), and the lists by these names:
 * `v2fly/` and `twofactorauth/` (folders), `apple-shared.json`, `disconnect.json`, `third-party-web.json`, `bank-website.json`,
 * `vietnam-banks.json`, `https-exclusions.txt`, `metamask-allowed.json`, `awesome-selfhosted.txt`, `public-apis.txt`, `tranco50k.csv`, `cisco_top20k.json`, `cloudflare-top100k.json`, `english.json`, and spelling dictionaries as `*.dic`.
 * Of each list only domains are kept that the rules would tell otherwise. Nothing is fetched.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { domainToASCII } from "node:url";
import { getDomain, parse } from "tldts";
import { z } from "zod";
import { openRegistry } from "../../src/apps/registry.ts";
import { type Catalogue, compileCatalogue, type Weight, WEIGHTS } from "../../src/findings/imitation/catalogue.ts";
import { compileDomains } from "../../src/findings/imitation/known-domains.ts";
import { lookalikeOf } from "../../src/findings/imitation/rules.ts";
import { isSlip, nearName } from "../../src/findings/imitation/rules/near.ts";
import { popularFilter } from "../../src/findings/imitation/popular.ts";
import { asciiLooks, foldAscii } from "../../src/findings/imitation/skeleton.ts";

/** The folder that is written to. */
const data = new URL("../../src/findings/imitation/data/", import.meta.url);

const brandsFile = z.strictObject({
  asOf: z.iso.date(),
  brands: z.array(
    z.strictObject({
      label: z.string().regex(/^[a-z0-9-]+$/u),
      weight: z.enum(WEIGHTS),
      region: z.enum(["CN", "ID", "VN", "global"]),
      site: z.hostname(),
      /** The page that says so, where no list below names the site. */
      source: z.url().optional(),
      zh: z.array(z.string()).optional(),
      /** Whether nobody else gives a host its name: no reseller, no fan, no company on its own hosts. */
      closed: z.literal(true).optional(),
      /** Whether no honest name of public lists joins anything to it that is not its own. */
      alone: z.literal(true).optional(),
      /** Whether its houses bear its name with a place, under its own suffix. */
      houses: z.literal(true).optional(),
      /** Lists of v2fly/domain-list-community whose domains are its own. */
      lists: z.array(z.string()).optional(),
    }),
  ),
});
type SeedBrand = z.output<typeof brandsFile>["brands"][number];

/** A list of domains with the source that stands beside them. */
interface Source {
  readonly name: string;
  /** Whether it says whose the domains are, and not only that they are visited. */
  readonly isOwnership: boolean;
  /** Whether it names domains because others took them for something else: somebody looked at each. */
  readonly isOfFalseAlarms?: true;
  readonly domains: readonly string[];
}

export function seedBrands(): SeedBrand[] {
  const folder = new URL("brands/", data);
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => brandsFile.parse(JSON.parse(readFileSync(new URL(file, folder), "utf8"))).brands);
}

/** What people call a bank that goes by its letters: `bankbca`, `acbbank`. */
export function bankAliases(seeds: readonly SeedBrand[]): SeedBrand[] {
  const known = new Set(seeds.map(({ label }) => label));
  return seeds
    .filter(
      ({ weight, region, site }) =>
        weight === "short" && region !== "global" && /^[a-z]+\.(?:co\.id|com\.vn)$/u.test(site),
    )
    .flatMap((bank) =>
      [`bank${bank.label}`, `${bank.label}bank`].map((label) => ({ ...bank, label, weight: "known" as const })),
    )
    .filter(({ label }) => !known.has(label));
}

/** Names of registered apps, where a domain of theirs is called as they are. */
function registeredBrands(words: ReadonlySet<string>): SeedBrand[] {
  return openRegistry()
    .apps()
    .flatMap((app) => {
      const region = (["CN", "ID", "VN"] as const).find((each) => each === app.region) ?? "global";
      const names = new Set(
        [app.id, app.names.en ?? ""].map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]/gu, "")),
      );
      for (const host of app.hosts) {
        const { domain, domainWithoutSuffix: label } = parse(host);
        if (domain === null || label === null || !names.has(label) || label.length < 2) continue;
        const weight: Weight = words.has(label) ? "common" : label.length < 4 ? "short" : "known";
        return [{ label, weight, region, site: domain } as const];
      }
      return [];
    });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

function v2flyDomains(folder: string, name: string): string[] {
  const found: string[] = [];
  for (const line of readFileSync(join(folder, name), "utf8").split("\n")) {
    const rule = line.replace(/#.*$/u, "").trim().split(/\s+/u)[0] ?? "";
    if (rule === "" || /^(?:include|keyword|regexp):/u.test(rule)) continue;
    const domain = rule.replace(/^(?:full|domain):/u, "").split(":")[0] ?? "";
    if (domain.includes(".")) found.push(domain);
  }
  return found;
}

const warningList = z.object({ list: z.array(z.string()) });
const entities = z.object({
  entities: z.record(z.string(), z.object({ properties: z.array(z.string()), resources: z.array(z.string()) })),
});
const shared = z.array(
  z.object({
    shared: z.array(z.string()).optional(),
    from: z.array(z.string()).optional(),
    to: z.array(z.string()).optional(),
  }),
);
const twoFactor = z.record(
  z.string(),
  z.looseObject({ domain: z.string(), "additional-domains": z.array(z.string()).optional() }),
);
const thirdParty = z.array(z.looseObject({ domains: z.array(z.string()) }));

/** The hosts of a list with one a line, comments behind `//` and options behind `$`. */
function hostsIn(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("//"))
    .map((line) =>
      line
        .replace(/[$^|].*$/u, "")
        .trim()
        .toLowerCase(),
    )
    .map((line) => (/[^\x21-\x7E]/u.test(line) ? domainToASCII(line.replace(/^\./u, "")) : line))
    .filter((line) => /^[a-z0-9.*-]+\.[a-z][a-z0-9-]+$/u.test(line));
}

function sourcesIn(folder: string): Source[] {
  const names = z.record(z.string(), z.string()).parse(readJson(join(folder, "sources.json")));
  const owned = (key: string, domains: string[]): Source => ({ name: names[key] ?? key, isOwnership: true, domains });
  const visited = (key: string, domains: string[]): Source => ({
    name: names[key] ?? key,
    isOwnership: false,
    domains,
  });
  const lists = readdirSync(join(folder, "v2fly")).toSorted();
  const ordinary = lists.filter((name) => !/^(?:category-(?:ads|porn|public|ddns)|geolocation|tld)/u.test(name));
  const twoFactorFiles = readdirSync(join(folder, "twofactorauth"), { recursive: true, encoding: "utf8" });
  return [
    ...ordinary
      .filter((name) => !name.startsWith("category-"))
      .map((name) => ({
        name: (names["v2fly"] ?? "").replace("NAME", name),
        isOwnership: true,
        domains: v2flyDomains(join(folder, "v2fly"), name),
      })),
    owned(
      "apple",
      shared
        .parse(readJson(join(folder, "apple-shared.json")))
        .flatMap(({ shared: all = [], from = [], to = [] }) => [...all, ...from, ...to]),
    ),
    owned(
      "twofactorauth",
      twoFactorFiles
        .filter((file) => file.endsWith(".json"))
        .flatMap((file) => Object.values(twoFactor.parse(readJson(join(folder, "twofactorauth", file)))))
        .flatMap((entry) => [entry.domain, ...(entry["additional-domains"] ?? [])]),
    ),
    owned(
      "disconnect",
      Object.values(entities.parse(readJson(join(folder, "disconnect.json"))).entities).flatMap((entity) => [
        ...entity.properties,
        ...entity.resources,
      ]),
    ),
    owned(
      "thirdPartyWeb",
      thirdParty.parse(readJson(join(folder, "third-party-web.json"))).flatMap(({ domains }) => domains),
    ),
    owned("vietnamBanks", warningList.parse(readJson(join(folder, "vietnam-banks.json"))).list),
    {
      ...owned("metamask", warningList.parse(readJson(join(folder, "metamask-allowed.json"))).list),
      isOfFalseAlarms: true,
    },
    {
      ...owned("httpsExclusions", hostsIn(readFileSync(join(folder, "https-exclusions.txt"), "utf8"))),
      isOfFalseAlarms: true,
    },
    // Kept by hand: somebody looked at each entry.
    ...[["awesomeSelfhosted", "awesome-selfhosted.txt"] as const, ["publicApis", "public-apis.txt"] as const].map(
      ([key, file]) => ({
        ...owned(key, hostsIn(readFileSync(join(folder, file), "utf8"))),
        isOfFalseAlarms: true as const,
      }),
    ),
    owned("banks", warningList.parse(readJson(join(folder, "bank-website.json"))).list),
    ...ordinary
      .filter((name) => name.startsWith("category-"))
      .map((name) => ({
        name: (names["v2fly"] ?? "").replace("NAME", name),
        isOwnership: false,
        domains: v2flyDomains(join(folder, "v2fly"), name),
      })),
    visited(
      "tranco",
      readFileSync(join(folder, "tranco50k.csv"), "utf8")
        .split("\n")
        .map((line) => line.split(",")[1]?.trim() ?? ""),
    ),
    visited("cisco", warningList.parse(readJson(join(folder, "cisco_top20k.json"))).list),
    visited("cloudflare", warningList.parse(readJson(join(folder, "cloudflare-top100k.json"))).list),
  ];
}

function englishIn(folder: string): Set<string> {
  return new Set(z.array(z.string()).parse(readJson(join(folder, "english.json"))));
}

/** Words of everyday language, as they stand and as a domain spells them. */
function wordsIn(folder: string): Set<string> {
  const words = englishIn(folder);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".dic"))) {
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
      const word = line.split("/")[0]?.trim().toLowerCase().normalize("NFC") ?? "";
      if (/^\p{L}+$/u.test(word)) words.add(word);
    }
  }
  return words;
}

/** Words that the rules would take for a name with a slip in it, or for a name in disguise. */
function everydayWords(
  { words, english }: { readonly words: ReadonlySet<string>; readonly english: ReadonlySet<string> },
  bare: Catalogue,
): string[] {
  const { brands } = bare;
  const folded = new Set([...brands.keys()].map(foldAscii));
  const joinable = [...brands.values()].filter(({ label, weight }) => weight !== "common" && label.length > 4);
  return [...words]
    .filter((word) => {
      if (brands.has(word) || NO_WORDS.has(word)) return false;
      const looks = asciiLooks(word);
      if (looks.length > 3 && folded.has(foldAscii(looks))) return true;
      if (isTakenForName(word, bare)) return true;
      return (
        english.has(word) && word.length > 4 && joinable.some(({ label }) => word !== label && word.includes(label))
      );
    })
    .toSorted();
}

/** Whether a text is a name with a slip or with its halves swapped, as far as its letters say. Of four letters only one twice counts. */
function isTakenForName(text: string, bare: Catalogue): boolean {
  if (bare.bySwappedHalves.has(text)) return true;
  const near = nearName(text, bare);
  return near !== undefined && (near.brand.label.length > 4 || isSlip(near, "swapped"));
}

/** Names that the rules would take for another with a slip, and that several visited domains bear. */
function namesOfOthers(sources: readonly Source[], bare: Catalogue): string[] {
  const bearers = new Map<string, Set<string>>();
  for (const domain of new Set(sources.flatMap(({ domains }) => domains.map(domainOf)))) {
    if (domain === "" || UNPROVED.has(domain)) continue;
    const label = domain.slice(0, domain.indexOf("."));
    for (const name of new Set([label, ...label.split("-")])) {
      if (!/^[a-z]{4,}$/u.test(name) || bare.brands.has(name) || !isTakenForName(name, bare)) continue;
      bearers.set(name, (bearers.get(name) ?? new Set()).add(domain));
    }
  }
  return [...bearers].filter(([, domains]) => domains.size > 1).map(([name]) => name);
}

/** In dictionaries, because people say the name so, or by chance: whoever writes one means the name. */
const NO_WORDS: ReadonlySet<string> = new Set(
  `amason decatlon facebooka facebookt googel googla metmask posbank twittert verzon walart walmarts walmhart walmpart
  whatsappt youtuben`.split(/\s+/u),
);

/** Visited, but nothing says that they are whose name they bear; some were told of in reports. */
const UNPROVED: ReadonlySet<string> = new Set(
  `gmial.com gamil.com onlylans.io micrasoft-395office.com bar-navig.com amzaon.cloud dana-gifts.com tawitter.com instragram.com ploymarket.com cn-app13.com apps-support-samsung.com capcutw.us
  openai626.com doorbash.ir moegirl.icu toutiao1.com oneidrive.org cloudfare.com microsof.net tmall4989.net nintondo.io
  amazon-value-service.com secure-hotel-booking.com googlie.vip we2chat.net tonscan.com polymarkets.co.il trezorx.com
  ppzj-youtube.cfd probitget.com telegram-store.com tiktok.me sheinindia.in whatsapp.biz openai.org
  okex.org etherscan.com google-analytics-s3.com adverty-cloudflare.com bestbuy-furniture.com viphuawei.com
  tenbay.cn mayabank.ph bybit.org tmobile-digital.com office365-net.us google-cloud.services adobe-identity.com
  paypal-ads.com bybit-aws.com tiktok-max.com bitgetapp.com bitgetapps.com alipac.us feishe.club vmailru.com tokopediax.com
  steamunlocked.org meituan88.com doordash.team vietel.com.vn icloud-platform.com huawei-cacahe.com
  alibabaonline.com wmtransfer.com samsungcsportal.com shopae.co.za shople.kr shopoe.net appstor.io insuit.net karousell.com free-telegram.link magic-facetime.com 06yahoo.com 66yahoo.com ecnypay.cc aldi.cx lbank.zone enter-pubg-new-state.com xboxlivegoldcodes.com walmartmobile.cn stores-apple.com quip-amazon.com business-tiktok.com`.split(
    /\s+/u,
  ),
);
/** Suffixes of which visitors prove nothing. */
const PROVE_NOTHING =
  /\.(?:site|click|live|icu|vip|store|club|ink|online|fit|work|video|shop|social|sh|cfd|red|link|pro|trade|world|top|xyz|im)$/u;

/** A domain somebody took so that nobody else would: it is called as a trick is, and serves nothing. */
function isTakenInDefence(domain: string, site: string | null, why: string): boolean {
  if (/ for |swapped|one letter|(?:Cyrillic|Greek)/u.test(why) && site !== null && domain !== site) return true;
  return /(?:^|[-.])(?:login|signin|verify|secure|security|account|accounts|update|activate|confirm|password)[-.]/u.test(
    domain,
  );
}

function main(folder: string): void {
  const words = wordsIn(folder);
  const seeds = seedBrands();
  const known = new Set(seeds.map(({ label }) => label));
  const all = [...seeds, ...bankAliases(seeds), ...registeredBrands(words).filter(({ label }) => !known.has(label))];
  const byLabel = new Map(all.map((brand) => [brand.label, brand]));
  const brandLines = [...byLabel.values()]
    .map(({ label, weight, region, site, zh = [], closed, alone, houses }) => {
      const marks = Object.entries({ closed, alone, houses }).flatMap(([mark, isSet]) => (isSet ? [mark] : []));
      return [label, weight, region, site, zh.length === 0 ? "-" : zh.join(","), ...marks].join(" ");
    })
    .join("\n");
  const bare = compileCatalogue({ brands: brandLines, everyday: "", isPopular: () => false });
  const names = z.record(z.string(), z.string()).parse(readJson(join(folder, "sources.json")));
  const sources = sourcesIn(folder);
  // What a company took in defence, or was called a trick, is no name of another.
  const ofOthers = sources.filter(({ name, isOwnership }) => !isOwnership || name === names["httpsExclusions"]);
  const others = namesOfOthers(ofOthers, bare);
  console.error(`names of others: ${others.toSorted().join(" ")}`);
  const everyday = [...new Set([...everydayWords({ words, english: englishIn(folder) }, bare), ...others])].toSorted();
  const catalogue = compileCatalogue({
    brands: brandLines,
    everyday: everyday.join("\n"),
    isPopular: () => false,
  });
  const sitesOnly = compileDomains(brandLines, "");

  const visited = new Set(sources.filter(({ isOwnership }) => !isOwnership).flatMap(({ domains }) => domains));
  const taken = new Set<string>();
  const sections: string[] = [];
  const registry: Source = {
    name: "src/apps/data, each app with its own evidence",
    isOwnership: true,
    domains: openRegistry()
      .apps()
      .flatMap(({ hosts }) => hosts),
  };
  const sourced = new Set([registry, ...sources].flatMap(({ domains }) => domains.map(domainOf)));
  for (const { label, site, source } of all)
    if (source === undefined && !isRestricted(site) && !sourced.has(domainOf(site)))
      console.error(`no source: ${label} ${site}`);
  const sites: Source = { name: "data/brands", isOwnership: true, domains: all.map(({ site }) => site) };
  for (const { name, isOwnership, isOfFalseAlarms, domains } of [registry, ...sources, sites]) {
    const kept = new Set<string>();
    for (const written of domains) {
      const domain = domainOf(written);
      if (domain === "" || taken.has(domain)) continue;
      const found = lookalikeOf(domain, sitesOnly, () => catalogue);
      if (found === null) continue;
      const isRegistered = name === registry.name || name === sites.name;
      const isDefence = isTakenInDefence(domain, found.site, found.why);
      const isProved = isRegistered || isOfFalseAlarms === true;
      if (!isProved && isOwnership && isDefence && !visited.has(domain)) continue;
      if (!isRegistered && !isOwnership && (UNPROVED.has(domain) || PROVE_NOTHING.test(domain))) continue;
      if (!isOwnership)
        console.error(`visited: ${domain}  ${found.isStrong ? "STRONG" : "weak"} ${found.site ?? ""} ${found.why}`);
      taken.add(domain);
      kept.add(domain);
    }
    if (kept.size > 0) sections.push(`@ ${name}\n${wrapped([...kept].toSorted())}`);
  }
  write(
    "brands",
    "BRANDS",
    "A line a brand: its label, weight and reach, the site people mean by it, and its Chinese names.",
    brandLines,
  );
  write(
    "domains",
    "DOMAINS",
    "Domains that the rules would tell and that are whose they say, each below its source.",
    sections.join("\n"),
  );
  const popular = ["tranco", "cisco"].map((key) => sources.find(({ name }) => name === names[key]));
  const filtered = new Set(popular.flatMap((source) => source?.domains ?? []).map(domainOf));
  write(
    "popular",
    "POPULAR",
    `A Bloom filter of domains that many people visit, of ${popular.map((source) => source?.name).join(" and ")}.`,
    popularFilter([...filtered].filter((domain) => domain !== "")),
  );
  write(
    "everyday",
    "EVERYDAY",
    "Words of English, Vietnamese and ten more languages, and names of several domains, that are one letter off a brand.",
    wrapped(everyday),
  );
  console.error(`${byLabel.size} brands, ${taken.size} domains, ${everyday.length} words`);
}

function domainOf(host: string): string {
  const bare = host.replace(/^\*?\./u, "").toLowerCase();
  return getDomain(bare, { allowPrivateDomains: true }) ?? "";
}

function isRestricted(site: string): boolean {
  return /\.(?:gov|go|gob|gv|govt)\.[a-z]{2}$|^(?:gov|gob|govt)\.[a-z]{2}$|\.gouv\.fr$|\.nhs\.uk$|\.gov(?:\.[a-z]{2})?$/u.test(
    site,
  );
}

function wrapped(words: readonly string[]): string {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && line.length + word.length > 115) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line].join("\n");
}

function write(file: string, name: string, comment: string, text: string): void {
  const head = `/** ${comment} Written by \`test/generators/imitation.ts\`; do not edit it by hand. */`;
  writeFileSync(new URL(`${file}.ts`, data), `${head}\nexport const ${name} = String.raw\`\n${text}\n\`;\n`);
}

if (import.meta.main) main(process.argv[2] ?? "");
