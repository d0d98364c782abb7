import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { z } from "zod";
import { connect } from "../../src/client/index.ts";
import { signToken } from "../../src/access/tokens.ts";
import { freePort } from "../support/programs/free-port.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { test } from "../support/test.ts";
import { hasTool } from "../support/tools.ts";

const hasPrometheus = hasTool(
  spawnSync("prometheus", ["--version"]).status === 0,
  "nothing is scraped: prometheus is missing (Debian's package prometheus)",
);
const ALERTS = resolve(import.meta.dirname, "../../deploy/monitoring/alerts.yaml");
/** As often as it scrapes. */
const EVERY = { interval: 200 };
const answerSchema = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

test.skipIf(!hasPrometheus)(
  "Prometheus scrapes a gateway under load, and its rates are the load's",
  async ({ folder, onTestFinished }) => {
    const gateway = await spawnServe(
      ["--port", "0", "--data", join(folder, "data"), "--resolve", "off"],
      TEST_SECRET_TEXT,
    );
    onTestFinished(async () => void (await gateway.stop()));
    const config = {
      global: { scrape_interval: "200ms", scrape_timeout: "200ms" },
      rule_files: [ALERTS],
      scrape_configs: [{ job_name: "hutong", static_configs: [{ targets: [`127.0.0.1:${gateway.port}`] }] }],
    };
    writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
    const address = `127.0.0.1:${await freePort()}`;
    const prometheus = spawn(
      "prometheus",
      ["--config.file=prometheus.yml", "--storage.tsdb.path=tsdb", `--web.listen-address=${address}`],
      { cwd: folder, stdio: "ignore" },
    );
    onTestFinished(async () => {
      const ended = once(prometheus, "exit");
      prometheus.kill("SIGKILL");
      await ended;
    });

    const client = connect(gateway.ws, await signToken("alice", TEST_SECRET, 3_600, new Date()), { device: "desk" });
    onTestFinished(() => client.close());
    await client.ready();
    let sent = 0;
    const load = new AbortController();
    const writing = (async () => {
      for (; !load.signal.aborted; sent += 1) await client.send("bob", `${sent} https://item.jd.com/100012043978.html`);
    })();
    const ask = async (query: string): Promise<number | undefined> => {
      const answer = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(query)}`);
      const [first] = answerSchema.parse(await answer.json()).data.result;
      return first === undefined ? undefined : Number(first.value[1]);
    };
    await expect.poll(() => ask('up{job="hutong"}'), EVERY).toBe(1);
    await expect.poll(() => ask("sum(rate(hutong_messages_total[2s]))"), EVERY).toBeGreaterThan(0);
    load.abort();
    await writing;
    // The last scrape after the load has every message of it.
    await expect.poll(() => ask("sum(hutong_messages_total)"), EVERY).toBe(sent);
  },
);
