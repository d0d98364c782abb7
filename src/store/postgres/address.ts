import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { InputError } from "../../input/input-error.ts";
import { isOneOf } from "../../input/words.ts";

/** One place where a server may be. */
export interface DatabaseHost {
  /** A name, an address, or the folder of a Unix socket, which begins with a slash. */
  readonly host: string;
  readonly port: number;
}

/** Source: PostgreSQL, libpq, "SSL Mode Descriptions". `no-verify` is node-postgres's word for `require` without a root. */
const SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify"] as const;
export type SslMode = (typeof SSL_MODES)[number];

/** Where a database is and how it is entered, as libpq reads it. */
export interface DatabaseAddress {
  /** In the order in which they are tried. */
  readonly hosts: readonly DatabaseHost[];
  readonly user: string;
  readonly database: string;
  /** Null: the password file is asked. */
  readonly password: string | null;
  readonly passwordFile: string;
  readonly sslMode: SslMode;
  /** Files; null: there is none. A root of `system` is the certificates that the system trusts. */
  readonly rootCertificate: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
  readonly keyPassword: string | null;
  readonly isTlsFirst: boolean;
  readonly usesChannelBinding: boolean;
  /** Whether a server whose transactions are read-only by default is passed over. */
  readonly readWriteOnly: boolean;
  /** For one host. Milliseconds; null: not said. */
  readonly connectTimeoutMs: number | null;
  /** For the session, as on the server's command line. */
  readonly sessionOptions: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = "5432";
/** Where Debian's packages and PostgreSQL's own build put the socket. Source: their DEFAULT_PGSOCKET_DIR. */
const SOCKET_FOLDERS = ["/var/run/postgresql", "/tmp"];

/** Parameters of an address and the variable that stands for each. Source: PostgreSQL, libpq, "Parameter Key Words". */
const PARAMETERS = {
  host: "PGHOST",
  port: "PGPORT",
  dbname: "PGDATABASE",
  user: "PGUSER",
  password: "PGPASSWORD",
  passfile: "PGPASSFILE",
  connect_timeout: "PGCONNECT_TIMEOUT",
  options: "PGOPTIONS",
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  sslpassword: null,
  sslnegotiation: "PGSSLNEGOTIATION",
  channel_binding: "PGCHANNELBINDING",
  target_session_attrs: "PGTARGETSESSIONATTRS",
} as const;
type Parameter = keyof typeof PARAMETERS;

/**
 * What changes nothing of what is promised here: the session's name and encoding are the program's own, connections are kept alive,
 * and of several servers only one takes writes.
 */
const WITHOUT_EFFECT = new Set([
  "application_name",
  "fallback_application_name",
  "client_encoding",
  "gssencmode",
  "keepalives",
  "keepalives_idle",
  "keepalives_interval",
  "keepalives_count",
  "load_balance_hosts",
  "sslcompression",
  "sslsni",
  "tcp_user_timeout",
  "uselibpqcompat",
]);

/** The form that a message shows. */
export const ADDRESS_FORM = "postgres://user:password@host:port/database";

/** Says what was expected, and repeats nothing of the address: it may hold a password. */
function refuse(message: string): never {
  throw new InputError("bad_address", [{ message }]);
}

/**
 * Reads the address of a database: libpq's URIs, several hosts and socket folders too, and its variables for what is not said there.
 *
 * @param env  `PGHOST` and the others, and `HOME`.
 * @throws {InputError} that repeats nothing of it. Source: PostgreSQL, libpq, "Connection URIs".
 */
export function readDatabaseAddress(text: string, env: Environment): DatabaseAddress {
  const parts =
    /^postgres(?:ql)?:\/\/(?:(?<entry>[^/?#]*)@)?(?<places>[^/?#]*)(?:\/(?<database>[^?#]*))?(?:\?(?<query>[^#]*))?$/u.exec(
      text,
    )?.groups;
  if (parts === undefined) return refuse(`expected ${ADDRESS_FORM}; in a password /, ? and # are %2F, %3F and %23`);
  const { entry, places = "", database = "", query = "" } = parts;
  const given = readQuery(query);
  const said = (name: Parameter): string | null => {
    const variable = PARAMETERS[name];
    return given.get(name) ?? ((variable === null ? null : env[variable]) || null);
  };
  const colon = entry?.indexOf(":") ?? -1;
  const inEntry = entry === undefined ? [] : colon === -1 ? [entry] : [entry.slice(0, colon), entry.slice(colon + 1)];
  const [entryUser = "", entryPassword = ""] = inEntry.map(decoded);
  const user = given.get("user") ?? (entryUser || env["PGUSER"] || systemUser());
  const attrs = said("target_session_attrs") ?? "any";
  if (!["any", "read-write", "primary"].includes(attrs))
    refuse("target_session_attrs: expected read-write, primary or any, since a gateway writes");
  const home = env["HOME"] ?? "";
  const homeFile = (name: string): string | null => {
    const file = join(home, ".postgresql", name);
    return home !== "" && existsSync(file) ? file : null;
  };
  const rootCertificate = said("sslrootcert") ?? homeFile("root.crt");
  const certificate = said("sslcert") ?? homeFile("postgresql.crt");
  return {
    hosts: hostsOf(places, said),
    user,
    database: given.get("dbname") ?? (decoded(database) || env["PGDATABASE"] || user),
    password: given.get("password") ?? (entryPassword || env["PGPASSWORD"] || null),
    passwordFile: said("passfile") ?? join(home, ".pgpass"),
    sslMode: sslModeOf(said("sslmode"), given.get("ssl") ?? null, rootCertificate),
    rootCertificate,
    certificate,
    key: certificate === null ? null : (said("sslkey") ?? homeFile("postgresql.key")),
    keyPassword: said("sslpassword"),
    isTlsFirst: isDirect(said("sslnegotiation") ?? "postgres"),
    usesChannelBinding: ["prefer", "require"].includes(said("channel_binding") ?? "disable"),
    readWriteOnly: attrs === "read-write",
    connectTimeoutMs: timeoutOf(said("connect_timeout")),
    sessionOptions: said("options"),
  };
}

function readQuery(query: string): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const each of query.split("&")) {
    if (each === "") continue;
    const [, name = "", value = ""] = /^([^=]+)=(.*)$/u.exec(each) ?? refuse("expected parameters as name=value");
    // Forms write a blank so, and options are words between blanks.
    const text = decoded(name === "options" ? value.replaceAll("+", " ") : value);
    if (Object.hasOwn(PARAMETERS, name) || name === "ssl") given.set(name, text);
    else if (!WITHOUT_EFFECT.has(name)) refuse(`expected parameters out of ${Object.keys(PARAMETERS).join(", ")}`);
  }
  return given;
}

/** One place for each host that is named; one port may stand for all. */
function hostsOf(places: string, said: (name: Parameter) => string | null): readonly DatabaseHost[] {
  const named = places.split(",").map((place) => {
    const [, bracketed, plain = "", port = ""] =
      /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d*))?$/u.exec(place) ??
      refuse("expected hosts as host:port,host:port; an IPv6 address as [::1]");
    return { host: decoded(bracketed ?? plain), port };
  });
  const isNamed = places !== "" && named.some(({ host }) => host !== "");
  const asked = said("host");
  const hosts = isNamed ? named.map(({ host }) => host) : (asked ?? "").split(",");
  const ownPorts = named.some(({ port }) => port !== "") ? named.map(({ port }) => port) : null;
  const ports = (ownPorts ?? (said("port") ?? DEFAULT_PORT).split(",")).map((port) => port || DEFAULT_PORT);
  if (ports.length !== 1 && ports.length !== hosts.length) refuse("expected one port, or one for each host");
  return hosts.map((host, index) => {
    const port = Number(ports[index] ?? ports[0]);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) refuse("expected ports from 1 to 65535");
    return { host: host === "" ? hereFor(port) : host, port };
  });
}

