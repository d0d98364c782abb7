import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { hasTool } from "../tools.ts";
import { freePort } from "./free-port.ts";

export type ProxyProgram = "nginx" | "haproxy" | "caddy";

const START_TIMEOUT_MS = 60_000;

/** @throws {Error} under CI when it is not installed. */
export function hasProxy(program: ProxyProgram): boolean {
  const packageName = program === "nginx" ? "nginx-light" : program;
  return hasTool(
    spawnSync(program, [program === "caddy" ? "version" : "-v"]).error === undefined,
    `no ${program} to be behind: install it (apt-get install ${packageName})`,
  );
}

export interface Proxy {
  readonly port: number;
  readonly isTls: boolean;
  close(): Promise<void>;
}

/** What a configuration is written with. */
export interface ProxySite {
  readonly port: number;
  readonly plainPort: number;
  readonly gatewayPort: number;
  /** Certificate and key in one PEM file. */
  readonly pem: string;
}

const FILES = {
  nginx: { one: "nginx.conf", several: "nginx-cluster.conf" },
  haproxy: { one: "haproxy.cfg", several: "haproxy-cluster.cfg" },
  caddy: { one: "Caddyfile", several: "Caddyfile.cluster" },
} as const;

/** The shipped configuration with this test's ports and certificate, and not another word changed. */
export function shippedConfig(program: ProxyProgram, site: ProxySite): string {
  return shippedFile(FILES[program].one, site);
}

/** The one for several gateways. @param places  `host:port` in that of `172.30.0.11:8080` and so on. */
export function shippedClusterConfig(program: ProxyProgram, places: readonly string[], site: ProxySite): string {
  const text = shippedFile(FILES[program].several, site);
  return text.replaceAll(/172\.30\.0\.1(\d):8080/gu, (_, number: string) => places[Number(number) - 1] ?? "");
}

function shippedFile(file: string, site: ProxySite): string {
  const { port, plainPort, gatewayPort, pem } = site;
  const shipped = readFileSync(new URL(`../../../deploy/${file}`, import.meta.url), "utf8");
  if (file.startsWith("Caddyfile")) return caddyfileOf(shipped, site);
  const text = shipped
    .replaceAll(/:443\b|\b443(?= ssl)/gu, (found) => found.replace("443", `${port}`))
    .replaceAll(/(?<=listen |:)80(?=;|\n)/gu, `${plainPort}`)
    .replaceAll("127.0.0.1:8080", `127.0.0.1:${gatewayPort}`)
    .replaceAll(/\/etc\/\S+\/chat\.example\S*\.pem|\/etc\/ssl\/chat\.example\/\w+\.pem/gu, pem);
  const hasIpv6 = Object.values(networkInterfaces()).some((each) => each?.some(({ family }) => family === "IPv6"));
  return hasIpv6 ? text : text.replaceAll(/^ *listen \[::\].*\n/gmu, "");
}

/**
 * Caddy has its ports in options before the sites, and answers nobody who asks by another name than a site has. It makes certificates for
 * some of those too, which this machine is not to trust.
 */
function caddyfileOf(shipped: string, { port, plainPort, gatewayPort, pem }: ProxySite): string {
  return `{
	admin off
	skip_install_trust
	http_port ${plainPort}
	https_port ${port}
	default_sni chat.example
}
${shipped.replace("chat.example {\n", `chat.example, localhost, 127.0.0.1 {\n\ttls ${pem} ${pem}\n`).replaceAll("127.0.0.1:8080", `127.0.0.1:${gatewayPort}`)}`;
}

/** Starts the real program on free ports and waits until it takes connections. */
export async function startProxy(
  program: ProxyProgram,
  gatewayPort: number,
  configOf: (site: ProxySite) => string,
  { isTls }: { readonly isTls: boolean },
): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), `hutong-${program}-`));
  const [port, plainPort] = [await freePort(), await freePort()];
  const pem = makeCertificate(folder);
  const config = configOf({ port, plainPort, gatewayPort, pem });
  const main = join(folder, "main.conf");
  writeFileSync(main, program === "nginx" ? nginxMain(folder, config) : config);
  const args = {
    nginx: ["-p", folder, "-c", main, "-g", "daemon off;"],
    haproxy: ["-db", "-f", main],
    caddy: ["run", "--adapter", "caddyfile", "--config", main],
  }[program];
  // Caddy keeps its state in the home folder.
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], env });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const exit = once(child, "exit");
  async function close(): Promise<void> {
    if (child.exitCode === null) child.kill("SIGTERM");
    await exit;
    rmSync(folder, { recursive: true });
  }
  const endsAtMs = performance.now() + START_TIMEOUT_MS;
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null || performance.now() > endsAtMs) {
      await close();
      throw new Error(`${program} does not start: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { port, isTls, close };
}

/** What Debian's nginx.conf has around a file of conf.d, with everything it writes in one folder. */
function nginxMain(folder: string, config: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const paths = temporary.map((name) => `${name}_temp_path ${join(folder, name)};`);
  // Its workers read the folder too, which is its owner's only.
  const user = process.getuid?.() === 0 ? "user root;" : "";
  return `${user} worker_processes 1; pid ${join(folder, "pid")}; error_log stderr error;
events { worker_connections 512; }
http { access_log off; ${paths.join(" ")}
${config}
}
`;
}

function makeCertificate(folder: string): string {
  const [key, certificate, pem] = ["key.pem", "certificate.pem", "both.pem"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const subject = ["-subj", "/CN=chat.example", "-addext", "subjectAltName=DNS:chat.example"];
  const made = spawnSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"].concat([
      "-nodes",
      "-days",
      "1",
      "-keyout",
      key,
      "-out",
      certificate,
      ...subject,
    ]),
  );
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr.toString("utf8")}`);
  writeFileSync(pem, readFileSync(certificate, "utf8") + readFileSync(key, "utf8"));
  return pem;
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true));
    socket.on("error", () => resolve(false));
    socket.on("close", () => socket.destroy());
    socket.on("connect", () => socket.destroy());
  });
}
