import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { errnoOf } from "../../../input/errno.ts";
import { publishWithin, removePart, temporaryNameFor } from "../../../input/whole-file.ts";
import { FINDING_KINDS } from "../../types.ts";
import type { ListFacts } from "../list-source.ts";
import { DamagedIndexError, MAX_LISTS } from "./index-error.ts";
import { type FileFacts, layerSchema } from "./layer/layer-files.ts";

/** Says which files are the index. Renaming it is the one step that puts a generation in force. */
const MANIFEST = "index.json";
/** Generations of this number can be read; of another, the index is built anew. */
export const GENERATION_FORMAT = 4;

const listSchema = z.object({
  name: z.string(),
  version: z.string().nullable(),
  confirmedAtMs: z.number().nullable(),
  kind: z.enum(FINDING_KINDS),
  /** Null: it is never stale. */
  maxAgeMs: z.number().nullable(),
});

const uint32Schema = z.int().nonnegative().max(0xff_ff_ff_ff);

const manifestSchema = z.object({
  format: z.literal(GENERATION_FORMAT),
  /** Of this generation, in hexadecimal. */
  id: z.string().regex(/^[0-9a-f]{12}$/u),
  /** The generation that says the same in other files; null when this one says something new. */
  sameAs: z.string().nullable(),
  key: z.object({ seed: uint32Schema, factor: uint32Schema }),
  /** Kinds of findings by their number in entries. */
  kinds: z.array(z.enum(FINDING_KINDS)),
  /** Lists by their number in entries; null for one that is free. */
  lists: z.array(listSchema.nullable()).max(MAX_LISTS),
  base: layerSchema,
  /** What changed since the base was made, the latest change last. */
  fronts: z.array(layerSchema),
});

/** One generation: its lists, and the files of its layers. */
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * The generation in force; null when there is none yet.
 *
 * @throws {DamagedIndexError} when it is not what was written.
 */
export function readManifest(folder: string): Manifest | null {
  let text: string;
  try {
    text = readFileSync(join(folder, MANIFEST), "utf8");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return null;
    throw error;
  }
  const [json = "", checksum] = text.split("\n");
  if (checksum !== sha256Of(json)) throw new DamagedIndexError(MANIFEST, "the checksum does not fit");
  const read = manifestSchema.safeParse(JSON.parse(json));
  if (!read.success) throw new DamagedIndexError(MANIFEST, "is of another format");
  return read.data;
}

/** Puts a generation in force and removes the files that only the one before needed. */
export function publishManifest(folder: string, manifest: Manifest, before: Manifest | null): void {
  const json = JSON.stringify(manifest);
  const file = join(folder, MANIFEST);
  const part = temporaryNameFor(file);
  try {
    writeFileSync(part, `${json}\n${sha256Of(json)}\n`);
    publishWithin(part, file);
  } finally {
    removePart(part);
  }
  const needed = new Set(filesOf(manifest).map(({ name }) => name));
  const old = before === null ? [] : filesOf(before);
  for (const { name } of old) if (!needed.has(name)) rmSync(join(folder, name), { force: true });
}

/** Every file of a generation but the manifest. */
export function filesOf({ base, fronts }: Pick<Manifest, "base" | "fronts">): FileFacts[] {
  return [base, ...fronts].flatMap(({ hosts, entries, pages }) => [hosts, entries, pages]);
}

/** Hosts of all fronts, each as often as it stands in one. */
export function frontHostsOf({ fronts }: Pick<Manifest, "fronts">): number {
  return fronts.reduce((sum, { hostCount }) => sum + hostCount, 0);
}

/** Lists as everybody else knows them, by number. */
export function factsOf({ lists }: Manifest): (ListFacts | null)[] {
  return lists.map((list) => list && { ...list, maxAgeMs: list.maxAgeMs ?? Infinity });
}

/** Lists as a manifest keeps them, by number. */
export function keptFacts(lists: readonly (ListFacts | null)[]): Manifest["lists"] {
  return lists.map((list) => {
    if (list === null) return null;
    const { name, version, confirmedAtMs, kind, maxAgeMs } = list;
    return { name, version, confirmedAtMs, kind, maxAgeMs: Number.isFinite(maxAgeMs) ? maxAgeMs : null };
  });
}

function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
