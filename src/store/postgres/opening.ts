import pg from "pg";
import type { Client } from "pg";
import { configOf, openFault, verify } from "./connection.ts";

/** For what is done once before a store is open: a step of a migration, or waiting for another gateway's. */
const ONCE_TIMEOUT_MS = 600_000;

/**
 * Runs on a connection of its own, whose server keeps what it acknowledges.
 *
 * @throws {DatabaseError} when the database cannot be used; the message repeats nothing of the URL.
 */
export async function onOneConnection<T>(
  url: string,
  onFault: (error: unknown) => void,
  run: (client: Client) => Promise<T>,
): Promise<T> {
  try {
    const timeouts = { statement_timeout: ONCE_TIMEOUT_MS, query_timeout: ONCE_TIMEOUT_MS };
    const client = new pg.Client({ ...configOf(url), ...timeouts });
    client.on("error", onFault);
    await client.connect();
    try {
      await verify(client);
      return await run(client);
    } finally {
      await client.end();
    }
  } catch (error) {
    throw openFault(error);
  }
}
