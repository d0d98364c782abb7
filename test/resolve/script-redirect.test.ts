import { expect, test } from "vitest";
import { scriptedAddress } from "../../src/resolve/page/next-address.ts";

const SHORT = new URL("https://t.co/QxTeSt1234");
const END = "https://item.taobao.com/item.htm?id=652874301955";

function nextOf(html: string): string | null {
  const next = scriptedAddress(html, SHORT);
  return next.kind === "next" ? next.url.href : next.kind === "none" ? null : next.kind;
}

test.each([
  ["replace", `<script>location.replace("${END}")</script>`],
  ["escaped slashes", `<script>location.replace("${END.replaceAll("/", String.raw`\/`)}")</script>`],
  ["assign", `<script>window.location.assign('${END}');</script>`],
  ["location", `<script>location='${END}'</script>`],
  ["window.location", `<script>window.location = "${END}";</script>`],
  ["href", `<script>top.location.href = \`${END}\`;</script>`],
  ["document.location", `<script>document.location.href="${END}"</script>`],
  ["a timer", `<script>setTimeout(function(){location.replace('${END}')},0)</script>`],
  ["an arrow's timer", `<script>setTimeout(() => (location.href = '${END}'), 1500)</script>`],
  ["a timer's text", `<script>setTimeout("location.href='${END}'", 2000);</script>`],
  ["a timer's text with escaped quotes", String.raw`<script>setTimeout("location.href=\"${END}\";", 2000)</script>`],
  ["a variable", `<script>var target = "${END}"; window.location.href = target;</script>`],
  ["a variable in a call", `<script>const u='${END}';location.replace(u)</script>`],
  ["the same window", `<script>window.open("${END}", "_self")</script>`],
  ["onload", `<body onload="location.href='${END}'">`],
  [
    "escapes of letters",
    String.raw`<script>location.href="https:\u002F\x2Fitem.taobao.com/item.htm?id=652874301955"</script>`,
  ],
  ["an address without scheme", `<script>location.href="//item.taobao.com/item.htm?id=652874301955"</script>`],
  ["noscript", `<head><noscript><META http-equiv="refresh" content="0;URL=${END}"></noscript></head>`],
  [
    "script and noscript",
    `<noscript><meta http-equiv=refresh content="0;url=${END}"></noscript><script>location.replace("${END}")</script>`,
  ],
  ["a warning's button", `<a class="btn" data-tracking-control-name="external_url_click" href="${END}">go on</a>`],
  ["an app's address first", `<script>location.href="taobao://item";location.replace("${END}")</script>`],
])("a short link's page leads on by %s", (_way, html) => {
  expect(nextOf(html)).toBe(END);
});

test.each([
  ["any other button", `<a data-tracking-control-name="nav" href="${END}">home</a>`],
  ["text", `<p>location.replace("${END}")</p>`],
  ["a comment", `<script>// location.replace("${END}")\n/* location.href="${END}" */</script>`],
  ["a comparison", `<script>if (location.href == "${END}") start();</script>`],
  ["another object", `<script>my.location.href="${END}"; mylocation="${END}"</script>`],
  ["a template", `<script type="text/template">location.href="${END}"</script>`],
  ["an address that something is added to", `<script>location.href="https://a.example/?" + code;</script>`],
  ["an unknown variable", `<script>location.href = target;</script>`],
  ["a dangerous scheme", `<script>location.href="javascript:alert(1)"</script>`],
  ["itself", `<script>location.href="https://t.co/QxTeSt1234#x"</script>`],
])("%s leads nowhere", (_way, html) => {
  expect(nextOf(html)).toBeNull();
});

test("a page whose scripts name two ends leads to neither", () => {
  const html = `<script>if (isRobot) location.href="${END}"; else location.href="https://evil.example/"</script>`;
  expect(nextOf(html)).toBe("broken");
});

test("pages made to be hard to read lead nowhere", () => {
  for (const piece of [
    "location=",
    "location.replace(",
    "/*",
    "location.href=x,",
    "<noscript>",
    "<script>",
    "'",
    "\\",
  ]) {
    expect(nextOf(`<script>${piece.repeat(20_000)}</script>`)).toBeNull();
  }
});
