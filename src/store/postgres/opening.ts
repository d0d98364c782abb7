import type { Client } from "pg";
import { openFault } from "./connection.ts";
import { refuseSharedSessions } from "./pooler.ts";
import type { Servers } from "./servers.ts";

/** For what is done once before a store is open: a step of a migration, or waiting for another gateway's. */
const ONCE_TIMEOUT_MS = 600_000;

/**
 * Runs on a connection of its own, whose server keeps what it acknowledges.
 *
 * @throws {DatabaseError} when the database cannot be used; the message repeats nothing of the URL.
 */
export async function onOneConnection<T>(
  servers: Servers,
  onFault: (error: unknown) => void,
  run: (client: Client) => Promise<T>,
): Promise<T> {
  try {
    const client = await servers.connect({ statementTimeoutMs: ONCE_TIMEOUT_MS, queryTimeoutMs: ONCE_TIMEOUT_MS });
    client.on("error", onFault);
    try {
      await refuseSharedSessions(servers, client);
      return await run(client);
    } finally {
      await client.end();
    }
  } catch (error) {
    throw openFault(error);
  }
}
