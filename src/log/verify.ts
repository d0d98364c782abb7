import { readBundle } from "./bundles.ts";
import { originOf, readCheckpoint, readProof, type Checkpoint } from "./checkpoint.ts";
import { entrySchema, type Entry } from "./entry.ts";
import { isKeyChange } from "./keys.ts";
import type { LoggedEntry } from "./log-store.ts";
import { createFrontier, leafHash, rootOf, rootOfInclusion, type TreeHash } from "./merkle.ts";
import { openNote, type VerifierKey } from "./notes.ts";
import { bytesOf, HASH_BYTES, hashesIn, HIDDEN, tileIn, type LogSource } from "./source.ts";
import { levelSize, TILE_WIDTH, tilePath } from "./tiles.ts";

/** What is wrong with a log, with the number of the first entry that it concerns. */
export type LogProblem =
  | { readonly kind: "no_checkpoint" | "bad_signature" | "unknown_key" }
  /** Its bytes are not what the tree holds in its place. */
  | { readonly kind: "changed"; readonly entry: number }
  | { readonly kind: "swapped"; readonly entry: number; readonly with: number }
  /** It is gone, and those behind it stand one place before. */
  | { readonly kind: "gap"; readonly entry: number }
  /** From here on there is nothing, up to the size that was signed. */
  | { readonly kind: "cut"; readonly entry: number; readonly size: number }
  /** A tile above is not what the entries below make. */
  | { readonly kind: "tile"; readonly entry: number; readonly tile: string }
  /** A file of the log is not there; `by`: of whose copy, in words, null: of the log itself. */
  | { readonly kind: "missing"; readonly entry: number; readonly tile: string; readonly by: string | null }
  /** Behind the last entry that the checkpoint signs stands something more. */
  | { readonly kind: "beyond"; readonly entry: number; readonly tile: string }
  /** Entries and tiles make another tree than the checkpoint says. */
  | { readonly kind: "other_root"; readonly entry: number; readonly size: number }
  /** What was kept cannot speak against the log, nor for it: another log signed it, or nobody who is trusted. `by`: whose it is, in words. */
  | { readonly kind: "kept_elsewhere" | "kept_unsigned"; readonly by: string }
  /** The entries of a copy do not make the tree that its checkpoint says. */
  | { readonly kind: "copy_root" }
  /** What was kept is not the beginning of this: one of these entries is another. `by`: who kept it, in words. */
  | { readonly kind: "fork"; readonly entry: number; readonly size: number; readonly by: string }
  /**
   * The store went back in time, which an entry says: those after are gone. Up to `soundTo` another kept checkpoint fits; from
   * there to this entry nothing that was kept says whether they are as they were.
   */
  | {
      readonly kind: "went_back";
      readonly entry: number;
      readonly size: number;
      readonly soundTo: number;
      readonly by: string;
    };

export interface Verified {
  readonly checkpoint: Checkpoint | null;
  /** Entries whose hashes were read. */
  readonly entries: number;
  /** Of those, the ones that are not for whoever asks: of them the hashes alone were checked. */
  readonly unread: number;
  /** Who signed it of whom the keys are known; null: no key was given. */
  readonly signedBy: readonly VerifierKey[] | null;
  /** Keys that are trusted now: those given, and what followed them. */
  readonly keys: readonly VerifierKey[];
  readonly problems: readonly LogProblem[];
  /** What was kept and fits. */
  readonly fitting: number;
}

/** A checkpoint that somebody kept. */
export interface Kept {
  readonly checkpoint: Checkpoint;
  /** The signed note that it was read from. */
  readonly note: string;
  /** Whose it is, for the problem. */
  readonly by: string;
}

interface VerifyParts {
  readonly source: LogSource;
  /** Null: signatures are not looked at. */
  readonly keys: readonly VerifierKey[] | null;
  readonly kept: readonly Kept[];
  /** A copy that was kept: its leaves name what changed exactly. */
  readonly against: LogSource | null;
  readonly onEntries: (done: number, total: number) => void;
}

