import type { StoredMessage } from "../chat/conversation.ts";
import type { CheckContext, LinkReport } from "../check/report.ts";
import type { Choice } from "../policy/types.ts";
import type { Judge, JudgeContext } from "./parts.ts";

/** What of a reader a verdict depends on. Equal `context` names mean equal reports for the same message. */
export interface Reader {
  readonly client: CheckContext["client"];
  readonly locale: CheckContext["locale"];
  readonly choice: Choice | null;
  readonly context: string;
}

export function readerOf(client: Reader["client"], locale: Reader["locale"], choice: Choice | null): Reader {
  return { client, locale, choice, context: `${client.os} ${client.version ?? "?"} ${locale} ${choice ?? "-"}` };
}

export function judgeContext(reader: Reader, chat: JudgeContext["chat"], at: Date): JudgeContext {
  return { at, chat, client: reader.client, choice: reader.choice, locale: reader.locale };
}

/** JSON of a message's reports for readers, and of the whole frame. */
export interface Readings {
  /**
   * The `message` frame for one reader. Reports made for the sender serve every reader in the same context; for another one the
   * message is judged again, as of its own time. Within one message each context is judged once.
   */
  frame(message: StoredMessage, evidenceContext: string | null, reader: Reader): string | Promise<string>;
  links(message: StoredMessage, reader: Reader): string | Promise<string>;
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

function jsonOf(reports: readonly LinkReport[]): string {
  return JSON.stringify(reports);
}

/** A `message` frame around reports that are JSON already. */
export function messageJson({ conversation, kind, seq, from, text, at }: StoredMessage, links: string): string {
  const head = JSON.stringify({ type: "message", conversation, kind, seq, from, text, at: at.toISOString() });
  return `${head.slice(0, -1)},"links":${links}}`;
}

/** A `sent` frame around reports that are JSON already. */
export function sentJson(re: string, { conversation, kind, seq, at, evidence }: StoredMessage): string {
  const head = JSON.stringify({ type: "sent", re, conversation, kind, seq, at: at.toISOString() });
  return `${head.slice(0, -1)},"links":${evidence}}`;
}
