import { randomBytes } from "node:crypto";
import { pairOf } from "../../chat/conversation.ts";
import { isConversationId } from "../../chat/ids.ts";
import { audienceOf, viewOf } from "../../chat/visibility.ts";
import type { Head } from "../conversations.ts";
import { createKeys, DIGEST_KEY_BYTES } from "../keys.ts";
import type { Accepted, NewMessage } from "../messages.ts";
import { searchBy } from "../search.ts";
import type { SharedState } from "../shared.ts";
import { createCaseStore } from "../case-scripts/case-store.ts";
import { eraseFromCases } from "../case-scripts/erase.ts";
import type { Store } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { createAppends, firstSentUnder, repeatOf, unknownConversation } from "./append.ts";
import { runScript, runWriting } from "./cases.ts";
import type { Ask } from "./connection.ts";
import { NO_SLOT, unavailable } from "./connection.ts";
import { type Database, openDatabase } from "./database.ts";
import { createKnownConversations, loadId, loadIds } from "./conversations.ts";
import { DatabaseError } from "./database-error.ts";
import { drawEpoch, epochIn, renewEpoch } from "./epoch.ts";
import { erase } from "./erase.ts";
import { expireContent } from "./expire-content.ts";
import { changeMembers, createGroup } from "./groups.ts";
import { healthOf } from "./health.ts";
import { gathered } from "./gathered.ts";
import { createLanes, transactions } from "./lanes.ts";
import * as bots from "./bots.ts";
import * as webhooks from "./webhooks.ts";
import * as leases from "./leases.ts";
import * as links from "./link-hosts.ts";
import * as lists from "./lists.ts";
import * as log from "./log.ts";
import { DEVICES, MARKS } from "./marks.ts";
import { drawnSetting, isImporting, migrate, refuseOtherSchema } from "./migrate.ts";
import { onOneConnection } from "./opening.ts";
import { PAIRS } from "./pairs.ts";
import { createPulse, type Pulse } from "./pulse.ts";
import * as reads from "./reads.ts";
import * as revocations from "./revocations.ts";
import { createSearchReads } from "./search.ts";
import { openServers, type Servers } from "./servers.ts";
import { createSharedState } from "./shared.ts";
import {
  claimPending,
  deleteOwn,
  RECORDS,
  releaseLeases,
  renewLeases,
  unknownMessage,
  storedUpdatesAfter,
  updatesAfter,
} from "./updates.ts";
import * as users from "./users.ts";

/** Connections that write messages. Two cores gained nothing from more. */
const LANES = 4;
/** All marks go by one. */
const MARK_LANE = "marks";
/** Entries of the log wait for its head, and so for each other. */
const LOG_LANE = "log";
/** Connections that read. */
const READERS = 6;
/**
 * While the gateway stops. Each of its parts asks once more as it ends, and one after the other would wait for itself: a container is
 * killed after ten seconds. A server that is only slow answers a beat in the meantime.
 */
const SILENT_AT_STOP_MS = 4_000;
const LOOK_AT_STOP_MS = 250;
/** What a conversation says whose pair was taken apart. */
const OF_AN_OLD_PAIR: ReadonlySet<string> = new Set(["unknown_conversation", "blocked"]);

/** A store with what its gateways share. */
export interface PostgresStore extends Store {
  readonly shared: SharedState;
  /** Its gateway stops: what a server that falls silent does not answer is refused from here on, and waited for no longer. */
  stopping(): void;
}

export interface PostgresOptions {
  /** A connection that was idle ended; the next use opens another. */
  readonly onFault?: (error: unknown) => void;
  /** Whether tables are made, and older ones brought up to this program's schema; otherwise they are refused. */
  readonly migrates?: boolean;
  /** Told once when another program changes the tables, and is waited for. */
  readonly onWait?: () => void;
  /** What messages are dated by, to be compared with the server's. */
  readonly clock?: () => Date;
}

/**
 * A store in a PostgreSQL database (15 or later), which several gateways may share.
 *
 * @param url  `postgres://user:password@host:port/database`; what libpq takes, several hosts too.
 * @throws {InputError} on an address that is none; {DatabaseError} when it cannot be used. Neither repeats anything of the URL.
 */
export async function openPostgresStore(
  url: string,
  { onFault = () => {}, migrates = true, onWait, clock = () => new Date() }: PostgresOptions = {},
): Promise<PostgresStore> {
  const servers = openServers(url);
  return onOneConnection(servers, onFault, async (client) => {
    await (migrates ? migrate(client, onWait) : refuseOtherSchema(client));
    if (await isImporting(client)) throw new DatabaseError("importing");
    const epoch = await drawnSetting(client, "epoch", drawEpoch());
    const drawn = randomBytes(DIGEST_KEY_BYTES).toString("base64url");
    const digestKey = await drawnSetting(client, "digest_key", drawn);
    const database = openDatabase(servers, READERS, onFault);
    return storeIn(servers, database, createPulse(servers, clock), epoch, Buffer.from(digestKey, "base64url"));
  });
}

