import fc from "fast-check";
import { expect, test } from "vitest";
import { ERRORS, ProtocolError } from "../../src/protocol/errors.ts";
import { parseClientFrame } from "../../src/protocol/frames.ts";
import { limitsWith, parseLimit } from "../../src/protocol/limits.ts";

const SEND = { type: "send", id: "1", key: "k", to: "bob", text: "hi" };

/** A fault that is no refusal is thrown on. */
function outcomeOf(text: string): string {
  try {
    parseClientFrame(text);
    return "frame";
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

test("a frame keeps the fields its type names and no others", () => {
  const text = `{"__proto__":{"x":1},"constructor":1,"extra":true,${JSON.stringify(SEND).slice(1)}`;
  expect(parseClientFrame(text)).toStrictEqual(SEND);
});

test("[P8] whatever is sent is a frame or a refusal with a known code that repeats nothing of it", () => {
  const mutated = fc
    .tuple(fc.constantFrom(...Object.keys(SEND)), fc.jsonValue({ maxDepth: 3 }))
    .map(([field, value]) => JSON.stringify({ ...SEND, [field]: value }));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), mutated), (text) => {
      expect(outcomeOf(text)).toBeOneOf(["frame", ...Object.keys(ERRORS)]);
    }),
    { numRuns: 3_000 },
  );
  const secret = "seeded-secret";
  for (const frame of [`{"type":"${secret}"}`, JSON.stringify({ ...SEND, to: `c:${secret}` }), `{${secret}`]) {
    expect(() => parseClientFrame(frame)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
  }
});

test("one name typed on two keyboards is one user", () => {
  const to = (text: string) => parseClientFrame(JSON.stringify({ ...SEND, to: text }));
  expect(to("Ngọc".normalize("NFD"))).toEqual(to("Ngọc".normalize("NFC")));
});

test("a limit is set by its name within its bounds", () => {
  expect(limitsWith(parseLimit("maxTextLength=16000"))).toMatchObject({ maxTextLength: 16_000, heartbeatMs: 25_000 });
  for (const wrong of [
    "maxTextLength=0",
    "maxTextLength=1.5",
    "maxTextLength",
    "maxText=1",
    "__proto__=1",
    "toString=1",
  ]) {
    expect(() => parseLimit(wrong)).toThrow("expected");
  }
});
