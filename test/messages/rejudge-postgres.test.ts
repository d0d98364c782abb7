import { afterAll, beforeAll, describe } from "vitest";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { rejudgeContract } from "../contracts/rejudge.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";

const missing = postgresMissing();
if (missing !== null) console.warn(missing);

describe.skipIf(missing !== null)("PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());
  rejudgeContract("postgres", async (name) => openPostgresStore(await server.urlWithTables(name)));
});
