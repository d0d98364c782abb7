import { beforeAll, describe, expect, test } from "vitest";
import { canIsolate, runInNamespace } from "../support/labs/in-namespace.ts";
import type { HostileLabReport } from "../support/labs/hostile-program-lab.ts";
import type { ProgramLabReport } from "../support/labs/program-lab.ts";

/** Of thousands of links on a busy machine. */
const LAB_MS = 280_000;
const HOOK_MS = LAB_MS + 20_000;

describe.runIf(canIsolate)("the shipped program in a network namespace where every address is this machine", () => {
  let report: ProgramLabReport;
  beforeAll(() => {
    report = JSON.parse(runInNamespace("program-lab.ts", LAB_MS)) as ProgramLabReport;
  }, HOOK_MS);

  test("hutong check follows no link to a forbidden address, directly, by name or by redirect", () => {
    expect(report.links).toBeGreaterThan(2_000);
    expect(report.byCheck).toEqual([]);
    expect(report.followedByCheck).toEqual([]);
  });

  test("nor does a gateway, and every message gets a final verdict for each of its links", () => {
    expect(report.byGateway).toEqual([]);
    expect(report.followedByGateway).toEqual([]);
  });

  test("public pages are followed to their end", () => {
    expect(report.publicPages).toEqual([
      ["final", "reached", "https://good.example.net/"],
      ["final", "reached", "https://good.example.net/"],
    ]);
  });

  test("a picture of a public host is shown, one on a name that leads inside is not asked for", () => {
    expect(report.pictures).toEqual([200, 404]);
  });

  test("a proxy of the environment is never spoken to", () => {
    expect(report.proxyConnections).toBe(0);
  });
});

describe.runIf(canIsolate)("the shipped program among hostile web servers", () => {
  let report: HostileLabReport;
  beforeAll(() => {
    report = JSON.parse(runInNamespace("hostile-program-lab.ts", LAB_MS)) as HostileLabReport;
  }, HOOK_MS);

  test("hutong check tells of each behaviour what came of it", () => {
    expect(report.behaviours).toBeGreaterThan(120);
    expect(report.byCheck).toEqual([]);
  });

  test("a gateway does too, all of them at once, and an ordinary link of another user is followed meanwhile", () => {
    expect(report.byGateway).toEqual([]);
    expect(report.ordinary).toBe(404);
    expect(report.open).toBe(0);
  });
});
