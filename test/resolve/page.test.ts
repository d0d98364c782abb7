import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Answer } from "../../src/resolve/fetch/fetch-head.ts";
import { isFrameable, pageFacts } from "../../src/resolve/page/page-facts.ts";
import { cleanText } from "../../src/resolve/page/page-text.ts";
import { decodeBody } from "../../src/resolve/fetch/decoded-body.ts";
import { createHeadScanner } from "../../src/resolve/page/head-scanner.ts";
import { readPage } from "../../src/resolve/page/read-page.ts";
import { randomRuns } from "../support/random-runs.ts";

const URL_READ = new URL("https://a.net/dir/page");

function answerOf(body: Uint8Array | string, headers: Record<string, string> = {}): Answer {
  const bytes = Buffer.from(body);
  return {
    status: 200,
    headers: new Map(
      Object.entries({ "content-type": "text/html", ...headers }).map(([name, value]) => [name, [value]]),
    ),
    body: (async function* () {
      // One byte at a time: no character and no tag may depend on where a piece ends.
      for (const byte of bytes) yield Uint8Array.of(byte);
    })(),
    address: null,
    wireBytes: () => bytes.byteLength,
    close: () => undefined,
  };
}

async function factsOf(body: Uint8Array | string, headers: Record<string, string> = {}) {
  const answer = answerOf(body, headers);
  const page = await readPage(answer, { maxBytes: 262_144, keepText: false });
  return pageFacts(URL_READ, answer.headers, page?.head ?? null, ({ protocol }) => protocol === "https:");
}

const titled = (title: number[], meta = "") =>
  Buffer.concat([Buffer.from(`<head>${meta}<title>`), Buffer.from(title), Buffer.from("</title>")]);

test.each([
  ["gb18030 by header", titled([0xc4, 0xe3, 0xba, 0xc3]), "text/html; charset=GB2312", "你好"],
  ["gbk by meta", titled([0xc4, 0xe3, 0xba, 0xc3], `<meta charset="gbk">`), "text/html", "你好"],
  [
    "gbk by http-equiv",
    titled([0xc4, 0xe3], `<meta http-equiv=content-type content="text/html; charset=gbk">`),
    "text/html",
    "你",
  ],
  ["undeclared gbk", titled([0xc4, 0xe3, 0xba, 0xc3]), "text/html", "你好"],
  ["big5", titled([0xa7, 0x41, 0xa6, 0x6e]), "text/html;charset=big5", "你好"],
  ["shift_jis", titled([0x93, 0xfa, 0x96, 0x7b]), "text/html; charset='shift_jis'", "日本"],
  ["euc-kr", titled([0xc7, 0xd1, 0xb1, 0xdb]), "text/html; charset=euc-kr", "한글"],
  ["undeclared utf-8", Buffer.from("<title>你好</title>"), "text/html", "你好"],
  ["utf-8 mark over header", Buffer.from("\u{FEFF}<title>你好</title>"), "text/html; charset=big5", "你好"],
  ["utf-16 mark", Buffer.from("\u{FEFF}<title>你好</title>", "utf16le"), "text/html", "你好"],
  ["utf-16 by meta is a lie", Buffer.from(`<meta charset=utf-16><title>你好</title>`), "text/html", "你好"],
])("a title in %s is read exactly", async (_name, body, contentType, title) => {
  expect(await factsOf(body, { "content-type": contentType })).toMatchObject({ title });
});

const GUO = [0xb9, 0xfa];
const ascii = "<script>var a=1;</script>".repeat(90);

