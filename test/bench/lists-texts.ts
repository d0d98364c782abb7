import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { openGuards } from "../../src/findings/lists/guards.ts";
import type { ListFormat } from "../../src/findings/lists/formats/formats.ts";
import type { ListEntry } from "../../src/findings/lists/entry.ts";
import type { ListFacts, ListSource } from "../../src/findings/lists/list-source.ts";
import { emptyReport, readList, takeList, type ReadOptions } from "../../src/findings/lists/read-list.ts";
import { sourceFile } from "../../src/findings/lists/source-file.ts";

/** When everything of this benchmark happens. */
export const NOW_MS = Date.parse("2026-11-28T08:00:00Z");
const SHARED_HOSTS = 50;
const SUFFIXES = ["com", "com", "com", "net", "top", "xyz", "co.id", "com.vn", "cn", "com.cn", "shop", "info"];
const WORDS = [
  "login",
  "shop",
  "pay",
  "secure",
  "account",
  "gift",
  "mall",
  "verify",
  "free",
  "update",
  "bank",
  "wallet",
];

/** A list as a text on disk. */
export interface TextList {
  readonly name: string;
  readonly format: ListFormat;
  readonly file: string;
}

/** The same number always gives the same host; different ones give different hosts. */
export function hostOf(number: number): string {
  const mixed = (Math.imul(number, 0x9e_37_79_b1) >>> 0).toString(36);
  return `${WORDS[number % WORDS.length]}-${mixed}.${SUFFIXES[(number * 7 + (number >>> 9)) % SUFFIXES.length]}`;
}

/** A listed page: mostly one of a host, some of a few hosts with very many. */
export function pageOf(number: number): string {
  const host = number % 10 === 0 ? `docs${number % (SHARED_HOSTS * 10)}.example` : hostOf(number);
  const query = number % 4 === 0 ? `?id=${number}` : "";
  return `https://${host}/${WORDS[number % WORDS.length]}/${number.toString(36)}${query}`;
}

/** Of the entries, nine in ten are domains, each a host of its own; then pages, hosts and rules with exceptions. */
const SHARES = { domains: 0.88, urls: 0.1, adblock: 0.01, hosts: 0.01 } as const;

/** How many entries of each list, and the number at which its hosts start. */
export function sharesOf(entries: number): Readonly<Record<keyof typeof SHARES, { from: number; count: number }>> {
  const domains = Math.round(entries * SHARES.domains);
  const urls = Math.round(entries * SHARES.urls);
  const adblock = Math.round(entries * SHARES.adblock);
  return {
    domains: { from: 0, count: domains },
    urls: { from: domains, count: urls },
    adblock: { from: domains + urls, count: adblock },
    hosts: { from: domains + urls + adblock, count: entries - domains - urls - adblock },
  };
}

export function lineOf(name: string, number: number): string {
  if (name === "urls") return pageOf(number);
  if (name === "hosts") return `0.0.0.0 ${hostOf(number)}`;
  if (name !== "adblock") return hostOf(number);
  return number % 5 === 0 ? `@@||www.${hostOf(number - 1)}^` : `||${hostOf(number)}^`;
}

/** Writes the lists as texts of the formats people have. */
export function writeTexts(folder: string, entries: number): TextList[] {
  return Object.entries(sharesOf(entries)).map(([name, { from, count }]) => {
    const file = join(folder, `${name}.txt`);
    writeLines(file, count, (index) => lineOf(name, from + index));
    return { name, format: name as keyof typeof SHARES, file };
  });
}

export function writeLines(file: string, count: number, lineAt: (index: number) => string): void {
  const fd = openSync(file, "w");
  for (let index = 0; index < count;) {
    const lines: string[] = [];
    for (; lines.length < 20_000 && index < count; index += 1) lines.push(lineAt(index));
    writeSync(fd, `${lines.join("\n")}\n`);
  }
  closeSync(fd);
}

export function factsOf({ name }: Pick<TextList, "name">): ListFacts {
  return { name, version: "1", confirmedAtMs: NOW_MS, kind: "phishing", maxAgeMs: Infinity };
}

/** How the program reads a list, guards and all. */
export function readOptions({ format }: TextList): ReadOptions {
  return { format, subdomains: null, guards: openGuards({ own: [], apps: [], warned: [] }), nowMs: NOW_MS };
}

/** A list as whoever builds an index is given it. */
export function sourceOf(list: TextList): ListSource & { readonly entries: Iterable<ListEntry> } {
  const { file } = list;
  const options = readOptions(list);
  return {
    ...factsOf(list),
    entries: { [Symbol.iterator]: () => readList(sourceFile(file), options, emptyReport()) },
    takeAll: (into) => takeList(sourceFile(file), options, emptyReport(), into),
  };
}

/** The entries as the program reads them. */
export function entriesOf(list: TextList): Iterable<ListEntry> {
  return sourceOf(list).entries;
}
