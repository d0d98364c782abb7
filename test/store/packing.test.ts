import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { temporaryFolder } from "../support/folder.ts";

const day = (number: number) => new Date(Date.UTC(2021, 8, 1 + number));

/** Stands in each text, and nowhere else. */
const MARK = "hark! ";

const said = (conversation: number, key: string, length: number, at: Date) => ({
  from: `a${conversation}`,
  to: `b${conversation}`,
  key,
  text: MARK.padEnd(length, "."),
  at,
  reportsJson: NO_REPORTS,
  contextJson: null,
  isPending: false,
});

/** Takes steps as retention does. @returns  What `look` saw when the last text was gone, and after the last step. */
async function expire<T>(store: Store, before: Date, look: () => T) {
  const limit = 250;
  let after: string | null = null;
  let wiped: T | undefined;
  do {
    const { messages, next } = await store.expireContent({ before, at: before, after, limit });
    if (messages < limit) wiped ??= look();
    after = next;
  } while (after !== null);
  return { wiped, packed: look() };
}

test.for([
  ["long", 1_500, 2_000, 0.3],
  ["short", 90, 4_000, 0.85],
] as const)(
  "what comes takes the room of %s texts that retention took, and nothing else of them changes",
  async ([, length, count, share], { onTestFinished }) => {
    const path = join(temporaryFolder(onTestFinished), "hutong.sqlite");
    const store = openSqliteStore(path);
    const beside = new Database(path, { readonly: true });
    onTestFinished(async () => {
      beside.close();
      await store.close();
    });
    await store.markBot("b1");
    await store.keepWebhook(day(99));
    const say = async (round: number) => {
      for (let from = 0; from < count; from += 500)
        await Promise.all(
          Array.from({ length: 500 }, (_, at) =>
            store.append(said(at % 7, `${from + at} ${round}`, length, day(round))),
          ),
        );
    };
    const pages = () => Number(beside.pragma("page_count", { simple: true }));
    const tables = beside
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'setting'")
      .pluck()
      .all();
    const all = () =>
      tables.map((name) => {
        const hash = createHash("sha256");
        for (const row of beside.prepare(`SELECT * FROM ${name}`).raw().iterate()) hash.update(JSON.stringify(row));
        return `${name} ${hash.digest("hex")}`;
      });

    const sizes = [pages()];
    for (let round = 0; round < 3; round += 1) {
      await say(round);
      sizes.push(pages());
      const { wiped, packed } = await expire(store, day(round + 1), all);
      expect(packed).toEqual(wiped);
    }
    const [first = 0, second = 0, third = 0] = sizes.slice(1).map((size, at) => size - (sizes[at] ?? 0));
    // The last rows of a round are packed in the next.
    expect([second / first, third / first].map((grown) => grown < share)).toEqual([true, true]);
    expect(beside.pragma("integrity_check", { simple: true })).toBe("ok");
  },
);

test.for([
  ["between others", 200, (number: number) => (number * 7_919) % 100 < 12 && number > 300 && number < 4_000],
  ["at the beginning", 700, (number: number) => number < 100],
] as const)("a later wipe finds all of texts that were left %s", async ([, lengths, isLeft], { onTestFinished }) => {
  const path = join(temporaryFolder(onTestFinished), "hutong.sqlite");
  const store = openSqliteStore(path);
  for (let from = 0; from < 5_000; from += 500) {
    await Promise.all(
      Array.from({ length: 500 }, (_, at) => {
        const number = from + at;
        // One conversation is dated a week ahead, by a clock that was wrong.
        const isAhead = isLeft(number);
        return store.append(
          said(isAhead ? 8 : number % 7, `${number}`, 60 + ((number * 31) % lengths), day(isAhead ? 7 : 0)),
        );
      }),
    );
  }
  await expire(store, day(1), () => null);
  await expire(store, day(8), () => null);
  await store.close();
  expect(readFileSync(path, "latin1").split(MARK)).toHaveLength(1);
});
