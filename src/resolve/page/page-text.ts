/**
 * Characters that show nothing or turn the reading direction: controls, bidirectional marks and isolates (UAX 9), zero-width spaces,
 * tags, noncharacters. Zero-width joiners stay, since emoji and Indic scripts are written with them.
 */
const UNSEEN =
  /[\u{0}-\u{8}\u{E}-\u{1F}\u{7F}-\u{9F}\u{AD}\u{61C}\u{180E}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2064}\u{2066}-\u{206F}\u{FEFF}\u{FFF9}-\u{FFFB}\u{FDD0}-\u{FDEF}\u{FFFE}\u{FFFF}\u{E0000}-\u{E0FFF}]/gu;

/**
 * A page's words as text for a card: well-formed, without unseen characters, white space folded.
 *
 * @param maxCharacters  Code points; a longer text ends with an ellipsis inside this length.
 * @returns              Undefined when nothing is left.
 */
export function cleanText(text: string, maxCharacters: number): string | undefined {
  // Cut first: four times leaves room for what is taken out, and a megabyte of white space costs nothing.
  const cleaned = text
    .slice(0, maxCharacters * 4)
    .toWellFormed()
    .replaceAll(UNSEEN, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
  const characters = Array.from(cleaned);
  if (characters.length === 0) return undefined;
  return characters.length <= maxCharacters ? cleaned : `${characters.slice(0, maxCharacters - 1).join("")}…`;
}
