import { z } from "zod";
import type { ConversationEvent, UpdateCause } from "../chat/conversation.ts";
import { CONVERSATION_ID, isConversationId, MAX_USER_ID_LENGTH, USER_ID } from "../chat/ids.ts";
import { USER_ID_FAULTS, userIdFault } from "../chat/user-id.ts";
import {
  choiceSchema,
  choiceScopeSchema,
  contextSchema,
  deviceClientSchema,
  localeTagSchema,
  networkSchema,
  resolveModeSchema,
} from "../report/context.ts";
import type { LinkReport } from "../report/report.ts";
import type { ChoiceScope, ExactChoice } from "../report/own-choice.ts";
import type { ConversationKind, Choice } from "../policy/types.ts";
import { DIRECTIONS } from "../cases/types.ts";
import { problemText } from "../input/input-error.ts";
import { fieldOf, issuesOf } from "../input/issues.ts";
import type { ComplaintItem } from "./complaint-item.ts";
import type { ErrorCode } from "./errors.ts";
import { ProtocolError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { plainText, shownText, writtenLines } from "./plain-text.ts";

/** The subprotocol asked for in the WebSocket handshake. */
export const SUBPROTOCOL = "hutong.v1";
/** Where the socket is. */
export const SOCKET_PATH = "/v1/ws";

const MAX_ID_LENGTH = 64;
const MAX_TITLE_LENGTH = 200;
const MAX_QUERY_LENGTH = 200;
const MAX_CATEGORY_LENGTH = 64;

/** A letter taken apart (NFD) may be so many units of the one it becomes. */
const LONGEST_APART = 4;
const userIdError = ({ input }: { readonly input?: unknown }): string =>
  `expected a user id: ${USER_ID_FAULTS[userIdFault(String(input)) ?? "too_long"]}`;

/**
 * A user id as a store may hold it, in Unicode form NFC: a name typed on two keyboards is one user.
 * `access/user-names.ts` decides whether a new user may have it.
 */
export const userIdSchema = z
  .string()
  .max(LONGEST_APART * MAX_USER_ID_LENGTH, { error: userIdError })
  .normalize("NFC")
  .max(MAX_USER_ID_LENGTH, { error: userIdError })
  .regex(USER_ID, { error: userIdError });
const addresseeError = ({ input }: { readonly input?: unknown }): string => {
  const isAboutUser = typeof input === "string" && !isConversationId(input);
  return isAboutUser ? userIdError({ input }) : "expected a user id or a conversation id";
};
const conversationIdSchema = z.string().regex(CONVERSATION_ID, { error: "expected a conversation id" });

/** A place in the list of conversations: the instant of activity in milliseconds, and the conversation. */
const PLACE = /^(?:\d{1,15}\.)?c:[\w-]{22}$/u;

/** The same with the message of it that was looked at last. */
const FOUND_PLACE = /^\d{1,15}\.c:[\w-]{22}\.\d{1,15}$/u;

/** A provider that names every group of a person makes tokens of 9,000. Over HTTP all headers together have 16 KiB (Node). */
export const MAX_TOKEN_LENGTH = 12_288;

const id = plainText(MAX_ID_LENGTH);
const optionalId = id.optional();
const seq = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const token = z.string().min(1).max(MAX_TOKEN_LENGTH);
const linkIndex = z.int().min(0).max(100_000);
const complaintId = z.string().regex(/^k:[\w-]{22}$/u, { error: "expected a complaint id" });
/** How long it may be says the handler, as of a message's text: the operator sets it. */
export const noteSchema = writtenLines().meta({ description: "At most maxNoteLength of welcome.limits" });

// Plain objects drop the fields they do not name, so nothing unknown is ever passed on to another client.
export const CLIENT_FRAMES = {
  hello: z.object({
    type: z.literal("hello"),
    id,
    token,
    device: id,
    client: deviceClientSchema.prefault({}),
    // It colours a verdict: what is no tag costs nobody the connection.
    locale: localeTagSchema.default("en").catch("en"),
    /** Judge what this connection reads in this context, and what nobody else reads nor what is kept; for testers, where demo sign-in is. */
    replay: contextSchema
      .extend({ network: networkSchema.optional(), resolve: resolveModeSchema.optional() })
      .optional(),
  }),
  refresh: z.object({ type: z.literal("refresh"), id, token }),
  ping: z.object({ type: z.literal("ping"), id: optionalId }),
  send: z.object({
    type: z.literal("send"),
    id,
    key: id,
    to: z.union([conversationIdSchema, userIdSchema], { error: addresseeError }),
    text: z.string().min(1),
  }),
  sync: z.object({
    type: z.literal("sync"),
    id,
    have: z.record(conversationIdSchema, z.int().min(0).max(Number.MAX_SAFE_INTEGER)).default({}),
    /** Last update number received in each conversation. Without it every update of a message in `have` may be missing. */
    updates: z.record(conversationIdSchema, z.int().min(0).max(Number.MAX_SAFE_INTEGER)).default({}),
    /** `now`: nothing is missed, only the heads are asked for. */
    from: z.literal("now").optional(),
    epoch: id.optional(),
    /**
     * `true`: one part of `have` and `updates`, which is remembered and not answered. The sync after the parts is answered for all of
     * them together. `false`: there are no parts, and the answer may come in parts.
     */
    partial: z.boolean().optional(),
  }),
  delete: z.object({ type: z.literal("delete"), id, conversation: conversationIdSchema, seq }),
  history: z.object({
    type: z.literal("history"),
    id,
    conversation: conversationIdSchema,
    before: seq.optional(),
    limit: z.int().min(1).optional(),
  }),
  search: z.object({
    type: z.literal("search"),
    id,
    /** Looked for anywhere in a text, in letters of any case and width. */
    query: plainText(MAX_QUERY_LENGTH).refine((text) => text.trim() !== "", {
      error: "expected something to look for",
    }),
    /** Only there. */
    conversation: conversationIdSchema.optional(),
    /** `next` of the page before. */
    before: z.string().regex(FOUND_PLACE, { error: "expected the next of a page" }).optional(),
    limit: z.int().min(1).optional(),
  }),
  conversations: z.object({
    type: z.literal("conversations"),
    id,
    /** `next` of the page before, or a conversation's id: the page begins after it. */
    after: z.string().regex(PLACE, { error: "expected the next of a page or a conversation id" }).optional(),
    limit: z.int().min(1).optional(),
  }),
  read: z.object({ type: z.literal("read"), id: optionalId, conversation: conversationIdSchema, seq }),
  delivered: z.object({ type: z.literal("delivered"), id: optionalId, conversation: conversationIdSchema, seq }),
  typing: z.object({ type: z.literal("typing"), id: optionalId, conversation: conversationIdSchema }),
  open: z.object({
    type: z.literal("open"),
    id,
    conversation: conversationIdSchema,
    seq,
    index: linkIndex,
  }),
  complain: z
    .object({
      type: z.literal("complain"),
      id,
      conversation: conversationIdSchema.optional(),
      seq: seq.optional(),
      /** Of a link; left out, the complaint is about the message. */
      index: linkIndex.optional(),
      /** A person, in place of a message. */
      user: userIdSchema.optional(),
      kind: z.enum(DIRECTIONS),
      /** What is found wrong: a kind of finding, or words of the person's own. */
      category: plainText(MAX_CATEGORY_LENGTH).optional(),
      note: noteSchema.optional(),
    })
    .refine(
      ({ conversation, seq: at, index, user }) =>
        user === undefined ? conversation !== undefined && at !== undefined : at === undefined && index === undefined,
      { error: "expected conversation and seq, or user" },
    )
    .refine(({ kind, index }) => kind === "harmful" || index !== undefined, {
      error: "index: expected a link, since only links are blocked",
    }),
  complaints: z.object({
    type: z.literal("complaints"),
    id,
    /** The last complaint of the page before. */
    before: complaintId.optional(),
    limit: z.int().min(1).optional(),
  }),
  withdraw: z.object({ type: z.literal("withdraw"), id, complaint: complaintId }),
  appeal: z.object({ type: z.literal("appeal"), id, complaint: complaintId, note: noteSchema.optional() }),
  choose: z.object({ type: z.literal("choose"), id, choice: choiceSchema, for: choiceScopeSchema.optional() }),
  block: z.object({ type: z.literal("block"), id, user: userIdSchema, blocked: z.boolean() }),
  group: z.object({
    type: z.literal("group"),
    id,
    members: z.array(userIdSchema).min(1).max(5_000),
    title: shownText(MAX_TITLE_LENGTH).optional(),
    /** Makes a retry harmless, as that of `send`. */
    key: optionalId,
  }),
  members: z.object({
    type: z.literal("members"),
    id,
    conversation: conversationIdSchema,
    add: z.array(userIdSchema).max(5_000).default([]),
    /** One's own name: to leave. */
    remove: z.array(userIdSchema).max(5_000).default([]),
    /** The last member of the page before: the list begins after it. */
    after: optionalId,
    limit: z.int().min(1).optional(),
  }),
} as const;

type ClientFrames = { [K in keyof typeof CLIENT_FRAMES]: z.output<(typeof CLIENT_FRAMES)[K]> };
export type ClientFrameType = keyof ClientFrames;
/** What a client says, past the edge: every field checked, nothing unknown left. */
export type ClientFrame = ClientFrames[ClientFrameType];
export type ClientFrameOf<T extends ClientFrameType> = ClientFrames[T];
/** The same as a client may write it, with what has a default left out. */
export type ClientFrameInput = { [K in ClientFrameType]: z.input<(typeof CLIENT_FRAMES)[K]> }[ClientFrameType];

const SCHEMAS: ReadonlyMap<string, (typeof CLIENT_FRAMES)[ClientFrameType]> = new Map(Object.entries(CLIENT_FRAMES));

export interface WelcomeFrame {
  readonly type: "welcome";
  readonly re: string;
  readonly user: string;
  /** Of this connection; in logs, and nothing to be kept. */
  readonly session: string;
  /** The gateway's clock, ISO 8601 UTC. */
  readonly time: string;
  readonly heartbeatMs: number;
  readonly limits: Limits;
  /** Id of the rulebook in force. */
  readonly rulebook: string;
  /** Its edition in force, and that edition's hash; null before its first. */
  readonly edition: string | null;
  readonly hash: string | null;
  /** Changes when the store was restored from a backup: positions of another epoch mean nothing. */
  readonly epoch: string;
  readonly choice: Choice | null;
  /** For apps, conversations and classes; the most exact wins: app, conversation, class, `choice`. Left out by an earlier gateway. */
  readonly choices?: readonly ExactChoice[];
  /** Whose one-to-one messages are refused. */
  readonly blocks: readonly string[];
  /** When the token runs out, ISO 8601 UTC; `refresh` before that. */
  readonly expiresAt: string;
}

/** A message as one reader gets it. */
export interface ChatMessage {
  readonly conversation: string;
  readonly kind: ConversationKind;
  readonly seq: number;
  readonly from: string;
  /** `from` is a program. Absent otherwise. */
  readonly isBot?: true;
  readonly text: string;
  /** When the gateway received it, ISO 8601 UTC. Never goes back within a conversation. */
  readonly at: string;
  /** Judged as of `at` for this reader's client, language and choice. Empty too where judging failed; `open` then tries again. */
  readonly links: readonly LinkReport[];
  /** When it was deleted, ISO 8601 UTC; then `text` is empty. Absent otherwise. */
  readonly deletedAt?: string;
  /** What `from` did to the group; then `text` is empty. Absent where somebody wrote. */
  readonly event?: ConversationEvent;
}

export interface SentFrame {
  readonly type: "sent";
  readonly re: string;
  readonly conversation: string;
  readonly kind: ConversationKind;
  readonly seq: number;
  readonly at: string;
  readonly links: readonly LinkReport[];
}

export type MessageFrame = { readonly type: "message" } & ChatMessage;

export interface LinkFrame {
  readonly type: "link";
  readonly conversation: string;
  readonly seq: number;
  /** Which link of the message, from 0. */
  readonly index: number;
  readonly report: LinkReport;
  readonly cause: UpdateCause;
  /** From 1 in each conversation, without gap, the same for everyone; counted together with `deleted`. */
  readonly update: number;
}

export interface DeletedFrame {
  readonly type: "deleted";
  /** Absent where another device deleted it. */
  readonly re?: string;
  readonly conversation: string;
  /** Text and links are gone; the number stays taken. */
  readonly seq: number;
  readonly update: number;
  readonly at: string;
}

export interface SyncedFrame {
  readonly type: "synced";
  readonly re: string;
  readonly epoch: string;
  /** False: `epoch` was another store's, nothing was sent, start afresh from `heads`. */
  readonly complete: boolean;
  /** The last sequence number of each of the user's conversations. */
  readonly heads: Readonly<Record<string, number>>;
  /** The last update number of each of them. */
  readonly updates: Readonly<Record<string, number>>;
  /** Further parts of `heads` and `updates` follow under the same `re`; what a later part tells of a conversation holds. Absent in the last. */
  readonly partial?: true;
}

export interface PageFrame {
  readonly type: "page";
  readonly re: string;
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  /** There are older ones. */
  readonly more: boolean;
}

export interface FoundFrame {
  readonly type: "found";
  readonly re: string;
  /** The conversation with the latest message first, of each the newest message first. May be empty while there is more to look through. */
  readonly messages: readonly ChatMessage[];
  /** Not all was looked through: ask with `next` as `before`. */
  readonly more: boolean;
  /** Null when all was. */
  readonly next: string | null;
}

export interface ConversationItem {
  readonly conversation: string;
  readonly kind: ConversationKind;
  readonly title: string | null;
  /** The other of two is a program. Absent otherwise, and of groups. */
  readonly isBot?: true;
  /** Of a large group the first eight by name, the reader and the admin always among them. Of a group the user has left: who was in it then. */
  readonly members: readonly string[];
  /** All of them; `members` lists them. */
  readonly memberCount: number;
  /** Who may remove others from a group; null where nobody may. */
  readonly admin: string | null;
  /** False of a group the user has left: it can be read up to then. */
  readonly isMember: boolean;
  readonly lastSeq: number;
  /** How far a device of each of `members` has received, and of the reader. */
  readonly delivered: Readonly<Record<string, number>>;
  /** How far each of them has read. */
  readonly read: Readonly<Record<string, number>>;
  /** Messages of others after the reader's own mark, without those that were taken back. */
  readonly unread: number;
  readonly last: Pick<ChatMessage, "seq" | "from" | "isBot" | "text" | "at" | "deletedAt" | "event"> | null;
}

export interface ConversationsFrame {
  readonly type: "conversations";
  readonly re: string;
  /** The one with the latest message first. */
  readonly items: readonly ConversationItem[];
  /** There are ones that were active earlier: ask with `next` as `after`. One that gets a message meanwhile moves to the first page. */
  readonly more: boolean;
  /** Null when there are no more. */
  readonly next: string | null;
}

export interface ReadFrame {
  readonly type: "read";
  readonly conversation: string;
  readonly seq: number;
  readonly from: string;
}

/** A device of `from` has received everything up to `seq`. Pushed between two people only; `conversations` tells it of groups. */
export interface DeliveredFrame {
  readonly type: "delivered";
  readonly conversation: string;
  readonly seq: number;
  readonly from: string;
}

export interface TypingFrame {
  readonly type: "typing";
  readonly conversation: string;
  readonly from: string;
}

export interface OpenedFrame {
  readonly type: "opened";
  readonly re: string;
  readonly report: LinkReport;
  /** `/o/…` at this gateway: opens the link for this reader by way of another fresh decision, for some minutes. Absent for a blocked one, and where `hello.replay` was given. */
  readonly via?: string;
  /** `/v1/article/…` at this gateway: the page's text, after another fresh decision. Only where the page opens in place and was seen by the gateway. */
  readonly article?: string;
  /** The verdict as a compact JWS, to be checked by `verifyVerdict`; absent where `hello.replay` was given, and while nothing is signed. */
  readonly signature?: string;
  /** Shows that the signature is for this reader. */
  readonly signatureSalt?: string;
}

export interface ChosenFrame {
  readonly type: "chosen";
  /** Absent when another device of the user chose. */
  readonly re?: string;
  readonly choice: Choice | null;
  /** Absent: for every link. */
  readonly for?: ChoiceScope;
}

export interface BlockedFrame {
  readonly type: "blocked";
  /** Absent when another device of the user did it. */
  readonly re?: string;
  readonly user: string;
  readonly blocked: boolean;
}

export interface ComplaintFrame {
  readonly type: "complaint";
  /** Absent in a push: something became of it. */
  readonly re?: string;
  readonly complaint: ComplaintItem;
}

export interface ComplaintsFrame {
  readonly type: "complaints";
  readonly re: string;
  /** One's own, newest first. */
  readonly items: readonly ComplaintItem[];
  /** There are older ones: ask with the last one's id as `before`. */
  readonly more: boolean;
}

export interface GroupFrame {
  readonly type: "group";
  readonly re: string;
  readonly conversation: string;
}

export interface MembersFrame {
  readonly type: "members";
  readonly re: string;
  readonly conversation: string;
  /** Now, after the change, by name: those after `after`. */
  readonly members: readonly string[];
  /** There are ones after the last of these. */
  readonly more: boolean;
  readonly memberCount: number;
  readonly admin: string | null;
  /** How far a device of each of `members` has received. */
  readonly delivered: Readonly<Record<string, number>>;
  /** How far each of them has read. */
  readonly read: Readonly<Record<string, number>>;
}

export interface RefreshedFrame {
  readonly type: "refreshed";
  readonly re: string;
  readonly expiresAt: string;
}

export interface PongFrame {
  readonly type: "pong";
  readonly re?: string;
}

/** Another rulebook, or another edition, decides from now on. Messages that were received before keep what was told of them. */
export interface RulebookFrame {
  readonly type: "rulebook";
  readonly rulebook: string;
  /** Null, with `hash`, while no edition is in force. */
  readonly edition: string | null;
  /** `sha256:…` of the edition, as in the verdicts it gives. */
  readonly hash: string | null;
}

/** The rulebook that decides, its edition in force, and that edition's hash. */
export type RulebookInForce = Omit<RulebookFrame, "type">;

export interface GoingAwayFrame {
  readonly type: "going_away";
  readonly retryAfterMs: number;
}

export interface ErrorFrame {
  readonly type: "error";
  readonly re?: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly temporary: boolean;
  readonly retryAfterMs?: number;
}

/** What a gateway says. Answers carry `re`, pushes do not. */
export type ServerFrame =
  | WelcomeFrame
  | SentFrame
  | MessageFrame
  | LinkFrame
  | DeletedFrame
  | SyncedFrame
  | PageFrame
  | FoundFrame
  | ConversationsFrame
  | DeliveredFrame
  | ReadFrame
  | TypingFrame
  | OpenedFrame
  | ChosenFrame
  | BlockedFrame
  | ComplaintFrame
  | ComplaintsFrame
  | GroupFrame
  | MembersFrame
  | RefreshedFrame
  | PongFrame
  | RulebookFrame
  | GoingAwayFrame
  | ErrorFrame;

/** Ids and keys of printable ASCII. */
const PLAIN_WORD = /^[\x20-\x7E]{1,64}$/u;
/** User ids that no normalisation changes. */
const PLAIN_USER_ID = /^[A-Za-z0-9][\w.-]{0,63}$/u;

/**
 * The commonest frame when it is plainly sound, a tenth of the schema's cost. Null says nothing: the schema decides, and words the
 * error.
 */
function soundSend(value: object): ClientFrameOf<"send"> | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whatever the frame holds is unknown here
  const { id, key, to, text } = value as Record<string, unknown>;
  if (!isPlainWord(id) || !isPlainWord(key) || typeof to !== "string" || typeof text !== "string" || text === "")
    return null;
  if (!PLAIN_USER_ID.test(to) && !CONVERSATION_ID.test(to)) return null;
  return { type: "send", id, key, to, text };
}

