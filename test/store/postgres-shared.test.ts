import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openPostgresStore, type PostgresStore } from "../../src/store/postgres/store.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";

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
