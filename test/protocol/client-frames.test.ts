import fc from "fast-check";
import { expect, test } from "vitest";
import { ERRORS, ProtocolError } from "../../src/protocol/errors.ts";
import { parseClientFrame } from "../../src/protocol/client-frames.ts";
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

test.each([
  [{ type: "hello", id: "1", device: "d", client: { os: "web" } }, "token: expected a text"],
  [{ ...SEND, text: 7 }, "text: expected a text, not a number"],
  [{ type: "complain", id: "1", kind: "harmful" }, "expected conversation and seq, or user"],
  [{ type: "read", conversation: `c:${"a".repeat(22)}`, seq: "1" }, "seq: expected a number, not a text"],
])("a frame that lacks something is told which in plain words: %j", (frame, told) => {
  expect(() => parseClientFrame(JSON.stringify(frame))).toThrow(told);
  expect(() => parseClientFrame(JSON.stringify(frame))).not.toThrow(/Invalid input|^:/u);
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
  const isName = (to: string) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.@|+-]{0,63}$/u.test(to) && to.length <= 64;
  const isUnsound = /[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
  const isShort = (text: string) => text.length >= 1 && text.length <= 64 && !isUnsound.test(text);
  const word = fc.oneof(fc.string({ maxLength: 70 }), fc.string({ unit: "binary", maxLength: 70 }));
  const to = fc.oneof(
    word,
    fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,70}$/u),
    fc.stringMatching(/^c:[\w-]{21,23}$/u),
    fc.constantFrom("Ngọc".normalize("NFD"), "bob@example.org", "_bob", ".bob", "-bob", "bob\n", "c:", "boß", "K"),
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

const UNSOUND = ["\0", "\u001B", "\u009B", "\n", "\u2028", "\u2029", "\u202E", "\u2066", "\u200F", "\uD800", "\uDC00"];

test.each([
  [{ ...SEND, key: "?" }, "key"],
  [{ ...SEND, id: "?" }, "id"],
  [{ type: "hello", id: "1", token: "t", device: "?" }, "device"],
  [{ type: "sync", id: "1", epoch: "?" }, "epoch"],
  [{ type: "ping", id: "?" }, "id"],
  [{ type: "group", id: "1", members: ["bob"], key: "?" }, "key"],
  [{ type: "group", id: "1", members: ["bob"], title: "?" }, "title"],
])(
  "[P8] %j with a control, a lone surrogate or a direction mark is refused by the name of its field",
  (frame, field) => {
    const refusalOf = (word: string) => {
      try {
        parseClientFrame(JSON.stringify({ ...frame, [field]: word }));
        return "taken";
      } catch (error) {
        return error instanceof ProtocolError ? [error.code, error.message.split(":")[0], error.re] : error;
      }
    };
    const re = field === "id" ? undefined : "1";
    for (const each of UNSOUND)
      for (const word of [each, `a${each}b`]) expect(refusalOf(word)).toEqual(["bad_frame", field, re]);
    for (const word of [
      "a",
      "\u{1F469}\u200D\u{1F467} \u7FA4 1\uFE0F\u20E3",
      "Ng\u1ECDc",
      "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
    ])
      expect(refusalOf(word)).toBe("taken");
  },
);

test("a title shows what it holds: nothing invisible but what shapes a character or a word", () => {
  const isTaken = (title: string) =>
    outcomeOf(JSON.stringify({ type: "group", id: "1", members: ["bob"], title })) === "frame";
  const wales = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}";
  const rainbow = "\u{1F3F3}\uFE0F\u200D\u{1F308}";
  for (const title of ["walk", rainbow, wales, "\u8FBB\u{E0100}", "\u0915\u094D\u200D\u0937", " a "])
    expect([title, isTaken(title)]).toEqual([title, true]);
  const hidden = ["\u200B", "\u200D", "\uFEFF", "\u00AD", "\u3164", "\u2060", "\uFE0F", "\u{E0041}", "\uFFF9", " "];
  for (const title of hidden) expect([title, isTaken(title)]).toEqual([title, false]);
  for (const title of hidden.slice(0, 6)) expect([title, isTaken(`a${title}`)]).toEqual([title, false]);
  expect(isTaken("a\uFE0F\uFE0F")).toBe(false);
});

test.each([
  ["en_US", "en-US"],
  ["x-klingon", "en"],
  ["中文", "en"],
  [5, "en"],
])("hello.locale %j costs nobody the connection: it is read as %s", (locale, read) => {
  const hello = { type: "hello", id: "h", token: "t", device: "d", locale };
  expect(parseClientFrame(JSON.stringify(hello))).toMatchObject({ locale: read });
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
