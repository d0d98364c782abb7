/**
 * What people read, and where they get to, in the parts of a message that are made of parts: rich messages, and media of polls.
 * Source: https://core.telegram.org/bots/api#richmessage and #pollmedia, Bot API 10.4, read 2026-11-30.
 */

/** Keys whose texts are read; kinds, names and measures stand under others. */
const READ: ReadonlySet<string> = new Set(["text", "credit", "summary", "caption", "label"]);
/** Parts within each other; Telegram allows 16 levels. */
const MAX_DEPTH = 100;

interface Rich {
  /** The words as they are shown: a link may be written in several styles. */
  readonly text: string;
  /** Behind words, buttons and cards. */
  readonly addresses: readonly string[];
}

/** Of a kind that comes later too: whatever a part is called, its words and addresses are found. */
export function readRich(...roots: readonly unknown[]): Rich {
  let text = "";
  const addresses: string[] = [];

  function readObject(part: object, depth: number): void {
    let texts = 0;
    for (const [key, value] of Object.entries(part)) {
      const isText = READ.has(key);
      // What is written and who said it are not one word; styles within a word are.
      const isApart = isText ? texts > 0 : typeof value === "object";
      if (isApart) text += "\n";
      texts += Number(isText);
      read(value, key, depth);
    }
  }

  function read(part: unknown, key: string, depth = 0): void {
    if (typeof part === "string") {
      if (key === "url") addresses.push(part);
      else if (READ.has(key)) text += part;
    } else if (typeof part !== "object" || part === null || depth > MAX_DEPTH) return;
    else if (Array.isArray(part)) {
      for (const each of part as readonly unknown[]) {
        read(each, key, depth + 1);
        if (!READ.has(key)) text += "\n";
      }
    } else readObject(part, depth + 1);
  }

  for (const root of roots) read(root, "");
  return { text: text.replaceAll(/\n{2,}/gu, "\n").trim(), addresses };
}
