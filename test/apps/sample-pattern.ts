import { OTHER, type PatternNode, readPattern } from "../../src/apps/pattern-syntax.ts";

/** Characters that are tried for a run, in this order. */
const PREFERRED = "17a9Zbx4_-".split("").map((sign) => sign.charCodeAt(0));
/** How long runs are made: the first length at which the whole fits. */
const LENGTHS = [11, 10, 12, 6, 15, 18, 19, 24, 32, 4, 2, 1];

/**
 * Texts that fit a pattern of the registry: one for each way through its alternatives and options, at most a few.
 *
 * @returns none for a pattern of a form that is not read.
 */
export function samplesOf(source: string): string[] {
  const nodes = readPattern(source);
  const regExp = new RegExp(source, "u");
  if (nodes === null) return [];
  const found = new Set<string>();
  for (const length of LENGTHS) {
    for (const text of writings(nodes, length)) if (regExp.test(text)) found.add(text);
    if (found.size > 0) break;
  }
  return [...found].slice(0, 8);
}

function writings(nodes: readonly PatternNode[], length: number): string[] {
  return nodes.reduce<string[]>(
    (heads, node) => heads.flatMap((head) => writingsOf(node, length).map((text) => head + text)).slice(0, 64),
    [""],
  );
}

function writingsOf(node: PatternNode, length: number): string[] {
  switch (node.kind) {
    case "text":
      return [node.text];
    case "run": {
      const codes = [...PREFERRED, ...Array.from({ length: OTHER }, (_, code) => code)].filter(
        (c) => node.set[c] === 1,
      );
      const text = Array.from({ length: node.isOne ? 1 : length }, (_, at) =>
        String.fromCharCode(codes[at % Math.min(codes.length, 3)] ?? 0x31),
      ).join("");
      return node.mayBeEmpty ? [text, ""] : [text];
    }
    case "group": {
      const taken = node.alternatives.flatMap((alternative) => writings(alternative, length));
      return node.isOptional ? [...taken, ""] : taken;
    }
    case "look":
    case "end":
      return [""];
    default:
      return node satisfies never;
  }
}
