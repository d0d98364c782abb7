import type { ChangeComparison } from "../check/compare-elsewhere.ts";
import { InputError } from "../input/input-error.ts";
import { type RulebookWarning, warningText } from "../policy/compare/change.ts";
import { RulebookError } from "../policy/rulebook/rulebook-error.ts";
import type { NewRulebook } from "../rulebooks/kept.ts";
import { describeFault, type Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";

/** Whether a rulebook may take the place of another, and what its author is told. */
export interface RulebookReview {
  /**
   * Whether a change with a warning is refused. Then each is compared before it decides; otherwise it decides at once and
   * its warnings follow.
   */
  readonly isStrict: boolean;
  /**
   * Compares before it decides.
   *
   * @param before  Null: nothing decided before, so that only rules that can never speak are told.
   * @throws {RulebookError} `warned_of` that names the first warning, or `not_compared`.
   */
  refuseWarned(before: NewRulebook | null, after: NewRulebook): Promise<void>;
  /** Tells of one that decides already. Several in a row are told of as one change. */
  changed(before: NewRulebook | null, after: NewRulebook): void;
  close(): Promise<void>;
}

interface ReviewParts {
  readonly comparison: ChangeComparison;
  readonly isStrict: boolean;
  readonly hostPlatform: string | null;
  readonly clock: () => Date;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Lines of the log for one change, of each kind: one rule in front may silence thousands. */
const MOST_TOLD = 20;
const TELLS_ALL = {
  unreachable_rule: "hutong audit",
  allows_more: "hutong diff",
} satisfies Record<RulebookWarning["kind"], string>;

export function createRulebookReview(parts: ReviewParts): RulebookReview {
  const { comparison, isStrict, hostPlatform, clock, metrics, log } = parts;
  let waiting: { readonly before: NewRulebook | null; readonly after: NewRulebook } | null = null;
  let isTelling = false;

  /** Null: this gateway closes. */
  async function compare(before: NewRulebook | null, after: NewRulebook): Promise<readonly RulebookWarning[] | null> {
    if (before !== null && isSame(before, after)) return [];
    return comparison.warningsOf({ before, after, hostPlatform, at: clock() });
  }

  function tell(warnings: readonly RulebookWarning[]): void {
    for (const { kind } of warnings) metrics.add("rulebook_warnings", kind);
    for (const [kind, ofKind] of Map.groupBy(warnings, (warning) => warning.kind)) {
      for (const warning of ofKind.slice(0, MOST_TOLD))
        log({ event: "rulebook_warning", kind, rule: warning.rule, message: warningText(warning) });
      const more = ofKind.length - MOST_TOLD;
      if (more > 0) log({ event: "rulebook_warning", kind, message: `and ${more} more; ${TELLS_ALL[kind]} tells all` });
    }
  }

  async function tellWaiting(): Promise<void> {
    isTelling = true;
    try {
      while (waiting !== null) {
        const { before, after } = waiting;
        waiting = null;
        tell((await compare(before, after)) ?? []);
      }
    } catch (error) {
      log({ event: "rulebook_not_compared", ...describeFault(error) });
    } finally {
      isTelling = false;
    }
  }

  return {
    isStrict,
    async refuseWarned(before, after) {
      const warnings = await compare(before, after).catch((error: unknown) => {
        if (error instanceof InputError) throw error;
        log({ event: "rulebook_not_compared", ...describeFault(error) });
        return null;
      });
      // What cannot be compared is not let through.
      const refused = `${after.reference}: --strict refuses it`;
      if (warnings === null) throw new RulebookError("not_compared", `${refused}: it could not be compared`);
      tell(warnings);
      const [first, ...more] = warnings.map(warningText);
      if (first === undefined) return;
      const rest = more.length === 0 ? "" : `, and ${more.length} more`;
      throw new RulebookError("warned_of", `${refused}: ${first}${rest}`);
    },
    changed(before, after) {
      waiting = { before: waiting === null ? before : waiting.before, after };
      if (!isTelling) void tellWaiting();
    },
    close: () => comparison.close(),
  };
}

const isSame = (one: NewRulebook, other: NewRulebook): boolean =>
  one.text === other.text && one.reference === other.reference;
