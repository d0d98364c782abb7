/** Characters that nobody sees in a text, or that look like others; each with what is said of it. */
const ODD: readonly (readonly [RegExp, string])[] = [
  [/[\0-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/gu, "a control character"],
  [/[\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/gu, "a space that is none here"],
  [/\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB]/gu, "which nobody sees"],
  // In the place of a sign of the language alone: sentences have these too.
  [/(?<=^\s*(?:- )*[\0\w$-]+)：/gu, 'not ":"'],
  [/(?<=[\0\w\]}])[，、；](?=\s*[\0\w])/gu, 'not ","'],
  [/(?<=(?:^|[:,[{-])\s*)[“”„‟‘’‚«»「『]/gu, "a quotation mark of sentences"],
  [/(?<=^\s*)[‐-―−－](?=\s)/gu, 'not "-"'],
  [
    /(?<=[a-z])[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}](?=[a-z])/giu,
    "no Latin letter",
  ],
];
const ANY_ODD = new RegExp(ODD.map(([{ source }]) => `(?:${source})`).join("|"), "giu");

const UNSEEN = new RegExp(
  ODD.slice(0, 3)
    .map(([{ source }]) => source)
    .join("|"),
  "gu",
);

/** A text on one line in which nothing is unseen; what `but` holds stays as it is. */
export function seen(text: string, but = ""): string {
  return text.replace(UNSEEN, (sign) => (but.includes(sign) ? sign : `\\u${numberOf(sign)}`));
}

/** A word as it is quoted in a message, with what is odd in it by its number: `author\u200Bity`. */
export function spelt(word: string): string {
  return word.replace(ANY_ODD, (sign) => `\\u${numberOf(sign)}`);
}

/**
 * What is odd in a line of YAML or JSON outside its quotes and comments: `; column 5 holds U+00A0, a space that is none here`.
 * Empty where nothing is.
 */
export function oddHint(line: string): string {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?<=^|\s)#.*/gu, (part) => "\0".repeat(part.length));
  let first: { readonly index: number; readonly sign: string; readonly said: string } | null = null;
  for (const [pattern, said] of ODD) {
    for (const { 0: sign, index } of bare.matchAll(pattern)) {
      // What was left out above.
      if (sign === "\0" && line[index] !== "\0") continue;
      if (first === null || index < first.index) first = { index, sign, said };
      break;
    }
  }
  return first === null ? "" : `; column ${first.index + 1} holds U+${numberOf(first.sign)}, ${first.said}`;
}

function numberOf(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
