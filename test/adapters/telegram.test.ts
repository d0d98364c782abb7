import { createServer } from "node:http";
import { expect, onTestFinished } from "vitest";
import { createTelegramWebhook } from "../../src/adapters/telegram.ts";
import { openApp } from "../../src/app.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { createPoster } from "../../src/resolve/fetch/poster.ts";
import { runHere } from "../support/programs/cli.ts";
import { test } from "../support/test.ts";

const TOKEN = "123456789:AAexample-token-of-a-bot_0123456789";
const SECRET = "a-secret_of-thirty-two-characters-or-more";
/** An address that no rulebook lets pass: a name of Taobao's before another domain. */
const BAD = "https://user:password@taobao.com.evil.example/";

interface Call {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A server of the Bot API on loopback, which answers each method as the test says; by default that it is done. */
async function botApi() {
  const calls: Call[] = [];
  const answers = new Map<string, { status: number; body: object }>();
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (piece: Buffer) => (text += piece.toString("utf8")));
    request.on("end", () => {
      const path = request.url ?? "";
      calls.push({ path, body: JSON.parse(text) as Call["body"] });
      const { status, body } = answers.get(path.split("/").at(-1) ?? "") ?? {
        status: 200,
        body: { ok: true, result: true },
      };
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  return { calls, answers, url: new URL(`http://127.0.0.1:${address.port}/`) };
}

/** As in "Update examples" of https://core.telegram.org/bots/webhooks#testing-your-bot-with-updates, read 2026-11-28. */
const FROM = { last_name: "Test Lastname", id: 1_111_111, first_name: "Test Firstname", username: "Testusername" };
const PRIVATE = { ...FROM, type: "private" };
/** A group as in https://core.telegram.org/bots/api#chat. */
const GROUP = { id: -1_001_234_567_890, type: "supergroup", title: "Test group" };
const CHANNEL = { id: -1_009_876_543_210, type: "channel", title: "Test channel" };

let updates = 10_000;
function update(kind: string, message: object) {
  updates += 1;
  return {
    update_id: updates,
    [kind]: { date: 1_441_645_532, message_id: 1_365, from: FROM, chat: GROUP, ...message },
  };
}

test("Telegram's messages with a blocked link are deleted and the reason is said, in groups, edits, captions, buttons and polls", async ({
  folder,
}) => {
  const api = await botApi();
  const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
  const telegram = { token: TOKEN, secret: SECRET, api: api.url };
  const app = await openApp({ ...DEFAULT_CONFIG, resolve, port: 0, data: folder, telegram });
  onTestFinished(() => app.close());
  const tell = async (body: unknown, { path = "", secret = SECRET } = {}) => {
    api.calls.length = 0;
    const { status } = await fetch(new URL(`adapters/telegram${path}`, app.url), {
      method: "POST",
      headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return [status, ...api.calls.map(({ path: called }) => called.split("/").at(-1))];
  };
  const DELETED = [200, "deleteMessage", "sendMessage"];

  const first = update("message", { text: `look ${BAD}` });
  expect(await tell(first)).toEqual(DELETED);
  expect(api.calls).toEqual([
    { path: `/bot${TOKEN}/deleteMessage`, body: { chat_id: GROUP.id, message_id: 1_365 } },
    {
      path: `/bot${TOKEN}/sendMessage`,
      body: {
        chat_id: GROUP.id,
        text: expect.stringMatching(/^This address .+\.$/u),
        disable_notification: true,
        link_preview_options: { is_disabled: true },
      },
    },
  ]);
  // Telegram sends again what it thinks was not taken.
  expect(await tell(first)).toEqual([200]);
  let id = 2_000;
  const next = (kind: string, message: object) => update(kind, { message_id: (id += 1), ...message });
  expect(await tell(next("message", { text: BAD }), { path: "/zh-CN" })).toEqual(DELETED);
  expect(api.calls[1]?.body["text"]).toMatch(/\p{Script=Han}/u);

  // Offsets count UTF-16 units: the emoji before the words are two each.
  const link = (offset: number, length: number, url?: string) => [
    { type: "bold", offset: 0, length: 2 },
    { type: url === undefined ? "url" : "text_link", offset, length, ...(url !== undefined && { url }) },
  ];
  const shown = "taobao.com.evil.example";
  for (const message of [
    { text: "🎁🎁 win here", entities: link(9, 4, BAD) },
    { text: `🎁🎁 ${shown} now`, entities: link(5, shown.length) },
    { caption: `🎁 ${BAD}`, photo: [{ file_id: "AwADBAADbXXXXXXXXXXXGBdhD2l6_XX", width: 90, height: 90 }] },
    { caption: "here", caption_entities: link(0, 4, BAD) },
    {
      text: "win",
      reply_markup: { inline_keyboard: [[{ text: "ok", callback_data: "1" }], [{ text: "go", url: BAD }]] },
    },
    { text: "see", link_preview_options: { url: BAD } },
    { text: "so", quote: { text: "here", entities: link(0, 4, BAD), position: 0 } },
    {
      poll: {
        id: "1",
        question: "who?",
        options: [
          { text: "me", voter_count: 0 },
          { text: BAD, voter_count: 0 },
        ],
      },
    },
    {
      poll: {
        id: "1",
        question: "who?",
        description: "here",
        description_entities: link(0, 4, BAD),
        options: [{ text: "me", voter_count: 0 }],
      },
    },
    { poll: { id: "1", question: "who?", options: [], media: { link: { url: BAD } } } },
    { poll: { id: "1", question: "who?", options: [], explanation_media: { link: { url: BAD } } } },
    { poll: { id: "1", question: "who?", options: [{ text: "a" }, { text: "b", media: { link: { url: BAD } } }] } },
    {
      checklist: {
        title: "to do",
        tasks: [
          { id: 1, text: "this" },
          { id: 2, text: "here", text_entities: link(0, 4, BAD) },
        ],
      },
    },
    { checklist: { title: BAD, tasks: [] } },
    // Odd parts hide no others; hundreds of buttons neither.
    { text: "win", reply_markup: { inline_keyboard: [[{ url: 7 }, 7], [{ text: "go", url: BAD }]] } },
    {
      text: "win",
      reply_markup: {
        inline_keyboard: [...Array.from({ length: 200 }, (_, n) => [{ text: `b${n}` }]), [{ text: "go", url: BAD }]],
      },
    },
    // As PleasePrompto/ductor #233 and openclaw/openclaw #93418 report them: neither text nor caption.
    ...[
      { type: "heading", size: 3, text: BAD },
      { type: "paragraph", text: ["so ", { type: "bold", text: [{ type: "url", text: "here", url: BAD }] }] },
      { type: "paragraph", text: ["go ", { type: "url", text: shown, url: shown }] },
      // In several styles it is one address.
      {
        type: "paragraph",
        text: ["https://tao", { type: "bold", text: "bao.com." }, { type: "italic", text: ["evil", ".example/"] }],
      },
      { type: "list", items: [{ label: "1", blocks: [{ type: "paragraph", text: BAD }] }] },
      {
        type: "table",
        cells: [
          [
            { text: "a", align: "left" },
            { text: BAD, align: "left" },
          ],
        ],
        caption: "so",
      },
      {
        type: "details",
        summary: "more",
        blocks: [{ type: "blockquote", blocks: [{ type: "footer", text: BAD }], credit: "me" }],
      },
      { type: "photo", photo: [], caption: { text: BAD, credit: "me" } },
      { type: "photo", photo: [], caption: { text: "me", credit: BAD } },
      { type: "buttons", rows: [[{ text: "go", url: BAD }]] },
      { type: "paragraph", text: { type: "button", button: { text: "go", url: BAD } } },
      { type: "paragraph", text: { type: "of-a-kind-to-come", text: BAD } },
    ].map((block) => ({ rich_message: { blocks: [{ type: "paragraph", text: "hi" }, block, { type: "divider" }] } })),
    {
      rich_message: {
        blocks: Array.from({ length: 400 }, (_, n) => ({
          type: "paragraph",
          text: n < 399 ? "word ".repeat(16) : BAD,
        })),
      },
    },
    // An entity of a kind to come hides no other.
    { text: "here", entities: [{ type: "new", offset: "?" }, ...link(0, 4, BAD)] },
  ]) {
    expect([message, await tell(next("message", message))]).toEqual([message, DELETED]);
  }
  expect(await tell(next("edited_message", { text: BAD, edit_date: 1_441_646_600 }))).toEqual(DELETED);
  // Nothing is written into a channel.
  expect(await tell(next("channel_post", { chat: CHANNEL, from: undefined, text: BAD }))).toEqual([
    200,
    "deleteMessage",
  ]);
  expect(await tell(next("edited_channel_post", { chat: CHANNEL, from: undefined, caption: BAD }))).toEqual([
    200,
    "deleteMessage",
  ]);
  // Where the bot is no admin it answers instead.
  const refused = { ok: false, error_code: 400, description: "Bad Request: message can't be deleted" };
  api.answers.set("deleteMessage", { status: 400, body: refused });
  expect(await tell(next("message", { text: BAD }))).toEqual(DELETED);
  expect(api.calls[1]?.body).toMatchObject({ reply_parameters: { message_id: id } });
  api.answers.clear();
  // Whoever writes to the bot asks it; the first example of Telegram's page names no type of chat.
  expect(await tell(next("message", { chat: PRIVATE, text: "https://item.example/" }))).toEqual([200, "sendMessage"]);
  expect(await tell(next("message", { chat: FROM, text: BAD }))).toEqual([200, "sendMessage"]);

  for (const passed of [
    next("message", { chat: PRIVATE, text: "/start" }),
    // Names of files, kinds and people are no words of a message.
    next("message", {
      rich_message: {
        blocks: [
          { type: "document", document: { file_name: shown, mime_type: shown } },
          { type: "anchor", name: shown },
          // Who is named under a picture is no part of the address above.
          { type: "table", cells: [[{ text: "https://item.taobao.com" }, { text: ".evil.example" }]] },
          { type: "photo", caption: { text: "https://item.taobao.com", credit: ".evil.example" } },
          {
            type: "paragraph",
            text: [`see a.${shown.slice(0, 5)}`, { type: "text_mention", text: "me", user: { first_name: BAD } }],
          },
        ],
      },
    }),
    next("message", {
      reply_to_message: { rich_message: { blocks: [{ type: "paragraph", text: BAD }] } },
      text: "no!",
    }),
    next("message", { text: "good morning https://item.taobao.com/item.htm?id=652874301955" }),
    // Its own.
    next("message", { from: { id: 123_456_789, is_bot: true, first_name: "Bot" }, text: BAD }),
    { update_id: 9, callback_query: { id: "4382bfdwdsb323b2d9", from: FROM, data: BAD } },
    { update_id: 8, message: { text: BAD } },
    { message: 7 },
  ]) {
    expect(await tell(passed)).toEqual([200]);
  }
  expect(await tell(next("message", { text: BAD }), { secret: "another" })).toEqual([401]);
  expect(await tell("{")).toEqual([400]);
  expect(await tell({}, { path: "/xx" })).toEqual([404]);
  const noMatrix = await fetch(new URL("adapters/matrix/check_event_for_spam", app.url), { method: "POST" });
  expect(noMatrix.status).toBe(404);
});

const REPORT = { action: "open_in_place", notice: true, reason: "The page asks for money." };

test("a notice is said once, however often the message is edited; what Telegram could not take comes again", async () => {
  const api = await botApi();
  const log: object[] = [];
  const verdict = { ...REPORT };
  const webhook = createTelegramWebhook({
    token: TOKEN,
    secret: SECRET,
    api: api.url,
    post: createPoster({ named: api.url, mayBePrivate: true, userAgent: "test", timeoutMs: 5_000 }),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the verdict is looked at
    check: async (text) => (text.includes("https:") ? [{ link: {}, url: null, app: null, verdict } as never] : []),
    log: (event) => void log.push(event),
  });
  const allowance = { requester: "Telegram", maxLinks: 5, take: () => null };
  const tell = async (body: unknown) => {
    api.calls.length = 0;
    const { status } = await webhook({ locale: "en", secret: SECRET, body }, allowance);
    return [status, ...api.calls.map(({ path }) => path.split("/").at(-1))];
  };
  const text = "https://pay.example/";
  expect(await tell(update("message", { text }))).toEqual([200, "sendMessage"]);
  expect(api.calls[0]?.body).toMatchObject({ text: REPORT.reason, reply_parameters: { message_id: 1_365 } });
  expect(await tell(update("edited_message", { text: `${text} now` }))).toEqual([200]);
  verdict.reason = "Another reason.";
  expect(await tell(update("edited_message", { text }))).toEqual([200, "sendMessage"]);
  expect(await tell(update("channel_post", { chat: CHANNEL, text }))).toEqual([200]);

  // Said in the topic that it was written in; a reply in a group without topics has a thread, and is in none.
  const inTopic = { text, message_id: 5, message_thread_id: 77, is_topic_message: true };
  expect(await tell(update("message", inTopic))).toEqual([200, "sendMessage"]);
  expect(api.calls[0]?.body).toMatchObject({ message_thread_id: 77 });
  expect(await tell(update("message", { text, message_id: 6, message_thread_id: 77 }))).toEqual([200, "sendMessage"]);
  expect(api.calls[0]?.body).not.toHaveProperty("message_thread_id");

  // Sent again while it is at work: answered as the first is, and said once.
  const twice = update("message", { message_id: 8, text });
  expect(await Promise.all([tell(twice), tell(twice), tell(twice)])).toEqual([
    [200, "sendMessage"],
    [200, "sendMessage"],
    [200, "sendMessage"],
  ]);
  expect(api.calls).toHaveLength(1);

  // Busy or broken: the update comes again, and is taken then.
  const late = update("message", { message_id: 7, text });
  const busy = {
    ok: false,
    error_code: 429,
    description: "Too Many Requests: retry after 5",
    parameters: { retry_after: 5 },
  };
  api.answers.set("sendMessage", { status: 429, body: busy });
  expect(await tell(late)).toEqual([503, "sendMessage"]);
  api.answers.clear();
  expect(await tell(late)).toEqual([200, "sendMessage"]);
  expect(JSON.stringify(log)).not.toContain(TOKEN);
  expect(log).toContainEqual({ event: "telegram_unavailable", fault: "TelegramUnavailable" });
});

test.for([
  [{ HUTONG_TELEGRAM_TOKEN: "x" }, "HUTONG_TELEGRAM_TOKEN: expected a bot's token"],
  [{ HUTONG_TELEGRAM_TOKEN: TOKEN }, "HUTONG_TELEGRAM_SECRET: expected 32"],
  [{ HUTONG_TELEGRAM_TOKEN: TOKEN, HUTONG_TELEGRAM_SECRET: "short" }, "HUTONG_TELEGRAM_SECRET: expected 32"],
  [{ HUTONG_TELEGRAM_SECRET: SECRET }, "HUTONG_TELEGRAM_TOKEN: expected a bot's token"],
  [
    { HUTONG_TELEGRAM_TOKEN: TOKEN, HUTONG_TELEGRAM_SECRET: SECRET, HUTONG_TELEGRAM_API: "ftp://x/" },
    "HUTONG_TELEGRAM_API: expected an address",
  ],
] as const)("serve refuses %j", async ([env, why]) => {
  const { code, stderr } = await runHere(["serve", "--port", "0"], { env });
  expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
  expect(stderr).not.toContain(TOKEN);
});
