import { scriptOf } from "./scripts.ts";
import { asciiLooks, looksOf } from "./skeleton.ts";

/** How a text differs from the name it is read as. */
export interface Difference {
  /** `Cyrillic о`, `0 for o`, `rn for m`, `two letters swapped`, … */
  readonly words: string;
  /** Whether ASCII letters stand for others, such as `rn` for `m`. */
  readonly byGroups: boolean;
  /** Whether it is `i` for `l` or the other way alone, which may be another name. */
  readonly isSlight: boolean;
}

const GROUPS: readonly (readonly [string, string])[] = [
  ["rn", "m"],
  ["vv", "w"],
  ["cl", "d"],
  ["nn", "m"],
];

/** @param text  In Unicode, differing from `label`. */
export function differenceOf(text: string, label: string): Difference {
  const foreign = Array.from(text).filter((each) => each > "\u007F");
  if (foreign.length > 0) return { words: foreignLetters(foreign), byGroups: false, isSlight: false };
  for (const [from, to] of GROUPS) {
    if (text.includes(from) && !label.includes(from) && label.includes(to)) {
      return { words: `${from} for ${to}`, byGroups: true, isSlight: false };
    }
    if (label.includes(from) && !text.includes(from) && text.includes(to)) {
      return { words: `${to} for ${from}`, byGroups: true, isSlight: false };
    }
  }
  if (text.length === label.length) {
    const places = Array.from(text).flatMap((each, place) => (each === label[place] ? [] : [place]));
    const pairs = places.map((place) => `${text[place] ?? ""} for ${label[place] ?? ""}`);
    const [first = 0, second] = places;
    const isSwap = places.length === 2 && text[first] === label[second ?? 0] && text[second ?? 0] === label[first];
    if (isSwap) return { words: "two letters swapped", byGroups: false, isSlight: false };
    const isSlight = pairs.every((pair) => pair === "i for l" || pair === "l for i");
    return { words: [...new Set(pairs)].join(", "), byGroups: false, isSlight };
  }
  const more = text.length - label.length;
  const words = `${Math.abs(more) > 2 ? "several letters" : "one letter"} ${more > 0 ? "more" : "less"}`;
  return { words, byGroups: false, isSlight: false };
}

function foreignLetters(letters: readonly string[]): string {
  const told = [...new Set(letters)].map((letter) => {
    const script = scriptOf(letter);
    const looks = looksOf(letter) === letter ? asciiLooks(letter) : looksOf(letter);
    if (script === "Latin") return `${letter} for ${looks}`;
    return script === "Common" ? `${letter} for ${looks}` : `${script} ${letter}`;
  });
  return told.join(", ");
}
