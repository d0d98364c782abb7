import { randomUUID } from "node:crypto";
import type { Bus } from "../../bus/bus.ts";
import type { Poster } from "../../resolve/fetch/poster.ts";
import { FetchFailure } from "../../resolve/types.ts";
import type { Store } from "../../store/store.ts";
import { StoreError } from "../../store/store-error.ts";
import type { WebhookLine } from "../../store/webhooks.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import { createWebhookEvents, type WebhookEvent, type WebhookEventParts } from "./events.ts";
import type { Sign } from "./signature.ts";

/**
 * Tells one receiver whatever is written and what becomes of it: each conversation in order, several side by side, at least
 * once, and until it answers 2xx. How far it was told is in the store, so neither a kill nor another gateway loses a thing.
 */
export interface Webhook {
  /** From here on what is written will be told. */
  start(): Promise<void>;
  /** Ends; what was under way is told again by the next. */
  close(): Promise<void>;
}

export interface WebhookParts extends WebhookEventParts {
  readonly store: WebhookEventParts["store"] &
    Pick<
      Store,
      | "keepWebhook"
      | "webhookLines"
      | "moveWebhook"
      | "delayWebhook"
      | "hastenWebhook"
      | "webhookBacklog"
      | "takeLease"
      | "endLeases"
    >;
  readonly bus: Pick<Bus, "subscribe">;
  readonly url: URL;
  readonly post: Poster;
  readonly sign: Sign;
  readonly clock: () => Date;
  readonly metrics: Pick<Metrics, "add" | "tellWebhook">;
  readonly log: Log;
  readonly onFault: (error: unknown) => void;
  /** Default: {@link WEBHOOK_TIMES}. */
  readonly times?: Partial<Readonly<Record<keyof typeof WEBHOOK_TIMES, number>>>;
}

/** Milliseconds. */
export const WEBHOOK_TIMES = {
  /** What is older is told no more. */
  keep: 3 * 86_400_000,
  /** To the second try; from try to try twice as long. */
  firstRetry: 1_000,
  mostRetry: 900_000,
  /** One gateway tells for all of them; when it ends without a word, another takes over after so long. */
  lease: 10_000,
  tick: 500,
} as const;

/** Conversations told side by side. */
const AT_ONCE = 8;
/** Failures in a row, of any conversation, after which the receiver counts as down and is asked one at a time. */
const DOWN_AFTER = 5;
/** Failures of one conversation, a minute's, after which it is told that its next event is not taken while others are. */
const REFUSED_AFTER = 7;
/** Of a receiver that refuses many conversations one line tells. */
const SAY_REFUSED_EVERY_MS = 60_000;
/** While it is down it is asked at least so often. */
const MOST_PAUSE_MS = 60_000;
/** The store keeps untold what is written so long after a gateway last said that there is a webhook. */
const KEPT_ON_MS = 8 * 86_400_000;
const SAY_EVERY_MS = 3_600_000;
const MEASURE_EVERY_MS = 1_000;
/** What a machine's clock is corrected by all the time is no matter. */
const SET_BACK_MS = 1_000;
const LEASE = "webhook";

type Outcome = "delivered" | "refused" | "failed";

