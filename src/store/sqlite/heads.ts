import type Database from "better-sqlite3";
import type { Head } from "../conversations.ts";
import type { Conversations } from "./conversations.ts";

interface MemberRow {
  readonly id: string;
  readonly row: number;
  readonly from: number;
  readonly until: number | null;
  readonly delivered: number;
}

/** Reads where each of a user's conversations stands. What is remembered of one spares two searches. */
export function createHeads(
  db: Database.Database,
  known: Pick<Conversations, "remembered">,
): (user: string) => Map<string, Head> {
  const selectAll = db.prepare<[string], MemberRow>(
    `SELECT c.id, c.row, m.from_seq AS "from", m.until_seq AS until, m.delivered_seq AS delivered
     FROM member m JOIN conversation c ON c.row = m.conversation WHERE m.user = ?`,
  );
  const selectLast = db
    .prepare<[number], number>("SELECT seq FROM placed WHERE conversation = ? ORDER BY seq DESC LIMIT 1")
    .pluck();
  const selectLastUpdate = db
    .prepare<[row: number, until: number | null], number>(
      "SELECT coalesce(max(number), 0) FROM message_update WHERE conversation = ? AND seq <= coalesce(?, seq)",
    )
    .pluck();

  function headOf({ id, row, from, until, delivered }: MemberRow): Head {
    const isMember = until === null;
    const conversation = isMember ? known.remembered(id) : null;
    const seq = until ?? conversation?.lastSeq ?? selectLast.get(row) ?? 0;
    const update = conversation?.lastUpdate ?? selectLastUpdate.get(row, until) ?? 0;
    return { seq, update, delivered, from, isMember };
  }

  return (user) => new Map(selectAll.all(user).map((member) => [member.id, headOf(member)]));
}
