import { type RulebookWarning, warningsOfChange } from "../policy/compare/change.ts";
import type { Subject } from "../policy/compare/survey.ts";
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
  readonly hostPlatform: string;
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
  const subjectOf = ({ reference, text }: NewRulebook): Subject => {
    const { editionId } = splitReference(reference);
    const { rulebook } = shelf.readText(text, reference).book;
    const edition = editionId === null ? null : editionById(rulebook, editionId);
    const seen = { rulebook, edition, host: hostPlatform };
    return rulebook.owners === null ? seen : { ...seen, apps: knownAppsOf(registry, { host: hostPlatform, rulebook }) };
  };
  const old = before === null ? null : subjectOf(before);
  return warningsOfChange(old, subjectOf(after), { apps: knownAppsOf(registry, { host: hostPlatform }), at });
}
