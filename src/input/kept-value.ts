import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";

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

/** What a value is made of. Another file, one written since or another text makes another value. */
export interface Ingredients {
  /** Files, and folders by addresses that end in `/`: what lies right in them counts, what lies in folders below them does not. */
  readonly files: readonly URL[];
  readonly texts?: readonly string[];
}

/** How a value lies in its file. */
export interface Form<T = unknown> {
  readonly write: (value: T) => Buffer;
  readonly read: (bytes: Buffer) => T;
}

const jsonData = <T>(): Form<T> => ({
  write: (value) => Buffer.from(JSON.stringify(value)),
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `make` of the same key gave it
  read: (bytes) => JSON.parse(bytes.toString()) as T,
});

/** Two copies of the program share a folder and not their values. */
const INSTALLATION = crc32(import.meta.url).toString(16);
/** Of the checksum that a file begins with. */
const CHECKSUM_BYTES = 4;
/** Packages whose work is in the values. */
const PACKAGES = ["zod", "yaml"] as const;

/**
 * A value that takes long to make, or what was made at an earlier start of exactly the same. What is damaged or cannot be kept is made anew.
 *
 * @param name  Begins a file's name; this copy of the program keeps one value of each name.
 * @param make  Makes plain data: no functions, no classes of our own.
 * @param form  JSON when left out.
 */
export function keptValue<T>(
  name: string,
  { files, texts = [] }: Ingredients,
  make: () => T,
  form: Form<T> = jsonData(),
): T {
  if (keptIn === null) return make();
  const key = Buffer.from(
    `${[process.version, ...PACKAGES.map(packageState), ...files.map(stateOf), ...texts].map(withLength).join("")}\n`,
  );
  const file = join(keptIn, `${name}-${INSTALLATION}`);
  const kept = readKept(file, key, form);
  if (kept !== null) return kept.value;
  const value = make();
  writeKept(file, Buffer.concat([key, form.write(value)]));
  return value;
}

/** Null when it is not there, of other ingredients, or damaged. */
function readKept<T>(file: string, key: Buffer, form: Form<T>): { readonly value: T } | null {
  try {
    const bytes = readFileSync(file);
    const body = bytes.subarray(CHECKSUM_BYTES);
    if (!body.subarray(0, key.length).equals(key) || bytes.readUInt32LE() !== crc32(body)) return null;
    return { value: form.read(body.subarray(key.length)) };
  } catch {
    return null;
  }
}

function writeKept(file: string, body: Buffer): void {
  const part = `${file}.${process.pid}`;
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(crc32(body));
  try {
    writeFileSync(part, Buffer.concat([checksum, body]), { mode: 0o600 });
    renameSync(part, file);
  } catch {
    // A full disk or a folder that is read only costs the next start its time, and nothing else.
    rmSync(part, { force: true });
  }
}

const states = new Map<string, string>();

/**
 * What tells a file from any other and from itself before it was written: its number, size and the time of its last change,
 * which nobody sets by hand. Reading and hashing some hundred files took longer than what is kept of them saves.
 */
function stateOf(place: URL): string {
  const known = states.get(place.href);
  if (known !== undefined) return known;
  const path = fileURLToPath(place);
  const names = place.href.endsWith("/") ? readdirSync(path).toSorted() : [""];
  const state = names.map((name) => fileState(path, name)).join("\n");
  states.set(place.href, state);
  return state;
}

function fileState(folder: string, name: string): string {
  // Editors leave links to nowhere beside a file that is open in them.
  const stats = statSync(folder + name, { throwIfNoEntry: false });
  return stats?.isFile() === true ? `${name} ${stats.ino} ${stats.size} ${stats.ctimeMs}` : "";
}

function packageState(name: string): string {
  return stateOf(new URL(import.meta.resolve(`${name}/package.json`)));
}

/** Its length before it, so that no text runs into the next. */
function withLength(text: string): string {
  return `${text.length} ${text}\n`;
}
