import fc from "fast-check";
import { expect, test } from "vitest";
import { ContentError, contentFor, contentOf, textsOf } from "../../src/satori/elements.ts";

test.for([
  ["hello", ["hello"]],
  ["a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#x27;", [`a <b> & "c" 'd'`]],
  ["1 < 2 <3 a<b", ["1 < 2 <3 a<b"]],
  ["https://x.example/?a=1&b=2&lt=3", ["https://x.example/?a=1&b=2&lt=3"]],
  ['<at id="u1" name="Ann"/> look', ["@Ann look"]],
  ['<at type="all"/> look', ["@all look"]],
  ['see <a href="https://x.example/?a=1&amp;b=2">this</a>!', ["see this https://x.example/?a=1&b=2!"]],
  ['<a href="https://x.example/">https://x.example/</a>', ["https://x.example/"]],
  ['<a href="https://x.example/"/>', ["https://x.example/"]],
  ["<p>one</p><p>two</p>three<br/>four", ["one\ntwo\nthree\nfour"]],
  ["Buy:<ul><li>tea</li><li><b>milk</b></li></ul>today", ["Buy:\ntea\nmilk\ntoday"]],
  [
    "<h1>Title</h1>text<hr/>more<blockquote>said</blockquote><pre>  x\n  y</pre>",
    ["Title\ntext\nmore\nsaid\n  x\n  y"],
  ],
  ["<ol><li>one<ul><li>deep</li></ul></li><li><p>two</p></li></ol>", ["one\ndeep\ntwo"]],
  ["<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", ["a b\n1 2"]],
  ['<emoji id="1" name="smile"/>', [":smile:"]],
  ['so<emoji id="7"/><emoji name="cat">🐱</emoji>', ["so:7:🐱"]],
  ["<b>bold <i>both</i></b> <spl>out</spl><made-up>kept</made-up>", ["bold both outkept"]],
  ["<message>one</message><message><p>two</p></message>three", ["one", "two", "three"]],
  ['<quote id="c:1">said before</quote>answer<author name="x"/>', ["answer"]],
  ['<img src="https://x.example/a.png"/><audio src="data:audio/mp3;base64,AA"/>', ["https://x.example/a.png 🔊"]],
  // A picture is no part of the words beside it.
  ['look<img src="https://x.example/a.png"/>here', ["look https://x.example/a.png here"]],
  [
    '<img src="data:image/png;base64,AA" title="a &lt;cat&gt;"/>\n<file src="file:///x" name="x.pdf"/>',
    ["🖼 a <cat>\n📎 x.pdf"],
  ],
  ["a<!-- not <b>this -->b <!-- <i>open</i>", ["ab <!-- open"]],
  ["</b>text</b> <b>not closed", ["text not closed"]],
  ["<a href='single'>x</a>", ["x single"]],
  // Words that look like tags, and that nobody closes: nonebot/adapter-satori #12.
  [
    "command usage: /some_cmd <required_arg> [optional_arg]",
    ["command usage: /some_cmd <required_arg> [optional_arg]"],
  ],
  ["List<String> and Map<K, List<V>>", ["List<String> and Map<K, List<V>>"]],
  ["if a<b and c>d", ["if a<b and c>d"]],
  ['<x y="1 &amp; 2">&lt;', ['<x y="1 & 2"><']],
  ["<arg> <b>both</b> <arg>", ["<arg> both <arg>"]],
  ["<arg>closed</arg> <arg>", ["closed <arg>"]],
  ["<arg>".repeat(100), ["<arg>".repeat(100)]],
  ["<message forward>one<message>two", ["one", "two"]],
  ["<chronocat:poke>hi", ["hi"]],
  // What stands behind a picture, a name or a sign that nobody closes is no part of it.
  ['<img src="https://x.example/a.png">after', ["https://x.example/a.png after"]],
  ['<p><img src="https://x.example/a.png">after</p>', ["https://x.example/a.png after"]],
  ['<at id="1" name="Ann"> look', ["@Ann look"]],
  ['<emoji name="smile"> hi', [":smile: hi"]],
  ['<video src="https://x.example/v.mp4">a film</video>', ["https://x.example/v.mp4 a film"]],
  ['<button type="link" href="https://x.example/">Go</button>', ["Go https://x.example/"]],
  ['<button type="action" id="1">Vote</button>', ["Vote"]],
  ['<face id="14" name="微笑"/><chronocat:face id="7"/>', [":微笑::7:"]],
  ["   \n", []],
  ['<quote id="1"/>', []],
] as const)("the content %j is the messages %j", ([content, texts]) => {
  expect(textsOf(content)).toEqual(texts);
});

