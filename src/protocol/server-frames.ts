import { z } from "zod";
import { EVENT_KINDS, UPDATE_CAUSES } from "../chat/conversation.ts";
import { choiceSchema, choiceScopeSchema, exactChoiceSchema } from "../report/context.ts";
import { linkReportSchema } from "../report/schema.ts";
import { CONVERSATION_KINDS } from "../policy/types.ts";
import { COMPLAINT_STATES } from "../cases/complaint.ts";
import { DIRECTIONS, OUTCOMES } from "../cases/types.ts";
import { ERRORS } from "./errors.ts";
import type { ServerFrame } from "./client-frames.ts";
import { LIMITS } from "./limits.ts";
import { keysOf, recordOf } from "../input/words.ts";

const name = z.string();
const count = z.int().min(0);
const seq = z.int().min(1);
const instant = z.iso.datetime();
const kind = z.enum(CONVERSATION_KINDS);
const links = z.array(linkReportSchema);
const marks = z.record(name, count);
const maybe = z.union([name, z.null()]);

const event = z.object({
  kind: z.enum(EVENT_KINDS),
  users: z.array(name),
  userCount: count.exactOptional(),
  admin: name.exactOptional(),
});
const message = z.object({
  conversation: name,
  kind,
  seq,
  from: name,
  isBot: z.literal(true).exactOptional(),
  text: z.string(),
  at: instant,
  links,
  deletedAt: instant.exactOptional(),
  event: event.exactOptional(),
});
const item = z.object({
  conversation: name,
  kind,
  title: maybe,
  isBot: z.literal(true).exactOptional(),
  members: z.array(name),
  memberCount: count,
  admin: maybe,
  isMember: z.boolean(),
  lastSeq: count,
  delivered: marks,
  read: marks,
  unread: count,
  last: z.union([
    message.pick({ seq: true, from: true, isBot: true, text: true, at: true, deletedAt: true, event: true }),
    z.null(),
  ]),
});
export const complaintItemSchema = z.object({
  id: name,
  kind: z.enum([...DIRECTIONS, "decision"]),
  conversation: name.exactOptional(),
  seq: seq.exactOptional(),
  index: count.exactOptional(),
  user: name.exactOptional(),
  host: name.exactOptional(),
  state: z.enum(COMPLAINT_STATES),
  at: instant,
  dueBy: instant,
  category: name.exactOptional(),
  note: name.exactOptional(),
  outcome: z.enum(OUTCOMES).exactOptional(),
  reason: name.exactOptional(),
  statement: name.exactOptional(),
  appealUntil: instant.exactOptional(),
});
const limits = z.object(recordOf(keysOf(LIMITS), () => z.int()));
const about = { conversation: name, seq, from: name };

/** Every frame a gateway sends, as a schema. The types in frames.ts are held to be the same. */
export const SERVER_FRAMES = {
  welcome: z.object({
    type: z.literal("welcome"),
    re: name,
    user: name,
    session: name,
    time: instant,
    heartbeatMs: z.int(),
    limits,
    rulebook: name,
    edition: maybe,
    hash: maybe,
    epoch: name,
    choice: choiceSchema,
    choices: z.array(exactChoiceSchema).exactOptional(),
    blocks: z.array(name),
    expiresAt: instant,
  }),
  sent: message.pick({ conversation: true, kind: true, seq: true, at: true, links: true }).extend({
    type: z.literal("sent"),
    re: name,
  }),
  message: message.extend({ type: z.literal("message") }),
  link: z.object({
    type: z.literal("link"),
    conversation: name,
    seq,
    index: count,
    report: linkReportSchema,
    cause: z.enum(UPDATE_CAUSES),
    update: seq,
  }),
  deleted: z.object({
    type: z.literal("deleted"),
    re: name.exactOptional(),
    conversation: name,
    seq,
    update: seq,
    at: instant,
  }),
  synced: z.object({
    type: z.literal("synced"),
    re: name,
    epoch: name,
    complete: z.boolean(),
    heads: marks,
    updates: marks,
    partial: z.literal(true).exactOptional(),
  }),
  page: z.object({ type: z.literal("page"), re: name, messages: z.array(message), more: z.boolean() }),
  found: z.object({
    type: z.literal("found"),
    re: name,
    messages: z.array(message),
    more: z.boolean(),
    next: maybe,
  }),
  conversations: z.object({
    type: z.literal("conversations"),
    re: name,
    items: z.array(item),
    more: z.boolean(),
    next: maybe,
  }),
  delivered: z.object({ type: z.literal("delivered"), ...about }),
  read: z.object({ type: z.literal("read"), ...about }),
  typing: z.object({ type: z.literal("typing"), conversation: name, from: name }),
  opened: z.object({
    type: z.literal("opened"),
    re: name,
    report: linkReportSchema,
    via: name.exactOptional(),
    article: name.exactOptional(),
    signature: name.exactOptional(),
    signatureSalt: name.exactOptional(),
  }),
  chosen: z.object({
    type: z.literal("chosen"),
    re: name.exactOptional(),
    choice: choiceSchema,
    for: choiceScopeSchema.exactOptional(),
  }),
  blocked: z.object({ type: z.literal("blocked"), re: name.exactOptional(), user: name, blocked: z.boolean() }),
  complaint: z.object({ type: z.literal("complaint"), re: name.exactOptional(), complaint: complaintItemSchema }),
  complaints: z.object({
    type: z.literal("complaints"),
    re: name,
    items: z.array(complaintItemSchema),
    more: z.boolean(),
  }),
  group: z.object({ type: z.literal("group"), re: name, conversation: name }),
  members: z.object({
    type: z.literal("members"),
    re: name,
    conversation: name,
    members: z.array(name),
    more: z.boolean(),
    memberCount: count,
    admin: maybe,
    delivered: marks,
    read: marks,
  }),
  refreshed: z.object({ type: z.literal("refreshed"), re: name, expiresAt: instant }),
  pong: z.object({ type: z.literal("pong"), re: name.exactOptional() }),
  rulebook: z.object({ type: z.literal("rulebook"), rulebook: name, edition: maybe, hash: maybe }),
  going_away: z.object({ type: z.literal("going_away"), retryAfterMs: count }),
  error: z.object({
    type: z.literal("error"),
    re: name.exactOptional(),
    code: z.enum(keysOf(ERRORS)),
    message: z.string(),
    temporary: z.boolean(),
    retryAfterMs: count.exactOptional(),
  }),
} as const satisfies { readonly [T in ServerFrame["type"]]: z.ZodType<Extract<ServerFrame, { type: T }>> };
