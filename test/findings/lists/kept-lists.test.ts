import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { readCatalog, DamagedListsError, wholeText } from "../../../src/findings/lists/kept/catalog.ts";
import { ListsInUse, lockLists } from "../../../src/findings/lists/kept/lock.ts";
import {
  addList,
  removeList,
  tryList,
  updateList,
  type ListWish,
  type UpdateParts,
} from "../../../src/findings/lists/kept/update-list.ts";
import { temporaryFolder } from "../../support/folder.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Served {
  body?: string | Buffer;
  status?: number;
  headers?: Record<string, string | number>;
}

/** A source on loopback, whose answer can be changed, and what it was asked. */
async function serveSource(first: Served) {
  let served = first;
  const asked: IncomingMessage[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    asked.push(request);
    const { body = "", status = 200, headers = {} } = served;
    response.writeHead(status, headers);
    if (headers["content-length"] !== undefined && Number(headers["content-length"]) > body.length) {
      response.write(body, () => response.destroy());
    } else response.end(body);
  };
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/list.txt`,
    asked,
    serve(next: Served) {
      served = next;
    },
  };
}

function clockedParts(more: Partial<UpdateParts> = {}) {
  let nowMs = Date.parse("2026-11-28T08:00:00Z");
  const parts: UpdateParts = {
    folder: join(temporaryFolder(onTestFinished), "lists"),
    appHosts: [],
    env: {},
    signal: new AbortController().signal,
    now: () => nowMs,
    random: () => 0.5,
    ...more,
  };
  return {
    parts,
    later: (ms: number) => {
      nowMs += ms;
    },
  };
}

const wishFor = (url: string, more: Partial<ListWish> = {}): ListWish => ({
  name: "feed",
  place: { from: "url", url, allowPrivate: true, keyFrom: null },
  format: "domains",
  kind: "phishing",
  subdomains: null,
  trust: { by: "nothing" },
  everyMs: null,
  maxAgeMs: null,
  ...more,
});
const domains = (count: number, name = "a") =>
  Array.from({ length: count }, (_, at) => `${name}${at}.example`).join("\n");
const listIn = (folder: string) => {
  const [list] = readCatalog(folder).lists;
  if (list === undefined) throw new Error("no list");
  return list;
};
const textIn = (folder: string) => readFileSync(wholeText(folder, listIn(folder)), "utf8");

describe("a list", () => {
  test("is kept with its text, version and when it was confirmed", async () => {
    const source = await serveSource({ body: `# Version: 7\n${domains(3)}`, headers: { etag: '"x"' } });
    const { parts } = clockedParts();
    expect(await addList(wishFor(source.url, { format: null }), false, parts)).toMatchObject({
      kind: "updated",
      guess: { format: "domains" },
    });
    expect(listIn(parts.folder)).toMatchObject({
      name: "feed",
      format: "domains",
      everyMs: 60 * MINUTE_MS,
      maxAgeMs: 2 * DAY_MS,
      text: { entries: 3, version: "7", etag: '"x"' },
      confirmedAtMs: parts.now(),
      dueAtMs: parts.now() + 60 * MINUTE_MS,
    });
    expect(textIn(parts.folder)).toContain("a2.example");
    expect(source.asked[0]?.headers["user-agent"]).toMatch(/^Hutong \(threat lists/u);
  });

  test("that its source confirms is confirmed, and its text stays", async () => {
    const source = await serveSource({
      body: domains(3),
      headers: { etag: '"x"', "last-modified": "Sat, 28 Nov 2026 07:00:00 GMT" },
    });
    const { parts, later } = clockedParts();
    await addList(wishFor(source.url), false, parts);
    const { file } = listIn(parts.folder).text;
    source.serve({ status: 304 });
    later(60 * MINUTE_MS);
    expect(await updateList("feed", false, parts)).toMatchObject({ kind: "unchanged" });
    expect(source.asked[1]?.headers).toMatchObject({
      "if-none-match": '"x"',
      "if-modified-since": "Sat, 28 Nov 2026 07:00:00 GMT",
    });
    expect(listIn(parts.folder)).toMatchObject({ confirmedAtMs: parts.now(), text: { file } });
  });

  test("that is replaced leaves no text behind, and one that is removed neither", async () => {
    const source = await serveSource({ body: domains(3) });
    const { parts } = clockedParts();
    await addList(wishFor(source.url), false, parts);
    source.serve({ body: domains(4) });
    expect(await updateList("feed", false, parts)).toMatchObject({ kind: "updated" });
    expect(readdirSync(parts.folder).filter((name) => name.endsWith(".txt"))).toEqual([listIn(parts.folder).text.file]);
    expect(await removeList("feed", parts)).toBe(true);
    expect(await removeList("feed", parts)).toBe(false);
    expect(readdirSync(parts.folder).filter((name) => name.endsWith(".txt"))).toEqual([]);
  });

  test("says how often it is to be asked for", async () => {
    const source = await serveSource({ body: `! Expires: 2 days\n||a.example^` });
    const { parts } = clockedParts();
    await addList(wishFor(source.url, { format: "adblock" }), false, parts);
    expect(listIn(parts.folder)).toMatchObject({ everyMs: 2 * DAY_MS, maxAgeMs: 6 * DAY_MS });
  });

  test("from a file is read as one from an address", async () => {
    const { parts } = clockedParts();
    const path = join(temporaryFolder(onTestFinished), "list.txt");
    writeFileSync(path, domains(2));
    await addList(wishFor("", { place: { from: "file", path } }), false, parts);
    expect(listIn(parts.folder).text.entries).toBe(2);
  });

  test("that is only tried changes nothing", async () => {
    const source = await serveSource({ body: domains(3) });
    const { parts } = clockedParts();
    expect(await tryList(wishFor(source.url), false, parts)).toMatchObject({ report: { entries: 3 } });
    expect(readdirSync(parts.folder)).toEqual([]);
  });
});

