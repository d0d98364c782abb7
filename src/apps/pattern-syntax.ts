/** A part of a pattern. */
export type PatternNode =
  | { readonly kind: "text"; readonly text: string }
  /** Characters of a set: at most one, one or more, or none as well. */
  | { readonly kind: "run"; readonly set: CharacterSet; readonly mayBeEmpty: boolean; readonly isOne: boolean }
  | {
      readonly kind: "group";
      readonly name: string | null;
      readonly alternatives: readonly (readonly PatternNode[])[];
      readonly isOptional: boolean;
    }
  /** A condition on what stands next, which takes nothing. */
  | { readonly kind: "look" }
  | { readonly kind: "end" };

/** A mark for each ASCII code, and at `OTHER` one for all others: 0 not in the set, 1 in it. */
export type CharacterSet = Uint8Array;
export const OTHER = 128;

/** What may stand next. */
export interface First {
  readonly set: CharacterSet;
  /** The text may end here. */
  readonly mayEnd: boolean;
  /** The pattern may end here, whatever follows. */
  readonly mayBeAnything: boolean;
}

/**
 * The parts of a regular expression that begins with `^`, of the forms that the registry's files use.
 *
 * @returns null for any other form; nothing is then known of it.
 */
export function readPattern(source: string): readonly PatternNode[] | null {
  if (!source.startsWith("^")) return null;
  const reader = new Reader(source);
  const alternatives = reader.alternatives();
  const [only] = alternatives ?? [];
  return reader.isAtEnd && alternatives?.length === 1 && only !== undefined ? only : null;
}

// A lazy one (`*?`) is none: its second sign is then read by nobody.
const QUANTIFIER = /^(?:[?*+]|\{\d+(?:,\d*)?\})(?!\?)/u;
const GROUP = /^\((?:\?:|\?<([A-Za-z]\w*)>)?(?!\?)/u;

class Reader {
  readonly #source: string;
  #at = 1;

  constructor(source: string) {
    this.#source = source;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#source.length;
  }

  alternatives(): PatternNode[][] | null {
    const alternatives: PatternNode[][] = [];
    for (;;) {
      const sequence = this.#sequence();
      if (sequence === null) return null;
      alternatives.push(sequence);
      if (this.#source[this.#at] !== "|") return alternatives;
      this.#at += 1;
    }
  }

  #sequence(): PatternNode[] | null {
    const nodes: PatternNode[] = [];
    while (!this.isAtEnd && !/[|)]/u.test(this.#source[this.#at] ?? "")) {
      const node = this.#node();
      if (node === null) return null;
      const last = nodes.at(-1);
      if (node.kind === "text" && last?.kind === "text") {
        nodes[nodes.length - 1] = { kind: "text", text: last.text + node.text };
      } else {
        nodes.push(node);
      }
    }
    return nodes;
  }

  #node(): PatternNode | null {
    const rest = this.#source.slice(this.#at);
    if (rest.startsWith("$")) {
      this.#at += 1;
      return { kind: "end" };
    }
    if (/^\(\?[!=]/u.test(rest)) return this.#look();
    if (rest.startsWith("\\b")) {
      this.#at += "\\b".length;
      return { kind: "look" };
    }
    const group = GROUP.exec(rest);
    if (group !== null) return this.#group(group[0].length, group[1] ?? null);
    return this.#characters(rest);
  }

  #group(opening: number, name: string | null): PatternNode | null {
    this.#at += opening;
    const alternatives = this.alternatives();
    if (alternatives === null || this.#source[this.#at] !== ")") return null;
    this.#at += 1;
    const quantifier = this.#quantifier();
    if (quantifier === null) return { kind: "group", name, alternatives, isOptional: false };
    return { kind: "group", name, alternatives, isOptional: quantifier.mayBeEmpty };
  }

  #look(): PatternNode | null {
    this.#at += "(?!".length;
    if (this.alternatives() === null || this.#source[this.#at] !== ")") return null;
    this.#at += 1;
    return { kind: "look" };
  }

  #characters(rest: string): PatternNode | null {
    const token = /^(?:\[(?:\\.|[^\]\\])*\]|\\.|[^\\[\](){}?*+|^])/u.exec(rest)?.[0];
    const set = token === undefined ? null : readSet(token);
    if (token === undefined || set === null) return null;
    this.#at += token.length;
    const quantifier = this.#quantifier();
    const literal = literalOf(token);
    if (quantifier === null && literal !== null) return { kind: "text", text: literal };
    return { kind: "run", set, ...(quantifier ?? { mayBeEmpty: false, isOne: true }) };
  }

  #quantifier(): { mayBeEmpty: boolean; isOne: boolean } | null {
    const text = QUANTIFIER.exec(this.#source.slice(this.#at))?.[0];
    if (text === undefined) return null;
    this.#at += text.length;
    return { mayBeEmpty: /^(?:[?*]|\{0)/u.test(text), isOne: text === "?" };
  }
}

