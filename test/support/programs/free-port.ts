import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * What a system gives to whom asks for any port, and to outgoing connections, stands above: nobody takes such a port between two starts
 * of its program. Source: RFC 6335, section 6 (49152 and up); Linux, ip_local_port_range (32768 and up).
 */
const PORTS = { from: 11_000, below: 32_000 };

/** A port of loopback for a program that cannot choose one itself, or that comes back at the same one. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.below);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
