import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { gathered } from "../../src/store/postgres/gathered.ts";

test("what is asked for in one turn is read by one call, each key once", async () => {
  const calls: (readonly string[])[] = [];
  const lengthOf = gathered(async (keys) => {
    calls.push(keys);
    return new Map(keys.flatMap((key) => (key === "" ? [] : [[key, key.length] as const])));
  });
  const asked = [
    lengthOf("a"),
    lengthOf("bb"),
    lengthOf("a"),
    Promise.resolve().then(() => lengthOf("")),
    lengthOf("ccc"),
  ];
  expect(await Promise.all(asked)).toEqual([1, 2, 1, undefined, 3]);
  expect(calls).toEqual([["a", "bb", "ccc", ""]]);
  expect(await lengthOf("a")).toBe(1);
  expect(calls).toHaveLength(2);
});

test("a call that fails is told to all who asked, and to nobody who asks later", async () => {
  let isAway = true;
  const read = gathered(async (keys) => {
    await nextTurn();
    if (isAway) throw new Error("away");
    return new Map(keys.map((key) => [key, key]));
  });
  const asked = await Promise.allSettled([read("a"), read("b")]);
  expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  isAway = false;
  expect(await read("a")).toBe("a");
});
