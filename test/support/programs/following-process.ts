import { openSqliteStore } from "../../../src/store/sqlite/store.ts";
import { startFollowingGateway } from "../followed-gateway.ts";

// A gateway that follows links to this machine, in a process of its own, to be measured: node following-process.ts FILE. Its port is
// its first line. Its tokens are signed with TEST_SECRET.
const unlimited = 100_000_000;
const { port } = await startFollowingGateway({
  store: openSqliteStore(process.argv[2] ?? ""),
  totalTimeoutMs: 5_000,
  limits: { maxSendsPerWindow: unlimited, maxFramesPerWindow: unlimited, maxFollowsPerWindow: unlimited },
});
console.log(port);
