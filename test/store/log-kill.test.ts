import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leafHash, rootOf, treeRoot } from "../../src/log/merkle.ts";
import { subtreesIn } from "../../src/log/tiles.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { temporaryFolder } from "../support/folder.ts";
import { postgresMissing, startPostgres, type PostgresServer } from "../support/programs/postgres-server.ts";

const PROGRAM = join(import.meta.dirname, "../support/programs/log-writing-process.ts");
/** A program is killed after so many entries were acknowledged, wherever it is then. */
const KILLED_AFTER = [1, 150] as const;

/** Entries that a program was told are in the log, by index, until it was killed. */
async function acknowledged(place: string, name: string, count: number): Promise<ReadonlyMap<number, string>> {
  const child = spawn(process.execPath, [PROGRAM, place, name], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  const told = new Map<number, string>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [index = "", list = ""] = line.split(" ");
    told.set(Number(index), list);
    if (told.size === count) child.kill("SIGKILL");
  }
  await ended;
  return told;
}

/** What was acknowledged is there once, where it was said to be, and the tree is that of the entries. */
async function expectWhole(store: Store, told: readonly ReadonlyMap<number, string>[]): Promise<void> {
  const entries = await store.logEntries(0, 1_000_000);
  expect(entries.map(({ index }) => index)).toEqual(entries.map((_entry, index) => index));
  const names = entries.map(({ body }) => String(JSON.parse(body.toString()).list));
  expect(new Set(names).size).toBe(names.length);
  for (const each of told) for (const [index, list] of each) expect([index, names[index]]).toEqual([index, list]);
  expect(told.reduce((sum, each) => sum + each.size, 0)).toBeLessThanOrEqual(names.length);
  expect((await store.logHead()).size).toBe(names.length);
  const read = subtreesIn((level, from, limit) => store.logHashes(level, from, limit));
  expect(await treeRoot(read, names.length)).toEqual(rootOf(entries.map(({ body }) => leafHash(body))));
}

test("[T12] what SQLite acknowledged is in the log once after each SIGKILL", async () => {
  const place = join(temporaryFolder(afterAll), "hutong.sqlite");
  const told: ReadonlyMap<number, string>[] = [];
  for (const [round, count] of KILLED_AFTER.entries()) {
    told.push(await acknowledged(place, `round${round}`, count));
    const store = openSqliteStore(place);
    await expectWhole(store, told);
    await store.close();
  }
});

describe.skipIf(postgresMissing() !== null)("PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  test("[T12] what two gateways acknowledged is in one log once after each SIGKILL", async () => {
    const url = await server.urlOf("log-kill");
    // Its tables are there, so that both begin at once.
    const store = await openPostgresStore(url);
    const told: ReadonlyMap<number, string>[] = [];
    for (const [round, count] of KILLED_AFTER.entries()) {
      told.push(...(await Promise.all(["one", "two"].map((name) => acknowledged(url, `${name}${round}`, count)))));
      await expectWhole(store, told);
    }
    await store.close();
  });

  test("[T12] a subtree that becomes complete completes the one above it in the same call", async () => {
    const url = await server.urlOf("log-levels");
    const store = await openPostgresStore(url);
    const client = new pg.Client(url);
    await client.connect();
    // As if 255 × 256 entries were there.
    await client.query("INSERT INTO log_head (single, size) VALUES (1, 65280)");
    await client.query(
      "INSERT INTO log_node (level, number, hash) SELECT 1, n, sha256(convert_to(n::text, 'UTF8')) FROM generate_series(0, 254) AS n",
    );
    const bodies = (from: number, to: number) =>
      `ARRAY(SELECT convert_to('leaf ' || n, 'UTF8') FROM generate_series(${from}, ${to - 1}) AS n)`;
    await client.query(`SELECT append_to_log(${bodies(65_280, 65_400)})`);
    await client.query(`SELECT append_to_log(${bodies(65_400, 65_600)})`);
    await client.end();
    const leaves = Array.from({ length: 256 }, (_, n) => leafHash(Buffer.from(`leaf ${65_280 + n}`)));
    const nodes = [...(await store.logHashes(1, 0, 255)), rootOf(leaves)];
    expect(await store.logHashes(1, 0, 1_000)).toEqual(nodes);
    expect(await store.logHashes(2, 0, 10)).toEqual([rootOf(nodes)]);
    expect((await store.logHead()).size).toBe(65_600);
    await store.close();
  });
});
