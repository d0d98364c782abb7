import { expect, test } from "vitest";
import { rulebookFileOf, splitReference } from "../../src/rulebooks/shelf.ts";

test.each([
  ["wechat", "wechat", null, null],
  ["wechat@2021-09-17", "wechat", "2021-09-17", null],
  ["mine.yaml@2021-09-17", "mine.yaml", "2021-09-17", "mine.yaml"],
  ["mine@ci.yaml", "mine@ci.yaml", null, "mine@ci.yaml"],
  ["mine@ci.json@first", "mine@ci.json", "first", "mine@ci.json"],
  ["/ci/job@2/mine.yaml", "/ci/job@2/mine.yaml", null, "/ci/job@2/mine.yaml"],
  ["C:\\ci\\job@2\\mine", "C:\\ci\\job@2\\mine", null, "C:\\ci\\job@2\\mine"],
  ["/ci/job@2/mine.yml@first", "/ci/job@2/mine.yml", "first", "/ci/job@2/mine.yml"],
])("a sign of an edition may stand in the name of a file too: %s", (reference, name, editionId, file) => {
  expect(splitReference(reference)).toEqual({ name, editionId });
  expect(rulebookFileOf(reference)).toBe(file);
});