/** Where a server of this machine is: its socket, or loopback where there is none. */
function hereFor(port: number): string {
  return SOCKET_FOLDERS.find((folder) => existsSync(join(folder, `.s.PGSQL.${port}`))) ?? "localhost";
}

/** What `ssl` says in the place of `sslmode`. Source: libpq takes JDBC's `ssl=true`; node-postgres takes the others. */
const OLDER_WORDS: Readonly<Record<string, SslMode>> = {
  true: "require",
  "1": "require",
  "no-verify": "no-verify",
  false: "disable",
  "0": "disable",
};

function sslModeOf(mode: string | null, ssl: string | null, root: string | null): SslMode {
  const unsaid = root === "system" ? "verify-full" : "prefer";
  const word = mode ?? (ssl === null ? unsaid : (OLDER_WORDS[ssl] ?? ssl));
  if (!isOneOf(SSL_MODES, word)) return refuse(`sslmode: expected ${SSL_MODES.slice(0, -1).join(", ")}`);
  if (root === "system" && word !== "verify-full") refuse("sslrootcert=system: expected sslmode=verify-full beside it");
  return word;
}

function isDirect(word: string): boolean {
  if (word !== "direct" && word !== "postgres") refuse("sslnegotiation: expected postgres or direct");
  return word === "direct";
}

function timeoutOf(text: string | null): number | null {
  if (text === null) return null;
  if (!/^\d{1,4}$/u.test(text)) refuse("connect_timeout: expected seconds");
  return text === "0" ? null : Number(text) * 1_000;
}

/** A percent sign that begins no code stands for itself. */
function decoded(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/giu, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return refuse("expected a user: postgres://user@…, or PGUSER");
  }
}
