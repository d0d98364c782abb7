import { existsSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { errnoOf } from "../../../input/errno.ts";
import { publishWithin, removePart, temporaryNameFor } from "../../../input/whole-file.ts";
import { ListRefused } from "../formats/read.ts";
import { emptyReport, readList } from "../read-list.ts";
import { sourceFile } from "../source-file.ts";
import { endsFileOf, type Catalog, type KeptList } from "./catalog.ts";

/** Formats whose entries may say until when they count. */
const MAY_END: ReadonlySet<KeptList["format"]> = new Set(["entries", "stix"]);
const PIECE_BYTES = 65_536;

/**
 * Writes down which entries of a catalog's lists end when, where it is not yet: a line an entry, the first to end first, with
 * its end in milliseconds since 1970 and its host. Only for who holds the lock.
 */
export function keepEnds(folder: string, { lists }: Pick<Catalog, "lists">): void {
  for (const list of lists.filter(({ format }) => MAY_END.has(format))) {
    const file = join(folder, endsFileOf(list.text));
    if (existsSync(file)) continue;
    const ends = endsIn(join(folder, list.text.file), list);
    if (ends === null) continue;
    const part = temporaryNameFor(file);
    try {
      writeFileSync(part, ends.map(({ untilMs, host }) => `${untilMs} ${host}\n`).join(""));
      publishWithin(part, file);
    } finally {
      removePart(part);
    }
  }
}

interface End {
  readonly untilMs: number;
  readonly host: string;
}

/** Guards do not matter: an entry that is refused ends too, and nothing changes by it. Null: the text cannot be read. */
function endsIn(path: string, { format, subdomains }: KeptList): readonly End[] | null {
  const guards = { guardOf: () => null };
  const found = new Map<string, End>();
  try {
    // At 0 none has ended: each gateway knows the same ends, whenever it reads the text.
    for (const { untilMs, host } of readList(
      sourceFile(path),
      { format, subdomains, guards, nowMs: 0 },
      emptyReport(),
    )) {
      if (untilMs !== undefined) found.set(`${untilMs} ${host}`, { untilMs, host });
    }
  } catch (error) {
    if (error instanceof ListRefused || errnoOf(error) === "ENOENT") return null;
    throw error;
  }
  return [...found.values()].toSorted((a, b) => a.untilMs - b.untilMs);
}

/** Entries of a catalog's lists in the order in which they end. */
export interface EntryEnds {
  /** Hosts of the entries that have ended since it was asked last. */
  endedBy(nowMs: number): Promise<ReadonlySet<string>>;
  /** When the last one that has ended by then did; milliseconds since 1970. Null: none has. */
  readonly lastEndMs: number | null;
}

export function entryEnds(folder: string, { lists }: Pick<Catalog, "lists">): EntryEnds {
  const readers = lists
    .filter(({ format }) => MAY_END.has(format))
    .map((list) => endsReader(join(folder, endsFileOf(list.text))));
  let lastEndMs: number | null = null;
  return {
    get lastEndMs() {
      return lastEndMs;
    },
    async endedBy(nowMs) {
      const hosts = new Set<string>();
      for (const reader of readers) {
        for (let end = await reader.next(); end !== null && end.untilMs <= nowMs; end = await reader.next()) {
          reader.take();
          hosts.add(end.host);
          lastEndMs = Math.max(lastEndMs ?? 0, end.untilMs);
        }
      }
      return hosts;
    },
  };
}

/** Reads a file of ends piece by piece, as they come. */
function endsReader(file: string) {
  let waiting: readonly End[] = [];
  let taken = 0;
  let offset = 0;
  let isAtEnd = false;

  async function more(): Promise<void> {
    const piece = await pieceAt(file, offset);
    const length = piece.lastIndexOf("\n") + 1;
    isAtEnd = length === 0;
    offset += length;
    taken = 0;
    waiting = piece
      .toString("utf8", 0, length)
      .split("\n")
      .flatMap((line): End[] => {
        const [untilMs = "", host = ""] = line.split(" ");
        return host === "" ? [] : [{ untilMs: Number(untilMs), host }];
      });
  }

  return {
    /** The one that ends first of those that were not taken. */
    async next(): Promise<End | null> {
      while (taken === waiting.length && !isAtEnd) await more();
      return waiting[taken] ?? null;
    },
    take(): void {
      taken += 1;
    },
  };
}

/** Empty behind the end of the file, and where there is none. */
async function pieceAt(file: string, offset: number): Promise<Buffer> {
  let opened;
  try {
    opened = await open(file, "r");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
  try {
    const buffer = Buffer.allocUnsafe(PIECE_BYTES);
    const { bytesRead } = await opened.read(buffer, 0, PIECE_BYTES, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await opened.close();
  }
}
