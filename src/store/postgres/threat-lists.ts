import type { SharedLists } from "../../findings/lists/kept/shared-lists.ts";
import { StoreError } from "../store-error.ts";
import type { Database } from "./database.ts";
import { checkFence, endLeases, takeLease } from "./leases.ts";

/** Name of the lease of who changes the lists. */
const LEASE = "threat lists";

export function createSharedLists({ ask, transaction }: Pick<Database, "ask" | "transaction">): SharedLists {
  return {
    async listsGeneration() {
      const [row] = await ask<{ generation: number }>("SELECT generation FROM threat_lists");
      return row?.generation ?? 0;
    },
    async keptLists() {
      const [row] = await ask<{ generation: number; catalog: string }>("SELECT generation, catalog FROM threat_lists");
      return row === undefined ? null : { generation: row.generation, catalogJson: row.catalog };
    },
    async *listText(file) {
      for (let piece = 0; ; piece += 1) {
        const [row] = await ask<{ bytes: Uint8Array }>(
          "SELECT bytes FROM threat_list_text WHERE file = $1 AND piece = $2",
          [file, piece],
        );
        if (row === undefined) return;
        yield row.bytes;
      }
    },
    async putListText(file, piece, bytes) {
      await ask(
        `INSERT INTO threat_list_text (file, piece, bytes) VALUES ($1, $2, $3)
         ON CONFLICT (file, piece) DO UPDATE SET bytes = excluded.bytes`,
        [file, piece, bytes],
      );
    },
    putLists: (catalogJson, files, after) =>
      transaction(async (within) => {
        await checkFence(within, { name: LEASE, number: after.turn });
        const [put] = await within<{ generation: number }>(
          `INSERT INTO threat_lists AS l (generation, catalog) VALUES ($1::bigint + 1, $2)
           ON CONFLICT (single) DO UPDATE SET generation = excluded.generation, catalog = excluded.catalog
             WHERE l.generation = $1
           RETURNING generation`,
          [after.generation, catalogJson],
        );
        if (put === undefined) throw new StoreError("lease_lost", "another has changed the lists");
        await within("DELETE FROM threat_list_text WHERE file <> ALL ($1::text[])", [files]);
        return put.generation;
      }),
    async takeListsTurn(holder, forMs) {
      const now = Date.now();
      const fence = await takeLease(ask, LEASE, { holder, until: new Date(now + forMs) }, new Date(now));
      return fence?.number ?? null;
    },
    endListsTurn: (holder) => endLeases(ask, holder),
  };
}
