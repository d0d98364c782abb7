/** The code of an error of the system, such as `ENOENT`; null for any other error. */
export function errnoOf(error: unknown): string | null {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" ? code : null;
}

const MOST_CAUSES = 5;

/**
 * Why something was not reached, for a log: the system's code of an error or of its cause, such as `ECONNREFUSED` or
 * `DEPTH_ZERO_SELF_SIGNED_CERT`; `timeout`; else `unknown`. Never a message, which might hold an address.
 */
export function reachTroubleOf(error: unknown): string {
  let each = error;
  for (let depth = 0; depth < MOST_CAUSES && each instanceof Error; depth += 1) {
    const code = errnoOf(each);
    if (code !== null) return code;
    if (each.name === "TimeoutError") return "timeout";
    each = each instanceof AggregateError ? each.errors[0] : each.cause;
  }
  return "unknown";
}
