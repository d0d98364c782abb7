import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { openPostgresStore, type PostgresStore } from "../../src/store/postgres/store.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";

const words = (from: string, to: string, key: string) => ({
  from,
  to,
  key,
  text: key,
  at: new Date("2021-09-18T12:00:00Z"),
  reportsJson: NO_REPORTS,
  contextJson: null,
  isPending: false,
});

describe.skipIf(postgresMissing() !== null)("what gateways on one database share", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  async function open(url: string): Promise<PostgresStore> {
    const store = await openPostgresStore(url);
    onTestFinished(() => store.close());
    return store;
  }

  test("[C6] [P5] after a restore no message goes where a conversation that is gone had its place", async () => {
    const url = await server.urlOf("restored");
    const running = await open(url);
    const { conversation: gone } = await running.append(words("alice", "bob", "before"));
    await running.append({ ...words("alice", gone.id, "by id") });
    // As a backup leaves it in which the row became another conversation's.
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("TRUNCATE conversation, member, message, message_update RESTART IDENTITY");
    await client.end();
    const other = await open(url);
    const { conversation: kept } = await other.append(words("alice", "carol", "first"));
    await other.renewEpoch(other.epoch);
    expect(await running.lookAtEpoch()).toBe(other.epoch);
    await expect(running.append(words("alice", gone.id, "to bob"))).rejects.toMatchObject({
      code: "unknown_conversation",
    });
    expect((await running.append(words("alice", "bob", "again"))).conversation.members).toEqual(["alice", "bob"]);
    expect((await running.messagesAfter("carol", kept.id, 0, 10)).map(({ text }) => text)).toEqual(["first"]);
  });

  test("[C2] gateways that ask at one moment get one signing secret, and so does every later one", async () => {
    const url = await server.urlOf("secret");
    const stores = await Promise.all(Array.from({ length: 5 }, () => open(url)));
    const secrets = await Promise.all(stores.map(({ shared }) => shared.signingSecret()));
    expect(new Set(secrets).size).toBe(1);
    expect(Buffer.from(secrets[0] ?? "", "base64url")).toHaveLength(32);
    expect(await (await open(url)).shared.signingSecret()).toBe(secrets[0]);
    expect(await (await open(await server.urlOf("another"))).shared.signingSecret()).not.toBe(secrets[0]);
  });
});
