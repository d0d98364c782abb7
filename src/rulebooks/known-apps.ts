import type { AppRegistry } from "../apps/registry.ts";
import type { KnownApp } from "../policy/compare/survey.ts";
import type { Rulebook } from "../policy/rulebook/rulebook.ts";
import { knownOwnersOf, ownersSeenBy } from "./seen-owners.ts";

type KnownEntry = ReturnType<AppRegistry["apps"]>[number];

/** Apps as an audit speaks of them: seen from a host platform, by a rulebook. */
interface Sight {
  /** `wechat` when left out. */
  readonly host?: string | undefined;
  /** Whose owners count; left out, the registry's alone. */
  readonly rulebook?: Pick<Rulebook, "owners">;
}

export function knownAppsOf(
  registry: AppRegistry,
  { host = "wechat", rulebook = { owners: null } }: Sight = {},
): KnownApp[] {
  const seen = ownersSeenBy(rulebook, knownOwnersOf(registry));
  return registry.apps().map((app) => {
    const { id, owner, class: cls } = app;
    const url = linkOf(registry, app);
    const relations = seen.relations(id, host);
    const relation = relations.at(-1)?.relation ?? "neutral";
    return {
      id,
      owner: seen.ownerOf(id) ?? owner,
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
