import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import type { CST, Document, LineCounter, Node, YAMLParseError } from "yaml";
import { oddHint } from "./odd-characters.ts";

const require = createRequire(import.meta.url);
let library: typeof Yaml | null = null;

/** Loaded when a text is first taken apart: a start that finds all in its cache, or reads sound JSON, need not wait for it. */
function yaml(): typeof Yaml {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the package says of itself
  return (library ??= require("yaml") as typeof Yaml);
}

type Path = readonly PropertyKey[];

/** Line and column count from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A YAML or JSON text: a value that knows the position of each part, or the errors of the text. */
export type SourceText =
  | {
      readonly kind: "read";
      readonly value: unknown;
      /**
       * Where the value at a path stands, or the nearest part above it that the text holds.
       * With `key` the place of that key in the mapping at the path.
       */
      readonly placeOf: (path: Path, key?: string) => Place;
      /** What stands there without quotes, letter by letter; null for anything else. `8.10` is no longer `8.1` here. */
      readonly plainAt: (path: Path) => string | null;
      /** The message with what nobody sees in that line, or takes for another sign, behind it. */
      readonly hinted: (message: string, place: Place) => string;
    }
  | { readonly kind: "broken"; readonly mistakes: readonly (Place & { readonly message: string })[] };

/** Enough for rules shared by many editions, too few for a bomb of nested aliases. */
const MAX_ALIASES = 2_000;
/** Mappings and lists within one another. Whoever reads the value may recurse: this many calls fit every stack. */
const MAX_DEPTH = 100;
const COLLECTIONS: ReadonlySet<CST.Token["type"]> = new Set(["block-map", "block-seq", "flow-collection"]);
const START: Place = { line: 1, column: 1 };
const TOO_DEEP = `expected at most ${MAX_DEPTH} levels of nesting`;

/** Reads YAML, of which JSON is a part. */
export function readYaml(written: string): SourceText {
  const text = asOthersReadIt(written);
  const { document, lines, tooDeep } = composed(text);
  const whole = wholeMistake(text);
  const mistakes: Mistake[] = [];
  if (whole !== null) mistakes.push(whole);
  else if (document === null) mistakes.push({ offset: tooDeep, message: TOO_DEEP });
  else if (document.errors.length > 0)
    mistakes.push(
      ...withoutRepeats(document.errors).map((error) => ({
        offset: error.pos[0],
        message: inWords(error, { document, lines, text }),
      })),
    );
  else mistakes.push(...formMistakes(document), ...aliasMistakes(document.contents));

  let value: unknown;
  if (document !== null && mistakes.length === 0) {
    try {
      value = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const message = /alias/iu.test(error.message)
        ? `expected aliases that stand for at most ${MAX_ALIASES} parts`
        : error.message;
      mistakes.push({ offset: 0, message });
    }
  }
  if (document === null || mistakes.length > 0) {
    return {
      kind: "broken",
      mistakes: mistakes.map(({ offset, message }) => {
        const place = placeAt(lines, offset);
        return { ...place, message: hinted(message, place, text, LINES_BEFORE) };
      }),
    };
  }
  return {
    kind: "read",
    value,
    placeOf: (path, key) => placeAt(lines, offsetOf(document, path, key)),
    plainAt: (path) => plainAt(document, path),
    hinted: (message, place) => hinted(message, place, text),
  };
}

/** A line that has lost its form is told at one of those behind it. */
const LINES_BEFORE = 3;

function hinted(message: string, { line }: Place, text: string, before = 0): string {
  // A word that the message quotes is spelt there already.
  if (message.includes("\\u")) return message;
  const lines = text.split("\n", line);
  for (let at = line; at > 0 && at >= line - before; at--) {
    const hint = oddHint(lines[at - 1] ?? "");
    if (hint !== "") return message + (at === line ? hint : hint.replace("; ", `; line ${at}, `));
  }
  return message;
}