function isUsableId(value: unknown): value is string {
  return isPlainWord(value) || id.safeParse(value).success;
}

function isPlainWord(value: unknown): value is string {
  return typeof value === "string" && PLAIN_WORD.test(value);
}

const NOT_AS_EXPECTED = { path: [], isKey: false, message: "not as expected" };

/**
 * One frame of a client.
 *
 * @throws {ProtocolError} `bad_json`, `unknown_type` or `bad_frame`, with the frame's `id` when it has a usable one;
 *   the message names the field and what was expected, never what was written.
 */
export function parseClientFrame(text: string): ClientFrame {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProtocolError("bad_json");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ProtocolError("bad_frame", "Expected a JSON object with a type");
  }
  const re = "id" in value && isUsableId(value.id) ? value.id : undefined;
  if (!("type" in value) || typeof value.type !== "string") {
    throw new ProtocolError("bad_frame", "type: expected a string", { re });
  }
  const schema = SCHEMAS.get(value.type);
  if (schema === undefined) {
    throw new ProtocolError("unknown_type", `Expected one of ${[...SCHEMAS.keys()].join(", ")}`, { re });
  }
  if (value.type === "send") {
    const sound = soundSend(value);
    if (sound !== null) return sound;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [{ path, isKey, message } = NOT_AS_EXPECTED] = issuesOf(parsed.error);
  // A key that is not expected may be anybody's words.
  const field = fieldOf(isKey ? path.slice(0, -1) : path);
  throw new ProtocolError("bad_frame", problemText({ ...(field === "" ? {} : { field }), message }), { re });
}
