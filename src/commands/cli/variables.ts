import { nearestWord } from "../../policy/vocabulary.ts";
import { isServiceLink, variableOf, type Console } from "./command.ts";

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

const KNOWN: ReadonlySet<string> = new Set([...OPTION_NAMES.map(variableOf), ...SECRET_VARIABLES]);

/**
 * A line for each variable of the environment that is called as ours are and that no command reads, and for each secret that ends
 * with a line break. No value is told.
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
  return [...unknown, ...broken];
}

function hintOf(name: string, known: ReadonlySet<string>): string {
  // The prefix, which all have, would make far words near.
  const words = [...known].map((each) => each.slice(PREFIX.length).toLowerCase());
  const nearest = nearestWord(name.slice(PREFIX.length).toLowerCase(), words);
  return nearest === null ? "" : `; did you mean ${PREFIX}${nearest.toUpperCase()}?`;
}
