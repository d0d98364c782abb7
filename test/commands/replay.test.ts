import { chmodSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect } from "vitest";
import { runHere } from "../support/programs/cli.ts";
import { test } from "../support/test.ts";

const TEXT = "https://item.taobao.com/item.htm?id=652874301955";
const AT = "2021-09-10T12:00:00+08:00";
const line = (fields: object) => JSON.stringify({ at: AT, text: TEXT, ...fields });
const replayed = async (folder: string, text: string, ...args: readonly string[]) => {
  const file = join(folder, "f.jsonl");
  writeFileSync(file, text);
  return { file, ...(await runHere(["replay", ...args, file])) };
};

describe("a fixture is read as its author means it", () => {
  test.for([
    [line({ id: "a", expects: [{ action: "block" }] }), 'line 1: unknown field "expects", did you mean "expect"?'],
    [line({ id: "a", expect: [{ acton: "block" }] }), 'expect[0]: a report has no "acton", did you mean "action"?'],
    [line({ id: "a", expect: [{ "verdict.acton": 1 }] }), '"verdict.acton", did you mean "verdict.action"?'],
    [line({ id: "a", expect: [{ "resolution.hops.0.uri": 1 }] }), 'a report has no "resolution.hops.0.uri"'],
    [line({ id: "a" }), "nothing is compared: expected the field expect, which replay --update fills in"],
    [`${line({ id: "a", expect: [{}] })}\n${line({ id: "a", expect: [{}] })}`, "line 2: id: taken by line 1 already"],
    [
      JSON.stringify({ id: "a", text: TEXT, expect: [] }, null, 2),
      "expected one fixture a line; this file is one JSON",
    ],
    [JSON.stringify([{ id: "a", text: TEXT }], null, 2), "expected one fixture a line; this file is one JSON"],
  ] as const)("%s", async ([text, told], { folder }) => {
    const { code, stdout } = await replayed(folder, text);
    expect(code).toBe(1);
    expect(stdout).toContain("BROKEN");
    expect(stdout).toContain(told);
    expect(stdout).toMatch(/, 1 broken\n$/u);
  });

  test("with a byte order mark, CR LF and instants as ISO 8601 has them", async ({ folder }) => {
    const instants = ["20210910T120000+0800", "2021-09-10T04:00Z", "2021-09-10T12+08", "2021-09-10T12:00:00,5+08:00"];
    const lines = instants.map((at, index) =>
      line({ id: `${index}`, at, expect: [{ edition: "2021-01-14", "verdict.citations.0.title": null }] }),
    );
    const { stdout } = await replayed(folder, `\uFEFF${lines.join("\r\n")}\r\n`, "--reporter", "json");
    const results = stdout
      .trim()
      .split("\n")
      .map((each) => JSON.parse(each) as { result: { mismatches: unknown[] } });
    // The title is some; that alone is otherwise, so each was read and judged as of its instant.
    expect(results.map(({ result }) => result.mismatches.length)).toEqual([1, 1, 1, 1]);
  });
});

test("an address for which nothing is recorded is named where it makes the difference", async ({ folder }) => {
  const text = "https://t.cn/A6abcdef";
  const network = [{ url: "https://t.cn/other", status: 404 }];
  const { stdout } = await replayed(folder, line({ id: "a", text, network, expect: [{ app: "taobao" }] }));
  expect(stdout).toContain("nothing is recorded for https://t.cn/A6abcdef");
  const junit = await replayed(
    folder,
    line({ id: "a", text, network, expect: [{ app: "taobao" }] }),
    "--reporter",
    "junit",
  );
  expect(junit.stdout).toContain("nothing is recorded for https://t.cn/A6abcdef");
});

test("--update writes what happened into the same lines, and leaves every other one as it was", async ({ folder }) => {
  const kept = `  ${line({ id: "kept", expect: [{ action: "open_externally" }] })}\r`;
  const wrong = line({ id: "wrong", why: "w", expect: [{ action: "block", app: "jd" }] });
  const { code, file, stderr } = await replayed(folder, [kept, wrong, line({ id: "new" }), ""].join("\n"), "--update");
  expect({ code, stderr }).toEqual({ code: 0, stderr: `${file}: 2 fixtures updated\n` });
  const lines = readFileSync(file, "utf8").split("\n");
  expect(lines[0]).toBe(kept);
  expect(JSON.parse(lines[1] ?? "")).toMatchObject({
    why: "w",
    expect: [{ action: "open_externally", app: "taobao" }],
  });
  expect(Object.keys(JSON.parse(lines[2] ?? "").expect[0] as object)).toContain("rule");
  expect((await runHere(["replay", file])).code).toBe(0);
});

