import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { appJsonSchema } from "../../src/apps/app-file.ts";
import { openChecker } from "../../src/check/checker.ts";
import { serve } from "../../src/commands/serve.ts";
import { CONTENTS } from "../../src/docs/contents.ts";
import { membersOf } from "../../src/docs/described-members.ts";
import { optionsOf } from "../../src/docs/schema-options.ts";
import { type DocsSite, openDocs } from "../../src/docs/site.ts";
import { ROUTES } from "../../src/gateway/http/routes/table.ts";
import { CLIENT_FRAMES } from "../../src/protocol/client-frames.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { SHORT_PATH_NAMES } from "../../src/replay/expectation.ts";
import { fixtureJsonSchema } from "../../src/replay/fixture.ts";
import { textFiles } from "./text-files.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SRC = new URL("../../src/", import.meta.url);
const FILES = textFiles();

let site: DocsSite;
const pages = new Map<string, string>();
beforeAll(async () => {
  const { registry, shelf } = openChecker();
  const rulebooks = shelf.ids.map((id) => shelf.byId(id).rulebook);
  site = openDocs(SRC, { routes: ROUTES, apps: registry.apps(), rulebooks, options: serve.options });
  for (const name of await site.names()) pages.set(name, (await site.page(name)) ?? "");
});

const attributes = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "gu"))].map(([, value = ""]) => value);
const unescaped = (text: string) => text.replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&quot;", '"');

test("every file of text is a page of the site, and every page that it names is there", async () => {
  const named = CONTENTS.flatMap((part) => part.pages);
  expect(new Set(named.map(({ name }) => name)).size).toBe(named.length);
  expect([...pages.keys()]).toEqual(named.map(({ name }) => name));
  expect(FILES.filter((file) => !named.some((page) => page.file === file))).toEqual([]);
  expect(await site.page("of-nothing")).toBeNull();
});

test("every link of the site leads to a page and a heading that are there, and one elsewhere is an address", () => {
  const wrong: string[] = [];
  let followed = 0;
  for (const [name, html] of pages) {
    const ids = attributes(html, "id");
    expect({ name, twice: ids.filter((id, index) => ids.indexOf(id) !== index) }).toEqual({ name, twice: [] });
    for (const href of attributes(html, "href").map(unescaped)) {
      if (/^\.\.\/(?:web\/[a-z]+\.(?:css|svg))?$/u.test(href)) continue;
      if (/^https?:/u.test(href)) {
        if (!URL.canParse(href)) wrong.push(`${name}: ${href}`);
        continue;
      }
      followed += 1;
      const [page = "", anchor] = href.split("#");
      const target = pages.get(page === "" ? name : page === "./" ? "" : page);
      if (
        target === undefined ||
        (anchor !== undefined && !attributes(target, "id").includes(decodeURIComponent(anchor)))
      )
        wrong.push(`${name}: ${href}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(followed).toBeGreaterThan(1_000);
});

test("README's picture is shown, and every picture of the site is a file that a gateway serves", () => {
  const sources = [...pages.values()].flatMap((html) => attributes(html, "src"));
  expect(sources).toContain("../web/three-cards.png");
  expect(sources.filter((source) => !existsSync(join(ROOT, "src/docs", source)))).toEqual([]);
  expect([...pages.values()].some((html) => html.includes('class="picture"'))).toBe(false);
});

test("every link in a file leads to a file or a folder of the checkout", () => {
  // The site's own pages name each other by their names, which the test above follows.
  const files = FILES.filter((file) => !file.startsWith("src/docs/"));
  const wrong = files.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), "utf8")
      .replaceAll(/^```[\s\S]*?^```$/gmu, "")
      .replaceAll(/`[^`\n]*`/gu, "");
    return [...text.matchAll(/\]\(([^)\s]+)\)/gu)]
      .map(([, target = ""]) => target.split("#")[0] ?? "")
      .filter((target) => target !== "" && !/^https?:/u.test(target) && !existsSync(join(ROOT, dirname(file), target)))
      .map((target) => `${file}: ${target}`);
  });
  expect(wrong).toEqual([]);
});

