import { expect, test } from "vitest";
import { articleSchema, type Article } from "../../../src/resolve/articles/article.ts";
import { extractArticle } from "../../../src/resolve/articles/extract-article.ts";

const URL_OF_PAGE = "https://news.example.com/2021/09/17/opening?x=1";
const WORDS = "Somebody wrote these words about doors in a wall, and a few more about the alley behind them. ";
const pageOf = (body: string, head = "") =>
  `<!doctype html><html lang="en"><head><title>Doors</title>${head}</head><body><nav><a href="/">Home</a></nav>` +
  `<article><p>${WORDS.repeat(4)}</p>${body}<p>${WORDS.repeat(4)}</p></article><footer>Imprint</footer></body></html>`;
const read = (body: string, head?: string): Article => {
  const article = extractArticle(pageOf(body, head), URL_OF_PAGE) ?? expect.fail("no text");
  return articleSchema.parse(article);
};
const textOf = ({ blocks }: Article) => blocks.map((block) => ("text" in block ? block.text : block.alt)).join("\n");

test("a page's text comes in parts, without what stands around it", () => {
  const article = read(
    `<h2>The first <em>door</em></h2><blockquote>Said <b>aloud</b></blockquote><ul><li>one<li>two</ul>` +
      `<pre>if (a)\n  b();</pre><table><tr><td>1<td>2</table>`,
    `<meta property="og:site_name" content="The News">`,
  );
  expect(article).toMatchObject({ title: "Doors", siteName: "The News", lang: "en" });
  expect(article.blocks.slice(1, -1)).toEqual([
    { kind: "heading", text: "The first door" },
    { kind: "quote", text: "Said aloud" },
    { kind: "item", text: "one" },
    { kind: "item", text: "two" },
    { kind: "code", text: "if (a)\n  b();" },
    { kind: "paragraph", text: "1 | 2" },
  ]);
  expect(textOf(article)).not.toMatch(/Home|Imprint/u);
});

test.each([
  ["a script", "<script>alert(1)</script>"],
  ["a style", "<style>p { color: expression(alert(1)) }</style>"],
  ["a frame", `<iframe src="https://evil.example/" srcdoc="alert(1)">alert(1)</iframe>`],
  ["a form", `<form action="https://evil.example/"><input value="alert(1)"><button>alert(1)</button></form>`],
  ["a template", "<template><p>alert(1)</p></template>"],
  ["a drawing with a script", "<svg><script>alert(1)</script><text>alert(1)</text></svg>"],
  ["an object", `<object data="data:text/html,alert(1)">alert(1)</object>`],
  ["what a browser without scripts is shown", "<noscript><img src=x onerror=alert(1)>alert(1)</noscript>"],
])("%s leaves nothing behind", (_, markup) => {
  expect(JSON.stringify(read(`<p>${WORDS}</p>${markup}`))).not.toContain("alert");
});

test("links and handlers leave words alone: no address to go to, nothing that runs", () => {
  const article = read(
    `<p onclick="alert(1)">${WORDS}<a href="javascript:alert(2)" onmouseover="alert(3)">here</a> ` +
      `<a href="https://evil.example/x">and here</a> &lt;img src=x onerror=alert(4)&gt;</p>`,
  );
  const told = JSON.stringify(article);
  expect(told).not.toMatch(/javascript|evil\.example|alert\((?:1|2|3)\)|href/u);
  // What was text on the page stays text, and the client makes text of it.
  expect(textOf(article)).toContain("here and here <img src=x onerror=alert(4)>");
});

test("text that turns the reading direction or hides is cleaned", () => {
  expect(textOf(read(`<p>${WORDS}pay\u{202E}lap\u{200B}\u{E0041}</p>`))).toContain("paylap");
});

test("pictures are named by http addresses against the page or its base, each once, and by nothing else", () => {
  const pictures = (body: string, head?: string) =>
    read(`<p>${WORDS}</p>${body}`, head).blocks.flatMap((block) => (block.kind === "picture" ? [block] : []));
  expect(
    pictures(
      `<img src="a.png" alt="A <b>"><img src="/a.png"><img src="/a.png"><img src="data:image/png;base64,AAAA">` +
        `<img src="javascript:alert(1)"><img src="file:///etc/passwd"><img src="data:," data-src="//img.example.net/late?fmt=jpeg">`,
    ),
  ).toEqual([
    { kind: "picture", image: "https://news.example.com/2021/09/17/a.png", alt: "A <b>" },
    { kind: "picture", image: "https://news.example.com/a.png", alt: "" },
    { kind: "picture", image: "https://img.example.net/late?fmt=jpeg", alt: "" },
  ]);
  const [first] = pictures(`<img src="a.png">`, `<base href="https://cdn.example.org/b/">`);
  expect(first?.image).toBe("https://cdn.example.org/b/a.png");
  expect(pictures(Array.from({ length: 80 }, (_, at) => `<p>${WORDS}</p><img src="${at}.png">`).join(""))).toHaveLength(
    30,
  );
});

test.each([
  ["a form", `<html><body><form><input><button>Sign in</button></form></body></html>`],
  ["no page at all", ""],
  ["an application", `<html><body><div id=root></div><script>${"x".repeat(9_000)}</script></body></html>`],
])("%s has no text", (_, html) => {
  expect(extractArticle(html, URL_OF_PAGE)).toBeNull();
});

test("a long text is cut", () => {
  const article = read(`<p>${WORDS}</p>`.repeat(3_000));
  expect(article.blocks.length).toBeLessThanOrEqual(600);
  expect(textOf(article).length).toBeLessThan(110_000);
  const one = read(`<p>${WORDS.repeat(5_000)}</p>`);
  expect(textOf(one).length).toBeLessThan(110_000);
});
