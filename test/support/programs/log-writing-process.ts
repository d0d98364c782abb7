import { openPostgresStore } from "../../../src/store/postgres/store.ts";
import { openSqliteStore } from "../../../src/store/sqlite/store.ts";

// A store that appends to the decision log without end, to be killed: node log-writing-process.ts PLACE NAME.
// A line for each entry that was acknowledged: its index and its name.
const [place = "", name = ""] = process.argv.slice(2);
const store = place.startsWith("postgres") ? await openPostgresStore(place) : openSqliteStore(place);

async function append(lane: number): Promise<never> {
  for (let count = 1; ; count += 1) {
    const list = `${name}-${lane}-${count}`;
    const about = { change: "updated", kind: "phishing", version: null, entries: 1, hash: "0".repeat(64) } as const;
    const index = await store.appendToLog({ type: "list", at: new Date(), list, actor: "gateway", ...about });
    process.stdout.write(`${index} ${list}\n`);
  }
}
await Promise.all(Array.from({ length: 20 }, (_, lane) => append(lane)));
