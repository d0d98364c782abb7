import { expect, test } from "vitest";
import { z } from "zod";
import { describeIssues, issuesOf } from "../../src/input/issues.ts";

function errorOf(schema: z.ZodType, value: unknown): z.ZodError {
  const { error } = schema.safeParse(value, { reportInput: true });
  if (error === undefined) throw new Error("the value was taken");
  return error;
}

const schema = z.strictObject({
  id: z.string(),
  at: z.union([z.iso.date(), z.iso.datetime()], { error: "expected a day or an instant" }),
  of: z.union([z.string(), z.array(z.strictObject({ kind: z.enum(["a", "b"]) }))]),
});

test("of a union the branch speaks whose form the input has, else the schema's own sentence", () => {
  const value = { id: "x", at: "yesterday", of: [{ kind: "a" }, { kind: "c" }] };
  expect(describeIssues(errorOf(schema, value))).toBe(
    "at: expected a day or an instant; of[1].kind: expected one of a, b",
  );
});

test("each key that is not expected is a mistake of its own, and a missing value is known as such", () => {
  const issues = issuesOf(errorOf(schema, { at: "2020-01-01", of: "x", colour: 1, size: 2 }));
  expect(issues.map(({ path, isKey, isMissing }) => ({ path, isKey, isMissing }))).toEqual([
    { path: ["id"], isKey: false, isMissing: true },
    { path: ["colour"], isKey: true, isMissing: false },
    { path: ["size"], isKey: true, isMissing: false },
  ]);
});

test("a text that YAML reads as something else for lack of quotes is known as such", () => {
  const issues = issuesOf(errorOf(schema, { id: 2021, at: "2020-01-01", of: "x" }));
  expect(issues).toMatchObject([{ path: ["id"], isUnquoted: true, message: "expected a text, not a number" }]);
  expect(issuesOf(errorOf(schema, { id: [], at: "2020-01-01", of: "x" }))[0]?.isUnquoted).toBe(false);
});

test("a mistake of the whole has a name too, and no message repeats a value", () => {
  expect(describeIssues(errorOf(schema, "secret"))).toBe("the object: expected an object, not a text");
});

test("of a union of objects that branch speaks whose fields the input has", () => {
  const either = z.union([
    z.strictObject({ entry: z.string(), kind: z.enum(["a", "b"]) }),
    z.strictObject({ suspend: z.string(), until: z.string() }),
  ]);
  const told = (given: unknown) => describeIssues(errorOf(z.object({ effect: either }), { effect: given }));
  expect(told({ suspend: "bob" })).toBe("effect.until: expected a text");
  expect(told({ entry: "x.example", kind: "c" })).toBe("effect.kind: expected one of a, b");
});

test("bounds are told in the words of who writes, without a library's", () => {
  const bounds = z.object({ reason: z.string().min(1), limit: z.coerce.number().int().max(9), n: z.int() });
  expect(describeIssues(errorOf(bounds, { reason: "", limit: "10", n: 1.5 }))).toBe(
    "reason: expected at least 1 character; limit: expected at most 9; n: expected a whole number",
  );
  expect(describeIssues(errorOf(bounds, { reason: "x", limit: "ten", n: 1 }))).toBe("limit: expected a number");
});
