/** Values of an instrument's labels, each from a closed set: a code, a reason, an outcome. Never a name, a text or an address. */
export type Labels = Readonly<Record<string, string>>;

/** What an instrument is called and measures. */
export interface Instrument {
  /** As it is told, with its unit: `hutong_frames_total`, `hutong_send_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  /** Values of the only label that a counter tells as 0 from the start: what grows from nothing looks to Prometheus as if it did not grow. */
  readonly known?: readonly string[];
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
  /** What all instruments hold. */
  read(): readonly Reading[];
  /** All instruments in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
  text(): string;
}

/** What an instrument holds at a moment, since it was made. */
export type Reading = Instrument &
  (
    | {
        readonly kind: "counter" | "gauge";
        readonly points: readonly { readonly labels: Labels; readonly value: number }[];
      }
    | {
        readonly kind: "histogram";
        /** Upper bounds of the buckets, inclusive. */
        readonly bounds: readonly number[];
        /** `counts` has one more for what is beyond the last bound. */
        readonly points: readonly {
          readonly labels: Labels;
          readonly counts: readonly number[];
          readonly sum: number;
        }[];
      }
  );

/** A stretch of work under way. */
export interface Span {
  /** Called once. @param outcome  From a closed set. */
  end(outcome: string): void;
}

/** Opens spans. They hold a name and an outcome, both from closed sets, and nothing of users. */
export interface Tracer {
  /** @param parent  The work that this one is part of; left out, it begins by itself. */
  span(name: string, parent?: Span): Span;
}

const NO_SPAN: Span = { end: () => undefined };

/** Where nobody traces. */
export const NO_TRACER: Tracer = { span: () => NO_SPAN };
