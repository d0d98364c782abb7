import { beforeAll, describe, expect, test } from "vitest";
import { canIsolate, runInNamespace } from "../support/labs/in-namespace.ts";
import type { LabReport } from "../support/labs/namespace-lab.ts";

describe.runIf(canIsolate)(
  "inside a network namespace where every address is this machine, with production defaults",
  () => {
    let report: LabReport;
    beforeAll(() => {
      report = JSON.parse(runInNamespace("namespace-lab.ts", 110_000)) as LabReport;
    });

    test("no forbidden address is connected to, directly, by name, among other answers or by redirect", () => {
      expect(report.tries).toBeGreaterThan(4_000);
      expect(report.forbidden).toEqual([]);
    });

    test("no ordinary public address is refused", () => {
      expect(report.refusedPublic).toEqual([]);
    });

    test("a name is asked once, and the answer that was judged is the one connected to", () => {
      expect(report.rebinding).toEqual({ reached: ["93.184.216.50:80"], questions: 1 });
    });

    test("TLS is verified for the name, by certificate, name and version", () => {
      expect(report.tls).toEqual({
        good: "200",
        literal: "tls",
        stranger: "tls",
        "other-name": "tls",
        old: "tls",
        plain: "tls",
        expired: "tls",
      });
      expect(report.hello).toBe("good.example.net TLSv1.3");
    });

    test("every way on is followed to a public page", () => {
      expect(report.followed).toEqual(["301", "302", "303", "307", "308", "refresh", "meta", "body"]);
    });

    test("where https is lost on the way is told", () => {
      expect(report.downgrades).toEqual([false, true, false, "http://8.8.8.8/"]);
    });

    test("a name server that knows nothing, too much, or says nothing is a stated failure", () => {
      expect(report.dns).toEqual(["dns", "dns", "dns", "timeout"]);
    });

    test("a name server that says nothing of IPv6 does not keep IPv4 waiting", () => {
      expect(report.halfSilent).toBe("200");
    });

    test("what TLS itself sends is counted", () => {
      expect(report.withinBytes).toEqual(["200", "too_large", "too_large"]);
    });

    test("a picture comes through the same door", () => {
      expect(report.picture).toBe("image/png");
    });

    test("a proxy of the environment is never spoken to", () => {
      expect(report.proxyConnections).toBe(0);
    });
  },
);
