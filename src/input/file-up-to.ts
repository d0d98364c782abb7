import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** A file's bytes, or why there are none. */
export type FileRead = { kind: "read"; bytes: Uint8Array } | { kind: "too_large" } | { kind: "no_file" };

const CHUNK_BYTES = 65_536;

/**
 * Reads a file, but never more of it than `maxBytes`: a device has no end, and a size that was asked grows.
 *
 * @param mayWait  Whether a pipe or a device will do too, which may let the whole program wait. Not while others are served.
 * @throws what the system says of a file that it does not open.
 */
export function readFileUpTo(path: string, maxBytes: number, { mayWait }: { readonly mayWait: boolean }): FileRead {
  // A pipe without a writer is opened at once only so. Windows has neither.
  const file = openSync(path, mayWait ? constants.O_RDONLY : constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const state = fstatSync(file);
    // Reading a folder fails with the system's own word for it.
    if (!mayWait && !state.isFile() && !state.isDirectory()) return { kind: "no_file" };
    const chunks: Uint8Array[] = [];
    for (let size = 0; size <= maxBytes;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const read = readSync(file, chunk);
      if (read === 0) return { kind: "read", bytes: Buffer.concat(chunks) };
      chunks.push(chunk.subarray(0, read));
      size += read;
    }
    return { kind: "too_large" };
  } finally {
    closeSync(file);
  }
}