test("a page has one title, says what it is of, and nothing of it is markup that was not written", () => {
  for (const [name, html] of pages) {
    expect({ name, titles: html.match(/<h1[ >]/gu)?.length }).toEqual({ name, titles: 1 });
    expect({ name, left: /<p>\{\{|\[object|undefined</u.exec(html)?.[0] }).toEqual({ name, left: undefined });
    expect({ name, styles: attributes(html, "style").length + (html.match(/<script|<style/gu)?.length ?? 0) }).toEqual({
      name,
      styles: 0,
    });
  }
});

test("files that pages speak of are shown whole, and fixtures tell each name of an expectation", () => {
  const conf = readFileSync(join(ROOT, "deploy/nginx.conf"), "utf8");
  const shown = unescaped(pages.get("nginx-conf") ?? "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
  expect(shown).toContain(conf.trimEnd());
  expect(pages.get("deploy")).toContain('<a href="nginx-conf">nginx.conf</a>');
  const fixtures = pages.get("fixtures") ?? "";
  expect(SHORT_PATH_NAMES.filter((name) => !fixtures.includes(`<code>${name}</code>`))).toEqual([]);
});

test("pages made of schemas hold every frame, route, option, limit and field, each limit with what it bounds", () => {
  const holds = (name: string, words: readonly string[]) =>
    words.filter((word) => !(pages.get(name) ?? "").includes(word));
  expect(
    holds(
      "frames",
      Object.keys(CLIENT_FRAMES).map((type) => `id="${type}"`),
    ),
  ).toEqual([]);
  expect(
    holds(
      "http-routes",
      // The same cases under another name are told in a sentence.
      ROUTES.filter(({ path }) => !path.startsWith("/v1/complaints")).map(
        ({ method, path }) => `${method} ${path}</h2>`,
      ),
    ),
  ).toEqual([]);
  expect(
    holds(
      "options",
      Object.keys(serve.options).map((name) => `--${name}`),
    ),
  ).toEqual([]);
  expect(
    holds(
      "limits",
      Object.keys(LIMITS).map((name) => `<code>${name}</code>`),
    ),
  ).toEqual([]);
  for (const [name, schema] of [
    ["fixture-fields", fixtureJsonSchema()],
    ["app-fields", appJsonSchema()],
  ] as const) {
    const fields = optionsOf(schema);
    expect(
      holds(
        name,
        fields.map(({ path }) => `<code>${path}</code>`),
      ),
    ).toEqual([]);
    // What stands at the top says what it is for.
    expect(fields.filter(({ path, meaning }) => !/[.[]/u.test(path) && meaning === "")).toEqual([]);
  }
  expect(pages.get("limits")).toContain("A message with more links is refused");
  // Each body that is sent, with its fields; a decision of a case has several forms.
  const routes = unescaped(pages.get("http-routes") ?? "");
  expect(routes.match(/The body, as JSON:/gu)).toHaveLength(
    ROUTES.filter(({ path, body }) => body !== null && !path.startsWith("/v1/complaints")).length,
  );
  for (const field of ["compact", "effect.suspend", "messages"]) expect(routes).toContain(`<code>${field}</code>`);
  expect(routes).toContain("<code>uphold</code> <code>overturn</code> <code>dismiss</code> <code>undo</code>");
  expect(routes).toContain("<code>true</code> <code>false</code> or null");
});

test("the page of the client library tells each method, option and event, and what it is for", () => {
  const text = readFileSync(join(ROOT, "src/client/types.ts"), "utf8");
  const html = pages.get("client-methods") ?? "";
  for (const [of, least] of [
    ["Client", 25],
    ["ConnectOptions", 7],
    ["ClientEvents", 16],
  ] as const) {
    const members = membersOf(text, of);
    expect({ of, isWhole: members.length >= least }).toEqual({ of, isWhole: true });
    expect(members.filter(({ meaning }) => meaning === "").map(({ name }) => name)).toEqual([]);
    expect(members.filter(({ name }) => !html.includes(`<code>${name}`))).toEqual([]);
  }
  expect(unescaped(html)).toContain("<code>delete(conversation: string, seq: number): Promise");
});

test("one page lists each page with its parts, for a browser's own search", () => {
  const html = pages.get("every-heading") ?? "";
  const missing = [...pages].flatMap(([name, text]) => {
    if (name === "" || name === "every-heading") return [];
    const ids = [...text.matchAll(/<h2 id="([^"]+)"/gu)].map(([, id = ""]) => `${name}#${encodeURI(unescaped(id))}`);
    return [name, ...ids].filter((address) => !html.includes(`href="${address}"`));
  });
  expect(missing).toEqual([]);
});

test("four pictures are drawn, each with a name and the same in words", () => {
  const html = pages.get("pictures") ?? "";
  expect(html.match(/<svg\s[^>]*role="img"/gu)).toHaveLength(4);
  const told = [...html.matchAll(/aria-describedby="([^"]+)"/gu)].map(([, id = ""]) => id);
  expect(told).toHaveLength(4);
  for (const id of told) expect(html).toMatch(new RegExp(`<figcaption id="${id}">\\s*<ol>\\s*<li>`, "u"));
  // The editions are those of the shipped rulebook.
  for (const { id } of openChecker().shelf.byId("wechat").rulebook.editions)
    expect(html).toContain(`>from ${id}</text>`);
  // What does not fit into a line of a box goes on in the next one.
  expect(html).not.toMatch(/…<\/text>/u);
});

test("a package without the files beside the program has the other pages, and no link to those that are not there", async () => {
  const alone = openDocs(new URL("file:///nowhere/"), { routes: ROUTES, apps: [], rulebooks: [], options: {} });
  expect(await alone.names()).toEqual(
    [
      "every-heading",
      "frames",
      "http-routes",
      "registry",
      "app-fields",
      "fixture-fields",
      "limits",
      "editions",
    ].toSorted((a, b) => [...pages.keys()].indexOf(a) - [...pages.keys()].indexOf(b)),
  );
  const html = (await alone.page("frames")) ?? "";
  expect(attributes(html, "href").filter((href) => href === "protocol")).toEqual([]);
});
