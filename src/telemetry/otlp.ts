import { randomBytes } from "node:crypto";
import type { Labels, Reading, Span, Tracer } from "./telemetry.ts";

/**
 * Traces and metrics by OTLP/HTTP in its JSON form. Loaded only where `OTEL_EXPORTER_OTLP_ENDPOINT` is set.
 * Sources: https://opentelemetry.io/docs/specs/otlp/ (1.x, "OTLP/HTTP"), and the variables of
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/.
 */
export interface OtlpExport {
  readonly tracer: Tracer;
  /** Sends what is left, and ends. Waits two seconds at most for a collector that says nothing. */
  close(): Promise<void>;
}

export interface OtlpOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly read: () => readonly Reading[];
  /** Told once for each row of failures. */
  readonly onTrouble: (because: string) => void;
}

interface Answer {
  readonly status: number;
  /** What the collector asks for before it is asked again. Milliseconds; null: nothing. */
  readonly retryAfterMs: number | null;
}

/** Defaults of the batch processor, as the specification has them. */
const SPANS_EVERY_MS = 5_000;
const MAX_BATCH = 512;
const MAX_QUEUE = 2_048;
const METRICS_EVERY_MS = 60_000;
const TIMEOUT_MS = 10_000;
/** For the last of it, all requests together: orchestrators end by force what takes 10 s to stop. */
const CLOSE_MS = 2_000;
/** The statuses that the specification names as worth another try. */
const TRANSIENT = new Set([429, 502, 503, 504]);
const MAX_TRIES = 3;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;
/** `SPAN_KIND_SERVER`, `SPAN_KIND_INTERNAL`. Source: opentelemetry/proto/trace/v1/trace.proto. */
const [KIND_INTERNAL, KIND_SERVER] = [1, 2];
/** `STATUS_CODE_ERROR`. */
const STATUS_ERROR = 2;
/** `AGGREGATION_TEMPORALITY_CUMULATIVE`. */
const CUMULATIVE = 2;
const SCOPE = "hutong";

async function post(url: string, headers: Labels, body: string, ended: AbortSignal): Promise<Answer> {
  const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ended]);
  // Tokens in the headers are for the address that was named, and no other.
  const answer = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
  await answer.arrayBuffer();
  const seconds = Number(answer.headers.get("retry-after") ?? "");
  return { status: answer.status, retryAfterMs: seconds > 0 ? seconds * 1_000 : null };
}

interface Ended {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly object[];
  readonly status: object;
}

/** A span that is recorded; others are not, and neither are their parts. */
class Recorded implements Span {
  readonly traceId: string;
  readonly spanId = randomBytes(8).toString("hex");
  readonly #name: string;
  readonly #parent: Recorded | null;
  readonly #startMs = performance.now();
  readonly #keep: (span: Ended) => void;
  #isOpen = true;

  constructor(name: string, parent: Recorded | null, keep: (span: Ended) => void) {
    this.#name = name;
    this.#parent = parent;
    this.#keep = keep;
    this.traceId = parent?.traceId ?? randomBytes(16).toString("hex");
  }

  end(outcome: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#keep({
      traceId: this.traceId,
      spanId: this.spanId,
      parentSpanId: this.#parent?.spanId ?? "",
      name: this.#name,
      kind: this.#parent === null ? KIND_SERVER : KIND_INTERNAL,
      startTimeUnixNano: nanos(this.#startMs),
      endTimeUnixNano: nanos(performance.now()),
      attributes: attributesOf({ "hutong.outcome": outcome }),
      status: outcome === "fault" ? { code: STATUS_ERROR } : {},
    });
  }
}

const NOT_SAMPLED: Span = { end: () => undefined };

