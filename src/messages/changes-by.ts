import type { ChangedHosts, ThreatLists } from "../findings/lists/threat-lists.ts";
import { listedBy } from "../check/listed.ts";
import type { ChatKind } from "../policy/types.ts";
import type { LinkHostStore, ReaderKind } from "../store/link-hosts.ts";
import type { Judge, JudgeContext } from "./judge.ts";
import { createListChanges } from "./list-changes.ts";
import { createPause, touchedMessages } from "./touched-messages.ts";

interface ChangesByParts {
  readonly store: Pick<LinkHostStore, "linksUnder" | "linkHosts" | "storedMessages" | "readerKinds">;
  readonly judge: Judge;
  readonly clientGroupOf: (context: JudgeContext) => string;
  /** Hosts about which the lists say something else than those in force; `all` where they are not known. */
  readonly changed: ChangedHosts;
  /** The oldest message that they would reach. */
  readonly since: Date;
  /** Told of a message that cannot be judged; the others are. */
  readonly onFault: (error: unknown) => void;
}

/** How many kept links lists would decide otherwise about. No text, name or address is in it. */
export interface KeptChanges {
  readonly messages: number;
  readonly conversations: number;
  /** Links whose verdict would become stricter, by the kind of their conversation. */
  readonly stricter: Readonly<Record<ChatKind, number>>;
  /** Links whose verdict would become milder. */
  readonly milder: Readonly<Record<ChatKind, number>>;
}

/** What would be told if these lists were in force: the same that judging again would record. Writes nothing. */
export async function changesBy(lists: ThreatLists, parts: ChangesByParts): Promise<KeptChanges> {
  const { store, changed, since, onFault } = parts;
  const changesIn = createListChanges(parts);
  const listedOf = listedBy(lists);
  const pause = createPause();
  const readers = new Map<string, readonly ReaderKind[]>();
  const conversations = new Set<string>();
  const messages = new Set<string>();
  const counts = { stricter: nothing(), milder: nothing() };
  for await (const { places } of touchedMessages(store, changed, { since, after: null, pause })) {
    // A message may stand on two pages.
    const others = places.filter(({ conversation, seq }) => !messages.has(`${conversation} ${seq}`));
    for (const message of await store.storedMessages(others)) {
      await pause();
      const { conversation, seq, kind } = message;
      const known = readers.get(conversation) ?? (await store.readerKinds(conversation));
      readers.set(conversation, known);
      try {
        const changes = await changesIn(message, known, listedOf);
        for (const { isStricter } of changes) counts[isStricter ? "stricter" : "milder"][kind] += 1;
        if (changes.length === 0) continue;
        conversations.add(conversation);
        messages.add(`${conversation} ${seq}`);
      } catch (error) {
        onFault(error);
      }
    }
  }
  return { messages: messages.size, conversations: conversations.size, ...counts };
}

function nothing(): Record<ChatKind, number> {
  return { one_to_one: 0, group: 0, moments: 0 };
}
