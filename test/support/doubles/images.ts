import { crc32, deflateSync } from "node:zlib";

/** Small pictures of a known size, by hand or by a browser. */

const u32 = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256);
const u16le = (number: number) => [number % 256, Math.floor(number / 256)];

function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  return Buffer.concat([Buffer.from(u32(data.length)), body, Buffer.from(u32(crc32(body)))]);
}

/** @param rows  Rows of pixels really there; a bomb promises more than it holds. */
export function pngOf(width: number, height: number, rows = height): Buffer {
  const pixels = deflateSync(Buffer.alloc(rows * (Math.ceil(width / 8) + 1)));
  return Buffer.concat([
    Buffer.from("\u{89}PNG\r\n\u{1A}\n", "latin1"),
    pngChunk("IHDR", Buffer.from([...u32(width), ...u32(height), 1, 0, 0, 0, 0])),
    pngChunk("IDAT", pixels),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

/** @param frame  Size of its one frame, which may reach beyond the screen. */
export function gifOf(width: number, height: number, frame: readonly [number, number] = [width, height]): Buffer {
  const screen = [...u16le(width), ...u16le(height), 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
  const comment = [0x21, 0xfe, 5, ...Buffer.from("hello"), 0];
  const image = [0x2c, 0, 0, 0, 0, ...u16le(frame[0]), ...u16le(frame[1]), 0, 2, 2, 0x4c, 0x01, 0, 0x3b];
  return Buffer.from([...Buffer.from("GIF89a"), ...screen, ...comment, ...image]);
}

const box = (type: string, ...content: Uint8Array[]) => {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from(u32(body.length + 8)), Buffer.from(type), body]);
};

/** The boxes of an AVIF picture without its pixels: `ispe` for each part. */
export function avifOf(...parts: readonly (readonly [number, number])[]): Buffer {
  const version = Buffer.alloc(4);
  const sizes = parts.map(([width, height]) => box("ispe", version, Buffer.from([...u32(width), ...u32(height)])));
  return Buffer.concat([
    box("ftyp", Buffer.from("avif"), version, Buffer.from("avifmif1miaf")),
    box("meta", version, box("hdlr", Buffer.alloc(25)), box("iprp", box("ipco", ...sizes), box("ipma", version))),
    box("mdat", Buffer.alloc(16)),
  ]);
}

const webp = (fourcc: string, data: string) => {
  const body = Buffer.from(data, "base64");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  const riff = Buffer.alloc(4);
  riff.writeUInt32LE(body.length + 12);
  return Buffer.concat([Buffer.from("RIFF"), riff, Buffer.from(`WEBP${fourcc}`), length, body]);
};

/** 37 by 21 pixels, as Chromium 156 writes them from a canvas; the WebP ones without their colour profile. */
export const BROWSER_IMAGES = {
  jpeg: Buffer.from(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAVACUDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAMF/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AmAQawAAAAAAAAAD/2Q==",
    "base64",
  ),
  webp: webp("VP8 ", "MAMAnQEqJQAVAD8RhrtXLCimI6VoAYAiCWcAzBwPCpoIAAD+3hJ3uWikV/w59sfvYqH224ZE0AA="),
  webpLossless: webp("VP8L", "LyQABRAPEDH/AxgMwmyjGpw/7QjuH9H/qHEBAA=="),
  /** Header of the extended form alone: flags, then width and height less one. */
  webpExtended: webp("VP8X", "IAAAACQAABQAAA=="),
} as const;
