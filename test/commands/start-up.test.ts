import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, vi } from "vitest";
import { firstLine, runCli, SOURCE_MAIN, startCli } from "../support/programs/cli.ts";
import { test } from "../support/test.ts";

const STDIN = '{"id":1,"text":"https://a.example"}\n';
const found = { code: 0, stdout: expect.stringContaining('"https://a.example"'), stderr: "" };

function filesUnder(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return names.filter((name) => statSync(name).isFile());
}

test("compiled code is kept for its owner only, and what is damaged is made anew", async ({
  folder,
  onTestFinished,
}) => {
  // Who says where Node keeps what it compiled is obeyed.
  vi.stubEnv("NODE_COMPILE_CACHE", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const env = { XDG_CACHE_HOME: folder };
  const cache = join(folder, "hutong");
  const links = () => runCli(["links"], { stdin: STDIN, env });
  expect(await links()).toEqual(found);
  expect(statSync(cache).mode & 0o077).toBe(0);
  const kept = filesUnder(cache);
  const values = filesUnder(join(cache, "values")).map((file) => basename(file));
  expect(values.toSorted()).toEqual([
    expect.stringMatching(/^link-vocabulary-[\da-f]+$/u),
    expect.stringMatching(/^registry-[\da-f]+$/u),
  ]);
  expect(kept.length).toBeGreaterThan(20);
  // Each in another way: emptied, cut, its end turned around, and a stranger's code in its place.
  for (const [index, file] of kept.entries()) {
    const bytes = readFileSync(file);
    const flipped = Buffer.from(bytes);
    flipped[flipped.length - 8] = 255 - (flipped.at(-8) ?? 0);
    const damaged = [Buffer.alloc(0), bytes.subarray(0, bytes.length / 2), flipped, Buffer.from("process.exit(9)")];
    writeFileSync(file, damaged[index % damaged.length] ?? "");
  }
  expect(await links()).toEqual(found);
});

test("a cache folder that others may write, or that cannot be made, is left alone", async ({ folder }) => {
  const open = join(folder, "open");
  for (const name of ["code", "values"]) {
    mkdirSync(join(open, "hutong", name), { recursive: true });
    chmodSync(join(open, "hutong", name), 0o777);
  }
  expect(await runCli(["links"], { stdin: STDIN, env: { XDG_CACHE_HOME: open } })).toEqual(found);
  expect(filesUnder(open)).toEqual([]);
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(await runCli(["links"], { stdin: STDIN, env: { XDG_CACHE_HOME: file } })).toEqual(found);
});

/** Tells at the end which of Node's own parts and which files a program has loaded. */
const LOADED = `
import { registerHooks } from "node:module";
const files = [];
registerHooks({ load: (url, context, next) => (files.push(url), next(url, context)) });
process.on("exit", () => process.stderr.write(JSON.stringify([...process.moduleLoadList, ...files]) + "\\n"));
`;

test("a second start of links loads nothing that takes types out of TypeScript", async ({ folder, onTestFinished }) => {
  vi.stubEnv("NODE_COMPILE_CACHE", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(LOADED)}`;
  const links = () =>
    runCli(["links"], { stdin: STDIN, env: { XDG_CACHE_HOME: folder, NODE_OPTIONS }, main: SOURCE_MAIN });
  await links();
  const { stderr } = await links();
  expect(stderr).toContain("/src/commands/links.ts");
  expect(stderr).not.toContain("amaro");
});

test("an offline replay loads no client of a gateway, and nothing that follows links, counts coverage or reads pages", async ({
  folder,
}) => {
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(LOADED)}`;
  const args = ["replay", "--quiet", "fixtures/stories/one-taobao-link.jsonl"];
  const { code, stderr } = await runCli(args, { env: { XDG_CACHE_HOME: folder, NODE_OPTIONS }, main: SOURCE_MAIN });
  expect(code).toBe(0);
  expect(stderr).toContain("/src/replay/offline-judge.ts");
  const needless = ["/src/client/", "/src/check/link-resolver.ts", "/src/resolve/articles/", "htmlparser2"];
  for (const part of [...needless, "/src/replay/coverage.ts"]) expect(stderr).not.toContain(part);
});

test("a gateway on SQLite loads no PostgreSQL, no NATS and nothing of Node's HTTP client", async ({
  folder,
  onTestFinished,
}) => {
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(LOADED)}`;
  const args = ["serve", "--port", "0", "--resolve", "off", "--data", join(folder, "data")];
  const gateway = startCli(args, { NODE_OPTIONS, XDG_CACHE_HOME: folder }, undefined, SOURCE_MAIN);
  onTestFinished(() => void gateway.kill("SIGKILL"));
  let told = "";
  gateway.stderr?.on("data", (part: Buffer) => (told += part.toString()));
  await firstLine(gateway);
  gateway.kill("SIGTERM");
  await once(gateway, "close");
  expect(told).toContain("/src/store/sqlite/store.ts");
  for (const part of ["/src/store/postgres/store.ts", "/pg/", "@nats-io", "deps/undici"])
    expect(told).not.toContain(part);
});

test("a Node that may make no code of texts is told as what it is", async ({ folder }) => {
  const env = { NODE_OPTIONS: "--disallow-code-generation-from-strings" };
  const { code, stderr } = await runCli(["serve", "--port", "0", "--data", join(folder, "d")], { env });
  expect(code).toBe(1);
  expect(stderr).toBe(
    "hutong serve: Node may make no code of texts, which better-sqlite3 does; expected a start without --disallow-code-generation-from-strings\n",
  );
});
