import type Database from "better-sqlite3";
import type { ConversationKind } from "../../policy/types.ts";
import type { Fence, Question, Questioned } from "../leases.ts";
import { StoreError } from "../store-error.ts";
import type { Lease, MessagePlace } from "../updates.ts";
import type { Conversations } from "./conversations.ts";
import type { MessageOf, MessageRow } from "./messages.ts";
import { COLUMNS_OF_M } from "./messages.ts";

interface QuestionRow extends MessageRow {
  readonly row: number;
  readonly id: string;
  readonly kind: ConversationKind;
  readonly contextJson: Question["contextJson"];
}

/** What is done once, by whichever gateway. All of it runs inside a transaction. */
export interface Leases {
  take(name: string, lease: Lease, now: Date): Fence | null;
  end(holder: string | null): void;
  /** @throws {StoreError} `lease_lost` when another has taken over. */
  check(fence: Fence): void;
  ask(row: number, seq: number, questioned: Questioned): void;
  claimQuestions(answerer: string, limit: number, lease: Lease, now: Date): readonly Question[];
  settleQuestion(place: MessagePlace): void;
  renewQuestions(lease: Lease, of: readonly MessagePlace[]): void;
  releaseQuestions(holder: string | null, of?: readonly MessagePlace[]): void;
}

export function createLeases(db: Database.Database, known: Conversations, messageOf: MessageOf): Leases {
  const take = db
    .prepare<[string, string, number, number], number>(
      `INSERT INTO lease (name, holder, until, fence) VALUES (?, ?, ?, 1)
       ON CONFLICT (name) DO UPDATE
         SET holder = excluded.holder, until = excluded.until, fence = fence + (holder <> excluded.holder)
         WHERE holder = excluded.holder OR until <= ?
       RETURNING fence`,
    )
    .pluck();
  const end = db.prepare<[string | null]>("UPDATE lease SET until = 0 WHERE holder = coalesce(?, holder)");
  const selectFence = db.prepare<[string], number>("SELECT fence FROM lease WHERE name = ?").pluck();
  const ask = db.prepare<[number, number, string, string, number, string]>(
    "INSERT INTO question (conversation, seq, answerer, context, claimed_until, claimed_by) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const selectClaimable = db.prepare<[string, number, number], QuestionRow>(
    `SELECT c.row, c.id, c.kind, q.context AS contextJson, ${COLUMNS_OF_M}
     FROM question q CROSS JOIN message m ON m.row = (SELECT row FROM placed WHERE conversation = q.conversation AND seq = q.seq)
     JOIN conversation c ON c.row = q.conversation
     WHERE q.answerer = ? AND (q.claimed_until IS NULL OR q.claimed_until <= ?) AND m.is_pending = 0
     ORDER BY m.at, q.conversation, q.seq LIMIT ?`,
  );
  const claim = db.prepare<[number, string, number, number]>(
    "UPDATE question SET claimed_until = ?, claimed_by = ? WHERE conversation = ? AND seq = ?",
  );
  const settle = db.prepare<[number, number]>("DELETE FROM question WHERE conversation = ? AND seq = ?");
  const renew = db.prepare<[number, number, number, string]>(
    "UPDATE question SET claimed_until = ? WHERE conversation = ? AND seq = ? AND claimed_by = ?",
  );
  const release = db.prepare<[number, number, string | null]>(
    `UPDATE question SET claimed_until = NULL, claimed_by = NULL
     WHERE conversation = ? AND seq = ? AND claimed_by = coalesce(?, claimed_by)`,
  );
  const releaseAll = db.prepare<[string | null]>(
    "UPDATE question SET claimed_until = NULL, claimed_by = NULL WHERE claimed_by IS NOT NULL AND claimed_by = coalesce(?, claimed_by)",
  );

  return {
    take(name, { holder, until }, now) {
      const number = take.get(name, holder, until.getTime(), now.getTime());
      return number === undefined ? null : { name, number };
    },
    end(holder) {
      end.run(holder);
    },
    check({ name, number }) {
      if (selectFence.get(name) !== number) throw leaseLost();
    },
    ask(row, seq, { answerer, terms }) {
      const { contextJson, lease } = terms();
      ask.run(row, seq, answerer, contextJson, lease.until.getTime(), lease.holder);
    },
    claimQuestions(answerer, limit, { holder, until }, now) {
      const rows = selectClaimable.all(answerer, now.getTime(), limit);
      for (const { row, seq } of rows) claim.run(until.getTime(), holder, row, seq);
      return rows.map((row) => ({ message: messageOf(row, row), contextJson: row.contextJson }));
    },
    settleQuestion({ conversation, seq }) {
      const row = known.byId(conversation)?.row;
      if (row !== undefined) settle.run(row, seq);
    },
    renewQuestions({ holder, until }, of) {
      for (const { conversation, seq } of of) {
        const row = known.byId(conversation)?.row;
        if (row !== undefined) renew.run(until.getTime(), row, seq, holder);
      }
    },
    releaseQuestions(holder, of) {
      if (of === undefined) releaseAll.run(holder);
      for (const { conversation, seq } of of ?? []) {
        const row = known.byId(conversation)?.row;
        if (row !== undefined) release.run(row, seq, holder);
      }
    },
  };
}

function leaseLost(): StoreError {
  return new StoreError("lease_lost", "another has taken over");
}