test("--update leaves a link, the rights of its file and what is written by its number as they were", async ({
  folder,
}) => {
  // As reported of snapshots in other tools: a link became a file, and 0600 became readable to all.
  const real = join(folder, "real.jsonl");
  const link = join(folder, "link.jsonl");
  const wrong = line({ id: "a", text: `${TEXT} \u200D`, why: "bidi, joined", expect: [{ action: "block" }] });
  writeFileSync(real, wrong.replace("bidi", "\\u202E").replace("joined", "\u200D"));
  chmodSync(real, 0o600);
  symlinkSync("real.jsonl", link);
  expect((await runHere(["replay", link, "--update"])).code).toBe(0);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(lstatSync(real).mode & 0o777).toBe(0o600);
  const text = readFileSync(real, "utf8");
  expect(text).toContain('"action":"open_externally"');
  expect(text).toContain('"why":"\\u202E, \u200D"');
});

test("a folder is replayed with all its files of lines, however their names end", async ({ folder }) => {
  mkdirSync(join(folder, "more"));
  for (const [index, name] of ["a.jsonl", "B.JSONL", "more/c.ndjson"].entries())
    writeFileSync(join(folder, name), line({ id: `fixture-${index}`, expect: [{ app: "taobao" }] }));
  writeFileSync(join(folder, "notes.txt"), "no fixture");
  const { code, stdout } = await runHere(["replay", folder, "--reporter", "json"]);
  expect(stdout.match(/fixture-\d/gu)?.toSorted()).toEqual(["fixture-0", "fixture-1", "fixture-2"]);
  expect(code).toBe(0);
});

test("what nobody sees reaches no terminal, and --record names a file", async ({ folder }) => {
  const text = line({ id: "a\u001B[31m\u202E", expect: [{ title: "\u009B\u200B" }] });
  const { stdout } = await replayed(folder, text);
  expect(stdout).toContain("FAILED  a\\u001B[31m\\u202E");
  expect(stdout).toContain('expected "\\u009B\\u200B"');
  expect(await replayed(folder, text, "--record", "-")).toMatchObject({ code: 2, stdout: "" });
});

test("a file that is packed is told as that", async ({ folder }) => {
  const file = join(folder, "a.jsonl.gz");
  writeFileSync(file, gzipSync(line({ id: "a", expect: [] })));
  expect((await runHere(["replay", file])).stdout).toContain("expected text; this file is packed by gzip\n");
});

test("--only runs the named ones, --quiet tells what did not pass", async ({ folder }) => {
  const text = ["one", "two"].map((id) => line({ id, expect: [{ app: "taobao" }] })).join("\n");
  expect((await replayed(folder, text, "--only", "two")).stdout).toMatch(/^ {2}ok {6}two .*\n1 passed, 0 failed\n$/u);
  expect((await replayed(folder, text, "--quiet")).stdout).toBe("2 passed, 0 failed\n");
  expect(await replayed(folder, text, "--only", "tow")).toMatchObject({
    code: 2,
    stderr: 'hutong replay: --only: no fixture of these files has the id "tow"; did you mean "two"?\n',
  });
});

test("a folder means all fixture files in it, and a pattern that a shell left those that fit it", async ({
  folder,
}) => {
  mkdirSync(join(folder, "deep"));
  for (const name of ["a.jsonl", "deep/b.jsonl"]) {
    writeFileSync(join(folder, name), line({ id: name, expect: [{ app: "taobao" }] }));
  }
  writeFileSync(join(folder, "note.txt"), "no fixture");
  for (const word of [folder, `${folder}/**/*.jsonl`]) {
    expect((await runHere(["replay", "--quiet", word])).stdout).toBe("2 passed, 0 failed\n");
  }
  expect(await runHere(["replay", `${folder}/*.nosuch`])).toMatchObject({
    code: 2,
    stderr: `hutong replay: ${folder}/*.nosuch: no file fits this pattern\n`,
  });
});

