import { createHash } from "node:crypto";
import type { KeptRulebook, NewRulebook } from "../../rulebooks/kept.ts";
import type { RulebookPut, SharedRulebooks } from "../shared.ts";
import type { Ask } from "./connection.ts";
import type { Database } from "./database.ts";
import { fromStored, toStored } from "./stored-text.ts";

interface Row {
  readonly number: number;
  readonly reference: string;
  readonly hash: string;
  readonly since: number;
}

const COLUMNS = "number, reference, hash, since";

const listed = ({ reference, since, ...row }: Row): Omit<KeptRulebook, "text"> => ({
  ...row,
  reference: fromStored(reference),
  since: new Date(since),
});

function whole(row: (Row & { readonly text: string }) | undefined): KeptRulebook | null {
  return row === undefined ? null : { ...listed(row), text: fromStored(row.text) };
}

async function latest(ask: Ask, after: number): Promise<KeptRulebook | null> {
  const [row] = await ask<Row & { text: string }>(
    `SELECT ${COLUMNS}, text FROM rulebook WHERE number > $1 ORDER BY number DESC LIMIT 1`,
    [after],
  );
  return whole(row);
}

/** Part of a transaction. Whoever puts one waits for the other, so that each takes the place of the one before. */
async function put(ask: Ask, { reference, text }: NewRulebook): Promise<RulebookPut> {
  await ask("LOCK TABLE rulebook IN SHARE ROW EXCLUSIVE MODE");
  const now = await latest(ask, 0);
  if (now?.text === text && now.reference === reference) return { inForce: now, before: null, isNew: false };
  const hash = createHash("sha256").update(text).digest("hex");
  // Time never goes back, whatever the server's clock does: each is found by the instants it was in force.
  const [row] = await ask<Row & { text: string }>(
    `INSERT INTO rulebook (number, reference, text, hash, since)
     VALUES ($1, $2, $3, $4, greatest((extract(epoch FROM clock_timestamp()) * 1000)::bigint, $5)) RETURNING ${COLUMNS}, text`,
    [(now?.number ?? 0) + 1, toStored(reference), toStored(text), hash, (now?.since.getTime() ?? 0) + 1],
  );
  const inForce = whole(row);
  if (inForce === null) throw new Error("a rulebook was not written");
  if (now === null) return { inForce, before: null, isNew: true };
  const { text: _text, ...before } = now;
  return { inForce, before, isNew: true };
}

export function createSharedRulebooks({ ask, transaction }: Pick<Database, "ask" | "transaction">): SharedRulebooks {
  return {
    rulebookInForce: (after = 0) => latest(ask, after),
    async rulebookAt(at) {
      const [row] = await ask<Row & { text: string }>(
        `SELECT ${COLUMNS}, text FROM rulebook WHERE since <= $1 ORDER BY number DESC LIMIT 1`,
        [at.getTime()],
      );
      return whole(row);
    },
    async rulebookHistory() {
      return (await ask<Row>(`SELECT ${COLUMNS} FROM rulebook ORDER BY number`)).map(listed);
    },
    putRulebook: (rulebook) => transaction((within) => put(within, rulebook)),
  };
}
