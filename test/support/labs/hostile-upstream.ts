import { createServer, type Socket } from "node:net";
import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";

/** A web server that means harm, one behaviour for each path, written to the socket byte by byte. */
export interface HostileUpstream {
  readonly port: number;
  /** Connections open now. */
  open(): number;
  /** Paths asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** What must come of a behaviour: the failure's code, or the status of the page it ends at. */
export type Outcome = string | number;

interface Behaviour {
  readonly outcome: Outcome;
  /** Title the card must show. */
  readonly title?: string;
  answer(socket: Socket, port: number): void;
}

const BOMB_BYTES = 32 * 1024 * 1024;
const HTML = "content-type: text/html\r\n";
const page = (title: string, rest = "") =>
  `<!doctype html><html><head><title>${title}</title>${rest}</head><body>x</body></html>`;

function send(head: string, body: string | Uint8Array = ""): Behaviour["answer"] {
  return (socket) => {
    socket.write(`HTTP/1.1 ${head}\r\n\r\n`);
    socket.end(body);
  };
}

function html(body: string | Uint8Array, headers = ""): Behaviour["answer"] {
  return send(`200 OK\r\n${HTML}${headers}content-length: ${Buffer.byteLength(body)}`, body);
}

/** Writes the same piece for as long as the other side takes it. */
function endless(head: string, piece: string | Uint8Array): Behaviour["answer"] {
  return (socket) => {
    socket.write(head);
    const more = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on("drain", more);
    more();
  };
}

/** Writes a piece now and then, for ever. */
function trickle(head: string, piece: string): Behaviour["answer"] {
  return (socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write(piece), 100);
    socket.once("close", () => clearInterval(timer));
  };
}

