import { createLocalBus } from "../../src/bus/local.ts";
import { createGateway } from "../../src/gateway/gateway.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { plainJudge } from "./plain-judge.ts";

// A gateway in a process of its own, to be killed or measured: node gateway-process.ts FILE PORT SECRET. Its port is its first line.
const [file = "", port = "0", secret = ""] = process.argv.slice(2);
const unlimited = 100_000_000;
const gateway = createGateway({
  store: openSqliteStore(file),
  bus: createLocalBus(),
  clock: () => new Date(),
  secret: new TextEncoder().encode(secret),
  rulebookAt: () => ({ rulebook: "plain", edition: null, hash: null }),
  judge: plainJudge,
  limits: { maxSendsPerWindow: unlimited, maxFramesPerWindow: unlimited, hardMarkBytes: 16_777_216 },
  log: () => {},
});
const address = await gateway.listen(Number(port), "127.0.0.1");
console.log(address.port);
