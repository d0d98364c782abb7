import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { errnoOf } from "./errno.ts";

/** What SQLite puts beside a database. */
const BESIDE = ["", "-wal", "-shm", "-journal"];
/** What a file system says that knows no second name for a file. Source: link(2). */
const NO_LINKS: ReadonlySet<string | null> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/**
 * Makes a file that is there whole and on disk, or not at all, readable by its owner only. One that is there already stays.
 *
 * @param write  Writes all of it under another name in the same folder.
 */
export function makeWhole(file: string, write: (part: string) => void): void {
  const part = temporaryNameFor(file);
  try {
    write(part);
    leaveToOwner(part);
    toDisk(part);
    nameOnce(part, file);
    syncPath(dirname(file));
  } finally {
    removePart(part);
  }
}

/** A name for what is not whole yet, in the same folder, so that renaming it is one step. */
export function temporaryNameFor(file: string): string {
  return join(dirname(file), `.${basename(file)}.${randomBytes(6).toString("hex")}`);
}

/** Gives a whole file its name, once it is on disk; the name too. What had the name before is replaced. */
export function publishFile(part: string, file: string): void {
  toDisk(part);
  renameSync(part, file);
  syncPath(dirname(file));
}

/** The same in a data folder: the file is its owner's, see {@link leaveToOwner}. */
export function publishWithin(part: string, file: string): void {
  leaveToOwner(part);
  publishFile(part, file);
}

/**
 * What root makes in a folder of somebody else is left to them, as SQLite does with its own files: root brings a backup back, and
 * then the service that has the folder could not open it. Best effort: a disk of another machine may not allow it.
 */
export function leaveToOwner(path: string): void {
  if (process.geteuid?.() !== 0) return;
  try {
    const { uid, gid } = statSync(dirname(path));
    // Not what a link leads to: the owner may put one there meanwhile.
    if (uid !== 0) lchownSync(path, uid, gid);
  } catch {
    // It stays root's.
  }
}

/** Makes a folder within a data folder, and those above it that are not there, for the data folder's owner only. */
export function makeFolderWithin(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const made = [resolve(folder)];
  while (made[0] !== undefined && made[0].length > resolve(first).length) made.unshift(dirname(made[0]));
  for (const each of made) leaveToOwner(each);
}

export function removePart(part: string): void {
  for (const end of BESIDE) rmSync(`${part}${end}`, { force: true });
}

/** Removes what a program that was killed left of these files. Only for who is alone in the folder. */
export function removeParts(folder: string, names: readonly string[]): void {
  const isPart = (entry: string) => {
    const [, name] = /^\.(.+)\.[0-9a-f]{12}(?:-wal|-shm|-journal)?$/u.exec(entry) ?? [];
    return name !== undefined && names.includes(name);
  };
  for (const entry of readdirSync(folder).filter(isPart)) rmSync(join(folder, entry), { force: true });
}

/** Unlike renaming, linking never takes the name from a file that another process has made meanwhile. */
function nameOnce(part: string, file: string): void {
  try {
    linkSync(part, file);
  } catch (error) {
    const code = errnoOf(error);
    if (code === "EEXIST") return;
    if (!NO_LINKS.has(code)) throw error;
    if (!existsSync(file)) renameSync(part, file);
  }
}

function toDisk(part: string): void {
  chmodSync(part, 0o600);
  syncPath(part);
}

function syncPath(path: string): void {
  const opened = openSync(path, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
