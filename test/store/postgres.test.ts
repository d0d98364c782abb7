import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import type { NewMessage } from "../../src/store/messages.ts";
import type { Store } from "../../src/store/store.ts";
import { randomRuns } from "../support/random-runs.ts";
import { botContract } from "../contracts/bots.ts";
import { caseContract } from "../contracts/cases.ts";
import { logContract } from "../contracts/log.ts";
import { webhookContract } from "../contracts/webhooks.ts";
import { keptJsonPlaces } from "../contracts/kept-json-places.ts";
import { storeModel } from "../contracts/store-model.ts";
import { storeContract } from "../contracts/store.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";

const missing = postgresMissing();
if (missing !== null) console.warn(missing);

const AT = new Date("2021-09-18T12:00:00Z");

function words(from: string, to: string, key: string): NewMessage {
  return {
    from,
    to,
    key,
    text: `${from} ${key}`,
    at: AT,
    reportsJson: NO_REPORTS,
    contextJson: null,
    isPending: false,
  };
}

/** Two gateways' stores as one: each call goes to the other of the two than the call before. */
function inTurns(one: Store, other: Store): Store {
  let turn = 0;
  return new Proxy(one, {
    get(_target, name: keyof Store) {
      if (name === "close") return () => Promise.all([one.close(), other.close()]);
      const store = (turn += 1) % 2 === 0 ? one : other;
      const value: unknown = store[name];
      return typeof value === "function" ? value.bind(store) : value;
    },
  });
}

