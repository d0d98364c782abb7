import type { Registry } from "../apps/types.ts";
import type { ResolveHop } from "../resolve/types.ts";
import type { OtherWay } from "./intent-ways.ts";

/**
 * Whose the pages are that were taken for redirectors by their words alone. Nobody wrote down what they show, so that they are
 * judged beside what they carry: `…/link?url=` with a harmless address must not cover for a page of that name.
 */
export function guessedWays(hops: readonly ResolveHop[], registry: Pick<Registry, "ownerOf">): readonly OtherWay[] {
  return hops.flatMap(({ url, guessed }) => (guessed === true ? [{ url, app: registry.ownerOf(url) }] : []));
}
