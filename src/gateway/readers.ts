import type { MessageUpdate, StoredMessage } from "../chat/conversation.ts";
import { reportsToJson } from "../check/report-json.ts";
import type { CheckContext, LinkReport } from "../check/report.ts";
import type { Choice } from "../policy/types.ts";
import type { DeletedFrame, LinkFrame } from "../protocol/frames.ts";
import type { Resolution } from "../resolve/types.ts";
import type { Judge, JudgeContext, Replay } from "./parts.ts";

/** What of a reader a verdict depends on. */
export interface Reader {
  readonly client: CheckContext["client"];
  readonly locale: CheckContext["locale"];
  readonly choice: Choice | null;
  /** Names the three above. Equal names mean equal reports for the same message, where nothing is replayed. */
  readonly context: string;
  /** A tester's own facts: what this connection reads is made of them, and what is kept or told to others is not. */
  readonly replay: Replay | null;
}

export function readerOf(
  client: Reader["client"],
  locale: Reader["locale"],
  choice: Choice | null,
  replay: Replay | null = null,
): Reader {
  const context = `${client.os} ${client.version ?? "?"} ${locale} ${choice ?? "-"}`;
  if (replay !== null) return { client, locale, choice, context, replay };
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

/** The context in which the operator's judge judges for a reader, whatever that reader replays. */
export function judgeContext(
  { client, choice, locale }: Reader,
  chat: JudgeContext["chat"],
  at: Date,
  reading?: JudgeContext["reading"],
): JudgeContext {
  return { at, chat, client, choice, locale, reading };
}

/** The context of a tester's own reading. */
export function replayContext(
  { at, chat, client, choice }: Replay,
  locale: Reader["locale"],
  receivedAt: Date,
): JudgeContext {
  return { at: at ?? receivedAt, chat, client, choice, locale };
}

/** What a decision was made in besides the message itself, for it to be made again. */
export function contextRecord({ client, choice, locale }: JudgeContext): string {
  return JSON.stringify({ client, choice, locale });
}

/**
 * JSON of a message's reports for readers, and of the whole frame. Nothing here throws or rejects: where judging fails for one
 * reader, that reader is told the message without its links, which then have no card and open nothing, and the fault is logged.
 */
export interface Readings {
  /**
   * The `message` frame for one reader. Reports made for the sender serve every reader in the same context; for another one the
   * message is judged again, as of its own time. Within one message each context is judged once, a tester's for itself alone.
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
  /** The frame that tells one reader of an update: a `link` judged as of the message's time, or `deleted`. Null where judging failed. */
  update(update: MessageUpdate, message: StoredMessage | null, reader: Reader): Frame | Promise<Frame>;
}

/** JSON of a frame; null: there is none to send. */
type Frame = string | null;

export function createReadings(judge: Judge, onFault: (error: unknown) => void): Readings {
  // Copies of one message leave one after the other, so remembering the latest is enough.
  let latest: StoredMessage | MessageUpdate | null = null;
  let frames = new Map<string, Frame | Promise<Frame>>();

  /** Makes the frame about `subject` once for each context. */
  function once<Made extends Frame>(
    subject: StoredMessage | MessageUpdate,
    { context, replay }: Reader,
    make: () => Made | Promise<Made>,
  ): Made | Promise<Made> {
    if (replay !== null) return make();
    if (subject !== latest) {
      latest = subject;
      frames = new Map();
    }
    // Of one subject all frames are of one kind.
    const frame = (frames.get(context) as Made | Promise<Made> | undefined) ?? make();
    frames.set(context, frame);
    return frame;
  }

  function reportsFor(message: StoredMessage, reader: Reader, reading?: JudgeContext["reading"]) {
    const { text, kind, at, resolutions } = message;
    const { replay, locale } = reader;
    const context = replay === null ? judgeContext(reader, kind, at, reading) : replayContext(replay, locale, at);
    const by = replay?.judge ?? judge;
    if (resolutions === null) return by(text, context);
    const leads = leadsOf(message);
    return by(text, context, (index) => leads[index] ?? null);
  }

  function links(message: StoredMessage, reader: Reader, reading?: JudgeContext["reading"]): string | Promise<string> {
    // Where the sender's reading found no link, no reader's will: finding does not depend on the reader.
    if (message.evidence === "[]") return "[]";
    return guarded(() => reportsFor(message, reader, reading), reportsToJson, "[]");
  }

  /** What is made of a message's reports; `otherwise` where they cannot be had. */
  function guarded<Made, Otherwise>(
    judged: () => ReturnType<Judge>,
    make: (reports: readonly LinkReport[]) => Made,
    otherwise: Otherwise,
  ): Made | Otherwise | Promise<Made | Otherwise> {
    const failed = (error: unknown): Otherwise => {
      onFault(error);
      return otherwise;
    };
    try {
      const reports = judged();
      return reports instanceof Promise ? reports.then(make).catch(failed) : make(reports);
    } catch (error) {
      return failed(error);
    }
  }

  return {
    links: (message, reader) => links(message, reader),
    update(update, message, reader) {
      // It may have been deleted after this update was read.
      if (update.kind === "deleted" || message === null || message.deletedAt !== null)
        return JSON.stringify(deletedFrame(update));
      return once<Frame>(update, reader, () =>
        guarded(
          () => reportsFor({ ...message, resolutions: update.resolutions }, reader),
          (reports) => linkJson(update, reports),
          null,
        ),
      );
    },
    frame(message, evidenceContext, reader, reading) {
      return once(message, reader, () => {
        const isTold = reader.replay === null && reader.context === evidenceContext;
        const found = isTold ? message.evidence : links(message, reader, reading);
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
export function sentJson(re: string, { conversation, kind, seq, at }: StoredMessage, links: string): string {
  return `{"type":"sent","re":${JSON.stringify(re)},"conversation":"${conversation}","kind":"${kind}","seq":${seq},"at":"${isoOf(at)}","links":${links}}`;
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
