import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, type TestContext } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import type { NewMessage } from "../../src/store/messages.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import type { Store } from "../../src/store/store.ts";
import { StoreError } from "../../src/store/store-error.ts";
import {
  isOwnServer,
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from "../support/programs/postgres-server.ts";
import { spawnListening } from "../support/programs/spawn-listening.ts";
import { temporaryFolder } from "../support/folder.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";

const missing = postgresMissing();
const AT = new Date("2021-09-18T12:00:00Z");
/** Longer than any call is waited for. */
const FROZEN_MS = 7_000;

function words(from: string, to: string, key: string, text = `${from} ${key}`): NewMessage {
  return { from, to, key, text, at: AT, reportsJson: NO_REPORTS, contextJson: null, isPending: false };
}

interface Writers {
  /** Resolves when each of the four has so many more acknowledged: who starts late is waited for. */
  untilMoreOfEach(count: number): Promise<void>;
  /** Answers that said nothing was kept, all of them `unavailable`. */
  readonly refused: () => number;
  /** Ends them, and compares what was acknowledged with what is kept. */
  stopAndCompare(): Promise<void>;
}

/** Four who write in two conversations, each the next message when the one before is acknowledged, under its key until then. */
function startWriters(store: Store, readFrom: Store = store): Writers {
  const pairs = ["alice bob", "bob alice", "carol alice", "alice carol"].map((pair) => pair.split(" "));
  const acknowledged = new Map<string, { readonly conversation: string; readonly seq: number }>();
  const counts = pairs.map(() => 0);
  const ending = new AbortController();
  let refused = 0;
  const write = async (from: string, to: string, writer: number) => {
    for (let count = 1; !ending.signal.aborted; count += 1) {
      const message = words(from, to, `${to} ${count}`);
      for (;;) {
        try {
          const { conversation, seq } = (await store.append(message)).message;
          acknowledged.set(message.text, { conversation, seq });
          counts[writer] = count;
          break;
        } catch (error) {
          if (!(error instanceof StoreError) || error.code !== "unavailable") throw error;
          refused += 1;
          await pause(20);
        }
      }
    }
  };
  let ended: unknown = null;
  const running = Promise.all(pairs.map(([from = "", to = ""], writer) => write(from, to, writer)));
  running.catch((error: unknown) => {
    ended = error;
  });
  return {
    refused: () => refused,
    async untilMoreOfEach(count) {
      const before = [...counts];
      const least = () => Math.min(...counts.map((now, writer) => now - (before[writer] ?? 0)));
      await expect.poll(least, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
      if (ended !== null) throw ended;
    },
    async stopAndCompare() {
      ending.abort();
      await running;
      const kept = new Map<string, { readonly conversation: string; readonly seq: number }>();
      for (const user of ["bob", "carol"]) {
        const [item] = await readFrom.conversations(user);
        const messages = await readFrom.messagesAfter(user, item?.conversation.id ?? "", 0, 1_000_000);
        // Without gap, nothing twice, and each writer's in the order of writing.
        expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_message, index) => index + 1));
        const last = new Map<string, number>();
        for (const { conversation, seq, from, text } of messages) {
          expect(kept.has(text)).toBe(false);
          kept.set(text, { conversation, seq });
          const count = Number(text.split(" ").at(-1));
          expect(count).toBe((last.get(from) ?? 0) + 1);
          last.set(from, count);
        }
      }
      expect(kept).toEqual(acknowledged);
    },
  };
}

/** Why no disk can be made small; null where one can. Root may mount one. */
function noSmallDisk(): string | null {
  if (process.getuid?.() !== 0) return "a disk that fills up needs root, to mount one";
  return spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0
    ? null
    : "no disk can be mounted";
}

