import type { Bus } from "../../bus/bus.ts";
import type { Conversation, StoredMessage } from "../../chat/conversation.ts";
import { othersIn } from "../../chat/conversation.ts";
import { isConversationId } from "../../chat/ids.ts";
import { reportsToJson } from "../../report/json.ts";
import type { LinkReport } from "../../report/report.ts";
import type { ChatKind } from "../../policy/types.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import type { ClientFrame, ClientFrameOf } from "../../protocol/client-frames.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Accepted, GroupRules, Store } from "../../store/store.ts";
import { StoreError } from "../../store/store.ts";
import { createChanges } from "./changes.ts";
import type { Chatting, Connection } from "../socket/connection.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import type { Tracer } from "../../telemetry/telemetry.ts";
import type { Following } from "../../messages/follow-links.ts";
import { isAwaited } from "../../messages/follow-links.ts";
import { listConversations } from "./lists.ts";
import type { OpenLinks } from "../../messages/open-link.ts";
import type { Bot, GatewayParts, Judge, JudgeContext, MessageShadow } from "../parts.ts";
import type { Reader, Readings } from "../readers.ts";
import { contextRecord, judgeContext, messageJson, replayContext, sentJson, withChoice } from "../readers.ts";
import { confirmReceipt } from "./receipts.ts";
import { sync } from "./sync.ts";

export interface HandlerParts {
  readonly store: Store;
  readonly bus: Bus;
  readonly limits: Limits;
  /** Who may put somebody into a group. */
  readonly whoAdds: GroupRules["whoAdds"];
  readonly judge: Judge;
  readonly following: Following;
  readonly openLinks: OpenLinks;
  readonly readings: Readings;
  readonly bot: Bot | null;
  readonly shadow: MessageShadow | null;
  readonly reading: GatewayParts["reading"];
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  /** Wall clock that never goes back while this program runs. */
  readonly now: () => Date;
  readonly onFault: (error: unknown) => void;
}

/** Frames about conversations; those about the connection itself are its session's. */
export type ChatFrame = Exclude<ClientFrame, { type: "hello" | "refresh" | "ping" }>;

export interface FrameHandlers {
  /**
   * Does what a frame asks. Resolves when the next frame of the connection may be looked at, undefined when that is now; a
   * `send` is then with the store, in order, and is answered when it is on disk.
   */
  handle(connection: Connection, chatting: Chatting, frame: ChatFrame): Promise<void> | undefined;
  /** Resolves when every message taken so far is answered. */
  settled(): Promise<void>;
}

