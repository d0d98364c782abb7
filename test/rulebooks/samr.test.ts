import { expect, test } from "vitest";
import { auditRulebook } from "../../src/policy/compare/audit.ts";
import { compiledBook, KNOWN_APPS } from "../policy/facts.ts";

const samr = compiledBook("samr").rulebook;

test("the competition line treats rivals as allies, and says where the platform does not", () => {
  const own = auditRulebook(samr, { apps: KNOWN_APPS, against: samr });
  expect(own).toMatchObject({ unequal: [], silentRules: [], defaultOnly: [], missing: [], olderThanSources: [] });
  for (const { breaches } of own.obligations) expect(breaches).toEqual([]);
  const { obligations } = auditRulebook(compiledBook("wechat").rulebook, { apps: KNOWN_APPS, against: samr });
  const last = obligations.find(
    ({ edition, obligation }) => edition === "2026-02-13" && obligation.id === "no-blocking",
  );
  expect(last?.breaches.map(({ class: cls }) => cls)).toContain("short_video");
});
