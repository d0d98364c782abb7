import { LIMITS } from "../../src/protocol/limits.ts";
import type { Draws } from "../support/draws.ts";

/** What generated frames may name, so that some of them reach something real. */
export interface FuzzWorld {
  readonly users: readonly string[];
  readonly conversations: readonly string[];
  /** Tokens that are well formed and of another secret, or of another user. */
  readonly tokens: readonly string[];
}

const STRANGE_TEXTS = [
  "",
  " ",
  "\0",
  "\uD800",
  "a\uDC00b",
  "\u202Eevil\u2066",
  "\uFEFFbom",
  "👩‍👩‍👧‍👦".repeat(20),
  "e\u0301".repeat(40),
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "then",
  "'; DROP TABLE message; --",
  "<img src=x onerror=alert(1)>",
  "../../../etc/passwd",
  "%s%n%00",
  "null",
  "c:",
  `c:${"A".repeat(22)}`,
  `c:${"A".repeat(23)}`,
  "x".repeat(65),
  "字".repeat(8_001),
  "https://item.taobao.com/item.htm?id=1 ".repeat(120),
  "https://user@evil.example:99999/\\@x ".repeat(9),
  "3￥aBcD1234￥ taobao://m.example weixin://dl intent://x#Intent;end",
  "(((((((((((((((([[[[[[[[[[[[[[[[{{{{{{{{{{{{{{{{",
] as const;

/** Written as JSON has no way to write them from a value, or as values do not survive. */
const STRANGE_JSON = [
  "null",
  "true",
  "-1",
  "0",
  "1.5",
  "1e308",
  "1e999",
  "-0",
  "9007199254740993",
  "[]",
  "{}",
  '{"__proto__":{"type":"send"}}',
  '{"constructor":{"prototype":{"x":1}}}',
  "NaN",
  "undefined",
  "0x10",
  "'single'",
  '"\\u0000"',
  '"\\ud800"',
  `${"[".repeat(2_000)}${"]".repeat(2_000)}`,
  `${'{"a":'.repeat(1_000)}1${"}".repeat(1_000)}`,
  `[${"1,".repeat(5_000)}1]`,
] as const;

type Fields = Record<string, string>;

/** One frame's text: a sound one of any type, then bent in its fields, in its text, or not at all. */
export function fuzzFrame(draws: Draws, world: FuzzWorld, id: string): string {
  const fields = soundFields(draws, world, id);
  if (draws.chance(0.55)) bendFields(draws, fields);
  const text = `{${Object.entries(fields)
    .map(([name, json]) => `${JSON.stringify(name)}:${json}`)
    .join(",")}}`;
  return draws.chance(0.25) ? bendText(draws, text) : text;
}

function soundFields(draws: Draws, world: FuzzWorld, id: string): Fields {
  const json = (value: unknown) => JSON.stringify(value);
  const text = () => (draws.chance(0.2) ? draws.of(STRANGE_TEXTS) : `word ${draws.below(1_000)}`);
  const user = () => world.users[draws.below(world.users.length)] ?? "nobody";
  const conversation = () => {
    const known = world.conversations[draws.below(world.conversations.length)];
    return json(known === undefined || draws.chance(0.2) ? `c:${"B".repeat(22)}` : known);
  };
  const token = () => json(world.tokens[draws.below(world.tokens.length)] ?? "x");
  const seq = () => String(1 + draws.below(20));
  const client = () => json({ os: draws.of(["android", "ios", "web"]), version: draws.of(["8.0.11", "x", null]) });
  const kinds: readonly [() => Fields, ...(() => Fields)[]] = [
    () => ({
      type: '"send"',
      key: json(draws.chance(0.1) ? "same" : id),
      to: draws.chance(0.3) ? conversation() : json(user()),
      text: json(text()),
    }),
    () => ({ type: '"hello"', token: token(), device: json("d"), client: client(), locale: '"vi"' }),
    // An own token that is refused ends the connection, so this comes seldom.
    () => (draws.chance(0.05) ? { type: '"refresh"', token: token() } : { type: '"ping"' }),
    () => ({ type: '"ping"' }),
    () => ({
      type: '"sync"',
      have: `{${conversation()}:${seq()}}`,
      from: '"now"',
      ...(draws.chance(0.3) ? { epoch: json(text()) } : {}),
    }),
    () => ({ type: '"history"', conversation: conversation(), before: seq(), limit: seq() }),
    () => ({ type: '"conversations"' }),
    () => ({ type: '"delivered"', conversation: conversation(), seq: seq() }),
    () => ({ type: '"read"', conversation: conversation(), seq: seq() }),
    () => ({ type: '"typing"', conversation: conversation() }),
    () => ({ type: '"open"', conversation: conversation(), seq: seq(), index: String(draws.below(3)) }),
    () => ({ type: '"choose"', choice: draws.of(["null", '"in_place"', '"external"', '"block"']) }),
    () => ({ type: '"group"', members: json([user(), user(), text()]), title: json(text()) }),
    () => ({ type: '"complain"', conversation: conversation(), seq: seq(), index: "0", kind: '"harmful"' }),
    () => ({ type: '"members"', conversation: conversation(), add: json([user()]), remove: json([user()]) }),
    () => ({ type: '"block"', user: json(user()), blocked: json(draws.chance(0.5)) }),
    () => ({ type: '"delete"', conversation: conversation(), seq: seq() }),
    () => ({ type: json(draws.of(STRANGE_TEXTS)) }),
  ];
  return { ...draws.of(kinds)(), id: json(id) };
}

function bendFields(draws: Draws, fields: Fields): void {
  const names = Object.keys(fields);
  const name = names[draws.below(names.length)] ?? "type";
  const strange = () => (draws.chance(0.5) ? draws.of(STRANGE_JSON) : JSON.stringify(draws.of(STRANGE_TEXTS)));
  const bend = draws.below(5);
  if (bend === 0) delete fields[name];
  else if (bend === 1) fields[name] = strange();
  else if (bend === 2) fields[`${name}2`] = strange();
  else if (bend === 3) {
    // Own fields of that name: a plain assignment would set the object's prototype.
    Object.defineProperty(fields, "__proto__", { value: strange(), enumerable: true, configurable: true });
  } else fields[name] = `[${fields[name]}]`;
}

function bendText(draws: Draws, text: string): string {
  const at = draws.below(text.length);
  switch (draws.below(7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + String.fromCharCode(draws.below(0x1_0000)) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + text.slice(at, at + 20) + text.slice(at);
    case 3:
      return `${text}${text}`;
    case 4:
      return `\uFEFF${text}`;
    case 5:
      return `[${text}]`;
    default:
      return text.slice(at) + text.slice(0, at);
  }
}

/** Larger than any frame may be. */
export function hugeFrame(id: string): string {
  return JSON.stringify({ type: "send", id, key: id, to: "bob", text: "x".repeat(LIMITS.maxFrameBytes.preset) });
}
