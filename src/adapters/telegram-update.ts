import { z } from "zod";
import { piecesOf } from "./checking.ts";
import { readRich } from "./telegram-rich.ts";

/**
 * What of an update of Telegram's Bot API is looked at. Source: https://core.telegram.org/bots/api#update and #message, read
 * 2026-11-30. Offsets and lengths of entities count UTF-16 units, as JavaScript's do.
 */
const entitySchema = z.object({
  type: z.string(),
  offset: z.int().min(0),
  length: z.int().min(1),
  /** Of `text_link`. */
  url: z.string().optional(),
});
/** An entity of a kind that comes later, or that is not as expected, hides no other. */
const entitiesSchema = z
  .array(z.unknown())
  .catch([])
  .transform((all) => all.flatMap((each) => entitySchema.safeParse(each).data ?? []));

const tasksSchema = z
  .array(z.object({ text: z.string().catch(""), text_entities: entitiesSchema.optional() }).catch({ text: "" }))
  .catch([]);

const buttonSchema = z
  .object({ text: z.string().catch(""), url: z.string().optional().catch(undefined) })
  .catch({ text: "" });
const keyboardSchema = z
  .object({ inline_keyboard: z.array(z.array(buttonSchema)) })
  .optional()
  .catch(undefined);

const optionSchema = z.object({ text: z.string().catch(""), media: z.unknown().optional() }).catch({ text: "" });

/** A rich message has at most 32,768 characters. Source: https://core.telegram.org/bots/api#rich-message-limits */
const MAX_PIECES = 10;

const CHAT_TYPES = ["private", "group", "supergroup", "channel"] as const;

const messageSchema = z.object({
  message_id: z.int(),
  chat: z
    .object({ id: z.int(), type: z.enum(CHAT_TYPES).optional().catch(undefined) })
    // Ids of groups and channels are below zero.
    .transform(({ id, type }) => ({ id, type: type ?? (id < 0 ? "group" : "private") })),
  /** Of a topic, in a supergroup that has some. */
  message_thread_id: z.int().optional().catch(undefined),
  is_topic_message: z.boolean().optional().catch(undefined),
  from: z.object({ id: z.int() }).optional().catch(undefined),
  text: z.string().optional().catch(undefined),
  entities: entitiesSchema.optional(),
  /** Of a picture, a video and their kin. */
  caption: z.string().optional().catch(undefined),
  caption_entities: entitiesSchema.optional(),
  /** Buttons under messages that were sent by way of a bot. */
  reply_markup: keyboardSchema,
  /** What another chat's message says that this one answers. */
  quote: z.object({ text: z.string(), entities: entitiesSchema.optional() }).optional().catch(undefined),
  /** Shown under the text, and not always an address of the text. */
  link_preview_options: z.object({ url: z.string().optional() }).optional().catch(undefined),
  poll: z
    .object({
      question: z.string().catch(""),
      question_entities: entitiesSchema.optional(),
      explanation: z.string().optional(),
      explanation_entities: entitiesSchema.optional(),
      explanation_media: z.unknown().optional(),
      description: z.string().optional(),
      description_entities: entitiesSchema.optional(),
      media: z.unknown().optional(),
      options: z.array(optionSchema).catch([]),
    })
    .optional()
    .catch(undefined),
  checklist: z
    .object({ title: z.string().catch(""), title_entities: entitiesSchema.optional(), tasks: tasksSchema })
    .optional()
    .catch(undefined),
  /** Comes without `text` and `caption`. */
  rich_message: z.unknown().optional(),
});
export type TelegramMessage = z.output<typeof messageSchema>;

const KINDS = ["message", "edited_message", "channel_post", "edited_channel_post"] as const;

const updateSchema = z.object({
  update_id: z.int(),
  message: z.unknown().optional(),
  edited_message: z.unknown().optional(),
  channel_post: z.unknown().optional(),
  edited_channel_post: z.unknown().optional(),
});

export interface TelegramUpdate {
  readonly id: number;
  /** What was written or changed; null of an update of another kind. */
  readonly message: TelegramMessage | null;
}

/** Null when it is no update. */
export function readUpdate(body: unknown): TelegramUpdate | null {
  const { success, data } = updateSchema.safeParse(body);
  if (!success) return null;
  const given = KINDS.map((kind) => data[kind]).find((each) => each !== undefined);
  const message = messageSchema.safeParse(given);
  return { id: data.update_id, message: message.success ? message.data : null };
}

type Entities = z.output<typeof entitiesSchema>;

interface Said {
  readonly text: string;
  readonly entities: Entities;
}

/**
 * Every text of a message that can hold a link, each once: what people read, what Telegram makes a link of in it, and the addresses
 * behind words, buttons and previews.
 */
export function textsOfMessage(message: TelegramMessage): readonly string[] {
  const { poll, quote, checklist } = message;
  const rich = readRich(message.rich_message, poll?.media, poll?.explanation_media, poll?.options);
  const said: Said[] = [
    { text: message.text ?? "", entities: message.entities ?? [] },
    { text: message.caption ?? "", entities: message.caption_entities ?? [] },
    { text: quote?.text ?? "", entities: quote?.entities ?? [] },
    { text: poll?.question ?? "", entities: poll?.question_entities ?? [] },
    { text: poll?.explanation ?? "", entities: poll?.explanation_entities ?? [] },
    { text: poll?.description ?? "", entities: poll?.description_entities ?? [] },
    { text: checklist?.title ?? "", entities: checklist?.title_entities ?? [] },
    ...(checklist?.tasks ?? []).map(({ text, text_entities: entities }) => ({ text, entities: entities ?? [] })),
  ];
  const buttons = (message.reply_markup?.inline_keyboard ?? []).flat().flatMap(({ text, url }) => [text, url ?? ""]);
  // One message may have hundreds of them.
  const addresses = [...buttons, ...rich.addresses.map(opened)].join("\n");
  const texts = [
    ...said.flatMap(({ text, entities }) => [text, ...entities.flatMap((entity) => addressIn(text, entity))]),
    ...piecesOf(rich.text, MAX_PIECES),
    ...piecesOf(addresses, MAX_PIECES),
    message.link_preview_options?.url ?? "",
  ];
  return [...new Set(texts.filter((text) => text.trim() !== ""))];
}

function addressIn(text: string, { type, offset, length, url }: Entities[number]): readonly string[] {
  if (type === "text_link") return url === undefined ? [] : [url];
  return type === "url" ? [opened(text.slice(offset, offset + length))] : [];
}

/** Telegram opens what has no scheme as http, whatever its end is. */
function opened(shown: string): string {
  return /^[a-z][a-z0-9+.-]*:/iu.test(shown) ? shown : `http://${shown}`;
}
