import { openLinkVocabulary } from "../apps/registry.ts";
import { createLinkFinder } from "../links/find-links.ts";
import type { Link } from "../links/types.ts";

/** The link finder alone, with the registry's schemes and short hosts. */
export function openLinkFinder(): (text: string) => Link[] {
  return createLinkFinder(openLinkVocabulary());
}
