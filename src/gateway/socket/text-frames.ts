import { joined, type JsonPieces } from "../../input/json.ts";

/** JSON of a frame. */
export type FrameText = string | JsonPieces;

/** FIN and the opcode of a text frame. */
const TEXT = 0x81;

/** The size of a text in UTF-8. Bytes. */
export function bytesIn(text: FrameText): number {
  if (typeof text === "string") return Buffer.byteLength(text);
  let size = 0;
  for (const piece of text) size += typeof piece === "string" ? Buffer.byteLength(piece) : piece.bytes.length;
  return size;
}

/**
 * Texts as consecutive WebSocket frames in one buffer, for a single write to the socket.
 * Frames of a server are unmasked (RFC 6455, section 5.2).
 *
 * @param sizes  Of each text, as {@link bytesIn} tells it.
 */
export function textFrames(texts: readonly FrameText[], sizes: readonly number[]): Buffer {
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
    at = writeText(frames, text, at);
  }
  return frames;
}

/** The same text with all its bytes, for a frame that goes to many. What is so already is returned as it is. */
export function encoded(text: FrameText): FrameText {
  if (typeof text !== "string" && text.length === 1 && typeof text[0] !== "string") return text;
  const bytes = Buffer.allocUnsafe(bytesIn(text));
  writeText(bytes, text, 0);
  return [{ json: typeof text === "string" ? text : joined(text), bytes }];
}

/** @returns where the next byte goes. */
function writeText(frames: Buffer, text: FrameText, from: number): number {
  if (typeof text === "string") return from + frames.write(text, from, "utf8");
  let at = from;
  for (const piece of text) {
    if (typeof piece === "string") at += frames.write(piece, at, "utf8");
    else {
      frames.set(piece.bytes, at);
      at += piece.bytes.length;
    }
  }
  return at;
}

function headerBytes(size: number): number {
  if (size < 126) return 2;
  return size < 65_536 ? 4 : 10;
}
