import type { FindingKind } from "../../../types.ts";
import type { EntryPort, ListEntry } from "../../entry.ts";
import { IndexLimitError, MAX_ENTRY_BYTES } from "../index-error.ts";

/**
 * An entry as the index keeps it, without its host: two bytes of flags, its list's number, then what the flags name:
 * path, port, kind, since, until, query. So far it is the entry's identity; then follow its line, whether it was taken
 * away, and when it was first seen. Numbers are little-endian, times are milliseconds since 1970 in six bytes.
 */
const COVERS = ["host", "subdomains", "subdomains_only", "prefix", "page", "query"] as const;
const HAS_QUERY = 8;
const IS_EXCEPTION = 16;
const IS_IMPORTANT = 32;
const HAS_SINCE = 64;
const HAS_UNTIL = 128;
/** Second byte: two bits of port, then this. */
const HAS_KIND = 4;
const PORT_ANY = 0;
const PORT_DEFAULT = 1;
const PORT_NUMBER = 2;
/** Flags and list: what every entry has. */
const FIXED_BYTES = 3;
const TIME_BYTES = 6;
/** Line and time at most, in the longest form. */
const TAIL_BYTES = 14;

/** Kinds of findings by number, as a generation keeps them. */
export type KindTable = readonly FindingKind[];

/** What the index knows of an entry beside what its list says. */
export interface EntryTail {
  /** Taken away from the generation behind. */
  readonly isAway: boolean;
  /** When the index first held it; milliseconds since 1970. Null when its list tells itself, or nobody knows. */
  readonly seenMs: number | null;
}

/** Writes entries into one buffer, which grows. */
export class EntryWriter {
  bytes = Buffer.alloc(1024);
  /** Where the entry that was written last ends, its identity and all of it. It starts at 0. */
  identityEnd = 0;
  end = 0;
  readonly #kinds: ReadonlyMap<FindingKind, number>;

  constructor(kinds: KindTable) {
    this.#kinds = new Map(kinds.map((kind, index) => [kind, index]));
  }

  /** @throws {IndexLimitError} for an entry that is too long; names its line. */
  write(entry: ListEntry, list: number, { isAway, seenMs }: EntryTail): void {
    const path = "path" in entry ? entry.path : null;
    const query = "query" in entry ? entry.query : null;
    const room = FIXED_BYTES + 32 + TAIL_BYTES + 3 * ((path?.length ?? 0) + (query?.length ?? 0));
    if (this.bytes.length < room) this.bytes = Buffer.alloc(room * 2);
    const { bytes } = this;
    const hasPort = typeof entry.port === "number";
    bytes[0] =
      COVERS.indexOf(entry.covers) |
      (query === null ? 0 : HAS_QUERY) |
      (entry.isException ? IS_EXCEPTION : 0) |
      (entry.isImportant === true ? IS_IMPORTANT : 0) |
      (entry.sinceMs === undefined ? 0 : HAS_SINCE) |
      (entry.untilMs === undefined ? 0 : HAS_UNTIL);
    bytes[1] =
      (hasPort ? PORT_NUMBER : entry.port === "default" ? PORT_DEFAULT : PORT_ANY) |
      (entry.kind === undefined ? 0 : HAS_KIND);
    bytes[2] = list;
    let at = FIXED_BYTES;
    if (path !== null) at = this.#text(path, at, entry.line);
    if (typeof entry.port === "number") at = bytes.writeUInt16LE(entry.port, at);
    if (entry.kind !== undefined) at = bytes.writeUInt8(this.#numberOf(entry.kind), at);
    if (entry.sinceMs !== undefined) at = bytes.writeIntLE(entry.sinceMs, at, TIME_BYTES);
    if (entry.untilMs !== undefined) at = bytes.writeIntLE(entry.untilMs, at, TIME_BYTES);
    if (query !== null) at = this.#text(query, at, entry.line);
    this.identityEnd = at;
    at = writeVarint(bytes, at, entry.line * 2 + (isAway ? 1 : 0));
    if (entry.sinceMs === undefined) at = bytes.writeIntLE(seenMs ?? 0, at, TIME_BYTES);
    this.end = at;
    if (at > MAX_ENTRY_BYTES) throw tooLong(entry.line);
  }

  /** The same for a host with every page and every port. */
  writeHost(covers: "host" | "subdomains", line: number, list: number, { isAway, seenMs }: EntryTail): void {
    const { bytes } = this;
    bytes[0] = covers === "host" ? 0 : 1;
    bytes[1] = PORT_ANY;
    bytes[2] = list;
    this.identityEnd = FIXED_BYTES;
    const at = writeVarint(bytes, FIXED_BYTES, line * 2 + (isAway ? 1 : 0));
    this.end = bytes.writeIntLE(seenMs ?? 0, at, TIME_BYTES);
  }

  #text(text: string, at: number, line: number): number {
    const length = this.bytes.write(text, at + 2, "utf8");
    if (length > 0xff_ff) throw tooLong(line);
    this.bytes.writeUInt16LE(length, at);
    return at + 2 + length;
  }

  #numberOf(kind: FindingKind): number {
    const number = this.#kinds.get(kind);
    if (number === undefined) throw new Error(`the generation has no number for ${kind}`);
    return number;
  }
}

/** Takes an entry: where it starts, where its identity ends, where it ends. The bytes are good for this call only. */
export type EntryVisitor = (bytes: Buffer, start: number, identityEnd: number, end: number) => void;

/** Where the parts of an entry lie that starts at `at`: its path, its identity's end. */
export class EntryView {
  pathStart = 0;
  pathEnd = 0;
  identityEnd = 0;

