import type { Counter, Gauge, Histogram, Labels, Meter, Reading } from "./telemetry.ts";

const COUNTERS = {
  messages: "Messages accepted for the first time.",
  repeats: "Messages sent again under a known key.",
  frames: "Frames received.",
  errors: "Error frames sent, by code.",
  closed: "Connections closed by the gateway, by reason.",
  refused: "Upgrades refused, by reason.",
  signed_in: "Connections that said hello.",
  told_later: "Devices told later because their user's devices are of too many kinds.",
  bus_foreign: "Hints that were signed with another key than this gateway's.",
  gaps_read: "Reads of messages or updates that no hint brought.",
  slow_dropped: "Typing notices left out for slow readers.",
  followed: "Links followed, by what they came to.",
  judged_again: "Links whose verdict a changed list made another.",
  opened: "Addresses under /o/ asked, by what they came to.",
  images: "Pictures asked, by what they came to.",
  articles: "Texts of pages asked, by what they came to.",
  webhook_requests: "Events for the webhook, by what came of each try.",
  faults: "Faults of the gateway itself.",
  rulebook_reloads: "Rulebook files read anew, by role and by what came of it.",
  rulebook_warnings: "Warnings of changed rulebooks: a rule that can never speak, or something allowed more.",
  verdicts: "Links of messages accepted, by what was decided and by which rule.",
  shadow_judged: "Links judged by the shadow rulebook too.",
  shadow_differences: "Links that the shadow rulebook judged differently, by what each said.",
  list_updates: "Threat lists asked for anew by this gateway, by what came of it.",
  list_update_failures: "Threat lists whose source could not be taken, by list.",
  list_hits: "Addresses of which a threat list said something, by list.",
} as const;
export type CounterName = keyof typeof COUNTERS;

/** Labels of a counter; where nothing is said, `kind` alone. */
const COUNTER_LABELS: Readonly<Partial<Record<CounterName, readonly string[]>>> = {
  rulebook_reloads: ["role", "outcome"],
  verdicts: ["action", "rule"],
  shadow_differences: ["from", "to"],
  list_update_failures: ["list"],
  list_hits: ["list"],
};

/** Gauges, and what is told of each. */
const GAUGES = {
  connections: "Open connections, signed in or not.",
  unanswered: "Sends taken and not answered yet: they wait for the store.",
  following: "Messages whose links are being followed here.",
  resident_bytes: "Memory of the process, resident set.",
  heap_used_bytes: "Memory of JavaScript's heap in use.",
  external_bytes: "Memory outside the heap that JavaScript's objects hold, buffers included.",
  cpu_seconds: "Processor time of the process, of all its threads.",
  open_files: "Files the process has open, sockets among them; Linux alone tells it.",
  open_files_limit: "Files the process may have open: past it connections are refused unseen. Linux alone tells it.",
  started_seconds: "When the process began: seconds since 1970.",
  store_clock_ahead_seconds: "How much the store's clock is ahead of this program's, at least; below zero: behind.",
} as const;
export type GaugeName = keyof typeof GAUGES;

const WEBHOOK_LINES = "Conversations of which the webhook was not told everything, as this gateway last saw.";
const WEBHOOK_BEHIND = "Seconds since the first thing that the webhook was not told; 0: it was told everything.";

/** Gauges with a value for each threat list, by its name: a word of the operator's. */
const LIST_GAUGES = {
  list_entries: "Entries of a threat list.",
  list_age_seconds: "Seconds since the source of a threat list last confirmed it.",
  list_refused_entries: "Lines of a threat list that name what no list may name as a whole.",
} as const;
export type ListGaugeName = keyof typeof LIST_GAUGES;

const EVENT_LOOP_LAG =
  "How late the event loop came to what was due, since this was last asked, by quantile; 1 is the latest.";
const BUILD_INFO = "1, with the version of this program and of Node.js.";
/** Rules of books that follow one another; what is beyond is counted as `other`. */
const MAX_RULES = 1_000;

/** What is known of the process itself. */
export interface ProcessReading {
  readonly gauges: Readonly<Partial<Record<GaugeName, number>>>;
  /** Seconds, by quantile. */
  readonly eventLoopLag: ReadonlyMap<string, number>;
}

const RULEBOOK_DIFFERS = "Gateways of this store that have decided by another rulebook than this one for over 60 s.";

const BUS_CONNECTED =
  "1 while hints go between this gateway and the others; 0 while the store alone tells it of theirs.";

