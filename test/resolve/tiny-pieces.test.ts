import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createImageFetcher } from "../../src/resolve/images/image-fetcher.ts";
import { resolveLink } from "../../src/resolve/resolve-link.ts";
import { LOOPBACK_OPTIONS } from "../support/doubles/resolve-options.ts";
import { spawnListening } from "../support/programs/spawn-listening.ts";

/** For thousands of turns on a busy machine. */
const OPTIONS = { ...LOOPBACK_OPTIONS, totalTimeoutMs: 200_000 };
const HTML = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n";

function createImages() {
  const { guard, userAgent, lookup } = LOOPBACK_OPTIONS;
  const images = createImageFetcher({ guard, userAgent, totalTimeoutMs: 200_000, ...(lookup && { lookup }) });
  onTestFinished(() => images.close());
  return images;
}

/** A server in this process that writes a byte when the reader, in the same process, has read the one before. */
async function byteByByte(answer: Buffer) {
  let sent = 0;
  const readers: Socket[] = [];
  const note = (message: unknown) => void readers.push((message as { readonly socket: Socket }).socket);
  subscribe("net.client.socket", note);
  onTestFinished(() => void unsubscribe("net.client.socket", note));
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    const next = () => {
      if (socket.destroyed) return;
      // A busy kernel would hand over several at once.
      const reader = readers.find(({ localPort }) => localPort === socket.remotePort);
      if ((reader?.bytesRead ?? 0) < sent && reader?.destroyed === false) {
        setImmediate(next);
        return;
      }
      if (sent === answer.length) {
        socket.end();
        return;
      }
      socket.write(answer.subarray(sent, sent + 1));
      sent += 1;
      setImmediate(next);
    };
    socket.once("data", next);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://tiny.example.com:${port}/`, sent: () => sent };
}

const metas = (bytes: number) => "<meta name=a content=b>".repeat(bytes / 23);

test("[P8] a page, a header and a picture that come in segments of a byte end after some two thousand reads", async () => {
  const body = `<!doctype html><html><head><title>tiny</title>${metas(20_000)}`;
  const page = await byteByByte(Buffer.from(`${HTML}content-length: ${body.length}\r\n\r\n${body}`));
  const long = await byteByByte(
    Buffer.from(`${HTML}${`x: ${"y".repeat(97)}\r\n`.repeat(200)}content-length: 0\r\n\r\n`),
  );
  for (const server of [page, long]) {
    expect((await resolveLink(server.url, OPTIONS)).failure?.code).toBe("too_large");
    expect(server.sent()).toBeGreaterThan(1_500);
    expect(server.sent()).toBeLessThan(4_000);
  }
  const gif = Buffer.concat([Buffer.from("GIF89a"), Buffer.alloc(20_000)]);
  const picture = await byteByByte(
    Buffer.concat([
      Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: image/gif\r\ncontent-length: ${gif.length}\r\n\r\n`),
      gif,
    ]),
  );
  expect(await createImages().fetch(picture.url)).toMatchObject({ kind: "failed", code: "too_large" });
  expect(picture.sent()).toBeLessThan(4_000);
});

test("a small page whose every byte comes by itself is read as any other", async () => {
  const body = `<!doctype html><html><head><title>tiny</title></head><body>${"x".repeat(800)}</body></html>`;
  const { url } = await byteByByte(Buffer.from(`${HTML}content-length: ${body.length}\r\n\r\n${body}`));
  expect(await resolveLink(url, OPTIONS)).toMatchObject({ httpStatus: 200, page: { title: "tiny" } });
});

test("[P8] a page or picture in chunks of a byte costs little more than the same sent whole", async () => {
  const server = await spawnListening("tiny-pieces-process.ts", []);
  onTestFinished(() => server.kill());
  const images = createImages();
  const fetched = async (name: string, round: number) => {
    const url = `http://tiny.example.com:${server.port}/${name}?${round}`;
    if (name.startsWith("picture")) expect(await images.fetch(url)).toMatchObject({ kind: "image", type: "image/png" });
    else expect(await resolveLink(url, OPTIONS)).toMatchObject({ httpStatus: 200, page: { title: "tiny" } });
  };
  /** Processor time of this process, the least of some rounds. Milliseconds. */
  const costOf = async (name: string) => {
    let leastMs = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 6; round++) {
      const before = process.cpuUsage();
      await fetched(name, round);
      const { user, system } = process.cpuUsage(before);
      leastMs = Math.min(leastMs, (user + system) / 1_000);
    }
    return leastMs;
  };
  // A chunk is a call of the parser, so some 160,000 of them never come for nothing; a turn for each was 40 to 480 times the whole.
  for (const kind of ["", "gzip-", "picture-"]) {
    const wholeMs = await costOf(`${kind}whole`);
    const chunksMs = await costOf(`${kind}chunks`);
    expect(chunksMs, `${kind}whole takes ${wholeMs} ms`).toBeLessThan(20 * wholeMs + 10);
  }
});
