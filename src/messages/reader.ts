import { createHash } from "node:crypto";
import type { JudgedIn, StoredMessage } from "../chat/conversation.ts";
import { writeJson, type Json } from "../input/json.ts";
import type { Choice } from "../policy/types.ts";
import { choicesIn, scopeName, type ChoiceScope, type ExactChoice, type OwnChoices } from "../report/own-choice.ts";
import type { CheckContext, LinkReport } from "../report/report.ts";
import type { JudgeContext } from "./judge.ts";
import type { Replay } from "./replay.ts";

/** What of a reader a verdict depends on. */
export interface Reader {
  readonly client: CheckContext["client"];
  readonly locale: CheckContext["locale"];
  readonly choice: Choice | null;
  /** Choices for apps, conversations and classes, by their names. */
  readonly exact: readonly ExactChoice[];
  /** Of the choices alone. */
  readonly choiceKey: string;
  /** Of all of the above. Equal keys mean equal reports for the same message, where nothing is replayed. */
  readonly cacheKey: string;
  /** A tester's own facts: what this connection reads is made of them, and what is kept or told to others is not. */
  readonly replay: Replay | null;
}

const NONE: readonly ExactChoice[] = [];

export function readerOf(
  client: Reader["client"],
  locale: Reader["locale"],
  choice: Choice | null,
  replay: Replay | null = null,
  exact: readonly ExactChoice[] = NONE,
): Reader {
  const choiceKey = exact.length === 0 ? (choice ?? "-") : `${choice ?? "-"}+${digestOf(exact)}`;
  const cacheKey = `${client.os} ${client.version ?? "?"} ${locale} ${choiceKey}`;
  if (replay !== null) return { client, locale, choice, exact, choiceKey, cacheKey, replay };
  const known = readers.get(cacheKey);
  if (known !== undefined) return known;
  if (readers.size >= MAX_READERS) readers.clear();
  const reader = { client, locale, choice, exact, choiceKey, replay, cacheKey };
  readers.set(cacheKey, reader);
  return reader;
}

/** Most of ten thousand readers read alike, and then are one. */
const readers = new Map<string, Reader>();
const MAX_READERS = 1_000;

/** Equal choices, however they were made, have one digest. */
function digestOf(exact: readonly ExactChoice[]): string {
  const names = exact.map(({ for: scope, choice }) => `${scopeName(scope)} ${choice}`).toSorted();
  return createHash("sha256").update(names.join("\n")).digest("base64url");
}

/** The reader of a cache key, where somebody reads so; undefined for any other key. */
export function readerOfKey(cacheKey: string): Reader | undefined {
  return readers.get(cacheKey);
}

/**
 * The same reader after a new choice.
 *
 * @param choice  Null: as the rules say; for an app, a conversation or a class: as what is less exact says.
 * @param scope   Null: for every link.
 */
export function withChoice(
  { client, locale, replay, choice: before, exact }: Reader,
  choice: Choice | null,
  scope: ChoiceScope | null = null,
): Reader {
  if (scope === null) return readerOf(client, locale, choice, replay, exact);
  const name = scopeName(scope);
  const others = exact.filter((each) => scopeName(each.for) !== name);
  return readerOf(client, locale, before, replay, choice === null ? others : [...others, { for: scope, choice }]);
}

/** The same reader as the rules see them without a choice of their own. */
export function withoutChoices({ client, locale, replay }: Reader): Reader {
  return readerOf(client, locale, null, replay);
}

/** Whether a message that was judged before its conversation was known would be judged otherwise in it. */
export function hasChoiceFor({ exact }: Reader, conversation: string): boolean {
  return exact.some(({ for: scope }) => "conversation" in scope && scope.conversation === conversation);
}

/** Where somebody reads; a conversation that is not known yet is null. */
export interface ReadIn {
  readonly conversation: StoredMessage["conversation"] | null;
  readonly kind: JudgeContext["chat"];
}

/** The context in which the operator's judge judges for a reader, whatever that reader replays. */
export function judgeContext(
  { client, choice, exact, locale }: Reader,
  { conversation, kind: chat }: ReadIn,
  at: Date,
  decider?: JudgeContext["decider"],
): JudgeContext {
  const chosen = choicesIn(choice, exact, conversation);
  if (chosen === null) return { at, chat, client, choice, locale, decider };
  return { at, chat, client, ...chosen, locale, decider };
}

/** The context that a tester's reports are made in. */
export function replayContext(
  { at, chat, client, choice }: Replay,
  locale: Reader["locale"],
  receivedAt: Date,
): JudgeContext {
  return { at: at ?? receivedAt, chat, client, choice, locale };
}

/**
 * What a decision was made in besides the message itself, for it to be made again.
 *
 * @param reports  What was decided; choices that concern none of it are left out.
 */
export function contextRecord(
  { client, choice, own, locale }: Pick<JudgeContext, "client" | "choice" | "own" | "locale">,
  reports: readonly LinkReport[],
): Json<JudgedIn> {
  if (own === undefined) return plainRecord(client, choice, locale);
  return writeJson({ client, choice, locale, own: concerning(own, reports) });
}

/** Most messages of one reader are judged in one context. */
const records = new WeakMap<JudgedIn["client"], Pick<JudgedIn, "choice" | "locale"> & { json: Json<JudgedIn> }>();

function plainRecord(client: JudgedIn["client"], choice: Choice | null, locale: string): Json<JudgedIn> {
  const known = records.get(client);
  if (known?.choice === choice && known.locale === locale) return known.json;
  const json = writeJson<JudgedIn>({ client, choice, locale });
  records.set(client, { choice, locale, json });
  return json;
}

function concerning({ apps, classes, rest }: OwnChoices, reports: readonly LinkReport[]): OwnChoices {
  const seen = new Set<string>();
  for (const { app, alternatives = [] } of reports)
    for (const each of [app, ...alternatives.map((other) => other.app)])
      seen.add(`app ${each?.id ?? ""}`).add(`class ${each?.class ?? "site"}`);
  const kept = (of: Readonly<Record<string, Choice>>, what: string) =>
    Object.fromEntries(Object.entries(of).filter(([name]) => seen.has(`${what} ${name}`)));
  return { apps: kept(apps, "app"), classes: kept(classes, "class"), rest };
}

/** The same of a reader, for a question whose links are not judged yet. */
export function readerRecord({ client, choice, exact, locale }: Reader): Json<JudgedIn> {
  return writeJson(exact.length === 0 ? { client, choice, locale } : { client, choice, locale, exact });
}
