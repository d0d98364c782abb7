/**
 * Controls that turn the reading direction, and characters that take no place. Source: Unicode 17, Bidi_Control and
 * Default_Ignorable_Code_Point, without the joiners and selectors that letters and emoji are spelled with.
 */
export const UNSEEN = /(?!\p{Join_Control}|\p{Variation_Selector})[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;

export const codeOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** A text in which what would turn or hide letters is shown by its number and does nothing. */
export function seenText(text: string): string {
  return text.replaceAll(new RegExp(UNSEEN.source, "gu"), (character) => ` ${codeOf(character)} `);
}

/** The same of every text in these nodes, which are changed: whoever wrote it, and wherever it stands. */
export function seenIn(nodes: readonly (Node | string)[]): (Node | string)[] {
  return nodes.map((node) => {
    if (typeof node === "string") return seenText(node);
    const texts = document.createNodeIterator(node, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode())
      if (UNSEEN.test(text.nodeValue ?? "")) text.nodeValue = seenText(text.nodeValue ?? "");
    return node;
  });
}
