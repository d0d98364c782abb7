import { existsSync, globSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "./command.ts";

/** One JSON object a line, by its two usual endings; some systems write them in capitals. */
const FIXTURES = /\.(?:jsonl|ndjson)$/iu;
/** What makes a name a pattern. */
const PATTERN = /[*?[{]/u;

/**
 * The fixture files that words of a command line mean: a file, a folder with all that are in it, or a pattern that the shell left.
 *
 * @throws {UsageError} when a folder holds none, or nothing fits a pattern. A file that is missing is for its reader to tell.
 */
export function fixturePaths(words: readonly string[]): readonly string[] {
  const known = new Set<string>();
  return words.flatMap(filesOf).filter((file) => isNew(existsSync(file) ? realpathSync(file) : file, known));
}

function isNew(name: string, known: Set<string>): boolean {
  if (known.has(name)) return false;
  known.add(name);
  return true;
}

function filesOf(word: string): readonly string[] {
  if (existsSync(word)) {
    if (!statSync(word).isDirectory()) return [word];
    const found = filesIn(word, new Set());
    if (found.length === 0) throw new UsageError("expected .jsonl or .ndjson files in this folder", { file: word });
    return found.toSorted();
  }
  if (!PATTERN.test(word)) return [word];
  const found = globSync(word).toSorted();
  if (found.length === 0) throw new UsageError("no file fits this pattern", { file: word });
  return found;
}

/** All in a folder, and in the folders in it; each once, whatever links lead to it. */
function filesIn(folder: string, seen: Set<string>): readonly string[] {
  if (!isNew(realpathSync(folder), seen)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // A link may lead nowhere, or to itself.
    const isFolder =
      entry.isDirectory() || (entry.isSymbolicLink() && existsSync(path) && statSync(path).isDirectory());
    return isFolder ? filesIn(path, seen) : FIXTURES.test(path) ? [path] : [];
  });
}
