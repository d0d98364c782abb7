import type { AppRegistry } from "../../apps/registry.ts";
import { splitReference, type RulebookShelf } from "../../rulebooks/shelf.ts";
import type { KnownApp, Subject } from "../../policy/compare/survey.ts";
import { editionById } from "../../policy/rulebook/rulebook.ts";

type KnownEntry = ReturnType<AppRegistry["apps"]>[number];

/** The registry's apps as an audit speaks of them, seen from a rulebook's host platform; from `wechat` where it names none. */
export function knownAppsOf(registry: AppRegistry, hostPlatform = "wechat"): KnownApp[] {
  return registry.apps().map((app) => {
    const { id, owner, class: cls } = app;
    const url = linkOf(registry, app);
    const relations = registry.relations(id, hostPlatform);
    const relation = relations.at(-1)?.relation ?? "neutral";
    return {
      id,
      owner,
      class: cls,
      relation,
      ...(relations.length > 1 ? { relations } : {}),
      ...(url === null ? {} : { url }),
    };
  });
}

/** An example of the app's pages, else the front page of one of its hosts; null when the registry knows neither as the app's. */
function linkOf(registry: AppRegistry, { id, hosts, entities = [] }: KnownEntry): string | null {
  const pages = entities.flatMap((entity) => entity.pages.flatMap(({ example }) => example ?? []));
  const fronts = hosts.filter((host) => !host.startsWith("*.")).map((host) => `https://${host}/`);
  const isOwn = (url: string): boolean =>
    url.startsWith("https:") &&
    registry.identify({ kind: "web", value: url, url, text: url, os: "web" }).app?.id === id;
  return [...pages, ...fronts].find(isOwn) ?? null;
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
