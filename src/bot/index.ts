export { createBot } from "./bot.ts";
export type { Bot, BotMessage, BotOptions, LinkMessage, MatchedMessage } from "./bot.ts";
export { compose, when, type Middleware } from "./compose.ts";
