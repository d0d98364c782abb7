/** How far a declaration inside a page is looked for. Source: HTML Standard, "prescan a byte stream to determine its encoding". */
export const SNIFF_BYTES = 1_024;

/** ISO-2022 switches character sets by escape bytes, so that markup can be hidden from one reader and shown to another. */
const REFUSED = new Set(["iso-2022-jp", "x-user-defined"]);

function encodingOf(label: string): string | null {
  try {
    const { encoding } = new TextDecoder(label.trim());
    return REFUSED.has(encoding) ? null : encoding;
  } catch {
    return null;
  }
}

/** What `<meta charset>` in these bytes says; null when there is none that can be obeyed. */
export function declaredInside(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("latin1")
    .replaceAll(/<!--(?:-?>|[\s\S]*?-->|[\s\S]*$)/gu, "");
  const label = /<meta\s[^>]{0,200}?charset\s{0,8}=\s{0,8}["']?\s{0,8}([\w:-]{2,40})/iu.exec(text)?.[1];
  const encoding = label === undefined ? null : encodingOf(label);
  // A page whose ASCII could be read so far is not UTF-16, whatever it says.
  return encoding === "utf-16le" || encoding === "utf-16be" ? "utf-8" : encoding;
}

/**
 * What stands outside a page's own words: byte order mark, then Content-Type. Null when neither says it.
 *
 * @param head         The page's first three bytes at least, or all of a shorter one.
 * @param contentType  The header's value, null when absent.
 * @returns            A label that `TextDecoder` takes.
 */
export function declaredOutside(head: Uint8Array, contentType: string | null): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  const label = /;\s{0,8}charset\s{0,8}=\s{0,8}["']?([^"';\s]{2,40})/iu.exec(contentType?.slice(0, 500) ?? "")?.[1];
  return label === undefined ? null : encodingOf(label);
}