function storeIn(
  servers: Servers,
  database: Database,
  pulse: Pulse,
  firstEpoch: string,
  digestKey: Buffer,
): PostgresStore {
  const { ask, transaction } = database;
  const lanes = createLanes(servers, LANES);
  // Marks come as often as messages, and no message waits behind them.
  const marks = createLanes(servers, 1);
  const known = createKnownConversations();
  const keys = createKeys(digestKey);
  const cases = createCaseStore(
    {
      read: (begin) => runScript(ask, begin()),
      write: (begin) => transaction((within) => runWriting(within, begin())),
    },
    { memberUser: "user_id", draw: keys.draw },
  );
  const searchReads = createSearchReads(ask);
  const appends = createAppends(known, keys);
  // Whoever judges many messages again asks about all of them at once.
  const placeOf = gathered(async (ids) => {
    const found = await ask<{ id: string; row: number }>("SELECT id, row FROM conversation WHERE id = ANY ($1)", [ids]);
    return new Map(found.map(({ id, row }) => [id, row]));
  });
  const wholeOf = gathered((ids) => loadIds(ask, ids));
  const readersOf = gathered((ids) => links.readerKinds(ask, ids));
  const lookups = new Map<string, Promise<number | null>>();
  /** Pairs whose first message is being written: those behind it wait for its conversation. */
  const opening = new Map<string, Promise<unknown>>();

  /** Callers of one conversation go on in the order in which they came. */
  function rowOfId(id: string): Promise<number | null> {
    const remembered = known.ofId(id);
    if (remembered !== null) return Promise.resolve(remembered);
    const lookup = lookups.get(id) ?? lookUp(id);
    lookups.set(id, lookup);
    return lookup;
  }

  async function lookUp(id: string): Promise<number | null> {
    try {
      const row = await placeOf(id);
      if (row !== undefined) known.keepId(id, row);
      return row ?? null;
    } finally {
      lookups.delete(id);
    }
  }

  /** The answer to a message whose conversation does not take it, when its key is known. */
  async function repeated(message: NewMessage): Promise<Accepted | null> {
    const first = await firstSentUnder(ask, known, message);
    if (first === null) return null;
    const answer = repeatOf(first, keys, message);
    if (answer instanceof StoreError) throw answer;
    return answer;
  }

  /** Two people's conversation, made when there is none; or the answer to a repeat, which makes none. */
  async function openPair(message: NewMessage): Promise<number | Accepted> {
    const { from, to } = message;
    const remembered = known.ofPair(from, to);
    if (remembered !== null) return remembered;
    const row = await lanes.write(PAIRS, pairOf(from, to).join("\n"), message);
    if (row !== null) known.keepPair(from, to, row);
    return row ?? (await repeated(message)) ?? Promise.reject(unavailable("a key was taken and went away"));
  }

  async function rowOf(message: NewMessage): Promise<number | Accepted> {
    const { from, to } = message;
    if (isConversationId(to)) {
      const row = await rowOfId(to);
      return row ?? (await repeated(message)) ?? Promise.reject(unknownConversation());
    }
    const found = known.ofPair(from, to);
    if (found !== null) return found;
    const name = [from, to].toSorted().join("\n");
    const before = opening.get(name) ?? Promise.resolve();
    const mine = before.then(() => openPair(message));
    const settled = mine.then(
      () => {},
      () => {},
    );
    opening.set(name, settled);
    try {
      return await mine;
    } finally {
      if (opening.get(name) === settled) opening.delete(name);
    }
  }

  async function append(message: NewMessage): Promise<Accepted> {
    const { from, to } = message;
    const remembered = isConversationId(to) ? known.ofId(to) : known.ofPair(from, to);
    const row = remembered ?? (await rowOf(message));
    if (typeof row !== "number") return row;
    try {
      return await lanes.write(appends, String(row), { row, message });
    } catch (error) {
      const isRefused = error instanceof StoreError && OF_AN_OLD_PAIR.has(error.code) && !isConversationId(to);
      if (!isRefused) throw error;
      // One of the two may have been erased since, and the pair be another conversation's.
      known.dropPair(from, to);
      const now = await rowOf(message);
      if (typeof now !== "number") return now;
      if (now === row) throw error;
      return lanes.write(appends, String(now), { row: now, message });
    }
  }

  /** A transaction in its turn among the writes of a conversation. */
  async function inConversation<T>(id: string, run: (within: Ask, row: number) => Promise<T>): Promise<T> {
    const row = await rowOfId(id);
    if (row === null) throw unknownConversation();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a transaction gives what it ran
    return (await lanes.write(transactions, String(row), (within) => run(within, row))) as T;
  }

  const headsWaiting = new Map<string, ((heads: Promise<ReadonlyMap<string, Head>>) => void)[]>();

  /** Who comes back with thousands of others is looked up together with them. */
  function heads(user: string): Promise<ReadonlyMap<string, Head>> {
    if (headsWaiting.size === 0) {
      setImmediate(() => {
        const asked = [...headsWaiting];
        headsWaiting.clear();
        const found = reads.headsOf(
          ask,
          asked.map(([name]) => name),
        );
        for (const [name, resolves] of asked)
          for (const resolve of resolves) resolve(found.then((all) => all.get(name) ?? new Map<string, Head>()));
      });
    }
    return new Promise((resolve) => {
      headsWaiting.set(user, [...(headsWaiting.get(user) ?? []), resolve]);
    });
  }

  let epoch = firstEpoch;
  let watch: NodeJS.Timeout | null = null;

  function abandonSilent(): void {
    if (performance.now() - Math.max(pulse.answeredAtMs(), lanes.trouble().wroteAtMs) < SILENT_AT_STOP_MS) return;
    // Without a connection for its beat it may answer all others.
    if (pulse.because() !== NO_SLOT) servers.abandon();
  }

  /** What is remembered of conversations is of a history that is gone: their rows may be others' now. */
  function noteEpoch(now: string): string {
    if (now !== epoch) known.clear();

    epoch = now;
    return now;
  }

  return {
    get epoch() {
      return epoch;
    },
    lookAtEpoch: async () => noteEpoch(await epochIn(ask)),
    renewEpoch: async (was) => noteEpoch(await renewEpoch(ask, was)),
    shared: createSharedState(database),
    append,
    createGroup: (group) => transaction((within) => createGroup(within, known, keys, group)),
    changeMembers: (change) => inConversation(change.conversation, (within) => changeMembers(within, change)),
    async conversation(user, id) {
      const conversation = await loadId(ask, id);
      if (conversation?.windows.has(user) !== true) throw unknownConversation();
      return viewOf(user, conversation);
    },
    async audience(id, seq) {
      const conversation = await wholeOf(id);
      return conversation === undefined ? [] : audienceOf(seq, conversation);
    },
    conversations: (user, page) => lists.conversations(ask, user, page),
    members: (user, id, page) => lists.members(ask, user, id, page),
    heads,
    messagesAfter: (user, id, after, limit) => reads.messagesAfter(ask, user, id, after, limit),
    messagesBefore: (user, id, before, limit) => reads.messagesBefore(ask, user, id, before, limit),
    search: (user, search) => searchBy(searchReads, user, search),
    storedMessage: (id, seq) => reads.storedMessage(ask, id, seq),
    storedMessagesAfter: (id, after, limit) => reads.storedMessagesAfter(ask, id, after, limit),
    message: (user, id, seq) => reads.message(ask, user, id, seq),
    async recordResolutions(learned) {
      const row = await rowOfId(learned.conversation);
      return row === null ? null : lanes.write(RECORDS, String(row), learned);
    },
    deleteMessage: (user, id, seq, at) =>
      inConversation(id, async (within, row) => {
        await within("SELECT FROM conversation WHERE row = $1 FOR NO KEY UPDATE", [row]);
        const [window] = await within<{ is_seen: boolean }>(
          `SELECT $3::bigint >= from_seq AND (until_seq IS NULL OR $3 <= until_seq) AS is_seen FROM member
           WHERE conversation = $1 AND user_id = $2`,
          [row, user, seq],
        );
        if (window === undefined) throw unknownConversation();
        if (!window.is_seen) throw unknownMessage();
        return deleteOwn(within, { row, id }, user, seq, at, keys);
      }),
    updatesAfter: (user, id, after, limit) => updatesAfter(ask, user, id, after, limit),
    storedUpdatesAfter: (id, after, fromSeq, limit) => storedUpdatesAfter(ask, id, after, fromSeq, limit),
    linksUnder: (hosts, since, limit) => links.linksUnder(ask, hosts, since, limit),
    linkHosts: (since, after, limit) => links.linkHosts(ask, since, after, limit),
    storedMessages: (places) => links.storedMessages(ask, places),
    readerKinds: async (conversation) => (await readersOf(conversation)) ?? [],
    forgetLinkHosts: (before, limit) => links.forgetLinkHosts(ask, before, limit),
    note: (name) => links.note(ask, name),
    setNote: (name, value) => links.setNote(ask, name, value),
    claimPending: (limit, lease, now) => claimPending(ask, limit, lease, now),
    async renewLeases(lease, of) {
      await renewLeases(ask, lease, of);
      await leases.renewQuestions(ask, lease, of);
    },
    async releaseLeases(holder, of) {
      await releaseLeases(ask, holder, of);
      await leases.releaseQuestions(ask, holder, of);
    },
    takeLease: (name, lease, now) => leases.takeLease(ask, name, lease, now),
    endLeases: (holder) => leases.endLeases(ask, holder),
    claimQuestions: (answerer, limit, lease, now) => leases.claimQuestions(ask, answerer, limit, lease, now),
    async settleQuestion(place) {
      const row = await rowOfId(place.conversation);
      if (row !== null) await lanes.write(leases.SETTLED, String(row), place);
    },
    markDelivered: (user, id, seq) => marks.write(MARKS, MARK_LANE, { kind: "delivered", user, id, seq }),
    markRead: (user, id, seq) => marks.write(MARKS, MARK_LANE, { kind: "read", user, id, seq }),
    choice: (user) => users.choice(ask, user),
    setChoice: (user, choice) => users.setChoice(ask, user, choice),
    exactChoices: (user) => users.exactChoices(ask, user),
    setExactChoice: (user, scope, choice, maxChoices) =>
      transaction((within) => users.setExactChoice(within, user, scope, { choice, maxChoices })),
    blocks: (user) => users.blocks(ask, user),
    setBlocked: (user, other, isBlocked, maxBlocks) =>
      transaction((within) => users.setBlocked(within, user, other, isBlocked, maxBlocks)),
    writtenBy: (user, after, limit) => reads.writtenBy(ask, user, after, limit),
    knowsUser: (user) => users.knowsUser(ask, user),
    revoke: (revoked, at) => transaction((within) => revocations.revoke(within, revoked, at)),
    revokedAt: (revoked) => revocations.revokedAt(ask, revoked),
    lastRevocation: () => revocations.lastRevocation(ask),
    revocationsAfter: (after, limit) => revocations.revocationsAfter(ask, after, limit),
    markBot: (user) => transaction((within) => bots.markBot(within, user)),
    bots: () => bots.bots(ask),
    botStanding: (bot, other) => bots.botStanding(ask, bot, other),
    inboxHead: (bot) => bots.inboxHead(ask, bot),
    inboxAfter: (bot, after, limit) => bots.inboxAfter(ask, bot, after, limit),
    expireInboxes: (before, limit) => bots.expireInboxes(ask, before, limit),
    ...cases,
    erase: (user, step) =>
      transaction(async (within) => {
        if (!(await erase(within, user, step, keys))) return false;
        await runWriting(within, eraseFromCases(user, step.pseudonym));
        return true;
      }),
    appendToLog: (entry) => lanes.write(log.ENTRIES, LOG_LANE, entry),
    appendState: (state, entries) => transaction((within) => log.appendState(within, state, entries)),
    loggedState: (name) => log.state(ask, name),
    logHead: () => log.head(ask),
    logEntries: (from, limit) => log.entries(ask, from, limit),
    logHashes: (level, from, limit) => log.hashes(ask, level, from, limit),
    logSalts: (index) => log.salts(ask, index),
    keepCheckpoint: (signed, was) => transaction((within) => log.keepCheckpoint(within, signed, was)),
    appendHeadChange: (entry, change) => transaction((within) => log.appendHeadChange(within, entry, change)),
    keepWebhook: (until) => webhooks.keepWebhook(ask, until),
    webhookLines: (now, limit) => webhooks.webhookLines(ask, now, limit),
    moveWebhook: (place, seen) => webhooks.moveWebhook(ask, place, seen),
    delayWebhook: (conversation, attempts, until) => webhooks.delayWebhook(ask, conversation, attempts, until),
    hastenWebhook: (now) => webhooks.hastenWebhook(ask, now),
    webhookBacklog: () => webhooks.webhookBacklog(ask),
    expireContent: (step) =>
      transaction(async (within) => {
        if (step.fence !== undefined) await leases.checkFence(within, step.fence);
        return expireContent(within, step, keys);
      }),
    rememberDevice: (device, at) => marks.write(DEVICES, MARK_LANE, { device, at }),
    devices: (user) => users.devices(ask, user),
    health: () => healthOf(lanes, pulse, [lanes, marks, database]),
    skewMs: () => pulse.skewMs(),
    stopping() {
      watch ??= setInterval(abandonSilent, LOOK_AT_STOP_MS);
    },
    async close() {
      await Promise.all(opening.values());
      await Promise.all([pulse.close(), lanes.close(), marks.close()]);
      await database.close();
      if (watch !== null) clearInterval(watch);
    },
  };
}
