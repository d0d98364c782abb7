import { expect, test } from "vitest";
import { contextRecord, readerOf, withChoice } from "../../src/messages/reader.ts";

test("a message keeps the context of its own reader, whatever readers on the same client chose before", () => {
  const client = { os: "android", version: "8.0.11" } as const;
  const reader = readerOf(client, "en", null);
  const readers = [reader, withChoice(reader, "external"), readerOf(client, "vi", "external"), reader, reader];
  const kept = readers.map((each) => JSON.parse(contextRecord(each, [])) as unknown);
  expect(kept).toEqual(readers.map(({ choice, locale }) => ({ client, choice, locale })));
});
