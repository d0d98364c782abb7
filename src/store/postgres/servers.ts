import { readFileSync } from "node:fs";
import { Socket } from "node:net";
import type { TLSSocketOptions } from "node:tls";
import pg from "pg";
import type { Client, ClientConfig } from "pg";
import { type DatabaseAddress, type DatabaseHost, readDatabaseAddress } from "./address.ts";
import {
  codeOf,
  CONNECT_TIMEOUT_MS,
  CONNECTION_SETTINGS,
  endConnection,
  isTlsFault,
  type SessionOptions,
  STATEMENT_TIMEOUT_MS,
  verify,
} from "./connection.ts";
import { DatabaseError } from "./database-error.ts";
import { passwordOf } from "./password-file.ts";

/** The servers of an address, one of which takes writes. All connections of a store go by one of these, so that they agree on which. */
export interface Servers {
  /**
   * A connection to the server that takes writes: the one that was found last, then the others in their order.
   *
   * @throws What the server or the way to it said; {DatabaseError} when it cannot be used.
   */
  connect(times?: Times): Promise<Client>;
  /** Settings of a connection to the server that was found last, whose user tells it what {@link session} holds. */
  settings(): ClientConfig;
  readonly session: SessionOptions;
  /** Ends every connection where it stands, and each that is opened afterwards: what waits for an answer is refused at once. */
  abandon(): void;
}

/** In the place of what every connection has. Milliseconds. */
export interface Times {
  readonly connectTimeoutMs?: number;
  /** After which the server gives up a statement. */
  readonly statementTimeoutMs?: number;
  /** After which its answer is not waited for. */
  readonly queryTimeoutMs?: number;
}

/** One way into one server: with TLS, or without. */
interface Way {
  readonly host: DatabaseHost;
  readonly tls: "off" | "unchecked" | "root" | "full";
}

/** `invalid_authorization_specification`: also said to who comes without TLS, or with it, where only the other is let in. */
const NOT_LET_IN = "28000";

/** @throws {InputError} on an address that is none. */
export function openServers(url: string, env: Readonly<Record<string, string | undefined>> = process.env): Servers {
  const address = readDatabaseAddress(url, env);
  const ways = address.hosts.map((host) => waysInto(address, host));
  /** The way of each host that led in last, and the host that took writes last. */
  const known = ways.map(() => 0);
  let found = 0;
  const sockets = new Set<Socket>();
  let isAbandoned = false;

  function openSocket(): Socket {
    const socket = new Socket();
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // The driver connects it in this turn, and hears of its end.
    if (isAbandoned) setImmediate(() => socket.destroy());
    return socket;
  }

  const settingsOf = (host: number): ClientConfig => {
    const way = ways[host]?.[known[host] ?? 0];
    return way === undefined ? {} : { ...settingsFor(address, way), ...CONNECTION_SETTINGS, stream: openSocket };
  };

  const session: SessionOptions = {
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    // Of several servers the one is meant that takes writes.
    readWriteOnly: address.readWriteOnly || ways.length > 1,
  };

  async function enter(host: number, times: Times): Promise<Client> {
    const { connectTimeoutMs, statementTimeoutMs = session.statementTimeoutMs, queryTimeoutMs } = times;
    const waits = {
      ...(connectTimeoutMs !== undefined && { connectionTimeoutMillis: connectTimeoutMs }),
      ...(queryTimeoutMs !== undefined && { query_timeout: queryTimeoutMs }),
    };
    const own = ways[host] ?? [];
    const first = known[host] ?? 0;
    for (let tried = 0; ; tried += 1) {
      known[host] = (first + tried) % own.length;
      const client = new pg.Client({ ...settingsOf(host), ...waits });
      // What breaks while it is opened is told by what waits for it.
      client.on("error", () => {});
      try {
        await client.connect();
        await verify(client, { ...session, statementTimeoutMs });
        return client;
      } catch (error) {
        void endConnection(client);
        const isOfTheWay = isTlsFault(error) || codeOf(error) === NOT_LET_IN;
        if (isOfTheWay && tried + 1 < own.length) continue;
        // What the first way says is what was asked for.
        known[host] = first;
        throw error;
      }
    }
  }

  return {
    session,
    settings: () => settingsOf(found),
    abandon() {
      isAbandoned = true;
      for (const socket of sockets) socket.destroy();
    },
    async connect(times = {}) {
      const faults: unknown[] = [];
      const first = found;
      for (let tried = 0; tried < ways.length; tried += 1) {
        const host = (first + tried) % ways.length;
        try {
          const client = await enter(host, times);
          found = host;
          return client;
        } catch (error) {
          faults.push(error);
        }
      }
      throw mostTelling(faults);
    },
  };
}