test.for([
  ["@echo what is <this>?", '<at id="echo" name="echo"/> what is &lt;this&gt;?'],
  ["hey @echo: look, @echo", 'hey <at id="echo" name="echo"/>: look, <at id="echo" name="echo"/>'],
  ["你好@echo。", '你好<at id="echo" name="echo"/>。'],
  ["@echo你好", "@echo你好"],
  ["（@echo）你好", '（<at id="echo" name="echo"/>）你好'],
  ["@echo.", '<at id="echo" name="echo"/>.'],
  ["@echo2 @echo.bot @echo-2 @@echo mail@echo @Echo", "@echo2 @echo.bot @echo-2 @@echo mail@echo @Echo"],
  ["https://x.example/@echo?a=1&b=2", "https://x.example/@echo?a=1&b=2"],
] as const)("in a group %j is %j for the bot echo, and comes back as it was", ([text, content]) => {
  expect(contentFor("echo", text)).toBe(content);
  expect(textsOf(content)).toEqual([text]);
});

test("any text comes back from its content as it was", () => {
  const piece = fc.constantFrom(
    "<",
    ">",
    "&",
    '"',
    "'",
    "&amp;",
    "&lt;",
    "<b>",
    "</b>",
    "<!--",
    "https://x.example/?a=1&b=2",
    " ",
    "字",
    "\n",
    "a",
  );
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(piece, { maxLength: 12 }).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (written) => {
      expect(textsOf(contentOf(written))).toEqual(written.trim() === "" ? [] : [written]);
    }),
    { numRuns: 500 },
  );
  // What bots look for with a pattern.
  expect(contentOf("https://x.example/?a=1&b=2")).toBe("https://x.example/?a=1&b=2");
  expect(contentOf("https://x.example/?a=1&amp;b=2")).toBe("https://x.example/?a=1&amp;amp;b=2");
});

test.for([
  "<a ",
  '<a b="',
  "<a b='",
  "</",
  "<a",
  "<!--",
  "<a b=\"<c d='",
  "</b",
  "<b>x</c>",
  "&lt",
  "<a b",
  "<x>",
  "<img>",
  "</x",
])("20,000 units of %j are read in one pass", (piece) => {
  /** Processor time, the least of some rounds: what else runs on the machine adds to one round, hardly to each. */
  const costMsOf = (units: number) => {
    const content = piece.repeat(Math.floor(units / piece.length));
    let leastMs = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 8; round++) {
      const before = process.cpuUsage();
      try {
        textsOf(content);
      } catch (error) {
        expect(error).toBeInstanceOf(ContentError);
      }
      const { user, system } = process.cpuUsage(before);
      leastMs = Math.min(leastMs, (user + system) / 1_000);
    }
    return leastMs;
  };
  const quarterMs = costMsOf(5_000);
  // One pass takes four times as long, a look at the rest from each place sixteen times.
  expect(costMsOf(20_000), `a quarter takes ${quarterMs} ms`).toBeLessThan(8 * quarterMs + 5);
});

test("what is too long, too deep or too many messages is refused", () => {
  expect(() => textsOf("x".repeat(20_001))).toThrow(ContentError);
  expect(() => textsOf("<b>".repeat(65))).toThrow(ContentError);
  expect(textsOf(`${"<b>".repeat(64)}x`)).toEqual(["x"]);
  expect(() => textsOf("<message>x</message>".repeat(11))).toThrow(ContentError);
});

test("data: of media is not measured; what only looks like it is", () => {
  const data = (units: number) => `data:image/jpeg;base64,${"A".repeat(units)}`;
  // As AstrBot, NoneBot and Koishi write a picture of their own.
  for (const quote of ['"', "'"])
    expect(textsOf(`words <img src=${quote}${data(400_000)}${quote}/> more`)).toEqual(["words 🖼 more"]);
  expect(textsOf(`<img src="${data(400_000)}"/>`)).toEqual(["🖼"]);
  const refusal = /20000 UTF-16 units beside data: addresses/u;
  expect(() => textsOf(`${"x".repeat(20_001)}<img src="${data(9)}"/>`)).toThrow(refusal);
  // In no tag, not closed, or not in an attribute: it is text.
  for (const text of [`a="${data(20_000)}"`, `<img src="${data(20_000)}`, data(20_000)])
    expect(() => textsOf(text)).toThrow(refusal);
  expect(textsOf(`a="${data(9)}"`)).toEqual([`a="${data(9)}"`]);
});

test("a long content that is not data: is refused before it is read", () => {
  const spentMs = (content: string) => {
    const before = process.cpuUsage();
    expect(() => textsOf(content)).toThrow(ContentError);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  // Else it takes ten to sixty times as long.
  const piece = `<a b="<c d='" `;
  expect(Math.min(...[1, 2, 3].map(() => spentMs(piece.repeat(1_000_000))))).toBeLessThan(200);
});
