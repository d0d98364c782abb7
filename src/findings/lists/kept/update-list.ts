import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { makeFolderWithin, publishWithin, removePart, temporaryNameFor } from "../../../input/whole-file.ts";
import type { FindingKind } from "../../types.ts";
import { fetchSource, fetchText, SourceUnavailable, type FetchParts, type SourcePlace } from "../fetch/fetch-source.ts";
import { checkMinisign, checkSha256, sha256In } from "../fetch/signature.ts";
import { takeSource } from "../fetch/take-source.ts";
import { guessFormat, type Guess, type ListFormat } from "../formats/formats.ts";
import { ListRefused } from "../formats/read.ts";
import { copiedSites, readSharedHosts, readTopSites } from "../guarded-sites.ts";
import { openGuards, type ListGuards } from "../guards.ts";
import { checkList, type ReadingReport } from "../read-list.ts";
import { sourceFile } from "../source-file.ts";
import { loadSuffixRules } from "../suffix-rules.ts";
import {
  DamagedListsError,
  publishCatalog,
  readCatalog,
  removeLeftovers,
  takeTexts,
  wholeText,
  type Catalog,
  type KeptList,
  type SharedCatalog,
} from "./catalog.ts";
import { keepEnds } from "./entry-ends.ts";
import { keepIndex, readAsMark, settleIndex } from "./keep-index.ts";
import { lockLists } from "./lock.ts";
import { sha256Of } from "./sha256.ts";
import { isOlder } from "./version-order.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DEFAULT_EVERY_MS = HOUR_MS;
/** What a list says of its own expiry counts within these bounds. */
const LEAST_EXPIRES_MS = HOUR_MS;
const MOST_EXPIRES_MS = 7 * DAY_MS;
const LEAST_DEFAULT_AGE_MS = 2 * DAY_MS;
/** Another's update of a large list may take so long. */
const LOCK_WAIT_MS = 120_000;
const MAX_BESIDE_BYTES = 65_536;

/** What an operator asks for when a list is added. */
export interface ListWish {
  readonly name: string;
  readonly place: SourcePlace;
  /** Null: it is guessed. */
  readonly format: ListFormat | null;
  readonly kind: FindingKind;
  readonly subdomains: boolean | null;
  readonly trust: KeptList["trust"];
  /** Null: as the list says, else every hour. */
  readonly everyMs: number | null;
  /** Null: three times as long as between two updates, at least two days. */
  readonly maxAgeMs: number | null;
}

export interface UpdateParts extends FetchParts {
  readonly folder: string;
  /** Hosts of registered apps. */
  readonly appHosts: readonly string[];
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Told how far reading has come. */
  readonly onRead?: (bytes: number, of: number) => void;
  /** Told now and then how many entries the index has taken. */
  readonly onIndexed?: (entries: number) => void;
  /** False: whoever reads this folder makes no look-ups in it, and needs no index. Left out: true. */
  readonly keepsIndex?: boolean;
}

/** What changing the index needs. */
export type IndexParts = Pick<UpdateParts, "folder" | "appHosts" | "now" | "onIndexed" | "keepsIndex">;

/** What became of a list that was asked for. */
export type UpdateOutcome =
  | { readonly kind: "updated"; readonly list: KeptList; readonly report: ReadingReport; readonly guess: Guess | null }
  /** The source confirms the text in force. */
  | { readonly kind: "unchanged"; readonly list: KeptList }
  /** The text in force stays. */
  | { readonly kind: "failed"; readonly name: string; readonly reason: string };

/** What became of a list that was asked for, without its entries. */
export type UpdateTold =
  | { readonly kind: "updated" | "unchanged"; readonly name: string }
  | { readonly kind: "failed"; readonly name: string; readonly reason: string };

/** An outcome for who needs no more of it, in another thread. */
export function toldOf(name: string, outcome: UpdateOutcome): UpdateTold {
  return outcome.kind === "failed" ? outcome : { kind: outcome.kind, name };
}

