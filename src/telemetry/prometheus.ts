import type { Counter, Gauge, Histogram, Instrument, Labels, Meter, Reading } from "./telemetry.ts";

interface Held {
  readonly instrument: Instrument;
  /** What it holds now. */
  readonly read: () => Reading;
}

/** A meter whose instruments are told to Prometheus. What is counted costs a look-up of its labels and an addition. */
export function createPrometheusMeter(): Meter {
  const held = new Map<string, Held>();
  const keep = (instrument: Instrument, read: Held["read"]): void => {
    if (held.has(instrument.name)) throw new Error(`a second instrument is called ${instrument.name}`);
    held.set(instrument.name, { instrument, read });
  };
  const readAll = () => [...held.values()].map(({ read }) => read());
  return {
    counter: (instrument) => createCounter(instrument, keep),
    gauge: (instrument) => createGauge(instrument, keep),
    histogram: (instrument, bounds) => createHistogram(instrument, bounds, keep),
    read: readAll,
    text: () => readAll().map(familyText).join("\n"),
  };
}

type Keep = (instrument: Instrument, read: Held["read"]) => void;

function createCounter(instrument: Instrument, keep: Keep): Counter {
  interface Count {
    readonly labels: Labels;
    count: number;
  }
  const counts = new Map<string, Count>();
  /** Labels that are used again are found without being read. */
  const byObject = new WeakMap<Labels, Count>();
  const countOf = (labels: string | Labels): Count => {
    const key = keyOf(labels);
    const known = counts.get(key);
    if (known !== undefined) return known;
    const made = { labels: labelsOf(instrument, labels), count: 0 };
    counts.set(key, made);
    return made;
  };
  for (const word of instrument.known ?? []) countOf(word);
  keep(instrument, () => ({
    ...instrument,
    kind: "counter",
    // One that never counted is told too: nothing and nothing counted are not the same.
    points: counts.size === 0 ? [{ labels: {}, value: 0 }] : values(counts, ({ count }) => count),
  }));
  return {
    add(labels = "") {
      if (typeof labels === "string") {
        countOf(labels).count += 1;
        return;
      }
      const count = byObject.get(labels) ?? countOf(labels);
      byObject.set(labels, count);
      count.count += 1;
    },
  };
}

function createGauge(instrument: Instrument, keep: Keep): Gauge {
  const current = new Map<string, { readonly labels: Labels; readonly value: number }>();
  keep(instrument, () => ({ ...instrument, kind: "gauge", points: values(current, ({ value }) => value) }));
  return {
    set: (value, labels = {}) => void current.set(keyOf(labels), { labels, value }),
    clear: () => current.clear(),
  };
}

function createHistogram(instrument: Instrument, bounds: readonly number[], keep: Keep): Histogram {
  interface Spread {
    readonly labels: Labels;
    /** By bucket, and one more for what is beyond. */
    readonly counts: Float64Array;
    sum: number;
  }
  const spreads = new Map<string, Spread>();
  const spreadOf = (label: string): Spread => {
    const made = { labels: labelsOf(instrument, label), counts: new Float64Array(bounds.length + 1), sum: 0 };
    spreads.set(label, made);
    return made;
  };
  if (instrument.labelNames.length === 0) spreadOf("");
  keep(instrument, () => ({
    ...instrument,
    kind: "histogram",
    bounds,
    points: [...spreads.values()].map(({ labels, counts, sum }) => ({ labels, counts: [...counts], sum })),
  }));
  return {
    observe(value, label = "") {
      const spread = spreads.get(label) ?? spreadOf(label);
      let bucket = 0;
      while (bucket < bounds.length && value > (bounds[bucket] ?? Number.POSITIVE_INFINITY)) bucket += 1;
      spread.counts[bucket] = (spread.counts[bucket] ?? 0) + 1;
      spread.sum += value;
    },
  };
}

const keyOf = (labels: string | Labels): string => (typeof labels === "string" ? labels : JSON.stringify(labels));

function labelsOf({ labelNames: [only = ""] }: Instrument, labels: string | Labels): Labels {
  if (typeof labels !== "string") return labels;
  return labels === "" ? {} : { [only]: labels };
}

function values<Kept extends { readonly labels: Labels }>(
  all: ReadonlyMap<string, Kept>,
  valueOf: (kept: Kept) => number,
): { readonly labels: Labels; readonly value: number }[] {
  return [...all.values()].map((each) => ({ labels: each.labels, value: valueOf(each) }));
}

/** Source: https://prometheus.io/docs/instrumenting/exposition_formats/, "Text format details". */
function familyText(reading: Reading): string {
  const { name, help, labelNames } = reading;
  // That label belongs to summaries.
  const kind = labelNames.includes("quantile") ? "summary" : reading.kind;
  const lines = [`# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`, `# TYPE ${name} ${kind}`];
  if (reading.kind !== "histogram") {
    for (const { labels, value } of reading.points) lines.push(sample(name, labels, value));
  } else {
    for (const { labels, counts, sum } of reading.points) {
      let upTo = 0;
      for (const [place, count] of counts.entries()) {
        upTo += count;
        const le = reading.bounds[place];
        lines.push(sample(`${name}_bucket`, { le: le === undefined ? "+Inf" : String(le), ...labels }, upTo));
      }
      lines.push(sample(`${name}_sum`, labels, sum), sample(`${name}_count`, labels, upTo));
    }
  }
  return `${lines.join("\n")}\n`;
}

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${String(value).replace("Infinity", "Inf")}`;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };
const escaped = (text: string): string => text.replaceAll(/[\\"\n]/gu, (character) => ESCAPES[character] ?? character);
