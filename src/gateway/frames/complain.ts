import type { Target } from "../../cases/complaint.ts";
import type { Subject } from "../../cases/types.ts";
import type { StoredMessage } from "../../chat/conversation.ts";
import { keptResolutions } from "../../chat/kept-json.ts";
import { judgeContext, withoutChoices } from "../../messages/reader.ts";
import type { ClientFrameOf } from "../../protocol/client-frames.ts";
import { complaintItem } from "../../protocol/complaint-item.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import type { LinkReport } from "../../report/report.ts";
import { judgedBefore } from "../../messages/complaint-subject.ts";
import type { JudgedBefore, SeenLink, Told } from "../../store/cases.ts";
import type { Chatting, Connection } from "../socket/connection.ts";
import type { FrameParts, FrameStorage, Handler } from "./request.ts";

/** What a complaint is about, looked up for who complains. */
interface Complained {
  readonly target: Target;
  readonly subject: Subject;
  readonly about: string;
  readonly host: string | null;
  readonly judged?: JudgedBefore;
  readonly seen?: SeenLink;
}

/** Keeps a complaint; answers once it is on disk. */
export const complain: Handler<"complain"> = async ({ connection, session, frame }, parts) => {
  const { storage, environment } = parts;
  const { limits, now } = environment;
  const { kind, category = null, note = null } = frame;
  refuseLong(note, limits.maxNoteLength);
  const complained = await complainedOf(session, frame, parts);
  const waitMs = parts.complaintRate(connection.address);
  if (waitMs !== null) throw new ProtocolError("too_many_complaints", undefined, { retryAfterMs: waitMs });
  const { user } = session;
  const rules = { maxOpen: limits.maxOpenComplaints, maxPerHour: limits.maxComplaintsPerWindow };
  const words = { category, note: note === "" ? null : note };
  const told = await storage.store.complain({ user, kind, ...complained, ...words, at: now() }, rules);
  answer(connection, frame.id, told, storage);
};

/** Answers with the user's own complaints, newest first. */
export const complaints: Handler<"complaints"> = async ({ connection, session, frame }, { storage, environment }) => {
  const { maxListPage } = environment.limits;
  const limit = Math.min(frame.limit ?? maxListPage, maxListPage);
  const found = await storage.store.complaintsOf(session.user, frame.before ?? null, limit + 1);
  const items = found.slice(0, limit).map(complaintItem);
  connection.send({ type: "complaints", re: frame.id, items, more: found.length > limit });
};

/** Takes a complaint back. */
export const withdraw: Handler<"withdraw"> = async ({ connection, session, frame }, { storage, environment }) => {
  const { own } = await storage.store.withdraw(session.user, frame.complaint, environment.now());
  answer(connection, frame.id, { user: session.user, complaint: own }, storage);
};

/** Asks for another look at a decision. */
export const appeal: Handler<"appeal"> = async ({ connection, session, frame }, { storage, environment, desk }) => {
  const { note = null } = frame;
  refuseLong(note, environment.limits.maxNoteLength);
  const words = note === "" ? null : note;
  const { own, told } = await storage.store.appeal(session.user, frame.complaint, words, environment.now());
  answer(connection, frame.id, { user: session.user, complaint: own }, storage);
  desk.tell(told);
};

function answer(connection: Connection, re: string, { user, complaint }: Told, { bus }: FrameStorage): void {
  const item = complaintItem(complaint);
  connection.send({ type: "complaint", re, complaint: item });
  bus.publish([user], { kind: "complaint", complaint: item, except: connection.session });
}

function refuseLong(note: string | null, maxNoteLength: number): void {
  if (note !== null && note.length > maxNoteLength) throw new ProtocolError("note_too_long");
}

/** @throws {ProtocolError} what it is about is not there for who complains. */
async function complainedOf(
  session: Chatting,
  { conversation, seq, index, user, kind }: ClientFrameOf<"complain">,
  parts: FrameParts,
): Promise<Complained> {
  const { store } = parts.storage;
  if (user !== undefined) {
    if (user === session.user) throw new ProtocolError("bad_frame", "user: expected another user than oneself");
    if (conversation !== undefined) await store.conversation(session.user, conversation);
    // Of a stranger nobody learns whether there is one.
    if (!(await store.haveMet(session.user, user))) throw new ProtocolError("unknown_user");
    const target = { kind: "user", user, conversation: conversation ?? null } as const;
    return { target, subject: { kind: "user", user }, about: user, host: null };
  }
  if (conversation === undefined || seq === undefined) throw new ProtocolError("bad_frame");
  const message = await store.message(session.user, conversation, seq);
  if (message.deletedAt !== null || message.event !== null) throw new ProtocolError("unknown_message");
  if (kind === "harmful" && message.from === session.user)
    throw new ProtocolError("bad_frame", "seq: expected a message of somebody else");
  const place = { conversation, seq };
  const asSeen = { at: message.at, chat: message.kind };
  if (index === undefined) {
    return {
      target: { kind: "message", ...place },
      subject: { kind: "message", ...place },
      about: message.from,
      host: null,
      seen: { ...asSeen, link: null, resolution: null },
    };
  }
  const reports = await reportsOf(message, index, session, parts);
  const [first] = reports;
  const found = first === undefined ? null : parts.subjectOf(first);
  if (first === undefined || found === null) throw new ProtocolError("unknown_message");
  const blocked = reports.find(({ verdict }) => verdict.action === "block");
  if (kind === "wrongly_blocked" && blocked === undefined) throw new ProtocolError("not_blocked");
  const judged = judgedBefore((kind === "wrongly_blocked" ? blocked : undefined) ?? first);
  const seen = { ...asSeen, link: first.link.value, resolution: keptResolutions(message)[index] ?? null };
  return { target: { kind: "link", ...place, index }, ...found, about: message.from, judged, seen };
}

/** One link as the rules decide for its reader: as of the message, and as of now. Empty where there is none. */
async function reportsOf(
  message: StoredMessage,
  index: number,
  { reader }: Chatting,
  { judge, environment }: FrameParts,
): Promise<readonly LinkReport[]> {
  const known = keptResolutions(message);
  const found: LinkReport[] = [];
  for (const at of [message.at, environment.now()]) {
    // What they chose themselves nobody else has to take back.
    const context = judgeContext(withoutChoices(reader), message, at);
    const report = (await judge(message.text, context, known))[index];
    if (report !== undefined) found.push(report);
  }
  return found;
}