const UTF16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(domains(10, "恶"), "utf16le")]);
const UTF16_BE = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(domains(10, "恶"), "utf16le").swap16()]);

test.each<[string, Served]>([
  ["gzip", { body: gzipSync(domains(10)) }],
  ["gzip in the answer", { body: gzipSync(domains(10)), headers: { "content-encoding": "gzip" } }],
  ["gzip twice", { body: gzipSync(gzipSync(domains(10))), headers: { "content-encoding": "gzip" } }],
  ["a byte order mark", { body: `\uFEFF${domains(10)}` }],
  ["UTF-16 with its mark", { body: UTF16 }],
  ["UTF-16 with the other mark", { body: UTF16_BE }],
  ["CR LF", { body: domains(10).replaceAll("\n", "\r\n") }],
])("%s is read", async (_what, served) => {
  const source = await serveSource(served);
  const { parts } = clockedParts();
  await addList(wishFor(source.url), false, parts);
  expect(listIn(parts.folder).text).toMatchObject({ entries: 10, skipped: {} });
});

/** "恶意.example" and "钓鱼.example" as GBK writes them. */
const GBK = Buffer.from("b6f1d2e22e6578616d706c650ab5f6d3e32e6578616d706c650a", "hex");
const BAD: readonly [string, Served, string][] = [
  ["is cut", { body: domains(10), headers: { "content-length": 5_000 } }, "it cannot be fetched"],
  ["has its gzip cut", { body: gzipSync(domains(1_000)).subarray(0, 200) }, "gzip is cut"],
  ["is empty", { body: "" }, "no entry"],
  ["holds comments alone", { body: "# nothing today\n" }, "no entry"],
  ["is a web page", { body: "<!-- x -->\n<!DOCTYPE html><html><body>Log in" }, "web page"],
  ["is a web page in gzip", { body: gzipSync("<html>\n") }, "web page"],
  ["is GBK", { body: Buffer.concat([Buffer.from(`${domains(10)}\n`), GBK]) }, "line 11 is no UTF-8"],
  ["is UTF-16 without a mark", { body: Buffer.from(domains(10), "utf16le") }, "no entry"],
  ["answers with an error", { status: 503, body: domains(10) }, "answers 503"],
  ["names five guarded hosts", { body: `${domains(10)}\ncom\norg\nnet\nco.uk\nlocalhost` }, "as a whole"],
];