/** A variable that holds nothing sensible is as one that is not set. */
export function openOtlp({ env, version, read, onTrouble }: OtlpOptions): OtlpExport {
  const urls = { traces: urlOf(env, "traces"), metrics: urlOf(env, "metrics") };
  const headers = {
    "content-type": "application/json",
    ...pairsOf(env["OTEL_EXPORTER_OTLP_HEADERS"]),
  };
  const resource = { attributes: attributesOf(resourceOf(env, version)) };
  const scope = { name: SCOPE, version };
  const startNano = nanos(performance.now());
  const ratio = samplingRatio(env);
  const isTracing = urls.traces !== null && ratio > 0;
  const queue: Ended[] = [];
  let isFailing = false;
  let sending: Promise<void> = Promise.resolve();
  const closing = new AbortController();
  /** Nobody waits for the collector any more. */
  const ended = new AbortController();

  async function deliver(url: string, body: object): Promise<void> {
    const because = await tried(url, JSON.stringify(body));
    if (because === null) isFailing = false;
    else if (!isFailing) {
      isFailing = true;
      onTrouble(because);
    }
  }

  /** Null when it was taken; else why not. */
  async function tried(url: string, body: string): Promise<string | null> {
    let because = "";
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      let waitMs = RETRY_MS * 2 ** tries;
      try {
        const { status, retryAfterMs } = await post(url, headers, body, ended.signal);
        if (status >= 200 && status < 300) return null;
        because = `status ${status}`;
        if (!TRANSIENT.has(status)) return because;
        waitMs = Math.min(retryAfterMs ?? waitMs, MAX_RETRY_MS);
      } catch (error) {
        because = reasonOf(error);
      }
      // Who closes waits for no second try.
      if (closing.signal.aborted || tries + 1 === MAX_TRIES || !(await waited(waitMs, closing.signal))) return because;
    }
    return because;
  }

  /** One request after the other: a slow collector is not sent more than it takes, and what is too much is dropped. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    sending = sending.then(work);
    return sending;
  }

  function sendSpans(): Promise<void> {
    const { traces } = urls;
    if (traces === null) return sending;
    return inTurn(async () => {
      do {
        const spans = queue.splice(0, MAX_BATCH);
        if (spans.length > 0) await deliver(traces, { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] });
      } while (queue.length >= MAX_BATCH);
    });
  }

  function sendMetrics(): Promise<void> {
    const { metrics } = urls;
    if (metrics === null) return sending;
    return inTurn(async () => {
      const told = read().map((reading) => metricOf(reading, startNano));
      await deliver(metrics, {
        resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics: told }] }],
      });
    });
  }

  function keep(span: Ended): void {
    if (queue.length >= MAX_QUEUE) return;
    queue.push(span);
    if (queue.length === MAX_BATCH) void sendSpans();
  }

  const timers = [
    setInterval(() => void sendSpans(), durationOf(env["OTEL_BSP_SCHEDULE_DELAY"], SPANS_EVERY_MS)),
    setInterval(() => void sendMetrics(), durationOf(env["OTEL_METRIC_EXPORT_INTERVAL"], METRICS_EVERY_MS)),
  ];
  for (const timer of timers) timer.unref();

  return {
    tracer: {
      span(name, parent) {
        if (parent instanceof Recorded) return new Recorded(name, parent, keep);
        // A part of what is not recorded is not recorded either.
        if (parent !== undefined || !isTracing || (ratio < 1 && Math.random() >= ratio)) return NOT_SAMPLED;
        return new Recorded(name, null, keep);
      },
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      closing.abort();
      const timer = setTimeout(() => ended.abort(), CLOSE_MS);
      void sendSpans();
      await sendMetrics();
      clearTimeout(timer);
    },
  };
}

function metricOf(reading: Reading, startTimeUnixNano: string): object {
  const { name, help: description, kind } = reading;
  const timeUnixNano = nanos(performance.now());
  const timed = (labels: Labels) => ({
    attributes: attributesOf(labels),
    startTimeUnixNano,
    timeUnixNano,
  });
  const unit = /_seconds(?:_total)?$/u.test(name) ? "s" : name.endsWith("_bytes") ? "By" : "1";
  const told = { name, description, unit };
  if (kind === "histogram") {
    const dataPoints = reading.points.map(({ labels, counts, sum }) => ({
      ...timed(labels),
      count: String(counts.reduce((all, count) => all + count, 0)),
      sum,
      bucketCounts: counts.map(String),
      explicitBounds: reading.bounds,
    }));
    return { ...told, histogram: { dataPoints, aggregationTemporality: CUMULATIVE } };
  }
  const dataPoints = reading.points.map(({ labels, value }) => ({
    ...timed(labels),
    asDouble: value,
  }));
  if (kind === "gauge") return { ...told, gauge: { dataPoints } };
  return { ...told, sum: { dataPoints, aggregationTemporality: CUMULATIVE, isMonotonic: true } };
}

function nanos(monotonicMs: number): string {
  const ms = performance.timeOrigin + monotonicMs;
  const whole = Math.floor(ms);
  return `${whole}${String(Math.floor((ms - whole) * 1e6)).padStart(6, "0")}`;
}

const attributesOf = (labels: Labels): readonly object[] =>
  Object.entries(labels).map(([key, stringValue]) => ({ key, value: { stringValue } }));

/** Null where this signal is turned off. A path of its own is taken as it is; that of all signals gets `/v1/…`. */
function urlOf(env: OtlpOptions["env"], signal: "traces" | "metrics"): string | null {
  const word = signal.toUpperCase();
  if (env["OTEL_SDK_DISABLED"] === "true" || env[`OTEL_${word}_EXPORTER`] === "none") return null;
  const own = env[`OTEL_EXPORTER_OTLP_${word}_ENDPOINT`] ?? "";
  if (own !== "") return httpOrNull(own);
  return httpOrNull(`${(env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "").replace(/\/+$/u, "")}/v1/${signal}`);
}

const httpOrNull = (text: string): string | null => (/^https?:\/\//u.test(text) && URL.canParse(text) ? text : null);

function resourceOf(env: OtlpOptions["env"], version: string): Labels {
  const given = pairsOf(env["OTEL_RESOURCE_ATTRIBUTES"]);
  const name = env["OTEL_SERVICE_NAME"] ?? "";
  return {
    "service.name": "hutong",
    "service.version": version,
    "service.instance.id": randomBytes(16).toString("hex"),
    ...given,
    ...(name === "" ? {} : { "service.name": name }),
  };
}

/** `a=1,b=2`, percent-encoded as a W3C baggage is. */
function pairsOf(text = ""): Labels {
  const pairs = text.split(",").flatMap((pair): [string, string][] => {
    const at = pair.indexOf("=");
    return at <= 0 ? [] : [[pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())]];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Of how many messages a trace is made, 0 to 1. */
function samplingRatio(env: OtlpOptions["env"]): number {
  const sampler = env["OTEL_TRACES_SAMPLER"] ?? "";
  if (sampler.endsWith("always_off")) return 0;
  const ratio = Number(env["OTEL_TRACES_SAMPLER_ARG"] ?? "1");
  return sampler.endsWith("traceidratio") && ratio >= 0 && ratio <= 1 ? ratio : 1;
}

function durationOf(text: string | undefined, usualMs: number): number {
  const ms = Number(text ?? "");
  return Number.isInteger(ms) && ms > 0 && ms < 2 ** 31 ? ms : usualMs;
}

/** The system's word for what went wrong; a wait that ended has none. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "no answer";
}

/** Resolves with false when it was not waited to the end. */
function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms);
    timer.unref();
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}