/** Problems that are told; of a log that is wrong throughout the first ones say enough. */
const MAX_PROBLEMS = 20;

/**
 * Checks a log from its first entry to its last: entries against tiles, tiles against the checkpoint, the checkpoint against its
 * keys, all against what was kept. What was kept counts where a trusted key signed it; without keys it is believed.
 */
export async function verifyLog({ source, keys, kept, against, onEntries }: VerifyParts): Promise<Verified> {
  const note = await source.checkpoint();
  const checkpoint = readCheckpoint(note);
  const problems: LogProblem[] = [];
  const trusted = [...(keys ?? [])];
  const tell: Tell = (problem) => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem);
  };
  if (checkpoint === null) {
    return {
      checkpoint,
      entries: 0,
      unread: 0,
      signedBy: null,
      keys: trusted,
      problems: [{ kind: "no_checkpoint" }],
      fitting: 0,
    };
  }
  const { size } = checkpoint;
  const copy = against === null ? null : await copyOf(against, tell);
  const marks = kept
    .map((mark): Mark => ({ ...mark, isFitting: null }))
    .toSorted((one, other) => one.checkpoint.size - other.checkpoint.size);
  const waiting = marks.slice();
  /** Entries that are others in the copy. */
  const differing: number[] = [];
  const epochs = new Map<string, number>();
  const changes: KeyChange[] = [];
  const frontier = createFrontier();
  let fitting = 0;
  /** Up to here what was kept fits. */
  let soundTo = 0;
  let isWhole = true;
  let unread = 0;
  const compare = (): void => {
    for (let mark = waiting[0]; mark !== undefined && mark.checkpoint.size <= frontier.size(); mark = waiting[0]) {
      waiting.shift();
      mark.isFitting = frontier.root().equals(mark.checkpoint.root);
    }
  };
  const onEntry: OnEntry = (entry, index) => trustMore(entry, index, trusted, epochs, changes);
  const hidden = createHidden(source, tell, onEntry);
  compare();
  for (let number = 0; number * TILE_WIDTH < size; number += 1) {
    const from = number * TILE_WIDTH;
    const { leaves, isHidden } = await leavesOf(source, size, number, tell, onEntry);
    if (isHidden) {
      await hidden(leaves, from);
      unread += leaves.length;
    }
    const copied = (await copy?.leaves(number)) ?? [];
    for (const [place, leaf] of leaves.entries()) {
      const was = copied[place];
      if (was !== undefined && !was.equals(leaf)) differing.push(from + place);
      frontier.add(leaf);
      compare();
    }
    onEntries(frontier.size(), size);
    if (leaves.length < Math.min(TILE_WIDTH, size - from)) {
      tell({ kind: "cut", entry: frontier.size(), size });
      isWhole = false;
      break;
    }
  }
  const speaks = createSpeaker({ checkpoint, keys, trusted, changes, epochs, tell });
  const speaking = marks.filter(speaks);
  for (const { checkpoint: mark, by, isFitting } of speaking) {
    if (isFitting === null) continue;
    const begun = leftAt(mark, epochs);
    if (isFitting) {
      fitting += 1;
      soundTo = Math.max(soundTo, mark.size);
    } else if (begun === null) tell({ kind: "fork", entry: soundTo, size: mark.size, by });
    else tell({ kind: "went_back", entry: begun, size: mark.size, soundTo, by });
  }
  const beyond = speaking.filter(({ isFitting }) => isFitting === null);
  if (copy !== null && speaks(copy.kept)) {
    const { size: copied } = copy.kept.checkpoint;
    const begun = leftAt(copy.kept.checkpoint, epochs);
    if (!(await copy.isWhole())) tell({ kind: "copy_root" });
    else
      for (const index of differing) {
        if (begun === null || index < begun) tell({ kind: "fork", entry: index, size: index + 1, by: COPY });
        else if (index === begun && copied <= size)
          tell({ kind: "went_back", entry: begun, size: copied, soundTo: begun, by: COPY });
      }
    // What is longer than the log is told at its end.
    if (copied > size) beyond.push({ ...copy.kept, isFitting: null });
  }
  if (isWhole) {
    await checkTiles(source, size, tell);
    const isRight = frontier.root().equals(checkpoint.root);
    if (!isRight && problems.length === 0) tell({ kind: "other_root", entry: soundTo, size });
  }
  for (const { checkpoint: mark, by } of beyond) {
    if (!isWhole && mark.size <= size) continue;
    const begun = leftAt(mark, epochs);
    if (begun === null) tell({ kind: "cut", entry: size, size: mark.size });
    // Entries of a copy were compared each by itself.
    else tell({ kind: "went_back", entry: begun, size: mark.size, soundTo: by === COPY ? begun : soundTo, by });
  }
  const opened = keys === null ? null : openNote(note, trusted);
  if (opened?.kind === "bad_signature" || opened?.kind === "malformed") tell({ kind: "bad_signature" });
  if (opened?.kind === "unknown_keys") tell({ kind: "unknown_key" });
  const signedBy = opened?.kind === "opened" ? opened.signedBy : opened === null ? null : [];
  return { checkpoint, entries: frontier.size(), unread, signedBy, keys: trusted, problems, fitting };
}

