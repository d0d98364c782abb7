import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LabReport } from "../support/namespace-lab.ts";

const UNSHARE = process.getuid?.() === 0 ? ["-n", "-m"] : ["-U", "-r", "-n", "-m"];
const probe =
  "ip link set lo up && ip route add local 0.0.0.0/0 dev lo && ip -6 route add local ::/0 dev lo && openssl version";
const canIsolate = spawnSync("unshare", [...UNSHARE, "sh", "-c", probe]).status === 0;
if (!canIsolate)
  console.warn(
    "SKIPPED: no network namespace can be made here (unshare, ip, openssl), so the guard was not proven on real connections",
  );

test.runIf(process.env["CI"] === "true")("CI can make network namespaces", () => {
  expect(canIsolate).toBe(true);
});

describe.runIf(canIsolate)(
  "inside a network namespace where every address is this machine, with production defaults",
  () => {
    let report: LabReport;
    let folder = "";
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "hutong-lab-"));
      writeFileSync(join(folder, "resolv.conf"), "nameserver 127.0.0.53\n");
      for (const [kind, name] of [
        ["good", "good.example.net"],
        ["stranger", "stranger.example.net"],
      ] as const) {
        const key = [
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:prime256v1",
          "-nodes",
          "-keyout",
          join(folder, `${kind}.key`),
        ];
        const names = [
          "-subj",
          `/CN=${name}`,
          "-addext",
          `subjectAltName=DNS:${name}`,
          "-days",
          "2",
          "-out",
          join(folder, `${kind}.pem`),
        ];
        execFileSync("openssl", ["req", "-x509", ...key, ...names], { stdio: "ignore" });
      }
      const setUp = `${probe} >&2 && mount --bind "$1/resolv.conf" /etc/resolv.conf && exec "$2" "$3"`;
      const lab = join(import.meta.dirname, "../support/namespace-lab.ts");
      const run = spawnSync("unshare", [...UNSHARE, "sh", "-c", setUp, "sh", folder, process.execPath, lab], {
        encoding: "utf8",
        timeout: 55_000,
        env: {
          ...process.env,
          LAB_CERTIFICATES: folder,
          NODE_EXTRA_CA_CERTS: join(folder, "good.pem"),
          NODE_OPTIONS: "",
          HTTP_PROXY: "http://93.184.216.35:80",
          HTTPS_PROXY: "http://93.184.216.35:80",
        },
      });
      if (run.status !== 0) throw new Error(`the lab failed: ${run.stderr}${String(run.error ?? "")}`);
      report = JSON.parse(run.stdout) as LabReport;
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
      });
      expect(report.hello).toBe("good.example.net TLSv1.3");
    });

    test("a picture comes through the same door", () => {
      expect(report.picture).toBe("image/png");
    });

    test("a proxy of the environment is never spoken to", () => {
      expect(report.proxyConnections).toBe(0);
    });
  },
);
