import { accessSync, constants } from "node:fs";
import type Database from "better-sqlite3";
import type { SeqRange } from "../../chat/visibility.ts";
import { audienceOf, isMember, NO_END, viewOf, visibleTo } from "../../chat/visibility.ts";
import type { ConversationKind } from "../../policy/types.ts";
import { createCaseStore } from "../case-scripts/case-store.ts";
import { eraseFromCases } from "../case-scripts/erase.ts";
import { searchBy } from "../search.ts";
import type { Store } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { errnoOf } from "../../input/errno.ts";
import { diskFault, onDisk } from "../data-folder.ts";
import { createAcquaintance } from "./acquaintance.ts";
import { createAppends } from "./append.ts";
import { attachArrivals, createArrivals, LAG, type Lag } from "./arrivals.ts";
import { createBots } from "./bots.ts";
import { createScripts } from "./cases.ts";
import { createCheckpoints } from "./checkpoints.ts";
import type { KnownConversation } from "./conversations.ts";
import { createConversations } from "./conversations.ts";
import { CHECKPOINT_PAGES, openDatabaseFile } from "./database-file.ts";
import { fileFault } from "./database-file-error.ts";
import { createErasure } from "./erase.ts";
import { createContentExpiry } from "./expire-content.ts";
import { createGroupCommit } from "./group-commit.ts";
import { createGroups } from "./groups.ts";
import { createHeads } from "./heads.ts";
import { createKeys } from "./keys.ts";
import { createLeases } from "./leases.ts";
import { createLinkHosts } from "./link-hosts.ts";
import { createLists, unknownConversation } from "./lists.ts";
import { createLog } from "./log.ts";
import { openWalSync } from "./wal-sync.ts";
import type { MessageRow } from "./messages.ts";
import { COLUMNS_OF_M, MESSAGE_COLUMNS, createMessageOf } from "./messages.ts";
import { epochOf, migrate, renewEpoch } from "./migrate.ts";
import { planOnce } from "./plan-once.ts";
import { createReportParts } from "./report-parts.ts";
import { createRevocations } from "./revocations.ts";
import { createSearchReads } from "./search.ts";
import { createTurnReads } from "./turn-reads.ts";
import { createUpdates } from "./updates.ts";
import { createUsers } from "./users.ts";
import { createWebhooks } from "./webhooks.ts";

interface Mark {
  readonly user: string;
  readonly conversation: number;
  readonly seq: number;
}

/** Pages of 4 KiB that the WAL grows to when the thread that checkpoints it falls behind. */
const MAX_WAL_PAGES = 64_000;

/**
 * A store in one SQLite file with a write-ahead log (WAL).
 * The WAL is synced to disk before anything in it is acknowledged or read. That is the promise of `synchronous=FULL`
 * (https://www.sqlite.org/pragma.html#pragma_synchronous), but without blocking the event loop.
 *
 * @param path     A file, made when missing, or `:memory:`.
 * @param options  `maxPages`: the file grows to this many pages of 4 KiB; past it messages are refused as on a full disk.
 *                 `lag`: how far the indexes of messages stay behind.
 * @throws {DatabaseFileError} `damaged`, `newer_schema`, `locked`, `unreadable` or `not_ours`; {DataFolderError} `unusable`.
 */
