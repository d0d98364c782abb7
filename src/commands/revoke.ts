import { setTimeout as sleep } from "node:timers/promises";
import type { Revoked } from "../store/revocations.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { userFrom, withDatabase } from "./cli/data-folder.ts";
import { MESSAGES_OPTIONS, openMessages } from "./cli/messages-store.ts";

const OPTIONS = {
  ...MESSAGES_OPTIONS,
  jti: { kind: "text", value: "ID", help: "one token, by its jti, in the place of a user" },
} as const;

/** Of a `jti` in a token. */
const MAX_TOKEN_ID_LENGTH = 256;

export const revoke: Command = {
  name: "revoke",
  usage: "hutong revoke [options] [USER]",
  summary: "refuses every token a user has now, or one token, also while the gateway runs",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const revoked = revokedFrom(values.jti, positionals);
    return withDatabase("revoke", console, async () => {
      const store = await openMessages(values);
      const at = new Date();
      try {
        await store.revoke(revoked, at);
      } finally {
        await store.close();
      }
      // Most issuers count in whole seconds: a token they make once this command is done is to be newer.
      if (revoked.kind === "user") await until(Math.floor(at.getTime() / 1_000) * 1_000 + 1_000);
      const what = revoked.kind === "user" ? `this user's tokens made until ${at.toISOString()} are` : "this token is";
      console.tell(`${what} refused from now on; a running gateway ends their connections within 5 s`);
    });
  },
};

function revokedFrom(tokenId: string | undefined, positionals: readonly string[]): Revoked {
  if (tokenId === undefined) return { kind: "user", id: userFrom(positionals) };
  if (positionals.length > 0) throw new UsageError("expected either USER or --jti");
  if (tokenId === "" || tokenId.length > MAX_TOKEN_ID_LENGTH)
    throw new UsageError(`expected 1 to ${MAX_TOKEN_ID_LENGTH} characters`, { field: "--jti" });
  return { kind: "token", id: tokenId };
}

async function until(instantMs: number): Promise<void> {
  // A timer may come a moment early.
  for (let leftMs = instantMs - Date.now(); leftMs > 0; leftMs = instantMs - Date.now()) await sleep(leftMs);
}
