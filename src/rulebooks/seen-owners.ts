import { type Owners, relationAt, withSpan } from "../apps/owners.ts";
import type { AppRegistry } from "../apps/registry.ts";
import type { RelationSpan } from "../apps/types.ts";
import type { Rulebook } from "../policy/rulebook/rulebook.ts";
import type { PolicyFacts } from "../policy/types.ts";

/** What the registry says of owners. */
export interface KnownOwners {
  /** Null: nobody's, or of an app that the registry does not know. */
  ownerOf(appId: string): string | null;
  readonly owners: Owners;
}

export function knownOwnersOf(registry: Pick<AppRegistry, "app" | "owners">): KnownOwners {
  return { ownerOf: (appId) => registry.app(appId)?.owner ?? null, owners: registry.owners };
}

/** Owners as a rulebook sees them: the registry's, and over them its own. */
export interface SeenOwners {
  ownerOf(appId: string): string | null;
  /** How an app's owner stood to a host platform's, oldest first; the first span has no beginning. */
  relations(appId: string, host: string): readonly RelationSpan[];
  /** The facts of a link with its owner and relation as the rulebook sees them. */
  readonly factsSeen: (facts: PolicyFacts) => PolicyFacts;
}

export function ownersSeenBy({ owners: own }: Pick<Rulebook, "owners">, known: KnownOwners): SeenOwners {
  const owned = new Map(own?.apps.map(({ app, owner }) => [app, owner]));
  const ownerOf = (appId: string): string | null => owned.get(appId) ?? known.ownerOf(appId);
  const relations = (appId: string, host: string): readonly RelationSpan[] => {
    const [owner, hostOwner] = [ownerOf(appId), ownerOf(host)];
    const between = known.owners.relations(owner, hostOwner);
    if (own === null || owner === hostOwner) return between;
    return own.relations
      .filter(({ between: [a, b] }) => (a === owner && b === hostOwner) || (a === hostOwner && b === owner))
      .reduce(
        (spans, { relation, from, until }) =>
          withSpan(spans, {
            relation,
            fromMs: from === null ? Number.NEGATIVE_INFINITY : Date.parse(from),
            untilMs: until === null ? Number.POSITIVE_INFINITY : Date.parse(until),
          }),
        between,
      );
  };
  return {
    ownerOf,
    relations,
    factsSeen(facts) {
      const { app, host, at } = facts;
      if (own === null || app === null) return facts;
      return { ...facts, owner: ownerOf(app), relation: relationAt(relations(app, host), at) };
    },
  };
}
