import type { StoredMessage } from "../../chat/conversation.ts";
import { NO_REPORTS } from "../../chat/kept-json.ts";
import type { Keys } from "../keys.ts";
import type { Questioned } from "../leases.ts";
import type { Accepted, NewMessage } from "../messages.ts";
import { StoreError } from "../store-error.ts";
import type { Ask } from "./connection.ts";
import type { KnownConversation, KnownConversations } from "./conversations.ts";
import type { BatchKind } from "./lanes.ts";
import { keysOfHosts } from "./link-hosts.ts";
import type { MessageRow } from "./messages.ts";
import { MESSAGE_COLUMNS, messageOf } from "./messages.ts";
import { fromStored, toStored } from "./stored-text.ts";

export interface Addressed {
  /** Of its conversation. */
  readonly row: number;
  readonly message: NewMessage;
}

interface Outcome {
  readonly outcome: "stored" | "known" | "unknown_conversation" | "blocked";
  readonly seq: number | null;
  readonly at: number;
  readonly version: number;
}

interface KeyRow extends MessageRow {
  readonly row: number;
  readonly version: number;
  readonly key: string;
  readonly digest: Buffer | null;
}

export function blocked(): StoreError {
  return new StoreError("blocked", "one of them blocks this user");
}

export function unknownConversation(): StoreError {
  return new StoreError("unknown_conversation", "no conversation of this user has this id");
}

const APPEND = "SELECT outcome, seq, at, version FROM append_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/** One statement, so that a message and what stands beside it are one transaction. What is not bound costs nothing. */
function appendWith(hasHosts: boolean, hasQuestions: boolean): string {
  if (!hasHosts && !hasQuestions) return APPEND;
  const first = hasHosts ? 12 : 11;
  return `WITH appended AS (
    SELECT * FROM append_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  )${hasHosts ? HOSTS : ""}${hasQuestions ? questionsFrom(first) : ""}
  SELECT outcome, seq, at, version FROM appended ORDER BY place`;
}

const HOSTS = `, hosts AS (
    INSERT INTO link_host (host, at, conversation, seq)
    SELECT h.host, a.at, g.row, a.seq
    FROM appended a JOIN unnest($1::bigint[], $11::text[]) WITH ORDINALITY AS g (row, hosts, place) ON g.place = a.place,
      unnest(string_to_array(g.hosts, ' ')) AS h (host)
    WHERE a.outcome = 'stored' ON CONFLICT DO NOTHING
  )`;

/** Of the messages that may be questions, those that are: in a conversation of two with who is asked. */
function questionsFrom(first: number): string {
  const [places, answerers, contexts, untils, holders] = [0, 1, 2, 3, 4].map((each) => `$${first + each}`);
  return `, questions AS (
    INSERT INTO question (conversation, seq, answerer, context, claimed_until, claimed_by)
    SELECT c.row, a.seq, q.answerer, q.context, q.claimed_until, q.claimed_by
    FROM unnest(${places}::int[], ${answerers}::text[], ${contexts}::text[], ${untils}::bigint[], ${holders}::text[])
      AS q (place, answerer, context, claimed_until, claimed_by)
    JOIN appended a ON a.place = q.place AND a.outcome = 'stored'
    JOIN conversation c ON c.row = ($1::bigint[])[q.place] AND c.kind = 'one_to_one'
    WHERE EXISTS (SELECT FROM member m WHERE m.conversation = c.row AND m.user_id = q.answerer)
  )`;
}

/** A list of nulls alone is not sent: `unnest` fills up what is shorter, and most batches have no link. */
function orNone<T>(values: readonly (T | null)[]): readonly (T | null)[] | null {
  return values.every((value) => value === null) ? null : values;
}

/** Keys of the hosts of each message; null when no message has any, as in most batches. */
function hostsIn(items: readonly Addressed[]): readonly [readonly (string | null)[]] | null {
  const hosts = items.map(({ message: { linkHosts = [] } }) => keysOfHosts(linkHosts));
  return hosts.every((keys) => keys === null) ? null : [hosts];
}

