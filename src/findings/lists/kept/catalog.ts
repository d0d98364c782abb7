import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { errnoOf } from "../../../input/errno.ts";
import { sha256Of } from "./sha256.ts";
import { makeFolderWithin, publishWithin, removePart, temporaryNameFor } from "../../../input/whole-file.ts";
import { FINDING_KINDS } from "../../types.ts";
import { GUARD_REASONS } from "../guards.ts";
import { SKIP_REASONS } from "../formats/read.ts";
import { LIST_FORMATS } from "../formats/formats.ts";

/** The one file whose renaming puts a generation in force. */
export const CATALOG_FILE = "lists.json";
/** Texts of lists, by the list's name and a name of their own. */
const TEXT_FILE = /^[a-z0-9][a-z0-9_-]*\.[0-9a-f]{12}\.txt$/u;
/** Beside them: which of their entries end when. */
const ENDS_FILE = /^[a-z0-9][a-z0-9_-]*\.[0-9a-f]{12}\.ends$/u;

/** The file of the ends of a text's entries, where its format tells ends. */
export function endsFileOf({ file }: Pick<KeptList["text"], "file">): string {
  return file.replace(/\.txt$/u, ".ends");
}

const timeMs = z.int().nonnegative();

/** A list's name, as findings show it: a word of the operator's. */
export const listNameSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/u, {
  error: "expected 1 to 63 of a-z, 0-9, - and _, beginning with a letter or digit",
});

const placeSchema = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("file"), path: z.string().min(1) }),
  z.strictObject({
    from: z.literal("url"),
    url: z.string().min(1),
    allowPrivate: z.boolean(),
    keyFrom: z.string().nullable(),
  }),
]);

const trustSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("nothing") }),
  z.strictObject({ by: z.literal("sha256"), hex: z.string().regex(/^[0-9a-f]{64}$/u) }),
  z.strictObject({ by: z.literal("sha256_of"), place: z.string().min(1) }),
  z.strictObject({ by: z.literal("minisign"), key: z.string().min(1) }),
]);

const linesSchema = z.strictObject({ count: z.int().nonnegative(), first: z.array(z.int().positive()) });

const refusedSchema = z.strictObject({
  count: z.int().nonnegative(),
  first: z.array(
    z.strictObject({
      line: z.int().positive(),
      host: z.string(),
      guard: z.enum(GUARD_REASONS),
    }),
  ),
});

