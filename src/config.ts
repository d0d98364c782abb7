import type { FourEyes } from "./cases/case.ts";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_TOKEN_RULES, type TokenRules } from "./access/tokens.ts";
import type { WrapperEntry } from "./apps/app-file.ts";
import { DEFAULT_RESOLVE, type ResolveSettings } from "./check/resolve-settings.ts";
import { InputError } from "./input/input-error.ts";
import type { Locale } from "./policy/types.ts";
import type { Limits } from "./protocol/limits.ts";
import { makeDataFolder, onDisk } from "./store/data-folder.ts";
import type { SharedSecrets } from "./store/shared.ts";
import type { LogLevel } from "./telemetry/log.ts";
import { makeWhole } from "./input/whole-file.ts";

interface InFolder {
  readonly data: string;
}

export interface TelegramSettings {
  /** Of the bot, as BotFather gives it. */
  readonly token: string;
  /** `secret_token` of setWebhook. */
  readonly secret: string;
  /** Another server of the Bot API than Telegram's own, which may be on this machine. Null: Telegram's own. */
  readonly api: URL | null;
}

export interface WebhookSettings {
  readonly url: URL;
  /** One or several of `whsec_…`, parted by spaces. */
  readonly secrets: string;
  /** Whether it may be on this machine or in a private network. */
  readonly mayBePrivate: boolean;
  readonly locale: Locale;
}

/** Every setting of a gateway. `serve` reads them from options and `HUTONG_…` variables. */
export interface Config {
  /** Address to listen on. Default 127.0.0.1: this machine alone. */
  readonly host: string;
  /** TCP port, 0 for any free one. Default 8080. */
  readonly port: number;
  /**
   * Folder of the database and the signing secret, made when missing. Null: `data`. With `store` it keeps followed links only;
   * null is then no folder at all.
   */
  readonly data: string | null;
  /** PostgreSQL database of the messages, the secret and the rulebook, `postgres://…`. Null: all is in the data folder. */
  readonly store: string | null;
  /** How gateways of one `store` tell each other: `postgres`, or `nats://…`. Null: there is one gateway. */
  readonly bus: string | null;
  /** Web origins that may connect besides the gateway's own, such as `https://chat.example`. Default none. */
  readonly origins: readonly string[];
  /** The path under which a proxy has the gateway, `/chat`. Default: empty, the root. */
  readonly base: string;
  /** Origins whose pages may read `/v1/check` and what anybody may read besides, or `*`. Default none. */
  readonly cors: readonly string[];
  /** Addresses and networks (CIDR) of proxies whose `Forwarded` and `X-Forwarded-For` are believed. Default none. */
  readonly trustedProxies: readonly string[];
  /** Sign-in by name alone and `hello.replay` for everyone who reaches the gateway. Default false: see local-access.ts. */
  readonly demo: boolean;
  /**
   * Who decides: a rulebook's id, `id@edition` or a file. With `store` it is put in force for all its gateways. Null: the one
   * in force there, else `wechat`.
   */
  readonly rulebook: string | null;
  /** Whether a changed rulebook is refused when there is something to warn of. Default false. */
  readonly strict: boolean;
  /** A candidate rulebook that judges beside, shown to nobody: id, `id@edition` or a file. Null: none. */
  readonly shadow: string | null;
  /** App id of the chat's own platform, which the rules depend on. Null: the first that they govern, else `wechat`. */
  readonly hostPlatform: string | null;
  /** How links are followed. Default: hosts of registered apps and short links. */
  readonly resolve: ResolveSettings;
  /** Pages of the operator's own that carry another address. Default none besides the registry's. */
  readonly wrappers: readonly WrapperEntry[];
  /** Messages lose their content after so many days; null: never. */
  readonly retentionDays: number | null;
  /** Folder of the threat lists. Null: with `store` they are there, else in `lists` in the data folder. */
  readonly lists: string | null;
  /** A changed list reaches messages of so many days; 0: none. Default 30. */
  readonly listWindowDays: number;
  /** Who may put somebody into a group: `contacts`, only people they have written to. Default `anyone`. */
  readonly groups: "anyone" | "contacts";
  /** Which decisions in cases need two people: wide ones, or all. Default `wide`. */
  readonly fourEyes: FourEyes;
  /** Limits that differ from their presets; names, units and bounds in protocol/limits.ts. */
  readonly limits: Partial<Limits>;
  /** Signs tokens (HS256), 32 bytes or more. Null: the one kept in the data folder or the store, made at first start. */
  readonly secret: string | null;
  /** Signs the decision log and verdicts: 32 bytes as base64url. Null: the one kept in the data folder or the store. */
  readonly logKey: string | null;
  /** Whether anybody may read the entries of the decision log. Default false: auditors and moderators. */
  readonly logPublic: boolean;
  /** The secret before that one, whose tokens hold until they run out. Null: the one kept beside the kept secret, if there. */
  readonly previousSecret: string | null;
  /** What Synapse says with its callbacks, 32 characters or more. Null: it has none here. */
  readonly matrixSecret: string | null;
  /** The bot by which Telegram's messages are judged. Null: none. */
  readonly telegram: TelegramSettings | null;
  /** Who is told of whatever is written. Null: nobody. */
  readonly webhook: WebhookSettings | null;
  /** Where the public keys of an identity provider are: an address or a file. Null: only the gateway's secrets verify. */
  readonly jwks: URL | string | null;
  /** Events that matter less are not logged. Default `info`. */
  readonly logLevel: LogLevel;
  /** Variables of OpenTelemetry, `OTEL_…`. Default none: nothing is exported. */
  readonly otel: Readonly<Record<string, string>>;
  /** What tokens have to say besides, `--jwt-…`. Default: nothing, and the user in `sub`. */
  readonly tokenRules: TokenRules;
}

