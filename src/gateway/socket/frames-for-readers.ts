import type { BusEventOf } from "../../bus/bus.ts";
import type { MessageUpdate, StoredMessage } from "../../chat/conversation.ts";
import { listedAsKept } from "../../check/listed.ts";
import { keptListed, keptResolutions, NO_REPORTS } from "../../chat/kept-json.ts";
import type { Judge, JudgeContext } from "../../messages/judge.ts";
import { judgeContext, readerOfKey, replayContext, type Reader } from "../../messages/reader.ts";
import type { DeletedFrame, LinkFrame } from "../../protocol/client-frames.ts";
import { reportsToJson } from "../../report/json.ts";
import type { LinkReport } from "../../report/report.ts";
import { encoded, type FrameText } from "./text-frames.ts";

/**
 * JSON of a message's reports for readers, and of the whole frame. Nothing here throws or rejects.
 * Where deciding fails for one reader, that reader gets the message without its links, and the fault is logged.
 * Such links have no card and open nothing.
 */
export interface FrameCache {
  /**
   * The `message` frame for one reader. Reports made for the sender serve every reader whom the rules do not tell from the sender;
   * for another one the message is judged again, as of its own time. Readers whom the rules
   * do not tell apart form a group. A message is judged once for each group, and once for each tester.
   *
   * @param afford  Asked before the message is judged once more; where it says no, nothing is made.
   */
  frame(told: Told, reader: Reader, afford?: Afford): FrameText | Promise<FrameText> | undefined;
  links(message: StoredMessage, reader: Reader): string | Promise<string>;
  /** The `message` frame around reports that are JSON already, as text. */
  around(message: StoredMessage, links: string): string;
  /** The frame that tells one reader of an update: a `link` judged as of the message's time, or `deleted`. Null where judging failed. */
  update(
    update: MessageUpdate,
    message: StoredMessage | null,
    reader: Reader,
    afford?: Afford,
  ): UpdateFrame | Promise<UpdateFrame> | undefined;
}

/** Whether a message may be judged once more. */
export type Afford = () => boolean;

export const freely: Afford = () => true;

/** A message with how it was judged; where nobody decided for all who are told, the rulebook in force does. */
export type Told = Pick<BusEventOf<"message">, "message" | "judgedFor" | "decider" | "pieces">;

/** Null: there is none to send. */
type UpdateFrame = string | null;

type Frame = FrameText | UpdateFrame;

/** Frames about one message or update. */
interface Frames {
  /** By {@link Reader.cacheKey}, so that most readers are found without asking the rules. */
  readonly byCacheKey: Map<string, Frame | Promise<Frame>>;
  /** By what {@link createFrameCache} calls a group; null until a reader with another key comes. */
  byGroup: Map<string, Frame | Promise<Frame>> | null;
}

/** No reader has this key. */
const NO_LINKS = "";

/**
 * @param clientGroupOf  Names the clients of one system that get the same verdicts in a context.
 * @param isBot          Whether a user is a program, which its messages say.
 */
