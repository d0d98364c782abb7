import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

/**
 * Loaded before each pure test. Node's permissions refuse files, processes and threads, and Node 24 has none for the network:
 * what opens a socket or asks for a name throws here instead.
 */
function refuse(): never {
  throw new Error("a pure test opens no socket and asks for no name: see PURE in test/vitest.config.ts");
}

Object.assign(net.Socket.prototype, { connect: refuse });
Object.assign(net.Server.prototype, { listen: refuse });
Object.assign(dgram.Socket.prototype, { bind: refuse, connect: refuse, send: refuse });
const questions = ["lookup", "resolve", "resolve4", "resolve6", "resolveAny", "reverse"];
for (const asks of [dns, dns.promises])
  Object.assign(asks, Object.fromEntries(questions.map((name) => [name, refuse])));
// `import { lookup } from "node:dns/promises"` sees it too.
syncBuiltinESMExports();
