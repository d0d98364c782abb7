import { createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { pngOf } from "../doubles/images.ts";

// One page and one picture, whole and in the smallest pieces there are, in a process of its own so that serving them is not measured.
const BYTES = 160 * 1_024;
const PAGE = Buffer.from(
  `<!doctype html><html><head><title>tiny</title>${"<meta name=a content=b>".repeat(BYTES / 23)}`,
);
const GZIP = gzipSync(PAGE, { level: 0 });
const PICTURE = Buffer.concat([pngOf(20, 20), Buffer.alloc(BYTES)]);
const HEADER_BYTES = 24 * 1_024;
const HTML = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n";
const GZIPPED = `${HTML}content-encoding: gzip\r\n`;
const PNG = "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n";

function whole(head: string, body: Buffer): (socket: Socket) => void {
  return (socket) => {
    socket.write(`${head}content-length: ${body.length}\r\n\r\n`);
    socket.end(body);
  };
}

/** `Transfer-Encoding: chunked`, a chunk for each byte, in large segments. */
function chunks(head: string, body: Buffer): (socket: Socket) => void {
  const encoded = Buffer.concat([...body].map((byte) => Buffer.from([0x31, 0x0d, 0x0a, byte, 0x0d, 0x0a])));
  return (socket) => {
    socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
    socket.write(encoded);
    socket.end("0\r\n\r\n");
  };
}

/** A TCP segment for each byte, one in each turn of the event loop, so that most are read one by one. */
function segments(head: string, body: Buffer): (socket: Socket) => void {
  return (socket) => {
    socket.setNoDelay(true);
    socket.write(head);
    let at = 0;
    const next = () => {
      if (socket.destroyed) return;
      if (at === body.length) socket.end();
      else {
        socket.write(body.subarray(at, at + 1));
        at += 1;
        setImmediate(next);
      }
    };
    next();
  };
}

const WAYS: Readonly<Record<string, (socket: Socket) => void>> = {
  whole: whole(HTML, PAGE),
  chunks: chunks(HTML, PAGE),
  segments: segments(`${HTML}content-length: ${PAGE.length}\r\n\r\n`, PAGE),
  headers: segments(
    "",
    Buffer.from(`${HTML}${`x: ${"y".repeat(97)}\r\n`.repeat(HEADER_BYTES / 102)}content-length: 0\r\n\r\n`),
  ),
  "gzip-whole": whole(GZIPPED, GZIP),
  "gzip-chunks": chunks(GZIPPED, GZIP),
  "gzip-segments": segments(`${GZIPPED}content-length: ${GZIP.length}\r\n\r\n`, GZIP),
  "picture-whole": whole(PNG, PICTURE),
  "picture-chunks": chunks(PNG, PICTURE),
  "picture-segments": segments(`${PNG}content-length: ${PICTURE.length}\r\n\r\n`, PICTURE),
};

const server = createServer((socket) => {
  socket.on("error", () => undefined);
  socket.once("data", (request) => {
    const name = /^GET \/([^ ?]*)/u.exec(request.toString("latin1"))?.[1] ?? "";
    WAYS[name]?.(socket);
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) console.log(address.port);
});
