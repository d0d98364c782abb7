import { afterEach, expect, test, vi } from "vitest";
import { hasTool } from "./tools.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("a tool that is not here skips tests by hand and fails them under CI", () => {
  for (const CI of ["", "true"]) {
    vi.stubEnv("CI", CI);
    expect(hasTool(true, "No Chromium: install it")).toBe(true);
  }
  vi.stubEnv("CI", "");
  expect(hasTool(false, "No Chromium: install it")).toBe(false);
  vi.stubEnv("CI", "true");
  expect(() => hasTool(false, "No Chromium: install it")).toThrow("No Chromium: install it");
});
