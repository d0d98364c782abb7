import { createHmac } from "node:crypto";
import type { ConversationEvent } from "../chat/conversation.ts";
import { keptEvent } from "../chat/kept-json.ts";
import type { Json } from "../input/json.ts";
import type { WindowedConversation } from "../chat/visibility.ts";
import { isConversationId, USER_ID } from "../chat/ids.ts";
import type { NewGroup } from "./conversations.ts";
import type { NewMessage } from "./messages.ts";

/** Bytes of the secret that a store draws for {@link createKeys}. */
export const DIGEST_KEY_BYTES = 32;

/** What is left of a message under its key. */
export interface FirstSent {
  readonly text: string;
  /** Null while the text is there, and for texts that were taken before there were digests. */
  readonly digest: Buffer | null;
  /** Null unless the text was taken. */
  readonly deleted_at: number | null;
  /** JSON of a conversation's event; null for what somebody wrote. */
  readonly event: Json<ConversationEvent> | null;
}

/** What tells a retry from another message under the same key, also when the text of the first is gone. */
export interface Keys {
  /** HMAC-SHA256: two equal texts have unequal digests. */
  digestOf(sender: string, key: string, text: string): Buffer;
  /** A number from 0 until 2^32, of one name always the same, that only who holds the secret foretells. */
  readonly draw: (name: string) => number;
  isSameMessage(first: FirstSent, conversation: Windowed, message: Pick<NewMessage, Compared>): boolean;
  isSameGroup(first: FirstSent, conversation: Windowed, group: Pick<NewGroup, "members" | "title">): boolean;
}

type Compared = "from" | "to" | "key" | "text";
type Windowed = Pick<WindowedConversation, "id" | "kind" | "title" | "windows">;

/**
 * With the whole store one can still test guesses of a short text against its digest.
 * So a digest counts as personal data: erasing a user deletes it.
 *
 * @param secret  Drawn by the store at its first start and kept among its settings.
 */
export function createKeys(secret: Buffer): Keys {
  function digestOf(sender: string, key: string, text: string): Buffer {
    // JSON keeps the three apart whatever is in them.
    return createHmac("sha256", secret)
      .update(JSON.stringify([sender, key, text]))
      .digest();
  }

  return {
    digestOf,
    draw: (name) =>
      createHmac("sha256", secret)
        .update(JSON.stringify(["draw", name]))
        .digest()
        .readUInt32BE(),
    isSameMessage(row, conversation, { from, to, key, text }) {
      if (row.event !== null || !isAddressee(conversation, from, to)) return false;
      if (row.deleted_at === null) return row.text === text;
      // Of a text taken by an earlier program nothing is known, and a retry is likelier than a client's mistake.
      return row.digest === null || row.digest.equals(digestOf(from, key, text));
    },
    isSameGroup({ event }, { title }, group) {
      if (event === null || group.title !== title) return false;
      const { kind, users } = keptEvent(event);
      const asked = new Set(group.members);
      // Who was erased since is not known by name any more.
      return (
        kind === "created" && users.length === asked.size && users.every((each) => asked.has(each) || isGone(each))
      );
    },
  };
}

/** Whether an addressee, a user or a conversation, leads to this conversation. */
function isAddressee({ id, kind, windows }: Windowed, from: string, to: string): boolean {
  if (isConversationId(to)) return to === id;
  if (kind === "group") return false;
  const other = [...windows.keys()].find((user) => user !== from) ?? from;
  return other === to || isGone(other);
}

/** A pseudonym is no user id. */
function isGone(user: string): boolean {
  return !USER_ID.test(user);
}