describe.skipIf(missing !== null || !isOwnServer)("PostgreSQL fails", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  const open = async (url: string, { onTestFinished }: Pick<TestContext, "onTestFinished">) => {
    const store = await openPostgresStore(url);
    onTestFinished(() => store.close());
    return store;
  };
  const isWritable = (store: Store) => expect.poll(() => store.health().writable, { timeout: 60_000 });

  test("[C5] killed and fast-stopped in the middle of writes: nothing acknowledged is lost, and writing goes on by itself", async ({
    onTestFinished,
  }) => {
    const store = await open(await server.urlOf("killed"), { onTestFinished });
    const writers = startWriters(store);
    await writers.untilMoreOfEach(8);
    for (const signal of ["SIGKILL", "SIGINT", "SIGKILL"] as const) {
      await server.kill(signal);
      await isWritable(store).toBe(false);
      const before = writers.refused();
      await expect.poll(() => writers.refused()).toBeGreaterThan(before);
      await server.start();
      await writers.untilMoreOfEach(8);
      await expect.poll(() => store.health()).toEqual({ writable: true, because: null });
    }
    await writers.stopAndCompare();
    // Nobody writes now: both the fault and its end are noticed all the same.
    await server.kill("SIGKILL");
    await isWritable(store).toBe(false);
    await server.start();
    await isWritable(store).toBe(true);
  });

  test("[C5] frozen for longer than a call is waited for: what waits is refused, and afterwards all goes on", async ({
    onTestFinished,
  }) => {
    const store = await open(await server.urlOf("frozen"), { onTestFinished });
    const writers = startWriters(store);
    await writers.untilMoreOfEach(8);
    const { id } = (await store.append(words("alice", "alice", "note"))).conversation;
    const thaw = server.freeze();
    try {
      const asked = [
        store.messagesAfter("alice", id, 0, 9),
        store.markRead("alice", id, 1),
        store.deleteMessage("alice", id, 1, AT),
        store.createGroup({ members: ["alice", "bob"], title: null, key: "g", at: AT }),
      ];
      for (const outcome of await Promise.allSettled(asked)) {
        expect(outcome).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
      }
      await pause(FROZEN_MS);
      expect(writers.refused()).toBeGreaterThan(0);
      expect(store.health().writable).toBe(false);
    } finally {
      thaw();
    }
    await writers.untilMoreOfEach(8);
    await isWritable(store).toBe(true);
    await writers.stopAndCompare();
    // What was refused may have been done all the same, and once.
    const group = await store.createGroup({ members: ["alice", "bob"], title: null, key: "g", at: AT });
    expect(group.message.seq).toBe(1);
    expect((await store.conversations("bob")).filter(({ conversation }) => conversation.kind === "group")).toHaveLength(
      1,
    );
    expect((await store.deleteMessage("alice", id, 1, AT)).update).toBe(1);
    expect(await store.message("alice", id, 1)).toMatchObject({ text: "", deletedAt: AT });
  });

  test("[C5] a store that is closed while its server is frozen does not wait for it", async ({ onTestFinished }) => {
    const store = await openPostgresStore(await server.urlOf("closed"));
    await store.append(words("alice", "bob", "1"));
    const thaw = server.freeze();
    onTestFinished(thaw);
    await store.close();
    await expect(store.append(words("alice", "bob", "2"))).rejects.toMatchObject({ code: "unavailable" });
  });

  test("[C5] [P3] a connection cut before a call arrives, or before its answer does: refused, and the key makes it one message", async ({
    onTestFinished,
  }) => {
    const direct = await open(await server.urlOf("cut"), { onTestFinished });
    const proxy = await startTcpProxy(await server.urlOf("cut"));
    onTestFinished(() => proxy.close());
    const store = await open(proxy.url, { onTestFinished });
    const { id } = (await store.append(words("alice", "bob", "first"))).conversation;
    const count = async () => (await direct.messagesAfter("alice", id, 0, 100)).length;
    for (const [kind, stored] of [
      ["cutBefore", 0],
      ["cutAfter", 1],
    ] as const) {
      for (const to of ["bob", id]) {
        const before = await count();
        const message = words("alice", to, `${kind} ${to}`, `marked ${kind} ${to.slice(0, 3)}`);
        const cut = proxy[kind](message.text);
        const behind = words("bob", "alice", `behind ${kind} ${to}`);
        const [refused] = await Promise.allSettled([store.append(message), cut]);
        expect(refused).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
        expect(await count()).toBe(before + stored);
        // Nothing else is needed for the next to be kept.
        const next = await store.append(behind);
        const again = await store.append(message);
        expect(again.isRepeat).toBe(stored === 1);
        expect((await store.append(message)).message).toEqual(again.message);
        expect([again.message.seq, next.message.seq].toSorted((a, b) => a - b)).toEqual([before + 1, before + 2]);
        expect(await count()).toBe(before + 2);
      }
      // A whole transaction, whose last word is cut off.
      const group = { members: ["alice", "bob"], title: `title ${kind}`, key: `group ${kind}`, at: AT };
      const cut = proxy[kind](group.title);
      const [made] = await Promise.allSettled([store.createGroup(group), cut]);
      expect(made).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
      const { conversation } = await store.createGroup(group);
      expect((await store.createGroup(group)).conversation.id).toBe(conversation.id);
      const groups = (await store.conversations("bob")).filter((each) => each.conversation.title === group.title);
      expect(groups).toHaveLength(1);
    }
  });

  test("[C5] a connection that says nothing any more is given up when its call has timed out, and never used again", async ({
    onTestFinished,
  }) => {
    const proxy = await startTcpProxy(await server.urlOf("silent"));
    onTestFinished(() => proxy.close());
    const store = await open(proxy.url, { onTestFinished });
    await store.append(words("alice", "bob", "first"));
    const [taken, standing] = [proxy.taken, proxy.standing];
    const silent = words("alice", "bob", "silent", "nobody answers this");
    const silenced = proxy.silence(silent.text);
    const [refused] = await Promise.allSettled([store.append(silent), silenced]);
    expect(refused).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
    const next = await store.append(words("alice", "bob", "next"));
    await isWritable(store).toBe(true);
    // Another was opened, and the silent one was closed from here.
    expect(proxy.taken).toBeGreaterThan(taken);
    await expect.poll(() => proxy.standing).toBe(standing);
    const again = await store.append(silent);
    expect([again.isRepeat, again.message.seq, next.message.seq]).toEqual([true, 2, 3]);
  });

  test("[C5] a database that is read-only for a while takes messages again when it is not, without a restart", async ({
    onTestFinished,
  }) => {
    const url = await server.urlOf("read only");
    const name = decodeURIComponent(new URL(url).pathname.slice(1));
    const store = await openPostgresStore(url);
    const admin = new pg.Client(url);
    await admin.connect();
    onTestFinished(async () => {
      await admin.end();
      await store.close();
    });
    const others =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()";
    await store.append(words("alice", "bob", "before"));
    await admin.query(`ALTER DATABASE ${pg.escapeIdentifier(name)} SET default_transaction_read_only = on`);
    await admin.query(others, [name]);
    const append = (key: string) =>
      store.append(words("alice", "bob", key)).then(
        () => "kept",
        () => "refused",
      );
    // Not only cut off: its connections are open again, and the server says what they may not.
    await expect
      .poll(async () => [await append("meanwhile"), store.health().because])
      .toEqual(["refused", expect.stringContaining("25006")]);
    await admin.query("SET default_transaction_read_only = off");
    await admin.query(`ALTER DATABASE ${pg.escapeIdentifier(name)} RESET default_transaction_read_only`);
    await expect.poll(() => append("after")).toBe("kept");
    await expect.poll(() => store.health().because).toBe(null);
  });

  test("[C7] a gateway that is frozen in the middle of what it writes keeps nobody else from writing", async ({
    onTestFinished,
  }) => {
    const url = await server.urlOf("paused");
    const store = await open(url, { onTestFinished });
    const peers = ["bob", "carol", "dave", "erin"];
    const gateway = await spawnListening("writing-process.ts", [url, "alice", ...peers]);
    // SIGKILL ends one that is stopped too.
    onTestFinished(() => gateway.kill());
    const client = new pg.Client(url);
    await client.connect();
    onTestFinished(() => client.end());
    let seenInTransaction = 0;
    for (let round = 1; round <= 8 || seenInTransaction === 0; round += 1) {
      expect(round).toBeLessThan(100);
      await pause(30 + 17 * (round % 7));
      process.kill(gateway.pid, "SIGSTOP");
      const { rows } = await client.query(
        `SELECT count(*)::int AS open FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'hutong' AND state = 'idle in transaction'`,
      );
      if (rows[0]?.open > 0) seenInTransaction += 1;
      // All of them are taken, and none is refused: a lock is held for less than a call waits.
      const written = await Promise.all(
        peers.map((peer) => store.append(words(peer, "alice", `round ${round}`, `${peer} round ${round}`))),
      );
      expect(written.map(({ isRepeat }) => isRepeat)).toEqual(peers.map(() => false));
      process.kill(gateway.pid, "SIGCONT");
    }
    const last = async () => (await store.heads("alice")).values().reduce((sum, { seq }) => sum + seq, 0);
    const before = await last();
    // Woken, it goes on.
    await expect.poll(last).toBeGreaterThan(before + 8);
    await gateway.kill();
    for (const peer of peers) {
      const [item] = await store.conversations(peer);
      const kept = await store.messagesAfter(peer, item?.conversation.id ?? "", 0, 1_000_000);
      expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_message, index) => index + 1));
    }
  });

  const noDisk = noSmallDisk();
  test.skipIf(noDisk !== null)(
    "[C5] a full disk refuses what is written, not what is read, and once there is room writing goes on",
    async ({ onTestFinished }) => {
      // A disk of its own for one database, really full: what PostgreSQL then says is its own.
      const folder = temporaryFolder(onTestFinished);
      const disk = join(folder, "disk");
      mkdirSync(disk);
      execFileSync("chmod", ["755", folder]);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=40m", "tmpfs", disk]);
      onTestFinished(() => void execFileSync("umount", ["-l", disk]));
      const space = join(disk, "space");
      mkdirSync(space);
      if (server.owner !== null) chownSync(space, server.owner, server.owner);
      const url = await server.urlOf("full");
      const admin = new pg.Client(await server.urlOf("admin"));
      await admin.connect();
      await admin.query(`CREATE TABLESPACE small LOCATION '${space}'`);
      await admin.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET TABLESPACE small`);
      onTestFinished(async () => {
        await admin.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
        await admin.query("DROP TABLESPACE small");
        await admin.end();
      });
      const store = await open(url, { onTestFinished });
      const writers = startWriters(store);
      // As many as are read below, on the slowest machine too.
      await writers.untilMoreOfEach(10);
      // As in a gateway a reading connection is there: one that begins on a full disk may be ended by PostgreSQL itself, which
      // writes a file of its own for it (src/backend/utils/cache/relcache.c, write_relcache_init_file).
      await store.conversations("bob");
      const ballast = join(disk, "ballast");
      const { bavail, bsize } = statfsSync(disk);
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize));
      } catch (error) {
        // What the writers took meanwhile is missing at its end: the disk is as full.
        expect(error).toMatchObject({ code: "ENOSPC" });
      }
      await expect.poll(() => store.health().because, { interval: 5 }).toBe("53100");
      const [item] = await store.conversations("bob");
      expect(await store.messagesAfter("bob", item?.conversation.id ?? "", 0, 10)).toHaveLength(10);
      rmSync(ballast);
      await writers.untilMoreOfEach(8);
      await isWritable(store).toBe(true);
      expect(writers.refused()).toBeGreaterThan(0);
      await writers.stopAndCompare();
    },
  );
  if (noDisk !== null) console.warn(noDisk);
});
