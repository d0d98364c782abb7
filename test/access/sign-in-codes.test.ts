import { expect, test } from "vitest";
import { CODE_LASTS_MS, createSignInCodes } from "../../src/access/sign-in-codes.ts";

test("a code signs in once, within ten minutes, and no other does", () => {
  let nowMs = 0;
  const codes = createSignInCodes(() => nowMs);
  const [code, late] = [codes.make(), codes.make()];
  expect(code).toMatch(/^[\w-]{22}$/u);
  expect(codes.take(`${code}x`)).toBe(false);
  expect(codes.take(code)).toBe(true);
  expect(codes.take(code)).toBe(false);
  nowMs = CODE_LASTS_MS;
  expect(codes.take(late)).toBe(false);
  nowMs = 0;
  expect(codes.take(late)).toBe(false);
});
