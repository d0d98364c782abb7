import { nearestWord } from "../../policy/vocabulary.ts";
import { errnoOf } from "../../input/errno.ts";
import { readFileUpTo } from "../../input/file-up-to.ts";
import { readUtf8 } from "../../input/utf8.ts";
import { isQuoted, isServiceLink, UsageError, variableOf, type Console } from "./command.ts";

const PREFIX = "HUTONG_";
/** Those that are no options: a secret on a command line would be told to everybody on the machine. */
export const SECRET_VARIABLES = [
  "HUTONG_SECRET",
  "HUTONG_PREVIOUS_SECRET",
  "HUTONG_MATRIX_SECRET",
  "HUTONG_TELEGRAM_TOKEN",
  "HUTONG_TELEGRAM_SECRET",
  "HUTONG_WEBHOOK_SECRET",
  "HUTONG_LOG_KEY",
  "HUTONG_LOG_KEY_NEXT",
] as const;

/**
 * The options of all commands, in the order of the alphabet. They are named here again so that a command need not load the others
 * to know their variables; a test holds them to the commands.
 */
export const OPTION_NAMES: readonly string[] = `
  against allow-private alternative-ports at base bot bus chat check choice client config contact cors coverage data
  decision demo dry-run every expires fixtures force format four-eyes from groups host host-platform html json jsonl jti jwks
  jwt-audience jwt-issuer jwt-user-claim keep key key-from kind limit list list-window lists locale log-level
  log-public match max-age minisign moderator no-qr offline only origin port pretty proof proxy-filters quiet reason record
  replace reporter resolve retention role rulebook sha256 shadow store strict subdomains telegram-api to token-from
  trusted-proxy until update webhook webhook-language webhook-private wrappers
`
  .trim()
  .split(/\s+/u);

/** Whose value may stand in a file: `HUTONG_SECRET_FILE`. So Docker, Kubernetes and systemd hand secrets on. */
const OF_FILES: readonly string[] = [...SECRET_VARIABLES, variableOf("store"), variableOf("bus")];
const FILE_SUFFIX = "_FILE";
const MAX_SECRET_BYTES = 65_536;

const KNOWN: ReadonlySet<string> = new Set([
  ...OPTION_NAMES.map(variableOf),
  ...SECRET_VARIABLES,
  ...OF_FILES.map((name) => name + FILE_SUFFIX),
]);

/**
 * The environment with what stands in files that it names. A line break at a file's end is an editor's.
 *
 * @throws {UsageError} on a file that cannot be read, and where the value is there as well.
 */
export function withSecretFiles(env: Console["env"]): Console["env"] {
  const named = OF_FILES.filter((name) => (env[name + FILE_SUFFIX] ?? "") !== "");
  if (named.length === 0) return env;
  return { ...env, ...Object.fromEntries(named.map((name) => [name, textOfFile(name, env)])) };
}

function textOfFile(name: string, env: Console["env"]): string {
  const field = name + FILE_SUFFIX;
  const file = env[field] ?? "";
  if ((env[name] ?? "") !== "") throw new UsageError(`expected one of ${name} and ${field}`, { field });
  let text: ReturnType<typeof readUtf8> | null = null;
  try {
    const read = readFileUpTo(file, MAX_SECRET_BYTES, { mayWait: true });
    if (read.kind === "read") text = readUtf8(read.bytes);
  } catch (error) {
    throw new UsageError(`expected a file that can be read (${errnoOf(error) ?? "unknown"})`, { field, file });
  }
  const value = typeof text === "string" ? text.replace(/(?:\r?\n)+$/u, "") : "";
  if (value === "") throw new UsageError(`expected a text of ${MAX_SECRET_BYTES} bytes at most`, { field, file });
  return value;
}

/**
 * A line for each variable of the environment that is called as ours are and that no command reads, and for each secret that ends
 * with a line break or stands in quotes. No value is told.
 */
export function variableWarnings(env: Console["env"]): readonly string[] {
  const unknown = Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && (env[name] ?? "") !== "")
    .filter((name) => !KNOWN.has(name) && !isServiceLink(name, env))
    .map((name) => `${name}: no option is called so${hintOf(name, KNOWN)}`);
  // As `echo` and editors write it into a secret of Docker or Kubernetes, while who signs has it without.
  const broken = SECRET_VARIABLES.filter((name) => /[\r\n]$/u.test(env[name] ?? "")).map(
    (name) => `${name}: the line break at its end is part of the secret`,
  );
  const quoted = SECRET_VARIABLES.filter((name) => isQuoted(env[name] ?? "")).map(
    (name) => `${name}: the quotes about it are part of the secret`,
  );
  return [...unknown, ...broken, ...quoted];
}

function hintOf(name: string, known: ReadonlySet<string>): string {
  // The prefix, which all have, would make far words near.
  const words = [...known].map((each) => each.slice(PREFIX.length).toLowerCase());
  const nearest = nearestWord(name.slice(PREFIX.length).toLowerCase(), words);
  return nearest === null ? "" : `; did you mean ${PREFIX}${nearest.toUpperCase()}?`;
}