test("a fixture file is replayed once, whatever links lead to it and to its folder", async ({ folder }) => {
  // As reported of folders whose links lead back: gulpjs/glob-stream 126. It ran 41 times there, or ended with ELOOP.
  mkdirSync(join(folder, "deep"));
  writeFileSync(join(folder, "a.jsonl"), line({ id: "a", expect: [{ app: "taobao" }] }));
  symlinkSync("..", join(folder, "deep", "up"));
  symlinkSync("self", join(folder, "self"));
  symlinkSync("a.jsonl", join(folder, "again.jsonl"));
  const words = [folder, join(folder, "a.jsonl"), join(folder, "deep", "up", "again.jsonl")];
  expect(await runHere(["replay", "--quiet", ...words])).toEqual({
    code: 0,
    stdout: "1 passed, 0 failed\n",
    stderr: "",
  });
  symlinkSync("nowhere", join(folder, "gone.jsonl"));
  expect(await runHere(["replay", folder])).toMatchObject({
    code: 2,
    stderr: `hutong replay: ${join(folder, "gone.jsonl")}: cannot be read (ENOENT)\n`,
  });
});

test("JUnit has sums and times at each level", async ({ folder }) => {
  const text = [line({ id: "a", expect: [{ app: "taobao" }] }), line({ id: "b", expect: [{ app: "jd" }] })].join("\n");
  const { stdout } = await replayed(folder, text, "--reporter", "junit");
  const sums = String.raw`tests="2" failures="1" errors="0" time="\d+\.\d{3}"`;
  expect(stdout).toMatch(new RegExp(`<testsuites ${sums}>\\s+<testsuite name="hutong replay" ${sums}>`, "u"));
  expect(stdout.match(/<testcase [^>]*name="[ab]" time="\d+\.\d{3}"/gu)?.length).toBe(2);
});

test("hutong schema fixture is the schema of a line, and names each of its fields", async () => {
  const { code, stdout } = await runHere(["schema", "fixture"]);
  expect(code).toBe(0);
  const schema = JSON.parse(stdout) as { properties: object; additionalProperties: boolean; required: string[] };
  expect(Object.keys(schema.properties)).toEqual(
    expect.arrayContaining(["id", "text", "at", "expect", "network", "why"]),
  );
  expect(schema).toMatchObject({ additionalProperties: false, required: expect.arrayContaining(["id", "text"]) });
  expect(await runHere(["schema", "fixtur"])).toMatchObject({
    code: 2,
    stderr: 'hutong schema: expected one of rulebook, fixture, app, config; did you mean "fixture"?\n',
  });
});

test("a file of another encoding is broken, the others run, and JUnit is written", async ({ folder }) => {
  const [good, wide] = [join(folder, "good.jsonl"), join(folder, "wide.jsonl")];
  writeFileSync(good, `${line({ id: "a", text: "no link", expect: [] })}\n`);
  writeFileSync(wide, Buffer.from(readFileSync(good, "utf8"), "utf16le"));
  const inWords = await runHere(["replay", wide, good]);
  expect(inWords).toMatchObject({ code: 1, stdout: expect.stringContaining("1 passed, 0 failed, 1 broken") });
  expect(inWords.stdout).toContain(`BROKEN  line 1  (${wide}:1)\n            expected UTF-8; this file is in UTF-16`);
  const { code, stdout } = await runHere(["replay", wide, good, "--reporter", "junit"]);
  expect([code, stdout]).toEqual([
    1,
    expect.stringContaining('<error message="expected UTF-8; this file is in UTF-16"/>'),
  ]);
});

test("a recording that cannot be made is told before the replay", async ({ folder }) => {
  const good = join(folder, "good.jsonl");
  writeFileSync(good, `${line({ id: "a", text: "no link", expect: [] })}\n`);
  for (const [file, because] of [
    [good, "EEXIST"],
    [join(folder, "missing", "new.jsonl"), "ENOENT"],
  ] as const) {
    const stderr = `hutong replay: --record: ${file}: expected a file to make anew (${because})\n`;
    expect(await runHere(["replay", good, "--record", file])).toEqual({ code: 2, stdout: "", stderr });
  }
});

test("fixtures come from standard input too, which is written back nowhere", async () => {
  const stdin = `${line({ id: "a", text: "no link", expect: [] })}\n`;
  expect(await runHere(["replay", "-"], { stdin })).toMatchObject({ code: 0, stderr: "" });
  expect(await runHere(["replay", "-", "--update"], { stdin })).toMatchObject({ code: 2, stdout: "" });
});

