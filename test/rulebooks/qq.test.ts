import { expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { knownAppsOf } from "../../src/rulebooks/known-apps.ts";
import { auditRulebook } from "../../src/policy/compare/audit.ts";
import { decide } from "../../src/policy/decide/decide.ts";
import { compiledBook, factsOf } from "../policy/facts.ts";

const qq = compiledBook("qq");
const seen = (at: string, of: Parameters<typeof factsOf>[0] = {}) => {
  const { action, basis, edition } = decide(qq, factsOf({ at: `${at}+08:00`, host: "qq", ...of }));
  return [action, basis, edition];
};

test("a rival's link opens on the morning of 17 September and not after 14:51, and only what was tested is said so", () => {
  const fliggy = { app: "fliggy" };
  expect(seen("2021-09-17T14:50:59")).toEqual(["open_in_place", "tested", "2021-09-17"]);
  expect(seen("2021-09-17T14:50:59", fliggy)).toEqual(["open_in_place", "inferred", "2021-09-17"]);
  expect(seen("2021-09-17T14:51:00")).toEqual(["open_externally", "tested", "2021-09-17-afternoon"]);
  expect(seen("2021-09-17T14:51:00", fliggy)).toEqual(["open_externally", "inferred", "2021-09-17-afternoon"]);
  expect(seen("2021-09-16T23:59:59")).toEqual(["open_externally", "house", null]);
});

test("the audit finds nothing silent, missing, left to the default or older than its sources", () => {
  const audit = auditRulebook(qq.rulebook, { apps: knownAppsOf(openChecker().registry) });
  expect(audit).toMatchObject({ silentRules: [], defaultOnly: [], missing: [], olderThanSources: [] });
  const shops = audit.unequal.find(({ class: cls }) => cls === "e-commerce");
  expect(shops?.scope.at).toEqual([{ from: "2021-09-17T06:51:00.000Z", until: null }]);
});
