import type { AppRegistry } from "../apps/registry.ts";
import { splitReference, type RulebookShelf } from "../check/rulebook-shelf.ts";
import type { KnownApp, Subject } from "../policy/survey.ts";
import { editionById } from "../policy/rulebook.ts";

/** The registry's apps as an audit speaks of them, seen from the host platform `wechat`. */
export function knownAppsOf(registry: AppRegistry, hostPlatform = "wechat"): KnownApp[] {
  return registry
    .apps()
    .map(({ id, owner, class: cls }) => ({ id, owner, class: cls, relation: registry.relation(id, hostPlatform) }));
}

/** A rulebook, or one edition of it, by its reference. */
export function subjectOf(shelf: RulebookShelf, reference: string): Subject {
  const { name, editionId } = splitReference(reference);
  const { rulebook } = shelf.find(name);
  return { rulebook, edition: editionId === null ? null : editionById(rulebook, editionId) };
}

/** JSON with what JSON has no form for: sets as lists, large counts as text. */
export function toJson(value: unknown): string {
  const plain = (_key: string, part: unknown): unknown => {
    if (part instanceof Set) return [...(part as Set<unknown>)];
    return typeof part === "bigint" ? String(part) : part;
  };
  return `${JSON.stringify(value, plain)}\n`;
}