/** The character that a token stands for; null when it stands for several. */
function literalOf(token: string): string | null {
  if (token.length === 1) return token === "." ? null : token;
  return token.length === 2 && /^\\[^\w\s]$/u.test(token) ? token.slice(1) : null;
}

const LETTER_CLASSES: Readonly<Record<string, string>> = { "\\d": "0-9", "\\w": "A-Za-z0-9_" };

/** @returns null for a form that is not read. */
function readSet(token: string): CharacterSet | null {
  const set = new Uint8Array(OTHER + 1);
  if (token === ".") return set.fill(1).map((mark, code) => (code === 0x0a || code === 0x0d ? 0 : mark));
  const isNegated = token.startsWith("[^");
  const inner = token.startsWith("[") ? token.slice(isNegated ? 2 : 1, -1) : token;
  const ranges = inner.replaceAll(/\\[dw]/gu, (letters) => LETTER_CLASSES[letters] ?? letters);
  for (const [, from = "", to = from] of ranges.matchAll(/(\\?.)(?:-(\\?.))?/gsu)) {
    const first = codeOf(from);
    const last = codeOf(to);
    if (first === null || last === null) return null;
    set.fill(1, first, last + 1);
  }
  return isNegated ? set.map((mark) => 1 - mark) : set;
}

/** The ASCII code of a character, which may be escaped; null when it is not ASCII or the escape means something else. */
function codeOf(token: string): number | null {
  if (token.length === 2 && /^\\\w$/u.test(token)) return null;
  const code = token.codePointAt(token.length === 2 ? 1 : 0) ?? OTHER;
  return code < OTHER ? code : null;
}

/** What may stand behind the slash that every path begins with; null when that is not known. */
export function firstAfterSlash(nodes: readonly PatternNode[]): First | null {
  const [head, ...rest] = nodes;
  if (head?.kind === "text" && head.text.startsWith("/")) {
    const text = head.text.slice(1);
    return firstOf(text === "" ? rest : [{ kind: "text", text }, ...rest], ANYTHING);
  }
  const first = firstOf(rest, ANYTHING);
  const isSlash = head?.kind === "run" && head.isOne && head.set.every((mark, code) => mark === SLASH_ALONE[code]);
  return isSlash && !first.mayBeAnything && first.set[SLASH] === 0 ? first : null;
}

/** @param code  UTF-16 unit behind the slash; NaN when the text ends there. */
export function mayStandAfterSlash(first: First | null, code: number): boolean {
  if (first === null || first.mayBeAnything) return true;
  return Number.isNaN(code) ? first.mayEnd : first.set[Math.min(code, OTHER)] !== 0;
}

/** Whether all that the parts take fits a pattern, character by character. */
export function holdsOnly(nodes: readonly PatternNode[], pattern: RegExp): boolean {
  return nodes.every((node) => {
    switch (node.kind) {
      case "text":
        return pattern.test(node.text);
      case "run":
        return (
          node.set[OTHER] === 0 && node.set.every((mark, code) => mark === 0 || pattern.test(String.fromCharCode(code)))
        );
      case "group":
        return node.alternatives.every((alternative) => holdsOnly(alternative, pattern));
      case "look":
      case "end":
        return true;
      default:
        return node satisfies never;
    }
  });
}

const NOTHING: CharacterSet = new Uint8Array(OTHER + 1);
const ANYTHING: First = { set: NOTHING, mayEnd: true, mayBeAnything: true };
const SLASH = 0x2f;
const SLASH_ALONE = setOf(SLASH);

function firstOf(nodes: readonly PatternNode[], follow: First): First {
  return nodes.reduceRight((first, node) => firstOfNode(node, first), follow);
}

function firstOfNode(node: PatternNode, follow: First): First {
  switch (node.kind) {
    case "text":
      return only(setOf(node.text.charCodeAt(0)));
    case "run":
      return node.mayBeEmpty ? either(only(node.set), follow) : only(node.set);
    case "group": {
      const firsts = node.alternatives.map((alternative) => firstOf(alternative, follow));
      return [...firsts, ...(node.isOptional ? [follow] : [])].reduce(either);
    }
    case "look":
      return follow;
    case "end":
      return { set: NOTHING, mayEnd: true, mayBeAnything: false };
    default:
      return node satisfies never;
  }
}

function setOf(code: number): CharacterSet {
  const set = new Uint8Array(OTHER + 1);
  set[Math.min(code, OTHER)] = 1;
  return set;
}

function only(set: CharacterSet): First {
  return { set, mayEnd: false, mayBeAnything: false };
}

function either(a: First, b: First): First {
  return {
    set: a.set.map((mark, code) => Math.max(mark, b.set[code] ?? 0)),
    mayEnd: a.mayEnd || b.mayEnd,
    mayBeAnything: a.mayBeAnything || b.mayBeAnything,
  };
}
