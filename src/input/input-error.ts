/** One thing that is wrong in what somebody gave. Says where and what was expected; repeats no private text. */
export interface Problem {
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
  /** The field, option or variable: `entities.0.pages`, `--port`, `HUTONG_SECRET`. */
  readonly field?: string;
  /** What was expected. */
  readonly message: string;
}

/**
 * What somebody gave is not what was expected: a file, a line, an option, a request's body.
 * Whoever gave it is told `message`. Every other error is a fault of ours, and nobody is told that it is theirs.
 */
export class InputError extends Error {
  override readonly name: string = "InputError";
  /** Stable, for machines. */
  readonly code: string;
  readonly problems: readonly Problem[];

  /** @param message  One line a problem when left out. */
  constructor(code: string, problems: readonly Problem[], message = problems.map(problemText).join("\n")) {
    super(message);
    this.code = code;
    this.problems = problems;
  }
}

/** `file:line:column: field: what was expected`, without the parts that are not known; a line without a file is `line 7, column 3`. */
export function problemText({ message, ...where }: Problem): string {
  const { file, line, column, field } = where;
  const inFile = [file, line, column].filter((part) => part !== undefined).join(":");
  const inText = `line ${line}${column === undefined ? "" : `, column ${column}`}`;
  const place = file !== undefined ? inFile : line !== undefined ? inText : undefined;
  return [place, field, message].filter((part) => part !== undefined).join(": ");
}
