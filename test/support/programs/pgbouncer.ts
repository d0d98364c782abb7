import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasTool } from "../tools.ts";
import { freePort } from "./free-port.ts";

/** Not root, whom it refuses. Every Debian has this user. */
const NOBODY = 65_534;
const STARTS_WITHIN_MS = 60_000;

/** @throws {Error} under CI when it is not installed. */
export function hasPgbouncer(): boolean {
  const isThere = spawnSync("pgbouncer", ["--version"]).error === undefined;
  return hasTool(isThere, "no PgBouncer: install it (apt-get install pgbouncer)");
}

/** A real PgBouncer on loopback before one database, with its defaults but for how it pools. @returns Its address. */
export async function startPgbouncer(url: string, poolMode: "session" | "transaction" | "statement") {
  const { hostname, port, username, password, pathname } = new URL(url);
  const name = pathname.slice(1);
  const folder = mkdtempSync(join(tmpdir(), "hutong-pgbouncer-"));
  const own = await freePort();
  const file = join(folder, "pgbouncer.ini");
  writeFileSync(
    file,
    `[databases]
${name} = host=${hostname} port=${port} dbname=${name} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
pool_mode = ${poolMode}
`,
  );
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if ("uid" in identity) for (const each of [folder, file]) chownSync(each, NOBODY, NOBODY);
  const child = spawn("pgbouncer", ["-q", file], { ...identity, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const exit = once(child, "exit");
  const endsAtMs = performance.now() + STARTS_WITHIN_MS;
  while (!(await takesConnections(own))) {
    if (child.exitCode !== null || performance.now() > endsAtMs) throw new Error(`pgbouncer does not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url: `postgres://${username}@127.0.0.1:${own}/${name}`,
    async close() {
      // Immediate shutdown. Source: pgbouncer(1), signals.
      child.kill("SIGTERM");
      await exit;
      rmSync(folder, { recursive: true });
    },
  };
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
