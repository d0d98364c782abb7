import { createHmac, randomBytes } from "node:crypto";
import { canonicalJson, type Canonical } from "./canonical-json.ts";
import { entrySchema, MAX_ENTRY_BYTES, Person, Secret, type NewEntry } from "./entry.ts";
import { leafHash, type TreeHash } from "./merkle.ts";

/** Kept beside an entry until its owner is erased. */
export interface Salt {
  /** Where in the entry its commitment stands: `subject`, `effect.suspend`. */
  readonly field: string;
  readonly owner: string | null;
  readonly salt: Buffer;
}

export interface Sealed {
  /** Canonical JSON, UTF-8: what the tree holds. */
  readonly body: Buffer;
  readonly hash: TreeHash;
  readonly salts: readonly Salt[];
}

const SALT_BYTES = 32;
const PSEUDONYM_BYTES = 12;

export function commitTo(value: string, salt: Uint8Array): string {
  return createHmac("sha256", salt).update(value).digest("base64url");
}

export function drawPseudonym(): string {
  return `mod:${randomBytes(PSEUDONYM_BYTES).toString("base64url")}`;
}

/** People whom an entry names, so that their pseudonyms are looked up before it is sealed. */
export function peopleIn(entry: NewEntry): readonly string[] {
  return "actor" in entry && entry.actor instanceof Person ? [entry.actor.user] : [];
}

/**
 * Makes of an entry what the tree holds, with drawn salts.
 *
 * @throws {Error} on an entry that its schema refuses, or over {@link MAX_ENTRY_BYTES}: a bug of who made it.
 */
export function sealEntry(entry: NewEntry, pseudonymOf: (user: string) => string): Sealed {
  const salts: Salt[] = [];

  function sealed(value: unknown, field: string): Canonical {
    if (value instanceof Secret) {
      const salt = randomBytes(SALT_BYTES);
      salts.push({ field, owner: value.owner, salt });
      return commitTo(value.value, salt);
    }
    if (value instanceof Person) return pseudonymOf(value.user);
    if (value instanceof Date) return value.toISOString();
    if (Array.isArray(value)) return value.map((each) => sealed(each, field));
    if (typeof value === "object" && value !== null) {
      const made: Record<string, Canonical> = {};
      for (const [name, member] of Object.entries(value))
        made[name] = sealed(member, field === "" ? name : `${field}.${name}`);
      return made;
    }
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null)
      return value;
    throw new Error(`${field}: expected what JSON can say`);
  }

  const body = Buffer.from(canonicalJson(entrySchema.parse({ v: 1, ...asObject(sealed(entry, "")) })));
  if (body.length > MAX_ENTRY_BYTES) throw new Error(`an entry of ${body.length} bytes is over ${MAX_ENTRY_BYTES}`);
  return { body, hash: leafHash(body), salts };
}

function asObject(value: Canonical): object {
  if (typeof value !== "object" || value === null) throw new Error("expected an entry");
  return value;
}