const BUS_UNHEARD =
  "Gateways at work on this store that this one does not hear: another bus, namespace or signing key, or a split.";

/** Work of the processor alone, without any wait. */
const CHECK_BUCKETS_S = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5];
/** From the quickest to the longest that a reader would wait. */
const SEND_BUCKETS_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
/** Up to the time that a whole chain of redirects may take. */
const FOLLOW_BUCKETS_S = [0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 8, 15, 30];

interface HistogramEntry {
  readonly help: string;
  readonly labelNames: readonly string[];
  /** Upper bounds, seconds. */
  readonly buckets: readonly number[];
}

const HISTOGRAMS = {
  send_seconds: {
    help: "Seconds from a send taken to its sent written, which is after the message is on disk.",
    labelNames: [],
    buckets: SEND_BUCKETS_S,
  },
  check_seconds: {
    help: "Seconds that judging a message took: its links found, looked up and decided about.",
    labelNames: [],
    buckets: CHECK_BUCKETS_S,
  },
  store_commit_seconds: {
    help: "Seconds from a message given to the store until it was durable.",
    labelNames: [],
    buckets: SEND_BUCKETS_S,
  },
  push_seconds: {
    help: "Seconds from a message received, anywhere, until its frames were given to the devices here.",
    labelNames: [],
    buckets: SEND_BUCKETS_S,
  },
  follow_seconds: {
    help: "Seconds that a link took to follow, by what it came to.",
    labelNames: ["kind"],
    buckets: FOLLOW_BUCKETS_S,
  },
} as const satisfies Readonly<Record<string, HistogramEntry>>;
export type HistogramName = keyof typeof HISTOGRAMS;

/** What the gateway measures of itself. */
export interface Metrics {
  /** @param label  From a closed set only: an error code, a close reason; a word alone is the label `kind`. */
  add(name: CounterName, label?: string | Labels): void;
  /** @param label  From a closed set only; the value of the label `kind`. */
  observe(name: HistogramName, seconds: number, label?: string): void;
  /** One link of a message. @param rule  Null: none fits, the edition's default decided. */
  verdict(action: string, rule: string | null): void;
  /** Asked for what is known of the process, each time everything is told. */
  tellProcess(reading: () => ProcessReading): void;
  /** What this program is. */
  tellBuild(build: Labels): void;
  /** Asked for the values of threat lists each time everything is told. */
  tellLists(values: () => Readonly<Record<ListGaugeName, ReadonlyMap<string, number>>>): void;
  /** Asked for the number of gateways that decide by another rulebook, each time everything is told. */
  tellRulebooks(differing: () => number): void;
  /** Whether the bus carries to other gateways; until it is said, it does. */
  tellBus(isUp: boolean): void;
  /** How far the webhook is behind; until it is said, nothing is told of it. */
  tellWebhook(conversations: number, behindSeconds: number): void;
  /** How many gateways work on the store and are not heard; until it is said, none. */
  tellUnheard(gateways: number): void;
  /** Asked for the gauges of the gateway, each time everything is told. */
  tellGauges(values: () => Readonly<Partial<Record<GaugeName, number>>>): void;
  /** Everything as it is now. */
  read(): readonly Reading[];
  /** Everything as `hutong_…`, for Prometheus. @param gauges  In the place of what {@link tellGauges} says. */
  text(gauges?: Readonly<Partial<Record<GaugeName, number>>>): string;
}

/** Told at 0 from the start: the first of a count that begins at 1 is no increase to Prometheus, and these are alerted of. */
const KNOWN: Readonly<Partial<Record<CounterName, readonly string[]>>> = {
  errors: ["storage"],
  rulebook_warnings: ["unreachable_rule", "allows_more"],
};

