/** FIN and the opcode of a text frame. */
const TEXT = 0x81;

/**
 * Texts as consecutive WebSocket frames in one buffer, for a single write to the socket.
 * Frames of a server are unmasked (RFC 6455, section 5.2).
 *
 * @param sizes  Of each text in UTF-8. Bytes.
 */
export function textFrames(texts: readonly string[], sizes: readonly number[]): Buffer {
  let total = 0;
  for (const size of sizes) total += headerBytes(size) + size;
  const frames = Buffer.allocUnsafe(total);
  let at = 0;
  for (const [index, text] of texts.entries()) {
    const size = sizes[index] ?? 0;
    frames[at] = TEXT;
    if (size < 126) frames[at + 1] = size;
    else if (size < 65_536) {
      frames[at + 1] = 126;
      frames.writeUInt16BE(size, at + 2);
    } else {
      frames[at + 1] = 127;
      frames.writeBigUInt64BE(BigInt(size), at + 2);
    }
    at += headerBytes(size);
    frames.write(text, at, size, "utf8");
    at += size;
  }
  return frames;
}

function headerBytes(size: number): number {
  if (size < 126) return 2;
  return size < 65_536 ? 4 : 10;
}
