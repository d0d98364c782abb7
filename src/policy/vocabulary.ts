import { APP_CLASSES, RELATIONS } from "../apps/types.ts";
import { FINDING_KINDS } from "../findings/types.ts";
import type { LinkKind } from "../links/link.ts";
import type { Action, Basis, ChatKind, Choice, Locale, PolicyFacts } from "./types.ts";

type Os = PolicyFacts["client"]["os"];

/** A table that names each word of `Word` once; a missing or foreign word does not compile. */
type Complete<Word extends string> = Readonly<Record<Word, true>>;

function wordsOf<Word extends string>(table: Complete<Word>): readonly [Word, ...Word[]] {
  // Record keys are exactly `Word`; `Object.keys` only forgets it.
  return Object.keys(table) as [Word, ...Word[]];
}

export const CHAT_KINDS = wordsOf<ChatKind>({ one_to_one: true, group: true });
export const OSES = wordsOf<Os>({ android: true, ios: true, web: true });
export const LINK_KINDS = wordsOf<LinkKind>({ web: true, app: true, intent: true, share_code: true });
export const ACTIONS = wordsOf<Action>({ open_in_place: true, open_externally: true, block: true });
export const BASES = wordsOf<Basis>({ tested: true, written: true, inferred: true });
export const LOCALES = wordsOf<Locale>({ "zh-CN": true, en: true, id: true, vi: true });

/** `none`: the reader has chosen nothing. */
export const CHOICES = wordsOf<Choice | "none">({ none: true, in_place: true, external: true, block: true });

export { RELATIONS };
export const CLASSES = APP_CLASSES;
export const FINDINGS = FINDING_KINDS;

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
      word.replaceAll("-", "_"),
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

/** `did you mean "…"?` when a known word is near, else every known word if they are few. */
export function wordHint(typo: string, known: readonly string[]): string {
  const nearest = nearestWord(typo, known);
  if (nearest !== null) return `did you mean "${nearest}"?`;
  return `known are ${known.join(", ")}`;
}
