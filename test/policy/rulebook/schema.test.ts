import { expect, test, vi } from "vitest";
import { z } from "zod";

test("the schemas of a rulebook are made when one is read: a start that reads none pays nothing for them", async () => {
  vi.resetModules();
  const made = () => z.globalRegistry._idmap.get("When");
  const before = made();
  const { rulebookSchemas } = await import("../../../src/policy/rulebook/schema.ts");
  expect(made()).toBe(before);
  rulebookSchemas();
  expect(made()).not.toBe(before);
});
