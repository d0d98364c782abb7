import { readFileSync } from "node:fs";
import { type WrapperEntry, registrySchemas } from "../../apps/app-file.ts";
import { parseData } from "../../apps/read-data.ts";
import { UsageError, type Options, type OptionValues } from "./command.ts";
import { errorCode } from "./fixture-file.ts";

/** The option of every command that reads addresses. */
export const WRAPPERS_OPTION = {
  wrappers: {
    kind: "text",
    value: "FILE",
    help: "pages of your own that carry another address, in the form of src/apps/data/wrappers.json (none)",
  },
} as const satisfies Options;

/**
 * An operator's own wrappers.
 *
 * @throws {UsageError} when the file cannot be read.
 * @throws {RegistryDataError} when it is broken: file, line, column, field and what was expected.
 */
export function wrappersFrom({ wrappers: file }: OptionValues<typeof WRAPPERS_OPTION>): readonly WrapperEntry[] {
  if (file === undefined) return [];
  return parseData(textOf(file), file, registrySchemas().wrappers).wrappers;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`cannot be read (${errorCode(error)})`, { file });
  }
}
