import type { Checker } from "../check/checker.ts";
import { refuseUnknownHost } from "../check/host-platform.ts";
import { checkContextOf } from "../report/context.ts";
import { DEFAULT_RULEBOOK, type Decider } from "../rulebooks/shelf.ts";
import type { JudgeFixture } from "./run-fixtures.ts";

/**
 * Judges fixtures on this machine; links are followed through a fixture's recorded answers, and no connection is opened.
 *
 * @param watched  What stands between a message and its rulebook, such as a watch of coverage.
 */
export function offlineJudge(checker: Checker, watched: (decider: Decider) => Decider): JudgeFixture {
  return async (fixture, _source, onMissing) => {
    const { text, network, resolve, rulebook } = fixture;
    const decider = watched(checker.shelf.read(rulebook ?? DEFAULT_RULEBOOK, { files: true }));
    const context = checkContextOf(fixture, new Date(), decider.book.rulebook);
    refuseUnknownHost(checker.registry, context.host, decider.book.rulebook, "host");
    if (network === undefined && resolve === undefined) return checker.checkWith(decider, text, context);
    // Most fixtures record no network, and need not wait for what follows links.
    const { openRecordedResolver } = await import("../check/link-resolver.ts");
    const resolver = openRecordedResolver(checker.registry, network ?? [], resolve, onMissing);
    const resolutionOf = await checker.follow(text, context, resolver, null);
    return checker.checkWith(decider, text, context, resolutionOf);
  };
}
