import { HASH_LINE, readHashLine } from "./hash-line.ts";
import { noteText } from "./notes.ts";
import type { TreeHash } from "./merkle.ts";

/** A tree that somebody signed or saw. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: TreeHash;
}

/** The name of a log, and of the keys that sign it: another for each epoch of the store, since positions of one mean nothing in another. */
export function originOf(epoch: string): string {
  return `hutong/log/${epoch}`;
}

/** Source: C2SP tlog-checkpoint, "Note text". */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString("base64")}\n`;
}

/** Of a note or of its text; signatures are not looked at. Null when it is no checkpoint. */
export function readCheckpoint(note: string): Checkpoint | null {
  const text = noteText(note) ?? note;
  const [origin = "", size = "", root = "", ...more] = text.split("\n");
  const hash = readHashLine(root);
  // Extension lines are not empty; the text ends with a newline.
  const isWhole = more.length > 0 && more.at(-1) === "" && more.slice(0, -1).every((line) => line !== "");
  if (origin === "" || !/^(0|[1-9]\d{0,15})$/u.test(size) || hash === null || !isWhole) return null;
  return Number.isSafeInteger(Number(size)) ? { origin, size: Number(size), root: hash } : null;
}

const PROOF = "c2sp.org/tlog-proof@v1";

/** Source: C2SP tlog-proof, "Format". */
export interface LogProof {
  readonly index: number;
  readonly hashes: readonly TreeHash[];
  /** A signed note. */
  readonly checkpoint: string;
  /** Nobody signed it. */
  readonly extra: Buffer | null;
}

export function proofText({ index, hashes, checkpoint, extra }: LogProof): string {
  const about = extra === null ? "" : `extra ${extra.toString("base64")}\n`;
  return `${PROOF}\n${about}index ${index}\n${hashes.map((hash) => `${hash.toString("base64")}\n`).join("")}\n${checkpoint}`;
}

/** Null when it is no proof. */
export function readProof(text: string): LogProof | null {
  const split = text.indexOf("\n\n");
  const [first, ...lines] = text.slice(0, Math.max(split, 0)).split("\n");
  const extra = lines[0]?.startsWith("extra ") === true ? (lines.shift() ?? "").slice("extra ".length) : null;
  const [, index] = /^index (0|[1-9]\d{0,15})$/u.exec(lines[0] ?? "") ?? [];
  if (first !== PROOF || index === undefined || lines.length - 1 > HASH_LINE.maxProof) return null;
  const hashes = lines.slice(1).map(readHashLine);
  if (!hashes.every((hash) => hash !== null)) return null;
  const bytes = extra === null ? null : Buffer.from(extra, "base64");
  return { index: Number(index), hashes, checkpoint: text.slice(split + 2), extra: bytes };
}
