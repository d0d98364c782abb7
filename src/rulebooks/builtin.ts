import { readdirSync, readFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { keptValue, type Form } from "../input/kept-value.ts";
import { withSharedParts } from "../input/shared-parts.ts";
import { decisionTable, type DecisionTable } from "../policy/decide/decide.ts";
import { parseRulebook, type Edition, type KnownNames, type Rulebook } from "../policy/rulebook/rulebook.ts";

const FOLDER = new URL("./data/", import.meta.url);
/** Editions begin on a Date, and say most of what the one before them said. */
const BOOK: Form<Rulebook> = { write: (book) => serialize(withSharedParts(book)), read: deserialize };
const TABLE: Form<DecisionTable> = { write: serialize, read: deserialize };
/** What `parseRulebook` and `decisionTable` import lies in these folders. */
export const MADE_BY = ["policy/rulebook", "policy/decide", "policy", "input", "apps", "links", "findings"].map(
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
  const file = fileOf(id);
  if (file === null) return null;
  const read = () => parseRulebook(readFileSync(file, "utf8"), `${id}.yaml`, known);
  const ingredients = { files: [...MADE_BY, file], texts: [JSON.stringify(known)] };
  return keptValue(`rulebook-${id}`, ingredients, read, BOOK);
}

/** The table of an edition of one of them. */
export function builtinTable(rulebookId: string, edition: Edition): DecisionTable {
  const ingredients = { files: MADE_BY, texts: [edition.hash] };
  return keptValue(`table-${rulebookId}-${edition.id}`, ingredients, () => decisionTable(edition), TABLE);
}

/** The text of a shipped rulebook, whose file has its id's name; null where there is none. */
export function readBuiltinText(id: string): string | null {
  const file = fileOf(id);
  return file === null ? null : readFileSync(file, "utf8");
}

function fileOf(id: string): URL | null {
  const file = builtinFiles().find((name) => name === `${id}.yaml`);
  return file === undefined ? null : new URL(file, FOLDER);
}

function builtinFiles(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".yaml"))
    .sort();
}