/** The text of a list that is in force, and what became of its lines. */
const textSchema = z.strictObject({
  file: z.string().regex(TEXT_FILE),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  bytes: z.int().nonnegative(),
  entries: z.int().nonnegative(),
  exceptions: z.int().nonnegative(),
  /** Hosts of a warninglist. */
  guards: z.array(z.string()),
  skipped: z.partialRecord(z.enum(SKIP_REASONS), linesSchema),
  refused: refusedSchema,
  version: z.string().nullable(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
});

const keptListSchema = z.strictObject({
  name: listNameSchema,
  place: placeSchema,
  format: z.enum(LIST_FORMATS),
  kind: z.enum(FINDING_KINDS),
  subdomains: z.boolean().nullable(),
  trust: trustSchema,
  everyMs: z.int().positive(),
  maxAgeMs: z.int().positive(),
  text: textSchema,
  /** When its source last confirmed it. */
  confirmedAtMs: timeMs,
  /** When it is asked for next. */
  dueAtMs: timeMs,
  /** Since the source last answered as it should. */
  failures: z.strictObject({
    count: z.int().nonnegative(),
    lastAtMs: timeMs.nullable(),
    reason: z.string().nullable(),
  }),
});

/** A list as it is kept. */
export type KeptList = z.infer<typeof keptListSchema>;

const keptExceptionSchema = z.strictObject({
  /** A host, a host with a path prefix, or a full address. */
  entry: z.string().min(1).max(4_096),
  by: z.string().min(1).max(200),
  reason: z.string().max(1_000).nullable(),
  madeAtMs: timeMs,
  untilMs: timeMs.nullable(),
});

/** An exception as it is kept. */
export type KeptException = z.infer<typeof keptExceptionSchema>;

const catalogSchema = z.strictObject({
  format: z.literal(1),
  /** One more with each change; 0 where there is nothing yet. */
  generation: z.int().nonnegative(),
  lists: z.array(keptListSchema),
  exceptions: z.array(keptExceptionSchema),
  /** Hosts under which gateways on this folder are reached. */
  ownHosts: z.array(z.string()),
  /** The index that says what the lists say, and how their texts were read for it; null where there is none. */
  index: z.strictObject({ id: z.string(), readAs: z.string() }).nullable(),
});

/** Everything about the lists of a folder but their texts. */
export type Catalog = z.infer<typeof catalogSchema>;

const sharedCatalogSchema = catalogSchema.omit({ format: true, generation: true, index: true });

/** What gateways that share lists know together: each has an index of its own. */
export type SharedCatalog = z.infer<typeof sharedCatalogSchema>;

export function sharedCatalogOf({ lists, exceptions, ownHosts }: Catalog): SharedCatalog {
  return { lists, exceptions, ownHosts };
}

/** @throws {DamagedListsError} when it is not what was written. */
export function readSharedCatalog(json: string): SharedCatalog {
  return catalogIn(json, sharedCatalogSchema, "the catalog in the store");
}

export const EMPTY_CATALOG: Catalog = {
  format: 1,
  generation: 0,
  lists: [],
  exceptions: [],
  ownHosts: [],
  index: null,
};

/** A file of the lists is not what was written there. Names the file. */
export class DamagedListsError extends Error {
  override readonly name = "DamagedListsError";
  readonly file: string;

  constructor(file: string, because: string) {
    super(`${file}: ${because}`);
    this.file = file;
  }
}

/** @throws {DamagedListsError} when the catalog is not what was written. */
export function readCatalog(folder: string): Catalog {
  let text: string;
  try {
    text = readFileSync(join(folder, CATALOG_FILE), "utf8");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return EMPTY_CATALOG;
    throw error;
  }
  return catalogIn(text, catalogSchema, CATALOG_FILE);
}

function catalogIn<Read>(json: string, schema: z.ZodType<Read>, file: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new DamagedListsError(file, "expected JSON: restore it, or remove it and add the lists anew");
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new DamagedListsError(file, `unexpected ${read.error.issues[0]?.path.join(".") ?? ""}`);
}

/** Puts the next generation in force, in one step. Only for who holds the lock. */
export function publishCatalog(folder: string, catalog: Omit<Catalog, "format" | "generation">): Catalog {
  makeFolderWithin(folder);
  const next: Catalog = { format: 1, generation: readCatalog(folder).generation + 1, ...catalog };
  const file = join(folder, CATALOG_FILE);
  const part = temporaryNameFor(file);
  try {
    writeFileSync(part, `${JSON.stringify(next, null, 1)}\n`);
    publishWithin(part, file);
  } finally {
    removePart(part);
  }
  return next;
}

/** Takes in the texts of a catalog that is not in force yet. Only for who holds the lock. */
export function takeTexts(folder: string, incoming: string): void {
  for (const name of readdirSync(incoming).filter((each) => TEXT_FILE.test(each))) {
    renameSync(join(incoming, name), join(folder, name));
  }
}

/** Removes texts that no list names, and what killed updates left. Only for who holds the lock. */
export function removeLeftovers(folder: string): void {
  const needed = new Set(readCatalog(folder).lists.flatMap(({ text }) => [text.file, endsFileOf(text)]));
  for (const name of readdirSync(folder)) {
    const isPart = /^\.[a-z0-9].*\.[0-9a-f]{12}$/u.test(name);
    const isOfLists = TEXT_FILE.test(name) || ENDS_FILE.test(name);
    if (isPart || (isOfLists && !needed.has(name))) rmSync(join(folder, name), { force: true });
  }
}

/**
 * Where the text of a list is, once it is known to be what was written.
 *
 * @throws {DamagedListsError} naming the list's file.
 */
export function wholeText(folder: string, { name, text }: Pick<KeptList, "name" | "text">): string {
  const path = join(folder, text.file);
  let found: string;
  try {
    found = sha256Of(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
    throw new DamagedListsError(text.file, `the text of list ${name} is missing: hutong lists update ${name} --force`);
  }
  if (found === text.sha256) return path;
  throw new DamagedListsError(text.file, `the text of list ${name} is damaged: hutong lists update ${name} --force`);
}
