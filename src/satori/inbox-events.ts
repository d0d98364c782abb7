import type { ConversationEvent, Conversation, MessageUpdate, StoredMessage } from "../chat/conversation.ts";
import type { Reader } from "../messages/reader.ts";
import type { InboxEntry } from "../store/bots.ts";
import { StoreError } from "../store/store-error.ts";
import type { Store } from "../store/store.ts";
import { messageIdOf, messageOf, placeOf, type SatoriLogin, userOf } from "./wire.ts";

type Eventual<T> = T | Promise<T>;

/** JSON of what a reader is told of links; nothing of it throws. */
export interface Verdicts {
  links(message: StoredMessage, reader: Reader): Eventual<string>;
  /** The `link` frame of an update; null where there is none to tell. */
  update(update: MessageUpdate, message: StoredMessage, reader: Reader): Eventual<string | null> | undefined;
}

export interface InboxEventParts {
  readonly store: Pick<Store, "message" | "conversation" | "updatesAfter">;
  readonly verdicts: Verdicts;
  readonly isBot: (user: string) => boolean;
}

export interface Told {
  readonly login: SatoriLogin;
  readonly reader: Reader;
}

/** One event of Satori's socket, as JSON of its `body`. */
type EventJson = string;

interface Described {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * What an entry of a bot's inbox is told as: none where the bot does not see it, or it is gone; several, under one number, where
 * several people came or went at once.
 */
export function createInboxEvents({ store, verdicts, isBot }: InboxEventParts) {
  const user = (name: string) => userOf(name, isBot);

  function eventJson({ login }: Told, { sn }: InboxEntry, atMs: number, described: Described): EventJson {
    const { platform, self_id, user: self, status } = login;
    const about = { sn: login.sn, adapter: login.adapter, platform, self_id, user: self, status };
    // `id`, `self_id` and `platform` are the older names. NoneBot's adapter asks for them, and before 2025 for `login.status`.
    return JSON.stringify({ sn, id: sn, timestamp: atMs, ...described, login: about, self_id, platform });
  }

  function changesOf(bot: string, from: string, { kind, users }: ConversationEvent, place: object): Described[] {
    const operator = user(from);
    const isCome = kind === "created" || kind === "joined";
    if (users.includes(bot)) return [{ type: isCome ? "guild-added" : "guild-removed", ...place, operator }];
    return users.map((each) => ({
      type: isCome ? "guild-member-added" : "guild-member-removed",
      ...place,
      user: user(each),
      member: { user: user(each) },
      operator,
    }));
  }

  async function messageEvents(told: Told, message: StoredMessage, place: object): Promise<Described[]> {
    const { from, event, deletedAt, conversation, seq } = message;
    const bot = told.login.self_id;
    if (event !== null) return changesOf(bot, from, event, place);
    if (deletedAt !== null || from === bot) return [];
    const links: unknown = JSON.parse(await verdicts.links(message, told.reader));
    return [
      {
        type: "message-created",
        ...place,
        user: user(from),
        member: { user: user(from) },
        message: messageOf(message, bot),
        _type: "hutong",
        _data: { conversation, seq, links },
      },
    ];
  }

  async function updateEvents(told: Told, message: StoredMessage, update: number, place: object): Promise<Described[]> {
    const { conversation, seq, from } = message;
    const bot = told.login.self_id;
    const [found] = await store.updatesAfter(bot, conversation, update - 1, 1);
    if (found?.update !== update) return [];
    if (found.kind === "deleted") {
      // Its own doing.
      if (from === bot) return [];
      const self = user(from);
      // NoneBot's adapter reads no deletion in a group without a member.
      const about = {
        message: { id: messageIdOf(message), content: "" },
        user: self,
        member: { user: self },
        operator: self,
      };
      return [{ type: "message-deleted", timestamp: found.at.getTime(), ...place, ...about }];
    }
    const json = await verdicts.update(found, message, told.reader);
    if (typeof json !== "string") return [];
    const { report }: { report?: unknown } = JSON.parse(json);
    if (report === undefined) return [];
    const { index, cause } = found;
    const _data = { conversation, seq, index, report, cause };
    return [{ type: "internal", timestamp: found.at.getTime(), ...place, _type: "hutong/link", _data }];
  }

  return async (told: Told, entry: InboxEntry, known: Map<string, Conversation>): Promise<readonly EventJson[]> => {
    const bot = told.login.self_id;
    const { conversation: id, seq, update } = entry;
    try {
      const message = await store.message(bot, id, seq);
      const conversation = known.get(id) ?? (await store.conversation(bot, id));
      known.set(id, conversation);
      const place = placeOf(conversation, bot);
      const described =
        update === null ? await messageEvents(told, message, place) : await updateEvents(told, message, update, place);
      return described.map((each) => eventJson(told, entry, message.at.getTime(), each));
    } catch (error) {
      // It left the group before it was told, or the other was erased.
      if (error instanceof StoreError && error.code !== "unavailable") return [];
      throw error;
    }
  };
}
