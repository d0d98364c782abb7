import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../src/client/index.ts";
import { signToken } from "../../src/access/tokens.ts";
import { openSite } from "../support/followed-gateway.ts";
import { latenciesOf, RATE_PER_S, row } from "./sent-latency.ts";
import { spawnListening } from "../support/programs/spawn-listening.ts";
import { TEST_SECRET } from "../support/secret.ts";

const SLOW_LINKS = 1_000;
const SENDERS = 50;
/** Each has a share of its own in what is asked at once. */
const ASKERS = 20;

/** Latency of `sent` at a fixed rate, from the moment each message was due; with and without links that resolve slowly meanwhile. */
export async function bench(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-bench-"));
  const site = await openSite();
  site.pages.set("/slow", () => undefined);
  const gateway = await spawnListening("following-process.ts", [join(folder, "hutong.sqlite")]);
  const enter = (user: string) =>
    connect(gateway.ws, () => signToken(user, TEST_SECRET, 3_600, new Date()), { device: "bench" });
  const senders = Array.from({ length: SENDERS }, (_, index) => enter(`sender${index}`));
  const requesters = Array.from({ length: ASKERS }, (_, index) => enter(`requester${index}`));
  try {
    await Promise.all([...senders, ...requesters].map((client) => client.ready()));
    await latenciesOf(senders);
    const quiet = await latenciesOf(senders);
    print(row("nothing else", quiet));
    const slow = Array.from({ length: SLOW_LINKS }, async (_, index) =>
      requesters[index % ASKERS]?.send(
        "reader",
        site.url("/slow").replace("short.site.net", `slow${index}.site${index}.net`),
      ),
    );
    await Promise.all(slow);
    // They are followed for five seconds from here on.
    const busy = await latenciesOf(senders);
    print(row(`${SLOW_LINKS} links that never answer`, busy));
    print(`  ratio ${(busy.p50 / quiet.p50).toFixed(2)} at p50, ${(busy.p99 / quiet.p99).toFixed(2)} at p99`);
    print(`  ${RATE_PER_S} messages/s with a link, SQLite on disk, ${site.asked.length} requests to the slow sites`);
  } finally {
    for (const client of [...senders, ...requesters]) client.close();
    await gateway.kill();
    await site.close();
    rmSync(folder, { recursive: true });
  }
}
