import type { Relation } from "../../apps/types.ts";
import type { Citation } from "../types.ts";
import type { RulebookSource } from "./schema.ts";

type OwnersSource = NonNullable<RulebookSource["owners"]>;
export type RelationSource = NonNullable<OwnersSource["relations"]>[number];

/** How two owners stand to each other, as a book says. */
export interface OwnRelation {
  readonly between: readonly [string, string];
  readonly relation: Relation;
  /** From this instant, inclusive, until the other; as written, null: always. */
  readonly from: string | null;
  readonly until: string | null;
  readonly citations: readonly Citation[];
}

/** Whose apps are and how owners stand to each other, where a book says otherwise than the registry. */
export interface BookOwners {
  readonly apps: readonly { readonly app: string; readonly owner: string; readonly citations: readonly Citation[] }[];
  /** In the order of the file: of two that overlap the later one holds. */
  readonly relations: readonly OwnRelation[];
}

/** What the book knows beside the registry: its own host platforms and owners. */
export function namesBeside({ owners, host }: Pick<RulebookSource, "owners" | "host">): {
  readonly apps: readonly string[];
  readonly owners: readonly string[];
} {
  const hosts = new Set([host].flat());
  return {
    apps: (owners?.apps ?? []).map(({ app }) => app).filter((app) => hosts.has(app)),
    owners: owners?.names ?? [],
  };
}

/** @param cite  The citations of an entry, by where they stand. */
export function toOwners(
  { apps = [], relations = [] }: OwnersSource,
  cite: (items: RelationSource["citations"], path: readonly PropertyKey[]) => readonly Citation[],
): BookOwners {
  return {
    apps: apps.map(({ app, owner, citations }, place) => ({
      app,
      owner,
      citations: cite(citations, ["owners", "apps", place, "citations"]),
    })),
    relations: relations.map(({ between, relation, from, until, citations }, place) => ({
      between,
      relation,
      from: from ?? null,
      until: until ?? null,
      citations: cite(citations, ["owners", "relations", place, "citations"]),
    })),
  };
}
