import type { MessageUpdate, StoredMessage } from "../chat/conversation.ts";
import type { CheckContext, LinkReport } from "../check/report.ts";
import type { Choice } from "../policy/types.ts";
import type { DeletedFrame } from "../protocol/frames.ts";
import type { Judge, JudgeContext, ReplayContext } from "./parts.ts";

/** What of a reader a verdict depends on. Equal `context` names mean equal reports for the same message. */
export interface Reader {
  readonly client: CheckContext["client"];
  readonly locale: CheckContext["locale"];
  readonly choice: Choice | null;
  /** A tester's own context, which stands in the place of the day, the chat, the client and the choice. */
  readonly replay: ReplayContext | null;
  readonly context: string;
}

export function readerOf(
  client: Reader["client"],
  locale: Reader["locale"],
  choice: Choice | null,
  replay: ReplayContext | null = null,
): Reader {
  const own = `${client.os} ${client.version ?? "?"} ${locale} ${choice ?? "-"}`;
  return { client, locale, choice, replay, context: replay === null ? own : `${locale} ${JSON.stringify(replay)}` };
}

/** The same reader after a new choice. */
export function withChoice({ client, locale, replay }: Reader, choice: Choice | null): Reader {
  return readerOf(client, locale, choice, replay);
}

export function judgeContext(reader: Reader, chat: JudgeContext["chat"], at: Date): JudgeContext {
  const { client, choice, locale, replay } = reader;
  if (replay === null) return { at, chat, client, choice, locale };
  return { at: replay.at ?? at, chat: replay.chat, client: replay.client, choice: replay.choice, locale, replay };
}

/** JSON of a message's reports for readers, and of the whole frame. */
export interface Readings {
  /**
   * The `message` frame for one reader. Reports made for the sender serve every reader in the same context; for another one the
   * message is judged again, as of its own time. Within one message each context is judged once.
   */
  frame(message: StoredMessage, evidenceContext: string | null, reader: Reader): string | Promise<string>;
  links(message: StoredMessage, reader: Reader): string | Promise<string>;
  /** The frame that tells one reader of an update; null when nothing is to be told. */
  update(update: MessageUpdate, reader: Reader): string | Promise<string> | null;
}

export function createReadings(judge: Judge): Readings {
  // Copies of one message leave one after the other, so remembering the latest is enough.
  let latest: StoredMessage | null = null;
  let frames = new Map<string, string | Promise<string>>();

  function links(message: StoredMessage, reader: Reader): string | Promise<string> {
    // Where the sender's reading found no link, no reader's will: finding does not depend on the reader.
    if (message.evidence === "[]") return "[]";
    const reports = judge(message.text, judgeContext(reader, message.kind, message.at));
    return reports instanceof Promise ? reports.then(jsonOf) : jsonOf(reports);
  }

  return {
    links,
    update: (update) => (update.kind === "deleted" ? JSON.stringify(deletedFrame(update)) : null),
    frame(message, evidenceContext, reader) {
      if (message !== latest) {
        latest = message;
        frames = new Map();
      }
      const known = frames.get(reader.context);
      if (known !== undefined) return known;
      const found = reader.context === evidenceContext ? message.evidence : links(message, reader);
      const frame =
        found instanceof Promise ? found.then((json) => messageJson(message, json)) : messageJson(message, found);
      frames.set(reader.context, frame);
      return frame;
    },
  };
}

export function deletedFrame({ conversation, seq, update, at }: MessageUpdate): DeletedFrame {
  return { type: "deleted", conversation, seq, update, at: at.toISOString() };
}

function jsonOf(reports: readonly LinkReport[]): string {
  return JSON.stringify(reports);
}

/** A `message` frame around reports that are JSON already. */
export function messageJson(message: StoredMessage, links: string): string {
  const { conversation, kind, seq, from, text, at, deletedAt } = message;
  // JSON leaves undefined out.
  const deleted = deletedAt?.toISOString();
  const head = JSON.stringify({
    type: "message",
    conversation,
    kind,
    seq,
    from,
    text,
    at: at.toISOString(),
    deletedAt: deleted,
  });
  return `${head.slice(0, -1)},"links":${links}}`;
}

/** A `sent` frame around reports that are JSON already. */
export function sentJson(re: string, { conversation, kind, seq, at, evidence }: StoredMessage): string {
  const head = JSON.stringify({ type: "sent", re, conversation, kind, seq, at: at.toISOString() });
  return `${head.slice(0, -1)},"links":${evidence}}`;
}
