import type { FollowAllowance } from "../messages/follow-allowance.ts";
import type { Locale } from "../policy/types.ts";
import { ACTIONS } from "../policy/types.ts";
import { type CompactAnswer, compactOf } from "../report/compact.ts";
import type { LinkReport } from "../report/report.ts";

/** Judges a text of a group, after its links were followed. */
export type CheckText = (text: string, locale: Locale, allowance: FollowAllowance) => Promise<readonly LinkReport[]>;

/** What another chat is answered. */
export interface ChatAnswer {
  readonly status: number;
  readonly body: object;
}

/** Longer texts are checked in pieces. */
const MAX_TEXT_LENGTH = 8_000;

/** Where nothing says that a word ends, as in Chinese, a piece begins with this much of the one before: an address is in one whole. */
const OVERLAP_LENGTH = 2_000;
const LAST_SPACE = /\s(?=\S*$)/u;

/** A text in lengths that can be checked, such that no address is cut. */
export function piecesOf(text: string, most: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > MAX_TEXT_LENGTH && pieces.length < most) {
    const piece = rest.slice(0, MAX_TEXT_LENGTH);
    const space = piece.slice(-OVERLAP_LENGTH).search(LAST_SPACE);
    const end = space === -1 ? MAX_TEXT_LENGTH : MAX_TEXT_LENGTH - OVERLAP_LENGTH + space;
    pieces.push(piece.slice(0, end));
    rest = rest.slice(space === -1 ? end - OVERLAP_LENGTH : end).trim();
  }
  if (rest !== "") pieces.push(rest.slice(0, MAX_TEXT_LENGTH));
  return pieces;
}

/** The answer for the most careful of several texts; null when none has a link. */
export async function worstOf(
  texts: Iterable<string>,
  check: (text: string) => ReturnType<CheckText>,
): Promise<CompactAnswer | null> {
  const care = ({ worst, notice }: CompactAnswer) =>
    worst === null ? -1 : 2 * ACTIONS.indexOf(worst) + Number(notice);
  let found: CompactAnswer | null = null;
  for (const text of texts) {
    const answer = compactOf(await check(text));
    if (answer.worst !== null && (found === null || care(answer) > care(found))) found = answer;
  }
  return found;
}
