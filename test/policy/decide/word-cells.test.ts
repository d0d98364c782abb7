import { expect, test } from "vitest";
import { wordCells } from "../../../src/policy/decide/word-cells.ts";
import { CHAT_KINDS, CHOICES, CLASSES, LINK_KINDS, RELATIONS } from "../../../src/policy/vocabulary.ts";

const SETS: readonly (readonly string[])[] = [CHAT_KINDS, CHOICES, CLASSES, LINK_KINDS, RELATIONS];

test("every word of the vocabulary gets its place in its set", () => {
  for (const words of SETS) expect(words.map(wordCells(words))).toEqual([...words.keys()]);
});

test("what is no word of a set gets no number, however near it is", () => {
  for (const words of SETS) {
    const cellOf = wordCells(words);
    const near = words.flatMap((word) => [`${word.slice(0, -1)}*`, `${word} `, word.slice(0, -1), word.toUpperCase()]);
    for (const other of [...near, "", "x", "中", null, undefined, 0, {}]) expect(cellOf(other)).toBeNaN();
  }
});

test("a set in which two words cannot be told apart is refused", () => {
  expect(() => wordCells(["news", "test"])).toThrow("different lengths or second letters");
});
