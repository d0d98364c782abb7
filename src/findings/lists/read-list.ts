import type { ListEntry } from "./entry.ts";
import { READ_FORMAT, type ListFormat } from "./formats/formats.ts";
import { isName } from "./formats/host-name.ts";
import { ListRefused, type SkipReason, type SourceText } from "./formats/read.ts";
import type { GuardReason, ListGuards } from "./guards.ts";
import { plainCovers, plainTaker, type PlainCovers } from "./plain-hosts.ts";

/** How a source is read. */
export interface ReadOptions {
  readonly format: ListFormat;
  /** Whether a bare host covers its sub-domains; `null`: as the format says. */
  readonly subdomains: boolean | null;
  readonly guards: ListGuards;
  /** Entries that ended before are expired; milliseconds since 1970. */
  readonly nowMs: number;
}

/** Lines of one kind: how many, and the first of them. */
interface Lines {
  count: number;
  readonly first: number[];
}

interface RefusedLine {
  readonly line: number;
  readonly host: string;
  readonly guard: GuardReason;
}

interface LinesAgainst {
  lines: number;
  /** The first lines that name another host each. */
  readonly hosts: RefusedLine[];
}

/** What became of a source's lines. It grows while the source is read. */
export interface ReadingReport {
  entries: number;
  /** Those of them that cover what is below a name, and not the name. */
  below: number;
  exceptions: number;
  /** Hosts of a warninglist. */
  readonly guards: string[];
  readonly skipped: Partial<Record<SkipReason, Lines>>;
  /** Lines that name what no list may name as a whole. */
  readonly refused: { count: number; readonly first: RefusedLine[] };
  /** Of those lines: what speaks against the list as a whole. */
  readonly against: {
    /** About sites, suffixes and this machine. */
    readonly sites: LinesAgainst;
    /** About parts of sites, and hosts that many share: lists that were made of addresses hold some by mistake. */
    readonly parts: LinesAgainst;
  };
  version: string | null;
  /** How long the source says it is good for, as it says it. */
  expires: string | null;
}

/** With more guarded hosts than these, a list is not taken at all. */
const MOST_REFUSED = 4;
/** Parts of sites and shared hosts may be so many of its entries all the same. */
const MOST_PARTS = 1 / 100;
const PARTS: ReadonlySet<GuardReason> = new Set(["below_site", "shared_host"]);
/** Lines that are named of each kind. */
const MOST_NAMED = 20;

export function emptyReport(): ReadingReport {
  return {
    entries: 0,
    below: 0,
    exceptions: 0,
    guards: [],
    skipped: {},
    refused: { count: 0, first: [] },
    against: { sites: { lines: 0, hosts: [] }, parts: { lines: 0, hosts: [] } },
    version: null,
    expires: null,
  };
}

/**
 * The entries of a source that may stand, in its order. What may not is told in `report`.
 *
 * @throws {ListRefused} when the source is not of this format.
 */
export function* readList(source: SourceText, options: ReadOptions, report: ReadingReport): Generator<ListEntry> {
  const { guards, subdomains, nowMs } = options;
  for (const read of READ_FORMAT[options.format](source)) {
    if ("header" in read) {
      report[read.header] ??= read.text.slice(0, 64);
      continue;
    }
    if ("guards" in read) {
      report.guards.push(read.guards);
      continue;
    }
    if ("skipped" in read) {
      if (read.skipped === "everything") refuse(report, read.line, "*", "everything");
      else skip(report, read.skipped, read.line);
      continue;
    }
    if (!isName(read.host)) {
      skip(report, "not_a_host", read.line);
      continue;
    }
    const entry = widened(read, subdomains);
    if (entry.untilMs !== undefined && entry.untilMs <= nowMs) {
      skip(report, "expired", entry.line);
      continue;
    }
    const guard = guards.guardOf(entry);
    if (guard !== null) {
      refuse(report, entry.line, entry.host, guard);
      continue;
    }
    if (entry.isException) report.exceptions += 1;
    else {
      report.entries += 1;
      if (entry.covers === "subdomains_only") report.below += 1;
    }
    yield entry;
  }
}

/** Takes what stands in a list: most of it are hosts that need not become entries first. */
export interface EntryTaker {
  entry(entry: ListEntry): void;
  /** A host with every page and every port. The bytes are good for this call only. */
  host(bytes: Buffer, start: number, end: number, covers: PlainCovers, line: number): void;
}

