/** One event. Never a text, a token or an address with more than its host. */
export type LogEvent = { readonly event: string } & Readonly<Record<string, string | number | boolean | null>>;
export type Log = (event: LogEvent) => void;

/** From what only a search for a fault needs to what an operator must look at. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How much each event matters; of the others it is `info`. */
const LEVEL_OF: Readonly<Record<string, LogLevel>> = {
  request: "debug",
  fault: "error",
  store_trouble: "error",
  device_ahead: "warn",
  store_went_back: "error",
  bus: "warn",
  bus_foreign: "warn",
  jwks: "warn",
  link_cache: "warn",
  list_trouble: "warn",
  request_failed: "error",
  handshake_refused: "warn",
  not_http: "warn",
  list_not_updated: "warn",
  bus_unheard: "warn",
  rulebook_differs: "warn",
  rulebook_not_compared: "warn",
  rulebook_refused: "warn",
  rulebook_unwatched: "warn",
  rulebook_warning: "warn",
  log_unsigned: "error",
  otlp: "warn",
  store_waits: "warn",
  telegram_refused: "warn",
  telegram_unavailable: "warn",
  clock_skewed: "warn",
  webhook_down: "warn",
  webhook_dropped: "warn",
  webhook_refused: "warn",
  few_open_files: "warn",
};

export const levelOf = ({ event }: LogEvent): LogLevel => LEVEL_OF[event] ?? "info";

/** One JSON line an event; control characters in values are escaped by JSON itself. */
function lineOf(event: LogEvent, level: LogLevel): string {
  return `${JSON.stringify({ time: new Date().toISOString(), ...event, level })}\n`;
}

/** Lines on stderr of events that matter as much, or more. */
export function logFrom(least: LogLevel): Log {
  const from = LOG_LEVELS.indexOf(least);
  return (event) => {
    const level = levelOf(event);
    if (LOG_LEVELS.indexOf(level) >= from) process.stderr.write(lineOf(event, level));
  };
}

/** Lines on stderr of all that is not for a search alone. */
export const logToStderr: Log = logFrom("info");

/** What may be said of a fault: its kind and where it happened, not its message, which might repeat a user's words. */
export function describeFault(error: unknown): { readonly fault: string; readonly where: string } {
  if (!(error instanceof Error)) return { fault: typeof error, where: "" };
  const code = "code" in error && typeof error.code === "string" ? ` ${error.code}` : "";
  const where = error.stack?.split("\n").find((line) => line.trimStart().startsWith("at ")) ?? "";
  return { fault: `${error.name}${code}`, where: where.trim().replace(/\(?file:\/\/.*\/(?=[^/]+:\d)/u, "") };
}
