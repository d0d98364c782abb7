import { LineError } from "../input/json-lines.ts";
import { RulebookError } from "../policy/rulebook-error.ts";

/** What to tell whoever gave us bad input; null when the fault is not in the input. Messages name places, never private text. */
export function inputFault(error: unknown): string | null {
  const isInput = error instanceof RulebookError || error instanceof LineError || error instanceof RangeError;
  return isInput ? error.message : null;
}