type Tell = (problem: LogProblem) => void;
type OnEntry = (entry: Entry, index: number) => void;

type KeyChange = Extract<Entry, { readonly type: "key" }>;

interface Mark extends Kept {
  /** Null: the log does not reach so far. */
  isFitting: boolean | null;
}

interface SpeakerParts {
  readonly checkpoint: Checkpoint;
  readonly keys: readonly VerifierKey[] | null;
  /** With those that followed. */
  readonly trusted: readonly VerifierKey[];
  readonly changes: readonly KeyChange[];
  readonly epochs: ReadonlyMap<string, number>;
  readonly tell: Tell;
}

/** Whether something that was kept is the log's own word; tells why not. Forged, it would vouch for a log or accuse it. */
function createSpeaker({ checkpoint, keys, trusted, changes, epochs, tell }: SpeakerParts): (kept: Kept) => boolean {
  const names = new Set([checkpoint.origin, ...epochs.keys(), ...trusted.map(({ name }) => name)]);
  return ({ checkpoint: { origin }, note, by }) => {
    // Before the first epoch that the log tells of it had another name, which only its keys tell.
    const isElsewhere = keys === null ? epochs.size === 0 && origin !== checkpoint.origin : !names.has(origin);
    if (keys === null) {
      if (isElsewhere) tell({ kind: "kept_elsewhere", by });
      return !isElsewhere;
    }
    const known = signersBefore(trusted, changes, [...names, origin]);
    const opened = openNote(
      note,
      known.map((publicKey) => ({ name: origin, publicKey })),
    );
    if (opened.kind === "opened") return true;
    tell({ kind: isElsewhere ? "kept_elsewhere" : "kept_unsigned", by });
    return false;
  };
}

/** The trusted keys, and those that they followed: both signed the change. */
function signersBefore(trusted: readonly VerifierKey[], changes: readonly KeyChange[], names: readonly string[]) {
  const known = trusted.map(({ publicKey }) => publicKey);
  for (const change of changes.toReversed()) {
    const isFollowed = known.some((key) => key.toString("base64") === change.after);
    if (isFollowed && names.some((name) => isKeyChange(name, change))) known.push(Buffer.from(change.before, "base64"));
  }
  return known;
}

/** Where entries are hidden, those of another key or epoch are told all the same, and checked against the tree. */
function createHidden(source: LogSource, tell: Tell, onEntry: OnEntry) {
  let told: readonly LoggedEntry[] | null = null;
  return async (leaves: readonly TreeHash[], from: number): Promise<void> => {
    told ??= await source.keyEntries();
    for (const { index, body } of told) {
      const leaf = leaves[index - from];
      if (leaf === undefined) continue;
      const entry = entryIn(body);
      if (!leafHash(body).equals(leaf)) tell({ kind: "changed", entry: index });
      else if (entry !== null) onEntry(entry, index);
    }
  };
}

