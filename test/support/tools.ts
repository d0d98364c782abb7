/**
 * Whether the tests that need a tool can run here. Without it they are skipped with a word about it; under CI they fail.
 *
 * @param missing  What is not here, and how it comes here.
 * @throws {Error} under CI when the tool is not there.
 */
export function hasTool(isThere: boolean, missing: string): boolean {
  if (isThere) return true;
  if (process.env["CI"] === "true") throw new Error(missing);
  process.stderr.write(`SKIPPED: ${missing}\n`);
  return false;
}
