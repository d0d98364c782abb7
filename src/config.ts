import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_TOKEN_RULES, type TokenRules } from "./access/tokens.ts";
import type { WrapperEntry } from "./apps/app-file.ts";
import { DEFAULT_RESOLVE, type ResolveSettings } from "./check/link-resolver.ts";
import { InputError } from "./input/input-error.ts";
import type { Limits } from "./protocol/limits.ts";
import { makeDataFolder, onDisk } from "./store/data-folder.ts";
import { makeWhole } from "./store/whole-file.ts";

/** Every setting of a gateway. `serve` reads them from options and `HUTONG_…` variables. */
export interface Config {
  /** Address to listen on. Default 127.0.0.1: this machine alone. */
  readonly host: string;
  /** TCP port, 0 for any free one. Default 8080. */
  readonly port: number;
  /** Folder of the database and the signing secret. Default `data`. Made when missing. */
  readonly data: string;
  /** PostgreSQL database of the messages, `postgres://…`. Null: SQLite in the data folder. */
  readonly store: string | null;
  /** Web origins that may connect besides the gateway's own, such as `https://chat.example`. Default none. */
  readonly origins: readonly string[];
  /** Addresses and networks (CIDR) of proxies whose `Forwarded` and `X-Forwarded-For` are believed. Default none. */
  readonly trustedProxies: readonly string[];
  /** Sign-in by name alone and `hello.replay` for everyone who reaches the gateway. Default false: see local-access.ts. */
  readonly demo: boolean;
  /** Who decides: a rulebook's id, `id@edition` or a file. Default `wechat`. */
  readonly rulebook: string;
  /** A candidate rulebook that judges beside, shown to nobody: id, `id@edition` or a file. Null: none. */
  readonly shadow: string | null;
  /** App id of the chat's own platform, which the rules depend on. Default `wechat`. */
  readonly hostPlatform: string;
  /** How links are followed. Default: hosts of registered apps and short links. */
  readonly resolve: ResolveSettings;
  /** Pages of the operator's own that carry another address. Default none besides the registry's. */
  readonly wrappers: readonly WrapperEntry[];
  /** Messages lose their content after so many days; null: never. */
  readonly retentionDays: number | null;
  /** Who may put somebody into a group: `contacts`, only people they have written to. Default `anyone`. */
  readonly groups: "anyone" | "contacts";
  /** Limits that differ from their presets; names, units and bounds in protocol/limits.ts. */
  readonly limits: Partial<Limits>;
  /** Signs tokens (HS256), 32 bytes or more. Null: the one kept in the data folder, made at first start. */
  readonly secret: string | null;
  /** The secret before that one, whose tokens hold until they run out. Null: `secret.previous` beside the kept one, if there. */
  readonly previousSecret: string | null;
  /** Where the public keys of an identity provider are: an address or a file. Null: only the gateway's secrets verify. */
  readonly jwks: URL | string | null;
  /** What tokens have to say besides, `--jwt-…`. Default: nothing, and the user in `sub`. */
  readonly tokenRules: TokenRules;
}

export const DEFAULT_CONFIG: Config = {
  host: "127.0.0.1",
  port: 8_080,
  data: "data",
  store: null,
  origins: [],
  trustedProxies: [],
  demo: false,
  rulebook: "wechat",
  shadow: null,
  hostPlatform: "wechat",
  resolve: DEFAULT_RESOLVE,
  wrappers: [],
  retentionDays: null,
  groups: "anyone",
  limits: {},
  secret: null,
  previousSecret: null,
  jwks: null,
  tokenRules: DEFAULT_TOKEN_RULES,
};

/** The messages, in the data folder. */
export const DATABASE_FILE = "hutong.sqlite";
/** The secret that signs tokens, in the data folder. */
export const SECRET_FILE = "secret";
const PREVIOUS_SECRET_FILE = "secret.previous";
const SECRET_BYTES = 32;

/**
 * The secret that signs tokens: the given one, else the data folder's, made at first use and readable by its owner only.
 *
 * @throws {InputError} when it is too short to sign with or others can read it; {DataFolderError} `unusable`.
 */
export function signingSecret({ secret, data }: Pick<Config, "secret" | "data">): Uint8Array {
  if (secret !== null) return longEnough(new TextEncoder().encode(secret), "HUTONG_SECRET");
  const file = join(data, SECRET_FILE);
  makeDataFolder(data);
  const { mode, text } = onDisk(file, () => {
    // Two first starts agree on one secret: the one whose file got the name.
    if (!existsSync(file)) makeWhole(file, writeSecret);
    return { mode: statSync(file).mode, text: readFileSync(file, "utf8") };
  });
  return secretOf(file, mode, text);
}

/**
 * The secret that signed before: the given one, else `secret.previous` in the data folder where the secret is kept there too.
 *
 * @throws {InputError} as {@link signingSecret}.
 */
export function previousSecret(config: Pick<Config, "secret" | "previousSecret" | "data">): Uint8Array | null {
  const given = config.previousSecret;
  if (given !== null) return longEnough(new TextEncoder().encode(given), "HUTONG_PREVIOUS_SECRET");
  const file = join(config.data, PREVIOUS_SECRET_FILE);
  if (config.secret !== null || !existsSync(file)) return null;
  const { mode, text } = onDisk(file, () => ({ mode: statSync(file).mode, text: readFileSync(file, "utf8") }));
  return secretOf(file, mode, text);
}

function secretOf(file: string, mode: number, text: string): Uint8Array {
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    throw new InputError("bad_secret", [{ file, message: "expected a file only its owner can read (chmod 600)" }]);
  }
  return longEnough(new TextEncoder().encode(text.trim()), file);
}

function writeSecret(file: string): void {
  writeFileSync(file, randomBytes(SECRET_BYTES).toString("base64url"), { flag: "wx", mode: 0o600 });
}

function longEnough(secret: Uint8Array, where: string): Uint8Array {
  if (secret.byteLength >= SECRET_BYTES) return secret;
  throw new InputError("bad_secret", [{ field: where, message: `expected ${SECRET_BYTES} bytes or more` }]);
}
