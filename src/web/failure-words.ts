import { type FailureCode, failureCodeOf } from "./failure-code.ts";
import { words } from "./language.ts";
import { shownName } from "./names.ts";
import type { Words } from "./words/words.ts";

type Kind = keyof Words["failure"] | "refused" | "badName" | "withdrawn";

/** What a person is told of each code; several that leave them the same to do are told alike. */
const KINDS: Readonly<Record<FailureCode, Kind>> = {
  blocked: "refused",
  uninvited_bot: "refused",
  bad_frame: "badName",
  text_too_long: "tooLong",
  frame_too_large: "tooLong",
  too_many_links: "tooManyLinks",
  group_too_large: "groupTooLarge",
  not_a_contact: "notAContact",
  too_many_groups: "tooManyGroups",
  not_admin: "notAdmin",
  not_a_group: "gone",
  unknown_conversation: "gone",
  unknown_message: "gone",
  too_many_blocks: "tooManyBlocks",
  too_many_choices: "tooManyChoices",
  rate_limited: "later",
  storage: "later",
  shutting_down: "later",
  token_not_yet: "later",
  keys_unavailable: "later",
  too_many_connections: "later",
  internal: "later",
  no_answer: "later",
  closed: "closed",
  bad_token: "closed",
  token_expired: "closed",
  revoked: "closed",
  suspended: "suspended",
  note_too_long: "tooLong",
  not_blocked: "other",
  too_many_complaints: "later",
  unknown_user: "gone",
  withdrawn: "withdrawn",
  unknown_complaint: "gone",
  not_decided: "other",
  already_decided: "other",
  final: "other",
  bad_json: "other",
  binary_frame: "other",
  unknown_type: "other",
  hello_first: "other",
  hello_again: "other",
  replay_refused: "other",
  key_reused: "other",
  sync_too_large: "other",
  unknown: "other",
};

/**
 * Why something was not done, in the page's language.
 *
 * @param user  Whom it was about.
 */
export function failureWords(code: FailureCode, user = ""): string {
  const { about, signIn, failure, complaint } = words();
  const kind = KINDS[code] ?? "other";
  if (kind === "refused") return about.refused(shownName(user));
  if (kind === "withdrawn") return complaint.withdrawn;
  return kind === "badName" ? signIn.badName : failure[kind];
}

/** The same of what a request rejected with. */
export const wordsOfError = (error: unknown, user = ""): string => failureWords(failureCodeOf(error), user);
