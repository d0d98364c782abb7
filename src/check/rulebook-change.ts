import { type RulebookWarning, warningsOfChange } from "../policy/compare/change.ts";
import type { Subject } from "../policy/compare/survey.ts";
import { hostPlatformOf } from "../policy/host-platform.ts";
import { editionById } from "../policy/rulebook/rulebook.ts";
import type { NewRulebook } from "../rulebooks/kept.ts";
import { knownAppsOf } from "../rulebooks/known-apps.ts";
import { splitReference } from "../rulebooks/shelf.ts";
import { openBooks } from "./books.ts";

/** A rulebook that takes the place of another. */
export interface RulebookChange {
  /** Null: there was none. */
  readonly before: NewRulebook | null;
  readonly after: NewRulebook;
  /** Null: the first that `after`, or else `before`, governs. */
  readonly hostPlatform: string | null;
  /** When it takes its place. */
  readonly at: Date;
}

/**
 * What is to be warned about in a change, over every input. Takes a second of computing: a gateway asks its worker.
 *
 * @throws {RulebookError} when one of the texts holds no rulebook.
 */
export function warningsOf({ before, after, hostPlatform, at }: RulebookChange): RulebookWarning[] {
  const { registry, shelf } = openBooks();
  const bookOf = ({ reference, text }: NewRulebook) => ({ reference, ...shelf.readText(text, reference).book });
  const [from, to] = [before === null ? null : bookOf(before), bookOf(after)];
  const host = hostPlatformOf(hostPlatform, to.rulebook, ...(from === null ? [] : [from.rulebook]));
  const subjectOf = ({ reference, rulebook }: ReturnType<typeof bookOf>): Subject => {
    const { editionId } = splitReference(reference);
    const edition = editionId === null ? null : editionById(rulebook, editionId);
    const seen = { rulebook, edition, host };
    return rulebook.owners === null ? seen : { ...seen, apps: knownAppsOf(registry, { host, rulebook }) };
  };
  const old = from === null ? null : subjectOf(from);
  return warningsOfChange(old, subjectOf(to), { apps: knownAppsOf(registry, { host }), at });
}
