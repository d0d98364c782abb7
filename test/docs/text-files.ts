import { globSync } from "node:fs";
import { resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/** Every file of text of the checkout, from its root. */
export function textFiles(): readonly string[] {
  const isOthers = (path: string) => /(?:^|\/)(?:node_modules|dist|data\/lists)(?:\/|$)/u.test(path);
  const found = ["**/*.md", ".github/*.md"].flatMap((pattern) => globSync(pattern, { cwd: ROOT, exclude: isOthers }));
  return [...new Set(found)].toSorted();
}
