import { randomUUID } from "node:crypto";
import type { Conversation, StoredMessage } from "../chat/conversation.ts";
import { keptContext, keptResolutions } from "../chat/kept-json.ts";
import { ProtocolError } from "../protocol/errors.ts";
import type { LinkReport } from "../report/report.ts";
import type { LeaseStore, Question, Questioned } from "../store/leases.ts";
import { StoreError } from "../store/store-error.ts";
import type { Lease, UpdateStore } from "../store/updates.ts";
import type { MessageEnvironment } from "./follow-links.ts";
import type { Judge, JudgeContext } from "./judge.ts";
import { judgeContext, type Reader, readerOf, readerRecord } from "./reader.ts";

export interface BotMessage {
  readonly conversation: string;
  readonly from: string;
  readonly text: string;
  /** Judged for the sender. */
  readonly links: readonly LinkReport[];
  readonly context: JudgeContext;
}

/** A user who answers by program. Only one-to-one messages are shown to it. */
export interface Bot {
  readonly userId: string;
  /** The answer; null for silence. */
  onMessage(message: BotMessage): Promise<string | null>;
}

/** A message to the bot, and whom its answer is made for. */
interface Asked {
  readonly message: StoredMessage;
  readonly reader: Reader;
  readonly context: JudgeContext;
}

interface AnsweringParts {
  /** Null: nobody answers. */
  readonly bot: Bot | null;
  /** Programs are not answered: two of them would never end. */
  readonly isBot: (user: string) => boolean;
  readonly store: LeaseStore & Pick<UpdateStore, "renewLeases" | "releaseLeases">;
  readonly judge: Judge;
  /** How long no other gateway answers what this one took, unless {@link Answering.renew} is called before. */
  readonly leaseMs: number;
  /** Keeps and tells an answer, by the rules and rates of every bot. The same key again is the same answer. */
  readonly say: (bot: string, asked: Asked, key: string, text: string) => Promise<void>;
  readonly environment: Pick<MessageEnvironment, "now" | "onFault">;
}

/** Answers questions that are on disk: each once, also when the gateway that took it ends before. */
export interface Answering {
  /** For a message to be stored that may be a question; null where it cannot be one. */
  questioned(from: string, reader: Reader): Questioned | null;
  isForBot(message: StoredMessage, conversation: Conversation): boolean;
  /** Answers when the links are followed. Never rejects. */
  start(asked: Asked, followed: Promise<readonly LinkReport[]>): Promise<void>;
  /** Takes up what nobody answers: left by another run, or by a store that could not write. */
  resume(): Promise<void>;
  /** Keeps what is being answered from others for another lease. */
  renew(): Promise<void>;
  /** From here on nothing is answered. */
  stop(): void;
  /** Gives back what is unanswered, once nothing more is stored. */
  release(): Promise<void>;
}

/** The others come with the next look. */
const MAX_RESUMED = 1_000;

export function createAnswering(parts: AnsweringParts): Answering {
  const { bot, isBot, store, judge, leaseMs, say } = parts;
  const { now, onFault } = parts.environment;
  /** Names this run in the store. */
  const holder = randomUUID();
  /** Being answered here, by {@link nameOf}. */
  const underWay = new Map<string, StoredMessage>();
  let isStopped = false;

  function leaseFromNow(): Lease {
    return { holder, until: new Date(now().getTime() + leaseMs) };
  }

  async function answer(by: Bot, asked: Asked, followed: Promise<readonly LinkReport[]>): Promise<void> {
    const { message, context } = asked;
    const { conversation, seq, from, text } = message;
    underWay.set(nameOf(message), message);
    try {
      const links = await followed;
      if (isStopped) return void underWay.delete(nameOf(message));
      const said = await by.onMessage({ conversation, from, text, links, context });
      // Named after the question, so that a question is answered once.
      if (said !== null) await say(by.userId, asked, `answer-${conversation}-${seq}`, said);
      await store.settleQuestion(message);
      underWay.delete(nameOf(message));
    } catch (error) {
      // Before it is given back, or the next look would claim it and take it for one that is under way.
      underWay.delete(nameOf(message));
      await afterFailure(message, error);
    }
  }

  /** What the store could not keep, or is one answer too many, is tried again; what nobody wants, or was answered before, is not. */
  async function afterFailure(message: StoredMessage, error: unknown): Promise<void> {
    const code = error instanceof StoreError || error instanceof ProtocolError ? error.code : null;
    // Whoever blocks the bot wants no answer, and another gateway's answer may be in other words.
    if (code !== "blocked" && code !== "key_reused" && code !== "rate_limited") onFault(error);
    const isForLater = code === "unavailable" || code === "rate_limited";
    const end = isForLater ? store.releaseLeases(holder, [message]) : store.settleQuestion(message);
    // Where this cannot be written either, the lease ends by itself.
    await end.catch(onFault);
  }

  async function answerLate(by: Bot, { message, contextJson }: Question): Promise<void> {
    const { client, choice, locale, exact } = keptContext({ contextJson }, "question.context") ?? {};
    if (client === undefined || choice === undefined || locale === undefined) return;
    const reader = readerOf(client, locale, choice, null, exact);
    const context = judgeContext(reader, message, message.at);
    const reports = Promise.resolve(judge(message.text, context, keptResolutions(message)));
    await answer(by, { message, reader, context }, reports);
  }

  return {
    questioned(from, reader) {
      if (bot === null || isBot(from)) return null;
      return {
        answerer: bot.userId,
        terms: () => ({ contextJson: readerRecord(reader), lease: leaseFromNow() }),
      };
    },
    isForBot: ({ from }, { kind, members }) =>
      bot !== null && !isBot(from) && kind === "one_to_one" && members.includes(bot.userId),
    async start(asked, followed) {
      if (bot !== null) await answer(bot, asked, followed);
    },
    async resume() {
      if (bot === null || isStopped) return;
      const claimed = await store.claimQuestions(bot.userId, MAX_RESUMED, leaseFromNow(), now());
      const resumed = claimed.filter(({ message }) => !underWay.has(nameOf(message)));
      // From here on they are renewed, however long the ones before take.
      for (const { message } of resumed) underWay.set(nameOf(message), message);
      for (const question of resumed) {
        if (isStopped) return;
        await answerLate(bot, question).catch((error: unknown) => {
          // One that cannot be read keeps no other from being answered.
          underWay.delete(nameOf(question.message));
          onFault(error);
        });
      }
    },
    async renew() {
      if (underWay.size > 0 && !isStopped) await store.renewLeases(leaseFromNow(), [...underWay.values()]);
    },
    stop() {
      isStopped = true;
    },
    async release() {
      if (bot !== null) await store.releaseLeases(holder).catch(onFault);
    },
  };
}

function nameOf({ conversation, seq }: StoredMessage): string {
  return `${conversation} ${seq}`;
}
