import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { expect, onTestFinished } from "vitest";
import { z } from "zod";
import { connect } from "../../src/client/index.ts";
import { openOtlp } from "../../src/telemetry/otlp.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { createPrometheusMeter } from "../../src/telemetry/prometheus.ts";
import { firstLine, startCli } from "../support/programs/cli.ts";
import { openSite, page, startFollowingGateway } from "../support/followed-gateway.ts";
import { enter } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";

/** The JSON form of OTLP, closed: opentelemetry/proto/{trace,metrics}/v1, "JSON Protobuf Encoding" of the specification. */
const attributes = z.array(z.strictObject({ key: z.string(), value: z.strictObject({ stringValue: z.string() }) }));
const nano = z.string().regex(/^\d{19}$/u);
const scope = z.strictObject({ name: z.literal("hutong"), version: z.string() });
const resource = z.strictObject({ attributes });
const spanSchema = z.strictObject({
  traceId: z.string().regex(/^[\da-f]{32}$/u),
  spanId: z.string().regex(/^[\da-f]{16}$/u),
  parentSpanId: z.string().regex(/^(?:[\da-f]{16})?$/u),
  name: z.string(),
  kind: z.int().min(1).max(5),
  startTimeUnixNano: nano,
  endTimeUnixNano: nano,
  attributes,
  status: z.strictObject({ code: z.int().optional() }),
});
const tracesSchema = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource,
      scopeSpans: z.array(z.strictObject({ scope, spans: z.array(spanSchema) })),
    }),
  ),
});
const point = { attributes, startTimeUnixNano: nano, timeUnixNano: nano };
const numbers = z.array(z.strictObject({ ...point, asDouble: z.number() }));
const named = { name: z.string(), description: z.string(), unit: z.enum(["1", "s", "By"]) };
const metricSchema = z.union([
  z.strictObject({ ...named, gauge: z.strictObject({ dataPoints: numbers }) }),
  z.strictObject({
    ...named,
    sum: z.strictObject({
      dataPoints: numbers,
      aggregationTemporality: z.literal(2),
      isMonotonic: z.literal(true),
    }),
  }),
  z.strictObject({
    ...named,
    histogram: z.strictObject({
      dataPoints: z.array(
        z.strictObject({
          ...point,
          count: z.string().regex(/^\d+$/u),
          sum: z.number(),
          bucketCounts: z.array(z.string().regex(/^\d+$/u)),
          explicitBounds: z.array(z.number()),
        }),
      ),
      aggregationTemporality: z.literal(2),
    }),
  }),
]);
const metricsSchema = z.strictObject({
  resourceMetrics: z.array(
    z.strictObject({
      resource,
      scopeMetrics: z.array(z.strictObject({ scope, metrics: z.array(metricSchema) })),
    }),
  ),
});

type ToldSpan = z.infer<typeof spanSchema>;

/** A collector that takes OTLP/HTTP in its JSON form, and nothing else. */
async function startCollector(statuses: number[] = []) {
  const spans: ToldSpan[] = [];
  const metrics: z.infer<typeof metricSchema>[] = [];
  const wrong: unknown[] = [];
  const authorizations = new Set<string | undefined>();
  let requests = 0;
  const server = createServer((request, response) => {
    const take = async (): Promise<number> => {
      requests += 1;
      authorizations.add(request.headers.authorization);
      let text = "";
      for await (const part of request.setEncoding("utf8")) text += String(part);
      const status = statuses.shift() ?? 200;
      if (status !== 200) return status;
      const body: unknown = JSON.parse(text);
      if (request.url === "/v1/traces")
        spans.push(
          ...tracesSchema.parse(body).resourceSpans.flatMap((each) => each.scopeSpans.flatMap((one) => one.spans)),
        );
      else if (request.url === "/v1/metrics")
        metrics.push(
          ...metricsSchema
            .parse(body)
            .resourceMetrics.flatMap((each) => each.scopeMetrics.flatMap((one) => one.metrics)),
        );
      else wrong.push(request.url);
      return 200;
    };
    take()
      .catch((error: unknown) => {
        wrong.push(error);
        return 400;
      })
      .then((status) =>
        response.writeHead(status, { "content-type": "application/json", "retry-after": "0.01" }).end("{}"),
      )
      .catch((error: unknown) => wrong.push(error));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return { url, spans, metrics, wrong, authorizations, requests: () => requests };
}

test("a gateway tells a collector a message's way as one trace, and its figures, with nothing of users", async ({
  folder,
}) => {
  const collector = await startCollector();
  const child = startCli(["serve", "--port", "0", "--resolve", "off", "--data", folder], {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20of-the-test",
  });
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const url = await firstLine(child);
  const answer = await fetch(new URL("/v1/demo-sign-in", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: "alice-the-secret" }),
  });
  const { token } = (await answer.json()) as { token: string };
  const client = connect(new URL("/v1/ws", url.replace(/^http/u, "ws")).href, token, {
    device: "d",
  });
  await client.ready();
  await client.send("bob-the-secret", "https://b23.tv/secret");
  client.close();
  // What was not sent yet is sent at the end.
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);

  expect(collector.wrong).toEqual([]);
  expect(collector.authorizations).toEqual(new Set(["Bearer of-the-test"]));
  const root = collector.spans.find(({ name }) => name === "send");
  expect(root).toMatchObject({ parentSpanId: "", kind: 2 });
  const parts = collector.spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId);
  expect(new Set(parts.map(({ name }) => name))).toEqual(new Set(["judge", "store_message", "publish"]));
  expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(1);
  for (const { startTimeUnixNano, endTimeUnixNano } of collector.spans)
    expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true);
  const sends = collector.metrics.find(({ name }) => name === "hutong_send_seconds");
  expect(sends).toMatchObject({ unit: "s", histogram: { dataPoints: [{ count: "1" }] } });
  expect(collector.metrics.find(({ name }) => name === "hutong_messages_total")).toMatchObject({
    sum: { dataPoints: [{ asDouble: 1 }] },
  });
  expect(JSON.stringify([collector.spans, collector.metrics])).not.toMatch(/secret|alice|bob|b23\.tv/u);
});

