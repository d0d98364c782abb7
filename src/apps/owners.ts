import type { OwnersFile } from "./app-file.ts";
import type { Relation } from "./types.ts";

/** How owners stand to each other. */
export interface Owners {
  /** @returns `neutral` for anybody who is not known. */
  relation(owner: string | null, hostOwner: string | null): Relation;
}

export function compileOwners({ relations }: OwnersFile): Owners {
  const between = new Map<string, Relation>();
  for (const { between: pair, relation } of relations) {
    const [a, b] = pair;
    between.set(`${a} ${b}`, relation);
    between.set(`${b} ${a}`, relation);
  }
  return {
    relation(owner, hostOwner) {
      if (owner === null || hostOwner === null) return "neutral";
      if (owner === hostOwner) return "own";
      return between.get(`${owner} ${hostOwner}`) ?? "neutral";
    },
  };
}
