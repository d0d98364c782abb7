import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseExposition } from "../support/doubles/exposition.ts";
import { openSite, page, startFollowingGateway } from "../support/followed-gateway.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { createPrometheusMeter } from "../../src/telemetry/prometheus.ts";
import { monitorProcess } from "../../src/telemetry/process-reading.ts";
import { enter } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";
import { hasTool } from "../support/tools.ts";

const hasPromtool = hasTool(
  spawnSync("promtool", ["--version"]).status === 0,
  "the alert rules are not tested: promtool is missing (Debian's package prometheus)",
);
const FOLDER = resolve(import.meta.dirname, "../../deploy/monitoring");
const dashboard = z
  .object({
    uid: z.string(),
    panels: z.array(
      z.object({
        id: z.int(),
        title: z.string(),
        targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(FOLDER, "dashboard.json"), "utf8")));
const rules = z
  .object({ groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })) })
  .parse(parse(readFileSync(join(FOLDER, "alerts.yaml"), "utf8")))
  .groups.flatMap((group) => group.rules);

/** What Debian's promtool says; its exit code with it. */
function promtool(
  args: readonly string[],
  input = "",
): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((done, failed) => {
    const child = spawn("promtool", args, { cwd: FOLDER });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
    child.on("error", failed).on("close", (code) => done({ code, said }));
    child.stdin.end(input);
  });
}

/** What Prometheus gets of a gateway at which a message was sent and its link followed. */
async function scraped(): Promise<string> {
  const metrics = createMetrics(createPrometheusMeter());
  const monitor = monitorProcess();
  metrics.tellProcess(() => monitor.read());
  metrics.tellBuild({ version: "0.1.0", node: "24.0.0" });
  const lists = new Map([["mine", 1]]);
  metrics.tellLists(() => ({ list_entries: lists, list_age_seconds: lists, list_refused_entries: lists }));
  const site = await openSite();
  const gateway = await startFollowingGateway({ metrics });
  try {
    site.pages.set("/", page("A page"));
    const alice = await enter(gateway, "alice");
    const bob = await enter(gateway, "bob");
    alice.say({ type: "send", id: "1", key: "k", to: "bob", text: site.url("/") });
    await alice.next("sent");
    await bob.next("message");
    await alice.next("link");
    alice.say({ type: "send", id: "2", key: "k", to: "bob", text: "another text" });
    await alice.next("error");
    return await (await fetch(`${gateway.http}/metrics`)).text();
  } finally {
    monitor.close();
    await gateway.close();
    await site.close();
  }
}

/** Names of metrics in an expression, with the labels that it asks for or sums by. */
function askedIn(expr: string): { readonly name: string; readonly labels: readonly string[] }[] {
  const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/gu)].flatMap(([, names = ""]) => names.split(/,\s*/u));
  return [...expr.matchAll(/\b(hutong_\w+)(?:\{([^}]*)\})?/gu)].map(([, name = "", matchers = ""]) => ({
    name,
    labels: [...matchers.matchAll(/(\w+)(?:=~?|!=)/gu)].map(([, label = ""]) => label).concat(grouped),
  }));
}

test.skipIf(!hasPromtool)(
  "every expression of the dashboard and of the alerts names metrics and labels that a gateway tells",
  async () => {
    const text = await scraped();
    const told = new Map<string, Set<string>>();
    for (const family of parseExposition(text).values())
      for (const { name, labels } of family.samples)
        told.set(name, new Set([...(told.get(name) ?? []), ...Object.keys(labels), "instance", "job"]));
    // These have their labels once something happened; what it is, their own tests show.
    for (const [name, ...labels] of [
      ["hutong_refused_total", "kind"],
      ["hutong_closed_total", "kind"],
      ["hutong_rulebook_reloads_total", "role", "outcome"],
    ] as const)
      told.set(name, new Set([...(told.get(name) ?? []), ...labels]));
    const expressions = [...dashboard.panels.flatMap(({ targets }) => targets), ...rules].map(({ expr }) => expr);
    expect(expressions.length).toBeGreaterThan(40);
    const asked = expressions.flatMap(askedIn);
    expect(asked.filter(({ name }) => !told.has(name))).toEqual([]);
    expect(asked.filter(({ name, labels }) => labels.some((label) => told.get(name)?.has(label) !== true))).toEqual([]);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);

    const linted = await promtool(["check", "metrics"], text);
    expect(linted).toEqual({ code: 0, said: "" });
  },
  60_000,
);

test("what an alert asks of one kind is told from the start, so that the first of it is an increase", () => {
  const text = createMetrics(createPrometheusMeter()).text();
  const asked = rules.flatMap(({ expr }) => [...expr.matchAll(/(hutong_\w+_total)\{(\w+="[^"]*")\}/gu)]);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(([, name = "", label = ""]) => !text.includes(`${name}{${label}} 0`))).toEqual([]);
});

test.skipIf(!hasPromtool)("the alert rules are sound, each is unit-tested, and the tests pass", async ({ folder }) => {
  expect(await promtool(["check", "rules", "alerts.yaml"])).toMatchObject({ code: 0 });
  expect(await promtool(["test", "rules", "alerts-test.yaml"])).toMatchObject({ code: 0 });
  const tested = readFileSync(join(FOLDER, "alerts-test.yaml"), "utf8");
  expect(rules.filter(({ alert }) => !new RegExp(`alertname: ${alert}$`, "mu").test(tested))).toEqual([]);
  // What the dashboard asks is what Prometheus can read: its variables in, each expression is a rule.
  const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const asRules = {
    groups: [
      {
        name: "dashboard",
        rules: expressions.map((expr, index) => ({
          record: `panel:${String(index)}`,
          expr: expr.replaceAll("$__rate_interval", "5m").replaceAll("$instance", ".*"),
        })),
      },
    ],
  };
  const file = join(folder, "dashboard.yaml");
  writeFileSync(file, JSON.stringify(asRules));
  expect(await promtool(["check", "rules", file])).toMatchObject({ code: 0 });
});