/** As problems name it. */
const COPY = "the copy";

/** Where the log left what was signed in an earlier epoch: the entry that says so. Null: it did not, or nothing says it. */
function leftAt({ origin, size }: Checkpoint, epochs: ReadonlyMap<string, number>): number | null {
  const own = epochs.get(origin) ?? -1;
  const later = [...epochs.values()].filter((index) => index > own && index < size);
  return later.length === 0 ? null : Math.min(...later);
}

/** Hashes of the entries of one bundle, as far as they go; each is told that is not what its tile says. */
async function leavesOf(
  source: LogSource,
  size: number,
  number: number,
  tell: Tell,
  onEntry: OnEntry,
): Promise<{ readonly leaves: readonly TreeHash[]; readonly isHidden: boolean }> {
  const place = tileIn(size, 0, number);
  const ofEntries = { ...place, level: "entries" } as const;
  const from = number * TILE_WIDTH;
  const bundle = await source.tile(ofEntries);
  const tile = bytesOf(await source.tile(place));
  const said = tile === null ? null : hashesIn(tile).slice(0, place.width);
  // Who may not read the entries can still check the tree above them.
  if (bundle === HIDDEN) return { leaves: said ?? [], isHidden: true };
  const path = tilePath(ofEntries);
  if (bundle === null) {
    tell({ kind: "missing", entry: from, tile: path, by: null });
    return { leaves: said ?? [], isHidden: false };
  }
  const { entries: bodies, left } = readBundle(bundle, place.width);
  const leaves = bodies.map(leafHash);
  for (const [at, body] of bodies.entries()) {
    const entry = entryIn(body);
    if (entry !== null) onEntry(entry, from + at);
  }
  if (said !== null) tellDifferences(leaves, said, from, tell);
  if (bodies.length === place.width && left > 0) tell({ kind: "beyond", entry: from + place.width, tile: path });
  return { leaves, isHidden: false };
}

/** Null on an entry of a later program, or on none. */
export function entryIn(body: Buffer): Entry | null {
  try {
    const { success, data } = entrySchema.safeParse(JSON.parse(body.toString()));
    return success ? data : null;
  } catch {
    return null;
  }
}

function tellDifferences(own: readonly TreeHash[], said: readonly TreeHash[], from: number, tell: Tell): void {
  const isAt = (place: number, at: number): boolean => said[at] !== undefined && own[place]?.equals(said[at]) === true;
  for (let place = 0; place < own.length; place += 1) {
    if (isAt(place, place)) continue;
    const entry = from + place;
    const other = said.findIndex((_hash, at) => at !== place && isAt(place, at) && isAt(at, place));
    if (other > place) tell({ kind: "swapped", entry, with: from + other });
    if (other !== -1) continue;
    if (isAt(place, place + 1)) {
      // What follows stands one place before too.
      tell({ kind: "gap", entry });
      return;
    }
    tell({ kind: "changed", entry });
  }
}

/** A kept copy by its hashes; null, and told, when it has no checkpoint. */
async function copyOf(against: LogSource, tell: Tell) {
  const note = await against.checkpoint();
  const checkpoint = readCheckpoint(note);
  if (checkpoint === null) {
    tell({ kind: "missing", entry: 0, tile: "checkpoint", by: COPY });
    return null;
  }
  const { size, root } = checkpoint;
  /** Null: the tile is not there. */
  async function tile(number: number): Promise<readonly TreeHash[] | null> {
    const place = tileIn(size, 0, number);
    const bytes = bytesOf(await against.tile(place));
    return bytes === null ? null : hashesIn(bytes).slice(0, place.width);
  }
  return {
    kept: { checkpoint, note, by: COPY },
    /** Fewer where the copy ends. */
    async leaves(number: number): Promise<readonly TreeHash[]> {
      const place = tileIn(size, 0, number);
      if (place.width <= 0) return [];
      const found = await tile(number);
      if (found === null) tell({ kind: "missing", entry: number * TILE_WIDTH, tile: tilePath(place), by: COPY });
      return found ?? [];
    },
    /** Whether its hashes make the tree that its checkpoint says; one of which tiles are missing is told already. */
    async isWhole(): Promise<boolean> {
      const frontier = createFrontier();
      for (let number = 0; number * TILE_WIDTH < size; number += 1) {
        const found = await tile(number);
        if (found === null) return true;
        for (const leaf of found) frontier.add(leaf);
      }
      return frontier.root().equals(root);
    },
  };
}