/** Byte order marks before the first part go, also behind `---`, and a lone CR ends a line. Source: YAML 1.2.2, 5.2 and 5.4. */
function asOthersReadIt(text: string): string {
  const [head = ""] = /^(?:\uFEFF|(?:---|%.*)?[ \t]*(?:#.*)?\r?\n)*/u.exec(text) ?? [];
  return (head.replaceAll("\uFEFF", "") + text.slice(head.length)).replaceAll(/\r(?!\n)/gu, "\n");
}

/** What makes a text none of ours as a whole: a merge that nobody ended, a web page, control characters. */
function wholeMistake(text: string): Mistake | null {
  const merge = /^(?:<{7}|>{7}) /mu.exec(text);
  if (merge !== null)
    return { offset: merge.index, message: "expected a merge that somebody has ended, without its marks" };
  if (/^\s*<[!?a-z]/iu.test(text)) return { offset: 0, message: "expected YAML; this is a web page or XML" };
  const control = /[\0-\u0008\u000B\u000C\u000E-\u001F\u007F]/u.exec(text);
  return control === null ? null : { offset: control.index, message: "expected a text without control characters" };
}

/** Where the form of a text is lost, what follows is a mistake of its reader. */
const LOST: ReadonlySet<string> = new Set([
  "BAD_INDENT",
  "BLOCK_AS_IMPLICIT_KEY",
  "MISSING_CHAR",
  "MULTILINE_IMPLICIT_KEY",
  "TAB_AS_INDENT",
  "UNEXPECTED_TOKEN",
]);

/** The first mistake of form, and all others. */
function withoutRepeats(errors: readonly YAMLParseError[]): readonly YAMLParseError[] {
  const first = errors.find(({ code }) => LOST.has(code));
  return errors.filter((error) => !LOST.has(error.code) || error === first);
}

/** What YAML allows and nothing here reads: tags of another program, and keys that are no words. */
function formMistakes(document: Document.Parsed): Mistake[] {
  const mistakes = document.warnings
    .filter(({ code }) => code === "TAG_RESOLVE_FAILED")
    .map(({ pos: [offset] }): Mistake => ({ offset, message: "expected no tag; whatever begins with ! is one" }));
  yaml().visit(document, {
    Pair(_key, { key }) {
      if (!yaml().isCollection(key)) return;
      const message = "expected a word as a key; a text that begins with { or [, as of a template, stands in quotes";
      mistakes.push({ offset: key.range?.[0] ?? 0, message });
    },
  });
  return mistakes;
}

/** What the library says of a mistake, where whoever wrote the text is told better. */
function inWords(
  { code, pos: [offset], message }: YAMLParseError,
  { document, lines, text }: { readonly document: Document; readonly lines: LineCounter; readonly text: string },
): string {
  // The library says the same of a list item that stands where a key was expected.
  const line = lines.linePos(offset).line;
  const isText = /^[^#]*\S: +[^\s'"[{&*!|>#].*: /u.test(text.split("\n")[line - 1] ?? "");
  if (code === "BLOCK_AS_IMPLICIT_KEY")
    return isText
      ? 'expected a text that has ": " in it to stand in quotes'
      : 'expected keys alone or list items ("- …") alone at one indentation';
  if (code === "BLOCK_IN_FLOW") return 'expected a text that has ": " in it to stand in quotes between { and }';
  if (code === "MULTILINE_IMPLICIT_KEY" || (code === "MISSING_CHAR" && message.startsWith("Implicit map keys")))
    return /^\s*(?:- +)*[\w$-]+:[^\s]/u.test(text.split("\n")[line - 1] ?? "")
      ? 'expected a space after ":"'
      : 'expected "key: value" in this line';
  const [, unclosed] = / end with a ([\]}])$/u.exec(message) ?? [];
  if (unclosed !== undefined) return `expected the ${unclosed} that ends what was opened before`;
  if (message.endsWith(" must start at the same column"))
    return "expected this line at the indentation of those beside it";
  if (message.startsWith("Missing closing ")) return "expected the quote that ends a text opened before";
  // Whatever stands first in its line stands behind no quote.
  if (message === "Unexpected scalar at node end")
    return /^\s*$/u.test(text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset))
      ? "expected this line at the indentation of those beside it"
      : 'expected nothing behind a quote that ends a text; within one the same quote is written twice or as \\"';
  if (code === "TAB_AS_INDENT") return "expected spaces before what stands in this line, not tabs";
  if (code === "BAD_SCALAR_START") return "expected a text that begins with this sign to stand in quotes";
  if (code === "MULTIPLE_DOCS") return "expected one document; a second one begins here, after ---";
  if (code !== "DUPLICATE_KEY") return message;
  let found = message;
  yaml().visit(document, {
    Map(_key, { items }) {
      const isHere = ({ key }: (typeof items)[number]) => yaml().isScalar(key) && key.range?.[0] === offset;
      const again = items.find(isHere)?.key;
      if (!yaml().isScalar(again)) return undefined;
      const first = items.find(({ key }) => yaml().isScalar(key) && key.value === again.value)?.key;
      const line = yaml().isScalar(first) ? placeAt(lines, first.range?.[0] ?? 0).line : null;
      found = `key "${String(again.value).slice(0, 64)}" stands twice${line === null ? "" : `; first in line ${line}`}`;
      return yaml().visit.BREAK;
    },
  });
  return found;
}

/** Reads JSON. The places are found only when they are asked for: JSON.parse tells none, and the parser that does is slow. */
export function readJsonText(text: string): SourceText {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const place = jsonMistake(text) ?? START;
    return { kind: "broken", mistakes: [{ ...place, message: hinted("expected JSON", place, text) }] };
  }
  return {
    kind: "read",
    value,
    placeOf(path, key) {
      const { document, lines } = composed(text);
      return document === null ? START : placeAt(lines, offsetOf(document, path, key));
    },
    plainAt(path) {
      const { document } = composed(text);
      return document === null ? null : plainAt(document, path);
    },
    hinted: (message, place) => hinted(message, place, text),
  };
}

