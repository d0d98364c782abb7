import { createBot, type Bot } from "../../src/bot/index.ts"; // In a program of your own: "hutong/bot".

/** Says again what it hears. */
export function echoBot(url: string, token: string): Bot {
  return createBot({ url, token })
    .hears(/^help$/iu, async (message) => void (await message.reply("I say again what you say.")))
    .use(async (message) => void (await message.reply(message.text)));
}
