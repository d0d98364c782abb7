import { close, fstat, open, read, readSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { errnoOf } from "../../../../input/errno.ts";
import { DamagedIndexError } from "../index-error.ts";
import { blockChecksum } from "./block-checksum.ts";
import type { FileFacts } from "./layer-files.ts";

/** A file of the index that is open for reading. It stays readable when another generation has taken its name away. */
export class CheckedFile {
  readonly name: string;
  readonly #fd: number;
  #isOpen = true;

  private constructor(name: string, fd: number) {
    this.name = name;
    this.#fd = fd;
  }

  /** @throws {DamagedIndexError} when it is gone or has another length than it was written with. */
  static async open(folder: string, { name, bytes }: FileFacts): Promise<CheckedFile> {
    let file: CheckedFile;
    try {
      file = new CheckedFile(name, await openLater(join(folder, name), "r"));
    } catch (error) {
      if (errnoOf(error) === "ENOENT") throw new DamagedIndexError(name, "the file is missing");
      throw error;
    }
    const { size } = await statLater(file.#fd);
    if (size === bytes) return file;
    file.close();
    throw new DamagedIndexError(name, `has ${size} bytes instead of ${bytes}`);
  }

  /** Reads without holding the thread. @throws {DamagedIndexError} when the file ends before. */
  async readLater(into: Uint8Array, at: number): Promise<void> {
    for (let done = 0; done < into.length;) {
      const { bytesRead } = await readLater(this.#fd, into, done, into.length - done, at + done);
      if (bytesRead === 0) throw new DamagedIndexError(this.name, `ends before byte ${at + into.length}`);
      done += bytesRead;
    }
  }

  /** @throws {DamagedIndexError} when the file ends before. */
  read(into: Uint8Array, at: number, bytes: number): void {
    for (let done = 0; done < bytes;) {
      const got = readSync(this.#fd, into, done, bytes - done, at + done);
      if (got === 0) throw new DamagedIndexError(this.name, `ends before byte ${at + bytes}`);
      done += got;
    }
  }

  /**
   * Reads what begins with its own checksum.
   *
   * @throws {DamagedIndexError} when the bytes are not what was written.
   */
  readChecked(into: Buffer, at: number, bytes: number): void {
    this.read(into, at, bytes);
    if (bytes < 4 || crc32(into.subarray(4, bytes)) !== into.readUInt32LE(0)) throw this.#damagedAt(at);
  }

  /**
   * Reads a block, as {@link blockChecksum} checks it.
   *
   * @param words  What the bytes read into are as words.
   * @throws {DamagedIndexError} when the bytes are not what was written.
   */
  readBlock(into: Buffer, words: Int32Array, at: number, bytes: number): void {
    this.read(into, at, bytes);
    if (blockChecksum(words, bytes / 4) !== words[0]) throw this.#damagedAt(at);
  }

  /** Elsewhere than in this thread: with the last that is open of a file without a name, all its pages are freed. */
  close(): void {
    // A file that was only read has nothing to lose.
    if (this.#isOpen) close(this.#fd, () => undefined);
    this.#isOpen = false;
  }

  #damagedAt(at: number): DamagedIndexError {
    return new DamagedIndexError(this.name, `the checksum at byte ${at} does not fit`);
  }
}

const openLater = promisify(open);
const statLater = promisify(fstat);
const readLater = promisify(read);
