/** Where a file stops being UTF-8. Line and column count from 1. */
interface NoUtf8 {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A file's bytes as text, without a byte order mark; UTF-16, GBK and other encodings are a mistake with its place. */
export function readUtf8(bytes: Uint8Array): string | NoUtf8 {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // UTF-16 of Latin letters is UTF-8 too, with a NUL beside each.
    if (!text.slice(0, 2).includes("\0")) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return mistakeIn(bytes);
}

function mistakeIn(bytes: Uint8Array): NoUtf8 {
  const [first = 0, second = 0] = bytes;
  const packed = first === 0x1f && second === 0x8b ? "gzip" : first === 0x50 && second === 0x4b ? "zip" : null;
  if (packed !== null) return { line: 1, column: 1, message: `expected text; this file is packed by ${packed}` };
  if (isUtf16(bytes)) return { line: 1, column: 1, message: "expected UTF-8; this file is in UTF-16" };
  // A character that is none becomes U+FFFD, which a text of UTF-8 may hold as well, then as three bytes.
  const decoded = new TextDecoder("utf-8").decode(bytes);
  const encoder = new TextEncoder();
  let offset = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0;
  let [line, column] = [1, 1];
  for (const sign of decoded) {
    const written = encoder.encode(sign);
    if (sign === "\uFFFD" && bytes[offset] !== written[0]) break;
    offset += written.length;
    [line, column] = sign === "\n" ? [line + 1, 1] : [line, column + sign.length];
  }
  return { line, column, message: "expected UTF-8; this byte is of another encoding, such as GBK" };
}

/** Whether a text begins as UTF-16 does: with its mark, or with a Latin letter of two bytes. As UTF-8 it would hold no link. */
export function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0;
}