/**
 * Adds a list, or asks for an added one with other settings.
 *
 * @param isForced  Takes it in spite of guarded hosts, its size or its version.
 * @throws {ListRefused | SourceUnavailable} when it is not taken: nothing has changed then.
 */
export async function addList(wish: ListWish, isForced: boolean, parts: UpdateParts): Promise<UpdateOutcome> {
  return withLock(parts.folder, async () => {
    const catalog = readCatalog(parts.folder);
    const known = catalog.lists.find(({ name }) => name === wish.name) ?? null;
    return withTaken(wish, null, parts, async (taken) => {
      if (taken === null) throw new SourceUnavailable("it says nothing");
      const { report, guess, format } = examined(wish, known, taken, isForced, catalog, parts);
      const list = listOf(wish, format, report, taken, parts);
      await publishText(list, taken, catalog, parts);
      return { kind: "updated", list, report, guess };
    });
  });
}

/**
 * Reads a list as {@link addList} does and changes nothing.
 *
 * @throws as {@link addList}.
 */
export async function tryList(
  wish: ListWish,
  isForced: boolean,
  parts: UpdateParts,
  look: (path: string, format: ListFormat, guards: ListGuards) => Promise<void> = async () => undefined,
): Promise<{ readonly report: ReadingReport; readonly guess: Guess | null; readonly format: ListFormat }> {
  const catalog = readCatalog(parts.folder);
  const known = catalog.lists.find(({ name }) => name === wish.name) ?? null;
  makeFolderWithin(parts.folder);
  return withTaken(wish, null, parts, async (taken) => {
    if (taken === null) throw new SourceUnavailable("it says nothing");
    const read = examined(wish, known, taken, isForced, catalog, parts);
    await look(taken.path, read.format, guardsFor(catalog, wish.name, parts));
    return read;
  });
}

/**
 * Asks for a list anew. What its source does wrong is an outcome, kept with the list.
 *
 * @param isForced  Takes it whatever it was before, and does not ask whether it has changed.
 */
export async function updateList(name: string, isForced: boolean, parts: UpdateParts): Promise<UpdateOutcome> {
  return withLock(parts.folder, async () => {
    const catalog = readCatalog(parts.folder);
    const known = catalog.lists.find((list) => list.name === name);
    if (known === undefined) return { kind: "failed", name, reason: "there is no such list" };
    const { etag, lastModified } = known.text;
    const isWhole = isTextWhole(parts.folder, known);
    const validators = isForced || !isWhole ? null : { etag, lastModified };
    try {
      return await withTaken(known, validators, parts, async (taken): Promise<UpdateOutcome> => {
        if (taken === null || (!isForced && isWhole && taken.sha256 === known.text.sha256)) {
          const list = confirmed(known, taken, parts);
          await putInForce(withList(catalog, list), catalog, parts);
          return { kind: "unchanged", list };
        }
        const { report } = examined(known, known, taken, isForced, catalog, parts);
        const list = listOf(known, known.format, report, taken, parts);
        await publishText(list, taken, catalog, parts);
        return { kind: "updated", list, report, guess: null };
      });
    } catch (error) {
      if (!(error instanceof ListRefused || error instanceof SourceUnavailable)) throw error;
      const list = failed(known, error, parts);
      publishCatalog(parts.folder, withList(catalog, list));
      return { kind: "failed", name, reason: error.message };
    }
  });
}

/** Takes a list away; false when there is none of this name. */
export async function removeList(name: string, parts: IndexParts): Promise<boolean> {
  return withLock(parts.folder, async () => {
    const catalog = readCatalog(parts.folder);
    const lists = catalog.lists.filter((list) => list.name !== name);
    if (lists.length === catalog.lists.length) return false;
    await putInForce({ ...catalog, lists }, catalog, parts);
    removeLeftovers(parts.folder);
    return true;
  });
}

/** Changes what stands beside the lists: exceptions, and the hosts of gateways. */
export async function changeBeside(
  folder: string,
  change: (catalog: Catalog) => Pick<Catalog, "exceptions" | "ownHosts"> | null,
): Promise<Catalog> {
  return withLock(folder, async () => {
    const catalog = readCatalog(folder);
    const changed = change(catalog);
    return changed === null ? catalog : publishCatalog(folder, { ...catalog, ...changed });
  });
}