test.each([
  ["gbk declared behind 2,250 bytes of script", titled(GUO, `${ascii}<meta charset=gbk>`), "国"],
  [
    "gbk declared behind its title",
    Buffer.concat([titled(GUO, ascii), Buffer.from(`<meta charset="gbk"></head>`)]),
    "国",
  ],
  ["big5 declared late", titled([0xa7, 0x41, 0xa6, 0x6e], `${ascii}<meta charset=big5>`), "你好"],
  ["shift_jis declared late", titled([0x93, 0xfa, 0x96, 0x7b], `${ascii}<meta charset=shift_jis>`), "日本"],
  ["euc-kr declared late", titled([0xc7, 0xd1, 0xb1, 0xdb], `${ascii}<meta charset=euc-kr>`), "한글"],
  ["utf-8 behind ASCII", Buffer.from(`<head>${ascii}<title>你好</title>`), "你好"],
  ["gbk behind ASCII", titled([0xc4, 0xe3, 0xba, 0xc3], ascii), "你好"],
  ["big5 behind ASCII", titled([0xa7, 0x41, 0xad, 0xcc, 0xa6, 0x6e], ascii), "你們好"],
  ["shift_jis behind ASCII", titled([0x83, 0x6a, 0x83, 0x85, 0x81, 0x5b, 0x83, 0x58], ascii), "ニュース"],
  ["euc-kr by its language", titled([0xc7, 0xd1, 0xb1, 0xdb], `<html lang=ko>${ascii}`), "한글"],
  ["euc-jp by its language", titled([0xc6, 0xfc, 0xcb, 0xdc], `<html lang="ja">${ascii}`), "日本"],
  [
    "euc-kr by its rows",
    titled([0xb4, 0xeb, 0xc7, 0xd1, 0xb9, 0xce, 0xb1, 0xb9, 0xb4, 0xeb, 0xc7, 0xa5, 0xc4, 0xbf, 0xb9, 0xc2], ascii),
    "대한민국대표커뮤",
  ],
])("a title in %s is read exactly, though its first 1,024 bytes say nothing", async (_name, body, title) => {
  expect(await factsOf(body)).toMatchObject({ title });
});

test("where a page stands is heard when it declares nothing", async () => {
  const body = titled([0xc7, 0xd1, 0xb1, 0xdb]);
  const page = await readPage(answerOf(body), { maxBytes: 262_144, keepText: false, host: "news.example.kr" });
  expect(page?.head.title).toBe("한글");
});

test("a body behind an ASCII head has its encoding too", async () => {
  const tag = Buffer.concat([Buffer.from(`<meta property="og:title" content="`), Buffer.from(GUO), Buffer.from(`">`)]);
  const body = Buffer.concat([Buffer.from(`<head>${ascii}</head><body>`), tag, Buffer.from(" ".repeat(5_000))]);
  expect(await factsOf(body)).toMatchObject({ title: "国" });
});

test("tags for cards count in the body too, far behind the head where that names nothing", async () => {
  const tags = `<meta property="og:title" content=Real><meta property="og:image" content="https://a.net/i.png">`;
  const script = `<script>${"x".repeat(60_000)}</script>`;
  expect(await factsOf(`<head></head><body>${script}${tags}`)).toMatchObject({
    title: "Real",
    image: "https://a.net/i.png",
  });
  expect(await factsOf(`<head><title>t</title></head><body>${tags}`)).toMatchObject({ title: "Real" });
  expect(await factsOf(`<head><title>t</title></head><body>${script}${tags}`)).toMatchObject({ title: "t" });
  expect(await factsOf(`<head><meta property=og:title content=Head></head><body>${tags}`)).toMatchObject({
    title: "Head",
  });
  expect(await factsOf(`<head></head><body>${tags}<meta name=robots content=nosnippet>`)).not.toHaveProperty("title");
  expect(await factsOf(`<head></head><body><template>${tags}</template>`)).not.toHaveProperty("title");
});

test.each([
  "百度安全验证",
  "Just a moment...",
  "Just a moment…",
  "Access Denied",
  "Access to this page has been denied.".slice(0, -1),
  "验证码",
  "验证码_哔哩哔哩",
  "安全验证",
  "安全验证 - 知乎",
  "Attention Required! | Cloudflare",
  "Verifying you are human",
  "滑动验证页面",
  "Sina Visitor System",
  "Log in to Facebook",
  "Login • Instagram",
  "Facebook – log in or sign up",
  "登录 - 某站",
  "Robot Check",
  "Đăng nhập",
])("a wall names nothing: %s", async (title) => {
  const wall = `<title>${title}</title><meta name=description content="d"><meta property=og:image content=/i>`;
  expect(await factsOf(wall)).toEqual({ contentType: "text/html", frameable: true });
});

