import { APP_CLASSES, READER_OSES, RELATIONS } from "../apps/types.ts";
import { FINDING_KINDS } from "../findings/types.ts";
import { LINK_KINDS } from "../links/types.ts";
import { ACTIONS, BASES, CHAT_KINDS, CHOICES, LOCALES, SAMENESSES, type Action } from "./types.ts";

// The words a rulebook may use, each set from where it stands once.
export { ACTIONS, BASES, CHAT_KINDS, CHOICES, LINK_KINDS, LOCALES, RELATIONS, SAMENESSES };
export const OSES = READER_OSES;
export const CLASSES = APP_CLASSES;
export const FINDINGS = FINDING_KINDS;

/** `none`: the reader has chosen nothing. */
export const CHOICE_WORDS = ["none", ...CHOICES] as const;

/** Fields of a condition that compare one word with a set of words. */
export const SET_FIELDS = ["chat", "relation", "kind", "choice", "class", "app", "owner"] as const;
export type SetField = (typeof SET_FIELDS)[number];

/** How far an action goes against opening: 0 opens in place, 2 stops. */
export const STRICTNESS: Readonly<Record<Action, number>> = { open_in_place: 0, open_externally: 1, block: 2 };

/** Ids of apps, owners, rules and rulebooks. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9_-]{0,63}$/u;

/**
 * The known word that a typo most likely meant.
 *
 * @returns Null when nothing is near: more than two letters, or more than a third of the word, would have to change.
 */
export function nearestWord(typo: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.min(2, Math.floor(typo.length / 3)) + 1;
  for (const word of known) {
    const distance = editDistance(
      typo.toLowerCase().replaceAll(/[- ]/gu, "_"),
      word.toLowerCase().replaceAll("-", "_"),
      bestDistance,
    );
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

/** Letters to insert, delete, replace or swap with their neighbour; `limit` when there are that many or more. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (previous[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (previous[column - 1] ?? limit) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, (beforePrevious[column - 2] ?? limit) + 1);
      }
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(previous[right.length] ?? limit, limit);
}

/** What other rule languages say, and what it is called here. Each value is one of the words of some list, with what it needs. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ["allow", "open_in_place"],
  ["permit", "open_in_place"],
  ["warn", "open_in_place"],
  ["deny", "block"],
  ["reject", "block"],
  ["redirect", "open_externally"],
  ["porn", "pornography"],
  ["adult", "pornography"],
  ["scam", "fraud"],
  ["virus", "malware"],
  ["illegal", "unlawful"],
  ["misinformation", "rumour"],
  ["copyright", "infringement"],
  ["competitor", "rival"],
  ["partner", "allied"],
  ["policy", "written"],
  ["private", "one_to_one"],
  ["dm", "one_to_one"],
  ["channel", "group"],
  ["platform", "client"],
  ["domain", "app"],
  ["host", "app"],
  ["url", "app"],
  ["list", "finding"],
  ["threat", "finding"],
  ["category", "class"],
  ["condition", "when"],
  ["if", "when"],
  ["description", "title"],
]);

/** What the word needs beside it, where it does not say all that was meant. */
const BESIDE: ReadonlyMap<string, string> = new Map([
  ["warn", " with notice: true"],
  ["domain", ", which names an app of the registry; a host that it lacks is told to rules by a list, as a finding"],
  ["host", ", which names an app of the registry; a host that it lacks is told to rules by a list, as a finding"],
  ["url", ", which names an app of the registry; a host that it lacks is told to rules by a list, as a finding"],
]);

/** Each closed set of words of conditions, by the key that they stand at. */
export const CONDITION_WORDS = {
  chat: CHAT_KINDS,
  relation: RELATIONS,
  kind: LINK_KINDS,
  choice: CHOICE_WORDS,
  class: CLASSES,
  finding: FINDINGS,
} as const;

/** The same of whole rules. */
const WORDS_AT: Readonly<Record<string, readonly string[]>> = { ...CONDITION_WORDS, action: ACTIONS, basis: BASES };

/** Where a word belongs that stands in the place of another; null: nowhere. */
function homeOf(word: string, known: readonly string[]): string | null {
  // Where keys are known, it was meant for one.
  if (known.some((other) => Object.hasOwn(WORDS_AT, other))) return null;
  return Object.keys(WORDS_AT).find((key) => WORDS_AT[key]?.includes(word)) ?? null;
}

/** `did you mean "…"?` when a known word is near, else every known word if they are few. */
export function wordHint(typo: string, known: readonly string[]): string {
  // First, as the nearest word may be another thing: a scam is no spam.
  const word = typo.toLowerCase();
  const here = OTHER_WORDS.get(word);
  if (here !== undefined && known.includes(here)) return `here it is "${here}"${BESIDE.get(word) ?? ""}`;
  const home = homeOf(word, known);
  const nearest = home === null ? nearestWord(typo, known) : null;
  if (nearest !== null) return `did you mean "${nearest}"?`;
  return `${home === null ? "" : `it is a word of "${home}"; `}known are ${known.join(", ")}`;
}

/** What was expected in the place of a word that is none; the word itself, which may be anybody's, is not repeated. */
export function expectedWord(typo: unknown, known: readonly string[]): string {
  const nearest = typeof typo === "string" ? nearestWord(typo.slice(0, 64), known) : null;
  return `expected one of ${known.join(", ")}${nearest === null ? "" : `; did you mean "${nearest}"?`}`;
}