/** Of several servers that were tried: one that answered says more than one that did not, and one that refused more than a standby. */
function mostTelling(faults: readonly unknown[]): unknown {
  if (faults.length === 1) return faults[0];
  const isUnwritable = (error: unknown) =>
    error instanceof DatabaseError && (error.code === "standby" || error.code === "read_only");
  const isSilent = (error: unknown) => !(error instanceof DatabaseError) && !(error instanceof pg.DatabaseError);
  const refused = faults.find((error) => !isUnwritable(error) && !isSilent(error));
  if (refused !== undefined) return refused;
  return faults.some(isUnwritable) ? new DatabaseError("no_primary", { cause: faults.find(isUnwritable) }) : faults[0];
}

/** Source: PostgreSQL, libpq, "SSL Mode Descriptions". A socket never leaves the machine, and carries no TLS. */
function waysInto({ sslMode, rootCertificate }: DatabaseAddress, host: DatabaseHost): readonly Way[] {
  const through = (...all: Way["tls"][]) => all.map((tls) => ({ host, tls }));
  if (host.host.startsWith("/")) return through("off");
  switch (sslMode) {
    case "disable":
      return through("off");
    case "allow":
      return through("off", "unchecked");
    case "prefer":
      return through("unchecked", "off");
    case "no-verify":
      return through("unchecked");
    case "require":
      return through(rootCertificate === null ? "unchecked" : "root");
    case "verify-ca":
      return through("root");
    case "verify-full":
      return through("full");
  }
}

function settingsFor(address: DatabaseAddress, { host, tls }: Way): ClientConfig {
  const { user, database, sessionOptions, isTlsFirst, usesChannelBinding, connectTimeoutMs } = address;
  return {
    host: host.host,
    port: host.port,
    user,
    database,
    password() {
      const password = address.password ?? passwordOf(address, host);
      if (password === null) throw new DatabaseError("no_password");
      return password;
    },
    ssl: tls === "off" ? false : tlsOptions(address, tls),
    ...(tls !== "off" && {
      enableChannelBinding: usesChannelBinding,
      sslnegotiation: isTlsFirst ? "direct" : "postgres",
    }),
    ...(sessionOptions !== null && { options: sessionOptions }),
    connectionTimeoutMillis: connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
  };
}

function tlsOptions(
  { rootCertificate, certificate, key, keyPassword }: DatabaseAddress,
  tls: Exclude<Way["tls"], "off">,
): TLSSocketOptions & { checkServerIdentity?: () => undefined } {
  return {
    rejectUnauthorized: tls !== "unchecked",
    // Without a root of its own the certificates decide that the system trusts.
    ...(tls !== "unchecked" &&
      rootCertificate !== null &&
      rootCertificate !== "system" && { ca: readFile(rootCertificate) }),
    ...(tls === "root" && { checkServerIdentity: () => undefined }),
    ...(certificate !== null && { cert: readFile(certificate) }),
    ...(key !== null && { key: readFile(key) }),
    ...(keyPassword !== null && { passphrase: keyPassword }),
  };
}

/** At each connection, since certificates are renewed. */
function readFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new DatabaseError("tls_file", { cause });
  }
}