/** Appends of one call to the server, numbered and checked under the locks of their conversations. */
export function createAppends(known: KnownConversations, keys: Keys): BatchKind<Addressed, Accepted> {
  return {
    name: "append",
    uniqueBy: ({ message: { from, key } }) => `${from}\n${key}`,
    async run(ask, items) {
      const column = <T>(read: (message: NewMessage) => T) => items.map(({ message }) => read(message));
      const appended = [
        items.map(({ row }) => row),
        column(({ from }) => from),
        column(({ key }) => toStored(key)),
        column(({ at }) => at.getTime()),
        column(({ text }) => toStored(text)),
        orNone(column(({ reportsJson }) => (reportsJson === NO_REPORTS ? null : reportsJson))),
        orNone(column(({ contextJson }) => contextJson)),
        column(({ isPending }) => isPending),
        orNone(column(({ isPending, lease }) => (isPending ? (lease?.until.getTime() ?? null) : null))),
        orNone(column(({ isPending, lease }) => (isPending ? (lease?.holder ?? null) : null))),
      ];
      const hosts = hostsIn(items);
      const questions = questionsIn(known, items);
      const beside = [hosts, questions].filter((each) => each !== null).flat();
      const outcomes = await ask<Outcome>(appendWith(hosts !== null, questions !== null), [...appended, ...beside]);
      const versions = new Map<number, number>();
      for (const [index, { row }] of items.entries()) {
        const outcome = outcomes[index];
        if (outcome?.outcome === "stored") versions.set(row, outcome.version);
      }
      const repeats = items.filter((_item, index) => outcomes[index]?.outcome === "known");
      const first = await firstsSentUnder(
        ask,
        known,
        repeats.map(({ message }) => message),
      );
      const conversations = await known.at(ask, versions);
      return items.map(({ row, message }, index) => {
        const outcome = outcomes[index];
        const conversation = conversations.get(row);
        switch (outcome?.outcome) {
          case "known":
            return repeatOf(first.get(nameOf(message)), keys, message);
          case "blocked":
            return blocked();
          case "stored":
            if (conversation === undefined || outcome.seq === null) throw new Error("a stored message has no place");
            return { message: stored(conversation, message, outcome.seq, outcome.at), conversation, isRepeat: false };
          case "unknown_conversation":
          case undefined:
            return unknownConversation();
        }
      });
    },
  };
}

/** Whether a message is a question, as far as its conversation is known; the statement asks again. */
function mayBeAsked(
  conversation: KnownConversation | undefined,
  from: string,
  question: Questioned | null | undefined,
): question is Questioned {
  if (question === null || question === undefined || from === question.answerer) return false;
  return (
    conversation === undefined ||
    (conversation.kind === "one_to_one" && conversation.members.includes(question.answerer))
  );
}

/** Lists for `unnest`, of the messages that may be questions; null when there are none, as in most batches. */
function questionsIn(known: KnownConversations, items: readonly Addressed[]): readonly (readonly unknown[])[] | null {
  const places: number[] = [];
  const asked: (ReturnType<Questioned["terms"]> & { readonly answerer: string })[] = [];
  for (const [index, { row, message }] of items.entries()) {
    const { from, question } = message;
    if (!mayBeAsked(known.lastKnown(row), from, question)) continue;
    places.push(index + 1);
    asked.push({ answerer: question.answerer, ...question.terms() });
  }
  if (places.length === 0) return null;
  return [
    places,
    asked.map(({ answerer }) => answerer),
    asked.map(({ contextJson }) => contextJson),
    asked.map(({ lease }) => lease.until.getTime()),
    asked.map(({ lease }) => lease.holder),
  ];
}

function stored({ id, kind }: KnownConversation, message: NewMessage, seq: number, atMs: number): StoredMessage {
  const { from, text, reportsJson, contextJson } = message;
  const rest = { reportsJson, contextJson, resolutions: null, listed: null, deletedAt: null, event: null };
  return { conversation: id, kind, seq, from, text, at: new Date(atMs), ...rest };
}

/** The first message of a key with its conversation. */
export interface FirstUnderKey {
  readonly row: KeyRow;
  readonly conversation: KnownConversation;
}

type Keyed = Pick<NewMessage, "from" | "key">;

const nameOf = ({ from, key }: Keyed) => `${from}\n${key}`;

async function firstsSentUnder(
  ask: Ask,
  known: KnownConversations,
  messages: readonly Keyed[],
): Promise<ReadonlyMap<string, FirstUnderKey>> {
  const found = new Map<string, FirstUnderKey>();
  if (messages.length === 0) return found;
  const rows = await ask<KeyRow>(
    `SELECT c.row, c.version, x.key, x.digest, ${MESSAGE_COLUMNS}
     FROM unnest($1::text[], $2::text[]) g (sender, key)
     JOIN message x ON x.sender = g.sender AND x.key = g.key JOIN conversation c ON c.row = x.conversation`,
    [messages.map(({ from }) => from), messages.map(({ key }) => toStored(key))],
  );
  const conversations = await known.at(ask, new Map(rows.map(({ row, version }) => [row, version])));
  for (const row of rows) {
    const conversation = conversations.get(row.row);
    if (conversation === undefined) continue;
    found.set(nameOf({ from: row.sender, key: fromStored(row.key) }), { row, conversation });
  }
  return found;
}

/** What was sent under a key first; null when nothing was. */
export async function firstSentUnder(ask: Ask, known: KnownConversations, keyed: Keyed): Promise<FirstUnderKey | null> {
  return (await firstsSentUnder(ask, known, [keyed])).get(nameOf(keyed)) ?? null;
}

/** The answer to a message under a key that is known. */
export function repeatOf(first: FirstUnderKey | undefined, keys: Keys, message: NewMessage): Accepted | StoreError {
  if (first === undefined) return new StoreError("unavailable", "a key was taken and went away");
  const { row, conversation } = first;
  const isSame = keys.isSameMessage({ ...row, text: fromStored(row.text) }, conversation, message);
  return isSame ? repeat(first) : keyReused();
}

export function repeat({ row, conversation }: FirstUnderKey): Accepted {
  return { message: messageOf(conversation, row), conversation, isRepeat: true };
}

export function keyReused(): StoreError {
  return new StoreError("key_reused", "the key was used for another message");
}
