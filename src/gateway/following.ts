import type { Bus } from "../bus/bus.ts";
import type { MessageUpdate, StoredMessage, UpdateCause } from "../chat/conversation.ts";
import type { LinkReport } from "../check/report.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Resolution } from "../resolve/types.ts";
import type { Store } from "../store/store.ts";
import type { Metrics } from "./metrics.ts";
import type { Judge, JudgeContext, LinkResolver } from "./parts.ts";
import type { Rates, Take } from "./rates.ts";
import { leadsOf } from "./readers.ts";

interface FollowingParts {
  readonly store: Store;
  readonly bus: Bus;
  readonly judge: Judge;
  readonly resolverFor: (context: JudgeContext) => LinkResolver | null;
  readonly limits: Limits;
  readonly rates: Pick<Rates, "follow">;
  readonly metrics: Metrics;
  readonly now: () => Date;
  readonly onFault: (error: unknown) => void;
}

/** Follows links of messages that are on disk. */
export interface Following {
  /** Resolves with the reports of the same reader when no end is awaited any more. */
  start(message: StoredMessage, reports: readonly LinkReport[], context: JudgeContext): Promise<readonly LinkReport[]>;
  /** Takes up what an earlier run of the gateway left unfinished. */
  resume(): Promise<void>;
  /** One link of a message as of now; null when it has none. What differs from what was known is kept and told. */
  open(message: StoredMessage, index: number, user: string, context: JudgeContext): Promise<LinkReport | null>;
  /** From here on nothing is kept: what is unfinished is taken up by the next run. */
  stop(): void;
}

/** An opened link may be judged by an answer of this age. */
const OPEN_MAX_AGE_MS = 60_000;
const MAX_RESUMED = 10_000;
/** What was accepted in an earlier run was counted then. */
const freely: Take = () => null;
/** This machine was too busy for the link; asking again later may succeed. */
const BUSY: Omit<Resolution, "finalUrl" | "failure"> = {
  status: "failed",
  hops: [],
  httpStatus: null,
  skipped: null,
  page: null,
  requests: [],
};

export function createFollowing(parts: FollowingParts): Following {
  const { store, judge, limits } = parts;
  let isStopped = false;

  async function start(
    message: StoredMessage,
    reports: readonly LinkReport[],
    context: JudgeContext,
    take: Take,
  ): Promise<readonly LinkReport[]> {
    const resolver = parts.resolverFor(context);
    if (resolver === null) return reports;
    const awaited = indexesOf(reports, isAwaited);
    const shown = indexesOf(reports, (report) => isWorthACard(report, resolver));
    const leads = padded(leadsOf(message), reports.length);
    const unsettled = new Set(awaited);
    const follow = async (index: number, turn: number): Promise<void> => {
      const address = reports[index]?.resolution.finalUrl ?? "";
      const resolution =
        turn < limits.maxFollowedLinks && take(message.from) === null
          ? await resolver.resolve(address, { asker: message.from })
          : busy(address);
      parts.metrics.add("followed", resolution.failure?.code ?? resolution.skipped ?? resolution.status);
      // A card that could not be had changes nothing.
      if (isStopped || (!unsettled.has(index) && resolution.page === null)) return;
      leads[index] = resolution;
      unsettled.delete(index);
      await keep(message, leads, index, "resolved", unsettled.size === 0);
    };
    const cards = shown.map((index, turn) => follow(index, awaited.length + turn));
    Promise.all(cards).catch(parts.onFault);
    if (awaited.length === 0) return reports;
    await Promise.all(awaited.map(follow));
    return judge(message.text, context, (index) => leads[index] ?? null);
  }

  async function keep(
    message: StoredMessage,
    resolutions: readonly (Resolution | null)[],
    index: number,
    cause: UpdateCause,
    isSettled: boolean,
  ): Promise<void> {
    const { conversation, seq } = message;
    const json = JSON.stringify(resolutions);
    const update = await store.keepResolutions({
      conversation,
      seq,
      index,
      cause,
      resolutions: json,
      isSettled,
      at: parts.now(),
    });
    if (update?.kind === "resolved") await announce(message, update);
  }

  async function announce(message: StoredMessage, update: MessageUpdate): Promise<void> {
    const audience = await store.audience(message.conversation, message.seq);
    parts.bus.publish(audience, { kind: "update", update, message, except: null });
  }

  return {
    start: (message, reports, context) => start(message, reports, context, parts.rates.follow),
    async resume() {
      const pending = await store.pending(MAX_RESUMED);
      for (const message of pending) {
        const context = asWritten(message);
        const leads = leadsOf(message);
        const reports = await judge(message.text, context, (index) => leads[index] ?? null);
        start(message, reports, context, freely).catch(parts.onFault);
      }
    },
    async open(message, index, user, context) {
      const resolver = parts.resolverFor(context);
      const asked = (await judge(message.text, context))[index];
      if (asked === undefined) return null;
      if (resolver === null || !isAwaited(asked)) return asked;
      const address = asked.resolution.finalUrl ?? "";
      const resolution =
        parts.rates.follow(user) === null
          ? await resolver.resolve(address, { maxAgeMs: OPEN_MAX_AGE_MS, asker: user })
          : busy(address);
      const reports = await judge(message.text, context, (each) => (each === index ? resolution : null));
      const resolutions = padded(leadsOf(message), reports.length);
      if (!isStopped && !isSameEnd(resolutions[index] ?? null, resolution)) {
        resolutions[index] = resolution;
        await keep(message, resolutions, index, "opened", false);
      }
      return reports[index] ?? null;
    },
    stop() {
      isStopped = true;
    },
  };
}

export function isAwaited({ resolution }: LinkReport): boolean {
  return resolution.status === "provisional" && resolution.skipped === null;
}

/** Known pages that may be asked for a title and a picture. Payments are not: asking for one may be a step of it. */
function isWorthACard({ app, resolution, verdict }: LinkReport, resolver: LinkResolver): boolean {
  const { status, skipped, page, finalUrl } = resolution;
  const isPage = status === "final" && skipped === null && page === null && finalUrl !== null;
  if (!isPage || (app?.entity ?? null) === null || app?.entity?.sensitive !== undefined) return false;
  return verdict.action !== "block" && /^https?:/u.test(finalUrl) && resolver.settle(finalUrl) === null;
}

function indexesOf(reports: readonly LinkReport[], fits: (report: LinkReport) => boolean): number[] {
  return reports.flatMap((report, index) => (fits(report) ? [index] : []));
}

function isSameEnd(one: Resolution | null, other: Resolution): boolean {
  return (
    one !== null &&
    one.status === other.status &&
    one.finalUrl === other.finalUrl &&
    one.skipped === other.skipped &&
    one.failure?.code === other.failure?.code
  );
}

function padded(leads: readonly (Resolution | null)[], length: number): (Resolution | null)[] {
  return Array.from({ length }, (_, index) => leads[index] ?? null);
}

function busy(address: string): Resolution {
  return { ...BUSY, finalUrl: address, failure: { code: "busy", at: address } };
}

/** The links of a message do not depend on who reads it. */
function asWritten({ at, kind }: StoredMessage): JudgeContext {
  return { at, chat: kind, client: { os: "web", version: null }, choice: null, locale: "en" };
}