export function createFrameHandlers(parts: HandlerParts): FrameHandlers {
  const { store, bus, limits, judge, metrics, readings } = parts;
  const changes = createChanges(parts);
  const unanswered = new Set<Promise<void>>();

  function handle(connection: Connection, chatting: Chatting, frame: ChatFrame): Promise<void> | undefined {
    return frame.type === "send" ? send(connection, chatting, frame) : answer(connection, chatting, frame);
  }

  async function answer(
    connection: Connection,
    chatting: Chatting,
    frame: Exclude<ChatFrame, { type: "send" }>,
  ): Promise<void> {
    if (frame.type !== "typing") await connection.lastSend;
    switch (frame.type) {
      case "sync":
        return sync(connection, chatting, frame, parts);
      case "delete":
        return changes.remove(connection, chatting, frame);
      case "history":
        return history(connection, chatting, frame);
      case "conversations":
        return listConversations(connection, chatting, frame, parts);
      case "delivered":
        return confirmReceipt(connection, chatting, frame, parts);
      case "read":
        return read(connection, chatting, frame);
      case "typing":
        return typing(connection, chatting, frame);
      case "open":
        return open(connection, chatting, frame);
      case "choose":
        return choose(connection, chatting, frame);
      case "block":
        return changes.block(connection, chatting, frame);
      case "group":
        return changes.group(connection, chatting, frame);
      case "members":
        return changes.members(connection, chatting, frame);
    }
  }

  /** Undefined when the message is with the store already: without a wait the hot path makes no promise but the store's. */
  function send(connection: Connection, chatting: Chatting, frame: ClientFrameOf<"send">): Promise<void> | undefined {
    const { user, reader } = chatting;
    const { id, key, to } = frame;
    const takenMs = performance.now();
    // A lone surrogate has no UTF-8 form: made well-formed here, offsets mean the same for everyone.
    const text = frame.text.toWellFormed();
    if (text.length > limits.maxTextLength) {
      throw new ProtocolError("text_too_long", `text: ${text.length} units, maxTextLength is ${limits.maxTextLength}`);
    }
    if (isConversationId(to)) return store.conversation(user, to).then(({ kind }) => judged(kind));
    return judged("one_to_one");

    function judged(chat: ChatKind): Promise<void> | undefined {
      const at = parts.now();
      const context = judgeContext(reader, chat, at, parts.reading?.());
      const reports = judge(text, context);
      if (reports instanceof Promise) return reports.then((found) => keep(at, context, found));
      keep(at, context, reports);
      return undefined;
    }

    function sentTo(message: StoredMessage): string | Promise<string> {
      if (reader.replay === null) return sentJson(id, message, message.evidence);
      const own = readings.links(message, reader);
      return own instanceof Promise ? own.then((links) => sentJson(id, message, links)) : sentJson(id, message, own);
    }

    function keep(at: Date, context: JudgeContext, reports: readonly LinkReport[]): void {
      if (reports.length > limits.maxLinks) throw new ProtocolError("too_many_links");
      const evidence = reportsToJson(reports);
      const isPending = reports.some(isAwaited);
      const madeIn = reports.length === 0 ? null : contextRecord(context);
      const span = parts.tracer.span("store_message");
      const answered: Promise<void> = store
        .append({ from: user, key, to, text, at, evidence, context: madeIn, isPending })
        .then(
          (accepted) => {
            connection.writeInOrder(sentTo(accepted.message));
            metrics.observe("send_seconds", (performance.now() - takenMs) / 1_000);
            span.end(accepted.isRepeat ? "repeat" : "stored");
            announce(accepted, reader, context.reading, connection.session);
            if (!accepted.isRepeat) goOn(accepted, reports, reader);
          },
          (error: unknown) => {
            span.end("refused");
            connection.refuse(refusalOf(error, id, parts.onFault));
          },
        )
        .then(
          () => void unanswered.delete(answered),
          (error: unknown) => {
            unanswered.delete(answered);
            parts.onFault(error);
          },
        );
      connection.lastSend = answered;
      unanswered.add(answered);
    }
  }

  function announce(
    { message, conversation, isRepeat }: Accepted,
    reader: Reader,
    reading: JudgeContext["reading"],
    except: string | null,
  ): void {
    metrics.add(isRepeat ? "repeats" : "messages");
    // The first time everybody was told, or will be by their next sync.
    if (isRepeat) return;
    bus.publish(conversation.members, { kind: "message", message, evidenceContext: reader.context, reading, except });
  }

  /** What follows once a message was answered and told: its links are followed, then the bot is asked. Nobody waits for it. */
  function goOn({ message, conversation }: Accepted, reports: readonly LinkReport[], reader: Reader): void {
    const { bot } = parts;
    const isForBot = bot !== null && message.from !== bot.userId && isWith(bot, conversation);
    if (reports.length === 0 && !isForBot) return;
    const context = judgeContext(reader, message.kind, message.at);
    const followed = parts.following.start(message, reports, context);
    // What a tester sends is judged by the operator's facts too, but it is no traffic to compare rulebooks by.
    if (parts.shadow !== null && reports.length > 0 && reader.replay === null) {
      followed.then((links) => parts.shadow?.compare(links, context)).catch(parts.onFault);
    }
    if (!isForBot) return;
    const { from, text } = message;
    followed
      .then((links) => bot.onMessage({ conversation: conversation.id, from, text, links, context }))
      .then((answer) => (answer === null ? undefined : answerOf(bot, message, answer, reader)))
      .catch((error: unknown) => {
        // Whoever blocks the bot wants no answer.
        if (!(error instanceof StoreError) || error.code !== "blocked") parts.onFault(error);
      });
  }

  async function answerOf(bot: Bot, asked: StoredMessage, text: string, reader: Reader): Promise<void> {
    const at = parts.now();
    const context = judgeContext(reader, asked.kind, at, parts.reading?.());
    const reports = await judge(text, context);
    const evidence = reportsToJson(reports);
    const isPending = reports.some(isAwaited);
    // Named after the question, so that a question is answered once.
    const key = `answer-${asked.conversation}-${asked.seq}`;
    const madeIn = reports.length === 0 ? null : contextRecord(context);
    const message = { from: bot.userId, key, to: asked.conversation, text, at, evidence, context: madeIn, isPending };
    const accepted = await store.append(message);
    announce(accepted, reader, context.reading, null);
    if (!accepted.isRepeat) await parts.following.start(accepted.message, reports, context);
  }

  async function history(connection: Connection, chatting: Chatting, frame: ClientFrameOf<"history">): Promise<void> {
    const limit = Math.min(frame.limit ?? limits.maxHistoryPage, limits.maxHistoryPage);
    const found = await store.messagesBefore(chatting.user, frame.conversation, frame.before ?? null, limit + 1);
    const page: string[] = [];
    let size = 0;
    for (const message of found.slice(-limit).reverse()) {
      const json = messageJson(message, await readings.links(message, chatting.reader));
      size += json.length;
      if (page.length > 0 && size > limits.softMarkBytes) break;
      page.unshift(json);
    }
    const head = JSON.stringify({ type: "page", re: frame.id, more: found.length > page.length });
    connection.write(`${head.slice(0, -1)},"messages":[${page.join(",")}]}`);
  }

  async function read(
    connection: Connection,
    { user }: Chatting,
    { conversation: id, seq }: ClientFrameOf<"read">,
  ): Promise<void> {
    if (!(await store.markRead(user, id, seq))) return;
    bus.publish(await store.audience(id, seq), {
      kind: "read",
      conversation: id,
      seq,
      from: user,
      except: connection.session,
    });
  }

  async function typing(
    connection: Connection,
    { user }: Chatting,
    { conversation: id }: ClientFrameOf<"typing">,
  ): Promise<void> {
    const conversation = await store.conversation(user, id);
    if (!conversation.members.includes(user)) throw new ProtocolError("unknown_conversation");
    bus.publish(othersIn(conversation, user), {
      kind: "typing",
      conversation: id,
      from: user,
      except: connection.session,
    });
  }

  async function open(connection: Connection, { user, reader }: Chatting, frame: ClientFrameOf<"open">): Promise<void> {
    const message = await store.message(user, frame.conversation, frame.seq);
    // What else the connection asks does not wait for a slow page.
    void opened(message, frame.index, user, reader)
      .then(async (report) => {
        if (report === null) throw new ProtocolError("unknown_message");
        // `/o/…` decides by the operator's facts: what is replayed opens nothing, neither here nor for who is handed the address.
        const isOpen = report.verdict.action !== "block" && reader.replay === null;
        const via = isOpen ? await parts.openLinks.wayTo(message, frame.index, user, reader) : undefined;
        connection.send({ type: "opened", re: frame.id, report, ...(via === undefined ? {} : { via }) });
      })
      .catch((error: unknown) => connection.refuse(refusalOf(error, frame.id, parts.onFault)));
  }

  /** A tester's reading of where the link leads; with a network of its own nobody is asked and nothing is learned. */
  async function opened(
    message: StoredMessage,
    index: number,
    user: string,
    reader: Reader,
  ): Promise<LinkReport | null> {
    const { replay, locale } = reader;
    const at = parts.now();
    const known =
      replay?.hasOwnNetwork === true
        ? null
        : await parts.following.open(message, index, user, judgeContext(reader, message.kind, at));
    if (replay === null) return known?.report ?? null;
    const context = replayContext(replay, locale, at);
    const reports = await replay.judge(message.text, context, (each) =>
      each === index ? (known?.resolution ?? null) : null,
    );
    return reports[index] ?? null;
  }

  async function choose(
    connection: Connection,
    chatting: Chatting,
    { id, choice }: ClientFrameOf<"choose">,
  ): Promise<void> {
    await store.setChoice(chatting.user, choice);
    chatting.reader = withChoice(chatting.reader, choice);
    connection.send({ type: "chosen", re: id, choice });
    bus.publish([chatting.user], { kind: "choice", choice, except: connection.session });
  }

  return {
    handle,
    async settled() {
      await Promise.all(unanswered);
    },
  };
}

function isWith(bot: Bot, { kind, members }: Conversation): boolean {
  return kind === "one_to_one" && members.includes(bot.userId);
}

/** What a failed request is answered: a refusal as it stands, a fault only as `internal`. */
export function refusalOf(error: unknown, re: string | undefined, onFault: (error: unknown) => void): ProtocolError {
  if (error instanceof ProtocolError) {
    const { code, message, retryAfterMs } = error;
    return new ProtocolError(code, message, {
      re: error.re ?? re,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  if (error instanceof StoreError) {
    if (error.code !== "unavailable") return new ProtocolError(error.code, undefined, { re });
    onFault(error.cause ?? error);
    return new ProtocolError("storage", undefined, { re });
  }
  onFault(error);
  return new ProtocolError("internal", undefined, { re });
}
