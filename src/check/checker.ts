import type { openRegistry, RegistryOptions } from "../apps/registry.ts";
import { compileLists } from "../findings/lists/compiled-list.ts";
import type { ListsInForce } from "../findings/lists/threat-lists.ts";
import { createLinkFinder } from "../links/find-links.ts";
import { checkText, composeReport, examineText, type CheckParts } from "./check-text.ts";
import { chosen, isStricter, saidByChoice } from "./deciding.ts";
import type { Explanation } from "../policy/decide/explain.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { Resolution } from "../resolve/types.ts";
import type { CheckContext, LinkReport } from "../report/report.ts";
import { DEFAULT_RULEBOOK, type Decider, type RulebookShelf } from "../rulebooks/shelf.ts";
import { openBooks } from "./books.ts";
import { carriedBy } from "./guessed-ways.ts";
import { identifyAddress } from "./known-addresses.ts";
import { hostsOf, type ListedOf } from "./listed.ts";
import type { ResolutionOf } from "./where-it-leads.ts";
import { addressesOnTheWay } from "./without-names.ts";

/** The offline pipeline with everything it needs: registry, link finder, rulebooks. */
export interface Checker {
  readonly shelf: RulebookShelf;
  readonly registry: ReturnType<typeof openRegistry>;
  /**
   * Judges every link of a text, in order. Opens no connection.
   *
   * @param rulebook  Id, `id@edition` or a file; `wechat` when left out.
   * @throws {RulebookError} when there is no such rulebook or edition.
   * @throws {InputError} when a list entry is none.
   */
  check(text: string, context: CheckContext, rulebook?: string): LinkReport[];
  /**
   * As `check`, by who has been read from the shelf before.
   *
   * @param resolutionOf  What a network told of each link; left out, none was asked.
   * @param listedOf      What the operator's lists say of each; left out, they are asked now.
   */
  checkWith(
    decider: Decider,
    text: string,
    context: CheckContext,
    resolutionOf?: ResolutionOf,
    listedOf?: ListedOf,
  ): LinkReport[];
  /** The hosts that a link passes, by its report: those of every address between the text and the page. */
  readonly hostsOnTheWay: (report: LinkReport) => readonly string[];
  /**
   * Follows every link of a text to its end. What it resolves with is for `checkWith` and `explain`.
   *
   * @param requester  Whose turn at the network it is. Null: the machine's own, which has no limit.
   */
  follow(text: string, context: CheckContext, resolver: Resolver, requester: string | null): Promise<ResolutionOf>;
  /** As `check`, with every rule that was considered for each link. */
  explain(
    text: string,
    context: CheckContext,
    rulebook?: string,
    resolutionOf?: ResolutionOf,
    listedOf?: ListedOf,
  ): { report: LinkReport; explanation: Explanation }[];
}

/** Where the operator has none. */
export const NO_LISTS = compileLists([], [], () => 0);

/** @param threats  The operator's lists; none when left out. */
export function openChecker(
  options: RegistryOptions = {},
  threats: Pick<ListsInForce, "current"> = { current: () => NO_LISTS },
): Checker {
  const { registry, shelf } = openBooks(options);
  const parts: CheckParts = {
    findLinks: createLinkFinder(registry),
    registry,
    threats,
  };
  return {
    shelf,
    registry,
    check: (text, context, rulebook = DEFAULT_RULEBOOK) =>
      checkText(text, context, shelf.read(rulebook, { files: true }).decide, parts),
    checkWith: ({ decide }, text, context, resolutionOf, listedOf) =>
      checkText(text, context, decide, parts, resolutionOf, listedOf),
    hostsOnTheWay({ url, resolution }) {
      const identify = (address: string) => identifyAddress(registry, address);
      const carried = carriedBy(identify(resolution.finalUrl ?? ""), identify);
      return hostsOf(addressesOnTheWay(url, resolution, identify, carried));
    },
    async follow(text, context, resolver, requester) {
      const pages = new Set<number>();
      const examined = examineText(text, context, parts, (index, target) => {
        if (target === null) pages.add(index);
        return "pending";
      });
      const known: (Resolution | null)[] = examined.map(() => null);
      const follow = async (index: number): Promise<void> => {
        const requestUrl = examined[index]?.requestUrl ?? null;
        if (requestUrl !== null) known[index] = await resolver.resolve(requestUrl, { requester });
      };
      // A known page is asked for its title only, so it comes last where not every link may be followed.
      const unknown = [...examined.keys()].filter((index) => !pages.has(index));
      await Promise.all([...unknown, ...pages].map(follow));
      return (index) => known[index] ?? "pending";
    },
    explain(text, context, rulebook = DEFAULT_RULEBOOK, resolutionOf, listedOf) {
      const decider = shelf.read(rulebook, { files: true });
      return examineText(text, context, parts, resolutionOf, listedOf).map((examined) => {
        const { own } = context;
        if (own !== undefined) {
          const { facts, by } = chosen(examined, decider.decide, context.choice, own);
          const explanation = decider.explain(facts);
          return {
            report: saidByChoice(composeReport(examined, explanation.decision, context, parts), by),
            explanation,
          };
        }
        const explanation = examined.others
          .map(({ facts }) => decider.explain(facts))
          .reduce(
            (yet, other) => (isStricter(other.decision, yet.decision) ? other : yet),
            decider.explain(examined.facts),
          );
        return { report: composeReport(examined, explanation.decision, context, parts), explanation };
      });
    },
  };
}
