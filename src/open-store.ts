import { join } from "node:path";
import type { Bus } from "./bus/bus.ts";
import { createLoneBus } from "./bus/lone.ts";
import type { Roll } from "./bus/roll-call.ts";
import { createHintBus, type HintBusParts } from "./bus/hint-bus.ts";
import { createLocalBus } from "./bus/local.ts";
import { givenKeys, keysInFolder, LOG_KEY_FILE, type LogKeys } from "./log/keys.ts";
import type { SharedLists } from "./findings/lists/kept/shared-lists.ts";
import { openLiveRulebook, type LiveRulebook } from "./rulebooks/live.ts";
import { DEFAULT_RULEBOOK, type RulebookShelf } from "./rulebooks/shelf.ts";
import { DATA_FOLDER, DATABASE_FILE, secretsIn, secretsOfStore, type Config, type SigningSecrets } from "./config.ts";
import type { Log } from "./telemetry/log.ts";
import type { RulebookReview } from "./gateway/rulebook-review.ts";
import { openSharedRulebook, type SharedRulebook } from "./gateway/shared-rulebook.ts";
import { onDisk } from "./store/data-folder.ts";
import { openSqliteStore } from "./store/sqlite/store.ts";
import type { Store } from "./store/store.ts";

/** A store, and what it keeps beside the messages. */
interface OpenStore {
  readonly store: Store;
  readonly secrets: SigningSecrets;
  readonly rulebook: OpenRulebook;
  /** Null: lists are in a folder. */
  readonly sharedLists: SharedLists | null;
  readonly logKeys: LogKeys;
  /** Null: no other gateway works on it. */
  readonly roll: Roll | null;
  /** The gateway begins to stop, and its parts end one after the other. */
  readonly stopping: () => void;
  close(): Promise<void>;
}

/** Where the rulebook in force is. */
type OpenRulebook =
  | { readonly kind: "own"; readonly live: LiveRulebook }
  | { readonly kind: "shared"; readonly live: SharedRulebook };

interface RulebookParts {
  readonly shelf: RulebookShelf;
  readonly review: RulebookReview;
  readonly log: Log;
}

async function openShared(
  url: string,
  config: Config,
  { shelf, review, log }: RulebookParts,
  onFault: (error: unknown) => void,
): Promise<OpenStore> {
  const onWait = (): void =>
    log({ event: "store_waits", advice: "another program changes the database's tables: it is waited for" });
  // Loaded here, as the buses are below: a gateway on SQLite need not wait for them.
  const { openPostgresStore } = await import("./store/postgres/store.ts");
  const store = await openPostgresStore(url, { onFault, onWait });
  try {
    const { shared } = store;
    const secrets = await secretsOfStore(shared, config);
    await shared.noteSecretGiven(config.secret !== null);
    const logKeys = config.logKey === null ? shared.logKeys : givenKeys(config.logKey, null);
    // Told when a gateway starts, and not each time that it cannot sign.
    await logKeys.current(null);
    const live = await openSharedRulebook({ shelf, shared, given: config.rulebook, review, log });
    const roll: Roll = {
      call: (gateway) => shared.callRoll(gateway, AT_WORK_MS),
      leave: (gateway) => shared.leaveRoll(gateway),
    };
    return {
      store,
      secrets,
      rulebook: { kind: "shared", live },
      sharedLists: shared,
      logKeys,
      roll,
      stopping: () => store.stopping(),
      close: () => store.close(),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openInFolder(
  folder: string,
  config: Config,
  live: LiveRulebook,
  onFault: (error: unknown) => void,
): Promise<OpenStore> {
  const secrets = secretsIn(folder, config);
  const logKeys =
    config.logKey === null
      ? onDisk(join(folder, LOG_KEY_FILE), () => keysInFolder(folder))
      : givenKeys(config.logKey, null);
  const store = openSqliteStore(join(folder, DATABASE_FILE));
  // The folder's lock is ours: whoever held a lease on anything runs no more.
  await store.releaseLeases(null).catch(onFault);
  await store.endLeases(null).catch(onFault);
  const rulebook = { kind: "own", live } as const;
  const stopping = (): void => {};
  return { store, secrets, rulebook, sharedLists: null, logKeys, roll: null, stopping, close: () => store.close() };
}

/** The store that is configured; a gateway's own rulebook is read before, another one is in the store. */
export function openStore(
  config: Config,
  own: LiveRulebook | null,
  parts: RulebookParts,
  onFault: (error: unknown) => void,
): Promise<OpenStore> {
  if (config.store !== null) return openShared(config.store, config, parts, onFault);
  const live = own ?? openLiveRulebook(parts.shelf, config.rulebook ?? DEFAULT_RULEBOOK);
  return openInFolder(config.data ?? DATA_FOLDER, config, live, onFault);
}

/** A gateway says so every two seconds. */
const AT_WORK_MS = 6_000;
/** A little longer than a beat of the bus: a server that is frozen is noticed by what does not come back. */
const BUS_ANSWER_MS = 3_000;

/** What gateways of one store tell each other by. */
export async function openBus(
  { bus, store }: Config,
  roll: Roll | null,
  parts: Omit<HintBusParts, "open" | "roll"> & Pick<Required<HintBusParts>, "onUnheard">,
): Promise<Bus> {
  const { onFault } = parts;
  if (store === null || roll === null) return createLocalBus({ onFault });
  if (bus === null) return createLoneBus({ roll, ...parts });
  return createHintBus({ open: await transportOf(bus, store, onFault), roll, ...parts });
}

async function transportOf(
  bus: string,
  store: string,
  onFault: (error: unknown) => void,
): Promise<HintBusParts["open"]> {
  if (bus !== "postgres") {
    const { openNatsTransport } = await import("./bus/nats.ts");
    return (listener) => openNatsTransport({ url: bus, onFault }, listener);
  }
  const [{ openPostgresTransport }, { openServers }] = await Promise.all([
    import("./bus/postgres.ts"),
    import("./store/postgres/servers.ts"),
  ]);
  const servers = openServers(store);
  const connect = () => servers.connect({ queryTimeoutMs: BUS_ANSWER_MS });
  return (listener) => openPostgresTransport({ connect, onFault }, listener);
}