export const DEFAULT_CONFIG: Config = {
  host: "127.0.0.1",
  port: 8_080,
  data: null,
  store: null,
  bus: null,
  origins: [],
  base: "",
  cors: [],
  trustedProxies: [],
  demo: false,
  rulebook: null,
  strict: false,
  shadow: null,
  hostPlatform: null,
  resolve: DEFAULT_RESOLVE,
  wrappers: [],
  retentionDays: null,
  lists: null,
  listWindowDays: 30,
  groups: "anyone",
  fourEyes: "wide",
  limits: {},
  secret: null,
  logKey: null,
  logPublic: false,
  previousSecret: null,
  matrixSecret: null,
  telegram: null,
  webhook: null,
  jwks: null,
  logLevel: "info",
  otel: {},
  tokenRules: DEFAULT_TOKEN_RULES,
};

/** Whether variables name a collector of OpenTelemetry. */
export function isOtlpAsked(otel: Config["otel"]): boolean {
  return ["", "TRACES_", "METRICS_"].some((signal) => (otel[`OTEL_EXPORTER_OTLP_${signal}ENDPOINT`] ?? "") !== "");
}

/** The data folder where none is named. */
export const DATA_FOLDER = "data";

/** The data folder of a gateway or a command; null: it needs none. */
export function dataFolderOf({ data, store }: Pick<Config, "data" | "store">): string | null {
  return data ?? (store === null ? DATA_FOLDER : null);
}

/** The threat lists, in the data folder. */
export const LISTS_FOLDER = "lists";
/** The messages, in the data folder. */
export const DATABASE_FILE = "hutong.sqlite";
/** The secret that signs tokens, in the data folder. */
export const SECRET_FILE = "secret";
/** The one before it, beside it. */
export const PREVIOUS_SECRET_FILE = "secret.previous";
/** Of a secret that is drawn, and the least of one that is given. */
const SECRET_BYTES = 32;

/** The secrets of a gateway. */
export interface SigningSecrets {
  readonly secret: Uint8Array;
  /** Signs nothing; what it signed holds until it runs out. */
  readonly previous: Uint8Array | null;
}

/** A given secret as bytes. @throws {InputError} when it is too short to sign with. */
export function givenSecret(text: string, where: string): Uint8Array {
  return longEnough(new TextEncoder().encode(text), where);
}

/**
 * Both secrets of a gateway whose messages are in a data folder.
 *
 * @throws as {@link signingSecret}.
 */
export function secretsIn(folder: string, config: Pick<Config, "secret" | "previousSecret">): SigningSecrets {
  return {
    secret: signingSecret({ secret: config.secret, data: folder }),
    previous: previousSecret({ ...config, data: folder }),
  };
}

/**
 * Both secrets of a gateway that shares a store with others: the given ones, else the store's.
 *
 * @throws {InputError} when one is too short to sign with.
 */
export async function secretsOfStore(
  shared: SharedSecrets,
  given: Pick<Config, "secret" | "previousSecret">,
): Promise<SigningSecrets> {
  const secret = given.secret ?? (await shared.signingSecret());
  // As in a data folder: the kept one before belongs to the kept one.
  const previous = given.previousSecret ?? (given.secret === null ? await shared.previousSigningSecret() : null);
  return {
    secret: givenSecret(secret, given.secret === null ? "signing_secret" : "HUTONG_SECRET"),
    previous: previous === null ? null : givenSecret(previous, "HUTONG_PREVIOUS_SECRET"),
  };
}

/**
 * The secret that signs tokens: the given one, else the data folder's, made at first use and readable by its owner only.
 *
 * @throws {InputError} when it is too short to sign with or others can read it; {DataFolderError} `unusable`.
 */
export function signingSecret({ secret, data }: Pick<Config, "secret"> & InFolder): Uint8Array {
  if (secret !== null) return givenSecret(secret, "HUTONG_SECRET");
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
export function previousSecret(config: Pick<Config, "secret" | "previousSecret"> & InFolder): Uint8Array | null {
  const given = config.previousSecret;
  if (given !== null) return givenSecret(given, "HUTONG_PREVIOUS_SECRET");
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
