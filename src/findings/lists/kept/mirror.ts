import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { createGunzip, createGzip } from "node:zlib";
import { errnoOf } from "../../../input/errno.ts";
import { readCatalog, readSharedCatalog, sharedCatalogOf, type SharedCatalog } from "./catalog.ts";
import { ListsInUse } from "./lock.ts";
import type { SharedLists, ListsTurn } from "./shared-lists.ts";

/** A folder of lists that says what the shared lists say. It is this program's own, and nothing is lost with it. */
export interface ListMirror {
  readonly folder: string;
  /** Brings the shared lists into the folder when another generation of them is in force. */
  pull(): Promise<void>;
  /**
   * Changes the folder while nobody else changes the lists, and shares what became of it; killed before, it changes nothing.
   *
   * @param waitMs  How long another's change is waited for.
   * @throws {ListsInUse} when another still changes them then; what `run` throws; {StoreError}
   */
  change<Result>(waitMs: number, run: () => Promise<Result>): Promise<Result>;
}

export interface MirrorParts {
  readonly shared: SharedLists;
  readonly folder: string;
  /** Whether texts are needed here, or the catalog alone. */
  readonly withTexts: boolean;
  /** Puts a catalog in force in the folder; texts that it had not are in `incoming`. */
  readonly adopt: (catalog: SharedCatalog, incoming: string) => Promise<void>;
}

/** Whoever was killed has its turn for so long, and renews it until then. */
const TURN_MS = 30_000;
const RENEW_EVERY_MS = 8_000;
const ASK_AGAIN_MS = 250;
/** Bytes of one piece of a compressed text. */
const PIECE_BYTES = 1_048_576;

export function createMirror({ shared, folder, withTexts, adopt }: MirrorParts): ListMirror {
  const holder = `lists ${randomUUID()}`;
  const incoming = join(folder, "incoming");
  /** The generation in the folder; null: it may be another's, or nobody's. */
  let seen: number | null = 0;

  /** Resolves with false when the text is not there. */
  async function bring(file: string): Promise<boolean> {
    const path = join(incoming, file);
    let isThere = false;
    async function* pieces() {
      for await (const piece of shared.listText(file)) {
        isThere = true;
        yield piece;
      }
    }
    try {
      await pipeline(pieces, createGunzip(), createWriteStream(path, { mode: 0o600 }));
    } catch (error) {
      // What cannot be read is named, and taken anew, as a text that is missing.
      if (errnoOf(error)?.startsWith("Z_") !== true) throw error;
      rmSync(path, { force: true });
    }
    if (!isThere) rmSync(path, { force: true });
    return isThere;
  }

  async function pull(): Promise<void> {
    if ((await shared.listsGeneration()) === seen) return;
    const kept = await shared.keptLists();
    if (kept === null) return;
    const catalog = readSharedCatalog(kept.catalogJson);
    mkdirSync(incoming, { recursive: true, mode: 0o700 });
    try {
      const missing = catalog.lists.filter(({ text }) => !existsSync(join(folder, text.file)));
      for (const { text } of withTexts ? missing : []) {
        const isThere = await bring(text.file);
        // Another generation may have removed it meanwhile.
        if (!isThere && (await shared.listsGeneration()) !== kept.generation) return await pull();
      }
      await adopt(catalog, incoming);
      seen = kept.generation;
    } finally {
      rmSync(incoming, { recursive: true, force: true });
    }
  }

  async function turnWithin(waitMs: number): Promise<ListsTurn> {
    for (let waitedMs = 0; ; waitedMs += ASK_AGAIN_MS) {
      const turn = await shared.takeListsTurn(holder, TURN_MS);
      if (turn !== null) return turn;
      if (waitedMs >= waitMs) throw new ListsInUse();
      await sleep(ASK_AGAIN_MS);
    }
  }

  async function putText(file: string): Promise<void> {
    let waiting: Buffer[] = [];
    let bytes = 0;
    let piece = 0;
    const put = async (): Promise<void> => {
      await shared.putListText(file, piece, Buffer.concat(waiting));
      piece += 1;
      waiting = [];
      bytes = 0;
    };
    await pipeline(createReadStream(join(folder, file)), createGzip(), async (parts: AsyncIterable<Buffer>) => {
      for await (const part of parts) {
        waiting.push(part);
        bytes += part.length;
        if (bytes >= PIECE_BYTES) await put();
      }
    });
    await put();
  }

  async function share(before: SharedCatalog, after: SharedCatalog, turn: ListsTurn): Promise<void> {
    const known = new Set(before.lists.map(({ text }) => text.file));
    const files = after.lists.map(({ text }) => text.file);
    const generation = seen ?? 0;
    // The folder is ahead of the others now: until it is shared, it counts as nobody's.
    seen = null;
    for (const file of files) if (!known.has(file)) await putText(file);
    seen = await shared.putLists(JSON.stringify(after), files, { generation, turn });
  }

  return {
    folder,
    pull,
    async change(waitMs, run) {
      const turn = await turnWithin(waitMs);
      // One that cannot be renewed is noticed when the change is shared.
      const renewing = setInterval(() => void shared.takeListsTurn(holder, TURN_MS).catch(() => null), RENEW_EVERY_MS);
      try {
        await pull();
        const before = sharedCatalogOf(readCatalog(folder));
        const result = await run();
        const after = sharedCatalogOf(readCatalog(folder));
        if (JSON.stringify(after) !== JSON.stringify(before)) await share(before, after, turn);
        return result;
      } finally {
        clearInterval(renewing);
        await shared.endListsTurn(holder).catch(() => undefined);
      }
    },
  };
}
