import { readFileSync } from "node:fs";
import { InputError, type Problem } from "../../input/input-error.ts";
import { readUtf8 } from "../../input/utf8.ts";
import { spelt } from "../../input/odd-characters.ts";
import { readYaml, type SourceText } from "../../input/source-text.ts";
import { nearestWord } from "../../policy/vocabulary.ts";
import { UsageError, variableOf, type Console, type Option, type Options } from "./command.ts";
import { errorCode } from "./fixture-file.ts";
import { SECRET_VARIABLES } from "./variables.ts";

/** The option that names the file. */
export const CONFIG_OPTION = {
  config: {
    kind: "text",
    value: "FILE",
    help: "a YAML file whose keys are these options; what is given here or by a variable goes before it (none)",
  },
} as const satisfies Options;

/** Options of a file. */
export interface ConfigFile {
  /** The environment with the file's options where it says nothing of its own. */
  readonly env: Console["env"];
  /** @throws what `read` throws; what is wrong in an option of the file names the file, its line and the key. */
  readonly within: <T>(read: () => T) => T;
}

/**
 * Reads options from a file. Each is told as its variable is, so that all of them are checked in one way.
 *
 * @throws {UsageError} when the file cannot be read. {InputError} on what is no option in it, with line and column.
 */
export function readConfigFile(
  file: string,
  options: Options,
  { argv, env }: { readonly argv: readonly string[]; readonly env: Console["env"] },
): ConfigFile {
  const source = readYaml(textOf(file));
  if (source.kind === "broken")
    throw new InputError(
      "config",
      source.mistakes.map((mistake) => ({ file, ...mistake })),
    );
  const { value, placeOf, hinted } = source;
  if (value !== null && !isMapping(value))
    throw new InputError("config", [{ file, message: "expected a mapping of options" }]);
  const told = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [key, given] of Object.entries(value ?? {})) {
    const option = key === "config" || !Object.hasOwn(options, key) ? undefined : options[key];
    const found = option === undefined ? null : textFor(option, given);
    if (option === undefined || found === null || found.includes("${")) {
      const message = option === undefined ? unknown(key, options) : expectedFor(option, found);
      const place = placeOf([], key);
      problems.push({ file, ...place, field: spelt(key), message: hinted(message, place) });
    } else told.set(key, found);
  }
  if (problems.length > 0) throw new InputError("config", problems);
  const onLine = new Set(argv.map((word) => word.split("=", 1)[0]));
  const isUnset = (key: string): boolean => (env[variableOf(key)] ?? "") === "";
  const isFromFile = (key: string): boolean => told.has(key) && isUnset(key) && !onLine.has(`--${key}`);
  const ofFile = [...told].filter(([key]) => isUnset(key)).map(([key, text]) => [variableOf(key), text] as const);
  return {
    env: { ...env, ...Object.fromEntries(ofFile) },
    within: (read) => placed(read, file, placeOf, isFromFile),
  };
}

function placed<T>(
  read: () => T,
  file: string,
  placeOf: (SourceText & { kind: "read" })["placeOf"],
  isFromFile: (key: string) => boolean,
): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const named = (field = ""): string =>
      field
        .replace(/^--/u, "")
        .replace(/^HUTONG_/u, "")
        .replaceAll("_", "-")
        .toLowerCase();
    const problems = error.problems.map((problem): Problem => {
      const key = named(problem.field);
      return isFromFile(key) ? { ...problem, file, ...placeOf([], key), field: key } : problem;
    });
    if (problems.every((problem, index) => problem === error.problems[index])) throw error;
    throw new InputError("config", problems);
  }
}

/** As a variable would hold it; null when it is none of its kind. */
function textFor({ kind, value }: Option, given: unknown): string | null {
  if (kind === "flag") return typeof given === "boolean" ? String(given) : null;
  if (kind === "text") return wordOf(given);
  const listed = isMapping(given) && isPaired(value) ? pairsOf(given) : Array.isArray(given) ? given : [given];
  const words = listed.map(wordOf);
  return words.some((word) => word === null || word.includes(",")) ? null : words.join(",");
}

/** Whether a list's words are `NAME=NUMBER` and the like, which a mapping says too. */
const isPaired = (value = ""): boolean => value.includes("=");

function pairsOf(given: Readonly<Record<string, unknown>>): readonly (string | null)[] {
  return Object.entries(given).map(([name, of]) => {
    const word = wordOf(of);
    return word === null ? null : `${name}=${word}`;
  });
}

const wordOf = (given: unknown): string | null =>
  typeof given === "string" && given !== "" ? given : typeof given === "number" ? String(given) : null;

/** @param found  What was read; null: none of the option's kind. */
function expectedFor({ kind, value = "" }: Option, found: string | null): string {
  if (found !== null) return "expected the value itself; variables are not put into a file";
  if (kind === "flag") return "expected true or false";
  if (kind === "text") return "expected a text or a number";
  return `expected a list of words without commas, such as [${value}]${isPaired(value) ? ", or a mapping" : ""}`;
}

function unknown(key: string, options: Options): string {
  if (key === "config") return "expected no other file in a file";
  const variable = variableOf(key);
  if (SECRET_VARIABLES.some((each) => each === variable)) return `expected in the variable ${variable}, and in no file`;
  const nearest = nearestWord(key.replaceAll("_", "-"), Object.keys(options));
  return `unknown option${nearest === null ? "" : `; did you mean "${nearest}"?`}`;
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function textOf(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UsageError(`cannot be read (${errorCode(error)})`, { file });
  }
  const text = readUtf8(bytes);
  if (typeof text === "string") return text;
  throw new InputError("encoding", [{ file, ...text }]);
}

/** The JSON Schema of a file of options, from the table that `--help` is made of. */
export function configJsonSchema(options: Options): Record<string, unknown> {
  const word = { type: ["string", "number"] };
  const types = {
    flag: { type: "boolean" },
    text: word,
  };
  const list = { type: "array", items: { ...word, pattern: "^[^,]+$" } };
  const paired = { anyOf: [list, { type: "object", additionalProperties: word }] };
  const typeOf = ({ kind, value }: Option) => (kind === "list" ? (isPaired(value) ? paired : list) : types[kind]);
  const properties = Object.entries(options)
    .filter(([name]) => name !== "config")
    .map(([name, option]) => [name, { ...typeOf(option), description: option.help }] as const);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Options of hutong serve",
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  };
}
