import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { basename } from "node:path";
import { leaveToOwner } from "../../../../input/whole-file.ts";
import type { FileFacts } from "./layer-files.ts";

const BUFFER_BYTES = 1 << 20;

/** A file that is written from front to back and is on disk when it is finished. Readable by its owner only. */
export class SequentialFile {
  /** Bytes written so far. */
  length = 0;
  readonly #file: string;
  readonly #fd: number;
  readonly #hash = createHash("sha256");
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #used = 0;

  constructor(file: string) {
    this.#file = file;
    this.#fd = openSync(file, "wx", 0o600);
    leaveToOwner(file);
  }

  write(bytes: Uint8Array, start = 0, end = bytes.length): void {
    const size = end - start;
    if (this.#used + size > BUFFER_BYTES) this.#flush();
    if (size > BUFFER_BYTES) {
      this.#put(bytes.subarray(start, end));
    } else {
      this.#buffer.set(bytes.subarray(start, end), this.#used);
      this.#used += size;
    }
    this.length += size;
  }

  finish(): FileFacts {
    this.#flush();
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    return { name: basename(this.#file), bytes: this.length, sha256: this.#hash.digest("hex") };
  }

  /** Closes a file that is not finished; whoever wrote it removes it. */
  abandon(): void {
    closeSync(this.#fd);
  }

  #flush(): void {
    if (this.#used > 0) this.#put(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }

  #put(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    for (let at = 0; at < bytes.length;) at += writeSync(this.#fd, bytes, at);
  }
}
