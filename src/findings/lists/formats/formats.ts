import { isRange } from "../written-entry.ts";
import { readAdblock } from "./adblock.ts";
import { readDnsmasq } from "./dnsmasq.ts";
import { isTable, readDomains, readUrls, TABLE } from "./domains.ts";
import { readEntries } from "./entries.ts";
import { readHosts } from "./hosts.ts";
import { readMisp } from "./misp.ts";
import { readPhishtank } from "./phishtank.ts";
import { ListRefused, type ReadFormat, type SourceText } from "./read.ts";
import { readRpz } from "./rpz.ts";
import { readStix } from "./stix.ts";
import { readUrlhaus } from "./urlhaus.ts";

/** The formats that can be read, in the order of the docs. */
export const LIST_FORMATS = [
  "hosts",
  "domains",
  "urls",
  "adblock",
  "rpz",
  "dnsmasq",
  "urlhaus",
  "phishtank",
  "misp",
  "stix",
  "entries",
] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

export const READ_FORMAT: Readonly<Record<ListFormat, ReadFormat>> = {
  hosts: readHosts,
  domains: readDomains,
  urls: readUrls,
  adblock: readAdblock,
  rpz: readRpz,
  dnsmasq: readDnsmasq,
  urlhaus: readUrlhaus,
  phishtank: readPhishtank,
  misp: readMisp,
  stix: readStix,
  entries: readEntries,
};

/** A format that was guessed, and by what. */
export interface Guess {
  readonly format: ListFormat;
  readonly because: string;
}

const MAX_LOOKED_AT = 200;

/** Each of these decides when it is true of more than half the lines that are no comments. The first of equals wins. */
const BY_LINE: readonly (readonly [ListFormat, RegExp, string])[] = [
  ["dnsmasq", /^(?:address|server|local)=\//u, "are settings of dnsmasq"],
  [
    "hosts",
    /^\s*(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]*(?:%\w+)?|0)\s+\S/iu,
    "begin with an address and a host",
  ],
  ["entries", /^\s*\{.*"entry"/u, "are objects with an entry"],
  ["adblock", /^(?:@@)?\|\||##|#@#|^\|https?:|\$(?:third-party|3p|important|script)\b/u, "are rules of ad blockers"],
  ["rpz", /\s(?:IN\s+)?CNAME\s/iu, "are records of a zone"],
  ["urlhaus", /^"\d+","\d{4}-\d\d-\d\d /u, "are rows of URLhaus"],
  ["urls", /^\s*[a-z][a-z0-9+.-]*:\/\/|^[^\s/]+\.[^\s/]+\/\S/iu, "are addresses"],
  ["domains", /^\s*(?:\*?\.)?[^\s/|^=,"]+\.[^\s/|^=,"]+\s*$/u, "are domains"],
];

/** Said of networks, as Spamhaus DROP and sets for firewalls hold them. */
const RANGES = "it holds ranges of addresses, which no list names: --format domains takes the single ones";

/** Said of the answers of other programs: which of their rows still count nobody here knows. */
const OBJECTS =
  'its JSON is an array of objects that no format knows: give their addresses alone, one a line, or as {"entry": …}';

/** Guesses the format of a source by its first lines. @throws {ListRefused} `empty`, or `unknown_format` when nothing fits. */
export function guessFormat(source: SourceText): Guess {
  const text = source.head();
  const byText = guessByText(text);
  if (byText !== null) return byText;
  // A comment of a hosts file may hold what an adblock rule begins with, so comments do not vote.
  const sample = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, MAX_LOOKED_AT);
  const voting = sample.filter((line) => !/^\s*(?:[!;]|#(?:#{3}|(?!#|@#))|\/\/|\[)/u.test(line));
  if (sample.length === 0) throw new ListRefused("empty", "it is empty");
  const isJson = /^\s*(?:\[\s*[[{"]|\{\s*")/u.test(text);
  if (voting.length === 0 && !isJson)
    throw new ListRefused("empty", "its first lines are comments alone: name it with --format");
  let best: { readonly guess: Guess; readonly count: number } | null = null;
  for (const [format, form, what] of BY_LINE) {
    const count = voting.filter((line) => form.test(line)).length;
    if (count * 2 <= voting.length || count <= (best?.count ?? 0)) continue;
    best = { guess: { format, because: `${count} of the first ${voting.length} lines ${what}` }, count };
  }
  const isOfLines = best === null || best.guess.format === "urls" || best.guess.format === "domains";
  if (isOfLines && isTable(text)) throw new ListRefused("unknown_format", TABLE);
  const ranges = voting.filter((line) => isRange(line.replace(/\s+[#;].*$/u, "").trim())).length;
  if (isOfLines && ranges * 2 > voting.length) throw new ListRefused("unknown_format", RANGES);
  if (best !== null) return best.guess;
  if (/^\s*\[\s*\{/u.test(text)) throw new ListRefused("unknown_format", OBJECTS);
  if (isJson) throw new ListRefused("unknown_format", "its JSON is of no format that is known here");
  throw new ListRefused("unknown_format", "no format fits the first lines: name it with --format");
}

function guessByText(text: string): Guess | null {
  const start = text.trimStart();
  if (/^\{[^\n]*"entry"/u.test(start)) return { format: "entries", because: "its lines are objects with an entry" };
  if (/^\[Adblock/iu.test(start)) return { format: "adblock", because: "it begins with [Adblock…]" };
  if (/^[{[]/u.test(start)) return guessByKeys(start);
  if (/^"?phish_id"?,/u.test(start)) return { format: "phishtank", because: "its first row names phish_id" };
  if (/^#.*\bid,dateadded,(?:url|")/mu.test(start))
    return { format: "urlhaus", because: "its comment names URLhaus's columns" };
  if (/^\$(?:TTL|ORIGIN)\b|\sSOA\s/mu.test(start))
    return { format: "rpz", because: "it holds a zone's SOA or directives" };
  return null;
}

function guessByKeys(start: string): Guess | null {
  if (/^\[\s*\{[^{}]*"entry"\s*:/u.test(start))
    return { format: "entries", because: "its JSON is an array of objects with an entry" };
  const has = (...keys: readonly string[]) => keys.find((key) => start.includes(`"${key}"`));
  const by = (format: ListFormat, key: string | undefined) =>
    key === undefined ? null : { format, because: `its JSON has ${key}` };
  const found =
    by("phishtank", has("phish_id")) ??
    by("urlhaus", has("urlhaus_link", "urlhaus_reference", "dateadded")) ??
    by("misp", has("to_ids", "matching_attributes", "Attribute", "Event")) ??
    // A warninglist may name its attributes after all of its entries.
    by("misp", /^\{\s*"description"/u.test(start) ? has("list") : undefined) ??
    by("stix", has("spec_version", "pattern_type", "objects"));
  if (found !== null) return found;
  if (/^\[\s*"[^"]*:\/\//u.test(start)) return { format: "urls", because: "its JSON is an array of addresses" };
  if (/^\[\s*"/u.test(start)) return { format: "domains", because: "its JSON is an array of texts" };
  const [, text] = /^\{[^{}]*?\[\s*"([^"]*)"/u.exec(start) ?? [];
  if (text === undefined) return null;
  return { format: text.includes("://") ? "urls" : "domains", because: "its JSON is an object with an array of texts" };
}
