import type { AppRegistry } from "../../apps/registry.ts";
import { refuseUnknownHost } from "../../check/host-platform.ts";
import { splitReference, type RulebookShelf } from "../../rulebooks/shelf.ts";
import type { Subject } from "../../policy/compare/survey.ts";
import { editionById, type Rulebook } from "../../policy/rulebook/rulebook.ts";
import { UsageError } from "./command.ts";

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
export function comparedFrom(
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
