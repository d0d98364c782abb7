import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const MIGRATIONS = "src/store/postgres/migrations";

/** The last commit whose PostgreSQL schema is an earlier one than that of the files here. */
export interface EarlierRelease {
  readonly commit: string;
  /** The steps that it knows. */
  readonly schema: number;
}

function git(...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync("git", ["-C", ROOT, ...args], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return status === 0 ? stdout.trim() : null;
}

/** The number of the last migration among these files; 0 when there is none. */
function lastOf(files: readonly string[]): number {
  const numbers = files.map((file) => Number(/(?:^|\/)(\d{4})-[^/]*\.sql$/u.exec(file)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

/** The steps that the files here know. */
export function schemaHere(): number {
  return lastOf(readdirSync(join(ROOT, MIGRATIONS)));
}

/** Null without git, and where the history does not go back so far, as in a shallow clone. */
export function earlierRelease(): EarlierRelease | null {
  const touched = git("log", "--first-parent", "--format=%H", "--", MIGRATIONS)?.split("\n") ?? [];
  // Past all that know as much as the files here; a migration that is not committed yet is past none.
  const first = touched.findLast((commit) => schemaAt(commit) >= schemaHere());
  const commit = git("rev-parse", "--verify", "--quiet", first === undefined ? "HEAD" : `${first}^`);
  if (commit === null) return null;
  const schema = schemaAt(commit);
  return schema === 0 ? null : { commit, schema };
}

function schemaAt(commit: string): number {
  return lastOf(git("ls-tree", "-r", "--name-only", commit, "--", MIGRATIONS)?.split("\n") ?? []);
}

/**
 * Its sources into a folder, run by the packages that are installed here.
 *
 * @returns The path of its `main.js`, or of `main.ts` as it was before.
 */
export function unpack({ commit }: EarlierRelease, folder: string): string {
  const tree = join(folder, "tree");
  const archive = join(folder, "tree.tar");
  mkdirSync(tree);
  if (git("archive", "--format=tar", "-o", archive, commit, "src", "package.json") === null)
    throw new Error(`git archive of ${commit} failed`);
  const { status, stderr } = spawnSync("tar", ["-xf", archive, "-C", tree], { encoding: "utf8" });
  if (status !== 0) throw new Error(`tar failed: ${stderr}`);
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  const mains = ["src/main.js", "src/main.ts"].map((name) => join(tree, name));
  const main = mains.find((name) => existsSync(name));
  if (main === undefined) throw new Error(`expected ${mains.join(" or ")}`);
  return main;
}