describe.each(BAD)("a source that %s", (_what, bad, why) => {
  test("[T20] gives no first list", async () => {
    const source = await serveSource(bad);
    const { parts } = clockedParts();
    await expect(addList(wishFor(source.url), false, parts)).rejects.toThrow(why);
    expect(readCatalog(parts.folder).lists).toEqual([]);
    expect(readdirSync(parts.folder).filter((name) => name !== "lists.lock")).toEqual([]);
  });

  test("[T20] never replaces a good one", async () => {
    const source = await serveSource({ body: domains(12) });
    const { parts } = clockedParts();
    await addList(wishFor(source.url), false, parts);
    source.serve(bad);
    const outcome = await updateList("feed", false, parts);
    expect(outcome).toMatchObject({ kind: "failed", reason: expect.stringContaining(why) });
    expect(textIn(parts.folder)).toBe(domains(12));
    expect(listIn(parts.folder).failures).toMatchObject({ count: 1, reason: expect.stringContaining(why) });
  });
});

describe("a list that changes too much", () => {
  test.each<[string, string, string, string]>([
    ["shrinks by half", domains(10), domains(5), "shrank from 10 entries to 5"],
    ["grows fivefold", domains(10), domains(50), "grew from 10 entries to 50"],
    [
      "goes back in version",
      `# Version: 202611280800\n${domains(10)}`,
      `# Version: 202611280759\n${domains(11)}`,
      "older",
    ],
    [
      "goes back in its dotted version",
      `# Version: 1.10.0\n${domains(10)}`,
      `# Version: 1.9.9\n${domains(11)}`,
      "older",
    ],
  ])("[T20] that %s is kept as it was, unless it is forced", async (_what, before, after, why) => {
    const source = await serveSource({ body: before });
    const { parts } = clockedParts();
    await addList(wishFor(source.url), false, parts);
    source.serve({ body: after });
    expect(await updateList("feed", false, parts)).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining(why),
    });
    await expect(addList(wishFor(source.url), false, parts)).rejects.toThrow(why);
    expect(textIn(parts.folder)).toBe(before);
    expect(await updateList("feed", true, parts)).toMatchObject({ kind: "updated" });
    expect(textIn(parts.folder)).toBe(after);
  });

  test.each([
    ["loses fewer", 10, 6],
    ["grows less", 10, 49],
  ])("or %s is taken", async (_what, before, after) => {
    const source = await serveSource({ body: domains(before) });
    const { parts } = clockedParts();
    await addList(wishFor(source.url), false, parts);
    source.serve({ body: domains(after) });
    expect(await updateList("feed", false, parts)).toMatchObject({ kind: "updated" });
  });

  test("back in its Last-Modified is kept as it was", async () => {
    const at = (hour: string) => ({ "last-modified": `Sat, 28 Nov 2026 ${hour}:00:00 GMT` });
    const source = await serveSource({ body: domains(10), headers: at("07") });
    const { parts } = clockedParts();
    await addList(wishFor(source.url), false, parts);
    source.serve({ body: domains(11), headers: at("06") });
    expect(await updateList("feed", false, parts)).toMatchObject({ kind: "failed" });
    source.serve({ body: domains(11), headers: at("08") });
    expect(await updateList("feed", false, parts)).toMatchObject({ kind: "updated" });
  });
});

