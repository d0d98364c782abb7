import { nearestWord } from "../../policy/vocabulary.ts";
import { isServiceLink, variableOf, type Command, type Console } from "./command.ts";

const PREFIX = "HUTONG_";
/** Those that are no options: a secret on a command line would be told to everybody on the machine. */
const SECRET_VARIABLES = [
  "HUTONG_SECRET",
  "HUTONG_PREVIOUS_SECRET",
  "HUTONG_MATRIX_SECRET",
  "HUTONG_TELEGRAM_TOKEN",
  "HUTONG_TELEGRAM_SECRET",
  "HUTONG_WEBHOOK_SECRET",
  "HUTONG_LOG_KEY",
  "HUTONG_LOG_KEY_NEXT",
] as const;

/** The variables that a command reads. */
export function variablesOf({ options }: Pick<Command, "options">): readonly string[] {
  return [...Object.keys(options).map(variableOf), ...SECRET_VARIABLES];
}

/**
 * A line for each variable of the environment that is called as ours are and that no command reads. No value is told.
 *
 * @param all  Every command; asked for only where one's own options do not know a variable, because it costs their loading.
 */
export async function variableWarnings(
  env: Console["env"],
  own: Pick<Command, "options">,
  all: () => Promise<readonly Pick<Command, "options">[]>,
): Promise<readonly string[]> {
  const given = Object.keys(env).filter(
    (name) => name.startsWith(PREFIX) && (env[name] ?? "") !== "" && !isServiceLink(name, env),
  );
  const readHere = new Set(variablesOf(own));
  const others = given.filter((name) => !readHere.has(name));
  if (others.length === 0) return [];
  const known = new Set((await all()).flatMap(variablesOf));
  return others
    .filter((name) => !known.has(name))
    .map((name) => `${name}: no option is called so${hintOf(name, known)}`);
}

function hintOf(name: string, known: ReadonlySet<string>): string {
  // The prefix, which all have, would make far words near.
  const words = [...known].map((each) => each.slice(PREFIX.length).toLowerCase());
  const nearest = nearestWord(name.slice(PREFIX.length).toLowerCase(), words);
  return nearest === null ? "" : `; did you mean ${PREFIX}${nearest.toUpperCase()}?`;
}
