import { z } from "zod";

/** Where tldts keeps its rules. Nothing promises that they stay there, so a version that has them elsewhere is no error. */
const RULES: string = "tldts/dist/es6/src/data/trie.js";

const numbers = z.custom<ArrayLike<number>>((value) => ArrayBuffer.isView(value));
/** A trie by nodes and edges: the edges of a node lie side by side, and so do their labels. */
const trieSchema = z.object({
  edgeStart: numbers,
  edgeChild: numbers,
  edgeLength: numbers,
  labelText: z.string(),
  rulesRoot: z.int().nonnegative(),
});

/** Which hosts may be public suffixes: at least all that are. */
export interface SuffixRules {
  /** Suffixes, and some parents of suffixes. */
  readonly hosts: readonly string[];
  /** Everything one label below one of these. */
  readonly parents: readonly string[];
}

let loaded: SuffixRules | null = null;

/** The rules that {@link loadSuffixRules} found; null: any host may be a suffix. */
export function suffixRules(): SuffixRules | null {
  return loaded;
}

/** Loads the rules by which tldts tells public suffixes, so that not every host of a list has to be asked for. */
export async function loadSuffixRules(): Promise<SuffixRules | null> {
  if (loaded !== null) return loaded;
  try {
    loaded = rulesOf(trieSchema.parse(await import(RULES)));
  } catch {
    loaded = null;
  }
  return loaded;
}

function rulesOf({ edgeStart, edgeChild, edgeLength, labelText, rulesRoot }: z.infer<typeof trieSchema>): SuffixRules {
  const labels: string[] = [];
  let at = 0;
  for (const length of Array.from(edgeLength)) labels.push(labelText.slice(at, (at += length)));
  const hosts: string[] = [];
  const parents: string[] = [];
  const walk = (node: number, below: string): void => {
    for (let edge = edgeStart[node] ?? 0; edge < (edgeStart[node + 1] ?? 0); edge += 1) {
      const label = labels[edge] ?? "";
      if (label === "*") parents.push(below.slice(1));
      hosts.push(label + below);
      walk(edgeChild[edge] ?? 0, `.${label}${below}`);
    }
  };
  walk(rulesRoot, "");
  if (hosts.length < LEAST_RULES || !hosts.includes("co.uk") || !parents.includes("ck")) throw new Error("other rules");
  return { hosts, parents };
}

/** Source: publicsuffix.org, whose list had 9,000 rules and more in every year since 2020. */
const LEAST_RULES = 5_000;
