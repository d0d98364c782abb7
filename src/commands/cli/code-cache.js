import { lstatSync, mkdirSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Keeps what Node makes of the program's text (types taken out, compiled), so that the next start need not make it again. Node
 * keeps it by the content's hash and its own version, and leaves out what is damaged.
 *
 * The folder is this user's own: whoever could write there could put code in our place. Without such a folder nothing is kept, and
 * Node's own `NODE_COMPILE_CACHE` and `NODE_DISABLE_COMPILE_CACHE` count.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null} The folder for values that are kept likewise; null: none are.
 */
export function keepCompiledCode(env) {
  if (env["NODE_DISABLE_COMPILE_CACHE"] === "1") return null;
  const said = env["NODE_COMPILE_CACHE"];
  if (said !== undefined) return isAbsolute(said) ? ownFolder(join(said, "hutong-values")) : null;
  const folder = cacheFolder(env);
  if (folder === null) return null;
  const code = ownFolder(join(folder, "code"));
  if (code !== null) enableCompileCache(code);
  return ownFolder(join(folder, "values"));
}

/**
 * Source: XDG Base Directory Specification, a relative path is not to be used.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null} Null: nobody's home.
 */
function cacheFolder(env) {
  const said = env["XDG_CACHE_HOME"] ?? "";
  if (isAbsolute(said)) return join(said, "hutong");
  const home = homedir();
  return isAbsolute(home) && home !== "/" ? join(home, ".cache", "hutong") : null;
}

/**
 * @param {string} folder
 * @returns {string | null} Null where others may write.
 */
function ownFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(folder);
    return process.platform === "win32" || (uid === process.getuid?.() && (mode & 0o022) === 0) ? folder : null;
  } catch {
    // A home that is not there or may not be written: nothing is kept.
    return null;
  }
}
