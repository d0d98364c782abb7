import { readFileSync, statSync } from "node:fs";
import type { DatabaseAddress, DatabaseHost } from "./address.ts";

/** Bits of a file's mode by which others than its owner may use it. */
const OTHERS = 0o077;

/**
 * The password that a password file holds for one host; null when it holds none or may not be used.
 *
 * Source: PostgreSQL, libpq, "The Password File": `host:port:database:user:password`, `*` for any, a backslash before `:` and `\\`.
 * A socket is asked as `localhost`. A file that others may read is not used.
 */
export function passwordOf(address: DatabaseAddress, { host, port }: DatabaseHost): string | null {
  const text = readOwn(address.passwordFile);
  if (text === null) return null;
  const asked = [host.startsWith("/") ? "localhost" : host, String(port), address.database, address.user];
  for (const line of text.split(/\r?\n/u)) {
    if (line.startsWith("#")) continue;
    const fields = [...line.matchAll(/((?:[^:\\]|\\.)*)(?::|$)/gu)].map(([, field = ""]) => field);
    const isFor = asked.every((each, index) => fields[index] === "*" || unescaped(fields[index] ?? "") === each);
    if (isFor && fields.length > asked.length) return unescaped(fields[asked.length] ?? "");
  }
  return null;
}

function unescaped(field: string): string {
  return field.replaceAll(/\\(.)/gu, "$1");
}

function readOwn(file: string): string | null {
  try {
    const { mode } = statSync(file);
    if (process.platform !== "win32" && (mode & OTHERS) !== 0) return null;
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
