import { RulebookError } from "../policy/rulebook-error.ts";

/** What to tell whoever gave us bad input; null when the fault is not in the input. Messages name places, never private text. */
export function inputFault(error: unknown): string | null {
  if (error instanceof RulebookError || error instanceof RangeError) return error.message;
  return error instanceof Error && error.name === "LineError" ? error.message : null;
}
