import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { deserialize, serialize } from "node:v8";
import { expect, vi } from "vitest";
import { openRegistry } from "../../src/apps/registry.ts";
import { keepValuesIn, keptValue } from "../../src/input/kept-value.ts";
import { decisionTable } from "../../src/policy/decide/decide.ts";
import { builtinTable, readBuiltinRulebooks } from "../../src/rulebooks/builtin.ts";
import { test } from "../support/test.ts";

const FORM = { write: serialize, read: deserialize };
const VALUE = { words: new Set(["a"]), at: new Date(0), of: new Map([["b", undefined]]) };

test("a value is made once of the same files and texts, and anew of any other", ({ folder, onTestFinished }) => {
  const [code, kept] = [codeIn(folder, "one"), join(folder, "kept")];
  mkdirSync(kept);
  keepValuesIn(kept);
  onTestFinished(() => keepValuesIn(null));
  const make = vi.fn(() => VALUE);
  const made = (texts: readonly string[], from = code) => keptValue("value", { files: [from], texts }, make, FORM);
  expect([made(["ab", "c"]), made(["ab", "c"])]).toEqual([VALUE, VALUE]);
  expect(make).toHaveBeenCalledTimes(1);
  expect(statSync(keptFile(kept)).mode & 0o077).toBe(0);
  made(["a", "bc"]);
  expect(make).toHaveBeenCalledTimes(2);
  made(["a", "bc"], codeIn(folder, "two"));
  expect(make).toHaveBeenCalledTimes(3);
  expect(readdirSync(kept)).toEqual([basename(keptFile(kept))]);
});

test.for(["written again, of one size and under its old date", "added", "put in place of another"])(
  "a value is made anew of a file that was %s",
  async (change, { folder, onTestFinished }) => {
    keepValuesIn(folder);
    onTestFinished(() => keepValuesIn(null));
    const code = codeIn(folder, "code");
    const file = fileURLToPath(new URL("make.ts", code));
    utimesSync(file, 1, 1);
    // Files are looked at once in a start, so each start has its own copy of the module.
    const madeAtStart = async (start: string) => {
      vi.resetModules();
      const { keepValuesIn: keepIn, keptValue: kept } = await import("../../src/input/kept-value.ts");
      keepIn(folder);
      return kept("value", { files: [code] }, () => start);
    };
    expect(await madeAtStart(`${change} 1`)).toBe(`${change} 1`);
    expect(await madeAtStart(`${change} 2`)).toBe(`${change} 1`);
    await expect
      .poll(
        () => {
          writeFileSync(join(folder, "clock"), "");
          return statSync(join(folder, "clock")).ctimeMs;
        },
        { interval: 1 },
      )
      .toBeGreaterThan(statSync(file).ctimeMs);
    if (change === "added") writeFileSync(fileURLToPath(new URL("more.ts", code)), "");
    else if (change === "put in place of another") {
      writeFileSync(`${file}.part`, "edoc");
      renameSync(`${file}.part`, file);
    } else {
      writeFileSync(file, "edoc");
      utimesSync(file, 1, 1);
    }
    expect(await madeAtStart(`${change} 3`)).toBe(`${change} 3`);
  },
);

test("a damaged value is made anew, whichever byte is another", ({ folder, onTestFinished }) => {
  keepValuesIn(folder);
  onTestFinished(() => keepValuesIn(null));
  const make = vi.fn(() => VALUE);
  const made = () => keptValue("value", { files: [] }, make, FORM);
  made();
  const sound = readFileSync(keptFile(folder));
  const places = [0, 3, 4, 20, sound.length >> 1, sound.length - 1];
  for (const place of places) {
    const damaged = Buffer.from(sound);
    damaged[place] = 255 - (damaged[place] ?? 0);
    writeFileSync(keptFile(folder), damaged);
    expect(made()).toEqual(VALUE);
  }
  writeFileSync(keptFile(folder), "");
  expect(made()).toEqual(VALUE);
  expect(make).toHaveBeenCalledTimes(places.length + 2);
});

test("where nothing can be kept a value is made each time, and nobody is told", ({ folder, onTestFinished }) => {
  onTestFinished(() => keepValuesIn(null));
  const make = vi.fn(() => VALUE);
  const made = () => keptValue("value", { files: [] }, make, FORM);
  keepValuesIn(join(folder, "not", "there"));
  expect([made(), made()]).toEqual([VALUE, VALUE]);
  keepValuesIn(null);
  made();
  expect(make).toHaveBeenCalledTimes(3);
  expect(readdirSync(folder)).toEqual([]);
});

test("what is kept of apps and rulebooks is what their files say", ({ folder, onTestFinished }) => {
  const saidNow = () => {
    const registry = openRegistry();
    const { ids, ownerIds, schemes, shortHosts, scriptVariables } = registry;
    return {
      apps: registry.apps(),
      ids,
      ownerIds,
      schemes,
      shortHosts,
      scriptVariables,
      books: readBuiltinRulebooks(),
    };
  };
  const said = saidNow();
  keepValuesIn(folder);
  onTestFinished(() => keepValuesIn(null));
  for (const _start of ["that keeps", "that finds what is kept"]) {
    expect(saidNow()).toEqual(said);
    for (const { id, editions } of said.books.values())
      for (const edition of editions.slice(-2)) expect(builtinTable(id, edition)).toEqual(decisionTable(edition));
  }
  const names = readdirSync(folder).map((name) => name.replace(/-[^-]*$/u, ""));
  expect(names).toEqual(expect.arrayContaining(["registry", "rulebook-wechat"]));
  // Each part that editions have in common is kept once: apart they were more than half a million bytes.
  expect(
    statSync(join(folder, readdirSync(folder).find((name) => name.startsWith("rulebook-wechat")) ?? "")).size,
  ).toBeLessThan(250_000);
});

/** The one file of the value. */
function keptFile(folder: string): string {
  return join(folder, readdirSync(folder).find((name) => name.startsWith("value-")) ?? "");
}

function codeIn(folder: string, name: string): URL {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, "make.ts"), name);
  // As an editor's mark of an open file.
  symlinkSync("nobody@nowhere.1", join(path, ".#make.ts"));
  return pathToFileURL(`${path}/`);
}
