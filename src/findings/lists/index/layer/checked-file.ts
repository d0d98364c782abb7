import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { errnoOf } from "../../../../input/errno.ts";
import { DamagedIndexError } from "../index-error.ts";
import type { FileFacts } from "./layer-files.ts";

/** A file of the index that is open for reading. It stays readable when another generation has taken its name away. */
export class CheckedFile {
  readonly name: string;
  readonly #fd: number;
  #isOpen = true;

  /** @throws {DamagedIndexError} when it is gone or has another length than it was written with. */
  constructor(folder: string, { name, bytes }: FileFacts) {
    this.name = name;
    try {
      this.#fd = openSync(join(folder, name), "r");
    } catch (error) {
      if (errnoOf(error) === "ENOENT") throw new DamagedIndexError(name, "the file is missing");
      throw error;
    }
    const { size } = fstatSync(this.#fd);
    if (size === bytes) return;
    this.close();
    throw new DamagedIndexError(name, `has ${size} bytes instead of ${bytes}`);
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
    if (bytes < 4 || crc32(into.subarray(4, bytes)) !== into.readUInt32LE(0)) {
      throw new DamagedIndexError(this.name, `the checksum at byte ${at} does not fit`);
    }
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#fd);
    this.#isOpen = false;
  }
}
