import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml";
import type { z } from "zod";

/** One mistake in a data file. Lines and columns count from 1. */
export interface DataProblem {
  readonly line: number;
  readonly column: number;
  /** Path of the field, `entities.0.pages.1.path`; empty for the whole file. */
  readonly field: string;
  /** What was expected. */
  readonly message: string;
}

/** A data file of the registry is broken; `message` has one line a problem, `file:line:column: field: what was expected`. */
export class RegistryDataError extends Error {
  override readonly name = "RegistryDataError";
  readonly problems: readonly DataProblem[];

  constructor(fileName: string, problems: readonly DataProblem[]) {
    super(
      problems
        .map(({ line, column, field, message }) => {
          const where = `${fileName}:${line}:${column}`;
          return field === "" ? `${where}: ${message}` : `${where}: ${field}: ${message}`;
        })
        .join("\n"),
    );
    this.problems = problems;
  }
}

const dataFolder = new URL("./data/", import.meta.url);

/** The files of a folder under `data/`, by name. */
export function dataFileNames(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, dataFolder))
    .filter((name) => name.endsWith(".json"))
    .toSorted();
}

/** @throws {RegistryDataError} when the file is not JSON or not of the given shape. */
export function readDataFile<T extends z.ZodType>(name: string, schema: T): z.output<T> {
  const url = new URL(name, dataFolder);
  return parseData(readFileSync(url, "utf8"), fileURLToPath(url), schema);
}

/**
 * JSON text of a data file as a checked value.
 *
 * @param fileName  Only for the messages.
 * @throws {RegistryDataError} with the place and the field of every mistake.
 */
export function parseData<T extends z.ZodType>(text: string, fileName: string, schema: T): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RegistryDataError(fileName, syntaxProblems(text));
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const locate = locator(text);
  const problems = checked.error.issues.flatMap(({ path, message, ...issue }): DataProblem[] => {
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
    const expected = issue.code === "unrecognized_keys" ? "expected no such field" : message;
    return paths.map((place) => {
      const { line, column } = locate(place);
      return { line, column, field: place.map(String).join("."), message: expected };
    });
  });
  throw new RegistryDataError(fileName, problems);
}

interface Place {
  readonly line: number;
  readonly column: number;
}

// JSON.parse tells no reliable place. JSON is YAML, and the YAML parser keeps places; it is slow, so only for mistakes.
function locator(text: string): (path: readonly PropertyKey[]) => Place {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  return (path) => {
    let node: Node | null = document.contents;
    let offset = 0;
    for (const step of path) {
      const next = stepInto(node, step);
      if (next === null) break;
      ({ node, offset } = next);
    }
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
}

function stepInto(node: Node | null, step: PropertyKey): { node: Node | null; offset: number } | null {
  if (isSeq<Node>(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? null : { node: item, offset: item.range?.[0] ?? 0 };
  }
  if (!isMap<Node, Node>(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === String(step));
  return pair === undefined ? null : { node: pair.value, offset: pair.key.range?.[0] ?? 0 };
}

function syntaxProblems(text: string): DataProblem[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  let offset = document.errors[0]?.pos[0] ?? null;
  // What YAML allows and JSON does not: values left out, words and texts without double quotes.
  visit(document, {
    Scalar(_key, { type, source = "", range }) {
      if (type === "QUOTE_DOUBLE" || (type === "PLAIN" && /^(?:true|false|null|-?\d[\d.eE+-]*)$/u.test(source))) return;
      offset ??= range?.[0] ?? null;
    },
  });
  const { line, col } = lines.linePos(offset ?? 0);
  return [{ line: Math.max(line, 1), column: Math.max(col, 1), field: "", message: "expected JSON" }];
}
