import { randomUUID } from "node:crypto";
import type { Client } from "pg";
import { endConnection } from "./connection.ts";
import { DatabaseError } from "./database-error.ts";
import type { Servers } from "./servers.ts";

/** A pooler with several servers to give may give the same one twice by chance. */
const TRIES = 5;

/**
 * Looks whether a session is the connection's own. PgBouncer and others may give its server to somebody else after each transaction:
 * then settings, prepared statements and LISTEN are lost, or are another's.
 *
 * @throws {DatabaseError} `pooler`.
 */
export async function refuseSharedSessions(servers: Servers, client: Client): Promise<void> {
  if (!(await isPooled(client))) return;
  const other = await servers.connect();
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (!(await isShared(client, other))) continue;
      // What was set must not stay with whoever gets the server next.
      await client.query("DISCARD ALL");
      throw new DatabaseError("pooler");
    }
  } finally {
    await endConnection(other);
  }
}

/** A pooler tells a process of its own when the connection starts. Source: PostgreSQL, "Message Formats", BackendKeyData. */
async function isPooled(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return "processID" in client && client.processID !== rows[0]?.pid;
}

/** Whether one sees what the other was told, or gets another server while that one is at work. */
async function isShared(client: Client, other: Client): Promise<boolean> {
  const mark = randomUUID();
  const markOf = async (of: Client): Promise<string | undefined> =>
    (await of.query<{ mark: string }>("SELECT current_setting('hutong.session', true) AS mark")).rows[0]?.mark;
  await client.query("SELECT set_config('hutong.session', $1, false)", [mark]);
  await other.query("BEGIN");
  try {
    return (await markOf(other)) === mark || (await markOf(client)) !== mark;
  } finally {
    await other.query("ROLLBACK");
  }
}
