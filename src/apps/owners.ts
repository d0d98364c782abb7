import type { OwnersFile } from "./app-file.ts";
import type { Relation } from "./types.ts";

/** How owners stand to each other. */
export interface Owners {
  /** @returns `neutral` for anybody who is not known. */
  relation(owner: string | null, hostOwner: string | null): Relation;
}

export function compileOwners({ relations }: OwnersFile): Owners {
  const between = new Map<string, Map<string, Relation>>();
  const add = (a: string, b: string, relation: Relation) => {
    const known = between.get(a) ?? new Map<string, Relation>();
    between.set(a, known.set(b, relation));
  };
  for (const { between: pair, relation } of relations) {
    const [a, b] = pair;
    add(a, b, relation);
    add(b, a, relation);
  }
  return {
    relation(owner, hostOwner) {
      if (owner === null || hostOwner === null) return "neutral";
      if (owner === hostOwner) return "own";
      return between.get(owner)?.get(hostOwner) ?? "neutral";
    },
  };
}
