import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NewEntry } from "../../src/log/entry.ts";
import { givenKeys, drawSeed } from "../../src/log/keys.ts";
import { createPublisher } from "../../src/log/publish.ts";
import { storeSource } from "../../src/log/source.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";

const ENTRIES = 100_000;
/** Decisions that are under way at one moment. */
const AT_ONCE = 1_000;
const PROOFS = 1_000;

function entryOf(n: number): NewEntry {
  const about = { change: "updated", list: `list${n}`, kind: "phishing", version: null, entries: n } as const;
  return { type: "list", at: new Date(), ...about, hash: n.toString(16).padStart(64, "0"), actor: "gateway" };
}

/** Goals: 20,000 appended a second, 100,000 verified in 5 s, a proof in 1 ms. */
export async function bench(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-bench-log-"));
  const store = openSqliteStore(join(folder, "hutong.sqlite"));
  try {
    const publisher = createPublisher({ log: store, keys: givenKeys(drawSeed(), null), now: () => new Date() });
    let startedMs = performance.now();
    for (let from = 0; from < ENTRIES; from += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => store.appendToLog(entryOf(from + n))));
    print(
      `appended    ${Math.round(ENTRIES / ((performance.now() - startedMs) / 1_000))} a second, ${AT_ONCE} at once`,
    );
    startedMs = performance.now();
    const source = storeSource(store, publisher.checkpoint);
    const key = await publisher.verifierKey();
    const { problems, entries } = await verifyLog({
      source,
      keys: [key],
      kept: [],
      against: null,
      onEntries: () => {},
    });
    const tookMs = performance.now() - startedMs;
    print(`verified    ${entries} entries in ${(tookMs / 1_000).toFixed(2)} s, ${problems.length} problems`);
    startedMs = performance.now();
    for (let n = 0; n < PROOFS; n += 1) await publisher.proof((n * 97) % ENTRIES);
    print(`one proof   ${((performance.now() - startedMs) / PROOFS).toFixed(2)} ms`);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}
