import { connect, type TokenSource } from "../client/connect.ts";
import type { Client, ConnectOptions, LinkFrame, LinkReport, MessageFrame, SentFrame } from "../client/types.ts";
import { compose, type Middleware, when } from "./compose.ts";

/** What somebody wrote to a bot, or in a group that it is in. */
export interface BotMessage extends MessageFrame {
  /** The gateway, as this bot's client. */
  readonly client: Client;
  /**
   * Answers where the message was written. Its key is made of the message, so that a message that is handled again after a crash is
   * answered once, as long as the answers are the same.
   */
  readonly reply: (text: string) => Promise<SentFrame>;
}

/** A message with links, each with its report. */
export interface LinkMessage extends BotMessage {
  readonly links: readonly [LinkReport, ...LinkReport[]];
}

/** A message that a pattern fits. */
export interface MatchedMessage extends BotMessage {
  readonly match: RegExpExecArray;
}

export interface BotOptions extends Partial<ConnectOptions> {
  /** `ws://…/v1/ws` or `wss://…/v1/ws`. */
  readonly url: string;
  /** From `hutong token USER --bot`. */
  readonly token: string | TokenSource;
  /** Whether other bots are handled too; what bots write to each other is bounded. Default false. */
  readonly hearsBots?: boolean;
  /** Told of what middleware throws; the bot goes on. Default: it is written to the console. */
  readonly onFault?: (error: unknown, message: BotMessage) => void;
}

/** A bot on Hutong's own protocol: middleware for each message, in order within a conversation. */
export interface Bot {
  readonly client: Client;
  /** For every message. */
  use(...middleware: readonly Middleware<BotMessage>[]): Bot;
  /** For messages that fit a pattern. */
  hears(pattern: RegExp, middleware: Middleware<MatchedMessage>): Bot;
  /** For messages with links. */
  onLinks(middleware: Middleware<LinkMessage>): Bot;
  /** For verdicts that became final or changed. */
  onVerdict(listener: (change: LinkFrame) => void): Bot;
  /** Resolves when it is connected and has caught up. */
  ready(): Promise<void>;
  /** Resolves when what was heard is handled, and the connection is closed. */
  close(): Promise<void>;
}

const hasLinks = (message: BotMessage): message is LinkMessage => message.links.length > 0;

/** Connects at once, and stays connected until closed. */
export function createBot(options: BotOptions): Bot {
  const { url, token, hearsBots = false, onFault = (error) => console.error(error), ...own } = options;
  const source: TokenSource = typeof token === "string" ? () => Promise.resolve(token) : token;
  const client = connect(url, source, { device: "bot", ...own });
  const all: Middleware<BotMessage>[] = [];
  /** What runs of each conversation: the next message waits for it. */
  const running = new Map<string, Promise<void>>();

  client.on("message", (message) => {
    const isOwn = message.from === client.welcome?.user;
    const isWritten = message.event === undefined && message.deletedAt === undefined;
    if (isOwn || !isWritten || (message.isBot === true && !hearsBots)) return;
    const { conversation } = message;
    const before = running.get(conversation) ?? Promise.resolve();
    const run = before.then(() => handle(messageOf(message)));
    running.set(conversation, run);
    void run.finally(() => {
      if (running.get(conversation) === run) running.delete(conversation);
    });
  });

  function messageOf(message: MessageFrame): BotMessage {
    const { conversation, seq } = message;
    let replies = 0;
    const reply = (text: string): Promise<SentFrame> => {
      replies += 1;
      return client.send(conversation, text, { key: `reply ${conversation}:${seq}:${replies}` });
    };
    return { ...message, client, reply };
  }

  async function handle(message: BotMessage): Promise<void> {
    try {
      await compose(all)(message, async () => undefined);
    } catch (error) {
      onFault(error, message);
    }
  }

  const bot: Bot = {
    client,
    use(...middleware) {
      all.push(...middleware);
      return bot;
    },
    hears(pattern, middleware) {
      // Its own copy: a pattern with a place of its own would find every second message.
      const own = new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/gu, ""));
      all.push((message, next) => {
        const match = own.exec(message.text);
        return match === null ? next() : middleware({ ...message, match }, next);
      });
      return bot;
    },
    onLinks(middleware) {
      all.push(when(hasLinks, middleware));
      return bot;
    },
    onVerdict(listener) {
      client.on("link", listener);
      return bot;
    },
    async ready() {
      await client.ready();
    },
    async close() {
      await Promise.all(running.values());
      client.close();
    },
  };
  return bot;
}
