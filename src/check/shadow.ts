import type { Registry } from "../apps/types.ts";
import type { Decision, PolicyFacts } from "../policy/types.ts";
import { factsOf, strictest } from "./deciding.ts";
import { identifyAddress } from "./known-addresses.ts";
import type { CheckContext, LinkReport } from "../report/report.ts";
import type { Decider } from "../rulebooks/shelf.ts";

/** What one of the two rulebooks said of a link. Names rules, never the link. */
export type ShadowVerdict = Pick<Decision, "rulebook" | "edition" | "rule" | "decidedBy" | "action" | "notice">;

/** Links that the two judged differently, all by the same rules in the same way. */
export interface ShadowDifference {
  readonly inForce: ShadowVerdict;
  readonly shadow: ShadowVerdict;
  readonly count: number;
  /** When the first and the latest of them were received; ISO 8601 UTC in JSON. */
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export interface ShadowReport {
  /** Since when is counted: the start, or the latest change of one of the two rulebooks. */
  readonly since: Date;
  /** Links judged by both, and those judged differently. */
  readonly judged: number;
  readonly differing: number;
  /** Most frequent first. */
  readonly differences: readonly ShadowDifference[];
  /** Differing links that no entry counts because there were more kinds of them than are kept. */
  readonly leftOver: number;
}

/** A candidate rulebook that judges beside the one in force and is shown to nobody it judges for. */
export interface Shadow {
  /** Judges the links of a message again, whose reports tell what the rulebook in force said. */
  compare(reports: readonly LinkReport[], context: Omit<CheckContext, "locale" | "lists">): void;
  report(): ShadowReport;
  /** Counts afresh: what was counted was said by another rulebook. */
  restart(): void;
}

interface ShadowParts {
  readonly candidate: () => Decider;
  readonly registry: Pick<Registry, "relation" | "identify">;
  readonly clock: () => Date;
  readonly onJudged: (isDifferent: boolean, inForce: ShadowVerdict, shadow: ShadowVerdict) => void;
  /** Told of the 1st, 10th, 100th, … link of each difference. */
  readonly onDifference: (difference: ShadowDifference) => void;
  /** Differences kept apart. Default 1 000. */
  readonly maxDifferences?: number;
}

interface LinkFacts {
  readonly facts: PolicyFacts;
  readonly others: readonly { readonly facts: PolicyFacts }[];
}

type Counted = { -readonly [Key in keyof ShadowDifference]: ShadowDifference[Key] };

export function createShadow(parts: ShadowParts): Shadow {
  const { candidate, registry, clock, maxDifferences = 1_000 } = parts;
  let since = clock();
  let judged = 0;
  let differing = 0;
  let leftOver = 0;
  let differences = new Map<string, Counted>();

  function compareLink(all: LinkFacts, inForce: ShadowVerdict, decider: Decider): void {
    const { facts } = all;
    const shadow = strictest(all, decider.decide);
    const isDifferent = inForce.action !== shadow.action || inForce.notice !== shadow.notice;
    judged += 1;
    parts.onJudged(isDifferent, inForce, shadow);
    if (!isDifferent) return;
    differing += 1;
    const key = `${nameOf(inForce)} ${nameOf(shadow)}`;
    const { at } = facts;
    let difference = differences.get(key);
    if (difference === undefined) {
      if (differences.size >= maxDifferences) {
        leftOver += 1;
        return;
      }
      difference = { inForce: verdictOf(inForce), shadow: verdictOf(shadow), count: 0, firstAt: at, lastAt: at };
      differences.set(key, difference);
    }
    difference.count += 1;
    difference.lastAt = at;
    if (Number.isInteger(Math.log10(difference.count))) parts.onDifference(difference);
  }

  return {
    compare(reports, context) {
      const decider = candidate();
      for (const report of reports) {
        const { skipped, finalUrl } = report.resolution;
        const isHidden = skipped !== null && identifyAddress(registry, finalUrl ?? "").sendsOn === "anywhere";
        const facts = factsOf({ ...report, isHidden }, context, registry);
        const others = (report.alternatives ?? []).map(({ app }) => ({
          facts: factsOf({ ...report, app, isHidden }, context, registry),
        }));
        compareLink({ facts, others }, report.verdict, decider);
      }
    },
    report: () => ({
      since,
      judged,
      differing,
      differences: [...differences.values()].sort((left, right) => right.count - left.count),
      leftOver,
    }),
    restart() {
      since = clock();
      judged = differing = leftOver = 0;
      differences = new Map();
    },
  };
}

function nameOf({ edition, rule, decidedBy, action, notice }: ShadowVerdict): string {
  return `${edition} ${rule} ${decidedBy} ${action} ${notice}`;
}

function verdictOf({ rulebook, edition, rule, decidedBy, action, notice }: ShadowVerdict): ShadowVerdict {
  return { rulebook, edition, rule, decidedBy, action, notice };
}
