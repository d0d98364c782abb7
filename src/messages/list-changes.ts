import { isDeepStrictEqual } from "node:util";
import type { StoredMessage } from "../chat/conversation.ts";
import { keptContext, keptListed, keptResolutions } from "../chat/kept-json.ts";
import { listedAsKept, listedIn, type ListedOf } from "../check/listed.ts";
import type { Finding } from "../findings/types.ts";
import { writeJson } from "../input/json.ts";
import { STRICTNESS } from "../policy/vocabulary.ts";
import type { LinkReport, VerdictReport } from "../report/report.ts";
import type { ReaderKind } from "../store/link-hosts.ts";
import type { Judge, JudgeContext } from "./judge.ts";

/** A link that lists decide otherwise about than when its message was judged last. */
export interface ListChange {
  /** Which link of the message, from 0. */
  readonly index: number;
  /** What lists say of it. */
  readonly findings: readonly Finding[];
  /** For the reader whose verdict is found to change. */
  readonly isStricter: boolean;
}

interface ListChangesParts {
  readonly judge: Judge;
  /** Names the clients of one system that get the same verdicts in a context. */
  readonly clientGroupOf: (context: JudgeContext) => string;
}

/**
 * Links of a message whose action or notice becomes another for one of its readers, by what lists say.
 *
 * @param readers   How its readers read, besides its sender at receipt.
 * @param listedOf  What lists say; left out, those in force are asked.
 * @throws {KeptJsonError}
 */
export type ListChangesIn = (
  message: StoredMessage,
  readers: readonly ReaderKind[],
  listedOf?: ListedOf,
) => Promise<readonly ListChange[]>;

export function createListChanges({ judge, clientGroupOf }: ListChangesParts): ListChangesIn {
  return async (message, readers, listedOf) => {
    const { text } = message;
    const known = keptResolutions(message);
    const kept = keptListed(message);
    const [own, ...others] = contextsOf(message, readers, clientGroupOf);
    if (own === undefined) return [];
    const ownNow = await judge(text, own, known, listedOf);
    const now = ownNow.map(listedIn);
    // A verdict depends on what is listed by kind alone, and mostly none came or went.
    const open = new Set(now.keys().filter((index) => !isSameKinds(now[index] ?? [], kept[index] ?? [])));
    const changes: ListChange[] = [];
    for (const context of [own, ...others]) {
      if (open.size === 0) break;
      const before = await judge(text, context, known, listedAsKept(kept));
      const after = context === own ? ownNow : await judge(text, context, known, listedAsKept(now));
      for (const index of open) {
        const isStricter = changeOf(before[index], after[index]);
        if (isStricter === null) continue;
        changes.push({ index, findings: now[index] ?? [], isStricter });
        open.delete(index);
      }
    }
    return changes.toSorted((a, b) => a.index - b.index);
  };
}

/** What lists say of a message's links when they say this of one; null where that is what is kept. */
export function listedWith(
  message: Pick<StoredMessage, "listed" | "reportsJson">,
  index: number,
  findings: readonly Finding[],
): StoredMessage["listed"] {
  const kept = keptListed(message);
  if (isDeepStrictEqual(kept[index] ?? [], findings)) return null;
  const links = Math.max(kept.length, index + 1);
  return writeJson(Array.from({ length: links }, (_, each) => (each === index ? findings : (kept[each] ?? []))));
}

/** The sender's at receipt first. Who chose something may choose otherwise tomorrow, so each system counts without a choice too. */
function contextsOf(
  message: StoredMessage,
  readers: readonly ReaderKind[],
  clientGroupOf: ListChangesParts["clientGroupOf"],
): readonly JudgeContext[] {
  const { at, kind: chat } = message;
  const own = keptContext(message) ?? {
    client: { os: "web" as const, version: null },
    choice: null,
    own: undefined,
    locale: "en" as const,
  };
  const { client, choice, own: choices, locale } = own;
  const contexts: JudgeContext[] = [{ at, chat, client, choice, own: choices, locale }];
  for (const { os, version, choice: chosen } of readers) {
    contexts.push({ at, chat, client: { os, version }, choice: chosen, locale });
    if (chosen !== null) contexts.push({ at, chat, client: { os, version }, choice: null, locale });
  }
  const groups = new Map<string, JudgeContext>();
  for (const context of contexts) {
    const chosen = context.own === undefined ? "" : JSON.stringify(context.own);
    const group = `${context.client.os} ${context.choice ?? "-"}${chosen} ${clientGroupOf(context)}`;
    if (!groups.has(group)) groups.set(group, context);
  }
  return [...groups.values()];
}

function isSameKinds(one: readonly Finding[], other: readonly Finding[]): boolean {
  const ofOne = kindsOf(one);
  const ofOther = kindsOf(other);
  return ofOne.size === ofOther.size && ofOne.isSubsetOf(ofOther);
}

/** What the rules see of findings, and the hosts of which they do not see what they look like. */
function kindsOf(findings: readonly Finding[]): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const { kind, excepted, lookalike } of findings) {
    if (excepted === undefined) seen.add(kind);
    else if (lookalike !== undefined) seen.add(`not ${lookalike.host}`);
  }
  return seen;
}

/** Whether the verdict became stricter; null where action and notice stay. */
function changeOf(before: LinkReport | undefined, after: LinkReport | undefined): boolean | null {
  if (before === undefined || after === undefined) return null;
  const strictness = ({ action, notice }: VerdictReport) => STRICTNESS[action] * 2 + Number(notice);
  const difference = strictness(after.verdict) - strictness(before.verdict);
  return difference === 0 ? null : difference > 0;
}
