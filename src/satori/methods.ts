import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Bus } from "../bus/bus.ts";
import type { StoredMessage } from "../chat/conversation.ts";
import { isConversationId } from "../chat/ids.ts";
import type { Posting } from "../messages/post-message.ts";
import { CLIENT_FRAMES, userIdSchema } from "../protocol/client-frames.ts";
import { ProtocolError } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import type { ConversationPlace } from "../store/conversations.ts";
import type { Store } from "../store/store.ts";
import { textsOf } from "./elements.ts";
import type { Told } from "./inbox-events.ts";
import { Refusal } from "./refusals.ts";
import { directChannelTo, messageOf, placeOf, placeOfMessage, userOf } from "./wire.ts";

export interface MethodParts {
  readonly store: Store;
  readonly bus: Bus;
  readonly posting: Pick<Posting, "postAsBot">;
  readonly isBot: (user: string) => boolean;
  readonly limits: Limits;
  readonly now: () => Date;
}

/** Who asks. */
export interface Asking extends Told {
  readonly bot: string;
  /** Idempotency-Key; null: none was given. */
  readonly key: string | null;
}

type Method = (asking: Asking, body: unknown, parts: MethodParts) => Promise<unknown>;

/** @throws {Refusal} by rejecting, where the body is not as the schema says. */
function method<Body extends z.ZodType>(
  body: Body,
  answer: (asking: Asking, body: z.output<Body>, parts: MethodParts) => Promise<unknown>,
): Method {
  return async (asking, given, parts) => {
    const { success, data, error } = body.safeParse(given ?? {});
    if (success) return answer(asking, data, parts);
    const [issue] = error.issues;
    throw new Refusal(400, "bad_request", `${issue?.path.join(".") ?? "body"}: ${issue?.message ?? "not as expected"}`);
  };
}

const channelId = CLIENT_FRAMES.history.shape.conversation;
/** Where a message goes: the second is a channel that it makes. */
const anyChannelId = z.union([channelId, userIdSchema], { error: "expected a channel id" });
const next = z.string().max(100).nullish();
const inChannel = z.object({ channel_id: channelId });
const inGuild = z.object({ guild_id: channelId });
const PAGE = 100;
const MAX_PAGE = 100;

async function groupOf(bot: string, id: string, { store }: MethodParts) {
  const conversation = await store.conversation(bot, id);
  if (conversation.kind !== "group") throw new ProtocolError("not_a_group");
  return conversation;
}

function placeIn(token: string | null | undefined): ConversationPlace | null {
  const [, at, id] = /^(\d{1,15})\.(c:[\w-]{22})$/u.exec(token ?? "") ?? [];
  return id === undefined ? null : { id, activeAt: new Date(Number(at)) };
}

/** One page of the bot's conversations of a kind; `next` where there are further ones. */
async function conversationsOf(
  { bot }: Asking,
  kind: "group" | "one_to_one",
  token: string | null | undefined,
  { store }: MethodParts,
) {
  const found = await store.conversations(bot, { after: placeIn(token), limit: PAGE + 1 });
  const page = found.slice(0, PAGE);
  const last = found.length > PAGE ? page.at(-1) : undefined;
  return {
    items: page.filter(({ conversation, isMember }) => conversation.kind === kind && isMember),
    next: last === undefined ? {} : { next: `${last.activeAt.getTime()}.${last.conversation.id}` },
  };
}

const loginGet = method(z.object({}), async ({ login }) => login);

const userGet = method(z.object({ user_id: userIdSchema }), async ({ bot }, { user_id: user }, { store, isBot }) => {
  const { conversation, sharesGroup } = await store.botStanding(bot, user);
  // Whom it never met may be there or not.
  if (user !== bot && conversation === null && !sharesGroup)
    throw new Refusal(404, "unknown_user", "There is nobody of this id among those the bot has met");
  return userOf(user, isBot);
});

