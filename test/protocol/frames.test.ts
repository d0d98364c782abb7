import fc from "fast-check";
import { expect, test } from "vitest";
import { ERRORS, ProtocolError } from "../../src/protocol/errors.ts";
import { parseClientFrame } from "../../src/protocol/frames.ts";
import { limitsWith, parseLimit } from "../../src/protocol/limits.ts";
import { randomRuns } from "../support/random-runs.ts";

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
    { numRuns: randomRuns(300) },
  );
  const secret = "seeded-secret";
  for (const frame of [`{"type":"${secret}"}`, JSON.stringify({ ...SEND, to: `c:${secret}` }), `{${secret}`]) {
    expect(() => parseClientFrame(frame)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
  }
});

test("a send is read the same by its short way and by its schema", () => {
  // What an addressee's name may be, said anew: the short way must not take a name that the schema refuses or changes.
  const isName = (to: string) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.-]{0,63}$/u.test(to) && to.length <= 64;
  const isShort = (text: string) => text.length >= 1 && text.length <= 64;
  const word = fc.oneof(fc.string({ maxLength: 70 }), fc.string({ unit: "binary", maxLength: 70 }));
  const to = fc.oneof(
    word,
    fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,70}$/u),
    fc.stringMatching(/^c:[\w-]{21,23}$/u),
    fc.constantFrom("Ngọc".normalize("NFD"), "_bob", ".bob", "-bob", "bob\n", "c:", "boß", "K"),
  );
  fc.assert(
    fc.property(word, word, to, word, (id, key, to, text) => {
      const name = to.normalize("NFC");
      const isSound = isShort(id) && isShort(key) && text !== "" && (/^c:[\w-]{22}$/u.test(to) || isName(name));
      const frame = { type: "send", id, key, to, text };
      if (isSound) expect(parseClientFrame(JSON.stringify(frame))).toStrictEqual({ ...frame, to: name });
      else expect(outcomeOf(JSON.stringify(frame))).toBe("bad_frame");
    }),
    { numRuns: randomRuns(500) },
  );
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
