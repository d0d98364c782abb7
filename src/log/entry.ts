import { z } from "zod";
import { FINDING_KINDS } from "../findings/types.ts";

/** An entry is at most this many bytes of canonical JSON. */
export const MAX_ENTRY_BYTES = 4_096;

/** HMAC-SHA-256 of a value under a salt of its own, as base64url. Without the salt nothing can be tested against it. */
const commitmentSchema = z
  .string()
  .regex(/^[\w-]{43}$/u)
  .brand<"commitment">();
export type Commitment = z.infer<typeof commitmentSchema>;

/** Who did it: the operator at the machine, the gateway by itself, or a person by a random pseudonym. */
const actorSchema = z
  .union([z.literal("operator"), z.literal("gateway"), z.string().regex(/^mod:[\w-]{16}$/u)])
  .brand<"actor">();
export type EntryActor = z.infer<typeof actorSchema>;

const wordsSchema = z.string().min(1).max(500);
const timeSchema = z.iso.datetime({ precision: 3 });
/** Of an entry of this log. */
const indexSchema = z.int().min(0);
/** SHA-256, hexadecimal. */
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/u);
const listVersionSchema = z.strictObject({ name: wordsSchema, version: wordsSchema.nullable() });
const untilSchema = timeSchema.nullable();
/** Ed25519, 32 bytes as base64. */
const publicKeySchema = z.base64().length(44);
/** Ed25519, 64 bytes as base64. */
const signatureSchema = z.base64().length(88);

/** What a decision does. An entry or a host that it is about stands in clear, since it is the decision. */
const effectSchema = z.union([
  z.strictObject({ entry: wordsSchema, kind: z.enum(FINDING_KINDS), until: untilSchema }),
  z.strictObject({ exception: wordsSchema, until: untilSchema }),
  z.strictObject({ removeEntry: wordsSchema, list: wordsSchema }),
  z.strictObject({ suspend: commitmentSchema, until: timeSchema }),
]);

const head = { v: z.literal(1), at: timeSchema };

const ofCase = {
  ...head,
  /** Of a case; drawn, and says nothing of anybody. */
  case: wordsSchema,
  direction: z.enum(["harmful", "wrongly_blocked", "appeal"]),
  /** The address, message or person. */
  subject: commitmentSchema,
  /** In clear; null: the case is not about a link. */
  host: z.string().min(1).max(253).nullable(),
  effect: effectSchema.nullable(),
  /** The rule that decided before, and the SHA-256 of its rulebook's edition; null: none did. */
  rule: wordsSchema.nullable(),
  edition: hashSchema.nullable(),
  lists: z.array(listVersionSchema).max(10),
  actor: actorSchema,
  reason: commitmentSchema.nullable(),
  /** The decision that this one is about: that was appealed, or repeated. */
  prev: indexSchema.nullable(),
};

/** What an entry of the log may be. Its names are public for ever: members are added, none changes its meaning. */
export const entrySchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("decision"),
    ...ofCase,
    outcome: z.enum(["upheld", "overturned", "dismissed", "no_longer_applies"]),
  }),
  z.strictObject({ type: z.literal("proposal"), ...ofCase, outcome: z.enum(["upheld", "overturned", "dismissed"]) }),
  z.strictObject({
    type: z.literal("confirmation"),
    ...head,
    case: wordsSchema,
    /** The proposal. */
    of: indexSchema,
    isConfirmed: z.boolean(),
    actor: actorSchema,
    reason: commitmentSchema.nullable(),
  }),
  z.strictObject({
    type: z.literal("undo"),
    ...head,
    case: wordsSchema,
    /** The decision. */
    of: indexSchema,
    actor: actorSchema,
    reason: commitmentSchema.nullable(),
  }),
  /** An effect came to its day. */
  z.strictObject({ type: z.literal("effect_ended"), ...head, of: indexSchema, effect: effectSchema }),
  z.strictObject({
    type: z.literal("list"),
    ...head,
    change: z.enum(["added", "updated", "removed"]),
    list: wordsSchema,
    kind: z.enum(FINDING_KINDS),
    /** As the list says of itself; null: it says none. */
    version: wordsSchema.nullable(),
    entries: z.int().min(0),
    /** Of its text as it was read. */
    hash: hashSchema,
    actor: actorSchema,
  }),
  z.strictObject({
    type: z.literal("exception"),
    ...head,
    change: z.enum(["added", "removed", "ended"]),
    entry: z.string().min(1).max(2_048),
    until: untilSchema,
    actor: actorSchema,
    reason: commitmentSchema.nullable(),
  }),
  z.strictObject({
    type: z.literal("rulebook"),
    ...head,
    reference: wordsSchema,
    /** SHA-256 over the hashes of its editions as `/v1/rulebooks` tells them, a line each. */
    hash: hashSchema,
    actor: actorSchema,
  }),
  /** From here on checkpoints are signed by another key; both keys sign what {@link keyChangeText} says. */
  z.strictObject({
    type: z.literal("key"),
    ...head,
    before: publicKeySchema,
    after: publicKeySchema,
    signatures: z.tuple([signatureSchema, signatureSchema]),
  }),
  /** Somebody was erased: so many salts went. Whose, it does not say. */
  z.strictObject({ type: z.literal("erasure"), ...head, salts: z.int().min(0) }),
  /** The store went back in time: entries after this checkpoint's may be gone. Null: none was made before. */
  z.strictObject({
    type: z.literal("epoch"),
    ...head,
    epoch: wordsSchema,
    checkpoint: z.string().max(2_000).nullable(),
  }),
]);

export type Entry = z.infer<typeof entrySchema>;

/** What is committed to and not shown. Whoever is erased takes its salt along. */
export class Secret {
  readonly value: string;
  /** The user whom it is about or who wrote it; null: nobody, and the salt stays. */
  readonly owner: string | null;

  constructor(value: string, owner: string | null) {
    this.value = value;
    this.owner = owner;
  }
}

/** A person who acts: the log shows a pseudonym, the same for all their entries until they are erased. */
export class Person {
  readonly user: string;

  constructor(user: string) {
    this.user = user;
  }
}

type Unsealed<Value> = Value extends Commitment
  ? Secret
  : Value extends EntryActor
    ? "operator" | "gateway" | Person
    : Value extends readonly unknown[]
      ? readonly Value[number][]
      : Value extends object
        ? { readonly [Name in keyof Value]: Unsealed<Value[Name]> }
        : Value;

type ToAppend<Any> = Any extends Entry ? Unsealed<Omit<Any, "v" | "at">> & { readonly at: Date } : never;

/** An entry as who appends it knows it: names and notes are {@link Secret}, people are {@link Person}. */
export type NewEntry = ToAppend<Entry>;
