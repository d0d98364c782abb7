import type { LinkReport } from "../report/report.ts";
import type { ReaderOs } from "../apps/types.ts";
import type { TimelineEvent } from "../rulebooks/timeline-event.ts";
import type { ChatKind, Choice } from "../policy/types.ts";
import { gatewayAddress } from "./address.ts";
import { locale } from "./language.ts";

export interface ReaderClient {
  readonly os: ReaderOs;
  readonly version: string | null;
}

/** Everything a verdict depends on besides the text. */
export interface Conditions {
  /** ISO 8601 with an offset; null is the moment of the check. */
  readonly at: string | null;
  readonly client: ReaderClient;
  readonly chat: ChatKind;
  readonly choice: Choice | null;
  /** Null: the one in force at the gateway. */
  readonly rulebook: string | null;
}

/**
 * Has the gateway judge a text under other conditions.
 *
 * @throws {Error} when it refuses or does not answer.
 */
export async function checkText(text: string, conditions: Conditions, signal: AbortSignal): Promise<LinkReport[]> {
  const { at, client, chat, choice, rulebook } = conditions;
  const answer = await fetch(gatewayAddress("/v1/check"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      text,
      chat,
      client,
      choice,
      locale: locale(),
      ...(at !== null && { at }),
      ...(rulebook !== null && { rulebook }),
    }),
    signal,
  });
  if (!answer.ok) throw new Error(`check: ${answer.status}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page trusts the gateway it came from and carries no schema
  const { links } = (await answer.json()) as { links: LinkReport[] };
  return links;
}

export interface RulebookName {
  readonly id: string;
  readonly title: string;
}

/** What happened beside the rules, oldest first; none when the gateway tells nothing. */
export async function knownEvents(): Promise<readonly TimelineEvent[]> {
  const answer = await fetch(gatewayAddress("/v1/timeline"));
  if (!answer.ok) return [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same gateway, the same trust
  return ((await answer.json()) as { events: readonly TimelineEvent[] }).events;
}

/** The rulebooks that the gateway knows. */
export async function knownRulebooks(): Promise<RulebookName[]> {
  const answer = await fetch(gatewayAddress("/v1/rulebooks"));
  if (!answer.ok) return [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same gateway, the same trust
  const { rulebooks } = (await answer.json()) as { rulebooks: { id: string; title?: unknown }[] };
  return rulebooks.map(({ id, title }) => ({ id, title: typeof title === "string" ? title : localised(title, id) }));
}

function localised(title: unknown, fallback: string): string {
  if (typeof title !== "object" || title === null) return fallback;
  const found = Object.entries(title).find(([language]) => language === locale())?.[1];
  return typeof found === "string" ? found : fallback;
}
