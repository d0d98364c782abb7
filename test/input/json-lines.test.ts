import { expect, test } from "vitest";
import { z } from "zod";
import { parseLine, readLineBatches } from "../../src/input/json-lines.ts";

async function* chunksOf(...chunks: (string | Uint8Array)[]) {
  yield* chunks;
}

async function linesOf(...chunks: (string | Uint8Array)[]) {
  return (await Array.fromAsync(readLineBatches(chunksOf(...chunks)))).flat();
}

test("lines end at LF or CR LF, whatever the chunks", async () => {
  expect(await linesOf("a\nb", "c\r\nd", "\n", "e")).toEqual(["a", "bc", "d", "e"]);
});

test("a line separator inside a JSON string ends no line", async () => {
  expect(await linesOf('{"text":"a\u2028b"}\n')).toEqual(['{"text":"a\u2028b"}']);
});

test("a character split between two chunks stays whole", async () => {
  const bytes = new TextEncoder().encode("链\n");
  expect(await linesOf(bytes.slice(0, 2), bytes.slice(2))).toEqual(["链"]);
});

test("an answerable line is given out before the next chunk comes", async () => {
  const batches = readLineBatches(chunksOf("a\nb\nc", "\n"));
  expect((await batches.next()).value).toEqual(["a", "b"]);
});

const schema = z.object({ id: z.string(), at: z.object({ day: z.number() }).optional() });

test("a fault names line, field and expectation, and repeats nothing of the line", () => {
  const parse = (line: string) => () => parseLine(line, 7, schema);
  expect(parse('{"id": secret}')).toThrow(
    /^line 7, column \d+: expected one JSON object$|^line 7: expected one JSON object$/u,
  );
  expect(parse('{"id": 5}')).toThrow("line 7: id: expected a text, not a number");
  expect(parse('{"id":"a","at":{"day":"secret"}}')).toThrow("line 7: at.day: expected a number, not a text");
  expect(parse('"secret"')).toThrow("line 7: the object: expected an object, not a text");
});

test("files that were joined hold a byte order mark amid their lines, and records may begin with U+001E", async () => {
  expect(await linesOf('\uFEFF{"id":"a"}\n', '\uFEFF{"id":"b"}\r\n\u001E{"id":"c"}\n')).toEqual(
    ["a", "b", "c"].map((id) => `{"id":"${id}"}`),
  );
});

test("UTF-16, as some shells write files, is refused as that and no line of it is read", async () => {
  for (const [first, second] of [
    [0xff, 0xfe],
    [0xfe, 0xff],
    [0x7b, 0],
    [0, 0x7b],
  ] as const)
    await expect(linesOf(Uint8Array.of(first, second, 0x22, 0))).rejects.toThrow(
      "line 1: expected UTF-8; this text is in UTF-16",
    );
  expect(await linesOf(Uint8Array.of(0x7b))).toEqual(["{"]);
});

test("what nobody sees before a mistake is told by its number, and nothing of what stands behind it", () => {
  const parse = (line: string) => () => parseLine(line, 7, schema);
  expect(parse('{\u00A0"id":"a"}')).toThrow(/^line 7, column 2: expected one JSON object; column 2 holds U\+00A0/u);
  expect(parse('{“id”:"a"}')).toThrow(/^line 7, column 2: expected one JSON object; column 2 holds U\+201C/u);
  expect(parse("{'id': 1, secret\u200B}")).toThrow(/^line 7, column \d+: expected one JSON object$/u);
});
