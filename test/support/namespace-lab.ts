import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { createServer, isIP, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { createImageFetcher } from "../../src/resolve/image-fetcher.ts";
import { createResolver } from "../../src/resolve/resolver.ts";
import type { Resolution } from "../../src/resolve/types.ts";
import { FORBIDDEN_IPV4, FORBIDDEN_IPV6, FORBIDDEN_URLS, PUBLIC_ADDRESSES } from "./hostile-addresses.ts";
import { pngOf } from "./images.ts";
import { NOTHING_KNOWN } from "./resolve-options.ts";

/**
 * Runs inside a network namespace in which every address on earth is this machine, so that a connection to any of them is made and counted.
 * The resolver stands here as it is shipped: no guard, lookup or limit is given. Prints one line of JSON, a `LabReport`.
 */
export interface LabReport {
  readonly tries: number;
  readonly forbidden: readonly { readonly url: string; readonly reached: readonly string[] }[];
  readonly refusedPublic: readonly { readonly url: string; readonly outcome: string }[];
  readonly rebinding: { readonly reached: readonly string[]; readonly questions: number };
  readonly tls: Readonly<Record<string, string>>;
  /** Server name and version of the good TLS connection. */
  readonly hello: string;
  readonly proxyConnections: number;
  /** Type of the picture fetched over the good TLS connection. */
  readonly picture: string;
}

const ENTRANCE = "93.184.216.34";
const PROXY = "93.184.216.35";
const PORTS = [80, 443, 22, 25, 81, 3000, 3306, 5432, 6379, 8000, 8080, 8443, 9200, 11_211, 27_017];
const certificates = process.env["LAB_CERTIFICATES"] ?? "";

const reached: string[] = [];
let proxyConnections = 0;
const names = new Map<string, readonly string[] | ((question: number) => readonly string[])>();
const questions = new Map<string, number>();
let hello = "";

const plainAddress = (address: string | undefined) => (address ?? "").replace(/^::ffff:(?=\d+\.)/u, "");

function answerHttp(socket: Socket): void {
  socket.on("error", () => undefined);
  socket.once("data", (data) => {
    const path = /^GET (\S+)/u.exec(data.toString("latin1"))?.[1] ?? "/";
    const to = new URL(path, "http://x").searchParams.get("to");
    if (path === "/picture") {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.end(pngOf(37, 21));
    } else if (to === null) {
      socket.end("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<title>reached</title>");
    } else socket.end(`HTTP/1.1 302 Found\r\nlocation: ${Buffer.from(to).toString("latin1")}\r\n\r\n`);
  });
}

function answerTls(raw: Socket, address: string): void {
  if (address === "93.184.216.44") return answerHttp(raw);
  const kind = address === "93.184.216.41" ? "stranger" : "good";
  const context = createSecureContext({
    key: readFileSync(`${certificates}/${kind}.key`),
    cert: readFileSync(`${certificates}/${kind}.pem`),
    ciphers: "DEFAULT@SECLEVEL=0",
    ...(address === "93.184.216.43" ? { minVersion: "TLSv1", maxVersion: "TLSv1.1" } : {}),
  });
  const socket = new TLSSocket(raw, { isServer: true, secureContext: context });
  socket.once("secure", () => {
    hello = `${String(Reflect.get(socket, "servername"))} ${socket.getProtocol() ?? ""}`;
  });
  return answerHttp(socket);
}

async function listen(port: number): Promise<void> {
  const server = createServer((socket) => {
    const address = plainAddress(socket.localAddress);
    reached.push(`${address}:${port}`);
    if (address === PROXY) proxyConnections += 1;
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

/** Answers A (1) and AAAA (28) questions from `names`. */
async function listenDns(): Promise<void> {
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
    const entry = names.get(name);
    const count = questions.get(`${name} ${type}`) ?? 0;
    questions.set(`${name} ${type}`, count + 1);
    const addresses = typeof entry === "function" ? entry(count) : (entry ?? []);
    const records = addresses
      .filter((address) => isIP(address) === (type === 28 ? 6 : 4))
      .map((address) => {
        const data = packed(address);
        return Buffer.concat([Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length]), data]);
      });
    const flags = entry === undefined ? 0x83 : 0x80;
    const header = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, flags, 0, 1, 0, records.length, 0, 0, 0, 0]);
    socket.send(Buffer.concat([header, question, ...records]), from.port, from.address);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.bind(53, "127.0.0.53", () => resolve());
  await promise;
}

