/** One event. Never a text, a token or an address with more than its host. */
export type LogEvent = { readonly event: string } & Readonly<Record<string, string | number | boolean | null>>;
export type Log = (event: LogEvent) => void;

/** One JSON line an event on stderr; control characters in values are escaped by JSON itself. */
export function logToStderr(event: LogEvent): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
}

/** What may be said of a fault: its kind and where it happened, not its message, which might repeat a user's words. */
export function describeFault(error: unknown): { readonly fault: string; readonly where: string } {
  if (!(error instanceof Error)) return { fault: typeof error, where: "" };
  const code = "code" in error && typeof error.code === "string" ? ` ${error.code}` : "";
  const where = error.stack?.split("\n").find((line) => line.trimStart().startsWith("at ")) ?? "";
  return { fault: `${error.name}${code}`, where: where.trim().replace(/\(?file:\/\/.*\/(?=[^/]+:\d)/u, "") };
}
