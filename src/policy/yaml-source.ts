import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { rulebookProblems, type RulebookProblem } from "./rulebook-error.ts";

type Path = readonly PropertyKey[];

/** A YAML (or JSON) text as a value that still knows where each part stands. */
export interface YamlSource {
  readonly value: unknown;
  /**
   * Where the value at a path stands, or the nearest part above it that the text holds.
   * With `key` the place of that key in the mapping at the path.
   */
  readonly problemAt: (path: Path, message: string, key?: string) => RulebookProblem;
}

/** Enough for rules shared by many editions, too few for a bomb of nested aliases. */
const MAX_ALIASES = 2_000;

/** @throws {RulebookError} `syntax` with every mistake of the text. */
export function readYaml(text: string, fileName: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });

  const problemAtOffset = (offset: number, message: string): RulebookProblem => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1), message };
  };

  if (document.errors.length > 0) {
    throw rulebookProblems(
      "syntax",
      fileName,
      document.errors.map((error) => problemAtOffset(error.pos[0], error.message)),
    );
  }

  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw rulebookProblems("syntax", fileName, [
      problemAtOffset(0, error instanceof Error ? error.message : "not YAML"),
    ]);
  }

  return {
    value,
    problemAt: (path, message, key) => {
      let node: Node | null = document.contents;
      let offset = node?.range?.[0] ?? 0;
      for (const step of key === undefined ? path : [...path, key]) {
        if (isAlias(node)) node = node.resolve(document) ?? null;
        const next: Step | null = stepInto(node, step);
        if (next === null) break;
        node = next.node;
        offset = key !== undefined && step === key ? next.keyOffset : (node?.range?.[0] ?? next.keyOffset);
      }
      return problemAtOffset(offset, message);
    },
  };
}

interface Step {
  readonly node: Node | null;
  readonly keyOffset: number;
}

function stepInto(node: Node | null, step: PropertyKey): Step | null {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? { node: item, keyOffset: item.range?.[0] ?? 0 } : null;
  }
  if (!isMap(node)) return null;
  for (const pair of node.items) {
    if (!isPair(pair) || !isScalar(pair.key) || String(pair.key.value) !== String(step)) continue;
    return { node: isNode(pair.value) ? pair.value : null, keyOffset: pair.key.range?.[0] ?? 0 };
  }
  return null;
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}
