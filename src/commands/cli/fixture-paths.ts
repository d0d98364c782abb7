import { existsSync, globSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "./command.ts";

const FIXTURES = ".jsonl";
/** What makes a name a pattern. */
const PATTERN = /[*?[{]/u;

/**
 * The fixture files that words of a command line mean: a file, a folder with all that are in it, or a pattern that the shell left.
 *
 * @throws {UsageError} when a folder holds none, or nothing fits a pattern. A file that is missing is for its reader to tell.
 */
export function fixturePaths(words: readonly string[]): readonly string[] {
  return [...new Set(words.flatMap(filesOf))];
}

function filesOf(word: string): readonly string[] {
  if (existsSync(word)) {
    if (!statSync(word).isDirectory()) return [word];
    const names = readdirSync(word, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(FIXTURES));
    if (names.length === 0) throw new UsageError(`expected ${FIXTURES} files in this folder`, { file: word });
    return names.toSorted().map((name) => join(word, name));
  }
  if (!PATTERN.test(word)) return [word];
  const found = globSync(word).toSorted();
  if (found.length === 0) throw new UsageError("no file fits this pattern", { file: word });
  return found;
}
