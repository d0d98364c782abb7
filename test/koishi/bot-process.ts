import { createRequire } from "node:module";

/** A Koishi bot as its users write one, on the real adapter. Says what happens to it as JSON lines on stdout. */

// Koishi's ESM build throws on import.
const require = createRequire(import.meta.url);

/** What of Koishi the plugin uses. */
interface Session {
  readonly content: string;
  readonly userId: string;
  readonly channelId: string;
  readonly guildId?: string;
  readonly isDirect: boolean;
  readonly messageId: string;
  readonly hutong?: {
    readonly links: readonly {
      readonly url: string;
      readonly verdict: { readonly action: string };
    }[];
  };
  readonly bot: {
    readonly selfId: string;
    deleteMessage(channel: string, message: string): Promise<void>;
    getGuildMemberList(
      guild: string,
    ): Promise<{ readonly data: readonly { readonly user: { readonly id: string } }[] }>;
    sendMessage(channel: string, content: string): Promise<string[]>;
    sendPrivateMessage(user: string, content: string): Promise<string[]>;
  };
  send(content: unknown): Promise<string[]>;
}
interface App {
  plugin(plugin: unknown, config?: unknown): void;
  on(event: string, listener: (session: Session) => unknown): void;
  start(): Promise<void>;
}

const { Context, h } = require("koishi") as {
  readonly Context: new () => App;
  readonly h: ((type: string, attributes: object, ...children: unknown[]) => unknown) & {
    escape(text: string): string;
  };
};
const { default: http } = require("@koishijs/plugin-http") as { readonly default: unknown };
const { SatoriAdapter } = require("@satorijs/adapter-satori") as { readonly SatoriAdapter: unknown };

const [endpoint = "", token = ""] = process.argv.slice(2);

function tell(what: string, about: object): void {
  process.stdout.write(`${JSON.stringify({ what, ...about })}\n`);
}

const app = new Context();
app.plugin(http);
app.plugin(SatoriAdapter, { endpoint, token, retryInterval: 100, retryLazy: 100 });

app.on("message", async (session) => {
  const { content, userId, hutong } = session;
  const links = hutong?.links.map(({ url, verdict: { action } }) => ({ url, action }));
  tell("heard", { userId, content, links, isDirect: session.isDirect });
  if (content.startsWith("count ")) return;
  if (content.startsWith("flood ")) {
    const { bot, channelId } = session;
    // What is refused is no message. Not by the session: its sends at once become one another's.
    const all = Array.from({ length: Number(content.slice(6)) }, async (_, each) => {
      const ids = await bot.sendMessage(channelId, `flooded ${each}`).catch(() => []);
      return ids.length > 0 ? [each] : [];
    });
    tell("flooded", { sent: (await Promise.all(all)).flat() });
    return;
  }
  if (content === "oops") {
    const [sent = ""] = await session.send("a mistake");
    await session.bot.deleteMessage(session.channelId, sent);
    tell("deleted", { sent });
    return;
  }
  const [link] = hutong?.links ?? [];
  if (link === undefined) await session.send(`echo: ${content}`);
  else await session.send(h("p", {}, `${link.verdict.action} `, h("a", { href: link.url })));
});

app.on("guild-added", async ({ bot, guildId = "" }) => {
  const { data } = await bot.getGuildMemberList(guildId);
  const names = data.map(({ user }) => user.id);
  tell("joined", { names });
  for (const name of names.filter((each) => each !== bot.selfId))
    await bot.sendPrivateMessage(name, `hello ${h.escape(`<${name}>`)}`);
});
app.on("message-deleted", ({ messageId }) => tell("gone", { messageId }));
app.on("hutong/link", (data) => tell("link", data));
app.on("login-added", () => tell("login", {}));

await app.start();