const userChannelCreate = method(z.object({ user_id: userIdSchema }), async ({ bot }, { user_id: user }, { store }) => {
  const { conversation, hasWritten, sharesGroup } = await store.botStanding(bot, user);
  if (conversation !== null) return placeOf(await store.conversation(bot, conversation), bot).channel;
  if (!hasWritten && !sharesGroup) throw new ProtocolError("uninvited_bot");
  // The first message makes the conversation.
  return directChannelTo(user);
});

const channelGet = method(z.object({ channel_id: anyChannelId }), async ({ bot }, { channel_id: id }, { store }) =>
  isConversationId(id) ? placeOf(await store.conversation(bot, id), bot).channel : directChannelTo(id),
);

const channelList = method(inGuild, async ({ bot }, { guild_id: id }, parts) => ({
  data: [placeOf(await groupOf(bot, id, parts), bot).channel],
}));

const guildGet = method(
  inGuild,
  async ({ bot }, { guild_id: id }, parts) => placeOf(await groupOf(bot, id, parts), bot).guild,
);

const guildList = method(z.object({ next }), async (asking, { next: token }, parts) => {
  const { items, next: further } = await conversationsOf(asking, "group", token, parts);
  return { data: items.map(({ conversation }) => placeOf(conversation, asking.bot).guild), ...further };
});

const guildMemberGet = method(
  inGuild.extend({ user_id: userIdSchema }),
  async ({ bot }, { guild_id: id, user_id: user }, parts) => {
    const { members } = await groupOf(bot, id, parts);
    if (!members.includes(user)) throw new Refusal(404, "unknown_user", "The group has no member of this id");
    return { user: userOf(user, parts.isBot) };
  },
);

const guildMemberList = method(inGuild.extend({ next }), async ({ bot }, { guild_id: id, next: after }, parts) => {
  await groupOf(bot, id, parts);
  const { members } = await parts.store.members(bot, id, { after: after ?? null, limit: PAGE + 1 });
  const page = members.slice(0, PAGE).map(({ user }) => ({ user: userOf(user, parts.isBot) }));
  const last = page.at(-1);
  return { data: page, ...(members.length > PAGE && last !== undefined && { next: last.user.id }) };
});

const guildMemberKick = method(
  inGuild.extend({ user_id: userIdSchema }),
  async ({ bot }, { guild_id: id, user_id: user }, { store, bus, limits, now }) => {
    const change = {
      by: bot,
      conversation: id,
      add: [],
      remove: [user],
      maxMembers: limits.maxGroupMembers,
      at: now(),
    };
    const { events, audience } = await store.changeMembers(change);
    for (const message of events) bus.publish(audience, { kind: "message", message, judgedFor: null });
    return {};
  },
);

const friendList = method(z.object({ next }), async (asking, { next: token }, parts) => {
  const { items, next: further } = await conversationsOf(asking, "one_to_one", token, parts);
  const others = items.flatMap(({ conversation }) => conversation.members.filter((member) => member !== asking.bot));
  return { data: others.map((user) => ({ user: userOf(user, parts.isBot) })), ...further };
});

const messageCreate = method(
  z.object({ channel_id: anyChannelId, content: z.string({ error: "expected a text" }) }),
  async ({ bot, reader, key }, { channel_id: to, content }, { limits, posting, isBot }) => {
    const texts = textsOf(content).map((text) => text.toWellFormed());
    if (texts.length === 0) throw new Refusal(400, "bad_request", "content: expected something that a text can hold");
    const { maxTextLength } = limits;
    const long = texts.find(({ length }) => length > maxTextLength);
    // Nothing else tells a bot here what it may send.
    if (long !== undefined)
      throw new ProtocolError("text_too_long", `content: ${long.length} units, maxTextLength is ${maxTextLength}`);
    const all = await posting.postAsBot({ from: bot, key: key ?? randomUUID(), to, texts, reader });
    const self = userOf(bot, isBot);
    return all.map(({ message, conversation }) => ({
      ...messageOf(message, bot),
      ...placeOf(conversation, bot),
      user: self,
    }));
  },
);