describe.skipIf(missing !== null)("PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  const urlFor = (name: string | null) => server.urlWithTables(name ?? crypto.randomUUID());
  const open = async (name: string | null) => openPostgresStore(await urlFor(name));
  const openTwo = async (name: string | null) => {
    const url = await urlFor(name);
    const [one, other] = await Promise.all([openPostgresStore(url), openPostgresStore(url)]);
    return inTurns(one, other);
  };

  storeContract("postgres", open);
  botContract("postgres", open);
  webhookContract("postgres", open);
  botContract("postgres behind two gateways", openTwo);
  caseContract("postgres behind two gateways", openTwo, { runs: randomRuns(3) });
  logContract("postgres", open);
  logContract("postgres behind two gateways", openTwo);
  webhookContract("postgres behind two gateways", openTwo);
  // A database is made for each run. Two gateways in turns meet what one does, and each other.
  storeModel("postgres", open, { runs: randomRuns(3) });
  storeModel("postgres behind two gateways", openTwo, { runs: randomRuns(12) });

  test("[P2] [P3] many writers of two gateways get one order without gap, and each key once", async () => {
    const store = await openTwo(null);
    const sends = Array.from({ length: 400 }, (_, index) =>
      words(index % 2 === 0 ? "alice" : "bob", index % 2 === 0 ? "bob" : "alice", `${index % 350}`),
    );
    const accepted = await Promise.all(sends.map((message) => store.append(message)));
    const fresh = accepted.filter(({ isRepeat }) => !isRepeat).map(({ message }) => message.seq);
    expect(fresh.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 350 }, (_, index) => index + 1));
    const id = accepted[0]?.message.conversation ?? "";
    expect(new Set(accepted.map(({ message }) => message.conversation))).toEqual(new Set([id]));
    expect((await store.messagesAfter("bob", id, 0, 1_000)).map(({ seq }) => seq)).toEqual(
      fresh.toSorted((a, b) => a - b),
    );
    await store.close();
  });

  test("of marks that come together the highest of each member is written, and no message waits behind them", async () => {
    const url = await urlFor(null);
    const [store, other] = [await openPostgresStore(url), await openPostgresStore(url)];
    for (let index = 1; index <= 300; index += 1) await store.append(words("alice", "bob", `${index}`));
    const { id } = (await store.append(words("bob", "alice", "last"))).conversation;
    const client = new pg.Client(url);
    await client.connect();
    await client.query(`CREATE TABLE written (seq bigint);
      CREATE FUNCTION note_written() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO written VALUES (NEW.delivered_seq); RETURN NULL; END $$;
      CREATE TRIGGER written AFTER UPDATE ON member FOR EACH ROW EXECUTE FUNCTION note_written()`);
    const seqs = Array.from({ length: 300 }, (_, index) => index + 1);
    const moved = await Promise.all(seqs.map((seq) => store.markDelivered("bob", id, seq)));
    expect(moved).toEqual(seqs.map(() => true));
    const { rows } = await client.query("SELECT seq FROM written ORDER BY seq");
    expect(rows.length).toBeLessThan(4);
    expect(rows.at(-1)).toEqual({ seq: "300" });
    // Somebody holds a member's row: marks wait, messages do not. Two gateways that mark the same rows wait for no circle.
    await client.query("BEGIN");
    await client.query("SELECT FROM member WHERE user_id = 'bob' FOR UPDATE");
    const waiting = store.markRead("bob", id, 300);
    const behind = other.markRead("alice", id, 301);
    expect((await store.append(words("alice", "bob", "beside"))).message.seq).toBe(302);
    expect(await behind).toBe(true);
    await client.query("COMMIT");
    expect(await waiting).toBe(true);
    await client.end();
    await Promise.all([store.close(), other.close()]);
  });

  test("[P2] hundreds who write to each other for the first time open their conversations in few calls, two gateways beside each other", async () => {
    const url = await urlFor(null);
    const [store, other] = [await openPostgresStore(url), await openPostgresStore(url)];
    const client = new pg.Client(url);
    await client.connect();
    await client.query(`CREATE TABLE made (at timestamptz);
      CREATE FUNCTION note_made() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO made VALUES (now()); RETURN NULL; END $$;
      CREATE TRIGGER made AFTER INSERT ON conversation FOR EACH STATEMENT EXECUTE FUNCTION note_made()`);
    const pairs = Array.from({ length: 400 }, (_, index) => [`writer${index}`, `reader${index}`] as const);
    const accepted = await Promise.all([
      ...pairs.map(([from, to]) => store.append(words(from, to, "1"))),
      // The same pairs in another order, from the other side.
      ...pairs.toReversed().map(([to, from]) => other.append(words(from, to, "2"))),
    ]);
    const { rows } = await client.query("SELECT count(*)::int AS calls FROM made");
    await client.end();
    expect(rows[0]?.calls).toBeLessThan(50);
    const ids = new Set(accepted.map(({ conversation }) => conversation.id));
    expect(ids.size).toBe(400);
    for (const { conversation } of accepted) expect(conversation.members).toHaveLength(2);
    const seqs = Map.groupBy(accepted, ({ conversation }) => conversation.id);
    for (const both of seqs.values()) expect(new Set(both.map(({ message }) => message.seq))).toEqual(new Set([1, 2]));
    await Promise.all([store.close(), other.close()]);
  });

  test("who reads while all connections are busy waits longer than a connection may take to be made", async () => {
    const url = await urlFor(null);
    const store = await openPostgresStore(url);
    const client = new pg.Client(url);
    await client.connect();
    await client.query("BEGIN");
    await client.query("LOCK TABLE choice");
    // As many as there are connections that read; whether they come to an answer is not what is asked.
    const busy = Promise.allSettled(Array.from({ length: 6 }, () => store.choice("bob")));
    const behind = store.blocks("bob");
    await pause(3_400);
    await client.query("COMMIT");
    expect(await behind).toEqual([]);
    await busy;
    await client.end();
    await store.close();
  });

  test("a fault of what is kept as JSON names a column that is there", async () => {
    const url = await urlFor(null);
    await (await openPostgresStore(url)).close();
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query("SELECT table_name, column_name FROM information_schema.columns");
    await client.end();
    const columns = rows.map(({ table_name, column_name }) => `${table_name}.${column_name}`);
    expect(columns).toEqual(expect.arrayContaining([...keptJsonPlaces()]));
  });

  test("no index of a text is in the order of the operating system, which changes with its releases", async () => {
    const url = await urlFor(null);
    await (await openPostgresStore(url)).close();
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query(`
      SELECT DISTINCT i.indrelid::regclass::text AS "table", a.attname AS "column", c.collname AS "order"
      FROM pg_index i
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      JOIN pg_collation c ON c.oid = a.attcollation
      WHERE (SELECT relnamespace FROM pg_class WHERE oid = i.indrelid) = current_schema()::regnamespace`);
    await client.end();
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter(({ order }) => order !== "C")).toEqual([]);
  });

  test("what a message costs the server does not grow with what is stored", async () => {
    const url = await urlFor(null);
    const store = await openPostgresStore(url);
    const users = Array.from({ length: 20 }, (_, index) => `user${index}`);
    const write = (from: string, to: string, key: string) => store.append(words(from, to, key));
    // Plans are made while the tables are small.
    for (const user of users) await write(user, "everybody", "first");
    const many = 3_000;
    await Promise.all(
      Array.from({ length: many }, (_, n) => write(users[n % users.length] ?? "", "everybody", `many ${n}`)),
    );
    const few = 150;
    for (let n = 0; n < few; n += 1) {
      const user = users[n % users.length] ?? "";
      await write(user, `stranger${n}`, `hello ${n}`);
      const { message } = await write(user, "everybody", `one ${n}`);
      await store.heads(user);
      await store.messagesAfter(user, message.conversation, message.seq - 1, 10);
      await store.markDelivered("everybody", message.conversation, message.seq);
      await store.deleteMessage(user, message.conversation, message.seq, AT);
    }
    for (let n = 0; n < 10; n += 1) {
      const members = users.slice(0, 5);
      await store.createGroup({ title: null, members, key: `group ${n}`, at: AT });
    }
    // A connection tells what it read when it ends.
    await store.close();
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query(
      `SELECT t.relname, t.seq_tup_read::int AS whole, coalesce(sum(i.idx_tup_read), 0)::int AS by_index
       FROM pg_stat_user_tables t LEFT JOIN pg_stat_user_indexes i USING (relid)
       WHERE t.relname IN ('message', 'member', 'conversation', 'block') GROUP BY t.relname, t.seq_tup_read`,
    );
    await client.end();
    const written = users.length + many + 2 * few;
    for (const { relname, whole, by_index: byIndex } of rows) {
      expect(whole, `rows of ${relname} read one after another`).toBe(0);
      expect(byIndex / written, `rows of ${relname} read by index for each message`).toBeLessThan(20);
    }
    expect(rows.find(({ relname }) => relname === "message")?.by_index).toBeGreaterThan(0);
  });

  test("what keeps a database from being used is told without its address or password", async () => {
    const url = new URL(await urlFor(null));
    url.password = "seeded-secret";
    await expect(openPostgresStore(url.href)).rejects.toMatchObject({ name: "DatabaseError", code: "refused" });
    const elsewhere = new URL(await urlFor(null));
    elsewhere.pathname = "/nowhere";
    await expect(openPostgresStore(elsewhere.href)).rejects.toMatchObject({ code: "no_database" });
    const noSchema = new URL(await server.urlOf("no schema"));
    noSchema.searchParams.set("options", "-c search_path=nosuch");
    await expect(openPostgresStore(noSchema.href)).rejects.toMatchObject({ code: "no_schema" });
    const readOnly = new URL(await urlFor(null));
    readOnly.searchParams.set("options", "-c default_transaction_read_only=on");
    await expect(openPostgresStore(readOnly.href)).rejects.toMatchObject({ code: "read_only" });
    const encrypted = new URL(await urlFor(null));
    encrypted.searchParams.set("sslmode", "require");
    await expect(openPostgresStore(encrypted.href)).rejects.toMatchObject({ code: "tls" });
    url.port = "1";
    const error = await openPostgresStore(url.href).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "unreachable" });
    expect(String(error)).not.toContain("seeded-secret");
    expect(String(error)).not.toContain("127.0.0.1");
  });
});
