import { expect, test } from "vitest";
import { moduleText, topLevelDomainsModule } from "../generators/top-level-domains.ts";
import { TOP_LEVEL_DOMAINS, TOP_LEVEL_DOMAINS_SOURCE } from "../../src/links/data/top-level-domains.ts";
import { isTopLevelDomain, readsAsWebAddress } from "../../src/links/top-level-domain.ts";

test("the list says where it is from and of what day", () => {
  expect(TOP_LEVEL_DOMAINS_SOURCE.date).toMatch(/^\d{4}-\d{2}-\d{2}|^\w{3} \w{3} /u);
  expect(TOP_LEVEL_DOMAINS.length).toBeGreaterThan(1400);
});

test("a top-level domain is known in Unicode, in xn-- form and in any case", () => {
  for (const label of ["com", "COM", "中国", "xn--fiqs8s", "XN--P1AI", "рф", "vermögensberater"])
    expect(isTopLevelDomain(label)).toBe(true);
  for (const label of ["docx", "js", "", "co m"]) expect(isTopLevelDomain(label)).toBe(false);
});

test("linkifyjs reads every ASCII name of the dated list", () => {
  const ascii = TOP_LEVEL_DOMAINS.filter((name) => /^[a-z]+$/u.test(name));
  expect(ascii.filter((name) => !readsAsWebAddress(`example.${name}`))).toEqual([]);
});

test("a refresh keeps IANA's version and date and refuses a list cut short", () => {
  const rows = Array.from({ length: 1200 }, (_, index) => `T${index.toString(36)}`);
  const written = topLevelDomainsModule(
    ["# Version 2026112500, Last Updated Wed Nov 25 07:07:01 2026 UTC", ...rows, "XN--FIQS8S"].join("\n"),
  );
  expect(written).toContain("version 2026112500");
  expect(written).toContain("Wed Nov 25 07:07:01 2026 UTC");
  expect(written).toContain("中国");
  expect(() => topLevelDomainsModule("# Version 1, Last Updated x\nCOM")).toThrow(/cut short/u);
  expect(() => topLevelDomainsModule("<html>")).toThrow(/dated head/u);
  expect(moduleText("s", "d", ["b", "a"])).toContain("a b");
});
