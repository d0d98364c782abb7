import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseRulebook, type KnownNames, type Rulebook } from "../policy/rulebook/rulebook.ts";

const FOLDER = join(import.meta.dirname, "data");

/**
 * The rulebooks that come with the program, by id. Reads files: call once, at start.
 *
 * @throws {RulebookError} when a shipped file is broken.
 */
export function readBuiltinRulebooks(known: KnownNames = {}): ReadonlyMap<string, Rulebook> {
  return new Map(
    builtinFiles().map((file) => {
      const rulebook = parseRulebook(readFileSync(join(FOLDER, file), "utf8"), file, known);
      return [rulebook.id, rulebook];
    }),
  );
}

/** The text of a shipped rulebook, whose file has its id's name; null where there is none. */
export function readBuiltinText(id: string): string | null {
  const file = builtinFiles().find((name) => name === `${id}.yaml`);
  return file === undefined ? null : readFileSync(join(FOLDER, file), "utf8");
}

function builtinFiles(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".yaml"))
    .sort();
}