const blanks = Buffer.alloc(BOMB_BYTES, " ");
const bombs = {
  gzip: gzipSync(blanks),
  deflate: deflateSync(blanks),
  br: brotliCompressSync(blanks, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  zstd: zstdCompressSync(blanks),
};
const bomb = (encoding: keyof typeof bombs) => html(bombs[encoding], `content-encoding: ${encoding}\r\n`);

const chunked = `HTTP/1.1 200 OK\r\n${HTML}transfer-encoding: chunked\r\n\r\n`;
const redirect = (location: string, status = "302 Found") =>
  send(`${status}\r\nlocation: ${location}\r\ncontent-length: 0`);

export const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  silent: { outcome: "timeout", answer: () => undefined },
  "closes-at-once": { outcome: "network", answer: (socket) => socket.end() },
  resets: { outcome: "network", answer: (socket) => socket.resetAndDestroy() },
  "slow-status-line": { outcome: "timeout", answer: trickle("HTTP/1.1 200 O", "K") },
  "slow-headers": { outcome: "timeout", answer: trickle("HTTP/1.1 200 OK\r\n", "x: y\r\n") },
  "endless-headers": { outcome: "too_large", answer: endless("HTTP/1.1 200 OK\r\n", `x: ${"y".repeat(4_000)}\r\n`) },
  "one-huge-header": { outcome: "too_large", answer: endless("HTTP/1.1 200 OK\r\nx: ", "y".repeat(4_000)) },
  "endless-interim-answers": {
    outcome: "too_large",
    answer: endless("", "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n".repeat(100)),
  },
  "slow-interim-answers": { outcome: "timeout", answer: trickle("", "HTTP/1.1 102 Processing\r\n\r\n") },
  "switches-protocols": {
    outcome: "network",
    answer: send("101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade"),
  },
  "is-no-http": { outcome: "network", answer: (socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n") },
  "http-0.9": { outcome: "network", answer: (socket) => socket.end("<html><title>old</title>") },
  "http-2-preface": { outcome: "network", answer: (socket) => socket.end("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") },
  "nul-in-header": { outcome: "network", answer: send(`200 OK\r\nx: a\0b\r\n${HTML}content-length: 1`, "x") },
  "two-lengths": {
    outcome: "network",
    answer: send(`200 OK\r\n${HTML}content-length: 5\r\ncontent-length: 6`, "xxxxxx"),
  },
  "negative-length": { outcome: "network", answer: send(`200 OK\r\n${HTML}content-length: -5`, "xxxxxx") },
  "length-and-chunks": {
    outcome: "network",
    answer: send(`200 OK\r\n${HTML}content-length: 5\r\ntransfer-encoding: chunked`, "5\r\nxxxxx\r\n0\r\n\r\n"),
  },
  "body-cut-short": { outcome: "network", answer: send(`200 OK\r\n${HTML}content-length: 5000`, "<html><head>") },
  "slow-body": { outcome: "timeout", answer: trickle(`HTTP/1.1 200 OK\r\n${HTML}\r\n<html><head>`, " ") },
  "slow-chunks": { outcome: "timeout", answer: trickle(chunked, "1\r\n \r\n") },
  "stalls-in-head": {
    outcome: "timeout",
    answer: (socket) => socket.write(`HTTP/1.1 200 OK\r\n${HTML}\r\n<html><head><title>x</title>`),
  },
  "stalls-after-head": {
    outcome: 200,
    title: "read",
    answer: (socket) => socket.write(`HTTP/1.1 200 OK\r\n${HTML}\r\n${page("read")}${" ".repeat(1_024)}`),
  },
  "endless-head": {
    outcome: 200,
    answer: endless(`HTTP/1.1 200 OK\r\n${HTML}\r\n<html><head>`, "<meta name=a content=b>".repeat(100)),
  },
  "endless-chunk-extension": { outcome: "too_large", answer: endless(`${chunked}5;a=`, "x".repeat(4_000)) },
  "chunk-extensions": { outcome: "too_large", answer: endless(chunked, `1;${"x".repeat(8_000)}\r\n \r\n`) },
  "bad-chunk-size": { outcome: "network", answer: (socket) => socket.end(`${chunked}zz\r\nx\r\n`) },
  "huge-chunk-size": { outcome: "network", answer: (socket) => socket.end(`${chunked}ffffffffffffffffff\r\nx\r\n`) },
  "gzip-bomb": { outcome: 200, answer: bomb("gzip") },
  "deflate-bomb": { outcome: 200, answer: bomb("deflate") },
  "brotli-bomb": { outcome: 200, answer: bomb("br") },
  "zstd-bomb": { outcome: 200, answer: bomb("zstd") },
  "gzip-twice": {
    outcome: "network",
    answer: html(gzipSync(gzipSync(page("hidden"))), "content-encoding: gzip, gzip\r\n"),
  },
  "encoding-chain": { outcome: "network", answer: html("x", `content-encoding: ${"gzip, ".repeat(500)}gzip\r\n`) },
  "not-gzip": { outcome: "network", answer: html(page("plain"), "content-encoding: gzip\r\n") },
  "cut-gzip": {
    outcome: "network",
    answer: html(gzipSync("<html><head>".padEnd(9_000)).subarray(0, 30), "content-encoding: gzip\r\n"),
  },
  "unknown-encoding": { outcome: 200, title: "plain", answer: html(page("plain"), "content-encoding: none\r\n") },
  "refresh-in-unknown-encoding": {
    outcome: 404,
    answer: html(`<meta http-equiv=refresh content="0;url=/nowhere">`, "content-encoding: gzip, klingon\r\n"),
  },
  "refresh-in-two-encodings": {
    outcome: "network",
    answer: html(
      gzipSync(deflateSync(`<meta http-equiv=refresh content="0;url=/nowhere">`)),
      "content-encoding: deflate\r\ncontent-encoding: gzip\r\n",
    ),
  },
  "refresh-without-type": {
    outcome: 404,
    answer: send("200 OK", `\n<!-- x --><meta http-equiv=refresh content="0;url=/nowhere">`),
  },
  "refresh-of-unreadable-type": {
    outcome: 404,
    answer: send("200 OK\r\ncontent-type: html", `<HTML\n><meta http-equiv=refresh content="0;url=/nowhere">`),
  },
  "refresh-in-xml": {
    outcome: 404,
    answer: send(
      "200 OK\r\ncontent-type: application/xml",
      `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="refresh" content="0;url=/nowhere"/></head></html>`,
    ),
  },
  "refresh-by-last-type": {
    outcome: 404,
    answer: send(
      `200 OK\r\ncontent-type: image/png\r\n${HTML}`.trimEnd(),
      `<meta http-equiv=refresh content="0;url=/nowhere">`,
    ),
  },
  "text-without-type": { outcome: 200, answer: send("200 OK", `x ${page("lies")}`) },
  "endless-video": {
    outcome: 200,
    answer: endless("HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\n\r\n", "x".repeat(4_000)),
  },
  "no-type": { outcome: 200, answer: endless("HTTP/1.1 200 OK\r\n\r\n", "x".repeat(4_000)) },
  loop: { outcome: "too_many_hops", answer: redirect("/loop") },
  "loop-of-two": { outcome: "too_many_hops", answer: redirect("/loop-of-two-back") },
  "loop-of-two-back": { outcome: "too_many_hops", answer: redirect("/loop-of-two") },
  "meta-loop": { outcome: 200, answer: html(`<head><meta http-equiv=refresh content="0;url=/meta-loop"></head>`) },
  "redirect-with-endless-body": {
    outcome: 404,
    answer: endless("HTTP/1.1 302 Found\r\nlocation: /nowhere\r\n\r\n", "x".repeat(4_000)),
  },
  "redirect-to-file": { outcome: "scheme", answer: redirect("file:///etc/passwd") },
  "redirect-to-script": { outcome: "scheme", answer: redirect("javascript:alert(1)") },
  "redirect-to-gopher": { outcome: "scheme", answer: redirect("gopher://example.com/") },
  "redirect-to-ftp": { outcome: "scheme", answer: redirect("ftp://example.com/") },
  "redirect-to-data": { outcome: "scheme", answer: redirect("data:text/html,x") },
  "redirect-to-nowhere": { outcome: "bad_redirect", answer: redirect("http://[::1") },
  "redirect-to-two": { outcome: "bad_redirect", answer: redirect("/a\r\nlocation: /b") },
  "redirect-huge": { outcome: "bad_redirect", answer: redirect(`/${"x".repeat(20_000)}`) },
  "redirect-without-location": { outcome: 302, answer: send("302 Found\r\ncontent-length: 0") },
  "permanent-post": { outcome: 404, answer: redirect("nowhere", "308 Permanent Redirect") },
  "refresh-header": { outcome: 404, answer: send(`200 OK\r\n${HTML}refresh: 0;url=/nowhere\r\ncontent-length: 0`) },
  "refresh-to-script": {
    outcome: "scheme",
    answer: html(`<head><meta http-equiv=refresh content="0;url=javascript:alert(1)"></head>`),
  },
  "noscript-refresh": {
    outcome: 200,
    title: "stays",
    answer: html(page("stays", "<noscript><meta http-equiv=refresh content='0;url=/nowhere'></noscript>")),
  },
  "open-tags": { outcome: 200, answer: html(`<html>${"<b>".repeat(200_000)}`) },
  attributes: { outcome: 200, answer: html(`<meta ${"a=b ".repeat(60_000)}>`) },
  comments: { outcome: 200, answer: html("<!--".repeat(60_000)) },
  entities: { outcome: 200, answer: html(`<title>${"&amp".repeat(50_000)}`) },
  "poisoned-prototype": {
    outcome: 200,
    title: "ok",
    answer: html(page("ok", "<meta name=__proto__ content=x><meta name=constructor content=x>")),
  },
  "deep-json": {
    outcome: 200,
    title: "ok",
    answer: html(page("ok", `<script type="application/ld+json">${"[".repeat(60_000)}</script>`)),
  },
  "second-answer": {
    outcome: 200,
    title: "first",
    answer: (socket) => {
      const body = page("first");
      socket.end(
        `HTTP/1.1 200 OK\r\n${HTML}content-length: ${body.length}\r\n\r\n${body}HTTP/1.1 200 OK\r\n\r\nPOISON`,
      );
    },
  },
  "disguised-title": {
    outcome: 200,
    title: "safe moc.live",
    answer: html(page("safe \u{202E}moc.live\u{202C}\u{0}\u{200B}")),
  },
  "length-too-short": {
    outcome: 200,
    title: "whole",
    answer: send(`200 OK\r\n${HTML}content-length: ${page("whole").length}`, `${page("whole")}${"x".repeat(50_000)}`),
  },
  "length-in-words": { outcome: "network", answer: send(`200 OK\r\n${HTML}content-length: ten`, "xxxxxxxxxx") },
  "chunk-size-negative": { outcome: "network", answer: (socket) => socket.end(`${chunked}-5\r\nxxxxx\r\n`) },
  "chunks-cut-short": { outcome: "network", answer: (socket) => socket.end(`${chunked}ff\r\n<html>`) },
  "endless-trailers": {
    outcome: "too_large",
    answer: endless(`${chunked}6\r\n<html>\r\n0\r\n`, `x: ${"y".repeat(4_000)}\r\n`),
  },
  "many-small-headers": {
    outcome: "too_large",
    answer: endless(`HTTP/1.1 200 OK\r\n${HTML}`, "a:b\r\n".repeat(1_000)),
  },
  "bare-line-feeds": {
    outcome: "network",
    answer: (socket) => socket.end(`HTTP/1.1 200 OK\n${HTML}\n\n${page("lf")}`),
  },
  "folded-header": { outcome: "network", answer: send(`200 OK\r\n${HTML}x: a\r\n b\r\ncontent-length: 1`, "x") },
  "space-before-colon": { outcome: "network", answer: send(`200 OK\r\n${HTML}content-length : 1`, "x") },
  "status-in-words": { outcome: "network", answer: (socket) => socket.end(`HTTP/1.1 OK 200\r\n${HTML}\r\nx`) },
  "status-of-four-digits": { outcome: "network", answer: send(`2000 OK\r\n${HTML}content-length: 1`, "x") },
  "http-3": { outcome: "network", answer: (socket) => socket.end(`HTTP/3.0 200 OK\r\n${HTML}\r\n${page("three")}`) },
  "http-1.0": {
    outcome: 200,
    title: "old",
    answer: (socket) => socket.end(`HTTP/1.0 200 OK\r\n${HTML}\r\n${page("old")}`),
  },
  "asks-to-upgrade": { outcome: 426, answer: send(`426 Upgrade Required\r\nupgrade: h2c\r\ncontent-length: 0`) },
  "upgrade-beside-answer": {
    outcome: 200,
    title: "stays",
    answer: html(page("stays"), "upgrade: h2,h2c\r\nconnection: upgrade, close\r\n"),
  },
  "early-hints-then-page": {
    outcome: 200,
    title: "late",
    answer: (socket) =>
      socket.end(
        `HTTP/1.1 103 Early Hints\r\nlocation: http://10.0.0.1/\r\n\r\nHTTP/1.1 200 OK\r\n${HTML}\r\n${page("late")}`,
      ),
  },
  "no-content": { outcome: 204, answer: send("204 No Content") },
  "not-modified": { outcome: 304, answer: send("304 Not Modified") },
  "asks-for-password": {
    outcome: 401,
    answer: send(`401 Unauthorized\r\nwww-authenticate: Basic realm=x\r\n${HTML}content-length: 1`, "x"),
  },
  "asks-for-proxy-password": {
    outcome: 407,
    answer: send("407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=x\r\ncontent-length: 0"),
  },
  "too-many-requests": { outcome: 429, answer: send("429 Too Many Requests\r\nretry-after: 1\r\ncontent-length: 0") },
  "server-error": {
    outcome: 500,
    answer: send(`500 Internal Server Error\r\n${HTML}content-length: ${page("oops").length}`, page("oops")),
  },
  unavailable: { outcome: 503, answer: send("503 Service Unavailable\r\nretry-after: 0\r\ncontent-length: 0") },
  "error-that-redirects": { outcome: 404, answer: send("404 Not Found\r\nlocation: /loop\r\ncontent-length: 0") },
  "multiple-choices": { outcome: 300, answer: send("300 Multiple Choices\r\nlocation: /loop\r\ncontent-length: 0") },
  "see-other": { outcome: 404, answer: redirect("/nowhere", "303 See Other") },
  "temporary-redirect": { outcome: 404, answer: redirect("/nowhere", "307 Temporary Redirect") },
  "redirect-to-itself-twice": { outcome: "too_many_hops", answer: redirect("?") },
  "redirect-to-same-twice": { outcome: 404, answer: redirect("/nowhere\r\nlocation: /nowhere") },
  "redirect-empty": { outcome: "too_many_hops", answer: redirect("") },
  "redirect-without-host": { outcome: "bad_redirect", answer: redirect("http://") },
  "redirect-to-empty-host": { outcome: "bad_redirect", answer: redirect("//") },
  "redirect-to-bad-port": { outcome: "bad_redirect", answer: redirect("http://x.example.com:99999/") },
  "redirect-with-blanks": { outcome: 404, answer: redirect("   /nowhere\t ") },
  "redirect-with-utf-8": { outcome: 404, answer: redirect("/搜索?q=你好") },
  "redirect-by-script-in-capitals": { outcome: "scheme", answer: redirect("JAVA\tSCRIPT:alert(1)") },
  "redirect-to-view-source": { outcome: "scheme", answer: redirect("view-source:http://example.com/") },
  "redirect-to-app": { outcome: "scheme", answer: redirect("weixin://dl/business/?t=x") },
  "refresh-header-slow": {
    outcome: 200,
    title: "renews",
    answer: html(page("renews"), "refresh: 300; url=/nowhere\r\n"),
  },
  "refresh-header-of-itself": { outcome: 200, title: "renews", answer: html(page("renews"), "refresh: 0\r\n") },
  "refresh-header-odd": { outcome: 404, answer: html(page("x"), 'refresh:  1.5 ,  URL = "/nowhere" x\r\n') },
  "refresh-in-capitals": { outcome: 404, answer: html(`<HEAD><META HTTP-EQUIV="REFRESH" CONTENT="0;URL=/nowhere">`) },
  "refresh-by-entities": {
    outcome: 404,
    answer: html(`<head><meta http-equiv=&#114;efresh content="0&#59;&#117;rl=&#47;nowhere">`),
  },
  "refresh-in-comment": {
    outcome: 200,
    title: "stays",
    answer: html(`<head><!-- <meta http-equiv=refresh content="0;url=/nowhere"> --><title>stays</title></head>`),
  },
  "refresh-in-script": {
    outcome: 200,
    title: "stays",
    answer: html(
      `<head><script>'<meta http-equiv=refresh content="0;url=/nowhere">'</script><title>stays</title></head>`,
    ),
  },
  "refresh-in-title": {
    outcome: 200,
    title: `<meta http-equiv=refresh content="0;url=/nowhere">`,
    answer: html(`<head><title><meta http-equiv=refresh content="0;url=/nowhere"></title></head>`),
  },
  "refresh-in-template": {
    outcome: 200,
    title: "stays",
    answer: html(page("stays", `<template><meta http-equiv=refresh content="0;url=/nowhere"></template>`)),
  },
  "refresh-after-head": {
    outcome: 404,
    answer: html(`<head><title>x</title></head><body><meta http-equiv=refresh content="0;url=/nowhere">`),
  },
  "refresh-in-textarea": {
    outcome: 200,
    title: "stays",
    answer: html(`${page("stays")}<textarea><meta http-equiv=refresh content="0;url=/nowhere"></textarea>`),
  },
  "refresh-with-base": {
    outcome: 404,
    answer: html(`<head><base href="/elsewhere/"><meta http-equiv=refresh content="0;url=nowhere">`),
  },
  "two-refreshes": {
    outcome: 404,
    answer: html(
      `<head><meta http-equiv=refresh content="0;url=/nowhere"><meta http-equiv=refresh content="0;url=/loop"></head>`,
    ),
  },
  "page-as-picture": { outcome: 200, answer: send("200 OK\r\ncontent-type: image/png", page("lies")) },
  "page-as-text": { outcome: 200, answer: send("200 OK\r\ncontent-type: text/plain", page("lies")) },
  "page-as-download": {
    outcome: 200,
    answer: send("200 OK\r\ncontent-type: application/octet-stream\r\ncontent-disposition: attachment", page("lies")),
  },
  "picture-as-page": { outcome: 200, answer: html(Buffer.from("\u{89}PNG\r\n\u{1A}\n\0\0\0\rIHDR<title>", "latin1")) },
  "two-types": {
    outcome: 200,
    answer: send(`200 OK\r\n${HTML}content-type: image/png\r\ncontent-length: ${page("first").length}`, page("first")),
  },
  "unreadable-type": {
    outcome: 200,
    title: "sniffed",
    answer: send("200 OK\r\ncontent-type: text/html/x; x", page("sniffed")),
  },
  "charset-in-comment": {
    outcome: 200,
    title: "你好",
    answer: html(`<!-- <meta charset=big5> --><meta charset=utf-8><title>你好</title>`),
  },
  "charset-unknown": { outcome: 200, title: "你好", answer: html(page("你好", "<meta charset=klingon>")) },
  "charset-replacement": { outcome: 200, title: "a", answer: html(page("a", "<meta charset=iso-2022-kr>")) },
  "charset-of-a-kilobyte": {
    outcome: 200,
    title: "你好",
    answer: html(`<meta charset="${"x".repeat(2_000)}"><title>你好</title>`),
  },
  "lone-surrogates": {
    outcome: 200,
    title: "\u{FFFD}\u{FFFD}",
    answer: html(Buffer.from("<title>&#xD800;&#xDFFF;</title>")),
  },
  "utf-7-markup": { outcome: 200, title: "+ADw-b+AD4-", answer: html(page("+ADw-b+AD4-", "<meta charset=utf-7>")) },
};

export async function openHostileUpstream(askedPort = 0, host = "127.0.0.1"): Promise<HostileUpstream> {
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
    socket.once("data", (request) => {
      const name = /^GET \/([^ ?]*)/u.exec(request.toString("latin1"))?.[1] ?? "";
      asked.push(name);
      const behaviour = BEHAVIOURS[name];
      const port = socket.localPort ?? 0;
      if (behaviour === undefined) send(`404 Not Found\r\n${HTML}content-length: 0`)(socket, port);
      else behaviour.answer(socket, port);
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(askedPort, host, resolve);
  await promise;
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    open: () => sockets.size,
    asked,
    close() {
      for (const socket of sockets) socket.destroy();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      return closed.promise;
    },
  };
}