export function createWebhook(parts: WebhookParts): Webhook {
  const { store, bus, url, post, sign, clock, metrics, log, onFault } = parts;
  const times: Readonly<Record<keyof typeof WEBHOOK_TIMES, number>> = { ...WEBHOOK_TIMES, ...parts.times };
  const holder = randomUUID();
  const nextOf = createWebhookEvents(parts);
  const underWay = new Set<string>();
  let isStopped = false;
  let isLooking = false;
  let isWoken = false;
  let leaseUntilMs = 0;
  let saidAtMs = 0;
  let measuredAtMs = 0;
  let refusedSaidAtMs = Number.NEGATIVE_INFINITY;
  let failuresInRow = 0;
  /** Null: it is up. */
  let down: { readonly sinceMs: number; untilMs: number } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let unsubscribe = (): void => undefined;
  let seenAtMs = Number.NEGATIVE_INFINITY;

  /** A clock that is set back by hours would keep waiting for so long whatever waits. */
  async function noticeSetBack(): Promise<void> {
    const nowMs = clock().getTime();
    if (nowMs < seenAtMs - SET_BACK_MS) {
      saidAtMs = Number.NEGATIVE_INFINITY;
      measuredAtMs = Number.NEGATIVE_INFINITY;
      leaseUntilMs = 0;
      if (down !== null) down = { sinceMs: Math.min(down.sinceMs, nowMs), untilMs: nowMs };
      await store.hastenWebhook(new Date(nowMs));
    }
    seenAtMs = nowMs;
  }

  async function sayKept(): Promise<void> {
    const nowMs = clock().getTime();
    if (nowMs - saidAtMs < SAY_EVERY_MS) return;
    await store.keepWebhook(new Date(nowMs + KEPT_ON_MS));
    saidAtMs = nowMs;
  }

  /** Whether this gateway is the one that tells. */
  async function isMine(): Promise<boolean> {
    const now = clock();
    if (leaseUntilMs - now.getTime() > times.lease / 2) return true;
    const until = new Date(now.getTime() + times.lease);
    const fence = await store.takeLease(LEASE, { holder, until }, now);
    leaseUntilMs = fence === null ? 0 : until.getTime();
    return fence !== null;
  }

  function room(): number {
    if (down === null) return AT_ONCE - underWay.size;
    return underWay.size === 0 && clock().getTime() >= down.untilMs ? 1 : 0;
  }

  function wake(): void {
    isWoken = true;
    if (isLooking || isStopped) return;
    isLooking = true;
    void look().finally(() => (isLooking = false));
  }

  async function look(): Promise<void> {
    try {
      while (isWoken) {
        if (isStopped) return;
        isWoken = false;
        await noticeSetBack();
        await sayKept();
        if (!(await isMine())) return;
        await measure();
        if (room() <= 0) return;
        const due = await store.webhookLines(clock(), AT_ONCE + underWay.size);
        for (const line of due) {
          if (room() <= 0 || isStopped) break;
          if (!underWay.has(line.conversation)) begin(line);
        }
      }
    } catch (error) {
      // The store is away for a moment; the next tick looks again.
      if (!isStopped) onFault(error);
    }
  }

  async function measure(): Promise<void> {
    const nowMs = clock().getTime();
    if (nowMs - measuredAtMs < MEASURE_EVERY_MS) return;
    measuredAtMs = nowMs;
    const { lines, since } = await store.webhookBacklog();
    metrics.tellWebhook(lines, since === null ? 0 : Math.max(0, nowMs - since.getTime()) / 1_000);
  }

  function begin(line: WebhookLine): void {
    underWay.add(line.conversation);
    void tell(line)
      .catch((error: unknown) => {
        if (!isStopped) onFault(error);
      })
      .finally(() => {
        underWay.delete(line.conversation);
        wake();
      });
  }

  /** One page of a conversation, as far as the receiver takes it. */
  async function tell(line: WebhookLine): Promise<void> {
    const { conversation, changes } = line;
    let { attempts } = line;
    const { events, isAll } = await nextOf(line);
    const keptFromMs = clock().getTime() - times.keep;
    let dropped = 0;
    let last: WebhookEvent["place"] = line;
    for (const event of events) {
      if (isStopped || (clock().getTime() > leaseUntilMs && !(await isMine()))) return;
      const isOld = event.at.getTime() < keptFromMs;
      const json = isOld ? null : await event.json().catch(nothingThere);
      if (isOld) dropped += 1;
      if (json !== null) {
        const { outcome, retryAfterMs, because } = await send(event.id, json);
        metrics.add("webhook_requests", outcome);
        if (outcome !== "delivered") {
          await failed(conversation, attempts, retryAfterMs, because);
          sayRefused(event.id, attempts, because);
          break;
        }
        await succeeded();
        attempts = 0;
      }
      last = event.place;
      // The last is told with what it ends.
      if (event !== events.at(-1) || !isAll) await store.moveWebhook(last, null);
    }
    if (dropped > 0) {
      for (let count = 0; count < dropped; count += 1) metrics.add("webhook_requests", "dropped");
      log({ event: "webhook_dropped", count: dropped, olderThanHours: times.keep / 3_600_000 });
    }
    if (isAll && last === (events.at(-1)?.place ?? line)) await store.moveWebhook(last, changes);
  }

  async function send(
    id: string,
    json: string,
  ): Promise<{ readonly outcome: Outcome; readonly retryAfterMs: number; readonly because: string }> {
    try {
      const answer = await post(url, json, sign(id, clock(), json));
      const { status } = answer;
      const outcome =
        status >= 200 && status < 300 ? "delivered" : status >= 500 || status === 429 ? "failed" : "refused";
      return { outcome, retryAfterMs: waitIn(answer.header("retry-after")), because: `status ${status}` };
    } catch (error) {
      return { outcome: "failed", retryAfterMs: 0, because: error instanceof FetchFailure ? error.code : "network" };
    }
  }

  async function failed(conversation: string, attempts: number, retryAfterMs: number, because: string): Promise<void> {
    failuresInRow += 1;
    const nowMs = clock().getTime();
    const waitMs = Math.max(Math.min(retryAfterMs, times.mostRetry), backoffMs(attempts, times.mostRetry));
    await store.delayWebhook(conversation, attempts + 1, new Date(nowMs + waitMs));
    if (failuresInRow < DOWN_AFTER) return;
    if (down === null) log({ event: "webhook_down", because });
    const pauseMs = backoffMs(failuresInRow - DOWN_AFTER, MOST_PAUSE_MS);
    down = { sinceMs: down?.sinceMs ?? nowMs, untilMs: nowMs + pauseMs };
  }

  /** Where others are taken meanwhile, nothing else would tell of a conversation that waits for three days and is dropped then. */
  function sayRefused(id: string, attempts: number, because: string): void {
    const nowMs = performance.now();
    if (down !== null || attempts + 1 < REFUSED_AFTER || nowMs - refusedSaidAtMs < SAY_REFUSED_EVERY_MS) return;
    refusedSaidAtMs = nowMs;
    log({ event: "webhook_refused", id, because, attempts: attempts + 1 });
  }

  async function succeeded(): Promise<void> {
    failuresInRow = 0;
    if (down === null) return;
    const downSeconds = Math.round((clock().getTime() - down.sinceMs) / 1_000);
    down = null;
    const { lines } = await store.webhookBacklog();
    log({ event: "webhook_up", downSeconds, conversations: lines });
    await store.hastenWebhook(clock());
  }

  /** Twice as long from try to try, and never at the same moment for all. */
  function backoffMs(attempts: number, most: number): number {
    return Math.min(most, times.firstRetry * 2 ** Math.min(attempts, 30)) * (0.75 + Math.random() / 4);
  }

  return {
    async start() {
      await sayKept();
      unsubscribe = bus.subscribe({
        heard(_users, { kind }) {
          if (kind === "message" || kind === "update" || kind === "ahead") wake();
        },
        missed: wake,
      });
      timer = setInterval(wake, times.tick);
      wake();
    },
    async close() {
      isStopped = true;
      unsubscribe();
      if (timer !== null) clearInterval(timer);
      // Another takes over at once.
      await store.endLeases(holder).catch(onFault);
    },
  };
}

/** Seconds or a date. Source: RFC 9110, section 10.2.3 */
function waitIn(header: string | null): number {
  if (header === null) return 0;
  if (/^\d{1,9}$/u.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now());
}

/** What was erased or is gone meanwhile is told no more. */
function nothingThere(error: unknown): null {
  if (error instanceof StoreError && error.code !== "unavailable") return null;
  throw error;
}
