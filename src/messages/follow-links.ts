import { randomUUID } from "node:crypto";
import type { Bus } from "../bus/bus.ts";
import type { StoredMessage, UpdateCause } from "../chat/conversation.ts";
import { keptResolutions } from "../chat/kept-json.ts";
import { listedIn } from "../check/listed.ts";
import { writeJson } from "../input/json.ts";
import type { LinkReport } from "../report/report.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Resolution } from "../resolve/types.ts";
import type { ConversationStore } from "../store/conversations.ts";
import type { MessageStore } from "../store/messages.ts";
import type { Lease, UpdateStore } from "../store/updates.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Span, Tracer } from "../telemetry/telemetry.ts";
import { listedWith } from "./list-changes.ts";
import { followWithin } from "./follow-allowance.ts";
import {
  knownAt,
  requestUrlIn,
  type HostsOnTheWay,
  type Judge,
  type JudgeContext,
  type LinkResolver,
} from "./judge.ts";
import type { Rates, Take } from "../access/rates.ts";

/** What messages are handled in: limits, the clock, and who is told how it goes. */
export interface MessageEnvironment {
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  /** Wall clock that never goes back while this program runs. */
  readonly now: () => Date;
  readonly onFault: (error: unknown) => void;
}

interface FollowingParts {
  readonly storage: { readonly store: MessageStore & UpdateStore & ConversationStore; readonly bus: Bus };
  readonly judge: Judge;
  readonly resolver: LinkResolver | null;
  /** By which a message is found when a list changes; null: by nothing. */
  readonly hostsOnTheWay: HostsOnTheWay | null;
  /** How long no other gateway takes up what this one holds, unless {@link Following.renew} is called before. */
  readonly leaseMs: number;
  readonly rates: Pick<Rates, "follow">;
  readonly environment: MessageEnvironment;
}

/** Follows links of messages that are on disk. */
export interface Following {
  /** For a message to be stored, whose links will be followed here; null where they will not. */
  lease(): Lease | null;
  /** Resolves with the reports of the same reader when no end is awaited any more. Never rejects. */
  start(
    message: StoredMessage,
    reports: readonly LinkReport[],
    context: JudgeContext,
    span?: Span,
  ): Promise<readonly LinkReport[]>;
  /** Messages whose links are being followed here. */
  readonly underWay: () => number;
  /** Takes up what is pending in the store and nobody follows: left by an earlier run, or not to be kept when it was followed. */
  resume(): Promise<void>;
  /** One link of a message as of now; null when it has none. What differs from what was known is kept and told. */
  open(message: StoredMessage, index: number, user: string, context: JudgeContext): Promise<Opened | null>;
  /** Keeps what is being followed from others for another lease. */
  renew(): Promise<void>;
  /** From here on nothing is kept: what is unfinished is taken up by the next run. */
  stop(): void;
  /** Gives back what is unfinished, once nothing more is stored. */
  release(): Promise<void>;
}

/** One link as of now. */
export interface Opened {
  readonly report: LinkReport;
  /** What the network told of it; null when nobody was asked. */
  readonly resolution: Resolution | null;
}

/** What the network told of one link. */
interface Learned {
  readonly message: StoredMessage;
  readonly index: number;
  readonly resolution: Resolution;
  readonly cause: UpdateCause;
  /** Nothing more is awaited for the message. */
  readonly isSettled: boolean;
}

/** Another gateway may learn something of the same message at the same moment. */
const MAX_TRIES = 5;
/** An opened link may be judged by an answer of this age. */
const OPEN_MAX_AGE_MS = 60_000;
const MAX_RESUMED = 10_000;
/** What was accepted in an earlier run was counted then. */
const freely: Take = () => null;

