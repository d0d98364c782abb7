import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { DamagedIndexError } from "./index-error.ts";
import { filesOf, readManifest } from "./manifest.ts";

/**
 * Reads every byte of the generation in force and compares it with what was written. Opening alone reads what stays in
 * memory; a look-up reads and checks its own block.
 *
 * @throws {DamagedIndexError} naming the file that is not what was written.
 */
export async function verifyIndex(folder: string): Promise<void> {
  const manifest = readManifest(folder);
  if (manifest === null) return;
  for (const { name, sha256 } of filesOf(manifest)) {
    const hash = createHash("sha256");
    try {
      for await (const part of createReadStream(join(folder, name))) if (Buffer.isBuffer(part)) hash.update(part);
    } catch {
      throw new DamagedIndexError(name, "the file cannot be read");
    }
    if (hash.digest("hex") !== sha256) throw new DamagedIndexError(name, "the SHA-256 does not fit");
  }
}