/** @throws {Refusal} where the id names no message of the channel. */
function seqOf(channel: string, message: string): number {
  const place = placeOfMessage(message);
  if (place?.conversation !== channel) throw new ProtocolError("unknown_message");
  return place.seq;
}

const ofMessage = inChannel.extend({ message_id: z.string().max(100) });

const messageGet = method(ofMessage, async ({ bot }, { channel_id: id, message_id: message }, { store, isBot }) => {
  const found = await store.message(bot, id, seqOf(id, message));
  if (!isTold(found)) throw new ProtocolError("unknown_message");
  return {
    ...messageOf(found, bot),
    ...placeOf(await store.conversation(bot, id), bot),
    user: userOf(found.from, isBot),
  };
});

const messageDelete = method(
  ofMessage,
  async ({ bot }, { channel_id: id, message_id: message }, { store, bus, now }) => {
    const seq = seqOf(id, message);
    const update = await store.deleteMessage(bot, id, seq, now());
    bus.publish(await store.audience(id, seq), { kind: "update", update, message: null });
    return {};
  },
);

/** Whether somebody wrote it, and it is there. */
function isTold({ event, deletedAt }: StoredMessage): boolean {
  return event === null && deletedAt === null;
}

const messageList = method(
  inChannel.extend({
    next,
    direction: z.enum(["before", "after", "around"]).nullish(),
    limit: z.int().min(1).nullish(),
    order: z.enum(["asc", "desc"]).nullish(),
  }),
  async ({ bot }, { channel_id: id, next: token, direction, limit, order }, { store, isBot }) => {
    const most = Math.min(limit ?? PAGE, MAX_PAGE);
    const at = token === null || token === undefined ? null : Number(token.split(":").at(-1));
    if (at !== null && !(Number.isSafeInteger(at) && at >= 0))
      throw new Refusal(400, "bad_request", "next: expected the next of a page");
    const before = (from: number | null, count: number) => store.messagesBefore(bot, id, from, count);
    const after = (from: number, count: number) => store.messagesAfter(bot, id, from, count);
    let found: readonly StoredMessage[];
    if (direction === "after") found = await after(at ?? 0, most);
    else if (direction === "around" && at !== null) {
      const half = Math.floor(most / 2);
      found = [...(await before(at, half)), ...(await after(at - 1, most - half))];
    } else found = await before(at, most);
    const [first, last] = [found[0], found.at(-1)];
    // As long as pages are full there may be more; what is left out of one is passed over by the next.
    const isFull = found.length === most;
    const older = isFull && first !== undefined ? String(first.seq) : undefined;
    const newer = isFull && last !== undefined ? String(last.seq) : undefined;
    const place = placeOf(await store.conversation(bot, id), bot);
    const data = found
      .filter(isTold)
      .map((each) => ({ ...messageOf(each, bot), ...place, user: userOf(each.from, isBot) }));
    const tokens = direction === "after" || direction === "around" ? { prev: older, next: newer } : { next: older };
    return { data: order === "desc" ? data.toReversed() : data, ...tokens };
  },
);

/** What a bot may ask, by its name in the path. What is not here is answered 404, and left out of `features`. */
export const METHODS: ReadonlyMap<string, Method> = new Map([
  ["login.get", loginGet],
  ["user.get", userGet],
  ["user.channel.create", userChannelCreate],
  ["channel.get", channelGet],
  ["channel.list", channelList],
  ["guild.get", guildGet],
  ["guild.list", guildList],
  ["guild.member.get", guildMemberGet],
  ["guild.member.list", guildMemberList],
  ["guild.member.kick", guildMemberKick],
  ["friend.list", friendList],
  ["message.create", messageCreate],
  ["message.get", messageGet],
  ["message.list", messageList],
  ["message.delete", messageDelete],
]);

export const FEATURES: readonly string[] = [...METHODS.keys()];
