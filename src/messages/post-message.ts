import type { Rates, Take } from "../access/rates.ts";
import { isConversationId } from "../chat/ids.ts";
import type { Bus } from "../bus/bus.ts";
import type { ConversationKind } from "../policy/types.ts";
import { ProtocolError } from "../protocol/errors.ts";
import { NO_REPORTS } from "../chat/kept-json.ts";
import { joined, jsonText, type JsonPieces } from "../input/json.ts";
import { reportsInPieces } from "../report/json.ts";
import type { LinkReport } from "../report/report.ts";
import type { Decider } from "../rulebooks/shelf.ts";
import type { LeaseStore } from "../store/leases.ts";
import type { Accepted, MessageStore } from "../store/messages.ts";
import type { UpdateStore } from "../store/updates.ts";
import type { Span } from "../telemetry/telemetry.ts";
import { type Answering, type Bot, createAnswering } from "./answer-questions.ts";
import { isAwaited, type Following, type MessageEnvironment } from "./follow-links.ts";
import { hostsOf, type HostsOnTheWay, type Judge, type JudgeContext } from "./judge.ts";
import { type BotMessage, type BotPostParts, createPostAsBot, type PostAsBot } from "./post-as-bot.ts";
import { contextRecord, hasChoiceFor, judgeContext, type Reader } from "./reader.ts";

/** Told of each message's reports once it was answered and its links were followed. */
export interface MessageShadow {
  compare(reports: readonly LinkReport[], context: JudgeContext): void;
}

/** A message that somebody wants to be kept and told. */
export interface Post {
  readonly from: string;
  /** With `from` unique for ever: the same again is the same message. */
  readonly key: string;
  /** A user id or a conversation id. */
  readonly to: string;
  readonly chat: ConversationKind;
  /** Well-formed text. */
  readonly text: string;
  /** Whom the stored reports are made for. */
  readonly reader: Reader;
  /** The session it came from, which is answered and not told; null: everybody is told. */
  readonly session: string | null;
  /** The work that this is part of; left out, none that is traced. */
  readonly span?: Span;
}

/**
 * Called once the message is durable, when those who are told of it here are.
 *
 * @param pieces  Its `reportsJson` in pieces; null where they are not at hand.
 */
export type OnAccepted = (accepted: Accepted, pieces: JsonPieces | null) => void;

export interface Posting {
  /**
   * Judges a message, keeps it, tells its readers, and starts what follows: links are followed, the shadow compares, the bot answers.
   *
   * @returns  Undefined while judging needs no wait: the message is then with the store already, in order. Otherwise a promise
   *           that resolves when it is. Both carry on in `durable`.
   * @throws {ProtocolError} `too_many_links`, or `rate_limited` for the links of what the sender sent before.
   */
  post(post: Post, onAccepted: OnAccepted): Posted | Promise<Posted>;
  /** The same for programs, the gateway's own bot among them. */
  readonly postAsBot: PostAsBot;
  /** Questions to the bot that were left unanswered. */
  readonly answering: Pick<Answering, "resume" | "renew" | "stop" | "release">;
}

export interface Posted {
  /** Resolves when the message is on disk and told; rejects with {StoreError} when nothing of it was kept. */
  readonly durable: Promise<void>;
}

const TOO_MANY_LINKS_SENT = "Too many links were sent; wait retryAfterMs";

export interface PostingParts extends BotPostParts {
  readonly rates: Pick<Rates, "botSend" | "sentLinks" | "botSentLinks">;
  readonly storage: {
    readonly store: Pick<MessageStore, "append"> & Pick<UpdateStore, "renewLeases" | "releaseLeases"> & LeaseStore;
    readonly bus: Bus;
  };
  readonly judge: Judge;
  /** By which a message is found when a list changes; null: by nothing. */
  readonly hostsOnTheWay: HostsOnTheWay | null;
  readonly following: Pick<Following, "lease" | "start">;
  readonly bot: Bot | null;
  /** Whether a user is a program: the bot answers none. */
  readonly isBot: (user: string) => boolean;
  /** How long no other gateway answers a question that this one took, unless it is renewed before. */
  readonly leaseMs: number;
  readonly shadow: MessageShadow | null;
  /** Who decides now; taken once for a message, so that all who are told of it then are told by one. */
  readonly decider: () => Decider;
  readonly environment: MessageEnvironment;
}