  read(bytes: Buffer, at: number): void {
    const flags = bytes[at] ?? 0;
    const more = bytes[at + 1] ?? 0;
    let next = at + FIXED_BYTES;
    this.pathStart = this.pathEnd = next;
    if ((flags & 7) >= 3) {
      this.pathStart = next + 2;
      this.pathEnd = next = this.pathStart + bytes.readUInt16LE(next);
    }
    if ((more & 3) === PORT_NUMBER) next += 2;
    if ((more & HAS_KIND) !== 0) next += 1;
    if ((flags & HAS_SINCE) !== 0) next += TIME_BYTES;
    if ((flags & HAS_UNTIL) !== 0) next += TIME_BYTES;
    if ((flags & HAS_QUERY) !== 0) next += 2 + bytes.readUInt16LE(next);
    this.identityEnd = next;
  }
}

/** The list's number of an entry that starts at `at`. */
export function listOf(bytes: Buffer, at: number): number {
  return bytes[at + 2] ?? 0;
}

/** What of a path an entry that starts at `at` asks for: none of it, its beginning, or all of it. */
export function pathAskedBy(bytes: Buffer, at: number): "none" | "beginning" | "all" {
  const covers = COVERS[(bytes[at] ?? 0) & 7];
  if (covers === "prefix") return "beginning";
  return covers === "page" || covers === "query" ? "all" : "none";
}

/** Whether an entry was taken away. */
export function isAway(bytes: Buffer, identityEnd: number): boolean {
  return ((bytes[identityEnd] ?? 0) & 1) === 1;
}

/** Gives an entry the time at which an entry of the same identity was first seen. Entries whose list tells a date have none. */
export function copySeen(from: Buffer, fromEnd: number, to: Buffer, start: number, end: number): void {
  if (((to[start] ?? 0) & HAS_SINCE) === 0) from.copy(to, end - TIME_BYTES, fromEnd - TIME_BYTES, fromEnd);
}

/** An entry as whoever listed it wrote it; where that tells no date, since when the index holds it. */
export function readEntry(bytes: Buffer, at: number, host: string, kinds: KindTable): ListEntry {
  const flags = bytes[at] ?? 0;
  const more = bytes[at + 1] ?? 0;
  const covers = COVERS[flags & 7];
  // Most entries are a host alone, and need but their line and their date.
  if ((flags & ~1) === 0 && more === PORT_ANY) {
    const [lineAndAway, end] = readVarint(bytes, at + FIXED_BYTES);
    const line = Math.floor(lineAndAway / 2);
    const seenMs = bytes.readIntLE(end, TIME_BYTES);
    const isFor = flags === 0 ? "host" : "subdomains";
    if (seenMs === 0) return { host, port: "any", isException: false, line, covers: isFor };
    return { host, port: "any", isException: false, sinceMs: seenMs, line, covers: isFor };
  }
  if (covers === undefined) throw new RangeError("no entry of the index");
  let next = at + FIXED_BYTES;
  const text = (): string => {
    const start = next + 2;
    next = start + bytes.readUInt16LE(next);
    return bytes.toString("utf8", start, next);
  };
  const time = (): number => {
    next += TIME_BYTES;
    return bytes.readIntLE(next - TIME_BYTES, TIME_BYTES);
  };
  const hasPath = covers === "prefix" || covers === "page" || covers === "query";
  const path = hasPath ? text() : "";
  let port: EntryPort = (more & 3) === PORT_DEFAULT ? "default" : "any";
  if ((more & 3) === PORT_NUMBER) {
    port = bytes.readUInt16LE(next);
    next += 2;
  }
  const kind = (more & HAS_KIND) === 0 ? undefined : kinds[bytes[next] ?? 0];
  if ((more & HAS_KIND) !== 0) next += 1;
  const sinceMs = (flags & HAS_SINCE) === 0 ? undefined : time();
  const untilMs = (flags & HAS_UNTIL) === 0 ? undefined : time();
  const query = (flags & HAS_QUERY) === 0 ? null : text();
  const [lineAndAway, afterLine] = readVarint(bytes, next);
  next = afterLine;
  const seenMs = sinceMs === undefined ? time() : 0;
  const every = {
    host,
    port,
    isException: (flags & IS_EXCEPTION) !== 0,
    ...((flags & IS_IMPORTANT) !== 0 && { isImportant: true as const }),
    ...(sinceMs === undefined ? seenMs !== 0 && { sinceMs: seenMs } : { sinceMs }),
    ...(untilMs !== undefined && { untilMs }),
    line: Math.floor(lineAndAway / 2),
    ...(kind !== undefined && { kind }),
  };
  switch (covers) {
    case "host":
    case "subdomains":
    case "subdomains_only":
      return { ...every, covers };
    case "prefix":
      return { ...every, covers, path, query };
    case "page":
      return { ...every, covers, path };
    case "query":
      return { ...every, covers, path, query: query ?? "" };
  }
}

/** Seven bits a byte, the lowest first; up to 2^53. */
export function writeVarint(bytes: Buffer, at: number, value: number): number {
  let rest = value;
  let next = at;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) {
    bytes[next] = (rest % 128) | 0x80;
    next += 1;
  }
  bytes[next] = rest;
  return next + 1;
}

/** The value and where it ends. */
export function readVarint(bytes: Buffer, at: number): [value: number, end: number] {
  let value = 0;
  let factor = 1;
  for (let next = at; ; next += 1) {
    const byte = bytes[next] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return [value, next + 1];
    factor *= 128;
  }
}

export function varintBytes(value: number): number {
  return value < 0x80 ? 1 : value < 0x40_00 ? 2 : value < 0x20_00_00 ? 3 : Math.ceil(Math.log2(value + 1) / 7);
}

function tooLong(line: number): IndexLimitError {
  return new IndexLimitError(`line ${line}: an entry is longer than ${MAX_ENTRY_BYTES} bytes`);
}
