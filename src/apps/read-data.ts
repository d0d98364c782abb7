import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { InputError, type Problem } from "../input/input-error.ts";
import { issuesOf } from "../input/issues.ts";
import { readJsonText } from "../input/source-text.ts";

/** A data file of the registry is broken; `message` has one line a problem, `file:line:column: field: what was expected`. */
export class RegistryDataError extends InputError {
  override readonly name = "RegistryDataError";

  constructor(problems: readonly Problem[]) {
    super("registry_data", problems);
  }
}

const dataFolder = new URL("./data/", import.meta.url);
/** The folders that all data files lie right in. */
export const DATA_FOLDERS = [dataFolder, new URL("./apps/", dataFolder), new URL("./brands/", dataFolder)] as const;

/** The files of a folder under `data/`, by name. */
export function dataFileNames(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, dataFolder))
    .filter((name) => name.endsWith(".json"))
    .toSorted();
}

/** @throws {RegistryDataError} when the file is not JSON or not of the given shape. */
export function readDataFile<T extends z.ZodType>(name: string, schema: T): z.output<T> {
  const file = new URL(name, dataFolder);
  return parseData(readFileSync(file, "utf8"), fileURLToPath(file), schema);
}

/**
 * JSON text of a data file as a checked value.
 *
 * @param fileName  Only for the messages.
 * @throws {RegistryDataError} with the place and the field of every mistake.
 */
export function parseData<T extends z.ZodType>(text: string, fileName: string, schema: T): z.output<T> {
  const json = readJsonText(text);
  if (json.kind === "broken") {
    throw new RegistryDataError(json.mistakes.map((mistake) => ({ file: fileName, ...mistake })));
  }
  const checked = schema.safeParse(json.value);
  if (checked.success) return checked.data;
  throw new RegistryDataError(
    issuesOf(checked.error).map(({ path, isKey, message }) => {
      const last = path.at(-1);
      const place = typeof last === "string" ? json.placeOf(path.slice(0, -1), last) : json.placeOf(path);
      const field = path.length === 0 ? {} : { field: path.map(String).join(".") };
      return { file: fileName, ...place, ...field, message: isKey ? "expected no such field" : message };
    }),
  );
}