export function createMetrics(meter: Meter): Metrics {
  const counters = tableOf<CounterName, string, Counter>(COUNTERS, (name, help) =>
    meter.counter({
      name: `hutong_${name}_total`,
      help,
      labelNames: COUNTER_LABELS[name] ?? ["kind"],
      ...(KNOWN[name] && { known: KNOWN[name] }),
    }),
  );
  const histograms = tableOf<HistogramName, HistogramEntry, Histogram>(HISTOGRAMS, (name, { buckets, ...entry }) =>
    meter.histogram({ name: `hutong_${name}`, ...entry }, buckets),
  );
  const gauges = tableOf<GaugeName, string, Gauge>(GAUGES, (name, help) =>
    meter.gauge({ name: `hutong_${name}`, help, labelNames: [] }),
  );
  const listGauges = tableOf<ListGaugeName, string, Gauge>(LIST_GAUGES, (name, help) =>
    meter.gauge({ name: `hutong_${name}`, help, labelNames: ["list"] }),
  );
  const rulebookDiffers = meter.gauge({ name: "hutong_rulebook_differs", help: RULEBOOK_DIFFERS, labelNames: [] });
  const busCarries = meter.gauge({ name: "hutong_bus_connected", help: BUS_CONNECTED, labelNames: [] });
  busCarries.set(1);
  const unheard = meter.gauge({ name: "hutong_bus_unheard", help: BUS_UNHEARD, labelNames: [] });
  unheard.set(0);
  const lag = meter.gauge({ name: "hutong_event_loop_lag_seconds", help: EVENT_LOOP_LAG, labelNames: ["quantile"] });
  const buildInfo = meter.gauge({ name: "hutong_build_info", help: BUILD_INFO, labelNames: ["version", "node"] });
  /** Labels found once: what is counted for every link makes no object and no text but its key. */
  const verdicts = new Map<string, Map<string, Labels>>();
  let gaugeValues = (): Readonly<Partial<Record<GaugeName, number>>> => ({});
  let processReading: (() => ProcessReading) | null = null;
  let webhook: readonly [Gauge, Gauge] | null = null;
  let differing = (): number => 0;
  let listValues: (() => Readonly<Record<ListGaugeName, ReadonlyMap<string, number>>>) | null = null;
  return {
    tellLists(values) {
      listValues = values;
    },
    tellRulebooks(values) {
      differing = values;
    },
    tellBus(isUp) {
      busCarries.set(isUp ? 1 : 0);
    },
    tellWebhook(conversations, behindSeconds) {
      webhook ??= [
        meter.gauge({ name: "hutong_webhook_conversations", help: WEBHOOK_LINES, labelNames: [] }),
        meter.gauge({ name: "hutong_webhook_behind_seconds", help: WEBHOOK_BEHIND, labelNames: [] }),
      ];
      webhook[0].set(conversations);
      webhook[1].set(behindSeconds);
    },
    tellUnheard(gateways) {
      unheard.set(gateways);
    },
    add: (name, label) => counters[name].add(label),
    observe: (name, seconds, label) => histograms[name].observe(seconds, label),
    verdict(action, rule) {
      const rules = verdicts.get(action) ?? new Map<string, Labels>();
      if (rules.size === 0) verdicts.set(action, rules);
      const name = rule ?? "default";
      let labels = rules.get(name);
      if (labels === undefined) {
        labels = { action, rule: rules.size < MAX_RULES ? name : "other" };
        if (rules.size < MAX_RULES) rules.set(name, labels);
      }
      counters.verdicts.add(labels);
    },
    tellProcess(reading) {
      processReading = reading;
    },
    tellBuild: (build) => buildInfo.set(1, build),
    tellGauges(values) {
      gaugeValues = values;
    },
    read() {
      refresh(gaugeValues());
      return meter.read();
    },
    text(values = gaugeValues()) {
      refresh(values);
      return meter.text();
    },
  };

  function refresh(values: Readonly<Partial<Record<GaugeName, number>>>): void {
    const found = processReading?.();
    tableOf<GaugeName, Gauge, void>(gauges, (name, gauge) => {
      const value = values[name] ?? found?.gauges[name];
      if (value !== undefined) gauge.set(value);
    });
    if (found !== undefined) for (const [quantile, value] of found.eventLoopLag) lag.set(value, { quantile });
    rulebookDiffers.set(differing());
    if (listValues === null) return;
    tableOf<ListGaugeName, ReadonlyMap<string, number>, void>(listValues(), (name, byList) => {
      listGauges[name].clear();
      for (const [list, value] of byList) listGauges[name].set(value, { list });
    });
  }
}

function tableOf<Name extends string, Entry, Made>(
  table: Readonly<Record<Name, Entry>>,
  make: (name: Name, entry: Entry) => Made,
): Readonly<Record<Name, Made>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys knows of no names; these tables hold no others
  const names = Object.keys(table) as Name[];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its keys are the names
  return Object.fromEntries(names.map((name) => [name, make(name, table[name])])) as Record<Name, Made>;
}