test.each([
  "验证码接收原理详解",
  "Access Denied by design: a history",
  "Just a moment in time",
  "如何登录服务器",
  "Log in Python explained",
  "安全验证方法综述",
  "Robot Check-up for beginners",
])("a page about walls is none: %s", async (title) => {
  expect(await factsOf(`<title>${title}</title>`)).toMatchObject({ title });
});

test("Open Graph speaks before Twitter, JSON-LD and plain HTML, and the picture's address is made whole", async () => {
  const facts = await factsOf(`<title>plain</title><meta name=description content=" plain
    words "><meta name="twitter:title" content=twitter><meta property="og:title" content="A &amp; B"><meta property="og:image" content="../i.png">
    <script type="application/ld+json">{"headline":"ld","publisher":{"name":"Site"}}</script>`);
  expect(facts).toEqual({
    title: "A & B",
    description: "plain words",
    image: "https://a.net/i.png",
    siteName: "Site",
    contentType: "text/html",
    frameable: true,
  });
});

test("JSON-LD serves where nothing else does, and broken JSON harms nothing", async () => {
  const facts = await factsOf(
    `<script type="application/ld+json">{</script><script type="application/ld+json">[{"name":"N","image":["https://a.net/1.png"]}]</script>`,
  );
  expect(facts).toMatchObject({ title: "N", image: "https://a.net/1.png" });
});

test("a picture that the guard refuses is left out", async () => {
  expect(await factsOf(`<meta property=og:image content="http://192.168.0.1/i.png">`)).not.toHaveProperty("image");
});

test("a refresh right behind the head counts, one far behind it does not", async () => {
  const refreshOf = async (between: string) => {
    const page = `<head><title>t</title></head><body>${between}<meta http-equiv=refresh content="0;url=/on"></body>`;
    return (await readPage(answerOf(page), { maxBytes: 262_144, keepText: false }))?.head.refresh;
  };
  expect(await refreshOf("<p>Please wait.</p>")).toBe("0;url=/on");
  expect(await refreshOf("x".repeat(4_000))).toBe("0;url=/on");
  expect(await refreshOf("x".repeat(12_000))).toBeNull();
  for (const name of ["noscript", "template", "iframe", "noembed", "noframes", "xmp", "textarea", "style", "script"]) {
    expect([name, await refreshOf(`<${name}>`)]).toEqual([name, null]);
    expect([name, await refreshOf(`<${name}></${name}>`)]).toEqual([name, "0;url=/on"]);
  }
});

test("whatever bytes a page is made of, its facts are clean text or nothing", async () => {
  const markup = `< > <!-- --> </ /> " ' = & &# ; <title> </title> <meta content= og:title http-equiv=refresh property= <noscript> </head>
    <body> <base href= <script type=application/ld+json> </script> { ] charset= utf-16 gbk <![CDATA[ <? <svg> 你好`;
  const bits = fc.constantFrom(...markup.split(/\s+/u), "\u{FEFF}", "\u{202E}", "\u{0}", "\u{FFFF}", " ");
  const text = fc
    .array(fc.oneof(bits, fc.string({ unit: "binary" })), { maxLength: 60 })
    .map((parts) => parts.join(""));
  const bytes = fc.oneof(
    text.map((value) => Buffer.from(value)),
    text.map((value) => Buffer.from(`<title>${value}</title><meta name=description content="${value}">`)),
    text.map((value) => Buffer.from(value, "utf16le")),
    fc.uint8Array({ maxLength: 300 }),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (body) => {
      const { title = "", description = "" } = await factsOf(body);
      for (const value of [title, description]) {
        expect(value.isWellFormed()).toBe(true);
        expect(value).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }
    }),
    { numRuns: randomRuns(200), seed: 5 },
  );
});