/**
 * Makes the index anew from the kept texts, with these hosts among the gateways' own.
 *
 * @returns Lists whose texts are not what was written: nothing of them is in the index, and they are due at once.
 */
export async function rebuildIndex(ownHosts: readonly string[], parts: IndexParts): Promise<readonly DamagedList[]> {
  return withLock(parts.folder, async () => {
    const kept = readCatalog(parts.folder);
    const missing = ownHosts.filter((host) => !kept.ownHosts.includes(host));
    const damaged: DamagedList[] = [];
    const before = { ...kept, index: null };
    const after = { ...before, ownHosts: [...kept.ownHosts, ...missing] };
    await putInForce(after, before, parts, ({ file, message }) => damaged.push({ file, message }));
    return damaged;
  });
}

/**
 * Puts a catalog that others share in force in this folder.
 *
 * @param incoming  Folder of its texts that are not here yet.
 * @returns as {@link rebuildIndex}.
 */
export async function adoptLists(
  catalog: SharedCatalog,
  incoming: string,
  parts: IndexParts,
): Promise<readonly DamagedList[]> {
  return withLock(parts.folder, async () => {
    const before = readCatalog(parts.folder);
    takeTexts(parts.folder, incoming);
    const damaged: DamagedList[] = [];
    await putInForce({ ...before, ...catalog }, before, parts, ({ file, message }) => damaged.push({ file, message }));
    removeLeftovers(parts.folder);
    return damaged;
  });
}

/** A list's text that is not what was written. */
export interface DamagedList {
  readonly file: string;
  readonly message: string;
}

function isTextWhole(folder: string, list: KeptList): boolean {
  try {
    wholeText(folder, list);
    return true;
  } catch (error) {
    if (error instanceof DamagedListsError) return false;
    throw error;
  }
}

/** Guards of a list: what other lists' warninglists say counts, its own does not. */
export function guardsFor(catalog: Catalog, name: string, { appHosts }: Pick<UpdateParts, "appHosts">): ListGuards {
  const warned = catalog.lists.filter((list) => list.name !== name).flatMap(({ text }) => text.guards);
  return openGuards({ own: catalog.ownHosts, apps: appHosts, warned });
}

async function withLock<Result>(folder: string, run: () => Promise<Result>): Promise<Result> {
  makeFolderWithin(folder);
  const lock = await lockLists(folder, LOCK_WAIT_MS);
  // Without them lists are read more slowly and no otherwise.
  await loadSuffixRules();
  try {
    removeLeftovers(folder);
    return await run();
  } finally {
    lock.close();
  }
}