/** Tiles above the leaves hold what those below make. */
async function checkTiles(source: LogSource, size: number, tell: Tell): Promise<void> {
  /** Null: of a tile that is missing. */
  let below: (TreeHash | null)[] = [];
  for (let level = 0; levelSize(level, size) > 0; level += 1) {
    const roots: (TreeHash | null)[] = [];
    for (let number = 0; number * TILE_WIDTH < levelSize(level, size); number += 1) {
      const place = tileIn(size, level, number);
      const tile = bytesOf(await source.tile(place));
      const hashes = hashesIn(tile ?? Buffer.alloc(0));
      const made = below.slice(number * TILE_WIDTH, (number + 1) * TILE_WIDTH);
      const wrong =
        level === 0 ? -1 : hashes.findIndex((hash, at) => made[at] !== null && made[at]?.equals(hash) !== true);
      const entry = (number * TILE_WIDTH + Math.max(wrong, 0)) * TILE_WIDTH ** level;
      const path = tilePath(place);
      if (tile === null) tell({ kind: "missing", entry, tile: path, by: null });
      else if (tile.length !== place.width * HASH_BYTES || wrong !== -1) tell({ kind: "tile", entry, tile: path });
      if (place.width === TILE_WIDTH) roots.push(tile === null ? null : rootOf(hashes));
    }
    below = roots;
  }
}

/** A key that a trusted one names is trusted, and a key is trusted under the name of the epoch that the log went on in. */
function trustMore(
  entry: Entry,
  index: number,
  trusted: VerifierKey[],
  epochs: Map<string, number>,
  changes: KeyChange[],
): void {
  if (entry.type === "epoch") {
    const name = originOf(entry.epoch);
    epochs.set(name, index);
    for (const { publicKey } of trusted.slice()) if (!has(trusted, name, publicKey)) trusted.push({ name, publicKey });
  }
  if (entry.type !== "key") return;
  changes.push(entry);
  const after = Buffer.from(entry.after, "base64");
  for (const { name, publicKey } of trusted.slice()) {
    const isNamed = publicKey.toString("base64") === entry.before && isKeyChange(name, entry);
    if (isNamed && !has(trusted, name, after)) trusted.push({ name, publicKey: after });
  }
}

function has(trusted: readonly VerifierKey[], name: string, publicKey: Buffer): boolean {
  return trusted.some((key) => key.name === name && key.publicKey.equals(publicKey));
}

export type ProofCheck =
  | { readonly kind: "proved"; readonly index: number; readonly checkpoint: Checkpoint; readonly entry: Buffer }
  | { readonly kind: "malformed" | "no_entry" | "bad_signature" | "unknown_keys" | "other_root" };

/** Checks a proof by itself: the entry that it carries stands in the tree that its checkpoint signs. */
export function verifyProof(text: string, keys: readonly VerifierKey[] | null): ProofCheck {
  const proof = readProof(text);
  const checkpoint = proof === null ? null : readCheckpoint(proof.checkpoint);
  if (proof === null || checkpoint === null) return { kind: "malformed" };
  if (proof.extra === null) return { kind: "no_entry" };
  if (keys !== null) {
    const opened = openNote(proof.checkpoint, keys);
    if (opened.kind !== "opened") return { kind: opened.kind };
  }
  const { index, hashes, extra: entry } = proof;
  const root = rootOfInclusion(index, checkpoint.size, leafHash(entry), hashes);
  return root?.equals(checkpoint.root) === true ? { kind: "proved", index, checkpoint, entry } : { kind: "other_root" };
}
