import type { StoredMessage } from "../../chat/conversation.ts";
import { isConversationId } from "../../chat/ids.ts";
import type { JsonPieces } from "../../input/json.ts";
import type { ConversationKind } from "../../policy/types.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import type { Posted } from "../../messages/post-message.ts";
import { hasChoiceFor } from "../../messages/reader.ts";
import { sentFrame } from "../socket/frames-for-readers.ts";
import type { FrameText } from "../socket/text-frames.ts";
import type { Span } from "../../telemetry/telemetry.ts";
import { refusalOf } from "./refusal.ts";
import type { Handler } from "./request.ts";

/** Undefined when the message is with the store already, in order; it is answered when it is on disk. */
export const send: Handler<"send"> = ({ connection, session, frame }, parts) => {
  const { user, reader } = session;
  const { id, key, to } = frame;
  const { posting, frameCache, unanswered } = parts;
  const { store } = parts.storage;
  const { limits, metrics, tracer, onFault } = parts.environment;
  const takenMs = performance.now();
  // A lone surrogate has no UTF-8 form: made well-formed here, offsets mean the same for everyone.
  const text = frame.text.toWellFormed();
  if (text.length > limits.maxTextLength) {
    throw new ProtocolError("text_too_long", `text: ${text.length} units, maxTextLength is ${limits.maxTextLength}`);
  }
  if (session.isBot) return parts.botRules.mayWrite(user, to).then(post);
  if (isConversationId(to)) return store.conversation(user, to).then(({ kind }) => post(kind));
  return post("one_to_one");

  function post(chat: ConversationKind): Promise<void> | undefined {
    const span = tracer.span("send");
    const message = { from: user, key, to, chat, text, reader, session: connection.session, span };
    const answered = Promise.withResolvers<void>();
    try {
      const posted = posting.post(message, (accepted, pieces) => {
        connection.writeInOrder(sentTo(accepted.message, pieces));
        metrics.observe("send_seconds", (performance.now() - takenMs) / 1_000);
        span.end("sent");
        answered.resolve();
      });
      if (posted instanceof Promise) return posted.then((kept) => answerLater(kept, answered, span), refusedBy(span));
      answerLater(posted, answered, span);
      return undefined;
    } catch (error) {
      span.end("refused");
      throw error;
    }
  }

  function sentTo(message: StoredMessage, pieces: JsonPieces | null): FrameText | Promise<FrameText> {
    const isAsKept = to === message.conversation || !hasChoiceFor(reader, message.conversation);
    if (reader.replay === null && isAsKept) return sentFrame(id, message, pieces ?? message.reportsJson);
    const own = frameCache.links(message, reader);
    return own instanceof Promise ? own.then((links) => sentFrame(id, message, links)) : sentFrame(id, message, own);
  }

  function answerLater({ durable }: Posted, answered: PromiseWithResolvers<void>, span: Span): void {
    connection.unanswered += 1;
    connection.lastSend = answered.promise;
    const settled = (): void => {
      connection.unanswered -= 1;
      unanswered.delete(kept);
    };
    const kept = durable.then(settled, (error: unknown) => {
      settled();
      span.end("refused");
      connection.refuse(refusalOf(error, id, onFault));
      answered.resolve();
    });
    unanswered.add(kept);
  }
};

function refusedBy(span: Span): (error: unknown) => never {
  return (error) => {
    span.end("refused");
    throw error;
  };
}