/**
 * Gives away what {@link readList} yields, in the same order, and tells the same in `report`.
 *
 * @throws {ListRefused} as {@link readList}; what `into` throws.
 */
export function takeList(source: SourceText, options: ReadOptions, report: ReadingReport, into: EntryTaker): void {
  const { format, subdomains, guards } = options;
  const suspicion = guards.suspicion?.() ?? null;
  const written = suspicion === null ? null : plainCovers(source, format);
  if (suspicion === null || written === null) {
    for (const entry of readList(source, options, report)) into.entry(entry);
    return;
  }
  const covers = subdomains === null ? written : subdomains ? "subdomains" : "host";
  const taker = plainTaker(format, suspicion, (bytes, start, end, line) => {
    report.entries += 1;
    into.host(bytes, start, end, covers, line);
  });
  // The reader of the format asks for the next line when it is done with the one before: the order stays.
  const rest: SourceText = { ...source, numbered: () => source.numbered(taker) };
  for (const entry of readList(rest, options, report)) into.entry(entry);
}

const NOBODY: EntryTaker = { entry: () => undefined, host: () => undefined };

/**
 * Reads a whole source and says whether it may be taken.
 *
 * @param isForced  Takes it in spite of guarded hosts; their lines are left out all the same.
 * @throws {ListRefused} `empty`, `guarded`, or as {@link readList}.
 */
export function checkList(source: SourceText, options: ReadOptions, isForced: boolean): ReadingReport {
  const report = emptyReport();
  takeList(source, options, report, NOBODY);
  const { sites, parts } = report.against;
  const isOfSites = sites.hosts.length > MOST_REFUSED || sites.lines > MOST_NAMED;
  const isOfParts = parts.hosts.length > MOST_REFUSED && parts.lines > report.entries * MOST_PARTS;
  if ((isOfSites || isOfParts) && !isForced) {
    const named = [...sites.hosts, ...parts.hosts].slice(0, MOST_REFUSED + 1);
    const lines = named.map(({ line, host, guard }) => `line ${line} names ${host} (${guard})`).join(", ");
    throw new ListRefused("guarded", `${report.refused.count} lines name what no list may name as a whole: ${lines}`);
  }
  if (report.entries === 0 && report.guards.length === 0) {
    const why = [...Object.entries(report.skipped).map(skippedWords), ...report.refused.first.map(refusedWords)];
    if (report.refused.count > report.refused.first.length)
      why.push(`refused ${report.refused.count - report.refused.first.length} more`);
    throw new ListRefused("empty", `no entry can be read in it${why.length === 0 ? "" : `: ${why.join("; ")}`}`);
  }
  return report;
}

/** `skipped 2 not a host: line 1, 4`. */
export function skippedWords([reason, { count, first }]: readonly [string, Readonly<Lines>]): string {
  return `skipped ${count} ${reason.replaceAll("_", " ")}: line ${first.join(", ")}${count > first.length ? ", …" : ""}`;
}

/** `refused line 3: example.org as a whole (top site)`. */
export function refusedWords({ line, host, guard }: RefusedLine): string {
  return `refused line ${line}: ${host} as a whole (${guard.replaceAll("_", " ")})`;
}

function widened(entry: ListEntry, subdomains: boolean | null): ListEntry {
  if (subdomains === true && (entry.covers === "host" || entry.covers === "subdomains_only"))
    return { ...entry, covers: "subdomains" };
  if (subdomains === false && entry.covers === "subdomains") return { ...entry, covers: "host" };
  return entry;
}

function skip(report: ReadingReport, reason: SkipReason, line: number): void {
  const lines = (report.skipped[reason] ??= { count: 0, first: [] });
  lines.count += 1;
  if (lines.first.length < MOST_NAMED) lines.first.push(line);
}

function refuse(report: ReadingReport, line: number, host: string, guard: GuardReason): void {
  const { refused, against } = report;
  refused.count += 1;
  if (refused.first.length < MOST_NAMED) refused.first.push({ line, host, guard });
  const lines = PARTS.has(guard) ? against.parts : against.sites;
  lines.lines += 1;
  // Lines that name one host, with and without a port or once for each address, are one mistake.
  const isNew = lines.hosts.length <= MOST_REFUSED && !lines.hosts.some((other) => other.host === host);
  if (isNew) lines.hosts.push({ line, host, guard });
}
