import { carriedBeside } from "../apps/redirect-page.ts";
import type { Identified, Registry } from "../apps/types.ts";
import type { ResolveHop } from "../resolve/types.ts";
import type { OtherWay } from "./intent-ways.ts";

/**
 * Whose the pages are that were taken for redirectors by their words alone. Nobody wrote down what they show, so that they are
 * judged beside what they carry: `…/link?url=` with a harmless address must not cover for a page of that name.
 */
export function guessedWays(hops: readonly ResolveHop[], registry: Pick<Registry, "ownerOf">): readonly OtherWay[] {
  return hops.flatMap(({ url, guessed }) => (guessed === true ? [{ url, app: registry.ownerOf(url) }] : []));
}

/** Pages within pages that are looked at. */
const MAX_DEPTH = 4;

/** What the page that is judged may lead on to, one behind the other; mostly nothing. */
export function carriedBy(judged: Identified, identify: (address: string) => Identified): readonly Identified[] {
  const first = nextOf(judged, identify);
  if (first === null) return NOTHING;
  const carried = [first];
  for (let next = nextOf(first, identify); next !== null && carried.length < MAX_DEPTH; next = nextOf(next, identify)) {
    carried.push(next);
  }
  return carried;
}

const NOTHING: readonly Identified[] = [];

function nextOf({ entity, sendsOn, target }: Identified, identify: (address: string) => Identified): Identified | null {
  if (entity !== null || sendsOn !== null || target === null || !/^https?:/u.test(target)) return null;
  const carried = carriedBeside(target);
  return carried === null ? null : identify(carried);
}
