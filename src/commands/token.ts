import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Role } from "../access/roles.ts";
import { LONGEST_ROLE_S, LONGEST_TOKEN_S, signToken } from "../access/tokens.ts";
import { BOT_USER } from "../chat/ids.ts";
import { USER_ID_FAULTS, userIdFault } from "../chat/user-id.ts";
import { DATA_FOLDER, DATABASE_FILE, SECRET_FILE, givenSecret, secretsOfStore, signingSecret } from "../config.ts";
import { DataFolderError, makeDataFolder } from "../store/data-folder.ts";
import { lockDataFolder } from "../store/sqlite/folder-lock.ts";
import { openSqliteStore } from "../store/sqlite/store.ts";
import type { Store } from "../store/store.ts";
import { oneOf, readOptions, UsageError, type Command, type OptionValues } from "./cli/command.ts";
import { databaseIn, userFrom } from "./cli/data-folder.ts";
import { openExistingDatabase, STORE_OPTION, storeUrl } from "./cli/messages-store.ts";
import { secondsOf, secretIn, TOKEN_RULE_OPTIONS, tokenRulesFrom } from "./cli/token-options.ts";

const HOUR_S = 3_600;
/** `--bot` says the fourth. */
const ROLE_WORDS = ["moderator", "lead", "auditor"] as const;

const OPTIONS = {
  data: { kind: "text", value: "DIR", help: "the gateway's data folder, where its secret is (data)" },
  ...STORE_OPTION,
  role: { kind: "list", value: "ROLE", help: `one of ${ROLE_WORDS.join(", ")}; repeatable` },
  moderator: { kind: "flag", help: "the same as --role moderator" },
  bot: { kind: "flag", help: "the user is a program: from here on no other token of theirs is taken" },
  expires: { kind: "text", value: "TIME", help: "how long the token holds: 90s, 15m, 8h, 30d (1h)" },
  ...TOKEN_RULE_OPTIONS,
} as const;

export const token: Command = {
  name: "token",
  usage: "hutong token [options] USER",
  summary: "a token for a client, signed with the secret of the data folder or the store, or HUTONG_SECRET",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const user = userFrom(positionals);
    const roles = rolesFrom(values);
    const expiresInS = secondsOf(values.expires ?? String(HOUR_S));
    if (expiresInS === null || expiresInS < 1 || expiresInS > LONGEST_TOKEN_S)
      throw new UsageError("--expires: expected a time such as 90s, 15m, 8h or 30d, up to 366d");
    if (expiresInS > LONGEST_ROLE_S && roles.some((role) => role !== "bot"))
      throw new UsageError("--expires: a token with --role holds at most 8h");
    const rules = tokenRulesFrom(values);
    const isOwnBot = user === BOT_USER && roles.includes("bot");
    const asked = {
      user: isOwnBot ? null : user,
      given: secretIn(console.env, "HUTONG_SECRET"),
      marked: roles.includes("bot") ? user : null,
    };
    const url = storeUrl(values.store);
    const folder = resolve(values.data ?? DATA_FOLDER);
    const isMissing = (file: string): boolean => url === null && !existsSync(join(folder, file));
    const makesSecret = asked.given === null && isMissing(SECRET_FILE);
    const hasRun = !isMissing(DATABASE_FILE);
    if (makesSecret && hasRun) refuseWithoutGiven(folder);
    const isNew = makesSecret || (asked.marked !== null && isMissing(DATABASE_FILE));
    const secret = url === null ? await secretInFolder(values.data, asked) : await secretInStore(url, asked);
    if (makesSecret && hasRun) {
      console.tell(
        `hutong token: ${folder} had no secret, and one was made now; a gateway that is given HUTONG_SECRET takes no token of it`,
      );
    } else if (isNew) {
      const made = makesSecret ? "its secret was made now" : "its database was made now";
      console.tell(`hutong token: no gateway has run in ${folder} yet; ${made}`);
    }
    await console.write(`${await signToken(user, secret, expiresInS, new Date(), { roles, rules })}\n`);
    return 0;
  },
};

/**
 * A gateway that runs on a folder without a secret was given one, which this command has to be given too.
 *
 * @throws {UsageError} before a secret is made that the gateway does not know.
 */
function refuseWithoutGiven(folder: string): void {
  try {
    lockDataFolder(folder, "restore", new Date()).close();
  } catch (error) {
    if (!(error instanceof DataFolderError) || error.code !== "in_use") throw error;
    throw new UsageError(
      "HUTONG_SECRET: expected the secret that the gateway on this folder was given; the folder has none of its own",
    );
  }
}

function rolesFrom({ role, moderator, bot }: OptionValues<typeof OPTIONS>): Role[] {
  const named = role.map((word) => oneOf("role", word, ROLE_WORDS));
  return [...named, ...(moderator ? (["moderator"] as const) : []), ...(bot ? (["bot"] as const) : [])];
}

interface Asked {
  /** Whose name has to be sound; null: the gateway's own bot. */
  readonly user: string | null;
  /** HUTONG_SECRET. */
  readonly given: string | null;
  /** Who is written down as a bot; null: nobody. */
  readonly marked: string | null;
}

async function secretInFolder(data: string | undefined, { user, given, marked }: Asked): Promise<Uint8Array> {
  const database = databaseIn(data);
  if (user !== null) await refuseUnsound(user, async () => (existsSync(database) ? openSqliteStore(database) : null));
  const secret = signingSecret({ secret: given, data: data ?? DATA_FOLDER });
  if (marked !== null) {
    makeDataFolder(data ?? DATA_FOLDER);
    const store = openSqliteStore(database);
    try {
      await store.markBot(marked);
    } finally {
      await store.close();
    }
  }
  return secret;
}

async function secretInStore(url: string, { user, given, marked }: Asked): Promise<Uint8Array> {
  if (user !== null) await refuseUnsound(user, () => openExistingDatabase(url));
  if (given !== null && marked === null) return givenSecret(given, "HUTONG_SECRET");
  const store = await openExistingDatabase(url);
  try {
    if (given === null && (await store.shared.isSecretGiven()))
      throw new UsageError(
        "HUTONG_SECRET: expected the secret that the gateways on this database were given; they take no token of another",
      );
    if (marked !== null) await store.markBot(marked);
    if (given !== null) return givenSecret(given, "HUTONG_SECRET");
    return (await secretsOfStore(store.shared, { secret: null, previousSecret: null })).secret;
  } finally {
    await store.close();
  }
}

/** A name that the store knows keeps working; the bot's is a bot's alone. */
async function refuseUnsound(user: string, open: () => Promise<Store | null>): Promise<void> {
  const fault = userIdFault(user, [BOT_USER]);
  if (fault === null) return;
  const store = fault === "reserved" ? null : await open();
  try {
    if (store !== null && (await store.knowsUser(user))) return;
  } finally {
    await store?.close();
  }
  throw new UsageError(`USER: ${USER_ID_FAULTS[fault]}`);
}
