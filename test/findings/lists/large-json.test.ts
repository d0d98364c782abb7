import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonParts } from "../../../src/findings/lists/formats/json-parts.ts";
import { guessFormat, type ListFormat } from "../../../src/findings/lists/formats/formats.ts";
import type { SourceText } from "../../../src/findings/lists/formats/read.ts";
import { emptyReport, readList } from "../../../src/findings/lists/read-list.ts";
import { sourceOf, sourceText } from "../../../src/findings/lists/source-file.ts";

/** Pieces as a file gives them: one buffer, used again. */
function* inPieces(text: string, length: number): Generator<Buffer> {
  const all = Buffer.from(text);
  const buffer = Buffer.alloc(length);
  for (let at = 0; at < all.length; at += length) yield buffer.subarray(0, all.copy(buffer, 0, at, at + length));
}

/** A source that is larger than what is read in one piece. */
function large(text: string, length = 7): SourceText {
  return sourceOf(() => inPieces(text, length), 0);
}

function read(format: ListFormat, source: SourceText) {
  const report = emptyReport();
  const options = { format, subdomains: null, guards: { guardOf: () => null }, nowMs: Date.parse("2026-11-28") };
  const entries = [...readList(source, options, report)];
  return { entries, report };
}

const row = (at: number) => ({ id: at, url: `http://a${at}.example/"x\\{[é,]`, dateadded: "2026-11-01 01:02:03 UTC" });
const attribute = (at: number) => ({
  type: "domain",
  value: `m${at}.example`,
  to_ids: at % 3 > 0,
  timestamp: "1764000000",
});
const indicator = (at: number) => ({
  type: "indicator",
  pattern: `[url:value = 'http://s${at}.example/\\'}]']`,
  pattern_type: "stix",
  revoked: at === 2,
  valid_from: "2026-01-01T00:00:00Z",
});
const some = <Row>(make: (at: number) => Row): Row[] => Array.from({ length: 5 }, (_, at) => make(at));

test.each<[ListFormat, string, unknown]>([
  ["urlhaus", "an array", some(row)],
  ["urlhaus", "urls", { query_status: "ok", urls: some(row) }],
  ["urlhaus", "rows by id", { 1: [row(1)], 2: [row(2)] }],
  [
    "phishtank",
    "its array",
    some((at) => ({ phish_id: at, url: `http://p${at}.example/`, verified: at > 0 ? "yes" : "no" })),
  ],
  [
    "misp",
    "an event",
    { Event: { info: "x", Orgc: { name: "y" }, Attribute: some(attribute), Object: [{ Attribute: some(attribute) }] } },
  ],
  ["misp", "events", { response: [{ Event: { Attribute: some(attribute) } }] }],
  ["misp", "attributes", { response: { Attribute: some(attribute) } }],
  ["misp", "an array of events", [{ Event: { Attribute: some(attribute) } }]],
  ["misp", "a warninglist", { description: "x", list: ["a.example", "b.example"], name: "x", type: "hostname" }],
  ["stix", "a bundle", { type: "bundle", id: "bundle--1", objects: [{ type: "identity" }, ...some(indicator)] }],
  ["stix", "an array", some(indicator)],
])("%s of more than 64 MiB, %s, is read as what is smaller is", (format, _form, value) => {
  for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
    const whole = read(format, sourceText(text));
    expect(whole.entries.length + whole.report.guards.length).toBeGreaterThan(1);
    for (const length of [1, 7, 64, 65_536]) expect(read(format, large(text, length))).toEqual(whole);
    expect(guessFormat(large(text)).format).toBe(format);
  }
});

test("what is broken is named by its byte, large or small", () => {
  const text = JSON.stringify(some(row));
  const second = Buffer.from(text).indexOf('{"id":1');
  const broken = text.replace('{"id":1', '{"id":x');
  for (const source of [sourceText(broken), large(broken)])
    expect(() => read("urlhaus", source)).toThrow(`cut or damaged at byte ${second}`);
  const cut = text.slice(0, -1);
  for (const source of [sourceText(cut), large(cut)])
    expect(() => read("urlhaus", source)).toThrow(`cut or damaged at byte ${Buffer.byteLength(cut)}`);
  for (const bad of ["[1 2]", "[1,]", "{1:2}", '{"a"}', "[1]]", '{"a":1,}', "", "[,1]"])
    expect(() => [...jsonParts(inPieces(bad, 1))]).toThrow("damaged at byte");
});

test("a part that is larger than 16 MiB is refused by its byte", () => {
  const pieces = function* (): Generator<Buffer> {
    yield Buffer.from('[1, {"x": "');
    const buffer = Buffer.alloc(1_048_576, "a");
    for (let at = 0; at < 17; at += 1) yield buffer;
    throw new Error("read on");
  };
  expect(() => [...jsonParts(pieces())]).toThrow("from byte 4 on, is larger than 16 MiB");
});

test("the parts of any array are what JSON.parse finds in it, wherever the pieces end", () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 6 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(2),
      (items, length, indent) => {
        const text = JSON.stringify(items, null, indent);
        const parts = [...jsonParts(inPieces(text, length))];
        expect(parts.map(({ value }) => value)).toEqual(JSON.parse(text));
        expect(parts.every(({ path, isItem }) => isItem && path.length === 0)).toBe(true);
      },
    ),
  );
});