export function createFollowing(parts: FollowingParts): Following {
  const { judge, resolver, hostsOnTheWay, leaseMs, rates } = parts;
  const { store, bus } = parts.storage;
  const { limits, metrics, tracer, now, onFault } = parts.environment;
  /** Names this run in the store. */
  const holder = randomUUID();
  /** Messages being followed here, by what {@link nameOf} calls them. */
  const underWay = new Map<string, StoredMessage>();
  /** The last write about each message that is being written. */
  const writing = new Map<string, Promise<void>>();
  let isStopped = false;

  function leaseFromNow(): Lease {
    return { holder, until: new Date(now().getTime() + leaseMs) };
  }

  /** Where it cannot be written, the lease ends by itself. */
  async function giveBack(of?: readonly StoredMessage[]): Promise<void> {
    await store.releaseLeases(holder, of).catch(onFault);
  }

  async function start(
    message: StoredMessage,
    reports: readonly LinkReport[],
    context: JudgeContext,
    take: Take,
    span?: Span,
  ): Promise<readonly LinkReport[]> {
    if (resolver === null) return reports;
    const awaited = indexesOf(reports, isAwaited);
    // What its sender chose for themselves decides no card of others.
    const asRuled = await withoutChoice(message, reports, context);
    const shown = indexesOf(asRuled, (report) => isWorthACard(report, resolver));
    const learned: (Resolution | null)[] = reports.map(() => null);
    const unsettled = new Set(awaited);
    const allowed = followWithin(timedBy("follow", resolver, span), {
      requester: message.from,
      maxLinks: limits.maxFollowedLinks,
      take,
    });
    const follow = async (index: number): Promise<void> => {
      const report = reports[index];
      const resolution = await allowed.resolve(report === undefined ? "" : requestUrlIn(report));
      metrics.add("followed", outcomeOf(resolution));
      // A card that could not be had changes nothing.
      if (isStopped || (!unsettled.has(index) && resolution.page === null)) return;
      learned[index] = resolution;
      unsettled.delete(index);
      await record({ message, index, resolution, cause: "resolved", isSettled: unsettled.size === 0 });
    };
    // What a verdict waits for is followed first; a card takes what is left of the allowance.
    const ends = awaited.map(follow);
    Promise.all(shown.map(follow)).catch(onFault);
    if (ends.length === 0) return reports;
    const name = nameOf(message);
    underWay.set(name, message);
    try {
      await Promise.all(ends);
    } catch (error) {
      // What could not be kept is still pending in the store, and taken up again.
      onFault(error);
      // Before it is given back, or the next look would claim it and take it for one that is under way.
      underWay.delete(name);
      await giveBack([message]);
    } finally {
      underWay.delete(name);
    }
    return judge(message.text, context, learned);
  }

  async function withoutChoice({ text }: StoredMessage, reports: readonly LinkReport[], context: JudgeContext) {
    if (context.choice === null && context.own === undefined) return reports;
    return judge(text, { ...context, choice: null, own: undefined });
  }

  function timedBy(name: string, { resolveOffline, resolve }: LinkResolver, span?: Span): LinkResolver {
    return { resolveOffline, resolve: (address, options) => timed(name, () => resolve(address, options), span) };
  }

  /** Asks the network, under a clock and a span. */
  async function timed(name: string, resolve: () => Promise<Resolution>, parent?: Span): Promise<Resolution> {
    const span = tracer.span(name, parent);
    const startedMs = performance.now();
    let outcome = "fault";
    try {
      const resolution = await resolve();
      outcome = outcomeOf(resolution);
      return resolution;
    } finally {
      metrics.observe("follow_seconds", (performance.now() - startedMs) / 1_000, outcome);
      span.end(outcome);
    }
  }

  /** Writes about one message come one after the other, so that none undoes what another learned. */
  function record(learned: Learned): Promise<void> {
    const name = nameOf(learned.message);
    const before = writing.get(name) ?? Promise.resolve();
    const own = before
      .catch(() => undefined)
      .then(() => write(learned))
      .finally(() => {
        if (writing.get(name) === own) writing.delete(name);
      });
    writing.set(name, own);
    return own;
  }

  async function write({ message, index, resolution, cause, isSettled }: Learned): Promise<void> {
    const { conversation, seq } = message;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const stored = await store.storedMessage(conversation, seq);
      if (stored.deletedAt !== null) return;
      const latest = withAt(keptResolutions(stored), index, resolution, null);
      // Where it leads was not known, so lists are asked about this link anew; of the others what they said stays.
      const report = (await judge(message.text, asWritten(message), latest))[index];
      const update = await store.recordResolutions({
        conversation,
        seq,
        index,
        cause,
        isSettled,
        at: now(),
        from: stored,
        resolutions: writeJson(latest),
        listed: report === undefined ? null : listedWith(stored, index, listedIn(report)),
        linkHosts: report === undefined ? [] : (hostsOnTheWay?.(report) ?? []),
      });
      if (update === null) continue;
      const audience = await store.audience(conversation, seq);
      bus.publish(audience, { kind: "update", update, message });
      return;
    }
    // What is unfinished is taken up again.
    throw new Error("a message changed each time something was learned of it");
  }

  return {
    lease: () => (resolver === null || isStopped ? null : leaseFromNow()),
    underWay: () => underWay.size,
    start: (message, reports, context, span) =>
      start(message, reports, context, rates.follow, span).catch((error: unknown) => {
        onFault(error);
        return reports;
      }),
    async resume() {
      if (resolver === null) return;
      const claimed = await store.claimPending(MAX_RESUMED, leaseFromNow(), now());
      const resumed = claimed.filter((message) => !underWay.has(nameOf(message)));
      // From here on they are renewed, however long the ones before take to be judged.
      for (const message of resumed) underWay.set(nameOf(message), message);
      for (const message of resumed) {
        if (isStopped) return;
        const context = asWritten(message);
        try {
          const reports = await judge(message.text, context, keptResolutions(message));
          underWay.delete(nameOf(message));
          start(message, reports, context, freely).catch(onFault);
        } catch (error) {
          // One that cannot be judged keeps no other from being followed.
          underWay.delete(nameOf(message));
          onFault(error);
        }
      }
    },
    async renew() {
      if (underWay.size > 0 && !isStopped) await store.renewLeases(leaseFromNow(), [...underWay.values()]);
    },
    async open(message, index, user, context) {
      const asked = (await judge(message.text, context))[index];
      if (asked === undefined) return null;
      if (resolver === null) return { report: asked, resolution: null };
      if (!isAwaited(asked)) {
        // Its address says what it is; what its page was seen to say stays known.
        const seen = keptResolutions(message)[index] ?? null;
        const isSeen = seen?.status === "final" && seen.page !== null;
        const [shown = asked] = isSeen
          ? (await judge(message.text, context, knownAt(index, seen))).slice(index, index + 1)
          : [];
        return { report: shown, resolution: null };
      }
      const timedResolver = timedBy("follow_opened", resolver);
      const allowed = followWithin(timedResolver, { requester: user, maxLinks: 1, take: rates.follow });
      const resolution = await allowed.resolve(requestUrlIn(asked), { maxAgeMs: OPEN_MAX_AGE_MS });
      const known = keptResolutions(message)[index] ?? null;
      // One failure at one click is no news of where the link leads.
      const isNews =
        resolution.status === "final" && (known?.status !== "final" || known.finalUrl !== resolution.finalUrl);
      if (!isStopped && isNews) await record({ message, index, resolution, cause: "opened", isSettled: false });
      const reports = await judge(message.text, context, knownAt(index, resolution));
      const report = reports[index];
      return report === undefined ? null : { report, resolution };
    },
    stop() {
      isStopped = true;
    },
    release: () => giveBack(),
  };
}

