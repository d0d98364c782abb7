import { createBot, type Bot, type Middleware, type BotMessage } from "../../src/bot/index.ts"; // In a program of your own: "hutong/bot".

/** Answers to whom it knows alone. */
const onlyFor =
  (names: readonly string[]): Middleware<BotMessage> =>
  async (message, next) => {
    if (names.includes(message.from)) await next();
  };

/** Says of each link where it leads and what happens to it. */
export function linkBot(url: string, token: string, names: readonly string[]): Bot {
  return createBot({ url, token })
    .use(onlyFor(names))
    .onLinks(async ({ links, reply }) => {
      const lines = links.map(
        ({ link, app, verdict }) => `${link.value}: ${app?.name ?? "?"}, ${verdict.action}. ${verdict.reason}`,
      );
      await reply(lines.join("\n"));
    });
}
