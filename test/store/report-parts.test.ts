import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { openSource } from "../../src/store/import/source.ts";
import { jsonText, type JsonPieces } from "../../src/input/json.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { temporaryFolder } from "../support/folder.ts";

const folder = temporaryFolder(afterAll);
const fileOf = (name: string) => join(folder, `${name}.sqlite`);

const verdict = JSON.stringify({ action: "block", reason: `“$&” \u0001 ${"why ".repeat(40)}` });
const payments = JSON.stringify([{ method: "alipay", note: "since ".repeat(40) }]);
const reportsOf = (link: string, own = verdict) =>
  `[{"link":${JSON.stringify(link)},"verdict":${own},"payments":${payments}}]`;

/** Reports in pieces: what stands between shared ones is their own. */
function inPieces(reports: string, shared: readonly string[]): JsonPieces {
  const [next, ...others] = shared;
  if (next === undefined) return [reports];
  const piece = { json: next, bytes: Buffer.from(next) };
  return reports.split(next).flatMap((own, index) => [...(index === 0 ? [] : [piece]), ...inPieces(own, others)]);
}

/** A message whose link is told by such reports. */
const said = (key: string, reports: string, shared: readonly string[] = [verdict, payments], text = key) => ({
  from: "a",
  to: "b",
  key,
  text,
  at: new Date(1_000),
  reportsJson: jsonText<never>(reports),
  reportPieces: inPieces(reports, shared),
  contextJson: null,
  isPending: false,
});

/** How often a text stands in a table of a file. */
function countIn(path: string, sql: string): unknown {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).pluck().get();
  } finally {
    db.close();
  }
}

test("what many reports share is on the disk once, and each is read as it was written", async () => {
  const path = fileOf("once");
  const store = openSqliteStore(path);
  // A link that says what marks a part, and one of other words than are shared.
  const written = [
    reportsOf("https://a.example/"),
    reportsOf("https://a.example/\u00011;"),
    `[${reportsOf("1").slice(1, -1)},${reportsOf("2").slice(1, -1)}]`,
    reportsOf("https://b.example/", '{"action":"open_externally"}'),
  ];
  for (const [index, reports] of written.entries()) await store.append(said(`k${index}`, reports));
  const [id = ""] = (await store.heads("a")).keys();
  const read = async (from: typeof store) =>
    (await from.messagesAfter("b", id, 0, 10)).map(({ reportsJson }) => reportsJson);
  expect(await read(store)).toEqual(written);
  expect((await store.append(said("k1", reportsOf("another")))).message.reportsJson).toBe(written[1]);
  await store.close();
  expect(countIn(path, "SELECT count(*) FROM message WHERE instr(reports, 'alipay') OR instr(reports, 'why')")).toBe(0);
  expect(countIn(path, "SELECT count(*) FROM report_part")).toBe(2);
  expect(readFileSync(path, "utf8").split('"method":"alipay"').length - 1).toBeLessThanOrEqual(2);
  const again = openSqliteStore(path);
  expect(await read(again)).toEqual(written);
  await again.close();
  // Who takes the folder to PostgreSQL takes reports whole, and no table of parts.
  const source = openSource(path);
  const messages = source.tables.find(({ name }) => name === "message");
  expect(source.tables.map(({ name }) => name)).not.toContain("report_part");
  const column = messages?.columns.findIndex(({ name }) => name === "reports") ?? -1;
  const rows = messages === undefined ? [] : source.rowsAfter(messages, null, 10, []);
  expect(rows.map((row) => row[column])).toEqual(written);
  source.close();
});

test("a part that was not stored with the message that brought it is stored with the next", async () => {
  const path = fileOf("full");
  await openSqliteStore(path).close();
  const pages = Number(countIn(path, "PRAGMA page_count"));
  const store = openSqliteStore(path, { maxPages: pages + 40 });
  await store.append(said("first", "[]", []));
  await expect(store.append(said("large", reportsOf("1"), undefined, "x".repeat(400_000)))).rejects.toMatchObject({
    code: "unavailable",
  });
  // Another part gets the number of one that was read before its transaction was taken back.
  const large = said("large", reportsOf("1", undefined), [payments], "x".repeat(400_000));
  const batch = [said("k", reportsOf("1"), [payments]), said("k", reportsOf("1"), [payments]), large];
  for (const { status } of await Promise.allSettled(batch.map((each) => store.append(each))))
    expect(status).toBe("rejected");
  await store.append(said("small", reportsOf("2")));
  const [id = ""] = (await store.heads("a")).keys();
  const messages = await store.messagesAfter("a", id, 0, 10);
  expect(messages.map(({ reportsJson }) => reportsJson)).toEqual(["[]", reportsOf("2")]);
  await store.close();
});

test("when there are ten thousand parts, what comes stays whole in its message", async () => {
  const path = fileOf("many");
  await openSqliteStore(path).close();
  const db = new Database(path);
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
    INSERT INTO report_part (json) SELECT 'other ' || i FROM n`);
  db.close();
  const store = openSqliteStore(path);
  await store.append(said("k", reportsOf("1")));
  const [id = ""] = (await store.heads("a")).keys();
  expect((await store.messagesAfter("a", id, 0, 10))[0]?.reportsJson).toBe(reportsOf("1"));
  await store.close();
  expect(countIn(path, "SELECT count(*) FROM report_part")).toBe(10_000);
  expect(countIn(path, "SELECT count(*) FROM message WHERE instr(reports, 'alipay')")).toBe(1);
});