/** The same array with another value at one place; `missing` where there was none before it. */
function withAt<T>(values: readonly T[], index: number, value: T, missing: T): readonly T[] {
  return Array.from({ length: Math.max(values.length, index + 1) }, (_, each) =>
    each === index ? value : (values[each] ?? missing),
  );
}

/** One of the closed sets of resolve/types.ts: why it failed, why it was skipped, or what it is. */
function outcomeOf({ failure, skipped, status }: Resolution): string {
  return failure?.code ?? skipped ?? status;
}

function nameOf({ conversation, seq }: Pick<StoredMessage, "conversation" | "seq">): string {
  return `${conversation} ${seq}`;
}

export function isAwaited({ resolution }: LinkReport): boolean {
  return resolution.status === "provisional" && resolution.skipped === null;
}

/** Known pages that may be asked for a title and a picture. Payments are not: asking for one may be a step of it. */
function isWorthACard({ app, resolution, verdict }: LinkReport, resolver: LinkResolver): boolean {
  const { status, skipped, page, finalUrl } = resolution;
  const isPage = status === "final" && skipped === null && page === null && finalUrl !== null;
  if (!isPage || (app?.entity ?? null) === null || app?.entity?.sensitive !== undefined) return false;
  return verdict.action !== "block" && /^https?:/u.test(finalUrl) && resolver.resolveOffline(finalUrl) === null;
}

function indexesOf(reports: readonly LinkReport[], fits: (report: LinkReport) => boolean): number[] {
  return reports.flatMap((report, index) => (fits(report) ? [index] : []));
}

/** The links of a message do not depend on who reads it. */
function asWritten({ at, kind }: StoredMessage): JudgeContext {
  return { at, chat: kind, client: { os: "web", version: null }, choice: null, locale: "en" };
}
