import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DATA_FOLDER } from "../../config.ts";
import { readCheckpoint } from "../../log/checkpoint.ts";
import { givenKeys, keysInFolder, type LogKeys } from "../../log/keys.ts";
import { verifierKeyText } from "../../log/notes.ts";
import { createPublisher, UnsignableLogError, type Publisher } from "../../log/publish.ts";
import { folderSource, storeSource, type LogSource } from "../../log/source.ts";
import type { Store } from "../../store/store.ts";
import { isReadOnly, openSqliteStoreToRead, openSqliteStoreToWrite } from "../../store/sqlite/read-only.ts";
import { UsageError, type Console } from "../cli/command.ts";
import { existingDatabaseIn } from "../cli/data-folder.ts";
import { openExistingDatabase, storeUrl } from "../cli/messages-store.ts";
import { secretIn } from "../cli/token-options.ts";
import type { LogValues } from "./options.ts";
import { urlSource } from "./url-source.ts";

/** The operator's own log, with what signs it. */
export interface OwnLog {
  readonly store: Store;
  readonly publisher: Publisher;
}

/**
 * What a folder that may only be read has of the log is signed in its copy alone.
 *
 * @param writes  What is done has to be kept: such a folder is refused.
 * @throws {DatabaseFileError}, {DatabaseError}
 */
export async function withOwnLog<Result>(
  values: Pick<LogValues, "data" | "store">,
  { env }: Pick<Console, "env">,
  run: (own: OwnLog) => Promise<Result>,
  { writes = false } = {},
): Promise<Result> {
  const given = secretIn(env, "HUTONG_LOG_KEY");
  const outside = given === null ? null : givenKeys(given, secretIn(env, "HUTONG_LOG_KEY_NEXT"));
  const url = storeUrl(values.store);
  let keys: LogKeys;
  let store: Store;
  if (url === null) {
    const database = existingDatabaseIn(values.data);
    store = writes ? openSqliteStoreToWrite(database) : openSqliteStoreToRead(database);
    const folder = values.data === undefined ? DATA_FOLDER : dirname(database);
    keys = outside ?? keysInFolder(folder, { mayWrite: !isReadOnly(database) });
  } else {
    const opened = await openExistingDatabase(url);
    store = opened;
    keys = outside ?? opened.shared.logKeys;
  }
  try {
    return await run({ store, publisher: createPublisher({ log: store, keys, now: () => new Date() }) });
  } finally {
    await store.close();
  }
}

export interface OpenedLog {
  readonly source: LogSource;
  /** The key that it says is its own; null: it says none. Whoever trusts it trusts the place it was read from. */
  readonly ownKey: string | null;
}

/** What the log's own key signed last, where that key is lost; null: it is here, or it signed nothing. */
async function lastSigned({ store, publisher }: OwnLog): Promise<{ checkpoint: string; key: string } | null> {
  try {
    await publisher.key();
    return null;
  } catch (error) {
    if (!(error instanceof UnsignableLogError)) throw error;
    const { checkpoint, key } = await store.logHead();
    const signed = checkpoint === null ? null : readCheckpoint(checkpoint);
    if (checkpoint === null || signed === null || key === null) throw error;
    return { checkpoint, key: verifierKeyText({ name: signed.origin, publicKey: Buffer.from(key, "base64") }) };
  }
}

/** The log that a word names: an address, a folder, or the operator's own where there is none. */
export async function withLog<Result>(
  place: string | undefined,
  values: LogValues,
  console: Console,
  run: (opened: OpenedLog) => Promise<Result>,
): Promise<Result> {
  if (place === undefined) {
    return withOwnLog(values, console, async (own) => {
      const last = await lastSigned(own);
      if (last !== null)
        console.tell("hutong log: the key that the log names is not here; this is what it signed last");
      return run({
        source: storeSource(own.store, last === null ? own.publisher.checkpoint : async () => last.checkpoint),
        ownKey: last?.key ?? verifierKeyText(await own.publisher.verifierKey()),
      });
    });
  }
  const address = /^https?:\/\//iu.test(place) ? URL.parse(place) : null;
  if (address !== null) {
    const name = values["token-from"];
    const source = urlSource(address, name === undefined ? null : secretIn(console.env, name));
    return run({ source, ownKey: null });
  }
  if (!existsSync(place) || !statSync(place).isDirectory())
    throw new UsageError("expected an address, or a folder that hutong log export made");
  return run({ source: folderSource(place), ownKey: null });
}