/** Where a text that is no JSON stops being JSON; null when it nests too deeply to be told. */
export function jsonMistake(text: string): Place | null {
  const { document, lines } = composed(text);
  if (document === null) return null;
  let offset = document.errors[0]?.pos[0] ?? null;
  // What YAML allows and JSON does not: values left out, words and texts without double quotes.
  yaml().visit(document, {
    Scalar(_key, { type, source = "", range }) {
      if (type === "QUOTE_DOUBLE" || (type === "PLAIN" && /^(?:true|false|null|-?\d[\d.eE+-]*)$/u.test(source))) return;
      offset ??= range?.[0] ?? null;
    },
  });
  return placeAt(lines, offset ?? 0);
}

interface Composed {
  /** Null when the text nests too deeply, which is known before anything recurses. */
  readonly document: Document.Parsed | null;
  readonly lines: LineCounter;
  /** Offset of the first part that stands too deep. */
  readonly tooDeep: number;
}

function composed(text: string): Composed {
  const lines = new (yaml().LineCounter)();
  const parser = new (yaml().Parser)(lines.addNewLine);
  lines.addNewLine(0);
  const tokens: CST.Token[] = [];
  for (const lexeme of new (yaml().Lexer)().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length <= MAX_DEPTH) continue;
    const tooDeep = parser.stack.filter(({ type }) => COLLECTIONS.has(type))[MAX_DEPTH];
    if (tooDeep !== undefined) return { document: null, lines, tooDeep: tooDeep.offset };
  }
  tokens.push(...parser.end());
  let document: Document.Parsed | null = null;
  for (const each of new (yaml().Composer)({ merge: true, prettyErrors: false }).compose(tokens, true, text.length)) {
    // `true` above: there is always one.
    if (document === null) document = each;
    else
      document.errors.push(
        new (yaml().YAMLParseError)([each.range[0], each.range[1]], "MULTIPLE_DOCS", "more than one document"),
      );
  }
  return { document, lines, tooDeep: 0 };
}

/** What the library throws at a value that it refuses to build, such as a bomb of aliases; other errors are faults. */
function isRefusal(error: unknown): error is Error {
  return error instanceof ReferenceError || (error instanceof Error && error.constructor === Error);
}

interface Mistake {
  readonly offset: number;
  readonly message: string;
}

/** Aliases that lead nowhere, into themselves, or too deep. */
function aliasMistakes(root: Node | null): Mistake[] {
  const mistakes: Mistake[] = [];
  /** Levels of what an anchor names; null while it is not at its end. */
  const anchors = new Map<string, number | null>();
  const levelsOf = (part: unknown, depth: number): number => {
    if (yaml().isAlias(part)) {
      const levels = anchors.get(part.source);
      const refuse = (message: string) => mistakes.push({ offset: part.range?.[0] ?? 0, message });
      if (levels === undefined) refuse(`expected an anchor &${part.source} before this alias`);
      else if (levels === null) refuse("expected an alias outside of what its anchor names");
      else if (depth + levels > MAX_DEPTH) refuse(TOO_DEEP);
      return levels ?? 0;
    }
    if (yaml().isPair(part)) return Math.max(levelsOf(part.key, depth), levelsOf(part.value, depth));
    const name = yaml().isScalar(part) || yaml().isCollection(part) ? part.anchor : undefined;
    if (name !== undefined) anchors.set(name, null);
    const levels = yaml().isCollection(part)
      ? 1 + part.items.reduce<number>((most, item) => Math.max(most, levelsOf(item, depth + 1)), 0)
      : 0;
    if (name !== undefined) anchors.set(name, levels);
    return levels;
  };
  levelsOf(root, 0);
  return mistakes;
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function offsetOf(document: Document, path: Path, key?: string): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    const next = stepInto(document, node, step);
    if (next === null) return offset;
    node = next.node;
    offset = node?.range?.[0] ?? next.keyOffset;
  }
  return key === undefined ? offset : (stepInto(document, node, key)?.keyOffset ?? offset);
}

function plainAt(document: Document, path: Path): string | null {
  let node: Node | null = document.contents;
  for (const step of path) node = stepInto(document, node, step)?.node ?? null;
  return yaml().isScalar(node) && node.type === "PLAIN" ? (node.source ?? null) : null;
}

interface Step {
  readonly node: Node | null;
  readonly keyOffset: number;
}

function stepInto(document: Document, from: Node | null, step: PropertyKey): Step | null {
  const node = yaml().isAlias(from) ? (from.resolve(document) ?? null) : from;
  if (yaml().isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? { node: item, keyOffset: item.range?.[0] ?? 0 } : null;
  }
  if (!yaml().isMap(node)) return null;
  for (const pair of node.items) {
    if (!yaml().isPair(pair) || !yaml().isScalar(pair.key) || String(pair.key.value) !== String(step)) continue;
    return { node: isNode(pair.value) ? pair.value : null, keyOffset: pair.key.range?.[0] ?? 0 };
  }
  return null;
}

function isNode(value: unknown): value is Node {
  return yaml().isScalar(value) || yaml().isMap(value) || yaml().isSeq(value) || yaml().isAlias(value);
}
