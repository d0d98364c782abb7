import { expect, test } from "vitest";
import { isNatsUrl } from "../../src/bus/nats-url.ts";
import { createBusNotices } from "../../src/gateway/bus-notices.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { createPrometheusMeter } from "../../src/telemetry/prometheus.ts";

test.for([
  "nats://a:4222",
  "nats://a:4222,b:4222/chat-a",
  "nats://user:p%23%2F%3F%25%40@a:4222/chat",
  "nats://token@a",
])("%s names servers", (text) => {
  expect(isNatsUrl(text)).toBe(true);
});

// Of the first three the server's name was what stands before the sign; the fourth ended the start as a fault.
test.for([
  "nats://user:p#word@a:4222/chat",
  "nats://user:p?word@a:4222/chat",
  "nats://a:4222/chat?tls=true",
  "nats://user:p%word@a:4222/chat",
  "nats://user:p@word@a:4222/chat",
])("%s holds a sign that has to be escaped", (text) => {
  expect(isNatsUrl(text)).toBe(false);
});

test("the log says whether the bus carries, and why not where that is known", () => {
  const events: object[] = [];
  const metrics = createMetrics(createPrometheusMeter());
  const { onCarries } = createBusNotices({ metrics, log: (event) => void events.push(event), nowMs: () => 0 });
  onCarries(false, "ECONNREFUSED");
  onCarries(true);
  expect(events).toEqual([
    { event: "bus", carries: false, because: "ECONNREFUSED" },
    { event: "bus", carries: true },
  ]);
});