/** A source as it came: a file under a name that nobody looks for. */
interface Taken {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** Fetches a source, checks what it promises of itself, and writes it down as text. Null: nothing has changed. */
async function withTaken<Result>(
  { name, place, trust }: Pick<ListWish, "name" | "place" | "trust">,
  known: Pick<Taken, "etag" | "lastModified"> | null,
  parts: UpdateParts,
  run: (taken: Taken | null) => Promise<Result>,
): Promise<Result> {
  const raw = temporaryNameFor(join(parts.folder, `${name}.raw`));
  const path = temporaryNameFor(join(parts.folder, `${name}.txt`));
  try {
    const fetched = await fetchSource(place, known, raw, parts);
    if (fetched.kind === "unchanged") return await run(null);
    await checkTrust(raw, place, trust, parts);
    const bytes = statSync(raw).size;
    await takeSource(raw, path, (read) => parts.onRead?.(read / 2, bytes));
    removePart(raw);
    const { etag, lastModified } = fetched;
    return await run({ path, sha256: sha256Of(path), bytes: statSync(path).size, etag, lastModified });
  } finally {
    removePart(raw);
    removePart(path);
  }
}

async function checkTrust(
  raw: string,
  place: SourcePlace,
  trust: KeptList["trust"],
  parts: UpdateParts,
): Promise<void> {
  switch (trust.by) {
    case "nothing":
      return;
    case "sha256":
      return checkSha256(raw, trust.hex);
    case "sha256_of": {
      const expected = sha256In(await fetchText(beside(place, trust.place), MAX_BESIDE_BYTES, parts));
      if (expected === null) throw new ListRefused("checksum", "no SHA-256 stands where one was promised");
      return checkSha256(raw, expected);
    }
    case "minisign": {
      const signature = await fetchText(beside(place, null), MAX_BESIDE_BYTES, parts);
      return checkMinisign(raw, signature, trust.key);
    }
  }
}

/** Another place of the same kind; null: the source's own with `.minisig`. */
function beside(place: SourcePlace, where: string | null): SourcePlace {
  if (place.from === "url") return { ...place, url: where ?? `${place.url}.minisig` };
  return { from: "file", path: where === null ? `${place.path}.minisig` : where };
}

/** Whether a source may be taken, also in the place of the text in force. @throws {ListRefused} */
function examined(
  wish: Pick<ListWish, "name" | "format" | "subdomains">,
  known: KeptList | null,
  taken: Taken,
  isForced: boolean,
  catalog: Catalog,
  parts: UpdateParts,
): { readonly report: ReadingReport; readonly guess: Guess | null; readonly format: ListFormat } {
  const source = sourceFile(taken.path, (read) => parts.onRead?.((taken.bytes + read) / 2, taken.bytes));
  const guess = wish.format === null ? guessFormat(source) : null;
  const format = wish.format ?? guess?.format ?? "domains";
  const guards = guardsFor(catalog, wish.name, parts);
  const options = { format, subdomains: wish.subdomains, guards, nowMs: parts.now() };
  const report = checkList(source, options, isForced);
  if (known !== null && !isForced) checkSuccessor(known, report, taken);
  return { report, guess, format };
}

/** @throws {ListRefused} when a text must not replace the one in force. */
function checkSuccessor({ text }: KeptList, report: ReadingReport, taken: Taken): void {
  const before = text.entries + text.exceptions + text.guards.length;
  const now = report.entries + report.exceptions + report.guards.length;
  if (now * 2 <= before) throw new ListRefused("shrunk", `it shrank from ${before} entries to ${now}`);
  if (now >= before * 5) throw new ListRefused("grown", `it grew from ${before} entries to ${now}`);
  if (isOlder(report.version, text.version))
    throw new ListRefused("older", "its version is older than the one in force");
  if (isOlder(taken.lastModified, text.lastModified)) {
    throw new ListRefused("older", "its Last-Modified is older than that of the one in force");
  }
}

function listOf(
  wish: Omit<ListWish, "format">,
  format: ListFormat,
  report: ReadingReport,
  taken: Taken,
  parts: UpdateParts,
): KeptList {
  const everyMs = wish.everyMs ?? expiresMs(report.expires) ?? DEFAULT_EVERY_MS;
  const { entries, exceptions, guards, skipped, refused, version } = report;
  const { name, place, kind, subdomains, trust } = wish;
  return {
    name,
    place,
    format,
    kind,
    subdomains,
    trust,
    everyMs,
    maxAgeMs: wish.maxAgeMs ?? Math.max(3 * everyMs, LEAST_DEFAULT_AGE_MS),
    text: {
      file: `${name}.${randomBytes(6).toString("hex")}.txt`,
      sha256: taken.sha256,
      bytes: taken.bytes,
      entries,
      exceptions,
      guards,
      skipped,
      refused,
      version,
      etag: taken.etag,
      lastModified: taken.lastModified,
    },
    confirmedAtMs: parts.now(),
    dueAtMs: nextDue(everyMs, parts),
    failures: { count: 0, lastAtMs: null, reason: null },
  };
}

function confirmed(list: KeptList, taken: Taken | null, parts: UpdateParts): KeptList {
  const validators = taken === null ? {} : { etag: taken.etag, lastModified: taken.lastModified };
  return {
    ...list,
    text: { ...list.text, ...validators },
    confirmedAtMs: parts.now(),
    dueAtMs: nextDue(list.everyMs, parts),
    failures: { count: 0, lastAtMs: null, reason: null },
  };
}

/**
 * A source that fails is left alone for longer each time.
 * Source: Safe Browsing v4, "Request frequency", back-off mode: min(2^(n-1) · 15 min · (rand + 1), 24 h); read 2026-11-28.
 */
function failed(list: KeptList, error: ListRefused | SourceUnavailable, { now, random }: UpdateParts): KeptList {
  const count = list.failures.count + 1;
  const backOffMs = Math.min(2 ** (count - 1) * 15 * 60_000 * (random() + 1), DAY_MS);
  const askedMs = error instanceof SourceUnavailable ? Math.min(error.retryAfterMs ?? 0, DAY_MS) : 0;
  const nowMs = now();
  return {
    ...list,
    dueAtMs: Math.round(nowMs + Math.max(backOffMs, askedMs)),
    failures: { count, lastAtMs: nowMs, reason: error.message },
  };
}

/** Not at the same moment as everybody else. */
function nextDue(everyMs: number, { now, random }: UpdateParts): number {
  return Math.round(now() + everyMs * (0.9 + 0.2 * random()));
}

/** `4 days`, `12 hours`; null for what says neither. */
function expiresMs(text: string | null): number | null {
  const [, count = "", unit = ""] = /^(\d+)\s*(h|d|hour|day)/iu.exec(text ?? "") ?? [];
  if (count === "") return null;
  const ms = Number(count) * (unit.toLowerCase().startsWith("h") ? HOUR_MS : DAY_MS);
  return Math.min(Math.max(ms, LEAST_EXPIRES_MS), MOST_EXPIRES_MS);
}

async function publishText(list: KeptList, taken: Taken, catalog: Catalog, parts: UpdateParts): Promise<void> {
  publishWithin(taken.path, join(parts.folder, list.text.file));
  await putInForce(withList(catalog, list), catalog, parts);
  removeLeftovers(parts.folder);
}

/** The index first, the catalog that names it last: who is killed between leaves what was, and an index to be made anew. */
async function putInForce(
  after: Catalog,
  before: Catalog,
  { folder, appHosts, now, onIndexed, keepsIndex = true }: IndexParts,
  onDamage: (error: DamagedListsError) => void = () => undefined,
): Promise<void> {
  if (!keepsIndex) {
    publishCatalog(folder, { ...after, index: null });
    return;
  }
  const damaged = new Set<string>();
  const nowMs = now();
  const index = await keepIndex(folder, before, after, guardsFor(after, "", { appHosts }), readAs(after, appHosts), {
    nowMs,
    onProgress: onIndexed,
    onDamage(error) {
      damaged.add(error.file);
      onDamage(error);
    },
  });
  const lists = after.lists.map((list) =>
    damaged.has(list.text.file)
      ? { ...list, dueAtMs: nowMs, failures: { count: 1, lastAtMs: nowMs, reason: "its text is damaged" } }
      : list,
  );
  keepEnds(folder, after);
  publishCatalog(folder, { ...after, lists, index });
  await settleIndex(folder, { nowMs });
}

/** Other guards take other entries. */
function readAs({ ownHosts, lists }: Catalog, appHosts: readonly string[]): string {
  const warned = lists.flatMap(({ text }) => text.guards);
  const { hosts, lending } = readSharedHosts();
  const guarded = [...readTopSites(), "", ...copiedSites(), "", ...hosts, "", ...lending];
  return readAsMark([...ownHosts, "", ...appHosts, "", ...guarded, "", ...warned]);
}

function withList(catalog: Catalog, list: KeptList): Catalog {
  const isKnown = catalog.lists.some(({ name }) => name === list.name);
  const lists = isKnown
    ? catalog.lists.map((each) => (each.name === list.name ? list : each))
    : [...catalog.lists, list];
  return { ...catalog, lists };
}
