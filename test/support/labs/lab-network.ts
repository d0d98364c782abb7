import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { createServer, isIP, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { pngOf } from "../doubles/images.ts";

/** Inside a network namespace: a web server at every address on earth and a name server, which count who comes. */

export const ENTRANCE = "93.184.216.34";
const PROXY = "93.184.216.35";
/** Listened on at every address: what is followed, and what hides inside networks. */
const PORTS = [80, 443, 22, 25, 81, 3000, 3306, 5432, 6379, 8000, 8080, 8443, 9200, 11_211, 27_017];
const certificates = process.env["LAB_CERTIFICATES"] ?? "";

/** Places that were connected to, `address:port`, in order. */
export const reached: string[] = [];
/** Connections to the proxy that the environment names, and what the last TLS client said of itself. */
export const seen = { proxyConnections: 0, hello: "" };
/**
 * What the name server answers: addresses, or addresses by how often it was asked; to a question of `silent` (a name, or a name, a blank and
 * its type as a number) nothing at all.
 */
export const names = new Map<string, readonly string[] | ((question: number) => readonly string[])>();
export const silent = new Set<string>();
/** Names that stand for other names (CNAME). */
export const aliases = new Map<string, string>();
export const questions = new Map<string, number>();
export const plainAddress = (address: string | undefined) => (address ?? "").replace(/^::ffff:(?=\d+\.)/u, "");

function answerHttp(socket: Socket): void {
  socket.on("error", () => undefined);
  socket.once("data", (data) => {
    const path = /^GET (\S+)/u.exec(data.toString("latin1"))?.[1] ?? "/";
    const asked = new URL(path, "http://x").searchParams;
    const to = asked.get("to");
    const image = asked.get("image");
    if (path === "/silent") return;
    if (path === "/picture") {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.end(pngOf(37, 21));
    } else if (image !== null) {
      const tag = `<meta property="og:image" content="${image}">`;
      socket.end(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<title>pictured</title>${tag}`);
    } else if (to === null) {
      socket.end("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<title>reached</title>");
    } else socket.end(onwards(asked.get("by") ?? "302", Buffer.from(to).toString("latin1")));
  });
}

/** Every way in which an answer sends on. */
export const WAYS_ON = ["301", "302", "303", "307", "308", "refresh", "meta", "body"] as const;

function onwards(by: string, to: string): string {
  const html = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n";
  const meta = `<meta http-equiv=refresh content="0;url='${to}'">`;
  switch (by) {
    case "refresh":
      return `${html}refresh: 0;url='${to}'\r\n\r\n`;
    case "meta":
      return `${html}\r\n<head>${meta}</head>`;
    case "body":
      return `${html}\r\n<head></head><body>${meta}</body>`;
    default:
      return `HTTP/1.1 ${by} On\r\nlocation: ${to}\r\n\r\n`;
  }
}

function answerTls(raw: Socket, address: string): void {
  if (address === "93.184.216.44") return answerHttp(raw);
  const kind = { "93.184.216.41": "stranger", "93.184.216.45": "expired" }[address] ?? "good";
  const context = createSecureContext({
    key: readFileSync(`${certificates}/${kind}.key`),
    cert: readFileSync(`${certificates}/${kind}.pem`),
    ciphers: "DEFAULT@SECLEVEL=0",
    ...(address === "93.184.216.43" ? { minVersion: "TLSv1", maxVersion: "TLSv1.1" } : {}),
  });
  const socket = new TLSSocket(raw, { isServer: true, secureContext: context });
  socket.once("secure", () => {
    seen.hello = `${String(Reflect.get(socket, "servername"))} ${socket.getProtocol() ?? ""}`;
  });
  return answerHttp(socket);
}

async function listen(port: number): Promise<void> {
  const server = createServer((socket) => {
    const address = plainAddress(socket.localAddress);
    reached.push(`${address}:${port}`);
    if (address === PROXY) seen.proxyConnections += 1;
    socket.on("error", () => undefined);
    if (port === 443) answerTls(socket, address);
    else answerHttp(socket);
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen({ port, host: "::", ipv6Only: false }, resolve);
  await promise;
}

function packed(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  const [head = "", tail = ""] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string) => text.split(":").filter((group) => group !== "");
  const zeroes = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => "0");
  const all = [...groups(head), ...zeroes, ...groups(tail)].map((group) => Number.parseInt(group, 16));
  return Buffer.from(all.flatMap((group) => [Math.floor(group / 256), group % 256]));
}

const wireName = (name: string) =>
  Buffer.concat([
    ...name.split(".").map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`)),
    Buffer.alloc(1),
  ]);

const record = (name: Buffer, type: number, data: Buffer) =>
  Buffer.concat([name, Buffer.from([0, type, 0, 1, 0, 0, 0, 0, 0, data.length]), data]);

/** Answers A (1) and AAAA (28) questions from `names`. */
export async function listenDns(): Promise<void> {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString("latin1", at + 1, at + 1 + length));
      at += length + 1;
    }
    const question = query.subarray(12, at + 5);
    const type = query.readUInt16BE(at + 1);
    const name = labels.join(".").toLowerCase();
    if (silent.has(name) || silent.has(`${name} ${type}`)) return;
    const alias = aliases.get(name);
    const entry = names.get(alias ?? name);
    const count = questions.get(`${name} ${type}`) ?? 0;
    questions.set(`${name} ${type}`, count + 1);
    const addresses = typeof entry === "function" ? entry(count) : (entry ?? []);
    const records = addresses
      .filter((address) => isIP(address) === (type === 28 ? 6 : 4))
      .map((address) => {
        const data = packed(address);
        return record(alias === undefined ? Buffer.from([0xc0, 12]) : wireName(alias), type, data);
      });
    if (alias !== undefined) records.unshift(record(Buffer.from([0xc0, 12]), 5, wireName(alias)));
    const flags = entry === undefined ? 0x83 : 0x80;
    const header = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, flags, 0, 1, 0, records.length, 0, 0, 0, 0]);
    socket.send(Buffer.concat([header, question, ...records]), from.port, from.address);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.bind(53, "127.0.0.53", () => resolve());
  await promise;
}

export async function openLabNetwork(): Promise<void> {
  await Promise.all([listenDns(), ...PORTS.map(listen)]);
}
