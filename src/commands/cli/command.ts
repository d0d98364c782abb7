import { parseArgs } from "node:util";
import type { z } from "zod";
import { InputError, problemText, type Problem } from "../../input/input-error.ts";
import { issuesOf } from "../../input/issues.ts";
import { expectedWord, nearestWord } from "../../policy/vocabulary.ts";

/** Where a command reads and writes; a test gives its own. */
export interface Console {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Data. Resolves when the reader has taken it, so that a slow one is waited for. */
  write(text: string): Promise<void>;
  /** Everything else. */
  tell(text: string): void;
  /** Draws over the last line of the terminal that stderr is; left out when it is none. */
  readonly redraw?: (line: string) => void;
  /** Columns of the terminal that stdout is; null when it is none. */
  readonly columns: number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Option {
  readonly kind: "text" | "flag" | "list";
  /** Placeholder of the value in the help text. */
  readonly value?: string;
  /** All that the value may be, for shells to complete. Left out: anything, such as a file. */
  readonly choices?: readonly string[];
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

/** What the options came out as: a flag is true or false, a list holds every occurrence, a text may be missing. */
export type OptionValues<T extends Options> = {
  readonly [K in keyof T]: T[K]["kind"] extends "flag"
    ? boolean
    : T[K]["kind"] extends "list"
      ? readonly string[]
      : string | undefined;
};

/** 0: done. 1: the checked thing failed, or the system refused. 2: wrong use. A fault of this program ends with 70. */
export type ExitCode = 0 | 1 | 2;

export type Words = Readonly<Record<string, readonly string[]>>;

/** Words after which no fixed one comes. */
export function wordsOf(words: readonly string[]): Words {
  return Object.fromEntries(words.map((word) => [word, []]));
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: Options;
  /** The words that may come first after its name, each with those that may come next. Left out: no fixed words. */
  readonly words?: Words;
  run(argv: readonly string[], console: Console): Promise<ExitCode>;
}

/** The command was used wrongly; the message says what was expected. */
export class UsageError extends InputError {
  override readonly name = "UsageError";

  /** @param where  The option (`--port`), variable or file that is wrong. */
  constructor(message: string, where: Pick<Problem, "field" | "file"> = {}) {
    super("usage", [{ ...where, message }]);
  }
}

/**
 * What a schema found wrong in options, in one line: the option and what it takes.
 *
 * @param optionOf  Options that have another name than their field.
 */
export function optionError(error: z.ZodError, optionOf: Readonly<Record<string, string>> = {}): UsageError {
  const [{ path, message } = { path: [], message: "expected other options" }] = issuesOf(error);
  const [field] = path.map(String);
  return new UsageError(message, field === undefined ? {} : { field: `--${optionOf[field] ?? field}` });
}

/** What was wrong, each option named as it was given: on the command line or by its variable. */
export function inputMessage(error: InputError, argv: readonly string[], env: Console["env"]): string {
  const onLine = new Set(argv.map((word) => word.split("=", 1)[0]));
  const asGiven = (problem: Problem): Problem => {
    const variable = problem.field?.startsWith("--") === true ? variableOf(problem.field.slice(2)) : null;
    const isFromEnv = variable !== null && !onLine.has(problem.field) && (env[variable] ?? "") !== "";
    return isFromEnv ? { ...problem, field: variable } : problem;
  };
  const problems = error.problems.map(asGiven);
  const isRenamed = problems.some((problem, index) => problem !== error.problems[index]);
  return isRenamed ? problems.map(problemText).join("\n") : error.message;
}

/** The environment variable of an option: `--data` is `HUTONG_DATA`. */
export function variableOf(option: string): string {
  return `HUTONG_${option.replaceAll("-", "_").toUpperCase()}`;
}

/**
 * Whether Kubernetes set a variable, for a service that is called `hutong`: it tells each container where the others are.
 * Source: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables.
 */
export function isServiceLink(name: string, env: Console["env"]): boolean {
  if (env["HUTONG_SERVICE_HOST"] === undefined) return false;
  if (name === "HUTONG_PORT") return /^(?:tcp|udp|sctp):\/\//u.test(env[name] ?? "");
  return /^HUTONG_(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/u.test(
    name,
  );
}

/**
 * Reads options from the command line and, where one is missing there, from its environment variable.
 * A list in a variable is separated by commas; blanks and line ends beside them, and about a value, are nobody's.
 *
 * @throws {UsageError} on an unknown option, one without its value, a flag's variable that says neither yes nor no, or quotes about one.
 */
export function readOptions<T extends Options>(
  argv: readonly string[],
  options: T,
  env: Console["env"],
): { values: OptionValues<T>; positionals: readonly string[] } {
  const declared = Object.fromEntries(
    Object.entries(options).map(([name, { kind }]) => [
      name,
      { type: kind === "flag" ? ("boolean" as const) : ("string" as const), multiple: kind === "list" },
    ]),
  );
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: joinedNumbers(argv, options), options: declared, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(describeArgsError(error, Object.keys(options)));
  }
  const values: Record<string, unknown> = {};
  for (const [name, { kind }] of Object.entries(options)) {
    const given = parsed.values[name];
    const fromEnv = isServiceLink(variableOf(name), env) ? undefined : env[variableOf(name)]?.trim();
    if (given === undefined && isQuoted(fromEnv ?? "")) throw new UsageError(UNQUOTED, { field: variableOf(name) });
    if (kind === "flag") values[name] = given ?? flagFrom(variableOf(name), fromEnv ?? "");
    else if (kind === "list") values[name] = given ?? listIn(fromEnv ?? "");
    else if (given === "") throw new UsageError("expected a value", { field: `--${name}` });
    else values[name] = given ?? (fromEnv === "" ? undefined : fromEnv);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each option was read by its kind above
  return { values: values as OptionValues<T>, positionals: parsed.positionals };
}

/** A number below 0 after a space is a value, which the option refuses or takes; Node takes it for an option of its own. */
function joinedNumbers(argv: readonly string[], options: Options): string[] {
  const words: string[] = [];
  for (const word of argv) {
    const before = words.at(-1) ?? "";
    const option = before.startsWith("--") ? options[before.slice(2)] : undefined;
    const isValue = option !== undefined && option.kind !== "flag" && /^-\d/u.test(word) && !words.includes("--");
    if (isValue) words[words.length - 1] = `${before}=${word}`;
    else words.push(word);
  }
  return words;
}

/** A shell takes quotes away; a file of variables for a container hands them on. */
const UNQUOTED = "expected a value without quotes about it, which docker run --env-file leaves where they are";

/** Whether a value begins and ends with the same quote. */
export function isQuoted(text: string): boolean {
  return /^(["']).*\1$/su.test(text);
}

function listIn(text: string): string[] {
  return text
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
}

function flagFrom(variable: string, text: string): boolean {
  if (text === "1" || text === "true") return true;
  if (text === "" || text === "0" || text === "false") return false;
  throw new UsageError("expected 1, true, 0 or false", { field: variable });
}

function describeArgsError(error: unknown, known: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '(--?[^']*)'/u.exec(message)?.[1];
  const valueless = /^Option '(?:-\w, )?(--[\w-]+)/u.exec(message)?.[1];
  if (unknown === undefined && valueless !== undefined)
    return /does not take an argument/u.test(message)
      ? `${valueless}: expected no value`
      : `${valueless}: expected a value${message.includes("ambiguous") ? "; one that begins with a dash goes behind =" : ""}`;
  if (unknown === undefined) return message.split(/\. |\n/u)[0] ?? message;
  const nearest = nearestWord(unknown.replace(/^-+/u, ""), known);
  const hint = nearest === null ? "" : `; did you mean "--${nearest}"?`;
  return `unknown option ${unknown}; expected ${known.map((name) => `--${name}`).join(", ") || "none"}${hint}`;
}

/** A whole number of an option, within its bounds. */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/u.test(text) || value < least || value > most) {
    throw new UsageError(`expected a whole number from ${least} to ${most}`, { field: `--${name}` });
  }
  return value;
}

/** One of an option's words. */
export function oneOf<const T extends readonly string[]>(name: string, text: string, words: T): T[number] {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new UsageError(expectedWord(text, words), { field: `--${name}` });
  return word;
}
