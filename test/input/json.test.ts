import { expect, test } from "vitest";
import { z } from "zod";
import { jsonText, KeptJsonError, readJson, writeJson } from "../../src/input/json.ts";

const schema = z.array(z.strictObject({ url: z.string(), at: z.enum(["here", "there"]) }));
type Value = z.output<typeof schema>;

function faultOf(text: string): KeptJsonError {
  try {
    readJson(schema, jsonText<Value>(text), "table.column");
  } catch (error) {
    if (error instanceof KeptJsonError) return error;
    throw error;
  }
  throw new Error("what is broken was read");
}

test("what was written is read back", () => {
  const value: Value = [{ url: "https://a.example/", at: "there" }];
  expect(readJson(schema, writeJson(value), "table.column")).toEqual(value);
});

test.for([
  ['[{"url":"https://secret.example', "table.column: expected JSON"],
  ['{"secret":1}', "table.column: expected what was written there"],
  ['[{"url":"https://secret.example","at":"secret"}]', "also at [0].at"],
  ['[{"url":"https://secret.example","at":"here"},{"at":"here"}]', "also at [1].url"],
  ['[{"url":"https://secret.example","at":"here","secret words":1}]', "also at [0]"],
] as const)("what is broken is told by its place and its field, without a word of it: %s", ([text, told]) => {
  const fault = faultOf(text);
  expect(fault.message).toContain(told);
  expect(fault.code).toBe("table.column");
  expect(`${fault.stack} ${String(fault.cause)}`).not.toContain("secret");
});
