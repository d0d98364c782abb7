import { openRegistry, type RegistryOptions } from "../apps/registry.ts";
import { knownOwnersOf } from "../rulebooks/seen-owners.ts";
import { openRulebookShelf, type RulebookShelf } from "../rulebooks/shelf.ts";

/** The registry, and the rulebooks that know what it knows: all that is asked of a book without a link. */
export function openBooks(options: RegistryOptions = {}): {
  readonly registry: ReturnType<typeof openRegistry>;
  readonly shelf: RulebookShelf;
} {
  const registry = openRegistry(options);
  const known = { apps: registry.ids, owners: registry.ownerIds };
  return { registry, shelf: openRulebookShelf(known, knownOwnersOf(registry)) };
}