/** What becomes of a message. Every protocol that takes messages calls this. */
export function createPosting(parts: PostingParts): Posting {
  const { judge, hostsOnTheWay, bot, shadow, following, rates } = parts;
  const { store, bus } = parts.storage;
  const { limits, metrics, tracer, now, onFault } = parts.environment;
  const postAsBot = createPostAsBot(parts, postWhole);
  const answering = createAnswering({
    bot,
    isBot: parts.isBot,
    store,
    judge,
    leaseMs: parts.leaseMs,
    say: async (from, { message, reader }, key, text) =>
      void (await postAsBot({ from, key, to: message.conversation, texts: [text], reader })),
    environment: parts.environment,
  });

  function takeLinks(from: string, count: number): ReturnType<Take> {
    return parts.isBot(from) || from === bot?.userId ? rates.botSentLinks(from, count) : rates.sentLinks(from, count);
  }

  function post(message: Post, onAccepted: OnAccepted): Posted | Promise<Posted> {
    const retryAfterMs = takeLinks(message.from, 0);
    if (retryAfterMs !== null) throw new ProtocolError("rate_limited", TOO_MANY_LINKS_SENT, { retryAfterMs });
    const at = now();
    const readIn = { conversation: isConversationId(message.to) ? message.to : null, kind: message.chat };
    const context = judgeContext(message.reader, readIn, at, parts.decider());
    const span = tracer.span("judge", message.span);
    const startedMs = performance.now();
    let reports: ReturnType<Judge>;
    try {
      reports = judge(message.text, context);
    } catch (error) {
      span.end("fault");
      throw error;
    }
    // Without a wait the hot path makes no promise but the store's.
    if (reports instanceof Promise) return judgedLater(message, at, context, { span, startedMs, reports }, onAccepted);
    span.end("judged");
    metrics.observe("check_seconds", (performance.now() - startedMs) / 1_000);
    return keep(message, at, context, reports, onAccepted);
  }

  async function judgedLater(
    message: Post,
    at: Date,
    context: JudgeContext,
    judging: { readonly span: Span; readonly startedMs: number; readonly reports: Promise<readonly LinkReport[]> },
    onAccepted: OnAccepted,
  ): Promise<Posted> {
    const { span, startedMs } = judging;
    let outcome = "fault";
    let reports: readonly LinkReport[] = [];
    try {
      reports = await judging.reports;
      outcome = "judged";
    } finally {
      span.end(outcome);
      metrics.observe("check_seconds", (performance.now() - startedMs) / 1_000);
    }
    return keep(message, at, context, reports, onAccepted);
  }

  function keep(
    { from, key, to, text, reader, session, span: whole }: Post,
    at: Date,
    context: JudgeContext,
    reports: readonly LinkReport[],
    onAccepted: OnAccepted,
  ): Posted {
    if (reports.length > 0) takeLinks(from, reports.length);
    const { maxLinks } = limits;
    if (reports.length > maxLinks)
      throw new ProtocolError("too_many_links", `text: ${reports.length} links, maxLinks is ${maxLinks}`);
    const pieces = reports.length === 0 ? null : reportsInPieces(reports);
    const reportPieces = pieces ?? [];
    const reportsJson = pieces === null ? NO_REPORTS : jsonText<readonly LinkReport[]>(joined(pieces));
    const isPending = reports.some(isAwaited);
    const contextJson = reports.length === 0 ? null : contextRecord(context, reports);
    const linkHosts = hostsOnTheWay === null ? [] : hostsOf(reports, hostsOnTheWay);
    const span = tracer.span("store_message", whole);
    const startedMs = performance.now();
    const lease = isPending ? following.lease() : null;
    const question = answering.questioned(from, reader);
    const durable = store
      .append({
        from,
        key,
        to,
        text,
        at,
        reportsJson,
        reportPieces,
        contextJson,
        linkHosts,
        isPending,
        lease,
        question,
      })
      .then(
        (accepted) => {
          const { message, conversation, isRepeat } = accepted;
          span.end(isRepeat ? "repeat" : "stored");
          metrics.observe("store_commit_seconds", (performance.now() - startedMs) / 1_000);
          metrics.add(isRepeat ? "repeats" : "messages");
          const told = isRepeat ? null : pieces;
          const answer = session === null ? null : { session, user: from, give: () => onAccepted(accepted, told) };
          if (isRepeat) {
            // Where the first outcome was not known, nobody was told: it takes its place now, and is passed over where it has one.
            bus.publish(conversation.members, { kind: "message", message, judgedFor: null, answer });
            if (session === null) onAccepted(accepted, null);
            return;
          }
          const { decider } = context;
          // By a name of the other the conversation was not known, and its sender may have chosen something for it.
          const judgedFor = to !== conversation.id && hasChoiceFor(reader, conversation.id) ? null : reader.cacheKey;
          // Who left a moment after has still written it.
          const { members } = conversation;
          const users = members.includes(from) ? members : [...members, from];
          const publishing = tracer.span("publish", whole);
          bus.publish(users, { kind: "message", message, judgedFor, decider, pieces, answer });
          publishing.end("published");
          for (const { verdict } of reports) metrics.verdict(verdict.action, verdict.rule);
          if (session === null) onAccepted(accepted, pieces);
          goOn(accepted, reports, reader, whole);
        },
        (error: unknown) => {
          span.end("refused");
          throw error;
        },
      );
    return { durable };
  }

  /** What follows once a message was answered and told. Nobody waits for it. */
  function goOn(
    { message, conversation }: Accepted,
    reports: readonly LinkReport[],
    reader: Reader,
    span?: Span,
  ): void {
    const isForBot = answering.isForBot(message, conversation);
    if (reports.length === 0 && !isForBot) return;
    const context = judgeContext(reader, message, message.at);
    const followed = following.start(message, reports, context, span);
    // What a tester sends is judged by the operator's facts too, but it is no traffic to compare rulebooks by. Nor is the bot's.
    if (shadow !== null && reports.length > 0 && reader.replay === null && message.from !== bot?.userId) {
      followed.then((links) => shadow.compare(links, context)).catch(onFault);
    }
    if (isForBot) answering.start({ message, reader, context }, followed).catch(onFault);
  }

  async function postWhole(message: BotMessage): Promise<Accepted> {
    const accepted = Promise.withResolvers<Accepted>();
    const { durable } = await post({ ...message, session: null }, accepted.resolve);
    await durable;
    return accepted.promise;
  }

  return { post, postAsBot, answering };
}
