import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createByteCache } from "../../../src/resolve/cache/byte-cache.ts";
import { createImageFetcher, type ImageFetcherOptions } from "../../../src/resolve/images/image-fetcher.ts";
import { imageSizeOf, imageTypeOf } from "../../../src/resolve/images/image-size.ts";
import { recordedAnswers } from "../../../src/resolve/fetch/recorded-answers.ts";
import { avifOf, BROWSER_IMAGES, gifOf, pngOf } from "../../support/doubles/images.ts";
import { LOOPBACK_OPTIONS } from "../../support/doubles/resolve-options.ts";

const PIXEL = pngOf(37, 21);
const PAGES: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
  "/png": (response) => response.end(PIXEL),
  "/gzip": (response) => response.setHeader("content-encoding", "gzip").end(gzipSync(PIXEL)),
  "/inflates": (response) =>
    response.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.concat([PIXEL, Buffer.alloc(4 * 1024 * 1024)]))),
  "/bomb": (response) => response.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.alloc(4 * 1024 * 1024))),
  "/redirect": (response) => response.writeHead(302, { location: "/png#part" }).end(),
  "/five": (response, { url }) => hop(response, url, 5),
  "/six": (response, { url }) => hop(response, url, 6),
  "/inside": (response) => response.writeHead(302, { location: "http://10.0.0.1/png" }).end(),
  "/inside-by-name": (response) => response.writeHead(302, { location: "http://inside.example.com/png" }).end(),
  "/script": (response) => response.writeHead(302, { location: "javascript:alert(1)" }).end(),
  "/svg-as-png": (response) =>
    response.setHeader("content-type", "image/png").end(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
  "/page": (response) => response.setHeader("content-type", "image/png").end(`<!doctype html>${"x".repeat(5_000)}`),
  "/pixels": (response) => response.end(pngOf(60_000, 60_000, 1)),
  "/missing": (response) => response.writeHead(404).end(PIXEL),
  "/declared-long": (response) => response.writeHead(200, { "content-length": "5000000" }).write(PIXEL),
  "/endless": (response) => {
    response.write(PIXEL);
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384)));
    };
    response.on("drain", more);
    more();
  },
  "/slow": (response) => {
    response.write(PIXEL.subarray(0, 20));
  },
  "/empty": (response) => response.end(),
};

function hop(response: ServerResponse, url: string | undefined, last: number): void {
  const at = Number(new URL(url ?? "", "http://x").searchParams.get("at") ?? 0);
  const path = new URL(url ?? "", "http://x").pathname;
  response.writeHead(307, { location: at + 1 === last ? "/png" : `${path}?at=${at + 1}` }).end();
}

