import { expect, test } from "vitest";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { createPrometheusMeter } from "../../src/telemetry/prometheus.ts";
import { parseExposition } from "../support/doubles/exposition.ts";

const GAUGES = { connections: 3, resident_bytes: 1_000_000, store_clock_ahead_seconds: 0 };

const COUNTERS = [
  "messages repeats frames errors closed refused signed_in slow_dropped followed opened images faults",
  "rulebook_reloads shadow_judged shadow_differences",
].flatMap((names) => names.split(" ").map((name) => `hutong_${name}_total`));

test("every metric is told from the start, in the text format, under the name it always had", async () => {
  const metrics = createMetrics(createPrometheusMeter());
  const families = parseExposition(metrics.text(GAUGES));
  for (const name of COUNTERS) {
    expect(families.get(name)).toMatchObject({ type: "counter", samples: [{ name, labels: {}, value: 0 }] });
  }
  expect(families.get("hutong_connections")).toMatchObject({ type: "gauge", samples: [{ labels: {}, value: 3 }] });
  expect(families.get("hutong_resident_bytes")?.samples[0]?.value).toBe(1_000_000);
});

test("what was added is told by its labels, asked once or twice", async () => {
  const metrics = createMetrics(createPrometheusMeter());
  metrics.add("messages");
  metrics.add("messages");
  metrics.add("errors", "bad_frame");
  metrics.add("errors", 'quoted "\\\n');
  metrics.add("rulebook_reloads", { role: "shadow", outcome: "changed" });
  metrics.text(GAUGES);
  metrics.add("errors", "bad_frame");
  const families = parseExposition(metrics.text({ ...GAUGES, connections: 0 }));
  expect(families.get("hutong_messages_total")?.samples).toMatchObject([{ labels: {}, value: 2 }]);
  expect(families.get("hutong_errors_total")?.samples).toMatchObject([
    { labels: { kind: "storage" }, value: 0 },
    { labels: { kind: "bad_frame" }, value: 2 },
    { labels: { kind: 'quoted "\\\n' }, value: 1 },
  ]);
  expect(families.get("hutong_rulebook_reloads_total")?.samples).toMatchObject([
    { labels: { role: "shadow", outcome: "changed" }, value: 1 },
  ]);
  expect(families.get("hutong_connections")?.samples[0]?.value).toBe(0);
});

test("a histogram counts each value in every bucket that takes it, and sums them", async () => {
  const metrics = createMetrics(createPrometheusMeter());
  for (const seconds of [0.01, 0.015, 0.4, 60]) metrics.observe("follow_seconds", seconds, "final");
  metrics.observe("follow_seconds", 1, "timeout");
  metrics.observe("send_seconds", 0.002);
  const families = parseExposition(metrics.text(GAUGES));
  const follow = families.get("hutong_follow_seconds");
  expect(follow?.type).toBe("histogram");
  const of = (kind: string, suffix: string) =>
    follow?.samples.filter(({ name, labels }) => labels["kind"] === kind && name.endsWith(suffix)) ?? [];
  const buckets = of("final", "_bucket").map(({ labels, value }) => [labels["le"], value] as const);
  expect(Object.fromEntries(buckets)).toMatchObject({ "0.01": 1, "0.05": 2, "0.2": 2, "0.5": 3, "30": 3, "+Inf": 4 });
  expect(buckets.map(([, value]) => value)).toEqual(buckets.map(([, value]) => value).toSorted((a, b) => a - b));
  expect(of("final", "_count")[0]?.value).toBe(4);
  expect(of("final", "_sum")[0]?.value).toBeCloseTo(60.425);
  expect(of("timeout", "_count")[0]?.value).toBe(1);
  expect(families.get("hutong_send_seconds")?.samples.find(({ labels }) => labels["le"] === "0.002")?.value).toBe(1);
});

test("two meters of one program share nothing", async () => {
  const [one, other] = [createMetrics(createPrometheusMeter()), createMetrics(createPrometheusMeter())];
  one.add("faults");
  expect(one.text(GAUGES)).toContain("hutong_faults_total 1\n");
  expect(other.text(GAUGES)).toContain("hutong_faults_total 0\n");
});