export function openSqliteStore(path: string, options: { readonly maxPages?: number; readonly lag?: Lag } = {}): Store {
  let db: Database.Database | null = null;
  try {
    db = openDatabaseFile(path);
    if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`);
    return storeIn(db, path === ":memory:" ? null : path, options.lag ?? LAG);
  } catch (error) {
    db?.close();
    // SQLite does not say why: most often the file is another user's.
    if (errnoOf(error) === "SQLITE_CANTOPEN") onDisk(path, () => accessSync(path, constants.R_OK | constants.W_OK));
    throw diskFault(path, fileFault(error, path));
  }
}

function storeIn(db: Database.Database, path: string | null, lag: Lag): Store {
  migrate(db);
  let epoch = epochOf(db);
  const wal = path === null ? null : openWalSync(path);
  // From here on group-commit.ts syncs, and a thread checkpoints the WAL.
  if (wal !== null) db.pragma("synchronous = NORMAL");
  const ownCheckpoints = (pages: number) => void db.pragma(`wal_autocheckpoint = ${pages}`);
  const checkpoints = path === null ? null : createCheckpoints(path, () => ownCheckpoints(CHECKPOINT_PAGES));
  if (checkpoints !== null) ownCheckpoints(MAX_WAL_PAGES);
  // From here on waiting for a lock happens between turns of the event loop (group-commit.ts), never inside a statement.
  db.pragma("busy_timeout = 0");
  planOnce(db);
  attachArrivals(db);
  const reportParts = createReportParts(db);
  const messageOf = createMessageOf(db);
  const arrivals = createArrivals(db, lag);
  const known = createConversations(db);
  const keys = createKeys(db);
  const statements = prepareAll(db);
  const users = createUsers(db);
  const revocations = createRevocations(db);
  const linkHosts = createLinkHosts(db, known, messageOf);
  const updates = createUpdates(db, known, linkHosts, messageOf);
  const leases = createLeases(db, known, messageOf);
  const bots = createBots(db);
  const log = createLog(db);
  const run = createScripts(db, log);
  const cases = createCaseStore(
    {
      async read(begin) {
        await current();
        return run(begin());
      },
      write: (begin) => commit.write(() => run(begin())),
    },
    { memberUser: "user", draw: keys.draw },
  );
  const webhooks = createWebhooks(db);
  const acquaintance = createAcquaintance(db, users);
  const { append, createGroup, addEvent } = createAppends(db, {
    known,
    keys,
    users,
    linkHosts,
    leases,
    reportParts,
    acquaintance,
    messageOf,
    came() {
      arrivals.came();
      if (arrivals.isDue()) stepLater();
    },
  });
  const groups = createGroups(db, known, acquaintance, addEvent);
  const heads = createHeads(db, known);
  const lists = createLists(db, messageOf);
  const searchReads = createSearchReads(db, lists, messageOf, current);
  const erase = createErasure(db, { known, updates, groups, users, arrivals, log });
  const expireContent = createContentExpiry(db);
  let dataVersion = statements.dataVersion.get();
  const reads = createTurnReads(db, refresh);
  const commit = createGroupCommit(db, {
    before: reads.end,
    begun: refresh,
    rolledBack() {
      clearCaches();
      arrivals.takenBack();
    },
    probe: () => void statements.probe.run(),
    sync: wal?.sync ?? null,
    pause: (writes) => checkpoints?.pause(writes) ?? null,
  });

  function clearCaches(): void {
    known.clearCache();
    users.clearCache();
    reportParts.clearCache();
  }

  /** Forgets what another process, such as the command line, has made old. */
  function refresh(): void {
    const version = statements.dataVersion.get();
    if (version === dataVersion) return;
    dataVersion = version;
    clearCaches();
    arrivals.reload();
  }

  /** Resolves when all that is to be read is on disk and known here; the read has to follow in the same turn. */
  async function current(): Promise<void> {
    await commit.durable();
    reads.begin();
  }

  let isStepping = false;

  /** What indexes of messages lack is written in steps, each beside the messages of a commit. */
  function stepLater(): void {
    if (isStepping) return;
    isStepping = true;
    commit
      .write(() => arrivals.step())
      // The disk refuses; what comes next tries again.
      .catch(() => undefined)
      .finally(() => (isStepping = false));
  }

  function mine(user: string, id: string): KnownConversation {
    const conversation = known.byId(id);
    if (conversation === null || !isMember(user, conversation)) throw unknownConversation();
    return conversation;
  }

  /** A conversation of somebody who is in it or was, and the part of it they see. */
  function seenBy(user: string, id: string): SeqRange & { readonly conversation: KnownConversation } {
    reads.begin();
    const conversation = known.byId(id);
    const range = conversation === null ? null : visibleTo(user, conversation);
    if (conversation === null || range === null) throw unknownConversation();
    return { conversation, ...range };
  }

  function mark(statement: typeof statements.markRead, user: string, id: string, seq: number): boolean {
    const { conversation, from, until } = seenBy(user, id);
    if (seq < from || seq > Math.min(until, conversation.lastSeq)) throw unknownMessage();
    return statement.run({ seq, user, conversation: conversation.row }).changes === 1;
  }

  return {
    get epoch() {
      return epoch;
    },
    async lookAtEpoch() {
      return (epoch = epochOf(db));
    },
    renewEpoch: (was) => commit.write(() => (epoch = renewEpoch(db, was))),
    append: (message) => commit.write(() => append(message)),
    createGroup: (group) => commit.write(() => createGroup(group)),
    changeMembers: (change) => commit.write(() => groups.changeMembers(mine(change.by, change.conversation), change)),
    conversation: async (user, id) => viewOf(user, seenBy(user, id).conversation),
    async audience(id, seq) {
      reads.begin();
      const conversation = known.byId(id);
      return conversation === null ? [] : audienceOf(seq, conversation);
    },
    async conversations(user, page) {
      await current();
      return lists.conversations(user, page);
    },
    async members(user, id, page) {
      await current();
      return lists.members(user, id, page);
    },
    async heads(user) {
      await current();
      return heads(user);
    },
    async messagesAfter(user, id, after, limit) {
      await current();
      const { conversation, from, until } = seenBy(user, id);
      const rows = statements.after.all(conversation.row, Math.max(after, from - 1), until, limit);
      return rows.map((row) => messageOf(conversation, row));
    },
    async messagesBefore(user, id, before, limit) {
      await current();
      const { conversation, from, until } = seenBy(user, id);
      const rows = statements.before.all(conversation.row, Math.min(before ?? NO_END, until + 1), from, limit);
      return rows.reverse().map((row) => messageOf(conversation, row));
    },
    search: (user, search) => searchBy(searchReads, user, search),
    async storedMessage(id, seq) {
      reads.begin();
      const conversation = known.byId(id);
      const row = conversation === null ? undefined : statements.one.get(conversation.row, seq);
      if (conversation === null || row === undefined) throw unknownMessage();
      return messageOf(conversation, row);
    },
    async storedMessagesAfter(id, after, limit) {
      await current();
      const conversation = known.byId(id);
      if (conversation === null) return [];
      const rows = statements.after.all(conversation.row, after, NO_END, limit);
      return rows.map((row) => messageOf(conversation, row));
    },
    async message(user, id, seq) {
      await current();
      const { conversation, from, until } = seenBy(user, id);
      const row = seq < from || seq > until ? undefined : statements.one.get(conversation.row, seq);
      if (row === undefined) throw unknownMessage();
      return messageOf(conversation, row);
    },
    recordResolutions: (learned) => commit.write(() => updates.recordResolutions(learned)),
    deleteMessage: (user, id, seq, at) =>
      commit.write(() => {
        const { conversation, from, until } = seenBy(user, id);
        if (seq < from || seq > until) throw unknownMessage();
        return updates.deleteMessage(user, conversation, seq, at);
      }),
    async updatesAfter(user, id, after, limit) {
      await current();
      const { conversation, from, until } = seenBy(user, id);
      // Most who come back lack none.
      if (after >= conversation.lastUpdate) return [];
      return updates.after(conversation, after, { from, until }, limit);
    },
    async storedUpdatesAfter(id, after, fromSeq, limit) {
      await current();
      const conversation = known.byId(id);
      return conversation === null ? [] : updates.after(conversation, after, { from: fromSeq, until: NO_END }, limit);
    },
    claimPending: (limit, lease, now) => commit.write(() => updates.claimPending(limit, lease, now)),
    async linksUnder(hosts, since, limit) {
      await current();
      return linkHosts.under(hosts, since, limit);
    },
    async linkHosts(since, after, limit) {
      await current();
      return linkHosts.page(since, after, limit);
    },
    async storedMessages(places) {
      await current();
      return linkHosts.messages(places);
    },
    async readerKinds(id) {
      reads.begin();
      return linkHosts.readerKinds(id);
    },
    forgetLinkHosts: (before, limit) => commit.write(() => linkHosts.forget(before, limit)),
    async note(name) {
      await current();
      return linkHosts.note(name);
    },
    setNote: (name, value) => commit.write(() => linkHosts.setNote(name, value)),
    renewLeases: (lease, of) =>
      commit.write(() => {
        updates.renewLeases(lease, of);
        leases.renewQuestions(lease, of);
      }),
    releaseLeases: (holder, of) =>
      commit.write(() => {
        updates.releaseLeases(holder, of);
        leases.releaseQuestions(holder, of);
      }),
    takeLease: (name, lease, now) => commit.write(() => leases.take(name, lease, now)),
    endLeases: (holder) => commit.write(() => leases.end(holder)),
    claimQuestions: (answerer, limit, lease, now) =>
      commit.write(() => leases.claimQuestions(answerer, limit, lease, now)),
    settleQuestion: (place) => commit.write(() => leases.settleQuestion(place)),
    markDelivered: (user, id, seq) => commit.write(() => mark(statements.markDelivered, user, id, seq)),
    markRead: (user, id, seq) => commit.write(() => mark(statements.markRead, user, id, seq)),
    async choice(user) {
      reads.begin();
      return users.choice(user);
    },
    setChoice: (user, choice) => commit.write(() => users.setChoice(user, choice)),
    async exactChoices(user) {
      reads.begin();
      return users.exactChoices(user);
    },
    setExactChoice: (user, scope, choice, maxChoices) =>
      commit.write(() => users.setExactChoice(user, scope, choice, maxChoices)),
    async blocks(user) {
      reads.begin();
      return users.blocks(user);
    },
    setBlocked: (user, other, isBlocked, maxBlocks) =>
      commit.write(() => users.setBlocked(user, other, isBlocked, maxBlocks)),
    async writtenBy(user, after, limit) {
      await current();
      return statements.written
        .all(user, after?.conversation ?? "", after?.seq ?? 0, limit)
        .map((row) => ({ key: row.key, message: messageOf(row, row) }));
    },
    async knowsUser(user) {
      await current();
      return users.knowsUser(user);
    },
    revoke: (revoked, at) => commit.write(() => revocations.revoke(revoked, at)),
    async revokedAt(revoked) {
      reads.begin();
      return revocations.revokedAt(revoked);
    },
    lastRevocation: async () => revocations.last(),
    revocationsAfter: async (after, limit) => revocations.after(after, limit),
    markBot: (user) => commit.write(() => bots.mark(user)),
    bots: async () => bots.all(),
    botStanding: async (bot, other) => bots.standing(bot, other),
    async inboxHead(bot) {
      await commit.durable();
      return bots.head(bot);
    },
    async inboxAfter(bot, after, limit) {
      await commit.durable();
      return bots.after(bot, after, limit);
    },
    expireInboxes: (before, limit) => commit.write(() => bots.expire(before, limit)),
    ...cases,
    erase: (user, step) =>
      commit.write(() => {
        if (!erase(user, step)) return false;
        run(eraseFromCases(user, step.pseudonym));
        return true;
      }, step.limit),
    appendToLog: (entry) => commit.write(() => log.append(entry)),
    appendState: (state, entries) => commit.write(() => log.appendState(state, entries)),
    async loggedState(name) {
      await commit.durable();
      return log.state(name);
    },
    async logHead() {
      await commit.durable();
      return log.head();
    },
    async logEntries(from, limit) {
      await commit.durable();
      return log.entries(from, limit);
    },
    async logHashes(level, from, limit) {
      await commit.durable();
      return log.hashes(level, from, limit);
    },
    async logSalts(index) {
      await commit.durable();
      return log.salts(index);
    },
    keepCheckpoint: (signed, was) => commit.write(() => log.keepCheckpoint(signed, was)),
    appendHeadChange: (entry, change) => commit.write(() => log.appendHeadChange(entry, change)),
    keepWebhook: (until) => commit.write(() => webhooks.keep(until)),
    async webhookLines(now, limit) {
      await current();
      return webhooks.lines(now, limit);
    },
    moveWebhook: (place, seen) => commit.write(() => webhooks.move(place, seen)),
    delayWebhook: (conversation, attempts, until) => commit.write(() => webhooks.delay(conversation, attempts, until)),
    hastenWebhook: (now) => commit.write(() => webhooks.hasten(now)),
    webhookBacklog: async () => webhooks.backlog(),
    expireContent: (step) =>
      commit.write(() => {
        if (step.fence !== undefined) leases.check(step.fence);
        return expireContent(step);
      }, step.limit),
    rememberDevice: (device, at) => commit.write(() => users.rememberDevice(device, at)),
    devices: async (user) => users.devices(user),
    health: () => commit.health(),
    // One machine has one clock.
    skewMs: () => 0,
    async close() {
      // Another opening finds nothing to do. After a failure it finds what is left.
      await commit.write(() => arrivals.settle()).catch(() => undefined);
      await commit.close();
      await checkpoints?.close();
      wal?.close();
      reads.end();
      db.close();
    },
  };
}

function unknownMessage(): StoreError {
  return new StoreError("unknown_message", "the conversation has no such message");
}

function prepareAll(db: Database.Database) {
  return {
    // A row that says what it said: it costs the disk a page, which is what is asked.
    probe: db.prepare<[]>("UPDATE setting SET value = value WHERE name = 'epoch'"),
    dataVersion: db.prepare<[], number>("PRAGMA data_version").pluck(),
    written: db.prepare<
      [string, string, number, number],
      MessageRow & { id: string; kind: ConversationKind; key: string }
    >(
      `SELECT c.id, c.kind, k.key, ${COLUMNS_OF_M} FROM keyed k CROSS JOIN message m ON m.row = k.row
       CROSS JOIN conversation c ON c.row = m.conversation WHERE k.sender = ? AND (c.id, m.seq) > (?, ?)
       ORDER BY c.id, m.seq LIMIT ?`,
    ),
    // By its row: two searches of an index, where a page of one merges both tables of places.
    one: db.prepare<[number, number], MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM message WHERE row = (SELECT row FROM placed WHERE conversation = ? AND seq = ?)`,
    ),
    after: db.prepare<[number, number, number, number], MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM said WHERE conversation = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
    ),
    before: db.prepare<[number, number, number, number], MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM said WHERE conversation = ? AND seq < ? AND seq >= ? ORDER BY seq DESC LIMIT ?`,
    ),
    markRead: db.prepare<Mark>(
      `UPDATE member SET read_seq = @seq, delivered_seq = max(delivered_seq, @seq)
       WHERE user = @user AND conversation = @conversation AND read_seq < @seq`,
    ),
    markDelivered: db.prepare<Mark>(
      `UPDATE member SET delivered_seq = @seq
       WHERE user = @user AND conversation = @conversation AND delivered_seq < @seq`,
    ),
  };
}
