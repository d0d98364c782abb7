const COUNTERS = {
  messages: "Messages accepted for the first time.",
  repeats: "Messages sent again under a known key.",
  frames: "Frames received.",
  errors: "Error frames sent, by code.",
  closed: "Connections closed by the gateway, by reason.",
  refused: "Upgrades refused, by reason.",
  signed_in: "Connections that said hello.",
  slow_dropped: "Typing notices left out for slow readers.",
  followed: "Links followed, by what they came to.",
  opened: "Addresses under /o/ asked, by what they came to.",
  images: "Pictures asked, by what they came to.",
  faults: "Faults of the gateway itself.",
  rulebook_reloads: "Rulebook files read anew, by role and by what came of it.",
  shadow_judged: "Links judged by the shadow rulebook too.",
  shadow_differences: "Links that the shadow rulebook judged differently, by what each said.",
} as const;
export type CounterName = keyof typeof COUNTERS;

/** Counts that only grow, told to Prometheus in its text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export interface Metrics {
  /** @param label  From a closed set only: an error code, a close reason; a word alone is the label `kind`. */
  add(name: CounterName, label?: string | Readonly<Record<string, string>>): void;
  text(gauges: Readonly<Record<string, number>>): string;
}

export function createMetrics(): Metrics {
  const counts = new Map<CounterName, Map<string, number>>();
  return {
    add(name, label = "") {
      let ofName = counts.get(name);
      if (ofName === undefined) counts.set(name, (ofName = new Map()));
      const labels = label === "" ? "" : labelsOf(typeof label === "string" ? { kind: label } : label);
      ofName.set(labels, (ofName.get(labels) ?? 0) + 1);
    },
    text(gauges) {
      const lines: string[] = [];
      for (const [name, help] of Object.entries(COUNTERS)) {
        const full = `hutong_${name}_total`;
        lines.push(`# HELP ${full} ${help}`, `# TYPE ${full} counter`);
        const ofName = counts.get(name as CounterName) ?? new Map([["", 0]]);
        for (const [labels, count] of ofName) lines.push(`${full}${labels} ${count}`);
      }
      for (const [name, value] of Object.entries(gauges))
        lines.push(`# TYPE hutong_${name} gauge`, `hutong_${name} ${value}`);
      return `${lines.join("\n")}\n`;
    },
  };
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(",")}}`;
}
