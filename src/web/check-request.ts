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

/** Texts of one batch, and bytes of its body, that every gateway takes. */
const MAX_BATCH = 100;
const MAX_BODY_BYTES = 60_000;

/** What one entry of a batch was answered. */
interface Result {
  readonly links?: readonly LinkReport[];
}

/**
 * Has the gateway judge a text under several conditions.
 *
 * @returns for each of them its reports, in order; null where it was refused.
 * @throws {Error} when the gateway refuses all or does not answer.
 */
export async function checkText(
  text: string,
  conditions: readonly Conditions[],
  signal: AbortSignal,
): Promise<readonly (readonly LinkReport[] | null)[]> {
  const entries = conditions.map(({ at, client, chat, choice, rulebook }) => ({
    text,
    chat,
    client,
    choice,
    locale: locale(),
    ...(at !== null && { at }),
    ...(rulebook !== null && { rulebook }),
  }));
  const bytes = new TextEncoder().encode(JSON.stringify(entries[0] ?? "")).byteLength;
  const size = Math.max(1, Math.min(MAX_BATCH, Math.floor(MAX_BODY_BYTES / (bytes + 100))));
  const batches = Array.from({ length: Math.ceil(entries.length / size) }, (_, index) =>
    entries.slice(index * size, (index + 1) * size),
  );
  return (await Promise.all(batches.map((messages) => checkBatch(messages, signal)))).flat();
}

async function checkBatch(messages: readonly unknown[], signal: AbortSignal) {
  const answer = await fetch(gatewayAddress("/v1/check"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ messages }),
    signal,
  });
  if (!answer.ok) throw new Error(`check: ${answer.status}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page trusts the gateway it came from and carries no schema
  const { results } = (await answer.json()) as { results: readonly Result[] };
  return results.map(({ links }) => links ?? null);
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
