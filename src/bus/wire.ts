import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { choiceScopeSchema } from "../report/context.ts";
import { EVENT_KINDS, type ConversationEvent, type StoredMessage } from "../chat/conversation.ts";
import { jsonText } from "../input/json.ts";
import { CHOICES, CONVERSATION_KINDS } from "../policy/types.ts";
import { complaintItemSchema } from "../protocol/server-frames.ts";
import { SHARED_THINGS, type BusEvent } from "./bus.ts";

/** What one gateway tells the others at once. */
export interface HintBatch {
  /** Names one run of one gateway. */
  readonly gateway: string;
  /** Of this gateway's batches, from 1; a beat repeats the last. */
  readonly number: number;
  readonly hints: readonly Hint[];
  readonly standing: Standing;
}

/** What a gateway says of itself in its beats. */
export interface Standing {
  /** Names the rulebook in force there; null: it says nothing of one. */
  readonly rulebook: string | null;
}

/** Says nothing. */
export const NO_STANDING: Standing = { rulebook: null };

export interface Hint {
  /** Empty where those who are told of the conversation are known by their gateway. */
  readonly users: readonly string[];
  readonly event: BusEvent;
}

/** A later form is another number; a gateway that does not know it looks in the store. */
const VERSION = 1;
/** A message with more is read from the store by who needs it. Characters. */
const MAX_PAYLOAD = 4_096;
/** Of a rulebook: characters. SHA-256 has 64. */
const MAX_NAME = 100;

const place = { conversation: z.string(), seq: z.int().min(0), except: z.string().nullable() };
const event: z.ZodType<ConversationEvent> = z.object({
  kind: z.enum(EVENT_KINDS),
  users: z.array(z.string()),
  userCount: z.int().min(0).exactOptional(),
  admin: z.string().exactOptional(),
});
const reportsJson = z.string().transform((text): StoredMessage["reportsJson"] => jsonText(text));
const contextJson = z.string().transform((text): StoredMessage["contextJson"] => jsonText(text));
const message: z.ZodType<StoredMessage> = z.object({
  conversation: z.string(),
  kind: z.enum(CONVERSATION_KINDS),
  seq: z.int().min(1),
  from: z.string(),
  text: z.string(),
  at: z.int().transform((ms) => new Date(ms)),
  reportsJson,
  contextJson: contextJson.nullable(),
  resolutions: z.null(),
  listed: z.null(),
  deletedAt: z.null(),
  event: event.nullable(),
});
const travelling: z.ZodType<BusEvent> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("message"), message, judgedFor: z.string().nullable() }),
  z.object({ kind: z.literal("ahead"), conversation: z.string(), seq: z.int().min(0), update: z.int().min(0) }),
  z.object({ ...place, kind: z.enum(["read", "delivered"]), from: z.string() }),
  z.object({ kind: z.literal("typing"), conversation: z.string(), from: z.string(), except: z.string().nullable() }),
  z.object({ kind: z.literal("blocked"), user: z.string(), blocked: z.boolean(), except: z.string().nullable() }),
  z.object({ kind: z.literal("complaint"), complaint: complaintItemSchema, except: z.string().nullable() }),
  z.object({ kind: z.literal("choice"), choice: z.enum(CHOICES).nullable(), except: z.string().nullable() }),
  z.object({
    kind: z.literal("exact_choice"),
    for: choiceScopeSchema,
    choice: z.enum(CHOICES).nullable(),
    except: z.string().nullable(),
  }),
  z.object({ kind: z.literal("changed"), what: z.enum(SHARED_THINGS) }),
]);
const hint = z.tuple([z.array(z.string()), z.unknown()]);
const batch = z.object({
  v: z.int(),
  gateway: z.string(),
  number: z.int().min(0),
  hints: z.array(hint),
  // Left out by earlier programs, and by batches that are no beats; a later program may say it otherwise.
  rulebook: z.string().max(MAX_NAME).nullable().default(null).catch(null),
});

/** What of an event leaves the process: all of a small message, of others where to look. */
function travellingOf(told: BusEvent): object {
  if (told.kind === "update") {
    const { conversation, seq, update } = told.update;
    return { kind: "ahead", conversation, seq, update };
  }
  if (told.kind !== "message") return told;
  const { at, ...rest } = told.message;
  const { conversation, seq, text, reportsJson, resolutions, listed, deletedAt } = told.message;
  const isPlain = resolutions === null && listed === null && deletedAt === null;
  if (!isPlain || text.length + reportsJson.length > MAX_PAYLOAD)
    return { kind: "ahead", conversation, seq, update: 0 };
  return { kind: "message", message: { ...rest, at: at.getTime() }, judgedFor: told.judgedFor };
}

/** Whom the others cannot know of by themselves: the members of a conversation that begins, or changes. */
export function namedUsers({ users, event: told }: Hint): readonly string[] {
  if (told.kind === "update") return [];
  if (told.kind === "ahead") return users;
  return told.kind !== "message" || told.message.seq === 1 || told.message.event !== null ? users : [];
}

/** JSON of one hint, for {@link batchJson}. */
export function hintJson(told: Hint): string {
  return JSON.stringify([namedUsers(told), travellingOf(told.event)]);
}

export function batchJson(gateway: string, number: number, hints: readonly string[]): string {
  return `{"v":${VERSION},"gateway":${JSON.stringify(gateway)},"number":${number},"hints":[${hints.join(",")}]}`;
}

/** A batch without hints, which repeats the number of the last one. */
export function beatJson(gateway: string, number: number, { rulebook }: Standing): string {
  return JSON.stringify({ v: VERSION, gateway, number, hints: [], ...(rulebook === null ? {} : { rulebook }) });
}

/**
 * Reads a batch.
 *
 * @returns Null where it is none. `isWhole` is false when part of it is of a form that is not known here.
 */
export function readBatch(json: string): (HintBatch & { readonly isWhole: boolean }) | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const { data } = batch.safeParse(value);
  if (data === undefined) return null;
  const hints: Hint[] = [];
  for (const [users, told] of data.v === VERSION ? data.hints : []) {
    const known = travelling.safeParse(told);
    if (known.success) hints.push({ users, event: known.data });
  }
  const { gateway, number, rulebook } = data;
  return {
    gateway,
    number,
    hints,
    standing: { rulebook },
    isWhole: data.v === VERSION && hints.length === data.hints.length,
  };
}

/** Signs what travels where others might write too. */
export interface Seal {
  sign(text: string): string;
  /** The text; null when nobody with the secret wrote it. */
  open(signed: string): string | null;
}

/** Characters of a signature: SHA-256 in base64url. */
const SIGNATURE_LENGTH = 43;

/** @param secret  The one that signs tokens. What is signed here is no token: another key is derived from it. */
export function createSeal(secret: Uint8Array): Seal {
  const key = createHmac("sha256", secret).update("hutong bus").digest();
  const signatureOf = (text: string) => createHmac("sha256", key).update(text).digest("base64url");
  return {
    sign: (text) => signatureOf(text) + text,
    open(signed) {
      const text = signed.slice(SIGNATURE_LENGTH);
      const given = Buffer.from(signed.slice(0, SIGNATURE_LENGTH));
      const right = Buffer.from(signatureOf(text));
      return given.length === right.length && timingSafeEqual(given, right) ? text : null;
    },
  };
}
