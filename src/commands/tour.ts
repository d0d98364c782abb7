import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signToken } from "../access/tokens.ts";
import { openApp } from "../app.ts";
import { BOT_USER } from "../chat/ids.ts";
import { connect } from "../client/index.ts";
import { DEFAULT_CONFIG } from "../config.ts";
import { readOptions, UsageError, wholeNumber, type Command } from "./cli/command.ts";
import { databaseIn } from "./cli/data-folder.ts";
import { untilSignal } from "./cli/until-signal.ts";
import { seedStory } from "./tour/seed.ts";
import { QUESTION } from "./tour/stories.ts";

const OPTIONS = {
  port: { kind: "text", value: "PORT", help: "port, 0 for any free one (8080)" },
} as const;

const SECRET_BYTES = 32;
const TOKEN_LASTS_S = 60;

/** A gateway with a story in it, told on its own machine alone; nothing of it is kept. */
export const tour: Command = {
  name: "tour",
  usage: "hutong tour [options]",
  summary: "a gateway with a story in it: two people, the bot, and a card of every kind; gone when it ends",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    if (positionals.length > 0) throw new UsageError("expected options only");
    const port = values.port === undefined ? DEFAULT_CONFIG.port : wholeNumber("port", values.port, 0, 65_535);
    const data = mkdtempSync(join(tmpdir(), "hutong-tour-"));
    try {
      await seedStory(databaseIn(data));
      const secret = randomBytes(SECRET_BYTES).toString("hex");
      // Nothing is asked of the network: the tour tells the same everywhere.
      const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
      const app = await openApp({ ...DEFAULT_CONFIG, port, data, secret, resolve });
      const stopped = untilSignal(["SIGINT", "SIGTERM", "SIGHUP"]);
      try {
        await askBot(app.url, await signToken("hua", Buffer.from(secret), TOKEN_LASTS_S, new Date()));
        console.tell("tour: sign in as hua or as ming; the group holds the story, hutong is the bot. Ctrl+C ends it.");
        await console.write(`${app.url}\n`);
        await stopped;
      } finally {
        await app.close();
      }
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
    return 0;
  },
};

/** Asks as a person does; the bot answers by itself. */
async function askBot(url: string, token: string): Promise<void> {
  const client = connect(new URL("v1/ws", url.replace(/^http/u, "ws")).href, token, {
    device: "tour",
    locale: "zh-CN",
  });
  const answered = new Promise<void>((resolve) => {
    client.on("message", () => resolve());
  });
  await client.send(BOT_USER, QUESTION);
  await answered;
  client.close();
}
