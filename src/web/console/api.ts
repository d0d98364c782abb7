import { gatewayAddress } from "../address.ts";
import { locale } from "../language.ts";
import { MODERATOR_TOKEN } from "../session.ts";
import type { Actor, EffectInForce, Figures, ListTold, QueuedCase, Reach, WholeCase } from "./told.ts";
import { inTab } from "../kept.ts";

export const storedToken = (): string | null => inTab.getItem(MODERATOR_TOKEN);
export const keepToken = (token: string): void => inTab.setItem(MODERATOR_TOKEN, token);
export const forgetToken = (): void => inTab.removeItem(MODERATOR_TOKEN);

/** A request that the gateway refused, or did not answer. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** Of the gateway's table of codes; `unreachable`: nobody answered. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

interface Asked {
  readonly body?: unknown;
  /** Of the case, as it was seen. */
  readonly version?: number;
  /** Is sent also when the page goes. */
  readonly keepalive?: boolean;
}

/** @throws {Refusal} */
async function answerTo(path: string, { body, version, keepalive = false }: Asked = {}): Promise<Response> {
  const token = storedToken();
  const headers = {
    "accept-language": locale(),
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { "content-type": "application/json" }),
    ...(version !== undefined && { "if-match": `"${version}"` }),
  };
  const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body), keepalive };
  const answer = await fetch(gatewayAddress(path), init).catch(() => null);
  if (answer === null) throw new Refusal("unreachable", "");
  if (answer.ok) return answer;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page trusts the gateway it came from and carries no schema
  const told = (await answer.json().catch(() => null)) as { error?: { code: string; message: string } } | null;
  throw new Refusal(told?.error?.code ?? "internal", told?.error?.message ?? "");
}

async function ask<T>(path: string, asked?: Asked): Promise<T> {
  const answer = await answerTo(path, asked);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same gateway, the same trust
  return (await answer.json()) as T;
}

export interface QueueFilter {
  readonly state: string;
  readonly kind: QueuedCase["kind"] | null;
  readonly host: string;
  readonly check: "waiting" | "disputed" | null;
  readonly isAppeal: boolean;
  readonly after: string | null;
}

export interface QueuePage {
  readonly cases: readonly QueuedCase[];
  readonly next: string | null;
  /** Of all pages, on the first: how many fit, and how many of these are overdue. 10,000: so many or more. */
  readonly total?: number | undefined;
  readonly overdue?: number | undefined;
}

export const whoAmI = (): Promise<Actor> => ask("/v1/cases/actor");

export function queuePage({ state, kind, host, check, isAppeal, after }: QueueFilter): Promise<QueuePage> {
  const query = new URLSearchParams({ state, limit: "100" });
  if (kind !== null) query.set("kind", kind);
  if (host !== "") query.set("host", host);
  if (check !== null) query.set("check", check);
  if (isAppeal) query.set("appeal", "true");
  if (after !== null) query.set("after", after);
  return ask(`/v1/cases?${query}`);
}

export const wholeCase = (id: string): Promise<WholeCase> => ask(`/v1/cases/${id}`);

export const reachOf = (id: string, effect: unknown): Promise<Reach> =>
  ask(`/v1/cases/${id}/preview`, { body: { effect } });

/** @param step  `decide` with its body, or what needs none. */
export function stepIn(
  { id, version }: Pick<WholeCase, "id" | "version">,
  step: "decide" | "claim" | "release" | "confirm" | "reject" | "check",
  body: unknown = {},
): Promise<WholeCase> {
  const path = step === "decide" ? `/v1/cases/${id}` : `/v1/cases/${id}/${step}`;
  return ask(path, { body, version, keepalive: step === "release" });
}

/** Those that will end, the next to end first, at most 200. */
export const endingEffects = (): Promise<{ readonly effects: readonly EffectInForce[] }> =>
  ask("/v1/cases/effects?before=9999-01-01&limit=200");

/** @param from  A day: `2026-11-01`. */
export const figuresSince = (from: string): Promise<Figures> => ask(`/v1/cases/figures?from=${from}`);

/** The same as a table for others, as text. */
export const figuresTable = async (from: string): Promise<string> =>
  (await answerTo(`/v1/cases/figures?from=${from}&format=csv`)).text();

export const listsInForce = (): Promise<{ readonly lists: readonly ListTold[] }> => ask("/v1/lists");

/** A tile of the decision log; null where there is none. */
export async function logTile(place: string): Promise<Uint8Array | null> {
  try {
    const answer = await answerTo(`/v1/log/tile/entries/${place}`);
    return new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return null;
    throw error;
  }
}

/** How many entries the decision log has, by its checkpoint. Source: C2SP tlog-checkpoint, the second line. */
export async function logSize(): Promise<number> {
  const answer = await answerTo("/v1/log/checkpoint");
  return Number((await answer.text()).split("\n")[1] ?? 0);
}
