import type { OwnersFile } from "./app-file.ts";
import type { Relation, RelationSpan } from "./types.ts";

const CHINA_OFFSET = "+08:00";

/** How owners stand to each other. */
export interface Owners {
  /** All that was, oldest first; the first span has no beginning. `neutral` where nothing is known. */
  relations(owner: string | null, hostOwner: string | null): readonly RelationSpan[];
}

const always = (relation: Relation): readonly RelationSpan[] => [{ fromMs: Number.NEGATIVE_INFINITY, relation }];
const NEUTRAL = always("neutral");
const OWN = always("own");

export function compileOwners({ relations }: OwnersFile): Owners {
  const between = new Map<string, Map<string, readonly RelationSpan[]>>();
  const add = (a: string, b: string, entry: OwnersFile["relations"][number]) => {
    const known = between.get(a) ?? new Map<string, readonly RelationSpan[]>();
    between.set(a, known.set(b, withEntry(known.get(b) ?? NEUTRAL, entry)));
  };
  for (const entry of relations) {
    const [a, b] = entry.between;
    add(a, b, entry);
    add(b, a, entry);
  }
  return {
    relations(owner, hostOwner) {
      if (owner === null || hostOwner === null) return NEUTRAL;
      if (owner === hostOwner) return OWN;
      return between.get(owner)?.get(hostOwner) ?? NEUTRAL;
    },
  };
}

function withEntry(
  spans: readonly RelationSpan[],
  { relation, from, until }: OwnersFile["relations"][number],
): readonly RelationSpan[] {
  return withSpan(spans, {
    relation,
    fromMs: instantOf(from, Number.NEGATIVE_INFINITY),
    untilMs: instantOf(until, Number.POSITIVE_INFINITY),
  });
}

/** What is known, and over it what was from an instant (inclusive) until another. Milliseconds; infinite: always. */
export function withSpan(
  spans: readonly RelationSpan[],
  { relation, fromMs, untilMs }: RelationSpan & { readonly untilMs: number },
): readonly RelationSpan[] {
  const after = relationAt(spans, new Date(Number.isFinite(untilMs) ? untilMs : 8.64e15));
  return [
    ...spans.filter((span) => span.fromMs < fromMs),
    { fromMs, relation },
    ...(Number.isFinite(untilMs) ? [{ fromMs: untilMs, relation: after }] : []),
    ...spans.filter((span) => span.fromMs > untilMs),
  ];
}

function instantOf(day: string | undefined, otherwise: number): number {
  return day === undefined ? otherwise : Date.parse(`${day}T00:00:00${CHINA_OFFSET}`);
}

/** How it stood at an instant. */
export function relationAt(spans: readonly RelationSpan[], at: Date): Relation {
  const atMs = at.getTime();
  return spans.findLast(({ fromMs }) => fromMs <= atMs)?.relation ?? "neutral";
}
