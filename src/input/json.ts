import type { z } from "zod";
import { fieldOf, issuesOf } from "./issues.ts";

declare const written: unique symbol;

/** JSON of a `T`, as who wrote it knew it. Whoever reads it back checks it with {@link readJson}. */
export type Json<T> = string & { readonly [written]: T };

/** JSON that many texts hold, with its bytes in UTF-8: it is written and encoded once. */
export interface SharedJson {
  readonly json: string;
  readonly bytes: Uint8Array;
}

/** JSON in pieces, which joined are the whole: what is its own, and what it shares with others. */
export type JsonPieces = readonly (string | SharedJson)[];

/** The pieces as one text. */
export function joined(pieces: JsonPieces): string {
  let json = "";
  for (const piece of pieces) json += typeof piece === "string" ? piece : piece.json;
  return json;
}

/** JSON of a value that is kept as text. */
export function writeJson<T>(value: T): Json<T> {
  return jsonText(JSON.stringify(value));
}

/** Text that is JSON of a `T` already, by a writer of its own or from where it was kept. Nothing is checked here. */
export function jsonText<T>(text: string): Json<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brand exists in types only; readJson checks the text
  return text as Json<T>;
}

/** Kept JSON is not what was written there. Repeats nothing of it. */
export class KeptJsonError extends Error {
  override readonly name = "KeptJsonError";
  /** The table and the column: `message.reports`. */
  readonly code: string;

  constructor(place: string, because: string) {
    super(`${place}: ${because}`);
    this.code = place;
  }
}

/**
 * Reads kept JSON by its schema.
 *
 * @param place  Where it is kept, for the error: a table and its column.
 * @throws {KeptJsonError} naming the place and the field in it.
 */
export function readJson<T>(schema: z.ZodType<T>, json: Json<T>, place: string): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // What the engine says repeats the text.
    throw new KeptJsonError(place, "expected JSON");
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  // A key that is not expected may be anybody's words.
  const [{ path, isKey } = { path: [], isKey: false }] = issuesOf(error);
  const field = fieldOf(isKey ? path.slice(0, -1) : path);
  throw new KeptJsonError(place, `expected what was written there${field === "" ? "" : `, also at ${field}`}`);
}
