import { hash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";

/** Where values are kept between starts; null: nowhere. */
let keptIn: string | null = null;

/**
 * Lets values be kept from now on. Only the program itself says so: whoever uses the library finds no files that they did not ask for.
 *
 * @param folder  Nobody but this user may write there.
 */
export function keepValuesIn(folder: string | null): void {
  keptIn = folder;
}

/** What a value is made of. Another byte anywhere makes another value. */
export interface Ingredients {
  /** Folders whose programs make it, by their addresses; what lies in folders below them does not count. */
  readonly code: readonly URL[];
  readonly texts: readonly string[];
}

/** How a value lies in its file. */
interface Form {
  readonly write: (value: unknown) => Buffer;
  readonly read: (bytes: Buffer) => unknown;
}

const ANY_DATA: Form = { write: serialize, read: deserialize };
export const JSON_DATA: Form = {
  write: (value) => Buffer.from(JSON.stringify(value)),
  read: (bytes): unknown => JSON.parse(bytes.toString()),
};

/** Length of a SHA-256 in hexadecimal. */
const DIGEST_LENGTH = 64;
/** Packages whose work is in the values. */
const PACKAGES = ["zod", "yaml"] as const;

/**
 * A value that takes long to make, or what was made at an earlier start of exactly the same. What is damaged or cannot be kept is made anew.
 *
 * @param name  A file's name; one value of each name is kept.
 * @param make  Makes plain data: no functions, no classes of our own.
 * @param form  `JSON_DATA` is read three times faster than `ANY_DATA`, and keeps JSON only.
 */
export function keptValue<T>(name: string, { code, texts }: Ingredients, make: () => T, form: Form = ANY_DATA): T {
  if (keptIn === null) return make();
  const key = digestOf([process.version, ...PACKAGES.map(versionOf), ...code.map(codeDigest), ...texts]);
  const file = join(keptIn, name);
  const kept = readKept(file, key, form);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `make` of the same key gave it
  if (kept !== null) return kept.value as T;
  const value = make();
  writeKept(file, key, form.write(value));
  return value;
}

/** Null when it is not there, of other ingredients, or damaged. */
function readKept(file: string, key: string, form: Form): { readonly value: unknown } | null {
  try {
    const bytes = readFileSync(file);
    const body = bytes.subarray(2 * DIGEST_LENGTH);
    if (bytes.toString("latin1", 0, DIGEST_LENGTH) !== key) return null;
    if (bytes.toString("latin1", DIGEST_LENGTH, 2 * DIGEST_LENGTH) !== hash("sha256", body)) return null;
    return { value: form.read(body) };
  } catch {
    return null;
  }
}

function writeKept(file: string, key: string, body: Buffer): void {
  const part = `${file}.${process.pid}`;
  try {
    writeFileSync(part, Buffer.concat([Buffer.from(`${key}${hash("sha256", body)}`), body]), { mode: 0o600 });
    renameSync(part, file);
  } catch {
    // A full disk or a folder that is read only costs the next start its time, and nothing else.
    rmSync(part, { force: true });
  }
}

const codeDigests = new Map<string, string>();

function codeDigest(folder: URL): string {
  const known = codeDigests.get(folder.href);
  if (known !== undefined) return known;
  const names = readdirSync(folder).filter((name) => /\.[jt]s$/u.test(name));
  const digest = digestOf(names.toSorted().flatMap((name) => [name, readFileSync(new URL(name, folder), "utf8")]));
  codeDigests.set(folder.href, digest);
  return digest;
}

const versions = new Map<string, string>();

function versionOf(name: string): string {
  const known = versions.get(name);
  if (known !== undefined) return known;
  const version = readFileSync(fileURLToPath(import.meta.resolve(`${name}/package.json`)), "utf8");
  versions.set(name, version);
  return version;
}

/** Of several texts, each with its length before it, so that none runs into the next. */
function digestOf(texts: readonly string[]): string {
  return hash("sha256", texts.map((text) => `${text.length} ${text}`).join("\n"));
}
