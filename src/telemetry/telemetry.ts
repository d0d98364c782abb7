/** Values of an instrument's labels, each from a closed set: a code, a reason, an outcome. Never a name, a text or an address. */
export type Labels = Readonly<Record<string, string>>;

/** What an instrument is called and measures. */
export interface Instrument {
  /** As it is told, with its unit: `hutong_frames_total`, `hutong_send_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/** Counts that only grow. */
export interface Counter {
  /** Adds one. @param labels  A word alone is the value of the only label. */
  add(labels?: string | Labels): void;
}

/** A value that goes up and down. */
export interface Gauge {
  set(value: number, labels?: Labels): void;
  /** Forgets the values of all labels. */
  clear(): void;
}

/** How values are spread over buckets. */
export interface Histogram {
  /** @param label  The value of the only label. */
  observe(value: number, label?: string): void;
}

/** Makes instruments, and tells what they hold. A name is made once. */
export interface Meter {
  counter(instrument: Instrument): Counter;
  gauge(instrument: Instrument): Gauge;
  /** @param buckets  Upper bounds, inclusive, growing; one more bucket takes what is beyond. */
  histogram(instrument: Instrument, buckets: readonly number[]): Histogram;
  /** All instruments in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
  text(): Promise<string>;
}

/** A stretch of work under way. */
export interface Span {
  /** Called once. @param outcome  From a closed set. */
  end(outcome: string): void;
}

/** Opens spans. Attributes are as closed as labels. */
export interface Tracer {
  span(name: string, attributes?: Labels): Span;
}

const NO_SPAN: Span = { end: () => undefined };

/** Where nobody traces. */
export const NO_TRACER: Tracer = { span: () => NO_SPAN };