const outcomeOf = ({ failure, httpStatus }: Resolution) => failure?.code ?? String(httpStatus);

async function run(): Promise<LabReport> {
  await Promise.all([listenDns(), ...PORTS.map(listen)]);
  const userAgent = "Hutong/test (contact: test@example.com)";
  const resolver = createResolver({ mode: "all", known: NOTHING_KNOWN, userAgent });
  const images = createImageFetcher({ userAgent });
  names.set("entrance.example.net", [ENTRANCE]);

  const urls = [...FORBIDDEN_URLS];
  for (const [index, address] of [...FORBIDDEN_IPV4, ...FORBIDDEN_IPV6].entries()) {
    names.set(`n${index}.one${index}.net`, [address]);
    names.set(`n${index}.mixed${index}.net`, ["8.8.8.8", address]);
    urls.push(`http://n${index}.one${index}.net/`, `http://n${index}.mixed${index}.net/`);
  }
  const forbidden: { url: string; reached: string[] }[] = [];
  let tries = 0;
  for (const url of urls) {
    for (const asked of [url, `http://entrance.example.net/?to=${encodeURIComponent(url)}`]) {
      for (const ask of [() => resolver.resolve(asked), () => images.fetch(asked)]) {
        tries += 1;
        reached.length = 0;
        await ask();
        const wrong = reached.filter((place) => place !== `${ENTRANCE}:80` || asked === url);
        if (wrong.length > 0 || (asked !== url && reached.length === 0)) forbidden.push({ url: asked, reached: wrong });
      }
    }
  }

  const refusedPublic: { url: string; outcome: string }[] = [];
  for (const [index, address] of PUBLIC_ADDRESSES.entries()) {
    names.set(`p${index}.public${index}.com.cn`, [address]);
    for (const url of [
      `http://${isIP(address) === 6 ? `[${address}]` : address}/`,
      `http://p${index}.public${index}.com.cn/`,
    ]) {
      reached.length = 0;
      const outcome = outcomeOf(await resolver.resolve(url));
      if (outcome !== "200" || reached.join() !== `${plainAddress(address)}:80`) refusedPublic.push({ url, outcome });
    }
  }

  // The first answer is public, every later one is loopback.
  names.set("rebind.example.net", (question) => [question === 0 ? "93.184.216.50" : "127.0.0.1"]);
  reached.length = 0;
  await resolver.resolve("http://rebind.example.net/");
  const rebinding = { reached: [...reached], questions: questions.get("rebind.example.net 1") ?? 0 };

  const tls: Record<string, string> = {};
  const hosts = {
    good: "93.184.216.40",
    stranger: "93.184.216.41",
    "other-name": "93.184.216.42",
    old: "93.184.216.43",
    plain: "93.184.216.44",
  };
  for (const [name, address] of Object.entries(hosts)) {
    names.set(`${name}.example.net`, [address]);
    tls[name] = outcomeOf(await resolver.resolve(`https://${name}.example.net/`));
    if (name === "good") Object.assign(tls, { literal: outcomeOf(await resolver.resolve("https://93.184.216.40/")) });
    if (name === "good") await resolver.resolve("https://good.example.net/again");
  }
  const picture = await images.fetch("https://good.example.net/picture");
  await Promise.all([resolver.close(), images.close()]);
  return {
    picture: picture.kind === "image" ? picture.type : picture.code,
    tries,
    forbidden,
    refusedPublic,
    rebinding,
    tls,
    hello,
    proxyConnections,
  };
}

console.log(JSON.stringify(await run()));
process.exit(0);
