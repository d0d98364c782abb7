import { existsSync } from "node:fs";
import { signToken } from "../access/tokens.ts";
import { BOT_USER } from "../chat/ids.ts";
import { USER_ID_FAULTS, userIdFault } from "../chat/user-id.ts";
import { DEFAULT_CONFIG, signingSecret } from "../config.ts";
import { openSqliteStore } from "../store/sqlite/store.ts";
import { readOptions, UsageError, wholeNumber, type Command } from "./command.ts";
import { databaseIn, userFrom } from "./data-folder.ts";

const HOUR_S = 3_600;
const LONGEST_S = 366 * 24 * HOUR_S;

const OPTIONS = {
  data: { kind: "text", value: "DIR", help: "the gateway's data folder, where its secret is (data)" },
  moderator: { kind: "flag", help: "a token that also opens what only moderators may ask, such as /v1/shadow" },
  expires: { kind: "text", value: "SECONDS", help: "how long the token holds (3600)" },
} as const;

export const token: Command = {
  name: "token",
  usage: "hutong token [options] USER",
  summary: "a token for a client, signed with the secret of the data folder or HUTONG_SECRET",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const user = userFrom(positionals);
    await refuseUnsound(user, databaseIn(values.data));
    const secret = signingSecret({
      secret: console.env["HUTONG_SECRET"] ?? null,
      data: values.data ?? DEFAULT_CONFIG.data,
    });
    const expiresInS = wholeNumber("expires", values.expires ?? String(HOUR_S), 1, LONGEST_S);
    await console.write(
      `${await signToken(user, secret, expiresInS, new Date(), { isModerator: values.moderator })}\n`,
    );
    return 0;
  },
};

/** A name that the store knows keeps working; the bot's is nobody's. */
async function refuseUnsound(user: string, database: string): Promise<void> {
  const fault = userIdFault(user, [BOT_USER]);
  if (fault === null) return;
  if (fault !== "reserved" && existsSync(database)) {
    const store = openSqliteStore(database);
    try {
      if (await store.knowsUser(user)) return;
    } finally {
      await store.close();
    }
  }
  throw new UsageError(`USER: ${USER_ID_FAULTS[fault]}`);
}