test("what breaks off behind the head takes nothing from it", async () => {
  const answer = answerOf("");
  const body = (async function* () {
    yield Buffer.from(`<head><title>read</title></head>${" ".repeat(1_024)}`);
    throw new Error("broken off");
  })();
  const page = await readPage({ ...answer, body }, { maxBytes: 262_144, keepText: false });
  expect(page?.head.title).toBe("read");
});

test("what stands after the head is not read", async () => {
  expect(await factsOf("<head></head><body><title>late</title>")).not.toHaveProperty("title");
  expect(await factsOf("<body><title>late</title>")).not.toHaveProperty("title");
});

test.each([
  [{ "x-robots-tag": "none" }, "", {}],
  [{ "x-robots-tag": "noarchive, NoSnippet" }, "", {}],
  [{ "x-robots-tag": "googlebot: noindex" }, "", { title: "t", image: "https://a.net/i" }],
  [{ "x-robots-tag": "noimageindex" }, "", { title: "t" }],
  [{}, `<meta name=robots content="index"><meta name=robots content=" noindex ">`, {}],
  [{}, `<meta name=robots content="max-snippet:0">`, {}],
  [{}, `<meta name=robots content="max-snippet:50, max-image-preview:none">`, { title: "t" }],
])("robots directives %j %s leave %j", async (headers, meta, left) => {
  const facts = await factsOf(`<title>t</title>${meta}<meta property=og:image content=/i>`, headers);
  expect(facts).toEqual({ ...left, contentType: "text/html", frameable: true });
});

test.each([
  [{}, true],
  [{ "x-frame-options": "DENY" }, false],
  [{ "x-frame-options": "SAMEORIGIN" }, false],
  [{ "content-security-policy": "default-src 'self'; frame-ancestors 'none'" }, false],
  [{ "content-security-policy": "frame-ancestors *", "x-frame-options": "DENY" }, true],
  [{ "content-security-policy": "frame-ancestors *, frame-ancestors 'self'" }, false],
  [{ "content-security-policy": "frame-ancestors https://b.net" }, false],
  [{ "content-security-policy": "Frame-Ancestors  HTTPS:" }, true],
  [{ "content-security-policy": "frame-ancestors" }, false],
  [{ "content-security-policy-report-only": "frame-ancestors 'none'" }, true],
  [{ "x-frame-options": "DENY, SAMEORIGIN" }, false],
  [{ "x-frame-options": "allowall, deny" }, false],
  [{ "x-frame-options": "ALLOW-FROM https://b.net" }, false],
  [{ "x-frame-options": " sameorigin " }, false],
  [{ "x-frame-options": "nonsense" }, false],
  [{ "x-frame-options": "" }, true],
])("under %j framing is allowed: %s", (headers, isAllowed) => {
  expect(isFrameable(new Map(Object.entries(headers).map(([name, value]) => [name, [value]])))).toBe(isAllowed);
});

test("text is bounded by characters, well-formed, and shows all it holds", () => {
  expect(cleanText("😀".repeat(300), 10)).toBe(`${"😀".repeat(9)}…`);
  expect(cleanText("a\u{202E}b\u{0}c\u{D800} \n d\u{200B}", 50)).toBe("abc\u{FFFD} d");
  expect(cleanText("\u{200B} \n", 50)).toBeUndefined();
});

test("decoding stops at its limit and takes no more of the body", async () => {
  let taken = 0;
  // Random bytes do not shrink, so that buffers on the way cannot hold the whole of it.
  const bomb = gzipSync(randomBytes(2 * 1024 * 1024));
  const body = (async function* () {
    for (; taken < bomb.length; taken += 256) yield bomb.subarray(taken, taken + 256);
  })();
  let decoded = 0;
  for await (const chunk of decodeBody(body, ["gzip"], 10_000) ?? []) decoded += chunk.byteLength;
  expect(decoded).toBe(10_000);
  expect(taken).toBeLessThan(bomb.length / 2);
});

test("a head of nothing but open tags ends after four thousand, since each costs the parser more than the last", () => {
  const scanner = createHeadScanner();
  scanner.write("<b>".repeat(4_000));
  expect(scanner.isOver).toBe(false);
  scanner.write("<b>");
  expect(scanner.isOver).toBe(true);
});