test.for([
  [`[${line({ id: "a", expect: [] })}]`, "expected one fixture a line; this line is a list"],
  ['{"id":"a","text":"x","expect":[],"te\\u0078t":"y"}', "text: stands twice"],
  ['{"id":"a","text":"x","expect":[{},{"app":"taobao","action":"block","app":"jd"}]}', "expect[1].app: stands twice"],
  ['{"id":"a","text":"x","client":{"os":"ios","os":"android"},"expect":[]}', "client.os: stands twice"],
  [
    '{"id":"a","text":"x","network":[{"url":"https://a.cn/","status":200,"headers":{"a":"1","a":"2"}}],"expect":[]}',
    "network[0].headers.a: stands twice",
  ],
  [
    line({ id: "a", lists: [{ entry: "a.example", kind: "phishing", untl: "2021-01-01" }], expect: [] }),
    'lists[0]: unknown field "untl", did you mean "until"?',
  ],
  [
    line({ id: "a", client: { os: "android", versoin: "8.0.11" }, expect: [] }),
    'client: unknown field "versoin", did you mean "version"?',
  ],
  [
    line({ id: "a", network: [{ url: "https://a.cn/", status: 200, header: {} }], expect: [] }),
    'network[0]: unknown field "header", did you mean "headers"?',
  ],
] as const)("%s is broken", async ([stdin, why]) => {
  const { code, stdout } = await runHere(["replay", "-"], { stdin });
  expect([code, stdout]).toEqual([1, expect.stringContaining(why)]);
});

test("fields of the same name in several places are each their own", async () => {
  const network = [
    { url: "https://a.cn/", status: 302, headers: { location: ["https://b.cn/", "https://c.cn/"], "x,y": "[{" } },
    { url: "https://b.cn/", status: 200, headers: { location: "x" } },
  ];
  const { stdout } = await runHere(["replay", "-"], { stdin: line({ id: "a", text: "no link", network, expect: [] }) });
  expect(stdout).toContain("1 passed");
});

test("a recording without a finding is not met where one is found, and names the instant that it was made at", async ({
  folder,
}) => {
  const recorded = join(folder, "recorded.jsonl");
  const text = "https://shop.example/";
  await runHere(["replay", "-", "--record", recorded], { stdin: JSON.stringify({ id: "a", text }) });
  const fixture = JSON.parse(readFileSync(recorded, "utf8")) as { at: string; expect: object[] };
  expect(fixture.expect).toMatchObject([{ finding: [] }]);
  expect(Date.now() - Date.parse(fixture.at)).toBeLessThan(60_000);
  expect(await runHere(["replay", recorded])).toMatchObject({ code: 0, stderr: "" });
  const listed = { ...fixture, lists: [{ entry: "shop.example", kind: "reported" }], expect: [{ finding: [] }] };
  const { code, stdout } = await runHere(["replay", "-"], { stdin: JSON.stringify(listed) });
  expect([code, stdout]).toEqual([1, expect.stringContaining('actual   ["reported"]')]);
});

test("a fixture without a day, an empty file among others and an unknown --only are told", async ({ folder }) => {
  const stdin = JSON.stringify({ id: "a", text: "no link", expect: [] });
  expect(await runHere(["replay", "-"], { stdin })).toMatchObject({
    code: 0,
    stderr: "1 fixture has no field at: judged as of now, another day may bring another verdict\n",
  });
  const empty = join(folder, "empty.jsonl");
  writeFileSync(empty, "\n");
  const dated = line({ id: "a", text: "no link", expect: [] });
  expect(await replayed(folder, dated, empty)).toMatchObject({
    code: 1,
    stderr: `${empty}: expected at least one fixture\n`,
  });
  expect(await replayed(folder, dated, empty, "--only", "a")).toMatchObject({ code: 0, stderr: "" });
  expect(await replayed(folder, dated, "--only", "a", "--only", "zzz")).toMatchObject({
    code: 2,
    stderr: 'hutong replay: --only: no fixture of these files has the id "zzz"\n',
  });
});

test("a text that has a field's name in it repeats none", async () => {
  const fixture = { id: "a", text: '"id": "text": {"id":1}', network: [], expect: [] };
  const { stdout } = await runHere(["replay", "-"], { stdin: line(fixture) });
  expect(stdout).toContain("1 passed");
});

test("against a gateway behind a trusted proxy a replay says what is expected of one", async ({ folder, start }) => {
  const { port } = await start({ trustedProxies: ["127.0.0.1"] });
  const against = ["--against", `ws://127.0.0.1:${port}`];
  expect(await replayed(folder, line({ id: "a", expect: [{}] }), ...against)).toMatchObject({
    code: 2,
    stderr:
      "hutong replay: --against: expected a gateway with demo sign-in: on loopback without --origin and --trusted-proxy, or with --demo\n",
  });
});