describe("a source", () => {
  test("inside the network is not asked unless the operator lets it", async () => {
    const source = await serveSource({ body: domains(3) });
    const { parts } = clockedParts();
    const place = { from: "url", url: source.url.replace(/:\d+/u, ""), allowPrivate: false, keyFrom: null } as const;
    await expect(addList(wishFor(source.url, { place }), false, parts)).rejects.toThrow("private_address");
    expect(source.asked).toHaveLength(0);
  });

  test("that fails is left alone for longer each time, and as long as it asks", async () => {
    const source = await serveSource({ body: domains(3) });
    const { parts } = clockedParts();
    await addList(wishFor(source.url), false, parts);
    source.serve({ status: 503 });
    const waits: number[] = [];
    for (let count = 1; count <= 8; count += 1) {
      await updateList("feed", false, parts);
      waits.push((listIn(parts.folder).dueAtMs - parts.now()) / MINUTE_MS);
    }
    expect(waits).toEqual([22.5, 45, 90, 180, 360, 720, 1_440, 1_440]);
    source.serve({ body: domains(3) });
    await updateList("feed", false, parts);
    expect(listIn(parts.folder).failures.count).toBe(0);
    source.serve({ status: 429, headers: { "retry-after": "7200" } });
    await updateList("feed", false, parts);
    expect(listIn(parts.folder).dueAtMs - parts.now()).toBe(120 * MINUTE_MS);
  });

  test("with a secret is sent it, and nobody is told", async () => {
    const source = await serveSource({ body: domains(3) });
    const { parts } = clockedParts({ env: { FEED_KEY: "s3cret/key" } });
    const url = `${source.url}?key={key}`;
    await addList(wishFor(url, { place: { from: "url", url, allowPrivate: true, keyFrom: "FEED_KEY" } }), false, parts);
    expect(source.asked[0]?.url).toBe("/list.txt?key=s3cret%2Fkey");
    source.serve({ status: 403 });
    await updateList("feed", false, parts);
    expect(readFileSync(join(parts.folder, "lists.json"), "utf8")).not.toContain("s3cret");
  });

  test("with a secret and no place for it is sent it in Auth-Key, but not where it leads on", async () => {
    const other = await serveSource({ body: domains(3) });
    const source = await serveSource({ status: 302, headers: { location: other.url } });
    const { parts } = clockedParts({ env: { FEED_KEY: "s3cret" } });
    const place = { from: "url", url: source.url, allowPrivate: true, keyFrom: "FEED_KEY" } as const;
    await addList(wishFor(source.url, { place }), false, parts);
    expect(source.asked[0]?.headers["auth-key"]).toBe("s3cret");
    expect(other.asked[0]?.headers["auth-key"]).toBeUndefined();
  });

  test("whose secret is not set fails by the variable's name", async () => {
    const { parts } = clockedParts();
    const place = { from: "url", url: "http://127.0.0.1:9/", allowPrivate: true, keyFrom: "FEED_KEY" } as const;
    await expect(addList(wishFor("", { place }), false, parts)).rejects.toThrow("FEED_KEY is not set");
  });
});

describe("a promise of a source is kept, or nothing is taken:", () => {
  const body = domains(3);
  const hex = createHash("sha256").update(body).digest("hex");

  test("its SHA-256", async () => {
    const source = await serveSource({ body });
    const { parts } = clockedParts();
    const wrong = wishFor(source.url, { trust: { by: "sha256", hex: "0".repeat(64) } });
    await expect(addList(wrong, false, parts)).rejects.toThrow("SHA-256");
    expect(await addList(wishFor(source.url, { trust: { by: "sha256", hex } }), false, parts)).toMatchObject({
      kind: "updated",
    });
  });

  test("the SHA-256 that stands elsewhere", async () => {
    const source = await serveSource({ body });
    const sums = await serveSource({ body: `${"0".repeat(64)}  list.txt\n` });
    const { parts } = clockedParts();
    const wish = wishFor(source.url, { trust: { by: "sha256_of", place: sums.url } });
    await expect(addList(wish, false, parts)).rejects.toThrow("SHA-256");
    sums.serve({ body: `${hex}  list.txt\n` });
    expect(await addList(wish, false, parts)).toMatchObject({ kind: "updated" });
  });

  test.each(["ED", "Ed"] as const)("its signature of minisign (%s)", async (algorithm) => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const id = randomBytes(8);
    const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
    const key = Buffer.concat([Buffer.from("Ed"), id, raw]).toString("base64");
    const signatureOf = (text: string) => {
      const message = algorithm === "ED" ? createHash("blake2b512").update(text).digest() : Buffer.from(text);
      const signature = sign(null, message, privateKey);
      const comment = "timestamp:1795852800";
      const global = sign(null, Buffer.concat([signature, Buffer.from(comment)]), privateKey);
      const bytes = Buffer.concat([Buffer.from(algorithm), id, signature]).toString("base64");
      return `untrusted comment: x\n${bytes}\ntrusted comment: ${comment}\n${global.toString("base64")}\n`;
    };
    const folder = temporaryFolder(onTestFinished);
    const path = join(folder, "list.txt");
    const { parts } = clockedParts();
    const wish = wishFor("", { place: { from: "file", path }, trust: { by: "minisign", key } });
    writeFileSync(path, body);
    writeFileSync(`${path}.minisig`, signatureOf(`${body}\nmore.example`));
    await expect(addList(wish, false, parts)).rejects.toThrow("signature does not fit");
    writeFileSync(`${path}.minisig`, signatureOf(body).replace("1795852800", "1795852801"));
    await expect(addList(wish, false, parts)).rejects.toThrow("trusted comment");
    writeFileSync(`${path}.minisig`, signatureOf(body));
    expect(await addList(wish, false, parts)).toMatchObject({ kind: "updated" });
  });
});

