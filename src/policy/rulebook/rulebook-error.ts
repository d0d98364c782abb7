import { InputError, problemText } from "../../input/input-error.ts";

/**
 * `syntax`: not YAML. `shape`: YAML, but no rulebook. `no_edition`: asked about a day before the first edition.
 * `unknown_rulebook`, `unknown_edition`: asked for one that is not there. `too_large`: its rules are too many to compare.
 * `warned_of`, `not_compared`: a change that a strict gateway refuses.
 */
export type RulebookErrorCode =
  | "syntax"
  | "shape"
  | "no_edition"
  | "unknown_rulebook"
  | "unknown_edition"
  | "too_large"
  | "warned_of"
  | "not_compared";

/** One mistake in a rulebook file. Lines and columns count from 1. */
export interface RulebookProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What was expected. */
  readonly message: string;
}

/** An operator's mistake with a rulebook; `message` has one line a problem, `file:line:column: what was expected`. */
export class RulebookError extends InputError {
  override readonly name = "RulebookError";
  declare readonly code: RulebookErrorCode;
  declare readonly problems: readonly RulebookProblem[];

  constructor(code: RulebookErrorCode, message: string, problems: readonly RulebookProblem[] = []) {
    super(code, problems, message);
  }
}

const SHOWN_PROBLEMS = 20;

export function rulebookProblems(code: "syntax" | "shape", problems: readonly RulebookProblem[]): RulebookError {
  const shown = problems.slice(0, SHOWN_PROBLEMS).map(problemText);
  if (problems.length > SHOWN_PROBLEMS) shown.push(`and ${problems.length - SHOWN_PROBLEMS} more`);
  return new RulebookError(code, shown.join("\n"), problems);
}
