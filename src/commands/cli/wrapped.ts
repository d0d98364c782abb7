/** Characters that take two columns of a terminal. Source: Unicode East Asian Width, the wide and full-width blocks. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
const ZERO_WIDTH = /\p{Mn}|\p{Me}|\p{Cf}/u;

function columnsOf(character: string): number {
  if (ZERO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Columns a text takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

/** Marks that begin no line. Source: JLREQ and CLREQ, "prohibition rules for line start". */
const CLOSING = /^[、。，．：；？！…—·”’）》〉】〕」』］｝%,.:;?!)\]}]$/u;
/** Marks that end no line. Source: the same, "line end". */
const OPENING = /[“‘（《〈【〔「『［｛([{]$/u;

/** What stands on one line: a word or a wide character with the marks that no line may part from it. */
function* pieces(text: string): Generator<string> {
  let held = "";
  for (const piece of parts(text)) {
    if (held === "" || CLOSING.test(piece) || (OPENING.test(held) && piece !== " ")) {
      // A space is a place to break at: no mark stands to it.
      if (held === " ") {
        yield held;
        held = piece;
      } else {
        held += piece;
      }
      continue;
    }
    yield held;
    held = piece;
  }
  if (held !== "") yield held;
}

/** Words, and single wide characters, between which a line may break. */
function* parts(text: string): Generator<string> {
  let word = "";
  for (const character of text) {
    if (character === " " || columnsOf(character) === 2) {
      if (word !== "") yield word;
      word = "";
      yield character;
    } else {
      word += character;
    }
  }
  if (word !== "") yield word;
}

/**
 * Breaks a text into lines of at most `columns`, the first after `label`, the others under it.
 * A word longer than a line stands alone and whole, so that an address can still be copied.
 */
export function wrapped(label: string, text: string, columns: number): string {
  const indent = widthOf(label);
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(text)) {
    if (line !== "" && widthOf(line) + widthOf(piece) > columns - indent) {
      lines.push(line.trimEnd());
      line = "";
    }
    if (line !== "" || piece !== " ") line += piece;
  }
  lines.push(line.trimEnd());
  return lines.map((part, index) => (index === 0 ? label : " ".repeat(indent)) + part).join("\n");
}

/** A text cleaned of control and bidirectional characters, which could rewrite a terminal. */
export function forTerminal(text: string): string {
  return text.replaceAll(/[\p{Cc}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu, "\uFFFD");
}