test("following a link is part of its message's trace, also when the message was answered long before", async () => {
  const collector = await startCollector();
  const out = exportTo({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_METRICS_EXPORTER: "none",
  });
  const site = await openSite();
  const gateway = await startFollowingGateway({ tracer: out.tracer });
  onTestFinished(async () => {
    await gateway.close();
    await site.close();
  });
  site.pages.set("/", page("A page"));
  const alice = await enter(gateway, "alice");
  alice.say({ type: "send", id: "1", key: "k", to: "bob", text: site.url("/") });
  await alice.next("link");
  await out.close();
  const root = collector.spans.find(({ name }) => name === "send");
  const followed = collector.spans.find(({ name }) => name === "follow");
  expect(followed).toMatchObject({ traceId: root?.traceId, parentSpanId: root?.spanId });
  expect(followed?.attributes).toEqual([{ key: "hutong.outcome", value: { stringValue: "final" } }]);
});

const exportTo = (env: Record<string, string>, onTrouble: (because: string) => void = () => undefined) => {
  const metrics = createMetrics(createPrometheusMeter());
  return openOtlp({ env, version: "1.2.3", read: () => metrics.read(), onTrouble });
};

test("what a collector refuses for now is sent again, and what it refuses for good is told once", async () => {
  const collector = await startCollector([503, 429, 200, 400, 400]);
  const troubles: string[] = [];
  const out = exportTo(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: "5",
      OTEL_METRICS_EXPORTER: "none",
    },
    (because) => troubles.push(because),
  );
  out.tracer.span("send").end("sent");
  await expect.poll(() => collector.spans.length).toBe(1);
  expect([collector.requests(), troubles]).toEqual([3, []]);
  for (const requests of [4, 5, 6]) {
    out.tracer.span("send").end("sent");
    await expect.poll(() => collector.requests()).toBe(requests);
  }
  expect(troubles).toEqual(["status 400"]);
  await out.close();
  expect(collector.spans.length).toBe(2);
});

test("what is sampled away, turned off or too much is not sent, and a collector that is not there stops nobody", async () => {
  const collector = await startCollector();
  const off = exportTo({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SDK_DISABLED: "true" });
  const never = exportTo({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: "0",
    OTEL_METRICS_EXPORTER: "none",
  });
  const many = exportTo({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
    OTEL_METRICS_EXPORTER: "none",
  });
  for (const { tracer } of [off, never]) {
    const whole = tracer.span("send");
    tracer.span("judge", whole).end("judged");
    whole.end("sent");
  }
  for (let each = 0; each < 5_000; each += 1) many.tracer.span("send").end("sent");
  await Promise.all([off, never, many].map((each) => each.close()));
  expect(collector.wrong).toEqual([]);
  expect(collector.spans.length).toBeGreaterThanOrEqual(2_048);
  expect(collector.spans.length).toBeLessThan(5_000);

  const troubles: string[] = [];
  const gone = exportTo({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" }, (because) => troubles.push(because));
  gone.tracer.span("send").end("sent");
  await gone.close();
  expect(troubles).toHaveLength(1);
});

test("a collector that takes connections and says nothing holds up no end: what waits for it is let go", async () => {
  const silent = createServer(() => undefined);
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const address = silent.address();
  const troubles: string[] = [];
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const out = exportTo({ OTEL_EXPORTER_OTLP_ENDPOINT: url }, (because) => troubles.push(because));
  out.tracer.span("send").end("sent");
  // Spans and metrics, one after the other: without a bound of its own this takes twice the 10 s of a request.
  const { promise: late, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(resolve, 15_000, "late");
  expect(await Promise.race([out.close().then(() => "ended"), late])).toBe("ended");
  clearTimeout(timer);
  expect(troubles).toEqual(["no answer"]);
});

test("who exports nothing loads nothing of it", () => {
  const src = resolve(import.meta.dirname, "../../src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const naming = files.filter((file) => readFileSync(join(src, file), "utf8").includes("telemetry/otlp.ts"));
  expect(naming).toEqual(["app.ts"]);
  expect(readFileSync(join(src, "app.ts"), "utf8")).toContain('await import("./telemetry/otlp.ts")');
});
