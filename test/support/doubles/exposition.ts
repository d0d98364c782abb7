/** One sample of a metric. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/u;

/**
 * Reads Prometheus' text format strictly: each family once, its HELP before its TYPE before its samples, no sample twice.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/, "Text format details".
 *
 * @throws {Error} with the line that breaks it.
 */
export function parseExposition(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  const families = new Map<string, { name: string; help: string; type: string; samples: Sample[] }>();
  let current: { name: string; help: string; type: string; samples: Sample[] } | null = null;
  const seen = new Set<string>();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const [, kind, name = "", rest = ""] = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`, "u").exec(line) ?? [];
    if (kind === "HELP") {
      if (families.has(name)) throw new Error(`a second HELP: ${line}`);
      families.set(name, (current = { name, help: rest, type: "", samples: [] }));
    } else if (kind === "TYPE") {
      if (current?.name !== name || current.type !== "" || current.samples.length > 0) throw new Error(`TYPE: ${line}`);
      if (!/^(counter|gauge|histogram|summary|untyped)$/u.test(rest)) throw new Error(`type: ${line}`);
      current.type = rest;
    } else {
      const sample = parseSample(line);
      if (current === null || !belongsTo(current, sample.name)) throw new Error(`of no family: ${line}`);
      const identity = JSON.stringify([
        sample.name,
        ...Object.entries(sample.labels)
          .map((pair) => pair.join("="))
          .toSorted(),
      ]);
      if (seen.has(identity)) throw new Error(`a second time: ${line}`);
      seen.add(identity);
      current.samples.push(sample);
    }
  }
  return families;
}

function belongsTo({ name, type }: Pick<Family, "name" | "type">, sample: string): boolean {
  if (type === "histogram") return ["_bucket", "_sum", "_count"].some((suffix) => sample === name + suffix);
  return type !== "" && sample === name;
}

function parseSample(line: string): Sample {
  const [, name = "", braced = "", number = ""] =
    new RegExp(`^(${NAME})(\\{.*\\})? ([-+]?(?:[0-9.]+(?:e[-+]?[0-9]+)?|Inf)|NaN)$`, "u").exec(line) ?? [];
  if (name === "") throw new Error(`no sample: ${line}`);
  const labels: Record<string, string> = {};
  for (let rest = braced.slice(1, -1); rest !== "";) {
    const [whole, label, value = ""] = LABEL.exec(rest) ?? [];
    if (whole === undefined || label === undefined || label in labels) throw new Error(`labels: ${line}`);
    labels[label] = value.replaceAll(/\\(.)/gu, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
    rest = rest.slice(whole.length);
  }
  return { name, labels, value: Number(number.replace("Inf", "Infinity")) };
}
