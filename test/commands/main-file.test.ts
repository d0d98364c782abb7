import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("an earlier Node is told what is needed before anything that it lacks is loaded", () => {
  const text = readFileSync("src/main.js", "utf8");
  expect(text).not.toMatch(/^import\b/mu);
  expect(text.indexOf("LEAST_NODE")).toBeLessThan(text.indexOf("import("));
});
