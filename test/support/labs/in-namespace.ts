import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasTool } from "../tools.ts";

const UNSHARE = process.getuid?.() === 0 ? ["-n", "-m"] : ["-U", "-r", "-n", "-m"];
const probe =
  "ip link set lo up && ip route add local 0.0.0.0/0 dev lo && ip -6 route add local ::/0 dev lo && openssl version";
/** Whether network namespaces can be made here. */
export const canIsolate = hasTool(
  spawnSync("unshare", [...UNSHARE, "sh", "-c", probe]).status === 0,
  "no network namespace can be made here (unshare, ip, openssl), so nothing is proven on real connections to every address",
);

/**
 * Runs a script in a network namespace of its own where every address on earth is this machine, with a name server at 127.0.0.53 to be
 * opened by the script, certificates for `good.example.net` (trusted), `expired.example.net` (trusted until yesterday) and `stranger.example.net`, and an environment that names a proxy.
 *
 * @returns What the script printed.
 */
export function runInNamespace(script: string, timeoutMs: number): string {
  const folder = mkdtempSync(join(tmpdir(), "hutong-lab-"));
  writeFileSync(join(folder, "resolv.conf"), "nameserver 127.0.0.53\n");
  for (const [kind, name] of [
    ["good", "good.example.net"],
    ["stranger", "stranger.example.net"],
    ["expired", "expired.example.net"],
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
  const [good, expired] = ["good", "expired"].map((kind) => join(folder, kind));
  // Signed again by itself, so that it ended yesterday.
  execFileSync(
    "openssl",
    ["x509", "-in", `${expired}.pem`, "-signkey", `${expired}.key`, "-days", "-1", "-out", `${expired}.pem`],
    {
      stdio: "ignore",
    },
  );
  const trusted = join(folder, "trusted.pem");
  writeFileSync(trusted, readFileSync(`${good}.pem`, "utf8") + readFileSync(`${expired}.pem`, "utf8"));
  const setUp = `${probe} >&2 && mount --bind "$1/resolv.conf" /etc/resolv.conf && exec "$2" "$3"`;
  const lab = join(import.meta.dirname, script);
  try {
    const run = spawnSync("unshare", [...UNSHARE, "sh", "-c", setUp, "sh", folder, process.execPath, lab], {
      encoding: "utf8",
      timeout: timeoutMs,
      env: {
        ...process.env,
        LAB_CERTIFICATES: folder,
        NODE_EXTRA_CA_CERTS: trusted,
        NODE_OPTIONS: "",
        HTTP_PROXY: "http://93.184.216.35:80",
        HTTPS_PROXY: "http://93.184.216.35:80",
      },
    });
    if (run.status !== 0) throw new Error(`the lab failed: ${run.stderr}${String(run.error ?? "")}`);
    return run.stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
