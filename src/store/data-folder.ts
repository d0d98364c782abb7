import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { getSystemErrorMessage } from "node:util";
import { errnoOf } from "../input/errno.ts";

/** What the system says of a path that somebody should change. */
const WRONG_PATH: ReadonlySet<string> = new Set([
  "EACCES",
  "EEXIST",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOTDIR",
  "EPERM",
  "EROFS",
]);

/** A data folder cannot be used as it has to be. One line for the operator: what, where, and what the system says. */
export class DataFolderError extends Error {
  override readonly name = "DataFolderError";
  readonly code: "in_use" | "unusable";
  /** The folder is the wrong one, and will be the next time too; otherwise it may be good later: another gateway ends, a disk has room. */
  readonly isSetting: boolean;

  constructor(code: DataFolderError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.isSetting = code === "unusable" && WRONG_PATH.has(errnoOf(options?.cause) ?? "");
  }
}

/** Runs what touches the disk. @throws {DataFolderError} `unusable`, in the place of an error of the system. */
export function onDisk<Result>(path: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw diskFault(path, error);
  }
}

/** What an error of the system says of a path; other errors stay what they are. */
export function diskFault(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DataFolderError) return error;
  const { errno, code } = error as NodeJS.ErrnoException;
  if (errno === undefined || code === undefined) return error;
  const who = code === "EACCES" || code === "EPERM" ? whoseText(path) : "";
  return new DataFolderError("unusable", `${path}: ${getSystemErrorMessage(errno)} (${code})${who}`, { cause: error });
}

/** Whose a path is, where another user runs this: a folder that is mounted into a container is often root's. */
function whoseText(path: string): string {
  const own = process.geteuid?.();
  if (own === undefined) return "";
  try {
    const { uid } = statSync(existsSync(path) ? path : nearestParent(path));
    return uid === own ? "" : `; it belongs to user ${uid}, and this program runs as user ${own}`;
  } catch {
    // A folder on the way to it cannot be entered.
    return `; this program runs as user ${own}`;
  }
}

/** Makes a data folder where none is, for its owner only. @throws {DataFolderError} `unusable` */
export function makeDataFolder(folder: string): void {
  try {
    for (const path of missingOf(folder)) mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const code = errnoOf(error);
    if (code === "EEXIST") {
      throw new DataFolderError("unusable", `${folder}: expected a folder, found a file`, { cause: error });
    }
    // So says Node also of a read-only disk.
    if (code === "ENOENT") onDisk(folder, () => accessSync(nearestParent(folder), constants.W_OK));
    throw diskFault(folder, error);
  }
}

/** The folder and those above it that are not there, outermost first. Node's own `recursive` never ends within /proc. */
function missingOf(folder: string): readonly string[] {
  // A file of that name is for the system to refuse.
  if (existsSync(folder)) return statSync(folder).isDirectory() ? [] : [folder];
  const missing: string[] = [];
  for (let path = resolve(folder); !existsSync(path); path = dirname(path)) missing.unshift(path);
  return missing;
}

function nearestParent(folder: string): string {
  let parent = dirname(resolve(folder));
  while (!existsSync(parent)) parent = dirname(parent);
  return parent;
}
