import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, vi } from "vitest";
import { keepValuesIn, keptValue } from "../../src/input/kept-value.ts";
import { test } from "../support/test.ts";

const VALUE = { words: new Set(["a"]), at: new Date(0), of: new Map([["b", undefined]]) };

test("a value is made once of the same code and texts, and anew of any other", ({ folder, onTestFinished }) => {
  const [code, kept] = [codeIn(folder, "one"), join(folder, "kept")];
  mkdirSync(kept);
  keepValuesIn(kept);
  onTestFinished(() => keepValuesIn(null));
  const make = vi.fn(() => VALUE);
  const made = (texts: readonly string[], from = code) => keptValue("value", { code: [from], texts }, make);
  expect([made(["ab", "c"]), made(["ab", "c"])]).toEqual([VALUE, VALUE]);
  expect(make).toHaveBeenCalledTimes(1);
  expect(statSync(join(kept, "value")).mode & 0o077).toBe(0);
  made(["a", "bc"]);
  expect(make).toHaveBeenCalledTimes(2);
  made(["a", "bc"], codeIn(folder, "two"));
  expect(make).toHaveBeenCalledTimes(3);
  expect(readdirSync(kept)).toEqual(["value"]);
});

test("a damaged value is made anew, whichever byte is another", ({ folder, onTestFinished }) => {
  keepValuesIn(folder);
  onTestFinished(() => keepValuesIn(null));
  const make = vi.fn(() => VALUE);
  const made = () => keptValue("value", { code: [], texts: [] }, make);
  made();
  const sound = readFileSync(join(folder, "value"));
  const places = [0, 64, 130, sound.length - 1];
  for (const place of places) {
    const damaged = Buffer.from(sound);
    damaged[place] = 255 - (damaged[place] ?? 0);
    writeFileSync(join(folder, "value"), damaged);
    expect(made()).toEqual(VALUE);
  }
  writeFileSync(join(folder, "value"), "");
  expect(made()).toEqual(VALUE);
  expect(make).toHaveBeenCalledTimes(places.length + 2);
});

test("where nothing can be kept a value is made each time, and nobody is told", ({ folder, onTestFinished }) => {
  onTestFinished(() => keepValuesIn(null));
  const make = vi.fn(() => VALUE);
  const made = () => keptValue("value", { code: [], texts: [] }, make);
  keepValuesIn(join(folder, "not", "there"));
  expect([made(), made()]).toEqual([VALUE, VALUE]);
  keepValuesIn(null);
  made();
  expect(make).toHaveBeenCalledTimes(3);
  expect(readdirSync(folder)).toEqual([]);
});

function codeIn(folder: string, name: string): URL {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, "make.ts"), name);
  return pathToFileURL(`${path}/`);
}
