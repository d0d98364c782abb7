/** Pictures that every browser shows and that hold no script. SVG is a document and is none of them. */
export const IMAGE_TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Bytes that `imageTypeOf` needs. */
export const IMAGE_SNIFF_BYTES = 32;

const latin1 = (bytes: Uint8Array, start: number, end: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1", start, end);

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The type of a picture by its first bytes, whatever its server says it is; null for everything else.
 * Source: MIME Sniffing Standard, section 6.1; AVIF: AV1 Image File Format, section 6 (brands `avif` and `avis`).
 */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  const head = latin1(bytes, 0, IMAGE_SNIFF_BYTES);
  if (head.startsWith("\u{89}PNG\r\n\u{1A}\n")) return "image/png";
  if (head.startsWith("\u{FF}\u{D8}\u{FF}")) return "image/jpeg";
  if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) return "image/gif";
  if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) return "image/webp";
  return head.startsWith("ftypavif", 4) || head.startsWith("ftypavis", 4) || isAvifByBrand(head) ? "image/avif" : null;
}

/** `mif1` and `msf1` are the brands of any picture in this container; one of the compatible ones must then be AVIF's. */
function isAvifByBrand(head: string): boolean {
  const brands = head.slice(16).match(/.{4}/gsu) ?? [];
  return /^ftyp(?:mif1|msf1)/u.test(head.slice(4, 12)) && brands.some((brand) => brand === "avif" || brand === "avis");
}

/**
 * Width and height by the picture's own header, in pixels. Decodes nothing.
 *
 * @param bytes  The whole picture, since a header may stand behind long comments.
 * @returns      Null when the header is broken, cut off or says zero.
 */
export function imageSizeOf(bytes: Uint8Array, type: ImageType): ImageSize | null {
  const size = readSize(bytes, type);
  return size === null || size.width === 0 || size.height === 0 ? null : size;
}

function readSize(bytes: Uint8Array, type: ImageType): ImageSize | null {
  switch (type) {
    case "image/png":
      return bytes.length < 24 || latin1(bytes, 12, 16) !== "IHDR"
        ? null
        : { width: viewOf(bytes).getUint32(16), height: viewOf(bytes).getUint32(20) };
    case "image/gif":
      return gifSize(bytes);
    case "image/jpeg":
      return jpegSize(bytes);
    case "image/webp":
      return webpSize(bytes);
    case "image/avif":
      return avifSize(bytes);
  }
}

const COLOUR_TABLE = 0x80;
const tableBytes = (packed: number) => ((packed & COLOUR_TABLE) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1));

/** The screen, and whatever frame reaches beyond it, since browsers widen the screen to that. Source: GIF89a specification, section 18-20. */
function gifSize(bytes: Uint8Array): ImageSize | null {
  if (bytes.length < 13) return null;
  const view = viewOf(bytes);
  let width = view.getUint16(6, true);
  let height = view.getUint16(8, true);
  const afterSubBlocks = (from: number) => {
    let at = from;
    for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) at += length + 1;
    return at + 1;
  };
  let at = 13 + tableBytes(bytes[10] ?? 0);
  while (at + 10 <= bytes.length) {
    if (bytes[at] === 0x21) at = afterSubBlocks(at + 2);
    else if (bytes[at] === 0x2c) {
      width = Math.max(width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
      height = Math.max(height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
      at = afterSubBlocks(at + 11 + tableBytes(bytes[at + 9] ?? 0));
    } else break;
  }
  return { width, height };
}

/** Start-of-frame markers C0 to CF without C4 (Huffman tables), C8 (reserved) and CC (arithmetic coding). Source: ITU-T T.81, table B.1. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize(bytes: Uint8Array): ImageSize | null {
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // Fill bytes may stand before a marker; pixel data before any frame is none.
    if (marker === 0xff) at += 1;
    else if (marker === 0xda || marker === 0xd9) return null;
    else at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** Source: WebP Container Specification; VP8: RFC 6386, section 9.1. */
function webpSize(bytes: Uint8Array): ImageSize | null {
  if (bytes.length < 30) return null;
  const view = viewOf(bytes);
  switch (latin1(bytes, 12, 16)) {
    case "VP8X":
      return {
        width: (view.getUint32(24, true) & 0xff_ff_ff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    case "VP8L": {
      if (bytes[20] !== 0x2f) return null;
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3f_ff) + 1, height: ((bits >>> 14) & 0x3f_ff) + 1 };
    }
    case "VP8 ":
      return latin1(bytes, 23, 26) === "\u{9D}\u{1}*"
        ? { width: view.getUint16(26, true) & 0x3f_ff, height: view.getUint16(28, true) & 0x3f_ff }
        : null;
    default:
      return null;
  }
}

/** Boxes on the way to `ispe`, which gives the size of one part; `meta` holds four bytes of version before its boxes. */
const AVIF_CONTAINERS: ReadonlyMap<string, number> = new Map([
  ["meta", 4],
  ["iprp", 0],
  ["ipco", 0],
]);

/** The largest width and height among all parts. Source: ISO/IEC 14496-12 (boxes), ISO/IEC 23008-12 (`ispe`). */
function avifSize(bytes: Uint8Array): ImageSize | null {
  const view = viewOf(bytes);
  let width = 0;
  let height = 0;
  const spans: [from: number, to: number][] = [[0, bytes.length]];
  for (const [from, to] of spans) {
    let at = from;
    while (at + 8 <= to) {
      const length = view.getUint32(at);
      const type = latin1(bytes, at + 4, at + 8);
      // 0 means "to the end"; 1 means a length of 64 bits, which no header of a picture of this size needs.
      const end = length === 0 ? to : at + length;
      if (length !== 0 && length < 8) return null;
      const skip = AVIF_CONTAINERS.get(type);
      if (skip !== undefined) spans.push([at + 8 + skip, Math.min(end, to)]);
      if (type === "ispe" && at + 20 <= to) {
        width = Math.max(width, view.getUint32(at + 12));
        height = Math.max(height, view.getUint32(at + 16));
      }
      at = end;
    }
  }
  return { width, height };
}
