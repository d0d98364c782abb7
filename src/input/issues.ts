import type { z } from "zod";

/** What a schema found wrong, as `field: what was expected`, without the values. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => {
      const path = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
      return `${path === "" ? "the object" : path.replace(/^\./u, "")}: ${issue.message}`;
    })
    .join("; ");
}
