import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keptValue } from "../input/kept-value.ts";
import { parseRulebook, type KnownNames, type Rulebook } from "../policy/rulebook/rulebook.ts";

const FOLDER = join(import.meta.dirname, "data");
/** What `parseRulebook` imports lies in these folders. */
export const MADE_BY = ["policy/rulebook", "policy", "input", "apps", "links", "findings"].map(
  (folder) => new URL(`../${folder}/`, import.meta.url),
);

/**
 * The rulebooks that come with the program, by id. Reads files: call once, at start.
 *
 * @throws {RulebookError} when a shipped file is broken.
 */
export function readBuiltinRulebooks(known: KnownNames = {}): ReadonlyMap<string, Rulebook> {
  return new Map(
    builtinIds().flatMap((id) => {
      const rulebook = readBuiltinRulebook(id, known);
      return rulebook === null ? [] : [[rulebook.id, rulebook] as const];
    }),
  );
}

/** The ids of the rulebooks that come with the program; each is its file's name. */
export function builtinIds(): readonly string[] {
  return builtinFiles().map((file) => file.slice(0, -".yaml".length));
}

/**
 * One of them; null where there is none.
 *
 * @throws {RulebookError} when its file is broken.
 */
export function readBuiltinRulebook(id: string, known: KnownNames = {}): Rulebook | null {
  const text = readBuiltinText(id);
  if (text === null) return null;
  const ingredients = { code: MADE_BY, texts: [text, JSON.stringify(known)] };
  return keptValue(`rulebook-${id}`, ingredients, () => parseRulebook(text, `${id}.yaml`, known));
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