export function createFrameCache(
  judge: Judge,
  clientGroupOf: (context: JudgeContext) => string,
  isBot: (user: string) => boolean,
  onFault: (error: unknown) => void,
): FrameCache {
  // Copies of one message leave one after the other, so remembering the latest is enough.
  let latest: StoredMessage | MessageUpdate | null = null;
  let made: Frames | null = null;

  /** The frame up to its reports, after which it ends. Conversation ids, kinds and instants need no escape. */
  function messageHead(message: StoredMessage): string {
    const { conversation, kind, seq, from, text, at, deletedAt, event } = message;
    const bot = isBot(from) ? ',"isBot":true' : "";
    const deleted = deletedAt === null ? "" : `,"deletedAt":"${deletedAt.toISOString()}"`;
    const told = event === null ? "" : `,"event":${JSON.stringify(event)}`;
    return `{"type":"message","conversation":"${conversation}","kind":"${kind}","seq":${seq},"from":${JSON.stringify(from)}${bot},"text":${JSON.stringify(text)},"at":"${isoOf(at)}"${deleted}${told},"links":`;
  }

  /** As they were made for the sender. */
  function asMade({ message, pieces }: Told): FrameText {
    return around(messageHead(message), pieces ?? message.reportsJson);
  }

  /** What was made about `subject` so far. */
  function framesOf(subject: StoredMessage | MessageUpdate): Frames {
    if (subject !== latest || made === null) {
      latest = subject;
      made = { byCacheKey: new Map(), byGroup: null };
    }
    return made;
  }

  /** A frame that goes to more than one reader is encoded for all further ones at once. */
  function again(byCacheKey: Frames["byCacheKey"], cacheKey: string, frame: FrameText): FrameText {
    const whole = encoded(frame);
    if (whole !== frame) byCacheKey.set(cacheKey, whole);
    return whole;
  }

  /** Readers of one name get the same reports of this message. */
  function groupOf(message: StoredMessage, reader: Reader, decider: JudgeContext["decider"]): string {
    const { client, locale, choiceKey } = reader;
    return `${client.os} ${locale} ${choiceKey} ${clientGroupOf(judgeContext(reader, message, message.at, decider))}`;
  }

  /** Finds the frame for a reader among those of its group, or makes it, where that can be afforded. */
  function ofGroup<Made extends Frame>(
    { byCacheKey, byGroup }: { byCacheKey: Frames["byCacheKey"]; byGroup: Map<string, Frame | Promise<Frame>> },
    { cacheKey }: Reader,
    group: string,
    afford: Afford,
    make: () => Made | Promise<Made>,
  ): Made | Promise<Made> | undefined {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of one subject all frames are of one kind
    const known = byGroup.get(group) as Made | Promise<Made> | undefined;
    if (known === undefined && !afford()) return undefined;
    const frame = known ?? make();
    byGroup.set(group, frame);
    byCacheKey.set(cacheKey, frame);
    return frame;
  }

  function reportsFor(message: StoredMessage, reader: Reader, decider?: JudgeContext["decider"]) {
    const { text, at } = message;
    const { replay, locale } = reader;
    const context = replay === null ? judgeContext(reader, message, at, decider) : replayContext(replay, locale, at);
    const by = replay?.judge ?? judge;
    return by(text, context, keptResolutions(message), listedAsKept(keptListed(message)));
  }

  function links(message: StoredMessage, reader: Reader, decider?: JudgeContext["decider"]): string | Promise<string> {
    // Where nothing was found for the sender, nothing will be for any reader: finding does not depend on the reader.
    if (message.reportsJson === NO_REPORTS) return "[]";
    return guarded(() => reportsFor(message, reader, decider), reportsToJson, "[]");
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
    around: (message, links) => `${messageHead(message)}${links}}`,
    update(update, message, reader, afford = freely) {
      // It may have been deleted after this update was read.
      if (update.kind === "deleted" || message === null || message.deletedAt !== null)
        return JSON.stringify(deletedFrame(update));
      const make = (): UpdateFrame | Promise<UpdateFrame> =>
        guarded(
          () => reportsFor({ ...message, resolutions: update.resolutions, listed: update.listed }, reader),
          (reports) => linkJson(update, reports),
          null,
        );
      if (reader.replay !== null) return afford() ? make() : undefined;
      const frames = framesOf(update);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the frames of an update are text
      const known = frames.byCacheKey.get(reader.cacheKey) as UpdateFrame | Promise<UpdateFrame> | undefined;
      if (known !== undefined) return known;
      const byGroup = (frames.byGroup ??= new Map<string, Frame | Promise<Frame>>());
      return ofGroup({ ...frames, byGroup }, reader, groupOf(message, reader, undefined), afford, make);
    },
    frame(told, reader, afford = freely) {
      const { message, judgedFor, decider } = told;
      const make = (): FrameText | Promise<FrameText> => {
        const found = links(message, reader, decider);
        const head = messageHead(message);
        return found instanceof Promise ? found.then((json) => around(head, json)) : around(head, found);
      };
      // Where there is no link there is nothing to judge, and all readers are told the same.
      const hasLinks = message.reportsJson !== NO_REPORTS;
      if (reader.replay !== null && hasLinks) return afford() ? make() : undefined;
      const frames = framesOf(message);
      const cacheKey = hasLinks ? reader.cacheKey : NO_LINKS;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- there is a frame of every message
      const known = frames.byCacheKey.get(cacheKey) as FrameText | Promise<FrameText> | undefined;
      if (known !== undefined) return known instanceof Promise ? known : again(frames.byCacheKey, cacheKey, known);
      if (!hasLinks || cacheKey === judgedFor) {
        const frame = asMade(told);
        frames.byCacheKey.set(cacheKey, frame);
        return frame;
      }
      if (frames.byGroup === null) {
        frames.byGroup = new Map();
        // Only where the same rulebook decides now may the sender's reports stand for the sender's group.
        const sender = judgedFor === null || decider === undefined ? undefined : readerOfKey(judgedFor);
        if (sender !== undefined) frames.byGroup.set(groupOf(message, sender, decider), asMade(told));
      }
      const { byCacheKey, byGroup } = frames;
      return ofGroup({ byCacheKey, byGroup }, reader, groupOf(message, reader, decider), afford, make);
    },
  };
}

/** How many links the reports of a message are about. In JSON no text of a user holds a quote that is not escaped. */
export function linksIn({ reportsJson }: StoredMessage): number {
  return reportsJson.split('"link":{"value":').length - 1;
}

function linkJson(
  { conversation, seq, index, cause, update }: Extract<MessageUpdate, { kind: "judged" }>,
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

/** A `sent` frame around reports that are JSON already. */
export function sentFrame(re: string, { conversation, kind, seq, at }: StoredMessage, links: FrameText): FrameText {
  const head = `{"type":"sent","re":${JSON.stringify(re)},"conversation":"${conversation}","kind":"${kind}","seq":${seq},"at":"${isoOf(at)}","links":`;
  return around(head, links);
}

/** Reports in pieces stay in pieces: what many frames hold is encoded once. */
function around(head: string, links: FrameText): FrameText {
  return typeof links === "string" ? `${head}${links}}` : [head, ...links, "}"];
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
