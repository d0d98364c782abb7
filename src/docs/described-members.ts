export interface Member {
  /** `send(to: string, text: string): Promise<SentFrame>`. */
  readonly signature: string;
  readonly name: string;
  /** As the comment over it says; empty: none does. */
  readonly meaning: string;
}

/** Members of an interface of a TypeScript file, or of its declarations, each with the comment over it. */
export function membersOf(source: string, name: string): Member[] {
  const start = new RegExp(`\\binterface ${name} \\{`, "u").exec(source);
  if (start === null) return [];
  const members: Member[] = [];
  let comment = "";
  let text = "";
  let depth = 0;
  const rest = source.slice(start.index + start[0].length);
  for (const [token] of rest.matchAll(/\/\*\*[\s\S]*?\*\/|=>|[\s\S]/gu)) {
    if (token.startsWith("/**")) {
      // Within a member's own type a comment is about a part of it.
      if (text.trim() === "") comment = token;
      continue;
    }
    if ("({[<".includes(token)) depth += 1;
    if (")}]>".includes(token)) depth -= 1;
    if (depth < 0) break;
    if (token !== ";" || depth > 0) {
      text += token;
      continue;
    }
    members.push(memberOf(text, comment));
    comment = "";
    text = "";
  }
  return members;
}

function memberOf(text: string, comment: string): Member {
  const signature = text
    .replaceAll(/\breadonly (?!\w+\[\])/gu, "")
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/([({]) (?=\S)/gu, (_, bracket: string) => (bracket === "{" ? "{ " : bracket))
    .replaceAll(/,? \)/gu, ")")
    .replaceAll(/; \}/gu, " }")
    .replaceAll(/: \| /gu, ": ")
    .trim();
  return { signature, name: /^\w+/u.exec(signature)?.[0] ?? signature, meaning: wordsOf(comment) };
}

/** A comment as one paragraph of Markdown. */
function wordsOf(comment: string): string {
  return comment
    .replace(/^\/\*\*/u, "")
    .replace(/\*\/$/u, "")
    .replaceAll(/\n\s*\*\s?/gu, " ")
    .replaceAll(/\{@link (\w+)\}/gu, "`$1`")
    .replaceAll(/@param ([\w.]+)\s+/gu, "`$1`: ")
    .replaceAll(/@returns /gu, "Gives ")
    .replaceAll(/\s+/gu, " ")
    .trim();
}
