import * as prometheus from "prom-client";
import type { Counter, Instrument, Labels, Meter } from "./telemetry.ts";

interface Count {
  readonly labels: Labels;
  count: number;
}

/** A meter whose instruments are told to Prometheus. */
export function createPrometheusMeter(): Meter {
  const registry = new prometheus.Registry();
  const configOf = ({ name, help, labelNames }: Instrument) => ({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
  });
  return {
    counter: (instrument) => createCounter(registry, instrument),
    gauge(instrument) {
      const gauge = new prometheus.Gauge(configOf(instrument));
      return {
        set: (value, labels) => (labels === undefined ? gauge.set(value) : gauge.set(labels, value)),
        clear: () => gauge.reset(),
      };
    },
    histogram(instrument, buckets) {
      const histogram = new prometheus.Histogram({ ...configOf(instrument), buckets: [...buckets] });
      const [labelName] = instrument.labelNames;
      // Found once: the library's own look-up of labels would cost more than the rest.
      const children = new Map<string, { observe(value: number): void }>();
      const childOf = (label: string): { observe(value: number): void } => {
        const child = labelName === undefined ? histogram : histogram.labels({ [labelName]: label });
        children.set(label, child);
        return child;
      };
      return { observe: (value, label = "") => (children.get(label) ?? childOf(label)).observe(value) };
    },
    text: () => registry.metrics(),
  };
}

/** Counts by itself and hands over when it is asked: the library's `inc` is dearer than the look-up of a word. */
function createCounter(registry: prometheus.Registry, { name, help, labelNames }: Instrument): Counter {
  const counts = new Map<string, Count>();
  const [onlyName = ""] = labelNames;
  const countOf = (labels: string | Labels): Count => {
    const key = keyOf(labels);
    const known = counts.get(key);
    if (known !== undefined) return known;
    const words = typeof labels === "string" ? (labels === "" ? {} : { [onlyName]: labels }) : labels;
    const made = { labels: words, count: 0 };
    counts.set(key, made);
    return made;
  };
  registry.registerMetric(
    new prometheus.Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers: [],
      collect() {
        this.reset();
        if (counts.size === 0) this.inc({}, 0);
        for (const { labels, count } of counts.values()) this.inc(labels, count);
      },
    }),
  );
  return {
    add(labels = "") {
      countOf(labels).count += 1;
    },
  };
}

function keyOf(labels: string | Labels): string {
  return typeof labels === "string" ? labels : JSON.stringify(labels);
}
