import { plainText } from "../answer.ts";
import { get, type Route } from "../route.ts";
import { plainTextOf } from "./outcomes.ts";

const PROBE = { access: "anyone", host: "any" } as const;

/** What machines ask. */
export const OPERATION_ROUTES: readonly Route[] = [
  get({
    ...PROBE,
    operationId: "getHealth",
    path: "/healthz",
    summary: "Whether the process answers",
    responses: { 200: plainTextOf("It does") },
    handle: () => plainText("ok\n"),
  }),
  get({
    ...PROBE,
    operationId: "getReadiness",
    path: "/readyz",
    summary: "Whether messages can be kept now, and what keeps them from it",
    responses: { 200: plainTextOf("They can"), 503: plainTextOf("They cannot") },
    handle({ parts }) {
      const because = parts.health.unreadiness();
      return because === null ? plainText("ready\n") : plainText(`not ready: ${because}\n`, 503);
    },
  }),
  get({
    ...PROBE,
    operationId: "getMetrics",
    path: "/metrics",
    summary: "Counters and gauges in Prometheus' text format",
    responses: { 200: plainTextOf("Metrics") },
    handle: ({ parts: { environment } }) => ({
      type: "text/plain; version=0.0.4; charset=utf-8",
      body: environment.metrics.text(),
    }),
  }),
];
