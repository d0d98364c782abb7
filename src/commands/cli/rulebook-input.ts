import type { AppRegistry } from "../../apps/registry.ts";
import { refuseUnknownHost } from "../../check/host-platform.ts";
import { splitReference, type RulebookShelf } from "../../rulebooks/shelf.ts";
import type { KnownApp, Subject } from "../../policy/compare/survey.ts";
import { knownOwnersOf, ownersSeenBy } from "../../rulebooks/seen-owners.ts";
import { editionById, type Rulebook } from "../../policy/rulebook/rulebook.ts";

import { UsageError } from "./command.ts";

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

/** The option of every command that compares rulebooks. */
export const HOST_PLATFORM = {
  kind: "text",
  value: "APP",
  help: "the app from whose chats owners are looked at (the first that the rulebook governs)",
} as const;

/**
 * The host platform of a comparison: as asked, else the first that one of the rulebooks governs.
 *
 * @throws {InputError} when nobody knows the app, or no rulebook governs it.
 */
export function hostPlatformOf(
  registry: AppRegistry,
  asked: string | undefined,
  rulebooks: readonly Rulebook[],
): string | undefined {
  if (asked === undefined) return rulebooks.flatMap(({ hosts }) => hosts?.[0] ?? [])[0];
  for (const rulebook of rulebooks) refuseUnknownHost(registry, asked, rulebook, "--host-platform");
  const governed = rulebooks.map(({ hosts }) => hosts);
  if (!governed.some((hosts) => hosts === null || hosts.includes(asked))) {
    const message = `expected one that is governed: ${[...new Set(governed.flatMap((hosts) => hosts ?? []))].join(", ")}`;
    throw new UsageError(message, { field: "--host-platform" });
  }
  return asked;
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
