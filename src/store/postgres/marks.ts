import type { StoreError } from "../store-error.ts";
import type { Device } from "../users.ts";
import { unknownConversation } from "./append.ts";
import type { BatchKind } from "./lanes.ts";
import { toStored } from "./stored-text.ts";
import { unknownMessage } from "./updates.ts";

/** How far a user has received or read a conversation. */
export interface Mark {
  readonly kind: "read" | "delivered";
  readonly user: string;
  /** Of the conversation. */
  readonly id: string;
  readonly seq: number;
}

interface Standing {
  readonly user_id: string;
  readonly id: string;
  /** What of the conversation the user sees. */
  readonly from_seq: number;
  readonly last_seq: number;
  /** Before this batch. */
  readonly delivered_seq: number;
  readonly read_seq: number;
}

const nameOf = (user: string, id: string) => `${user}\n${id}`;

/**
 * Marks of one call to the server: of each member the highest is written. Rows are locked in the order of conversation and user.
 * A result says whether its mark moved, as if each had come alone.
 */
export const MARKS: BatchKind<Mark, boolean> = {
  name: "mark",
  uniqueBy: () => null,
  async run(ask, items) {
    const found = await ask<Standing>(
      `WITH given AS (
         SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::boolean[]) AS g (user_id, id, seq, is_read)
       ), standing AS MATERIALIZED (
         SELECT m.conversation, m.user_id, c.id, m.from_seq, least(coalesce(m.until_seq, c.last_seq), c.last_seq) AS last_seq,
           m.delivered_seq, m.read_seq
         FROM (SELECT DISTINCT user_id, id FROM given) g JOIN conversation c ON c.id = g.id
         JOIN member m ON m.conversation = c.row AND m.user_id = g.user_id
         ORDER BY m.conversation, m.user_id FOR NO KEY UPDATE OF m
       ), highest AS (
         SELECT s.conversation, s.user_id, max(g.seq) AS delivered, coalesce(max(g.seq) FILTER (WHERE g.is_read), 0) AS read
         FROM standing s JOIN given g ON g.user_id = s.user_id AND g.id = s.id
         WHERE g.seq BETWEEN s.from_seq AND s.last_seq GROUP BY s.conversation, s.user_id
       ), moved AS (
         UPDATE member m
         SET delivered_seq = greatest(m.delivered_seq, h.delivered), read_seq = greatest(m.read_seq, h.read)
         FROM highest h WHERE m.conversation = h.conversation AND m.user_id = h.user_id
           AND (m.delivered_seq < h.delivered OR m.read_seq < h.read)
       )
       SELECT user_id, id, from_seq, last_seq, delivered_seq, read_seq FROM standing`,
      [
        items.map(({ user }) => user),
        items.map(({ id }) => id),
        items.map(({ seq }) => seq),
        items.map(({ kind }) => kind === "read"),
      ],
    );
    const standings = new Map(found.map((each) => [nameOf(each.user_id, each.id), { ...each }]));
    return items.map(({ kind, user, id, seq }): boolean | StoreError => {
      const standing = standings.get(nameOf(user, id));
      if (standing === undefined) return unknownConversation();
      if (seq < standing.from_seq || seq > standing.last_seq) return unknownMessage();
      const isMoved = seq > (kind === "read" ? standing.read_seq : standing.delivered_seq);
      // What was read was delivered.
      standing.delivered_seq = Math.max(standing.delivered_seq, seq);
      if (kind === "read") standing.read_seq = Math.max(standing.read_seq, seq);
      return isMoved;
    });
  },
};

export interface SeenDevice {
  readonly device: Device;
  readonly at: Date;
}

/** Devices of one call to the server, the last word of each, and accounts that come for the first time. Rows are locked in one order. */
export const DEVICES: BatchKind<SeenDevice, void> = {
  name: "device",
  uniqueBy: () => null,
  async run(ask, items) {
    const latest = new Map(items.map((item) => [nameOf(item.device.user, toStored(item.device.device)), item]));
    const sorted = [...latest].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
    const column = <T>(read: (item: SeenDevice) => T) => sorted.map(read);
    await ask(
      `WITH seen AS (
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
           AS s (user_id, device, os, version, locale, seen_at)
       ), greeted AS (
         INSERT INTO account (user_id, since) SELECT user_id, min(seen_at) FROM seen GROUP BY user_id ORDER BY user_id
         ON CONFLICT DO NOTHING
       )
       INSERT INTO device (user_id, device, os, version, locale, seen_at) SELECT * FROM seen
       ON CONFLICT (user_id, device) DO UPDATE
         SET os = excluded.os, version = excluded.version, locale = excluded.locale, seen_at = excluded.seen_at`,
      [
        column(({ device: { user } }) => user),
        column(({ device: { device } }) => toStored(device)),
        column(({ device: { os } }) => os),
        column(({ device: { version } }) => (version === null ? null : toStored(version))),
        column(({ device: { locale } }) => locale),
        column(({ at }) => at.getTime()),
      ],
    );
    return items.map(() => undefined);
  },
};
