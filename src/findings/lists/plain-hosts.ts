import type { ListFormat } from "./formats/formats.ts";
import type { LineTaker, SourceText } from "./formats/read.ts";
import type { HostSuspicion } from "./suspected-hosts.ts";

/** What a plain host of a format covers, with every page and every port. */
export type PlainCovers = "host" | "subdomains";

/** Takes a plain host: lower-case ASCII that WHATWG leaves as it is. The bytes are good for this call only. */
export type TakeHost = (bytes: Buffer, start: number, end: number, line: number) => void;

/** A line that is nothing but a host between two texts. */
interface PlainLine {
  readonly before: string;
  readonly after: string;
}

interface PlainForm {
  readonly lines: readonly PlainLine[];
  readonly covers: PlainCovers;
  /** Texts anywhere in a source by which such a line may mean something else. */
  readonly unlessHolds: readonly string[];
}

/** Formats of which most lines are one host: each such line means what the format's own reader makes of it. */
const PLAIN_FORM: Partial<Readonly<Record<ListFormat, PlainForm>>> = {
  domains: { lines: [{ before: "", after: "" }], covers: "subdomains", unlessHolds: [] },
  hosts: {
    lines: [
      { before: "0.0.0.0 ", after: "" },
      { before: "127.0.0.1 ", after: "" },
    ],
    covers: "host",
    unlessHolds: [],
  },
  adblock: { lines: [{ before: "||", after: "^" }], covers: "subdomains", unlessHolds: ["badfilter", "!#"] },
  dnsmasq: {
    lines: [
      { before: "address=/", after: "/0.0.0.0" },
      { before: "address=/", after: "/" },
      { before: "local=/", after: "/" },
      { before: "server=/", after: "/" },
    ],
    covers: "subdomains",
    unlessHolds: [],
  },
};

/** What a plain host of a source covers; null when its lines have to be read one by one. */
export function plainCovers(source: SourceText, format: ListFormat): PlainCovers | null {
  const form = PLAIN_FORM[format];
  if (form === undefined || form.unlessHolds.some((text) => source.holds(text))) return null;
  return form.covers;
}

const MAX_HOST_BYTES = 253;
const LINE_FEED = 10;
const RETURN = 13;

/** What a byte is in a host. */
const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
const UNDERSCORE = 3;
const HYPHEN = 4;
const DOT = 5;
const CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCodePoint(byte);
  if (/[a-z]/u.test(char)) return LETTER;
  if (/\d/u.test(char)) return DIGIT;
  return { _: UNDERSCORE, "-": HYPHEN, ".": DOT }[char] ?? OTHER;
});

/**
 * Takes lines that are a plain host and that no guard can mean.
 *
 * Every other line is left to the format's reader, so that this decides how fast a list is read and never what it says.
 */
export function plainTaker(format: ListFormat, suspicion: HostSuspicion, takeHost: TakeHost): LineTaker {
  const forms = (PLAIN_FORM[format]?.lines ?? []).map(({ before, after }) => ({
    before: Buffer.from(before),
    after: Buffer.from(after),
  }));
  const taker = {
    taken: 0,
    take(bytes: Buffer, from: number, line: number): number {
      let at = from;
      let taken = 0;
      lines: for (;;) {
        for (const { before, after } of forms) {
          if (!standsAt(before, bytes, at)) continue;
          const start = at + before.length;
          const end = plainEnd(bytes, start);
          if (end === -1 || !standsAt(after, bytes, end)) continue;
          let next = end + after.length;
          if (bytes[next] === RETURN) next += 1;
          if (bytes[next] !== LINE_FEED || suspicion.mayMean(bytes, start, end)) continue;
          takeHost(bytes, start, end, line + taken);
          taken += 1;
          at = next + 1;
          continue lines;
        }
        taker.taken = taken;
        return at;
      }
    },
  };
  return taker;
}

function standsAt(text: Buffer, bytes: Buffer, at: number): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text[index]) return false;
  return true;
}

/**
 * Where the plain host that begins at `start` ends; -1 when none does.
 *
 * As `hostName` tells plain names, without two hyphens side by side, which Punycode has.
 */
function plainEnd(bytes: Buffer, start: number): number {
  let before = DOT;
  let labelStart = -1;
  let hasUnderscore = false;
  let at = start;
  for (; at < bytes.length; at += 1) {
    const kind = CLASS[bytes[at] ?? 0] ?? OTHER;
    if (kind === OTHER) break;
    if (kind === DOT) {
      if (before >= HYPHEN) return -1;
      labelStart = at + 1;
      hasUnderscore = false;
    } else if (kind === HYPHEN) {
      if (before >= HYPHEN) return -1;
    } else if (kind === UNDERSCORE) hasUnderscore = true;
    before = kind;
  }
  if (labelStart === -1 || before > DIGIT || hasUnderscore || at - start > MAX_HOST_BYTES) return -1;
  return CLASS[bytes[labelStart] ?? 0] === LETTER ? at : -1;
}