const asked: IncomingMessage[] = [];
let open = 0;
const server = createServer((request, response) => {
  asked.push(request);
  response.on("error", () => undefined);
  PAGES[new URL(request.url ?? "/", "http://x").pathname]?.(response, request);
});
server.on("connection", (socket) => {
  open += 1;
  socket.once("close", () => (open -= 1));
});
let port = 0;
beforeAll(async () => {
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  ({ port } = server.address() as AddressInfo);
});
beforeEach(() => {
  asked.length = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const addressOf = (path: string) => `http://pictures.example.com:${port}${path}`;
const fetcherOf = (options: Partial<ImageFetcherOptions> = {}) =>
  createImageFetcher({
    guard: LOOPBACK_OPTIONS.guard,
    lookup: (name) => Promise.resolve([name === "inside.example.com" ? "10.0.0.1" : "127.0.0.1"]),
    userAgent: "Hutong/test (contact: test@example.com)",
    totalTimeoutMs: 20_000,
    ...options,
  });

test("a picture is given with the type and size of its content, and its server learns nothing but who asks", async () => {
  const image = await fetcherOf().fetch(addressOf("/png"));
  expect(image).toEqual({ kind: "image", type: "image/png", bytes: PIXEL, width: 37, height: 21 });
  expect(Object.keys(asked[0]?.headers ?? {}).sort()).toEqual([
    "accept",
    "accept-encoding",
    "connection",
    "host",
    "user-agent",
  ]);
  expect(asked[0]?.headers["user-agent"]).toBe("Hutong/test (contact: test@example.com)");
  await expect.poll(() => open).toBe(0);
});

test.each(["/gzip", "/redirect", "/five"])("a picture behind %s is reached", async (path) => {
  expect(await fetcherOf().fetch(addressOf(path))).toMatchObject({ kind: "image", bytes: PIXEL });
});

test.each([
  ["/six", "too_many_hops"],
  ["/inside", "private_address"],
  ["/inside-by-name", "private_address"],
  ["/script", "scheme"],
  ["/svg-as-png", "no_image"],
  ["/page", "no_image"],
  ["/empty", "no_image"],
  ["/pixels", "dimensions"],
  ["/missing", "status"],
  ["/bomb", "no_image"],
  ["/inflates", "too_large"],
  ["/declared-long", "too_large"],
  ["/endless", "too_large"],
  ["/slow", "timeout"],
])("%s is the stated failure %s, and leaves no connection open", async (path, code) => {
  // The picture of /inside-by-name would be reached if only the address in the text were judged.
  const guard = {
    check: (url: URL) => (url.hostname === "10.0.0.1" ? "private_address" : LOOPBACK_OPTIONS.guard.check(url)),
    isAllowedAddress: (address: string) => address === "127.0.0.1",
  } as const;
  // Only what is to run out of time has little of it.
  const limits = code === "timeout" ? { totalTimeoutMs: 1_000 } : {};
  expect(await fetcherOf({ guard, ...limits }).fetch(addressOf(path))).toMatchObject({ kind: "failed", code });
  await expect.poll(() => open).toBe(0);
});

test("by default private addresses are refused before anything is asked", async () => {
  const fetcher = createImageFetcher({ userAgent: "Hutong/test" });
  const codes = await Promise.all(
    ["http://127.0.0.1/", "http://[::1]/", "http://8.8.8.8:81/", "data:image/png,x", "no address"].map((address) =>
      fetcher.fetch(address),
    ),
  );
  expect(codes.map((image) => image.kind === "failed" && image.code)).toEqual([
    "private_address",
    "private_address",
    "port",
    "scheme",
    "scheme",
  ]);
});

test("recorded answers take the place of the network, never that of the guard", async () => {
  const fetchHead = recordedAnswers([
    { url: "http://8.8.8.8/", status: 302, headers: { location: "http://10.0.0.1/" } },
    { url: "http://10.0.0.1/", status: 200, body: "GIF89a" },
  ]);
  const fetcher = createImageFetcher({ userAgent: "Hutong/test", fetchHead });
  expect(await fetcher.fetch("http://8.8.8.8/")).toEqual({
    kind: "failed",
    code: "private_address",
    at: "http://10.0.0.1/",
  });
});

test("a hundred requesters are one request, and a picture is kept an hour, a failure a minute", async () => {
  let nowMs = 0;
  const fetcher = fetcherOf({ now: () => nowMs });
  await Promise.all(Array.from({ length: 100 }, (_, index) => fetcher.fetch(addressOf(`/png#${index}`))));
  await fetcher.fetch(addressOf("/missing"));
  expect(asked.length).toBe(2);
  nowMs = 60_000;
  await fetcher.fetch(addressOf("/png"));
  await fetcher.fetch(addressOf("/missing"));
  expect(asked.length).toBe(3);
  nowMs = 3_600_000;
  await fetcher.fetch(addressOf("/png"));
  expect(asked.length).toBe(4);
});

test("an requester that goes away is told timeout and takes nothing from the others", async () => {
  const fetcher = fetcherOf();
  const impatient = new AbortController();
  const one = fetcher.fetch(addressOf("/png"), { signal: impatient.signal });
  const other = fetcher.fetch(addressOf("/png"));
  impatient.abort();
  expect(await one).toMatchObject({ kind: "failed", code: "timeout" });
  expect(await other).toMatchObject({ kind: "image" });
  expect(asked.length).toBe(1);
});

test("close ends what is under way and refuses what comes later", async () => {
  const fetcher = fetcherOf();
  const running = fetcher.fetch(addressOf("/slow"));
  await expect.poll(() => asked.length).toBe(1);
  await fetcher.close();
  expect(await running).toMatchObject({ kind: "failed", code: "timeout" });
  await expect(fetcher.fetch(addressOf("/png"))).rejects.toThrow("closed");
});

test("the cache keeps no more bytes than it may, the longest unused goes first", () => {
  const cache = createByteCache<string>({ maxBytes: 3_000, now: () => 0 });
  cache.set("a", "a", 800, 1);
  cache.set("b", "b", 800, 1);
  expect(cache.get("a")).toBe("a");
  cache.set("c", "c", 800, 1);
  expect(["a", "b", "c"].map((key) => cache.get(key))).toEqual(["a", undefined, "c"]);
  cache.set("d", "d", 5_000, 1);
  expect(cache.get("d")).toBeUndefined();
  expect(cache.bytes).toBeLessThanOrEqual(3_000);
});

test.each([
  ["png", PIXEL, "image/png"],
  ["gif", gifOf(37, 21), "image/gif"],
  ["gif whose frame is larger than its screen", gifOf(1, 1, [37, 21]), "image/gif"],
  ["avif of several parts", avifOf([37, 2], [3, 21]), "image/avif"],
  ["jpeg", BROWSER_IMAGES.jpeg, "image/jpeg"],
  ["webp", BROWSER_IMAGES.webp, "image/webp"],
  ["lossless webp", BROWSER_IMAGES.webpLossless, "image/webp"],
  ["extended webp", BROWSER_IMAGES.webpExtended, "image/webp"],
] as const)(
  "the size of a %s is read from its header, and a cut one has none or a smaller one",
  (_name, bytes, type) => {
    expect(imageTypeOf(bytes)).toBe(type);
    expect(imageSizeOf(bytes, type)).toEqual({ width: 37, height: 21 });
    for (let length = 0; length < bytes.length; length++) {
      const size = imageSizeOf(bytes.subarray(0, length), type);
      if (size !== null) expect(size.width * size.height).toBeLessThanOrEqual(37 * 21);
    }
  },
);

test.each([
  ["<svg xmlns='http://www.w3.org/2000/svg'></svg>"],
  ["\u{FEFF}<?xml version='1.0'?><svg>"],
  ["BM6\u{0}\u{0}\u{0}"],
  ["%PDF-1.7"],
  ["GIF88a"],
  ["RIFF\u{0}\u{0}\u{0}\u{0}WAVE"],
  ["\u{0}\u{0}\u{0}\u{18}ftypheic\u{0}\u{0}\u{0}\u{0}heic"],
  [""],
])("%j is no picture", (text) => {
  expect(imageTypeOf(Buffer.from(text, "latin1"))).toBeNull();
});

test("no change of a picture's bytes makes its header throw", () => {
  const pictures = [PIXEL, gifOf(37, 21), avifOf([37, 21], [3, 4]), ...Object.values(BROWSER_IMAGES)];
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...pictures), changes, fc.nat(), (picture, changed, length) => {
      const bytes = Uint8Array.from(picture);
      for (const [at, byte] of changed) bytes[at % bytes.length] = byte;
      const cut = bytes.subarray(0, bytes.length - (length % bytes.length));
      const type = imageTypeOf(cut);
      const size = type === null ? null : imageSizeOf(cut, type);
      expect(size === null || (size.width > 0 && size.height > 0)).toBe(true);
    }),
    { numRuns: 5_000, seed: 5 },
  );
});

test("hostile headers end: boxes and segments of length zero, of more than there is, and in circles", () => {
  const boxes = avifOf([37, 21]);
  boxes.writeUInt32BE(0, 28);
  expect(imageSizeOf(boxes, "image/avif")).toEqual({ width: 37, height: 21 });
  boxes.writeUInt32BE(1, 28);
  expect(imageSizeOf(boxes, "image/avif")).toBeNull();
  expect(imageSizeOf(Buffer.from("ffd8ffe0000000000000000000", "hex"), "image/jpeg")).toBeNull();
  expect(imageSizeOf(Buffer.alloc(1_000_000, 0xff), "image/jpeg")).toBeNull();
  expect(imageSizeOf(Buffer.concat([gifOf(37, 21).subarray(0, 19), Buffer.alloc(500_000, 0x21)]), "image/gif")).toEqual(
    { width: 37, height: 21 },
  );
});
