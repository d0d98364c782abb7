import { pairOf } from "../../chat/conversation.ts";
import { createConversationId } from "../../chat/ids.ts";
import type { NewMessage } from "../messages.ts";
import type { StoreError } from "../store-error.ts";
import { blocked } from "./append.ts";
import type { Ask } from "./connection.ts";
import type { BatchKind } from "./lanes.ts";
import { toStored } from "./stored-text.ts";

/** The first message of two people that a gateway sees. */
export type Opening = Pick<NewMessage, "from" | "to" | "key" | "at">;

interface Standing {
  /** Null: they have no conversation yet. */
  readonly row: number | null;
  /** The key was used before, so the message is a repeat of one elsewhere. */
  readonly is_known: boolean;
  readonly is_blocked: boolean;
}

/**
 * Conversations of two by their row, made where there are none: of all that wait in one call. Null: there is none, and the message
 * is a repeat, which makes none. Refuses with `blocked`.
 */
export const PAIRS: BatchKind<Opening, number | null> = {
  name: "pair",
  uniqueBy: ({ from, to }) => nameOf(from, to),
  async run(ask, items) {
    const standings = await ask<Standing>(
      // Not EXISTS, which PostgreSQL may answer from a hash of the whole table.
      `SELECT c.row, (SELECT true FROM message m WHERE m.sender = g.sender AND m.key = g.key) IS NOT NULL AS is_known,
         (SELECT true FROM block b WHERE b.user_id = g.addressee AND b.blocked = g.sender AND b.user_id <> b.blocked) IS NOT NULL
           AS is_blocked
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
         AS g (sender, addressee, key, one, other, place)
       LEFT JOIN conversation c ON c.one = g.one AND c.other = g.other ORDER BY g.place`,
      [
        items.map(({ from }) => from),
        items.map(({ to }) => to),
        items.map(({ key }) => toStored(key)),
        ...sidesOf(items),
      ],
    );
    // Everywhere in one order, so that two gateways that make the same wait in no circle.
    const made = await make(
      ask,
      items
        .filter((_item, index) => isToBeMade(standings[index]))
        .toSorted((one, other) => (nameOf(one.from, one.to) < nameOf(other.from, other.to) ? -1 : 1)),
    );
    return items.map(({ from, to }, index): number | null | StoreError => {
      const standing = standings[index];
      if (standing?.is_blocked === true && standing.row === null && !standing.is_known) return blocked();
      return standing?.row ?? made.get(nameOf(from, to)) ?? null;
    });
  },
};

function isToBeMade(standing: Standing | undefined): boolean {
  return standing?.row === null && !standing.is_known && !standing.is_blocked;
}

async function make(ask: Ask, openings: readonly Opening[]): Promise<ReadonlyMap<string, number>> {
  const rows = new Map<string, number>();
  if (openings.length === 0) return rows;
  const found = await ask<{ row: number; one: string; other: string }>(
    `WITH made AS (
       INSERT INTO conversation (id, kind, made_at, one, other)
       SELECT id, 'one_to_one', made_at, one, other FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[])
         AS g (id, made_at, one, other)
       ON CONFLICT (one, other) DO NOTHING RETURNING row, one, other
     ), members AS (
       INSERT INTO member (user_id, conversation)
       SELECT DISTINCT u.name, m.row FROM made m, unnest(ARRAY[m.one, m.other]) AS u (name)
     )
     SELECT row, one, other FROM made`,
    [openings.map(() => createConversationId()), openings.map(({ at }) => at.getTime()), ...sidesOf(openings)],
  );
  // Another gateway made the others at the same moment; a statement of its own sees them.
  const others =
    found.length === openings.length
      ? []
      : await ask<{ row: number; one: string; other: string }>(
          `SELECT c.row, c.one, c.other FROM unnest($1::text[], $2::text[]) AS g (one, other)
           JOIN conversation c ON c.one = g.one AND c.other = g.other`,
          sidesOf(openings),
        );
  for (const { row, one, other } of [...found, ...others]) rows.set(`${one}\n${other}`, row);
  return rows;
}

/** Two lists for `unnest`, as a conversation names its two. */
function sidesOf(openings: readonly Opening[]): readonly [readonly string[], readonly string[]] {
  const pairs = openings.map(({ from, to }) => pairOf(from, to));
  return [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
}

function nameOf(from: string, to: string): string {
  return pairOf(from, to).join("\n");
}
