import type { MessageUpdate, StoredMessage } from "../chat/conversation.ts";
import { reportsToJson } from "../check/report-json.ts";
import type { CheckContext, LinkReport } from "../check/report.ts";
import type { Choice } from "../policy/types.ts";
import type { DeletedFrame, LinkFrame } from "../protocol/frames.ts";
import type { Resolution } from "../resolve/types.ts";
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
  if (replay !== null) return { client, locale, choice, replay, context: `${locale} ${JSON.stringify(replay)}` };
  const context = `${client.os} ${client.version ?? "?"} ${locale} ${choice ?? "-"}`;
  const known = readers.get(context);
  if (known !== undefined) return known;
  if (readers.size >= MAX_READERS) readers.clear();
  const reader = { client, locale, choice, replay, context };
  readers.set(context, reader);
  return reader;
}

/** Most of ten thousand readers read alike, and then are one. */
const readers = new Map<string, Reader>();
const MAX_READERS = 1_000;

/** The same reader after a new choice. */
export function withChoice({ client, locale, replay }: Reader, choice: Choice | null): Reader {
  return readerOf(client, locale, choice, replay);
}

export function judgeContext(
  reader: Reader,
  chat: JudgeContext["chat"],
  at: Date,
  reading?: JudgeContext["reading"],
): JudgeContext {
  const { client, choice, locale, replay } = reader;
  if (replay === null) return { at, chat, client, choice, locale, reading };
  return { at: replay.at ?? at, chat: replay.chat, client: replay.client, choice: replay.choice, locale, replay };
}

/** What a decision was made in besides the message itself, for it to be made again; a tester's `at` and `chat` differ from the message's. */
export function contextRecord({ at, chat, client, choice, locale, replay }: JudgeContext): string {
  const own = { client, choice, locale };
  return JSON.stringify(
    replay === undefined
      ? own
      : { ...own, at, chat, host: replay.host, lists: replay.lists, rulebook: replay.rulebook },
  );
}

/** JSON of a message's reports for readers, and of the whole frame. */
export interface Readings {
  /**
   * The `message` frame for one reader. Reports made for the sender serve every reader in the same context; for another one the
   * message is judged again, as of its own time. Within one message each context is judged once.
   *
   * @param reading  Who decides; left out, the rulebook in force.
   */
  frame(
    message: StoredMessage,
    evidenceContext: string | null,
    reader: Reader,
    reading?: JudgeContext["reading"],
  ): string | Promise<string>;
  links(message: StoredMessage, reader: Reader): string | Promise<string>;
  /** The frame that tells one reader of an update: a `link` judged as of the message's time, or `deleted`. */
  update(update: MessageUpdate, message: StoredMessage | null, reader: Reader): string | Promise<string>;
}

export function createReadings(judge: Judge): Readings {
  // Copies of one message leave one after the other, so remembering the latest is enough.
  let latest: StoredMessage | MessageUpdate | null = null;
  let frames = new Map<string, string | Promise<string>>();

  /** Makes the frame about `subject` once for each context. */
  function once(
    subject: StoredMessage | MessageUpdate,
    { context }: Reader,
    make: () => string | Promise<string>,
  ): string | Promise<string> {
    if (subject !== latest) {
      latest = subject;
      frames = new Map();
    }
    const frame = frames.get(context) ?? make();
    frames.set(context, frame);
    return frame;
  }

  function reportsFor(message: StoredMessage, reader: Reader, reading?: JudgeContext["reading"]) {
    const { text, kind, at, resolutions } = message;
    const context = judgeContext(reader, kind, at, reading);
    if (resolutions === null) return judge(text, context);
    const leads = leadsOf(message);
    return judge(text, context, (index) => leads[index] ?? null);
  }

  function links(message: StoredMessage, reader: Reader, reading?: JudgeContext["reading"]): string | Promise<string> {
    // Where the sender's reading found no link, no reader's will: finding does not depend on the reader.
    if (message.evidence === "[]") return "[]";
    const reports = reportsFor(message, reader, reading);
    return reports instanceof Promise ? reports.then(reportsToJson) : reportsToJson(reports);
  }

  return {
    links: (message, reader) => links(message, reader),
    update(update, message, reader) {
      // It may have been deleted after this update was read.
      if (update.kind === "deleted" || message === null || message.deletedAt !== null)
        return JSON.stringify(deletedFrame(update));
      return once(update, reader, () => {
        const reports = reportsFor({ ...message, resolutions: update.resolutions }, reader);
        return reports instanceof Promise
          ? reports.then((found) => linkJson(update, found))
          : linkJson(update, reports);
      });
    },
    frame(message, evidenceContext, reader, reading) {
      return once(message, reader, () => {
        const found = reader.context === evidenceContext ? message.evidence : links(message, reader, reading);
        return found instanceof Promise
          ? found.then((json) => messageJson(message, json))
          : messageJson(message, found);
      });
    },
  };
}

/** What the network has told of each link so far, by position. */
export function leadsOf({ resolutions }: Pick<StoredMessage, "resolutions">): (Resolution | null)[] {
  return resolutions === null ? [] : (JSON.parse(resolutions) as (Resolution | null)[]);
}

function linkJson(
  { conversation, seq, index, cause, update }: Extract<MessageUpdate, { kind: "resolved" }>,
  reports: readonly LinkReport[],
): string {
  const report = reports[index];
  if (report === undefined) throw new Error("an update names a link that its message does not have");
  const frame: LinkFrame = { type: "link", conversation, seq, index, report, cause, update };
  return JSON.stringify(frame);
}

export function deletedFrame({ conversation, seq, update, at }: MessageUpdate): DeletedFrame {
  return { type: "deleted", conversation, seq, update, at: at.toISOString() };
}

/** A `message` frame around reports that are JSON already. Conversation ids, kinds and instants need no escape. */
export function messageJson(message: StoredMessage, links: string): string {
  const { conversation, kind, seq, from, text, at, deletedAt, event } = message;
  const deleted = deletedAt === null ? "" : `,"deletedAt":"${deletedAt.toISOString()}"`;
  const told = event === null ? "" : `,"event":${JSON.stringify(event)}`;
  return `{"type":"message","conversation":"${conversation}","kind":"${kind}","seq":${seq},"from":${JSON.stringify(from)},"text":${JSON.stringify(text)},"at":"${isoOf(at)}"${deleted}${told},"links":${links}}`;
}

/** A `sent` frame around reports that are JSON already. */
export function sentJson(re: string, { conversation, kind, seq, at, evidence }: StoredMessage): string {
  return `{"type":"sent","re":${JSON.stringify(re)},"conversation":"${conversation}","kind":"${kind}","seq":${seq},"at":"${isoOf(at)}","links":${evidence}}`;
}

let latestAtMs = 0;
let latestIso = "";

/** ISO 8601 UTC. Frames written together mostly tell the same millisecond. */
function isoOf(at: Date): string {
  const atMs = at.getTime();
  if (atMs !== latestAtMs || latestIso === "") {
    latestIso = at.toISOString();
    latestAtMs = atMs;
  }
  return latestIso;
}