describe("a folder of lists", () => {
  test("is changed by one at a time", async () => {
    const { parts } = clockedParts();
    const source = await serveSource({ body: domains(3) });
    await addList(wishFor(source.url), false, parts);
    const lock = await lockLists(parts.folder, 0);
    await expect(lockLists(parts.folder, 0)).rejects.toThrow(ListsInUse);
    lock.close();
    (await lockLists(parts.folder, 0)).close();
  });

  test("has what a killed update left taken away by the next, and its lists stay", async () => {
    const { parts } = clockedParts();
    const source = await serveSource({ body: domains(3) });
    await addList(wishFor(source.url), false, parts);
    writeFileSync(join(parts.folder, "feed.0123456789ab.txt"), "half");
    writeFileSync(join(parts.folder, ".feed.txt.0123456789ab"), "half");
    writeFileSync(join(parts.folder, ".lists.json.0123456789ab"), "{");
    expect(textIn(parts.folder)).toBe(domains(3));
    await updateList("feed", false, parts);
    const { file } = listIn(parts.folder).text;
    expect(readdirSync(parts.folder).toSorted()).toEqual([file, "index", "lists.json", "lists.lock"].toSorted());
  });

  test("refuses a damaged text by its name, and takes it anew when it is forced", async () => {
    const { parts } = clockedParts();
    const source = await serveSource({ body: domains(3) });
    await addList(wishFor(source.url), false, parts);
    const { file } = listIn(parts.folder).text;
    writeFileSync(join(parts.folder, file), domains(2));
    expect(() => textIn(parts.folder)).toThrow(`${file}: the text of list feed is damaged`);
    await updateList("feed", true, parts);
    expect(textIn(parts.folder)).toBe(domains(3));
  });

  test("refuses a damaged catalog by its name", () => {
    const { parts } = clockedParts({ folder: temporaryFolder(onTestFinished) });
    writeFileSync(join(parts.folder, "lists.json"), '{"format": 1');
    expect(() => readCatalog(parts.folder)).toThrow(DamagedListsError);
    writeFileSync(join(parts.folder, "lists.json"), '{"format": 2}');
    expect(() => readCatalog(parts.folder)).toThrow("lists.json: unexpected");
  });

  test("takes what a warninglist names as guarded, for every other list", async () => {
    const { parts } = clockedParts();
    const warned = { name: "x", type: "hostname", list: ["a1.example"] };
    const guard = await serveSource({ body: JSON.stringify(warned) });
    await addList(wishFor(guard.url, { name: "guards", format: "misp" }), false, parts);
    const source = await serveSource({ body: domains(3) });
    expect(await addList(wishFor(source.url), false, parts)).toMatchObject({
      report: { entries: 2, refused: { first: [{ host: "a1.example", guard: "warninglist" }] } },
    });
  });
});
