import type { AppRegistry } from "../apps/registry.ts";
import { InputError } from "../input/input-error.ts";
import type { Rulebook } from "../policy/rulebook/rulebook.ts";
import { nearestWord } from "../policy/vocabulary.ts";

/**
 * Refuses a host platform that neither the registry nor the rulebook knows: to rules it would be a stranger, and every link
 * would look neutral.
 *
 * @param field  What names it, for the error: `host`, `--host-platform`.
 * @throws {InputError} that says which app may have been meant.
 */
export function refuseUnknownHost(
  registry: Pick<AppRegistry, "named" | "app" | "ids">,
  host: string,
  { hosts }: Pick<Rulebook, "hosts">,
  field: string,
): void {
  if (registry.app(host) !== null || hosts?.includes(host) === true) return;
  const [meant] = nearestApps(registry, host);
  const hint = meant === undefined ? "; hutong apps lists them" : `; did you mean "${meant}"?`;
  throw new InputError("unknown_host_platform", [
    { field, message: `expected the id of an app of the registry, such as wechat${hint}` },
  ]);
}

/** Ids of apps that a word most likely means, the nearest first. */
export function nearestApps(registry: Pick<AppRegistry, "named" | "ids">, word: string): readonly string[] {
  // The names are put together when they are first asked for, which takes its time.
  const { named } = registry;
  const id = nearestWord(word, registry.ids);
  return [...new Set([...named.find(word), ...named.nearest(word), ...(id === null ? [] : [id])])];
}
